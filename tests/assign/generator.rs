//! Townships to assign: made up, and the same on every machine.
//!
//! Every draw of a township comes from one stream of whole numbers, which its seed and its number
//! begin, so a township is the same however many others are made. The order of the draws is part of
//! the result: other solvers were asked about these very townships.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::iter::repeat_n;

use bangfu::assign::{ClassRecord, HelperRecord, HouseholdRecord, ProblemRecords};
use bangfu::document::Format;
use bangfu::quantity::Id;

/// What is particular about a township.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Some helpers serve their village, some their zone, some the township; many are alike.
    Default,
    /// The same, but everyone starts from a place of their own: no two helpers are alike.
    Home,
    /// Nobody serves beyond their zone.
    Zones,
    /// Too few places.
    Short,
    /// The load is balanced.
    Balance,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Default, Self::Home, Self::Zones, Self::Short, Self::Balance];

    /// Places for every hundred households of a zone, from and to.
    const fn percent_of_places(self) -> (i64, i64) {
        if matches!(self, Self::Short) { (85, 100) } else { (110, 130) }
    }

    /// Of a hundred who may serve beyond their zone, how many do.
    const fn percent_beyond_zone(self) -> i64 {
        if matches!(self, Self::Zones) { 0 } else { 100 }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Default => "default",
            Self::Home => "home",
            Self::Zones => "zones",
            Self::Short => "short",
            Self::Balance => "balance",
        })
    }
}

/// How many zones a township has, and how many villages each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub zones: usize,
    pub villages: usize,
}

impl Size {
    /// As large as the town of the source.
    pub const FULL: Self = Self { zones: 5, villages: 3 };
}

/// An id: a letter for the list, and what tells the records of the list apart.
pub fn id(letter: char, number: impl fmt::Display) -> Id<'static> {
    Id::new(format!("{letter}{number}")).unwrap()
}

/// The township of that number of a seed.
pub fn township(kind: Kind, size: Size, seed: u64, number: u64) -> ProblemRecords<'static> {
    let mut draws = Draws::new(seed, number);
    let land = Land::drawn(size, &mut draws);
    let helpers = helpers(kind, &land, &mut draws);
    let households = households(&land, &helpers, &mut draws);
    records(kind, &land, &helpers, &households)
}

/// Whole numbers that look random: `SplitMix64`.
struct Draws(u64);

impl Draws {
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

    fn new(seed: u64, number: u64) -> Self {
        let number = number.wrapping_add(1).wrapping_mul(0xD134_2543_DE82_EF95);
        Self(seed.wrapping_mul(Self::STEP).wrapping_add(number))
    }

    /// From 0 to below the end, each as often.
    fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_add(Self::STEP);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        i64::try_from((i128::from(z) * i128::from(end)) >> 64).unwrap()
    }

    fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most - least + 1)
    }

    /// A place in a list of that length.
    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(i64::try_from(length).unwrap())).unwrap()
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.index(list.len())]
    }

    /// Near 0 more often than far from it.
    fn around(&mut self, reach: i64) -> i64 {
        self.below(reach + 1) + self.below(reach + 1) - reach
    }
}

/// A point of the map, in metres.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    x: i64,
    y: i64,
}

impl Point {
    fn near(self, reach: i64, draws: &mut Draws) -> Self {
        Self { x: self.x + draws.around(reach), y: self.y + draws.around(reach) }
    }

    /// 3.1 minutes to the kilometre, rounded half up.
    fn minutes_to(self, other: Self) -> i64 {
        let square = (self.x - other.x).pow(2) + (self.y - other.y).pow(2);
        (square.isqrt() * 31 + 5000) / 10_000
    }
}

struct Village {
    zone: usize,
    at: Point,
}

/// Where households live: a group of a village.
struct Site {
    village: usize,
    at: Point,
    households: usize,
}

struct Land {
    size: Size,
    county_town: Point,
    villages: Vec<Village>,
    sites: Vec<Site>,
}

impl Land {
    fn drawn(size: Size, draws: &mut Draws) -> Self {
        let county_town = Point { x: -8000 - draws.below(20_001), y: draws.below(20_001) };
        let mut villages = Vec::new();
        for zone in 0..size.zones {
            let centre = Point { x: draws.below(12_001), y: draws.below(12_001) };
            let village = |_| Village { zone, at: centre.near(2500, draws) };
            villages.extend((0..size.villages).map(village));
        }
        let mut sites = Vec::new();
        for (village, Village { at, .. }) in villages.iter().enumerate() {
            // As many as a village of the source, on average.
            for _ in 0..draws.pick(&[7, 8, 8, 9, 9, 9]) {
                let at = at.near(1500, draws);
                let households = 6 + draws.index(8) + draws.index(8);
                let households = households - usize::from(draws.below(4) == 0);
                sites.push(Site { village, at, households });
            }
        }
        Self { size, county_town, villages, sites }
    }

    fn households_of(&self, zone: usize) -> usize {
        let of_zone = self.sites.iter().filter(|site| self.villages[site.village].zone == zone);
        of_zone.map(|site| site.households).sum()
    }
}

/// How far somebody serves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Village(usize),
    Zone(usize),
    Township,
}

/// What makes helpers alike.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    scope: Scope,
    /// The village from which they come, or nobody's: they come from the county town.
    base: Option<usize>,
    at: Point,
}

impl Class {
    fn serves(&self, land: &Land, village: usize) -> bool {
        match self.scope {
            Scope::Village(own) => own == village,
            Scope::Zone(zone) => zone == land.villages[village].zone,
            Scope::Township => true,
        }
    }

    /// To another village than one's own it counts as a quarter of an hour more.
    fn minutes_to(&self, site: &Site) -> i64 {
        let is_away = self.base.is_some_and(|base| base != site.village);
        self.at.minutes_to(site.at) + if is_away { 15 } else { 0 }
    }
}

struct Helper {
    class: Class,
    capacity: i64,
}

/// Those who serve in the same office, as far as it matters here.
struct Rank {
    /// How many of a hundred helpers are of this rank or one before.
    up_to: i64,
    least: i64,
    most: i64,
    /// How many of a hundred serve their village alone, and how many that or their zone.
    in_village: i64,
    in_zone: i64,
    /// How many of two come from the county town.
    of_county: i64,
}

const RANKS: [Rank; 4] = [
    Rank { up_to: 45, least: 1, most: 5, in_village: 60, in_zone: 100, of_county: 0 },
    Rank { up_to: 75, least: 2, most: 6, in_village: 25, in_zone: 90, of_county: 0 },
    Rank { up_to: 90, least: 4, most: 8, in_village: 0, in_zone: 80, of_county: 1 },
    Rank { up_to: 100, least: 5, most: 10, in_village: 0, in_zone: 80, of_county: 2 },
];

/// The helpers of every zone, until it has its places.
fn helpers(kind: Kind, land: &Land, draws: &mut Draws) -> Vec<Helper> {
    let (least, most) = kind.percent_of_places();
    let mut helpers = Vec::new();
    for zone in 0..land.size.zones {
        let households = i64::try_from(land.households_of(zone)).unwrap();
        let wanted = households * draws.between(least, most);
        let mut places = 0;
        while places * 100 < wanted {
            let helper = helper(kind, land, zone, draws);
            places += helper.capacity;
            helpers.push(helper);
        }
    }
    helpers
}

fn helper(kind: Kind, land: &Land, zone: usize, draws: &mut Draws) -> Helper {
    let roll = draws.below(100);
    let rank = RANKS.iter().find(|rank| roll < rank.up_to).unwrap();
    let base = zone * land.size.villages + draws.index(land.size.villages);
    let reach = draws.below(100);
    let capacity = draws.between(rank.least, rank.most);
    let is_of_county = match rank.of_county {
        1 => draws.below(2) == 0,
        of_county => of_county > 0,
    };
    let scope = if reach < rank.in_village {
        Scope::Village(base)
    } else if reach < rank.in_zone || draws.below(100) >= kind.percent_beyond_zone() {
        Scope::Zone(zone)
    } else {
        Scope::Township
    };
    let base = (!is_of_county).then_some(base);
    let office = base.map_or(land.county_town, |base| land.villages[base].at);
    let home = office.near(1500, draws);
    let at = if kind == Kind::Home { home } else { office };
    Helper { class: Class { scope, base, at }, capacity }
}

struct Household {
    site: usize,
    incumbent: Option<usize>,
    barred: BTreeSet<usize>,
}

/// For every village, the helpers who are meant.
fn by_village(
    land: &Land,
    helpers: &[Helper],
    is_meant: impl Fn(&Class, usize) -> bool,
) -> Vec<Vec<usize>> {
    let of_one = |village| {
        let helpers = helpers.iter().enumerate();
        helpers.filter(|(_, one)| is_meant(&one.class, village)).map(|(at, _)| at).collect()
    };
    (0..land.villages.len()).map(of_one).collect()
}

fn households(land: &Land, helpers: &[Helper], draws: &mut Draws) -> Vec<Household> {
    let able = by_village(land, helpers, |class, village| class.serves(land, village));
    let local = by_village(land, helpers, |class, village| class.base == Some(village));
    let sites = land.sites.iter().enumerate();
    let sites: Vec<usize> = sites.flat_map(|(at, site)| repeat_n(at, site.households)).collect();
    let incumbents = incumbents(land, helpers, &able, &sites, draws);
    let households = sites.into_iter().zip(incumbents).map(|(site, incumbent)| {
        let village = land.sites[site].village;
        let barred = (0..draws.below(3)).map(|_| {
            let is_local = draws.below(4) != 0 && !local[village].is_empty();
            draws.pick(if is_local { &local[village] } else { &able[village] })
        });
        Household { site, incumbent, barred: barred.collect() }
    });
    households.collect()
}

/// Who serves the households so far: one after the other took the nearest of six helpers met by
/// chance, as long as these had places. Some households are new and have nobody.
fn incumbents(
    land: &Land,
    helpers: &[Helper],
    able: &[Vec<usize>],
    sites: &[usize],
    draws: &mut Draws,
) -> Vec<Option<usize>> {
    // Some helpers had a place more than now.
    let places = helpers.iter().map(|one| one.capacity + i64::from(draws.below(10) == 0));
    let mut places: Vec<i64> = places.collect();
    let mut order: Vec<usize> = (0..sites.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, draws.index(at + 1));
    }
    let mut incumbents = vec![None; sites.len()];
    for household in order {
        let site = &land.sites[sites[household]];
        let is_new = draws.below(100) < 12;
        let met = (0..6).map(|_| draws.pick(&able[site.village]));
        let met = met.filter(|&helper| places[helper] > 0);
        let nearest = met.map(|helper| (helpers[helper].class.minutes_to(site), helper)).min();
        if let (Some((_, helper)), false) = (nearest, is_new) {
            incumbents[household] = Some(helper);
            places[helper] -= 1;
        }
    }
    incumbents
}

/// The records of all that was drawn; classes are numbered as they come.
fn records(
    kind: Kind,
    land: &Land,
    helpers: &[Helper],
    households: &[Household],
) -> ProblemRecords<'static> {
    let mut numbers = BTreeMap::new();
    let mut classes = Vec::new();
    for Helper { class, .. } in helpers {
        numbers.entry(class).or_insert_with(|| {
            let able = land.sites.iter().enumerate();
            let able = able.filter(|(_, site)| class.serves(land, site.village));
            let minutes = able.map(|(at, site)| (id('g', at), class.minutes_to(site)));
            let number = classes.len();
            classes.push(ClassRecord { id: id('c', number), minutes: minutes.collect() });
            number
        });
    }
    let helpers = helpers.iter().enumerate().map(|(at, helper)| HelperRecord {
        id: id('p', at),
        class: id('c', numbers[&helper.class]),
        capacity: helper.capacity,
        least: 0,
    });
    let households = households.iter().enumerate().map(|(at, household)| HouseholdRecord {
        id: id('h', at),
        site: id('g', household.site),
        incumbent: household.incumbent.map(|helper| id('p', helper)),
        barred: household.barred.iter().map(|helper| id('p', helper)).collect(),
        pinned: None,
    });
    ProblemRecords {
        format: Format,
        classes,
        helpers: helpers.collect(),
        households: households.collect(),
        keep: 10,
        balance: if kind == Kind::Balance { 2 } else { 0 },
        fairness: None,
    }
}
