//! Writes a made-up roster of Maoxi town that meets every published total, and the travel times
//! that go with it.
//!
//! | total | value | source | met by |
//! |---|---|---|---|
//! | people of the town | 45,000 | F1 | [`VILLAGES`], [`COMMUNITY_POPULATION`] |
//! | villages, three to a zone | 15 in 5 zones | F1, F31 | [`VILLAGES`] |
//! | villager groups | 125 | F51 | [`VILLAGES`], `groups` |
//! | poor households | 1,592 | F61 | [`VILLAGES`], `households` |
//! | of them leaving poverty in 2018 | 507 | F10 | [`EXITS_OF_2018`] |
//! | their persons | 2,307 | F10 | [`PERSONS_OUT_IN_2018`] |
//! | poor at the end of 2018 | 2.27 % | F11 | [`PERSONS_STILL_POOR`] |
//! | villages delisted in 2018 | 3 | F12 | [`VILLAGES`], `listed` |
//!
//! Everything is drawn from one fixed seed with whole numbers, so that the text is the same to the
//! byte on every machine. The order of the draws is part of the result.

use std::cmp::Ordering;
use std::iter::{once, repeat_n};

/// A day, counted from 2014-01-01.
type Day = usize;
/// The first day of a span, and the first day no longer.
type Span = (Day, Option<Day>);
/// Where a cadre ordinarily serves.
type Home = Option<&'static Village>;

/// The seed of every draw.
const SEED: u64 = 20_180_910;
/// The code of Maoxi town; a village's code is this and three digits more.
const TOWN: &str = "510525108";
/// The people of the town [F1].
const POPULATION: usize = 45_000;
/// The people of the community: made up, what the villages leave of [`POPULATION`].
const COMMUNITY_POPULATION: usize = 5_230;
/// The day on which most households, and some villages, were listed as poor.
const LISTING: Day = day(2014, 1, 1);
/// The first day of the mechanism [F20].
const START: Day = day(2018, 9, 10);
/// The first day of the year of the targets.
const NEW_YEAR: Day = day(2018, 1, 1);
/// Households that leave poverty in 2018, from January to December: 507 in all [F10].
const EXITS_OF_2018: [usize; 12] = [12, 9, 16, 20, 24, 33, 38, 42, 51, 62, 88, 112];
/// Persons of those households [F10].
const PERSONS_OUT_IN_2018: usize = 2_307;
/// Households that left before, by year: of the 1,592 [F61] all but those 507 and the still poor.
const EARLIER_EXITS: [(usize, usize); 4] = [(2014, 140), (2015, 190), (2016, 243), (2017, 280)];
/// Persons poor on 2018-12-31: 2.27 % [F11] of the town's people (A7).
const PERSONS_STILL_POOR: usize = 1_021;
/// How the households still poor at the end of 2018 leave in 2019, one after the other on these days,
/// until everyone is out [F13]. Made up, as is who falls back after that.
const EXIT_DAYS_OF_2019: [Day; 4] =
    [day(2019, 4, 26), day(2019, 7, 12), day(2019, 10, 25), day(2019, 12, 18)];
/// Of them, one in so many falls back in 2020, and is out again within the year.
const RELAPSE_OF_2020_EVERY: usize = 70;
/// The days on which they are poor again.
const RELAPSE_OF_2020: Span = (day(2020, 3, 9), Some(day(2020, 11, 13)));
/// Of the households poor when 2018 began, one in so many had left before and fallen back.
const RELAPSE_EVERY: usize = 60;
/// Of the others of them, one in so many was listed only later.
const LATE_EVERY: usize = 9;
/// Households that the helpers of a zone can take, for every hundred that there are.
const CAPACITY_PERCENT: usize = 122;
/// Changes of helper between 2018-09-11 and 2018-12-31; every tenth leaves a gap of 2 to 9 days.
const CHANGES_OF_HELPER: usize = 60;
/// The zones; three consecutive villages make one (A9).
const ZONES: [&str; 5] = ["第一战区", "第二战区", "第三战区", "第四战区", "第五战区"];
/// Where the town itself lies, as [`Village::at`].
const TOWN_AT: (usize, usize) = (88, 92);

/// An administrative village.
#[derive(PartialEq)]
struct Village {
    /// The last three digits of its code.
    code: &'static str,
    name: &'static str,
    zone: usize,
    groups: usize,
    population: usize,
    /// Its poor households, and those of them that are still poor at the end of 2018.
    households: usize,
    still_poor: usize,
    /// Since when and until when it is on the list of poor villages.
    listed: Option<Span>,
    /// The rank of its first secretary.
    first: &'static str,
    /// East and north in units of 100 m.
    at: (usize, usize),
}

/// Real are codes and names, the groups of 203 to 206 and 208, the people of 203, 206 and 208, and
/// that 205 and 208 are listed and 206 is not. The rest is made up to the totals above.
#[rustfmt::skip]
static VILLAGES: [Village; 15] = [
    Village { code: "201", name: "水口村", zone: 1, groups: 9, population: 3127, households: 87, still_poor: 12, listed: None, first: "town", at: (84, 96) },
    Village { code: "202", name: "碧云村", zone: 1, groups: 8, population: 2536, households: 93, still_poor: 13, listed: None, first: "county", at: (70, 112) },
    Village { code: "203", name: "柏腊村", zone: 1, groups: 5, population: 1601, households: 62, still_poor: 9, listed: None, first: "county", at: (102, 114) },
    Village { code: "204", name: "马跃村", zone: 2, groups: 12, population: 3884, households: 171, still_poor: 22, listed: Some((LISTING, Some(day(2018, 11, 28)))), first: "county", at: (128, 124) },
    Village { code: "205", name: "怀场村", zone: 2, groups: 7, population: 2483, households: 119, still_poor: 14, listed: Some((LISTING, Some(day(2018, 12, 20)))), first: "city", at: (144, 102) },
    Village { code: "206", name: "浮云村", zone: 2, groups: 7, population: 2328, households: 84, still_poor: 12, listed: None, first: "town", at: (130, 144) },
    Village { code: "207", name: "密腊村", zone: 3, groups: 8, population: 2665, households: 97, still_poor: 15, listed: None, first: "county", at: (44, 118) },
    Village { code: "208", name: "青龙村", zone: 3, groups: 9, population: 2641, households: 133, still_poor: 15, listed: Some((LISTING, Some(day(2018, 12, 20)))), first: "city", at: (32, 92) },
    Village { code: "209", name: "来龙村", zone: 3, groups: 10, population: 3206, households: 112, still_poor: 17, listed: None, first: "county", at: (54, 78) },
    Village { code: "210", name: "天府村", zone: 4, groups: 8, population: 2589, households: 116, still_poor: 13, listed: Some((LISTING, Some(day(2016, 12, 22)))), first: "county", at: (68, 46) },
    Village { code: "211", name: "九坝村", zone: 4, groups: 9, population: 2874, households: 97, still_poor: 16, listed: None, first: "town", at: (92, 58) },
    Village { code: "212", name: "庙林村", zone: 4, groups: 8, population: 2431, households: 91, still_poor: 15, listed: None, first: "county", at: (80, 28) },
    Village { code: "213", name: "民心村", zone: 5, groups: 9, population: 2758, households: 123, still_poor: 15, listed: Some((LISTING, Some(day(2017, 12, 18)))), first: "county", at: (118, 72) },
    Village { code: "214", name: "台沙村", zone: 5, groups: 7, population: 2212, households: 86, still_poor: 12, listed: None, first: "town", at: (142, 64) },
    Village { code: "215", name: "中坪村", zone: 5, groups: 9, population: 2435, households: 121, still_poor: 32, listed: Some((LISTING, Some(day(2019, 12, 18)))), first: "city", at: (124, 40) },
];

/// The paid posts of a village [F81] to [F84], one holder each.
#[rustfmt::skip]
const OFFICERS: [&str; 7] = [
    "village_secretary", "village_director", "deputy_secretary", "deputy_director", "supervision_chair",
    "militia_commander", "womens_director",
];
/// Surnames of the made-up people.
const SURNAMES: &str = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 朱 郭 何 罗 林 郑 梁 谢 \
    唐 冯 邓 曹 彭 曾 肖 田 潘 袁 蒋 余 杜 程 魏 钟 谭 廖 熊 陶";
/// Given names of the made-up men.
const MEN: &str = "兴全 绍洪 世贵 朝富 光祥 仕明 开贵 明友 德银 天槐 祖银 应强 廷江 吉才 仲林 \
    福元 昌禄 泽全 维忠 富康 元松 安伦 定坤 远彬 万顺 树清 代勇 显荣 启文 学礼 治权 洪富 大奎 正贤 克俭 兴海";
/// Given names of the made-up women.
const WOMEN: &str = "光琴 朝会 先碧 正菊 世群 明秀 玉莲 小容 仕芬 开莉 廷英 永碧 \
    德珍 文蓉 安群 泽霞 昌芝 兴淑 维琼 远素 启萍 显梅 大蓉 天兰";

/// The posts of the centre [F21] [F24] [F25] and the heads of the zones [F31]: post, rank, unit.
#[rustfmt::skip]
const CENTRE: [(&str, &str, &str); 12] = [
    ("commander", "town", TOWN), ("commander", "town", TOWN),
    ("stay_behind", "town", TOWN), ("stay_behind", "town", TOWN),
    ("supervisor", "town", TOWN), ("supervisor", "town", TOWN), ("supervisor", "county", TOWN),
    ("zone_leader", "town", "z1"), ("zone_leader", "town", "z2"), ("zone_leader", "town", "z3"),
    ("zone_leader", "town", "z4"), ("zone_leader", "town", "z5"),
];

/// Who comes into a post that changes hands.
enum Heir {
    /// Someone new of the same rank, and of that village.
    New(&'static str),
    /// Who holds that post at that unit.
    Holder(&'static str, &'static str),
}
use Heir::{Holder, New};

/// A post changes hands: unit, post, first day without the one, first day of the next, who that is.
type Change = (&'static str, &'static str, Day, Day, Heir);

/// The changes after the first filling; a line starts from what those above it made.
#[rustfmt::skip]
const CHANGES: [Change; 18] = [
    // Cadres who serve in another village [F86]; the second keeps a paid post at home (A3).
    ("202", "deputy_director", day(2018, 1, 15), day(2018, 1, 15), New("201")),
    ("208", "supervision_chair", day(2017, 11, 1), day(2017, 11, 1), Holder("207", "militia_commander")),
    ("212", "womens_director", day(2018, 3, 8), day(2018, 3, 8), New("211")),
    // A secretary new on the first day of the mechanism, from the village next door.
    ("214", "village_secretary", START, START, New("213")),
    // A director becomes secretary next door, and the old village fills the posts in turn.
    ("206", "village_secretary", day(2018, 10, 16), day(2018, 10, 16), Holder("205", "village_director")),
    ("205", "village_director", day(2018, 10, 16), day(2018, 10, 16), Holder("205", "deputy_director")),
    ("205", "deputy_director", day(2018, 10, 16), day(2018, 10, 16), Holder("205", "militia_commander")),
    ("205", "militia_commander", day(2018, 10, 16), day(2018, 10, 16), New("205")),
    // Two paid posts in one village for seven weeks (A3).
    ("209", "militia_commander", day(2018, 9, 25), day(2018, 9, 25), Holder("209", "supervision_chair")),
    ("209", "militia_commander", day(2018, 11, 12), day(2018, 11, 12), New("209")),
    // A paid post vacant for eleven days.
    ("213", "womens_director", day(2018, 11, 20), day(2018, 12, 1), New("213")),
    // Posts of the chain: a hand-over without a gap, and two vacancies.
    ("209", "dispatched_cadre", day(2018, 11, 1), day(2018, 11, 1), New("209")),
    ("210", "first_secretary", day(2018, 10, 20), day(2018, 10, 29), New("210")),
    ("z4", "zone_leader", day(2018, 11, 5), day(2018, 11, 12), New("")),
    // Leads of groups: three vacancies, and a hand-over without a gap.
    ("203-4", "group_lead", day(2018, 12, 3), day(2018, 12, 6), Holder("203", "deputy_secretary")),
    ("204-7", "group_lead", day(2018, 10, 22), day(2018, 11, 2), Holder("204", "dispatched_cadre")),
    ("208-5", "group_lead", day(2018, 11, 1), day(2018, 11, 1), Holder("208", "first_secretary")),
    ("211-2", "group_lead", day(2018, 9, 26), day(2018, 10, 3), Holder("211", "village_director")),
];

/// What was entered only after it began: a post or `helper`, at what, from when, the day of the entry.
#[rustfmt::skip]
const ENTERED: [(&str, &str, Day, Day); 6] = [
    // After October was paid.
    ("village_secretary", "206", day(2018, 10, 16), day(2018, 11, 8)),
    ("militia_commander", "205", day(2018, 10, 16), day(2018, 11, 8)),
    // Before their first month was.
    ("militia_commander", "209", day(2018, 11, 12), day(2018, 11, 15)),
    ("womens_director", "213", day(2018, 12, 1), day(2018, 12, 3)),
    ("helper", "h0007", day(2018, 10, 24), day(2018, 10, 26)),
    ("helper", "h0036", day(2018, 11, 1), day(2018, 11, 8)),
];

/// The pseudo-random numbers of `SplitMix64`.
struct Dice(u64);

impl Dice {
    /// Draws a number below `bound`, or 0 if there is none.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap_or(0)
    }

    /// Draws one of `items`.
    fn pick<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        items.get(self.below(items.len())).copied()
    }

    /// Puts `items` into a random order.
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

impl Village {
    /// The id of one of its groups.
    fn group(&self, number: usize) -> String {
        format!("{}-{number}", self.code)
    }
}

/// A household.
struct Household {
    id: String,
    group: String,
    village: &'static Village,
    persons: usize,
    poor: Vec<Span>,
    /// The end of the last of these spans, if it lies before 2019.
    end: Option<Day>,
}

/// A cadre, known by the place in the list.
struct Person {
    name: String,
    rank: &'static str,
    home: Home,
    /// The zone whose households the person may help (0: none), and how many more of them.
    zone: usize,
    free: usize,
}

/// Someone in a post at a unit; to help a household is the post `helper`.
struct Tenure {
    person: usize,
    post: &'static str,
    unit: String,
    span: Span,
}

impl Tenure {
    /// Writes the fields of the span, and of the day of the entry if it was a later one.
    fn fields(&self) -> String {
        let (key, span) = ((self.post, self.unit.as_str(), self.span.0), fields(self.span));
        let entered =
            ENTERED.iter().find(|(post, unit, from, _)| key == (post, &unit_id(unit), *from));
        let entered = entered.map(|entered| format!(r#", "recorded": {}"#, iso(entered.3)));
        span + &entered.unwrap_or_default()
    }
}

/// The roster as far as it is drawn.
struct Draft {
    dice: Dice,
    households: Vec<Household>,
    people: Vec<Person>,
    tenures: Vec<Tenure>,
}

/// Returns the roster as a JSON document, one record a line.
pub fn roster() -> String {
    let mut dice = Dice(SEED);
    let households = households(&mut dice);
    let mut draft = Draft { dice, households, people: Vec::new(), tenures: Vec::new() };
    draft.fill_the_centre();
    draft.fill_the_villages();
    draft.change_posts();
    draft.enlist_group_cadres();
    draft.pair();
    draft.write()
}

/// Returns the minutes from each base to each group as a JSON document: 3 a kilometre, rounded up.
pub fn travel() -> String {
    let mut dice = Dice(SEED);
    let mut groups = Vec::new();
    for village in &VILLAGES {
        for number in 1..=village.groups {
            let at = (village.at.0 + dice.below(37) - 18, village.at.1 + dice.below(37) - 18);
            groups.push((village.group(number), at));
        }
    }
    groups.sort();
    let villages = VILLAGES.iter().map(|village| (village.code, village.at));
    let mut records = Vec::new();
    for (base, from) in once(("", TOWN_AT)).chain(villages) {
        for (group, at) in &groups {
            let square = from.0.abs_diff(at.0).pow(2) + from.1.abs_diff(at.1).pow(2);
            let minutes = (square * 9).isqrt().div_ceil(10);
            let base = format!("{TOWN}{base}");
            records.push(format!(r#""base": "{base}", "group": "{group}", "minutes": {minutes}"#));
        }
    }
    format!("{{\n  \"format\": 1,\n{}\n}}\n", list("minutes", records))
}

/// Draws the 1,592 households [F61], in the order of the groups.
fn households(dice: &mut Dice) -> Vec<Household> {
    let (mut exits, mut into_2018) = (exits(dice).into_iter(), 0);
    let mut households = Vec::new();
    for village in &VILLAGES {
        let mut ends = vec![None; village.still_poor];
        ends.extend(exits.by_ref().take(village.households - village.still_poor).map(Some));
        dice.shuffle(&mut ends);
        for (number, end) in homes(dice, village).into_iter().zip(ends) {
            let (id, group) = (format!("h{:04}", households.len() + 1), village.group(number));
            let persons = 1 + dice.below(4) + dice.below(5);
            let mut poor = vec![(LISTING, end)];
            if end.is_none_or(|day| day >= NEW_YEAR) {
                into_2018 += 1;
                let day = day(2014, 10, 1) + dice.below(400);
                if into_2018 % RELAPSE_EVERY == 0 {
                    poor = vec![(LISTING, Some(day)), (day + 150 + dice.below(500), end)];
                } else if into_2018 % LATE_EVERY == 0 {
                    poor = vec![(day + dice.below(400), end)];
                }
            }
            households.push(Household { id, group, village, persons, poor, end });
        }
    }
    let out = households.iter_mut().filter(|one| one.end >= Some(NEW_YEAR)).collect();
    settle(dice, out, PERSONS_OUT_IN_2018);
    let still_poor = households.iter_mut().filter(|one| one.end.is_none()).collect();
    settle(dice, still_poor, PERSONS_STILL_POOR);
    leave_in_2019(&mut households);
    households
}

/// Lets everyone leave poverty in 2019 [F13], and some fall back for a time in 2020.
fn leave_in_2019(households: &mut [Household]) {
    let still_poor = households.iter_mut().filter(|one| one.end.is_none());
    for (number, household) in (1..).zip(still_poor) {
        let last = household.poor.last_mut().unwrap();
        last.1 = Some(EXIT_DAYS_OF_2019[number % EXIT_DAYS_OF_2019.len()]);
        if number % RELAPSE_OF_2020_EVERY == 0 {
            household.poor.push(RELAPSE_OF_2020);
        }
    }
}

/// Draws the days on which households leave poverty, in a random order.
fn exits(dice: &mut Dice) -> Vec<Day> {
    let mut days = Vec::new();
    for (month, count) in (1..).zip(EXITS_OF_2018) {
        let last = month_days(2018, month);
        days.extend((0..count).map(|_| day(2018, month, 2 + dice.below(last - 1))));
    }
    for (year, count) in EARLIER_EXITS {
        days.extend((0..count).map(|_| day(year, 10, 1) + dice.below(90)));
    }
    dice.shuffle(&mut days);
    days
}

/// Draws the group of each household of a village: four to each at least, the others unevenly.
fn homes(dice: &mut Dice, village: &Village) -> Vec<usize> {
    let groups = || 1..=village.groups;
    let mut homes: Vec<_> = groups().flat_map(|number| [number; 4]).collect();
    let tickets: Vec<_> = groups().flat_map(|one| repeat_n(one, 1 + dice.below(6))).collect();
    homes.extend((homes.len()..village.households).filter_map(|_| dice.pick(&tickets)));
    homes.sort_unstable();
    homes
}

/// Makes some households larger or smaller, until they have `target` persons in all.
fn settle(dice: &mut Dice, mut households: Vec<&mut Household>, target: usize) {
    loop {
        let persons: usize = households.iter().map(|household| household.persons).sum();
        let drawn = dice.below(households.len());
        match (households.get_mut(drawn), persons.cmp(&target)) {
            (None, _) | (_, Ordering::Equal) => return,
            (Some(one), Ordering::Less) => one.persons = (one.persons + 1).min(9),
            (Some(one), Ordering::Greater) => one.persons = (one.persons - 1).max(1),
        }
    }
}

impl Draft {
    /// Adds a person with a name that nobody has yet, and returns the place in the list.
    fn hire(&mut self, rank: &'static str, home: Home, zone: usize, post: &str) -> usize {
        let is_woman = post == "womens_director" || self.dice.below(4) == 0;
        let mut word = |text: &'static str| {
            let words: Vec<_> = text.split_whitespace().collect();
            self.dice.pick(&words).unwrap_or_default()
        };
        let mut name = String::new();
        while name.is_empty() || self.people.iter().any(|person| person.name == name) {
            name = format!("{}{}", word(SURNAMES), word(if is_woman { WOMEN } else { MEN }));
        }
        // Group cadres help only when they are enlisted.
        let free = if zone == 0 || rank == "group" { 0 } else { capacity(rank) };
        self.people.push(Person { name, rank, home, zone, free });
        self.people.len() - 1
    }

    /// Puts a person into a post until further notice.
    fn appoint(&mut self, person: usize, post: &'static str, unit: &str, from: Day) {
        self.tenures.push(Tenure { person, post, unit: unit_id(unit), span: (from, None) });
    }

    /// Finds who holds a post at a unit until further notice.
    fn holder(&mut self, unit: &str, post: &str) -> Option<&mut Tenure> {
        let unit = unit_id(unit);
        let mut open = self.tenures.iter_mut().filter(|tenure| tenure.span.1.is_none());
        open.find(|tenure| tenure.post == post && tenure.unit == unit)
    }

    /// Fills the centre and the heads of the zones. Only the commanders have their real names [F21].
    fn fill_the_centre(&mut self) {
        for (post, rank, unit) in CENTRE {
            let person = self.hire(rank, None, 0, post);
            self.appoint(person, post, unit, START);
        }
        for (person, name) in self.people.iter_mut().zip(["许学清", "胡江"]) {
            name.clone_into(&mut person.name);
        }
    }

    /// Fills the posts of the battlefields [F41] and adds the cadres who help there. Each group gets
    /// a cadre, and for its lead [F51] one of those above the groups who keep their post.
    fn fill_the_villages(&mut self) {
        for village in &VILLAGES {
            let election = day(2016, 12, 10) + self.dice.below(60);
            let first = START - 100 * self.dice.below(3);
            let mut staff = vec![("dispatched_cadre", "town", START); 1 + village.groups / 9];
            staff.push(("first_secretary", village.first, first));
            staff.extend(OFFICERS.map(|post| (post, "village", election)));
            staff.extend(village.listed.map(|_| ("", "city", START)));
            staff.extend(vec![("", "county", START); village.households / 10]);
            staff.extend(vec![("", "town", START); 2]);
            let mut leads = Vec::new();
            for (post, rank, from) in staff {
                // One in twelve is odd: an officer who helps nobody, or a cadre who holds no post
                // and is based in the town.
                let is_odd = self.dice.below(12) == 0;
                let zone = if is_odd && rank == "village" { 0 } else { village.zone };
                let home = Some(village).filter(|_| !is_odd || !post.is_empty());
                let person = self.hire(rank, home, zone, post);
                let goes = |change: &Change| change.0 == village.code && change.1 == post;
                if home.is_some() && !CHANGES.iter().any(goes) {
                    leads.push(person);
                }
                if !post.is_empty() {
                    self.appoint(person, post, village.code, from);
                }
            }
            self.dice.shuffle(&mut leads);
            leads.truncate(village.groups * 2 / 3);
            for (number, lead) in (1..=village.groups).zip(leads.into_iter().cycle()) {
                let cadre = self.hire("group", Some(village), village.zone, "group_cadre");
                self.appoint(cadre, "group_cadre", &village.group(number), election + 60);
                self.appoint(lead, "group_lead", &village.group(number), START);
            }
        }
    }

    /// Lets posts change hands. Who gives one up, or comes after the start, helps nobody.
    fn change_posts(&mut self) {
        for (unit, post, leaves, comes, heir) in CHANGES {
            let Some(tenure) = self.holder(unit, post) else { continue };
            tenure.span.1 = Some(leaves);
            let person = tenure.person;
            let Some(old) = self.people.get_mut(person) else { continue };
            old.free = 0;
            let rank = old.rank;
            let heir = match heir {
                Holder(unit, post) => {
                    self.holder(unit, post).map_or(person, |tenure| tenure.person)
                }
                New(code) => {
                    let home = VILLAGES.iter().find(|village| village.code == code);
                    let zone = home.filter(|_| comes <= START).map_or(0, |home| home.zone);
                    self.hire(rank, home, zone, post)
                }
            };
            self.appoint(heir, post, unit, comes);
        }
    }

    /// Lets as many group cadres help as each zone still needs for [`CAPACITY_PERCENT`].
    fn enlist_group_cadres(&mut self) {
        for (zone, _) in (1..).zip(ZONES) {
            let households = self.households.iter().filter(|one| one.village.zone == zone).count();
            let people = self.people.iter_mut().filter(|one| one.zone == zone);
            let mut people: Vec<_> = people.collect();
            self.dice.shuffle(&mut people);
            let mut sum: usize = people.iter().map(|person| person.free).sum();
            for cadre in people.into_iter().filter(|person| person.rank == "group") {
                if sum * 100 < households * CAPACITY_PERCENT {
                    cadre.free = capacity(cadre.rank);
                    sum += cadre.free;
                }
            }
        }
    }

    /// Gives each household its helper [F61], some from the scheme before, and lets the last of them
    /// change. Who gives one up keeps the first and gets no other for it, so never has too many.
    fn pair(&mut self) {
        let households = self.households.iter();
        let mut drawn: Vec<_> = households.map(|one| (one.id.clone(), one.village)).collect();
        self.dice.shuffle(&mut drawn);
        for (household, village) in &drawn {
            let Some((helper, rank)) = self.choose(village, None) else { continue };
            let is_old = rank == "county" && self.dice.below(2) == 0;
            let from = if is_old { day(2018, 3, 1) } else { START };
            self.appoint(helper, "helper", household, from);
        }
        for (change, (household, village)) in drawn.iter().rev().take(CHANGES_OF_HELPER).enumerate()
        {
            let (until, gap) = match change % 10 {
                0 => (day(2018, 10, 9) + self.dice.below(70), 2 + self.dice.below(8)),
                _ => (START + 1 + self.dice.below(105), 0),
            };
            let Some(tenure) = self.holder(household, "helper") else { continue };
            tenure.span.1 = Some(until);
            let old = tenure.person;
            let Some((helper, _)) = self.choose(village, Some(old)) else { continue };
            self.appoint(helper, "helper", household, until + gap);
        }
    }

    /// Draws who takes on a household, with the rank: of two in the zone who have room the first of
    /// its village, or else the first; whoever has none yet comes before all others.
    fn choose(&mut self, at: &Village, old: Option<usize>) -> Option<(usize, &'static str)> {
        let mut able: Vec<(usize, &Person)> = (0..).zip(&self.people).collect();
        able.retain(|(place, one)| one.zone == at.zone && one.free > 0 && Some(*place) != old);
        let is_idle = |(_, one): &(usize, &Person)| one.free == capacity(one.rank);
        if able.iter().any(is_idle) {
            able.retain(is_idle);
        }
        let mut drawn = [self.dice.pick(&able)?, self.dice.pick(&able)?];
        drawn.sort_by_key(|(_, one)| one.home != Some(at));
        let [(place, _), _] = drawn;
        let person = self.people.get_mut(place)?;
        person.free -= 1;
        Some((place, person.rank))
    }

    /// Writes the document, every list in the order of its ids.
    fn write(mut self) -> String {
        self.tenures.sort_by_key(|tenure| (tenure.person, tenure.span.0));
        let is_pairing = |tenure: &&Tenure| tenure.post == "helper";
        let (mut pairings, tenures): (Vec<_>, Vec<_>) = self.tenures.iter().partition(is_pairing);
        pairings.sort_by(|a, b| (&a.unit, a.span.0).cmp(&(&b.unit, b.span.0)));
        let zones = (1..).zip(ZONES);
        let zones = zones.map(|(zone, name)| format!(r#""id": "z{zone}", "name": "{name}""#));
        let groups = VILLAGES.iter().flat_map(|one| (1..=one.groups).map(move |n| (n, one)));
        let groups = groups.map(|(number, village)| {
            let (id, village) = (village.group(number), unit_id(village.code));
            format!(r#""id": "{id}", "name": "{number}组", "village": "{village}""#)
        });
        let households = self.households.iter().map(|household| {
            let Household { id, group, persons, poor, .. } = household;
            let poor = spans(poor);
            format!(r#""id": "{id}", "group": "{group}", "persons": {persons}, "poor": {poor}"#)
        });
        let people = (1..).zip(&self.people).map(|(id, Person { name, rank, home, .. })| {
            let home = home.map_or("null".to_owned(), |home| format!(r#""{TOWN}{}""#, home.code));
            format!(r#""id": "p{id:03}", "name": "{name}", "rank": "{rank}", "village": {home}"#)
        });
        let tenures = tenures.into_iter().map(|tenure| {
            let Tenure { person, post, unit, .. } = tenure;
            let (id, span) = (person + 1, tenure.fields());
            format!(r#""person": "p{id:03}", "post": "{post}", "unit": "{unit}", {span}"#)
        });
        let pairings = pairings.into_iter().map(|tenure| {
            let Tenure { person, unit, .. } = tenure;
            let (id, span) = (person + 1, tenure.fields());
            format!(r#""household": "{unit}", "helper": "p{id:03}", {span}"#)
        });
        let (zones, villages) = (list("zones", zones), list("villages", villages()));
        let (groups, households) = (list("groups", groups), list("households", households));
        let (people, tenures) = (list("people", people), list("tenures", tenures));
        let lists =
            [zones, villages, groups, households, people, tenures, list("pairings", pairings)];
        let town = format!(r#"{{"id": "{TOWN}", "name": "茅溪镇", "population": {POPULATION}}}"#);
        format!("{{\n  \"format\": 1,\n  \"town\": {town},\n{}\n}}\n", lists.join(",\n"))
    }
}

/// The most households of a helper, by rank (A10).
fn capacity(rank: &str) -> usize {
    match rank {
        "city" => 2,
        "county" => 3,
        "town" => 5,
        _ => 8,
    }
}

/// The id of a unit: three digits are short for a village.
fn unit_id(short: &str) -> String {
    format!("{}{short}", if short.len() == 3 { TOWN } else { "" })
}

/// The days of a month (the years meant are near 2018).
const fn month_days(year: usize, month: usize) -> usize {
    match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Counts a date of 2014 or later; a month above 12 lies in a later year.
const fn day(year: usize, month: usize, date: usize) -> Day {
    let (mut days, mut months) = (date - 1, 2014 * 12);
    while months < year * 12 + month - 1 {
        days += month_days(months / 12, months % 12 + 1);
        months += 1;
    }
    days
}

/// Writes a day as a JSON text.
fn iso(date: Day) -> String {
    let months = (2..1_000).take_while(|month| day(2014, *month, 1) <= date).count();
    let (year, month, first) = (2014 + months / 12, months % 12 + 1, day(2014, months + 1, 1));
    format!("\"{year}-{month:02}-{:02}\"", date - first + 1)
}

/// Writes the fields of a span.
fn fields((from, until): Span) -> String {
    format!(r#""from": {}, "until": {}"#, iso(from), until.map_or("null".to_owned(), iso))
}

/// Writes spans as a list.
fn spans(spans: &[Span]) -> String {
    let spans: Vec<_> = spans.iter().map(|span| format!("{{{}}}", fields(*span))).collect();
    format!("[{}]", spans.join(", "))
}

/// Writes the fields of the community and of the villages.
#[rustfmt::skip]
fn villages() -> Vec<String> {
    let community = format!(r#""id": "{TOWN}001", "name": "水口街社区", "zone": null, "population": {COMMUNITY_POPULATION}, "community": true, "listed": []"#);
    let villages = VILLAGES.iter().map(|village| {
        let Village { code, name, zone, population, listed, .. } = village;
        let listed = spans(listed.as_slice());
        format!(r#""id": "{TOWN}{code}", "name": "{name}", "zone": "z{zone}", "population": {population}, "community": false, "listed": {listed}"#)
    });
    once(community).chain(villages).collect()
}

/// Writes a list with one record a line.
fn list(name: &str, records: impl IntoIterator<Item = String>) -> String {
    let records = records.into_iter().map(|fields| format!("    {{{fields}}}"));
    format!("  \"{name}\": [\n{}\n  ]", records.collect::<Vec<_>>().join(",\n"))
}
