//! Plants independent faults in a sound roster, and knows what should be found.
//!
//! Every record carries a tag, which it keeps when the records are shuffled; so a fault is the same
//! wherever its records go, and whatever other faults are planted beside it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use bangfu::calendar::Date;
use bangfu::quantity::Id;
use bangfu::roster::{
    GroupRecord, HouseholdRecord, PairingRecord, PersonRecord, Roster, SpanRecord, SpanRecords,
    TenureRecord, VillageRecord, ZoneRecord,
};
use bangfu::township::{Post, Rank};

use crate::Found;

/// The kinds of faults, by what is planted.
pub const KINDS: usize = 26;

/// Every code of the table.
pub const CODES: [&str; 13] = [
    "duplicate_id",
    "unknown_reference",
    "bad_span",
    "out_of_range",
    "overlap",
    "zone_missing",
    "zone_unexpected",
    "zone_size",
    "wrong_unit",
    "wrong_rank",
    "home_missing",
    "stay_behind_at_front",
    "population_exceeded",
];

/// The lists of a roster, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    Town,
    Zones,
    Villages,
    Groups,
    Households,
    People,
    Tenures,
    Pairings,
}
use List::{Groups, Households, Pairings, People, Tenures, Town, Villages, Zones};

/// The post table of the format: level, seats (0: any), ranks.
#[rustfmt::skip]
const POSTS: [(Post, List, usize, &[Rank]); 15] = {
    use Rank::{City, County, Group, Town as InTown, Village};
    [
        (Post::Commander, Town, 2, &[InTown]),
        (Post::StayBehind, Town, 0, &[InTown]),
        (Post::Supervisor, Town, 0, &[County, InTown]),
        (Post::ZoneLeader, Zones, 1, &[InTown]),
        (Post::DispatchedCadre, Villages, 0, &[InTown]),
        (Post::FirstSecretary, Villages, 1, &[City, County, InTown]),
        (Post::VillageSecretary, Villages, 1, &[Village]),
        (Post::VillageDirector, Villages, 1, &[Village]),
        (Post::DeputySecretary, Villages, 0, &[Village]),
        (Post::DeputyDirector, Villages, 0, &[Village]),
        (Post::SupervisionChair, Villages, 1, &[Village]),
        (Post::MilitiaCommander, Villages, 1, &[Village]),
        (Post::WomensDirector, Villages, 1, &[Village]),
        (Post::GroupCadre, Groups, 0, &[Village, Group]),
        (Post::GroupLead, Groups, 1, &[City, County, InTown, Village]),
    ]
};
const RANKS: [Rank; 5] = [Rank::City, Rank::County, Rank::Town, Rank::Village, Rank::Group];

type Tag = usize;

/// A record, by its list and tag.
type At = (List, Tag);

/// What should be found. Of two records that clash the one that stands later is at fault.
#[derive(Clone, Debug)]
enum Expected {
    At { code: &'static str, at: At, rest: String, related: Vec<(At, String)> },
    Clash { code: &'static str, list: List, tags: [Tag; 2], rest: &'static str },
}

/// A roster with tags.
#[derive(Clone)]
pub struct Bed {
    pub roster: Roster<'static>,
    tags: [Vec<Tag>; 8],
    expected: Vec<(usize, Expected)>,
    /// Records with which no other fault may have to do.
    taken: BTreeSet<At>,
    /// Whether a village's zone (true) or a zone's size (false) is at fault: the one silences the
    /// other.
    is_zone_open: Option<bool>,
    /// The number of the fault that is being planted.
    number: usize,
    fresh: usize,
}

/// `SplitMix64`.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let bound = u64::try_from(bound).expect("64 bits");
        usize::try_from((mixed ^ (mixed >> 31)) % bound).expect("64 bits")
    }

    pub fn of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    fn is_heads(&mut self) -> bool {
        self.below(2) == 0
    }
}

pub fn id(text: impl Into<Cow<'static, str>>) -> Id<'static> {
    Id::new(text).expect("an id")
}

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn span(from: &str, until: Option<&str>) -> SpanRecord {
    SpanRecord { from: date(from), until: until.map(date) }
}

fn row(post: Post) -> (List, usize, &'static [Rank]) {
    let row = POSTS.iter().find(|row| row.0 == post).expect("every post has a row");
    (row.1, row.2, row.3)
}

/// A fault to plant: its kind (or, where that cannot be planted, the next), and its own seed.
pub type Seed = (usize, u64);

impl Bed {
    pub fn new(roster: Roster<'static>) -> Self {
        let lens = [
            1,
            roster.zones.len(),
            roster.villages.len(),
            roster.groups.len(),
            roster.households.len(),
            roster.people.len(),
            roster.tenures.len(),
            roster.pairings.len(),
        ];
        let tags = lens.map(|len| (0..len).collect());
        Self {
            roster,
            tags,
            expected: Vec::new(),
            taken: BTreeSet::new(),
            is_zone_open: None,
            number: 0,
            fresh: 0,
        }
    }

    /// Plants all faults but one; that one leaves no trace but what it forbids the others.
    pub fn with(mut self, seeds: &[Seed], but: Option<usize>) -> Self {
        for (number, (kind, seed)) in seeds.iter().enumerate() {
            let mut trial = self.clone();
            trial.number = number;
            trial.fresh = 0;
            let mut kinds = (0..KINDS).map(|more| (kind + more) % KINDS);
            let mut dice = Dice(*seed);
            assert!(kinds.any(|kind| trial.plant(kind, &mut dice)), "some kind can be planted");
            if but == Some(number) {
                self.taken = trial.taken;
                self.is_zone_open = trial.is_zone_open;
            } else {
                self = trial;
            }
        }
        self
    }

    /// Shuffles every list, by tag and seed alone.
    pub fn shuffled(mut self, seed: u64) -> Self {
        fn shuffle<T>(tags: &mut Vec<Tag>, records: &mut Vec<T>, seed: u64) {
            let key = |tag: &Tag| Dice(seed ^ ((*tag as u64) << 20)).below(usize::MAX);
            let mut both: Vec<_> = tags.drain(..).zip(records.drain(..)).collect();
            both.sort_by_key(|(tag, _)| (key(tag), *tag));
            (*tags, *records) = both.into_iter().unzip();
        }
        let roster = &mut self.roster;
        let [_, zones, villages, groups, households, people, tenures, pairings] = &mut self.tags;
        shuffle(zones, &mut roster.zones, seed);
        shuffle(villages, &mut roster.villages, seed);
        shuffle(groups, &mut roster.groups, seed);
        shuffle(households, &mut roster.households, seed);
        shuffle(people, &mut roster.people, seed);
        shuffle(tenures, &mut roster.tenures, seed);
        shuffle(pairings, &mut roster.pairings, seed);
        self
    }

    /// What should be found, in order, each with the number of its fault.
    pub fn expected(&self) -> Vec<(usize, Found)> {
        let index = |(list, tag): At| {
            let tags = &self.tags[list as usize];
            tags.iter().position(|other| *other == tag).expect("the record is there")
        };
        let path = |at: At, rest: &str| {
            let names = [
                "town",
                "zones",
                "villages",
                "groups",
                "households",
                "people",
                "tenures",
                "pairings",
            ];
            let name = names[at.0 as usize];
            if at.0 == Town {
                format!("{name}{rest}")
            } else {
                format!("{name}[{}]{rest}", index(at))
            }
        };
        let mut expected = Vec::new();
        for (number, one) in &self.expected {
            let (at, found) = match one {
                Expected::At { code, at, rest, related } => {
                    let mut related = related.clone();
                    related.sort_by_key(|(at, _)| (at.0, index(*at)));
                    let related = related.iter().map(|(at, rest)| path(*at, rest)).collect();
                    (*at, ((*code).to_owned(), path(*at, rest), related))
                }
                Expected::Clash { code, list, tags, rest } => {
                    let mut tags = *tags;
                    tags.sort_by_key(|tag| index((*list, *tag)));
                    let [earlier, later] = tags.map(|tag| (*list, tag));
                    let found = ((*code).to_owned(), path(later, rest), vec![path(earlier, rest)]);
                    (later, found)
                }
            };
            expected.push(((at.0, index(at)), *number, found));
        }
        expected.sort();
        expected.into_iter().map(|(_, number, found)| (number, found)).collect()
    }

    fn expect(&mut self, code: &'static str, at: At, rest: impl Into<String>) {
        self.expect_related(code, at, rest, Vec::new());
    }

    fn expect_related(
        &mut self,
        code: &'static str,
        at: At,
        rest: impl Into<String>,
        related: Vec<(At, String)>,
    ) {
        self.taken.insert(at);
        let rest = rest.into();
        self.expected.push((self.number, Expected::At { code, at, rest, related }));
    }

    /// A text that is no id of the roster yet.
    fn fresh(&mut self) -> Id<'static> {
        self.fresh += 1;
        id(format!("new{}-{}", self.number, self.fresh))
    }

    fn tag(&mut self, list: List) -> Tag {
        self.fresh += 1;
        let tag = 1_000_000 + self.number * 1_000 + self.fresh;
        self.tags[list as usize].push(tag);
        tag
    }

    /// One of the first records of a list, if it is in nobody's way.
    fn original(&mut self, list: List, dice: &mut Dice) -> Option<usize> {
        let originals = self.tags[list as usize].iter().filter(|tag| **tag < 1_000_000).count();
        if originals == 0 || dice.below(3) == 0 {
            return None;
        }
        let at = dice.below(originals);
        self.taken.insert((list, at)).then_some(at)
    }

    fn zone(&mut self, villages: usize) -> (Id<'static>, Tag) {
        let (zone, tag) = (self.fresh(), self.tag(Zones));
        self.roster.zones.push(ZoneRecord { id: zone.clone(), name: None });
        for _ in 0..villages {
            self.village(Some(zone.clone()), false);
        }
        (zone, tag)
    }

    fn village(&mut self, zone: Option<Id<'static>>, community: bool) -> (Id<'static>, Tag) {
        let (village, tag) = (self.fresh(), self.tag(Villages));
        self.roster.villages.push(VillageRecord {
            id: village.clone(),
            name: Some("新村".into()),
            zone,
            population: None,
            community,
            listed: SpanRecords::default(),
        });
        (village, tag)
    }

    fn community(&mut self) -> (Id<'static>, Tag) {
        self.village(None, true)
    }

    fn group(&mut self) -> (Id<'static>, Tag) {
        let village = self.community().0;
        let (group, tag) = (self.fresh(), self.tag(Groups));
        self.roster.groups.push(GroupRecord { id: group.clone(), name: None, village });
        (group, tag)
    }

    fn household(&mut self) -> (Id<'static>, Tag) {
        let group = self.group().0;
        self.household_of(group)
    }

    fn household_of(&mut self, group: Id<'static>) -> (Id<'static>, Tag) {
        let (household, tag) = (self.fresh(), self.tag(Households));
        let poor = SpanRecords::default();
        let record = HouseholdRecord { id: household.clone(), group, persons: 3, poor };
        self.roster.households.push(record);
        (household, tag)
    }

    fn person(&mut self, rank: Rank) -> (Id<'static>, Tag) {
        let needs_home = matches!(rank, Rank::Village | Rank::Group);
        let village = needs_home.then(|| self.community().0);
        let (person, tag) = (self.fresh(), self.tag(People));
        self.roster.people.push(PersonRecord { id: person.clone(), name: None, rank, village });
        (person, tag)
    }

    fn unit(&mut self, list: List) -> Id<'static> {
        match list {
            Town => self.roster.town.id.clone(),
            Zones => self.zone(3).0,
            Villages => self.community().0,
            Groups => self.group().0,
            _ => self.household().0,
        }
    }

    fn tenure_of(
        &mut self,
        person: Id<'static>,
        post: Post,
        unit: Id<'static>,
        from: &str,
        until: Option<&str>,
    ) -> Tag {
        let (from, until) = (date(from), until.map(date));
        let record = TenureRecord { person, post, unit, from, until, recorded: None };
        self.roster.tenures.push(record);
        self.tag(Tenures)
    }

    /// A sound tenure; of a post of the town one with any number of seats.
    fn tenure(&mut self, dice: &mut Dice) -> Tag {
        let open: Vec<Post> =
            POSTS.iter().map(|row| row.0).filter(|post| *post != Post::Commander).collect();
        let post = dice.of(&open);
        let (list, _, ranks) = row(post);
        let person = self.person(dice.of(ranks)).0;
        let unit = self.unit(list);
        self.tenure_of(person, post, unit, "2010-05-05", Some("2011-01-01"))
    }

    fn pairing(&mut self, dice: &mut Dice) -> Tag {
        let household = self.household().0;
        let helper = self.person(dice.of(&RANKS)).0;
        let (from, until) = (date("2018-09-10"), None);
        let record = PairingRecord { household, helper, from, until, recorded: None };
        self.roster.pairings.push(record);
        self.tag(Pairings)
    }

    /// The place in a list of a record that may be spoilt: one of the first, or a new one.
    fn victim(&mut self, list: List, dice: &mut Dice) -> (usize, Tag) {
        if let Some(at) = self.original(list, dice) {
            return (at, at);
        }
        let tag = match list {
            Town | Zones => self.zone(3).1,
            Villages => self.community().1,
            Groups => self.group().1,
            Households => self.household().1,
            People => self.person(dice.of(&RANKS)).1,
            Tenures => self.tenure(dice),
            Pairings => self.pairing(dice),
        };
        let at = self.tags[list as usize].iter().position(|other| *other == tag);
        (at.expect("it was added"), tag)
    }

    /// Notes that a village's zone, or a zone's size, is at fault; not if the other is.
    fn zone_fault(&mut self, is_open: bool) -> bool {
        *self.is_zone_open.get_or_insert(is_open) == is_open
    }

    /// Plants a fault of a kind, if that can be.
    fn plant(&mut self, kind: usize, dice: &mut Dice) -> bool {
        match kind {
            0 => self.plant_duplicate(dice),
            1 => return self.plant_unknown_zone(),
            2 => self.plant_unknown_above(dice),
            3 => self.plant_unknown_home(dice),
            4 => self.plant_unknown_in_tenure(dice),
            5 => self.plant_unknown_in_pairing(dice),
            6 | 7 => self.plant_bad_span(dice),
            8 => return self.plant_town_population(dice),
            9 => self.plant_number_out_of_range(dice),
            10 | 11 => self.plant_day_out_of_range(dice),
            12 => self.plant_overlapping_spans(dice),
            13 => self.plant_two_helpers(dice),
            14 => self.plant_two_in_one_seat(dice),
            15 => return self.plant_three_commanders(),
            16 => self.plant_same_person_twice(dice),
            17 => return self.plant_zone_missing(dice),
            18 => return self.plant_zone_unexpected(),
            19 | 20 => return self.plant_zone_size(dice),
            21 => self.plant_wrong_unit(dice),
            22 => self.plant_wrong_rank(dice),
            23 => self.plant_home_missing(dice),
            24 => self.plant_stay_behind(dice),
            _ => self.plant_population_exceeded(dice),
        }
        true
    }

    fn plant_duplicate(&mut self, dice: &mut Dice) {
        let list = dice.of(&[Zones, Villages, Groups, Households, People]);
        let (at, tag) = self.victim(list, dice);
        let copy = self.tag(list);
        let name = Some("又一".into());
        let roster = &mut self.roster;
        match list {
            Zones => roster.zones.push(ZoneRecord { name, ..roster.zones[at].clone() }),
            Villages => roster.villages.push(VillageRecord { name, ..roster.villages[at].clone() }),
            Groups => roster.groups.push(GroupRecord { name, ..roster.groups[at].clone() }),
            Households => {
                let copy = HouseholdRecord { persons: 1, ..roster.households[at].clone() };
                // Whichever of the two comes first counts, and the village has as many people.
                roster.households[at].persons = 1;
                roster.households.push(copy);
            }
            _ => roster.people.push(PersonRecord { name, ..roster.people[at].clone() }),
        }
        self.taken.insert((list, tag));
        let clash = Expected::Clash { code: "duplicate_id", list, tags: [tag, copy], rest: ".id" };
        self.expected.push((self.number, clash));
    }

    fn plant_unknown_zone(&mut self) -> bool {
        if !self.zone_fault(true) {
            return false;
        }
        let zone = self.fresh();
        let tag = self.village(Some(zone), false).1;
        self.expect("unknown_reference", (Villages, tag), ".zone");
        true
    }

    fn plant_unknown_above(&mut self, dice: &mut Dice) {
        let list = dice.of(&[Groups, Households]);
        let (at, tag) = self.victim(list, dice);
        let nowhere = self.fresh();
        let field = if list == Groups {
            self.roster.groups[at].village = nowhere;
            ".village"
        } else {
            self.roster.households[at].group = nowhere;
            ".group"
        };
        self.expect("unknown_reference", (list, tag), field);
    }

    fn plant_unknown_home(&mut self, dice: &mut Dice) {
        let (at, tag) = self.victim(People, dice);
        self.roster.people[at].village = Some(self.fresh());
        self.expect("unknown_reference", (People, tag), ".village");
    }

    fn plant_unknown_in_tenure(&mut self, dice: &mut Dice) {
        let (at, tag) = self.victim(Tenures, dice);
        let nowhere = self.fresh();
        let field = if dice.is_heads() {
            self.roster.tenures[at].person = nowhere;
            ".person"
        } else {
            // A person's id is no unit's.
            let person = self.person(Rank::City).0;
            self.roster.tenures[at].unit = if dice.is_heads() { nowhere } else { person };
            ".unit"
        };
        self.expect("unknown_reference", (Tenures, tag), field);
    }

    fn plant_unknown_in_pairing(&mut self, dice: &mut Dice) {
        let (at, tag) = self.victim(Pairings, dice);
        let nowhere = self.fresh();
        let field = if dice.is_heads() {
            self.roster.pairings[at].household = nowhere;
            ".household"
        } else {
            self.roster.pairings[at].helper = nowhere;
            ".helper"
        };
        self.expect("unknown_reference", (Pairings, tag), field);
    }

    /// Spoils some span of some record, and says where it stands.
    fn with_span(&mut self, dice: &mut Dice, bad: SpanRecord) -> (At, String) {
        match dice.below(4) {
            0 => {
                let (at, tag) = self.victim(Tenures, dice);
                let tenure = &mut self.roster.tenures[at];
                (tenure.from, tenure.until) = (bad.from, bad.until);
                ((Tenures, tag), String::new())
            }
            1 => {
                let (at, tag) = self.victim(Pairings, dice);
                let pairing = &mut self.roster.pairings[at];
                (pairing.from, pairing.until) = (bad.from, bad.until);
                ((Pairings, tag), String::new())
            }
            kind => {
                // A spoilt span takes part in no comparison, so the others stay as they are.
                let list = if kind == 2 { Households } else { Villages };
                let (at, tag) = self.victim(list, dice);
                let (spans, field) = if kind == 2 {
                    (&mut self.roster.households[at].poor, ".poor")
                } else {
                    (&mut self.roster.villages[at].listed, ".listed")
                };
                let place = dice.below(spans.len() + 1);
                spans.extend([bad]);
                spans[place..].rotate_right(1);
                ((list, tag), format!("{field}[{place}]"))
            }
        }
    }

    fn plant_bad_span(&mut self, dice: &mut Dice) {
        let until = dice.of(&["2018-09-10", "2018-09-09", "1949-01-01"]);
        let (at, rest) = self.with_span(dice, span("2018-09-10", Some(until)));
        self.expect("bad_span", at, rest + ".until");
    }

    fn plant_town_population(&mut self, dice: &mut Dice) -> bool {
        if !self.taken.insert((Town, 0)) {
            return false;
        }
        self.roster.town.population = dice.of(&[0, -1, 10_000_001, i64::MAX, i64::MIN]);
        self.expect("out_of_range", (Town, 0), ".population");
        true
    }

    fn plant_number_out_of_range(&mut self, dice: &mut Dice) {
        let list = dice.of(&[Villages, Households]);
        let (at, tag) = self.victim(list, dice);
        let field = if list == Villages {
            let number = dice.of(&[-1, 10_000_001, 4_294_967_296, i64::MAX, i64::MIN]);
            self.roster.villages[at].population = Some(number);
            ".population"
        } else {
            self.roster.households[at].persons =
                dice.of(&[0, 51, -1, 4_294_967_297, i64::MAX, i64::MIN]);
            ".persons"
        };
        self.expect("out_of_range", (list, tag), field);
    }

    fn plant_day_out_of_range(&mut self, dice: &mut Dice) {
        let bad = dice.of(&["1948-12-31", "2200-01-01", "0000-01-01", "9999-12-31"]);
        match dice.below(4) {
            0 => {
                let (at, tag) = self.victim(Tenures, dice);
                self.roster.tenures[at].recorded = Some(date(bad));
                self.expect("out_of_range", (Tenures, tag), ".recorded");
            }
            1 => {
                let (at, tag) = self.victim(Pairings, dice);
                self.roster.pairings[at].recorded = Some(date(bad));
                self.expect("out_of_range", (Pairings, tag), ".recorded");
            }
            2 => {
                // Whatever the other end is: the order of two days is judged if both are days.
                let until = dice.of(&[None, Some("1999-12-31")]);
                let (at, rest) = self.with_span(dice, span(bad, until));
                self.expect("out_of_range", at, rest + ".from");
            }
            _ => {
                let (at, rest) = self.with_span(dice, span("2018-09-10", Some(bad)));
                self.expect("out_of_range", at, rest + ".until");
            }
        }
    }

    fn plant_overlapping_spans(&mut self, dice: &mut Dice) {
        let later = span("2018-03-01", dice.of(&[None, Some("2018-03-02"), Some("2019-01-01")]));
        let earlier = span("2018-01-01", Some(dice.of(&["2018-03-02", "2018-09-10"])));
        let meets = span("2017-01-01", Some("2018-01-01"));
        let orders = [[earlier, later, meets], [later, meets, earlier], [meets, later, earlier]];
        let spans = SpanRecords::from(dice.of(&orders));
        let index = |span| spans.iter().position(|other| *other == span).expect("it is there");
        let (later, earlier) = (index(later), index(earlier));
        let (at, field) = if dice.is_heads() {
            let tag = self.household().1;
            self.roster.households.last_mut().expect("it was added").poor = spans;
            ((Households, tag), ".poor")
        } else {
            let tag = self.community().1;
            self.roster.villages.last_mut().expect("it was added").listed = spans;
            ((Villages, tag), ".listed")
        };
        let related = vec![(at, format!("{field}[{earlier}]"))];
        self.expect_related("overlap", at, format!("{field}[{later}]"), related);
    }

    fn plant_two_helpers(&mut self, dice: &mut Dice) {
        let first = self.pairing(dice);
        let earlier = self.roster.pairings.last().expect("it was added").clone();
        let other = self.person(dice.of(&RANKS)).0;
        let helper = if dice.is_heads() { earlier.helper.clone() } else { other };
        let from = dice.of(&["2018-09-10", "2018-09-11", "2199-12-31"]);
        let record = PairingRecord { helper, from: date(from), ..earlier.clone() };
        self.roster.pairings.push(record);
        let second = self.tag(Pairings);
        self.clash_or_follow("overlap", Pairings, [first, second], earlier.from == date(from));
    }

    /// Two records overlap: the one that begins later is at fault, or if none does, stands later.
    fn clash_or_follow(&mut self, code: &'static str, list: List, tags: [Tag; 2], is_clash: bool) {
        if is_clash {
            let clash = Expected::Clash { code, list, tags, rest: "" };
            self.expected.push((self.number, clash));
        } else {
            let related = vec![((list, tags[0]), String::new())];
            self.expect_related(code, (list, tags[1]), "", related);
        }
    }

    fn plant_two_in_one_seat(&mut self, dice: &mut Dice) {
        let single: Vec<Post> = POSTS.iter().filter(|row| row.2 == 1).map(|row| row.0).collect();
        let post = dice.of(&single);
        let (list, _, ranks) = row(post);
        let unit = self.unit(list);
        let from = dice.of(&["2015-01-01", "2015-01-02", "2015-12-31"]);
        let [one, two] = [0, 1].map(|_| self.person(dice.of(ranks)).0);
        let first = self.tenure_of(one, post, unit.clone(), "2015-01-01", Some("2016-01-01"));
        let until = dice.of(&[None, Some("2016-01-01")]);
        let second = self.tenure_of(two, post, unit, from, until);
        self.clash_or_follow("overlap", Tenures, [first, second], from == "2015-01-01");
    }

    fn plant_three_commanders(&mut self) -> bool {
        // A month of its own, long before the drive.
        let month = |day| format!("{}-07-{day}", 1980 + self.number);
        let (from, late, until) = (month("01"), month("20"), month("25"));
        let first = date(&from);
        // A tenure that is spoilt itself takes no seat, but takes its own again when it is mended.
        let is_free = self.roster.tenures.iter().enumerate().all(|(at, tenure)| {
            let is_away =
                tenure.from > date(&until) || tenure.until.is_some_and(|until| until <= first);
            tenure.post != Post::Commander || (is_away && !self.taken.contains(&(Tenures, at)))
        });
        if !is_free {
            return false;
        }
        let town = self.roster.town.id.clone();
        let [one, two, three] = [0, 1, 2].map(|_| self.person(Rank::Town).0);
        let commander = Post::Commander;
        let one = self.tenure_of(one, commander, town.clone(), &from, Some(&until));
        let two = self.tenure_of(two, commander, town.clone(), &from, Some(&until));
        let three = self.tenure_of(three, commander, town, &late, Some(&until));
        let related = [one, two].map(|tag| ((Tenures, tag), String::new())).to_vec();
        self.expect_related("overlap", (Tenures, three), "", related);
        true
    }

    fn plant_same_person_twice(&mut self, dice: &mut Dice) {
        let many: Vec<Post> = POSTS.iter().filter(|row| row.2 == 0).map(|row| row.0).collect();
        let post = dice.of(&many);
        let (list, _, ranks) = row(post);
        let (unit, person) = (self.unit(list), self.person(dice.of(ranks)).0);
        let (one, two) = (person.clone(), person);
        let from = dice.of(&["2015-01-01", "2015-06-30"]);
        let first = self.tenure_of(one, post, unit.clone(), "2015-01-01", None);
        let second = self.tenure_of(two, post, unit, from, Some("2015-07-01"));
        self.clash_or_follow("overlap", Tenures, [first, second], from == "2015-01-01");
    }

    fn plant_zone_missing(&mut self, dice: &mut Dice) -> bool {
        if !self.zone_fault(true) {
            return false;
        }
        let (at, tag) = self.victim(Villages, dice);
        let village = &mut self.roster.villages[at];
        (village.zone, village.community) = (None, false);
        self.expect("zone_missing", (Villages, tag), ".zone");
        true
    }

    fn plant_zone_unexpected(&mut self) -> bool {
        if !self.zone_fault(true) {
            return false;
        }
        let zone = self.zone(3).0;
        let tag = self.village(Some(zone), true).1;
        self.expect("zone_unexpected", (Villages, tag), ".zone");
        true
    }

    fn plant_zone_size(&mut self, dice: &mut Dice) -> bool {
        if !self.zone_fault(false) {
            return false;
        }
        // A village turns into a community, and its zone has only two.
        if let Some(at) = self.original(Villages, dice)
            && let Some(zone) = self.roster.villages[at].zone.clone()
        {
            let zone = self.roster.zones.iter().position(|other| other.id == zone);
            let zone = zone.expect("a known zone");
            if self.taken.insert((Zones, zone)) {
                let village = &mut self.roster.villages[at];
                (village.zone, village.community) = (None, true);
                self.expect("zone_size", (Zones, zone), "");
                return true;
            }
        }
        let tag = self.zone(dice.of(&[0, 1, 2, 4, 5])).1;
        self.expect("zone_size", (Zones, tag), "");
        true
    }

    fn plant_wrong_unit(&mut self, dice: &mut Dice) {
        let (at, tag) = self.victim(Tenures, dice);
        let right = row(self.roster.tenures[at].post).0;
        let lists = [Town, Zones, Villages, Groups, Households];
        let wrong: Vec<List> = lists.into_iter().filter(|list| *list != right).collect();
        self.roster.tenures[at].unit = self.unit(dice.of(&wrong));
        self.expect("wrong_unit", (Tenures, tag), ".unit");
    }

    fn plant_wrong_rank(&mut self, dice: &mut Dice) {
        let (at, tag) = self.victim(Tenures, dice);
        let right = row(self.roster.tenures[at].post).2;
        let wrong: Vec<Rank> = RANKS.into_iter().filter(|rank| !right.contains(rank)).collect();
        self.roster.tenures[at].person = self.person(dice.of(&wrong)).0;
        self.expect("wrong_rank", (Tenures, tag), ".person");
    }

    fn plant_home_missing(&mut self, dice: &mut Dice) {
        let (mut at, mut tag) = self.victim(People, dice);
        if !matches!(self.roster.people[at].rank, Rank::Village | Rank::Group) {
            tag = self.person(dice.of(&[Rank::Village, Rank::Group])).1;
            at = self.roster.people.len() - 1;
        }
        self.roster.people[at].village = None;
        self.expect("home_missing", (People, tag), ".village");
    }

    fn plant_stay_behind(&mut self, dice: &mut Dice) {
        let person = self.person(Rank::Town).0;
        let front = dice.of(&[Post::ZoneLeader, Post::DispatchedCadre]);
        let mut posts = [front, Post::StayBehind];
        if dice.is_heads() {
            posts.reverse();
        }
        let units = posts.map(|post| self.unit(row(post).0));
        let [one, two] = units;
        let first = self.tenure_of(person.clone(), posts[0], one, "2015-01-01", Some("2016-01-01"));
        let from = dice.of(&["2015-01-01", "2015-01-02", "2015-12-31"]);
        let second = self.tenure_of(person, posts[1], two, from, None);
        let (code, is_clash) = ("stay_behind_at_front", from == "2015-01-01");
        self.clash_or_follow(code, Tenures, [first, second], is_clash);
    }

    fn plant_population_exceeded(&mut self, dice: &mut Dice) {
        let (group, _) = self.group();
        let village = self.roster.villages.len() - 1;
        let tag = self.tags[Villages as usize][village];
        let households = 1 + dice.below(3);
        for _ in 0..households {
            self.household_of(group.clone());
        }
        let persons = i64::try_from(3 * households).expect("a few");
        self.roster.villages[village].population = Some(dice.of(&[0, persons - 1]));
        self.expect("population_exceeded", (Villages, tag), ".population");
    }
}
