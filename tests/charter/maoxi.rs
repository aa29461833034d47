use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use bangfu::basis::Basis;
use bangfu::calendar::Month;
use bangfu::charter::Charter;
use bangfu::quantity::Yuan;
use bangfu::township::{Level, Post, Rank};
use serde_json::{Value, json};

/// The table of the format, as it stands there.
const TABLE: &str = "
| post | unit | seats at once | rank of the holder | monthly stipend | source |
|---|---|---|---|---|---|
| `commander` | town | 2 | town | | F21 |
| `stay_behind` | town | any | town | | F25 |
| `supervisor` | town | any | county, town | | F24, F92 |
| `zone_leader` | zone | 1 | town | | F31 |
| `dispatched_cadre` | village | any | town | | F31, F41 |
| `first_secretary` | village | 1 | city, county, town | | F41 |
| `village_secretary` | village | 1 | village | 1200 | F81 |
| `village_director` | village | 1 | village | 1000 | F82 |
| `deputy_secretary` | village | any | village | 800 | F83 |
| `deputy_director` | village | any | village | 800 | F83 |
| `supervision_chair` | village | 1 | village | 800 | F83 |
| `militia_commander` | village | 1 | village | 600 | F84 |
| `womens_director` | village | 1 | village | 600 | F84 |
| `group_cadre` | group | any | village, group | 400 | F85 |
| `group_lead` | group | 1 | city, county, town, village | | F51 |
";

#[derive(Debug)]
struct Row {
    post: Post,
    unit: Level,
    seats: Option<u8>,
    ranks: Vec<Rank>,
    monthly: Option<i64>,
    source: Vec<&'static str>,
}

fn table() -> Vec<Row> {
    let rows = TABLE.trim().lines().skip(2).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [post, unit, seats, ranks, monthly, source] = cells[..] else {
            panic!("{line}");
        };
        Row {
            post: post.trim_matches('`').parse().unwrap(),
            unit: unit.parse().unwrap(),
            seats: (seats != "any").then(|| seats.parse().unwrap()),
            ranks: ranks.split(", ").map(|rank| rank.parse().unwrap()).collect(),
            monthly: (!monthly.is_empty()).then(|| monthly.parse().unwrap()),
            source: source.split(", ").collect(),
        }
    });
    rows.collect()
}

fn numbers<'b>(bases: impl IntoIterator<Item = &'b Basis>) -> Vec<&'b str> {
    bases.into_iter().map(|basis| basis.id().as_str()).collect()
}

fn document() -> Value {
    serde_json::to_value(Charter::maoxi()).unwrap()
}

#[test]
fn the_tables_agree_with_one_another() {
    assert_eq!(Charter::maoxi().check(), Ok(()));
}

#[test]
fn every_post_is_that_of_the_format() {
    let organisation = Charter::maoxi().organisation;
    let rows = table();
    for row in &rows {
        let rule = organisation.rule(row.post).unwrap();
        assert_eq!(rule.level, row.unit, "{}", row.post);
        assert_eq!(rule.seats.map(u8::from), row.seats, "{}", row.post);
        let ranks =
            |ranks: &[Rank]| ranks.iter().map(|rank| rank.as_str()).collect::<BTreeSet<_>>();
        assert_eq!(ranks(&rule.ranks), ranks(&row.ranks), "{}", row.post);
        assert_eq!(numbers(&rule.basis), row.source, "{}", row.post);
    }
    let posts = |all: Vec<Post>| all.into_iter().collect::<BTreeSet<_>>();
    let of_table = posts(rows.iter().map(|row| row.post).collect());
    assert_eq!(posts(Post::ALL.to_vec()), of_table);
    let of_charter = organisation.records().posts.iter().map(|rule| rule.post).collect();
    assert_eq!(posts(of_charter), of_table);
    assert_eq!((rows.len(), organisation.records().posts.len()), (15, 15));
}

#[test]
fn every_stipend_is_that_of_the_format() {
    let schedule = Charter::maoxi().stipend;
    let on = "2018-09-10".parse().unwrap();
    for row in table() {
        let rate = schedule.rate(row.post, on).ok();
        let rate = rate.map(|rate| (rate.monthly, rate.basis.id().as_str()));
        let yuan = |yuan: i64| Yuan::from_fen(yuan * 100);
        assert_eq!(rate, row.monthly.map(|monthly| (yuan(monthly), row.source[0])), "{}", row.post);
    }
    let paid = table().iter().filter(|row| row.monthly.is_some()).count();
    assert_eq!((schedule.records().posts.len(), paid), (8, 8));
    assert_eq!(schedule.first_month(), "2018-09".parse::<Month>().unwrap());
}

#[test]
fn travel_and_the_choices_are_those_of_the_facts() {
    let assumed = |value: Value, number| json!({"value": value, "basis": {"assumption": number}});
    let stipend = &document()["stipend"];
    let rate = |monthly: &str, clause: &str| json!([{"monthly": monthly, "from": "2018-09-01", "until": null, "basis": {"clause": clause}}]);
    assert_eq!(stipend["posts"][7], json!({"post": "group_cadre", "rates": rate("400.00", "F85")}));
    let elsewhere = json!({
        "posts": "paid", "level": "village", "units": null, "place": "away", "counts": "held",
    });
    assert_eq!(
        stipend["allowances"],
        json!([{
            "kind": "travel", "rates": rate("300.00", "F86"), "condition": assumed(elsewhere, "A5"),
        }])
    );
    assert_eq!((&stipend["caps"], &stipend["deductions"]), (&json!([]), &assumed(json!([]), "A6")));
    assert_eq!(stipend["start"], assumed(json!("2018-09"), "A1"));
    assert_eq!(stipend["part_month"], assumed(json!("calendar_days"), "A2"));
    assert_eq!(stipend["concurrent_posts"], assumed(json!("highest_only"), "A3"));
    assert_eq!(stipend["rounding"], assumed(json!({"mode": "half_up", "per": "line"}), "A4"));
}

#[test]
fn the_subsidy_of_the_villages_is_that_of_the_facts() {
    let expected = json!({
        "least": "60000.00",
        "most": "80000.00",
        "basis": {"clause": "F71"},
        "method": {"value": "straight_line", "basis": {"assumption": "A8"}},
    });
    assert_eq!(document()["subsidy"], expected);
}

#[test]
fn the_rules_of_pairing_are_those_of_the_facts() {
    let assumed = |value: Value, number| json!({"value": value, "basis": {"assumption": number}});
    let caps = json!({"city": 2, "county": 3, "town": 5, "village": 8, "group": 8});
    let none = json!({"city": 0, "county": 0, "town": 0, "village": 0, "group": 0});
    let of_staff = json!({"value": "zone", "basis": {"clause": "F33"}});
    let of_others = assumed(json!("zone"), "A22");
    let expected = json!({
        "ranks": assumed(json!(["city", "county", "town", "village", "group"]), "A21"),
        "caps": assumed(caps, "A10"),
        "least": assumed(none, "A27"),
        "station": assumed(json!("home_then_post_then_helped"), "A20"),
        "scope": {"city": of_others, "county": of_others, "town": of_staff, "village": of_staff,
            "group": of_staff},
        "keep": assumed(json!(10), "A23"),
        "cross_village": assumed(json!(0), "A24"),
        "balance": assumed(json!(0), "A25"),
        "fairness": assumed(json!(null), "A26"),
    });
    assert_eq!(document()["pairing"], expected);
}

#[test]
fn zones_exclusion_and_chain_are_those_of_the_facts() {
    let organisation = &document()["organisation"];
    assert_eq!(organisation["zone_size"], json!({"value": 3, "basis": {"clause": "F31"}}));
    assert_eq!(organisation["community"], json!({"assumption": "A11"}));
    let exclusion = json!({"post": "stay_behind", "excludes": ["zone_leader", "dispatched_cadre"],
        "basis": {"clause": "F25"}});
    assert_eq!(organisation["exclusions"], json!([exclusion]));
    let place = |post, in_community| json!([post, in_community]);
    let chain = organisation["chain"].as_array().unwrap().iter();
    let found: Vec<Value> = chain.map(|row| json!([row["post"], row["in_community"]])).collect();
    let expected = [
        place("group_lead", false),
        place("dispatched_cadre", false),
        place("first_secretary", false),
        place("village_secretary", true),
        place("zone_leader", false),
        place("commander", true),
    ];
    assert_eq!(found, expected);
}

#[test]
fn only_those_left_behind_are_excluded_from_the_front() {
    let organisation = Charter::maoxi().organisation;
    for one in Post::ALL {
        for other in Post::ALL {
            let is_front = |post| matches!(post, Post::ZoneLeader | Post::DispatchedCadre);
            let excluded = (*one == Post::StayBehind && is_front(*other))
                || (*other == Post::StayBehind && is_front(*one));
            assert_eq!(organisation.excludes(*one, *other), excluded, "{one} {other}");
        }
    }
}

#[test]
fn the_targets_are_those_of_the_facts() {
    let target = |year: u16, measure, figure: Value, source| {
        json!({"year": year, "goal": {"measure": measure, "figure": figure},
            "basis": {"clause": source}})
    };
    let expected = json!([
        target(2018, "exited_households", json!(507), "F10"),
        target(2018, "exited_persons", json!(2_307), "F10"),
        target(2018, "incidence", json!("2.27%"), "F11"),
        target(2018, "delisted_villages", json!(3), "F12"),
        target(2019, "poor_persons", json!(0), "F13"),
    ]);
    let poverty = &document()["poverty"];
    assert_eq!(poverty["targets"], expected);
    let base = json!({"value": "town_population", "basis": {"assumption": "A7"}});
    assert_eq!(poverty["incidence_base"], base);
    let method = json!({"value": "hamilton", "basis": {"assumption": "A40"}});
    assert_eq!(poverty["apportionment"], method);
}

#[test]
fn every_level_has_the_name_of_the_source() {
    let organisation = Charter::maoxi().organisation;
    let names = ["中心", "战区", "战场", "作战单元", "战斗堡垒"];
    let found: Vec<&str> = Level::ALL.iter().map(|level| organisation.level_name(*level)).collect();
    assert!(names.iter().zip(&found).all(|(name, found)| found.contains(name)), "{found:?}");
    let bases = organisation.records().levels.iter().map(|level| &level.basis);
    assert_eq!(numbers(bases), ["F21", "F31", "F41", "F51", "F61"]);
    assert_eq!(organisation.title(Post::VillageSecretary), "村支书");
}

#[test]
fn every_basis_has_one_wording_and_every_wording_a_value() {
    let charter = Charter::maoxi();
    let bases = charter.bases();
    assert!(bases.windows(2).all(|pair| pair[0] < pair[1]));
    // These say what the drive is, for what a helper answers, that there are stipends and what
    // discipline there is; no single value rests on them.
    let is_general =
        |basis: &Basis| ["F14", "F20", "F80", "F95", "F96"].contains(&basis.to_string().as_str());
    let worded: Vec<&Basis> = charter.wording.iter().map(|wording| &wording.basis).collect();
    assert_eq!(worded.iter().filter(|basis| is_general(basis)).count(), 5);
    let worded: Vec<&Basis> = worded.into_iter().filter(|basis| !is_general(basis)).collect();
    assert_eq!(bases.len(), worded.len());
    assert_eq!(worded.into_iter().collect::<BTreeSet<_>>(), bases.iter().copied().collect());
    assert!(bases.iter().all(|basis| charter.wording(basis).is_some_and(|text| !text.is_empty())));
}

#[test]
fn assumptions_are_numbered_a_and_clauses_f() {
    for basis in Charter::maoxi().bases() {
        let (kind, number) = basis.id().as_str().split_at(1);
        assert_eq!(kind == "A", basis.assumption().is_some(), "{basis}");
        assert_eq!(kind == "F", basis.assumption().is_none(), "{basis}");
        let most = if kind == "A" { 40 } else { 98 };
        assert!((1..=most).contains(&number.parse::<u8>().unwrap()), "{basis}");
    }
}

/// Whoever reads the documentation finds what every cited number says, in the words of the charter.
#[test]
fn every_number_that_is_cited_is_worded_and_stands_in_the_documentation() {
    let charter = Charter::maoxi();
    let source = include_str!("../../src/charter/maoxi.rs");
    let mut worded = BTreeSet::new();
    for wording in &charter.wording {
        let row = format!("    /// | `{}` | {} |\n", wording.basis, wording.text);
        assert!(source.contains(&row), "{row}");
        worded.insert(wording.basis.to_string());
    }
    let mut cited = BTreeSet::new();
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(path).unwrap();
            let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let is_number = |word: &&str| {
                let digits = word.strip_prefix(['F', 'A']).unwrap_or_default();
                !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
            };
            cited.extend(words.filter(is_number).map(str::to_owned));
        }
    }
    assert!(cited.len() > 20);
    assert_eq!(cited.difference(&worded).collect::<Vec<_>>(), Vec::<&String>::new());
}
