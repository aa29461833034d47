//! Schedules: the rate of a day, amendments, and the form in documents.

use bangfu::calendar::{Day, Span};
use bangfu::charter::Charter;
use bangfu::stipend::{NoRate, Rate, Schedule, ScheduleRecords, Start};
use bangfu::testing;
use bangfu::township::Post;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::faults::{rate, rich};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn why_there_is_no_rate_is_told_by_name() {
    let mut records = rich();
    records.start.value = Start::Day(day("2018-09-10"));
    records.posts[0].rates[0].until = Some(day("2019-01-01"));
    records.posts[1].rates[0].from = day("2018-10-01");
    let schedule = Schedule::new(records).unwrap();
    let message = |post, on| schedule.rate(post, day(on)).unwrap_err().to_string();
    let (secretary, director) = (Post::VillageSecretary, Post::VillageDirector);
    assert_eq!(message(Post::Commander, "2018-10-01"), "`commander` has no stipend");
    // Before the start of the schedule, though the rate stands in the table.
    assert_eq!(
        message(secretary, "2018-09-09"),
        "`village_secretary` has no stipend before 2018-09-10, as on 2018-09-09"
    );
    assert_eq!(
        message(director, "2018-09-30"),
        "`village_director` has no stipend before 2018-10-01, as on 2018-09-30"
    );
    assert_eq!(
        message(secretary, "2019-01-01"),
        "`village_secretary` has no stipend any more on 2019-01-01"
    );
    for (post, on) in
        [(secretary, "2018-09-10"), (secretary, "2018-12-31"), (director, "2199-12-31")]
    {
        assert!(schedule.rate(post, day(on)).is_ok());
    }
}

/// The only rate of the records that holds on a day, from the start on.
fn plain(records: &ScheduleRecords, post: Post, on: Day) -> Option<&Rate> {
    let paid = records.posts.iter().find(|paid| paid.post == post)?;
    let mut rates = paid.rates.iter();
    let holds = |rate: &&Rate| rate.from <= on && rate.until.is_none_or(|until| on < until);
    rates.find(holds).filter(|_| records.start.value.first_day() <= on)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn schedules_are_sound_and_come_back(schedule in testing::schedule()) {
        let organisation = Charter::maoxi().organisation;
        prop_assert_eq!(schedule.faults_under(&organisation), vec![]);
        let text = serde_json::to_string(&schedule).unwrap();
        prop_assert_eq!(&bangfu::document::read::<Schedule>(text.as_bytes()).unwrap(), &schedule);
        let records: ScheduleRecords = schedule.clone().into();
        prop_assert_eq!(Schedule::new(records).unwrap(), schedule);
    }

    #[test]
    fn a_rate_is_that_of_the_day(
        schedule in testing::schedule(), post in select(Post::ALL.to_vec()),
        on in prop_oneof![3 => (-400..900_i64).prop_map(Some), 1 => Just(None)],
        far in testing::day(),
    ) {
        let start = schedule.first_day();
        let near = on.map(|days| start.to_date() + bangfu::chrono::TimeDelta::days(days));
        let on = near.map_or(far, |near| near.try_into().unwrap());
        let expected = plain(schedule.records(), post, on);
        match schedule.rate(post, on) {
            Ok(rate) => prop_assert_eq!(Some(rate), expected),
            Err(why) => {
                prop_assert_eq!(expected, None);
                let first = schedule.rates(post).first_day();
                match why {
                    NoRate::Unpaid { .. } => prop_assert_eq!(first, None),
                    NoRate::NotYetEffective { first: told, .. } => {
                        prop_assert_eq!(Some(told), first.map(|first| first.max(start)));
                        prop_assert!(on < told);
                    }
                    NoRate::Ended { .. } => prop_assert!(first.is_some_and(|first| first <= on)),
                    _ => prop_assert!(false, "{}", why),
                }
            }
        }
    }

    #[test]
    fn an_amendment_holds_on_its_days_and_changes_no_other(
        schedule in testing::schedule(), post in select(Post::ALL.to_vec()),
        after in -200..400_i64, days in prop_oneof![2 => (1..200_i64).prop_map(Some), 1 => Just(None)],
    ) {
        let start = schedule.first_day().to_date();
        let at = |days| Day::try_from(start + bangfu::chrono::TimeDelta::days(days)).unwrap();
        let mut new = rate("123.45", "2018-09-01", None);
        (new.from, new.until) = (at(after), days.map(|days| at(after + days)));
        let during = new.span().unwrap();
        // Where days are left without a rate, there is no such schedule.
        let old = schedule.rates(post).days();
        let all = old.union(&Span::new(new.from, new.until).unwrap().into());
        match schedule.amended(post, new.clone()) {
            Err(faults) => {
                prop_assert!(all.as_slice().len() > 1, "{}", faults);
                prop_assert_eq!(faults.as_slice().len(), 1);
            }
            Ok(amended) => {
                prop_assert_eq!(all.as_slice().len(), 1);
                for days in -250..700 {
                    let on = at(days);
                    for other in Post::ALL.iter().copied() {
                        let is_new = other == post && during.contains(on);
                        let new = Some(&new).filter(|_| schedule.first_day() <= on);
                        let before = schedule.rate(other, on).ok();
                        let expected = if is_new { new } else { before };
                        let found = amended.rate(other, on).ok();
                        // Of a rate that is cut in two, both parts say the same.
                        let said = |rate: Option<&Rate>| {
                            rate.map(|rate| (rate.monthly, rate.basis.clone()))
                        };
                        prop_assert_eq!(said(found), said(expected), "{} on {}", other, on);
                    }
                }
            }
        }
    }
}

#[test]
fn an_amendment_that_is_no_rate_is_refused_for_that_alone() {
    let schedule = Charter::maoxi().stipend;
    let refused = |rate| schedule.amended(Post::GroupCadre, rate).unwrap_err().to_string();
    assert_eq!(
        refused(rate("500.00", "2019-01-01", Some("2018-01-01"))),
        "the stipend of `group_cadre` has a rate that never holds: `2018-01-01` is not after \
         `2019-01-01`"
    );
    assert_eq!(
        refused(rate("-500.00", "2019-01-01", None)),
        "the stipend of `group_cadre` has the rate `-500.00`, which is not from 0.00 to 10000000.00"
    );
    assert_eq!(
        refused(rate("500.00", "2017-01-01", Some("2018-01-01"))),
        "the stipend of `group_cadre` has no rate on the days `2018-01-01..2018-09-01`"
    );
    // A post without a stipend gets one.
    let amended = schedule.amended(Post::GroupLead, rate("5.00", "2019-01-01", None)).unwrap();
    assert_eq!(amended.rate(Post::GroupLead, day("2019-01-01")).unwrap().monthly.fen(), 500);
}

fn document() -> Value {
    serde_json::to_value(rich()).unwrap()
}

fn read(document: &Value) -> Result<Schedule, String> {
    let text = serde_json::to_vec(document).unwrap();
    bangfu::document::read(&text).map_err(|error| error.to_string())
}

#[test]
fn every_rule_comes_back_as_it_was_written() {
    let calendar = json!({"within": {"from": "2018-09-01", "until": "2018-11-01"},
        "off": [{"from": "2018-10-01", "until": "2018-10-08"}], "worked": []});
    let rates = json!([{"monthly": "200.00", "from": "2018-09-01", "until": null,
        "basis": {"decision": "2018-17"}}]);
    let combined = json!([{"posts": ["group_cadre", "village_director"], "rates": rates}]);
    let condition = |field: &str| format!("/allowances/0/condition/value/{field}");
    let mut table = vec![
        ("/part_month/value".to_owned(), json!("calendar_days")),
        ("/part_month/value".to_owned(), json!("whole_month")),
        ("/part_month/value".to_owned(), json!("fifteenth")),
        ("/part_month/value".to_owned(), json!({"working_days": calendar})),
        ("/concurrent_posts/value".to_owned(), json!("highest_only")),
        ("/concurrent_posts/value".to_owned(), json!("sum")),
        ("/concurrent_posts/value".to_owned(), json!({"highest_plus_supplement": rates})),
        ("/concurrent_posts/value".to_owned(), json!({"combined": combined})),
        ("/concurrent_posts/value".to_owned(), json!("refuse")),
        ("/start/value".to_owned(), json!("2018-09")),
        ("/start/value".to_owned(), json!("2018-09-10")),
        ("/deductions/value/0/effect".to_owned(), json!("deducted")),
        ("/deductions/value/0/effect".to_owned(), json!("withheld")),
        ("/deductions/value/0/months".to_owned(), json!(255)),
        (condition("posts"), json!("paid")),
        (condition("posts"), json!({"listed": ["commander", "group_lead"]})),
        (condition("level"), Value::Null),
        (condition("level"), json!("group")),
        (condition("units"), json!(["v0", "v1"])),
        (condition("units"), Value::Null),
        (condition("counts"), json!("held")),
        (condition("counts"), json!("paid_that_day")),
    ];
    for place in ["anywhere", "away", "home"] {
        table.push((condition("place"), json!(place)));
    }
    for mode in ["half_up", "half_even", "down", "up"] {
        table.push(("/rounding/value/mode".to_owned(), json!(mode)));
    }
    for per in ["line", "person_month"] {
        table.push(("/rounding/value/per".to_owned(), json!(per)));
    }
    for (pointer, value) in table {
        let mut document = document();
        *document.pointer_mut(&pointer).unwrap() = value;
        let schedule = read(&document).unwrap();
        assert_eq!(serde_json::to_value(schedule).unwrap(), document, "{pointer}");
    }
}

#[test]
fn what_is_no_rule_is_refused_where_it_stands() {
    let table = [
        ("/part_month/value", json!("halves"), "part_month.value", "unknown variant `halves`"),
        (
            "/part_month/value",
            json!("working_days"),
            "part_month.value.working_days",
            "expected newtype variant",
        ),
        (
            "/part_month/value",
            json!({"working_days": {"within": 1}}),
            "part_month.value.working_days.within",
            "expected a span",
        ),
        (
            "/concurrent_posts/value",
            json!({"combined": [{"posts": ["king"], "rates": []}]}),
            "concurrent_posts.value.combined[0].posts[0]",
            "`king` is not a post, such as `village_secretary`",
        ),
        (
            "/concurrent_posts/value",
            json!({"combined": [], "sum": null}),
            "concurrent_posts.value",
            "expected",
        ),
        (
            "/concurrent_posts/value",
            json!({"combined": [{"posts": [], "rates": [], "more": 1}]}),
            "concurrent_posts.value.combined[0].more",
            "unknown field `more`",
        ),
        ("/rounding/value", json!("half_up"), "rounding.value", "expected a rounding"),
        ("/rounding/value", json!(["half_up", "line"]), "rounding.value", "expected a rounding"),
        (
            "/rounding/value/per",
            json!("month"),
            "rounding.value.per",
            "expected `line` or `person_month`",
        ),
        ("/start/value", json!(2018), "start.value", "a month or a day, as text like"),
        ("/caps/0/units", json!("v0"), "caps[0].units", "expected"),
        ("/caps/0/level", json!("county"), "caps[0].level", "not a level"),
        ("/deductions/value/0/months", json!(0), "deductions.value[0].months", "nonzero"),
        ("/deductions/value/0/months", json!(256), "deductions.value[0].months", "256"),
        (
            "/deductions/value/0/share",
            json!("1/0"),
            "deductions.value[0].share",
            "a share of an empty whole",
        ),
        (
            "/deductions/value/0/share",
            json!(0.5),
            "deductions.value[0].share",
            "a ratio, as text like",
        ),
        (
            "/deductions/value/0/step",
            json!("fine"),
            "deductions.value[0].step",
            "`fine` is not a step of discipline",
        ),
        ("/allowances/0/kind", json!("a b"), "allowances[0].kind", "id"),
        (
            "/allowances/0/condition/value/posts",
            json!(["commander"]),
            "allowances[0].condition.value.posts",
            "expected",
        ),
        (
            "/allowances/0/condition/value/place",
            json!("near"),
            "allowances[0].condition.value.place",
            "unknown variant `near`",
        ),
        (
            "/posts/3/rates/0/monthly",
            json!(800),
            "posts[3].rates[0].monthly",
            "as text with two decimals",
        ),
    ];
    for (pointer, value, place, reason) in table {
        let mut document = document();
        *document.pointer_mut(pointer).unwrap() = value;
        let refusal = read(&document).unwrap_err();
        assert!(refusal.starts_with(&format!("at `{place}`, line 1, column ")), "{refusal}");
        assert!(refusal.contains(reason), "{refusal}");
    }
}

#[test]
fn an_unknown_field_is_refused_with_its_place() {
    for (pointer, place) in [
        ("", "more"),
        ("/start", "start.more"),
        ("/posts/0", "posts[0].more"),
        ("/posts/0/rates/0", "posts[0].rates[0].more"),
        ("/allowances/0", "allowances[0].more"),
        ("/allowances/0/condition/value", "allowances[0].condition.value.more"),
        ("/caps/0", "caps[0].more"),
        ("/deductions/value/0", "deductions.value[0].more"),
        ("/rounding/value", "rounding.value.more"),
        ("/concurrent_posts/value/combined/0", "concurrent_posts.value.combined[0].more"),
    ] {
        let mut document = document();
        document.pointer_mut(pointer).unwrap()["more"] = json!(1);
        let refusal = read(&document).unwrap_err();
        assert!(refusal.starts_with(&format!("at `{place}`")), "{refusal}");
        assert!(refusal.contains("unknown field `more`"), "{refusal}");
    }
}
