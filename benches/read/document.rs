//! Rosters of any number of households, as text, laid out as Maoxi's is; always the same ones.

use crate::common::Numbers;

impl Numbers {
    /// A day of the years 2014 to 2018.
    fn day(&mut self) -> String {
        let (year, month, day) = (2014 + self.below(5), 1 + self.below(12), 1 + self.below(28));
        format!("{year}-{month:02}-{day:02}")
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// In which order the records of a list stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    ById,
    Any,
}

const ZONE_SIZE: usize = 3;
const GROUPS: usize = 8;
/// The households of a village.
const HOUSEHOLDS: usize = 105;
/// Who serves in a village: a holder of each post, a cadre and a lead of each group, and others who
/// only help.
const PEOPLE: usize = 30;
const POSTS: [&str; 6] = [
    "village_secretary",
    "village_director",
    "supervision_chair",
    "militia_commander",
    "womens_director",
    "deputy_secretary",
];

const NAMES: [&str; 5] = ["许学清", "郭绍洪", "王 伟", "李秀英", "张敏"];

fn village_id(village: usize) -> String {
    format!("5105251{village:05}")
}

fn group_id(village: usize, group: usize) -> String {
    format!("{village:04}-{}", group + 1)
}

fn person_id(village: usize, person: usize) -> String {
    format!("p{:06}", village * PEOPLE + person)
}

/// A roster of so many households.
pub fn roster(households: usize, order: Order) -> String {
    let mut numbers = Numbers(households.try_into().unwrap());
    let villages = households.div_ceil(HOUSEHOLDS).next_multiple_of(ZONE_SIZE);
    let zones = (0..villages / ZONE_SIZE).map(|at| format!(r#""id": "z{at:04}", "name": "战区""#));
    let groups = (0..villages).flat_map(|village| (0..GROUPS).map(move |group| (village, group)));
    let groups = groups.map(|(village, group)| {
        let (id, village) = (group_id(village, group), village_id(village));
        format!(r#""id": "{id}", "name": "{}组", "village": "{village}""#, group + 1)
    });
    let mut lists = [
        ("zones", zones.collect()),
        ("villages", (0..villages).map(|at| village(&mut numbers, at)).collect()),
        ("groups", groups.collect()),
        ("households", (0..households).map(|at| household(&mut numbers, at)).collect()),
        ("people", (0..villages * PEOPLE).map(|at| person(&mut numbers, at)).collect()),
        ("tenures", (0..villages).flat_map(tenures).collect()),
        ("pairings", (0..households).flat_map(|at| pairings(&mut numbers, at)).collect()),
    ];
    let lists = lists.each_mut().map(|(name, records): &mut (&str, Vec<String>)| {
        if order == Order::Any {
            numbers.shuffle(records);
        }
        let records: Vec<String> = records.iter().map(|one| format!("    {{{one}}}")).collect();
        format!("  \"{name}\": [\n{}\n  ]", records.join(",\n"))
    });
    let town = r#"{"id": "5105251", "name": "茅溪镇", "population": 10000000}"#;
    format!("{{\n  \"format\": 1,\n  \"town\": {town},\n{}\n}}\n", lists.join(",\n"))
}

fn village(numbers: &mut Numbers, at: usize) -> String {
    let (id, zone, population) = (village_id(at), at / ZONE_SIZE, 2_000 + numbers.below(2_000));
    let listed = if numbers.percent(30) {
        format!(r#"[{{"from": "2014-01-01", "until": "2018-12-{:02}"}}]"#, 1 + numbers.below(28))
    } else {
        "[]".to_owned()
    };
    format!(
        r#""id": "{id}", "name": "怀场村", "zone": "z{zone:04}", "population": {population}, "community": false, "listed": {listed}"#
    )
}

fn household(numbers: &mut Numbers, at: usize) -> String {
    let (village, group) = (at / HOUSEHOLDS, at % HOUSEHOLDS * GROUPS / HOUSEHOLDS);
    let group = group_id(village, group);
    let until = if numbers.percent(80) { format!(r#""{}""#, numbers.day()) } else { "null".into() };
    let persons = 1 + numbers.below(8);
    format!(
        r#""id": "h{at:06}", "group": "{group}", "persons": {persons}, "poor": [{{"from": "2013-01-01", "until": {until}}}]"#
    )
}

fn person(numbers: &mut Numbers, at: usize) -> String {
    let (village, person) = (at / PEOPLE, at % PEOPLE);
    let rank = match person {
        _ if person < POSTS.len() => "village",
        _ if person < POSTS.len() + GROUPS => "group",
        _ => "county",
    };
    let (id, name) = (person_id(village, person), NAMES[numbers.below(NAMES.len())]);
    let village = village_id(village);
    format!(r#""id": "{id}", "name": "{name}", "rank": "{rank}", "village": "{village}""#)
}

fn tenures(village: usize) -> impl Iterator<Item = String> {
    let tenure = move |person: usize, post: &str, unit: String| {
        let person = person_id(village, person);
        format!(
            r#""person": "{person}", "post": "{post}", "unit": "{unit}", "from": "2018-09-10", "until": null"#
        )
    };
    let posts = POSTS.iter().enumerate();
    let posts = posts.map(move |(person, post)| tenure(person, post, village_id(village)));
    let groups = (0..GROUPS).flat_map(move |group| {
        let (cadre, unit) = (POSTS.len() + group, group_id(village, group));
        [tenure(cadre, "group_cadre", unit.clone()), tenure(cadre + GROUPS, "group_lead", unit)]
    });
    posts.chain(groups)
}

/// The helper of a household, and of one in twenty-five one before.
fn pairings(numbers: &mut Numbers, at: usize) -> Vec<String> {
    let mut pairing = |from: &str, until: &str| {
        let helper = person_id(at / HOUSEHOLDS, numbers.below(PEOPLE));
        format!(
            r#""household": "h{at:06}", "helper": "{helper}", "from": "{from}", "until": {until}"#
        )
    };
    let now = pairing("2018-09-10", "null");
    let before = pairing("2018-03-01", r#""2018-09-10""#);
    if numbers.percent(4) { vec![before, now] } else { vec![now] }
}
