//! Schedules with seeded faults: each fault is found, word for word, and no other.

use std::collections::BTreeSet;

use bangfu::basis::Basis;
use bangfu::charter::Charter;
use bangfu::quantity::Yuan;
use bangfu::stipend::{
    Allowance, Cap, Combination, ConcurrentPosts, Condition, Counts, Deduction, Effect, Place,
    Posts, Rate, Schedule, ScheduleFaults, ScheduleRecords, Start,
};
use bangfu::township::{Level, Post, Step};
use proptest::prelude::*;
use proptest::sample::subsequence;

pub fn rate(monthly: &str, from: &str, until: Option<&str>) -> Rate {
    Rate {
        monthly: monthly.parse().unwrap(),
        from: from.parse().unwrap(),
        until: until.map(|until| until.parse().unwrap()),
        basis: Basis::Decision("2018-17".parse().unwrap()),
    }
}

fn cap(level: Level, units: Option<&[&str]>) -> Cap {
    let units = units.map(|units| units.iter().map(|unit| unit.parse().unwrap()).collect());
    Cap { level, units, rates: vec![rate("5000.00", "2018-09-01", None)] }
}

fn deduction(step: Step, share: &str) -> Deduction {
    Deduction {
        step,
        share: share.parse().unwrap(),
        months: 3.try_into().unwrap(),
        effect: Effect::Withheld,
        basis: Basis::Decision("2018-18".parse().unwrap()),
    }
}

/// A schedule with something in every table.
pub fn rich() -> ScheduleRecords {
    let mut records: ScheduleRecords = Charter::maoxi().stipend.into();
    for (kind, from) in [("meals", "2018-09-01"), ("remote", "2018-10-01")] {
        let condition = records.allowances[0].condition.clone();
        let rates = vec![
            rate("100.00", from, Some("2019-01-01")),
            rate("120.00", "2019-01-01", Some("2019-03-05")),
        ];
        records.allowances.push(Allowance { kind: kind.parse().unwrap(), rates, condition });
    }
    records.caps = vec![
        cap(Level::Village, None),
        cap(Level::Village, Some(&["v0", "v1"])),
        cap(Level::Group, Some(&["g0"])),
        cap(Level::Zone, None),
        cap(Level::Town, None),
    ];
    records.deductions.value =
        vec![deduction(Step::Reminder, "1/10"), deduction(Step::Sanction, "1/1")];
    let combination = |posts: [Post; 2]| Combination {
        posts: posts.into(),
        rates: vec![rate("1500.00", "2018-09-01", None)],
    };
    records.concurrent_posts.value = ConcurrentPosts::Combined(vec![
        combination([Post::VillageSecretary, Post::VillageDirector]),
        combination([Post::DeputySecretary, Post::GroupCadre]),
        combination([Post::WomensDirector, Post::GroupCadre]),
    ]);
    records
}

fn table(records: &mut ScheduleRecords) -> &mut Vec<Combination> {
    match &mut records.concurrent_posts.value {
        ConcurrentPosts::Combined(table) => table,
        _ => unreachable!("the posts are combined"),
    }
}

/// The faults of a schedule, the same through a document.
fn faults(records: ScheduleRecords) -> Option<ScheduleFaults> {
    let document = serde_json::to_value(&records).unwrap();
    let through_serde = serde_json::from_value::<Schedule>(document);
    match Schedule::new(records) {
        Ok(schedule) => {
            assert_eq!(through_serde.unwrap(), schedule);
            None
        }
        Err(faults) => {
            assert_eq!(through_serde.unwrap_err().to_string(), faults.to_string());
            assert!(!faults.as_slice().is_empty());
            Some(faults)
        }
    }
}

type Change = fn(&mut ScheduleRecords);

/// Faults that have nothing to do with one another.
const FAULTS: [(Change, &str); 23] = [
    (|all| all.posts[0].rates.clear(), "the stipend of `village_secretary` has no rate"),
    (
        |all| all.posts[1].rates.push(rate("1.00", "2017-05-02", Some("2017-05-02"))),
        "the stipend of `village_director` has a rate that never holds: \
         `2017-05-02` is not after `2017-05-02`",
    ),
    (
        |all| all.posts[2].rates[0].monthly = Yuan::from_fen(-1),
        "the stipend of `deputy_secretary` has the rate `-0.01`, which is not from 0.00 to \
         10000000.00",
    ),
    (
        |all| all.allowances[0].rates[0].monthly = Yuan::from_fen(Rate::MOST.fen() + 1),
        "the allowance `travel` has the rate `10000000.01`, which is not from 0.00 to 10000000.00",
    ),
    (
        |all| all.caps[2].rates.push(rate("1.00", "2018-10-01", None)),
        "the cap of the level `group` has two rates on one day: `2018-10-01..` overlaps \
         `2018-09-01..`",
    ),
    (
        |all| all.caps[3].rates.insert(0, rate("1.00", "2017-01-01", Some("2018-08-01"))),
        "the cap of the level `zone` has no rate on the days `2018-08-01..2018-09-01`",
    ),
    (
        |all| table(all)[0].rates.clear(),
        "the combination of `village_secretary`, `village_director` has no rate",
    ),
    (|all| all.posts.push(all.posts[6].clone()), "the post `womens_director` has two stipends"),
    (|all| all.allowances.push(all.allowances[1].clone()), "the allowance `meals` stands twice"),
    (
        |all| all.allowances[2].kind = "withholding".parse().unwrap(),
        "an allowance is not called `withholding`, as other lines are",
    ),
    (
        |all| {
            let mut old = all.allowances[0].clone();
            old.kind = "old".parse().unwrap();
            old.rates = vec![rate("1.00", "2017-01-01", Some("2018-09-01"))];
            all.allowances.push(old);
        },
        "nobody can earn the allowance `old`",
    ),
    (
        |all| table(all)[1].posts.truncate(1),
        "the combination of `deputy_secretary` does not name two posts or more, each once",
    ),
    (
        |all| {
            let posts = vec![Post::GroupCadre, Post::GroupLead];
            let rates = vec![rate("1.00", "2018-09-01", None)];
            table(all).push(Combination { posts, rates });
        },
        "the combination of `group_cadre`, `group_lead` names `group_lead`, \
         which has no stipend",
    ),
    (
        |all| {
            let mut again = table(all)[2].clone();
            again.posts.reverse();
            table(all).push(again);
        },
        "the combination of `group_cadre`, `womens_director` stands twice",
    ),
    (|all| all.caps.push(cap(Level::Household, None)), "a cap of households caps nothing"),
    (
        |all| all.caps[4].rates[0].until = Some("2019-01-31".parse().unwrap()),
        "a cap of the level `town` begins or ends within a month, on 2019-01-31",
    ),
    (
        |all| all.caps.push(cap(Level::Village, None)),
        "two caps of the level `village` are for all units",
    ),
    (
        |all| all.caps.push(cap(Level::Village, Some(&["v2", "v1"]))),
        "two caps of the level `village` are for `v1`",
    ),
    (
        |all| all.caps[2].units.as_mut().unwrap().push("g0".parse().unwrap()),
        "two caps of the level `group` are for `g0`",
    ),
    (
        |all| all.deductions.value.push(deduction(Step::Reminder, "1/5")),
        "two deductions follow from `reminder`",
    ),
    (
        |all| all.deductions.value.push(deduction(Step::Criticism, "0/7")),
        "a deduction of 0/7 after `criticism` is none of something and at most all",
    ),
    (
        |all| all.deductions.value.push(deduction(Step::Admonishment, "8/7")),
        "a deduction of 8/7 after `admonishment` is none of something and at most all",
    ),
    (
        |all| table(all)[0].rates.push(rate("10000000.01", "2017-09-01", Some("2018-09-01"))),
        "the combination of `village_secretary`, `village_director` has the rate `10000000.01`, \
         which is not from 0.00 to 10000000.00",
    ),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn independent_faults_are_found_each_once(
        seeded in subsequence((0..FAULTS.len()).collect::<Vec<_>>(), 0..=FAULTS.len()),
    ) {
        let mut records = rich();
        let mut seeded: BTreeSet<usize> = seeded.into_iter().collect();
        if seeded.contains(&6) {
            // The list of rates that is emptied by the one is filled by the last.
            seeded.remove(&(FAULTS.len() - 1));
        }
        for at in &seeded {
            FAULTS[*at].0(&mut records);
        }
        let found = faults(records);
        let found = found.as_ref().map(ScheduleFaults::as_slice).unwrap_or_default();
        let mut found: Vec<String> = found.iter().map(ToString::to_string).collect();
        let mut expected: Vec<&str> = seeded.iter().map(|at| FAULTS[*at].1).collect();
        found.sort();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn every_fault_by_itself_is_told_word_for_word() {
    assert_eq!(faults(rich()), None);
    for (change, message) in FAULTS {
        let mut records = rich();
        change(&mut records);
        assert_eq!(faults(records).unwrap().to_string(), message);
    }
}

#[test]
fn all_names_of_lines_are_taken() {
    for name in ["stipend", "supplement", "cap", "deduction", "withholding", "release"] {
        let mut records = rich();
        records.allowances[0].kind = name.parse().unwrap();
        let message = format!("an allowance is not called `{name}`, as other lines are");
        assert_eq!(faults(records).unwrap().to_string(), message);
    }
}

#[test]
fn rates_of_a_supplement_are_checked() {
    let mut records = rich();
    records.concurrent_posts.value = ConcurrentPosts::HighestPlusSupplement(vec![
        rate("1.00", "2018-09-01", Some("2018-09-10")),
        rate("2.00", "2018-09-20", None),
        rate("3.00", "2018-09-25", None),
    ]);
    assert_eq!(
        faults(records).unwrap().to_string(),
        "the supplement for several posts has no rate on the days `2018-09-10..2018-09-20`; \
         the supplement for several posts has two rates on one day: `2018-09-25..` overlaps \
         `2018-09-20..`"
    );
}

#[test]
fn one_post_at_least_is_paid_on_the_first_day() {
    let message = "no stipend holds on the first day, 2018-08-31";
    let early = |records: &mut ScheduleRecords| {
        records.start.value = Start::Day("2018-08-31".parse().unwrap());
    };
    let mut records = rich();
    early(&mut records);
    assert_eq!(faults(records.clone()).unwrap().to_string(), message);
    // Whatever else is wrong elsewhere.
    records.caps.push(cap(Level::Household, None));
    records.allowances[0].rates.clear();
    let found = faults(records).unwrap();
    assert_eq!(found.as_slice().len(), 3, "{found}");
    assert!(found.to_string().contains(message), "{found}");
    // Where the stipends themselves are faulty, that is what is said.
    let mut records = rich();
    table(&mut records).clear();
    records.posts.truncate(1);
    records.posts[0].rates.clear();
    let found = faults(records).unwrap().to_string();
    assert_eq!(found, "the stipend of `village_secretary` has no rate");
    let mut records = rich();
    table(&mut records).clear();
    records.posts.clear();
    let found = faults(records).unwrap().to_string();
    assert_eq!(found, "no stipend holds on the first day, 2018-09-01");
}

#[test]
fn units_that_a_township_does_not_have_are_told() {
    let township = crate::maoxi().check(&Charter::maoxi().organisation).unwrap();
    assert_eq!(Charter::maoxi().stipend.faults_in(&township), []);
    let mut records = Charter::maoxi().stipend.records().clone();
    records.caps.push(cap(Level::Village, Some(&["510525108205", "205-1"])));
    records.allowances[0].condition.value.units = Some(vec!["510525108205".parse().unwrap()]);
    records.allowances[0].condition.value.level = None;
    let schedule = Schedule::new(records.clone()).unwrap();
    let told: Vec<String> = schedule.faults_in(&township).iter().map(ToString::to_string).collect();
    let expected =
        "the cap of the level `village` is for `205-1`, which the township does not have";
    assert_eq!(told, [expected]);
    records.allowances[0].condition.value.units = Some(vec!["nowhere".parse().unwrap()]);
    records.caps.clear();
    let schedule = Schedule::new(records.clone()).unwrap();
    let told: Vec<String> = schedule.faults_in(&township).iter().map(ToString::to_string).collect();
    assert_eq!(told, ["the allowance `travel` is for `nowhere`, which the township does not have"]);
    records.caps.push(cap(Level::Zone, Some(&[])));
    let fault = Schedule::new(records).unwrap_err().to_string();
    assert_eq!(fault, "the cap of the level `zone` is for no unit");
}

/// What is wrong under Maoxi's organisation.
fn faults_under(change: impl FnOnce(&mut ScheduleRecords)) -> Vec<String> {
    let mut records = rich();
    change(&mut records);
    let schedule = Schedule::new(records).unwrap();
    let charter = Charter { stipend: schedule.clone(), ..Charter::maoxi() };
    let found = schedule.faults_under(&charter.organisation);
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    // The check of the whole charter says the same, beside the wordings.
    let whole = charter.check().err().map(|error| error.to_string()).unwrap_or_default();
    assert!(found.iter().all(|fault| whole.contains(fault)), "{whole}");
    found
}

#[test]
fn allowances_that_nobody_can_earn_are_told() {
    assert_eq!(faults_under(|_| ()), Vec::<String>::new());
    let listed = |posts: &[Post]| Posts::Listed(posts.to_vec());
    let of = |posts, level, place, counts| Condition { posts, level, units: None, place, counts };
    let (commander, cadre) = (listed(&[Post::Commander]), listed(&[Post::GroupCadre]));
    let closed = [
        of(listed(&[]), None, Place::Anywhere, Counts::Held),
        // Nobody is paid at such a unit.
        of(Posts::Paid, Some(Level::Zone), Place::Anywhere, Counts::Held),
        of(Posts::Paid, Some(Level::Household), Place::Anywhere, Counts::Held),
        of(cadre.clone(), Some(Level::Village), Place::Anywhere, Counts::Held),
        // A town lies in no village.
        of(commander.clone(), None, Place::Away, Counts::Held),
        of(commander.clone(), None, Place::Home, Counts::Held),
        // The post has no stipend.
        of(commander.clone(), None, Place::Anywhere, Counts::PaidThatDay),
        Condition {
            units: Some(Vec::new()),
            ..of(Posts::Paid, None, Place::Anywhere, Counts::Held)
        },
    ];
    for condition in closed {
        let found = faults_under(|all| all.allowances[1].condition.value = condition.clone());
        assert_eq!(found, ["nobody can earn the allowance `meals`"], "{condition:?}");
    }
    let open = [
        of(commander, None, Place::Anywhere, Counts::Held),
        of(cadre.clone(), Some(Level::Group), Place::Home, Counts::PaidThatDay),
        of(cadre, None, Place::Away, Counts::Held),
        of(Posts::Paid, Some(Level::Group), Place::Away, Counts::PaidThatDay),
    ];
    for condition in open {
        let found = faults_under(|all| all.allowances[1].condition.value = condition.clone());
        assert_eq!(found, Vec::<String>::new(), "{condition:?}");
    }
}

#[test]
fn stipends_of_posts_that_the_organisation_does_not_have_are_told() {
    let charter = Charter::maoxi();
    let mut records = charter.organisation.records().clone();
    records.posts.retain(|rule| ![Post::GroupCadre, Post::MilitiaCommander].contains(&rule.post));
    let organisation = bangfu::township::Organisation::new(records).unwrap();
    let found = charter.stipend.faults_under(&organisation);
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        ["militia_commander", "group_cadre"].map(|post| format!(
            "a stipend is paid for `{post}`, which the organisation does not have"
        ))
    );
}
