//! Corrections with figures worked out by hand.

use bangfu::basis::{Basis, Sourced};
use bangfu::stipend::{
    Cap, Deduction, Effect, IssueError, Issued, IssuedLine, PartMonth, Rate, Schedule, Settlement,
    Stipends,
};
use bangfu::township::{Level, Post, Step, StepTaken, Township};
use serde_json::{Value, json};

use crate::{Held, charter, month, township};

const SECRETARY: Held = ("p", "village_secretary", "v0", "2018-01-01", None, None);

/// What was paid for some months as `then` stood, under a schedule.
fn issued<'t>(
    then: &'t Township,
    schedule: &'t Schedule,
    (first, last): (&str, &str),
) -> Issued<'t> {
    let payroll = Stipends::new(then, schedule).payroll(month(first), month(last)).unwrap();
    let mut issued = Issued::default();
    issued.issue(&payroll).unwrap();
    issued
}

/// `month person kind unit amount: reasons`, a line each.
fn told(settlement: &Settlement<'_>) -> Vec<String> {
    let lines = settlement.months.iter().flat_map(|month| {
        month.lines.iter().map(|line| {
            let reasons: Vec<String> = line.reasons.iter().map(ToString::to_string).collect();
            let item = &line.item;
            let (person, kind, unit) = (&item.person, &item.kind, &item.unit);
            format!(
                "{} {person} {kind} {unit} {}: {}",
                month.month,
                line.amount,
                reasons.join("; ")
            )
        })
    });
    lines.collect()
}

#[track_caller]
fn assert_settled(then: &[Held], now: &[Held], (first, last): (&str, &str), expected: &[&str]) {
    let charter = charter();
    let (then, now) = (township(then), township(now));
    let mut issued = issued(&then, &charter.stipend, (first, last));
    let stipends = Stipends::new(&now, &charter.stipend);
    let settlement = stipends.settle(&issued, month(first), month(last)).unwrap();
    assert_eq!(told(&settlement), expected);
    issued.pay(&settlement).unwrap();
    let again = stipends.settle(&issued, month(first), month(last)).unwrap();
    assert_eq!((again.months.len(), again.total.fen()), (0, 0));
}

#[test]
fn nothing_new_is_no_difference() {
    assert_settled(&[SECRETARY], &[SECRETARY], ("2018-09", "2019-02"), &[]);
}

/// 1,200.00 × 21/30 = 840.00 for September, all of October.
#[test]
fn tenure_entered_late_is_paid_afterwards() {
    let late = ("p", "village_secretary", "v0", "2018-09-10", None, Some("2018-11-05"));
    assert_settled(
        &[],
        &[late],
        ("2018-09", "2018-10"),
        &[
            "2018-09 p stipend v0 840.00: 2018-09-10..2018-10-01 is due, recorded on 2018-11-05",
            "2018-10 p stipend v0 1200.00: 2018-10-01..2018-11-01 is due, recorded on 2018-11-05",
        ],
    );
}

/// Of 1,200.00 for October, 15/31 are due: 580.645… → 580.65; 619.35 are owed back.
#[test]
fn tenure_that_ended_before_is_owed_back() {
    let ended = ("p", "village_secretary", "v0", "2018-01-01", Some("2018-10-16"), None);
    assert_settled(
        &[SECRETARY],
        &[ended],
        ("2018-09", "2018-10"),
        &["2018-10 p stipend v0 -619.35: 2018-10-16..2018-11-01 is not due"],
    );
}

/// Director until the 15th: 1,000.00 × 15/31 = 483.87; secretary in `v1` from the 16th: 619.35, and
/// 300.00 × 16/31 = 154.84 for travel. Paid was 1,000.00.
#[test]
fn another_post_takes_the_place_of_the_one_that_was_paid() {
    let director = ("p", "village_director", "v0", "2018-01-01", None, None);
    let until = ("p", "village_director", "v0", "2018-01-01", Some("2018-10-16"), None);
    let promoted = ("p", "village_secretary", "v1", "2018-10-16", None, Some("2018-10-31"));
    assert_settled(
        &[director],
        &[until, promoted],
        ("2018-10", "2018-10"),
        &[
            "2018-10 p stipend v0 -516.13: 2018-10-16..2018-11-01 is not due",
            "2018-10 p stipend v1 619.35: 2018-10-16..2018-11-01 is due, recorded on 2018-10-31",
            "2018-10 p travel v1 154.84: 2018-10-16..2018-11-01 is due, recorded on 2018-10-31",
        ],
    );
}

/// With whole months, 15 days of director and 16 of secretary share October: 483.87 and 619.35. If the
/// director never was, the 16 days stand for the whole month: 1,200.00.
#[test]
fn days_that_stand_for_another_share_of_the_month() {
    let charter = charter();
    let mut records = charter.stipend.records().clone();
    records.part_month.value = PartMonth::WholeMonth;
    let schedule = Schedule::new(records).unwrap();
    let director = ("p", "village_director", "v0", "2018-01-01", Some("2018-10-16"), None);
    let secretary = ("p", "village_secretary", "v0", "2018-10-16", None, None);
    let (then, now) = (township(&[director, secretary]), township(&[secretary]));
    let issued = issued(&then, &schedule, ("2018-10", "2018-10"));
    let october = month("2018-10");
    let settlement = Stipends::new(&now, &schedule).settle(&issued, october, october).unwrap();
    assert_eq!(
        told(&settlement),
        [
            "2018-10 p stipend v0 -483.87: 2018-10-01..2018-10-16 is not due",
            "2018-10 p stipend v0 580.65: 2018-10-16..2018-11-01 stands for another share of the month",
        ]
    );
}

/// With whole months, ten days alone stood for 800.00; of fifteen days and eleven of another post they
/// are 15/26: 461.54, and 600.00 × 11/26 = 253.85.
#[test]
fn share_changes_where_other_days_count_beside() {
    let charter = charter();
    let mut records = charter.stipend.records().clone();
    records.part_month.value = PartMonth::WholeMonth;
    let schedule = Schedule::new(records).unwrap();
    let deputy = |from| ("p", "deputy_secretary", "v0", from, Some("2018-09-20"), None);
    let commander = ("p", "militia_commander", "v0", "2018-09-20", None, None);
    let (then, now) =
        (township(&[deputy("2018-09-10")]), township(&[deputy("2018-09-05"), commander]));
    let issued = issued(&then, &schedule, ("2018-09", "2018-09"));
    let september = month("2018-09");
    let settlement = Stipends::new(&now, &schedule).settle(&issued, september, september).unwrap();
    assert_eq!(
        told(&settlement),
        [
            "2018-09 p stipend v0 -338.46: 2018-09-05..2018-09-10 is due; 2018-09-10..2018-09-20 \
             stands for another share of the month",
            "2018-09 p stipend v0 253.85: 2018-09-20..2018-10-01 is due",
        ]
    );
}

/// At most 1,500.00 for the village: of 1,200.00 and 600.00 together 300.00 are too much, of which
/// 200.00 fall on the first and 100.00 on the second. Without the second nothing is cut.
#[test]
fn cut_that_falls_away_because_somebody_else_was_not_there() {
    let charter = charter();
    let mut records = charter.stipend.records().clone();
    let rate = Rate {
        monthly: "1500.00".parse().unwrap(),
        from: "2018-09-01".parse().unwrap(),
        until: None,
        basis: decided(),
    };
    records.caps.push(Cap { level: Level::Village, units: None, rates: vec![rate] });
    let schedule = Schedule::new(records).unwrap();
    let other = ("q", "womens_director", "v0", "2018-01-01", None, None);
    let half = ("q", "womens_director", "v0", "2018-10-16", None, None);
    let then = township(&[SECRETARY, other]);
    let october = month("2018-10");
    let settled = |now: &[Held]| {
        let (now, issued) = (township(now), issued(&then, &schedule, ("2018-10", "2018-10")));
        told(&Stipends::new(&now, &schedule).settle(&issued, october, october).unwrap())
    };
    assert_eq!(
        settled(&[SECRETARY]),
        [
            "2018-10 p cap v0 200.00: what changed elsewhere changes the share of this",
            "2018-10 q cap v0 100.00: 2018-10-01..2018-11-01 is not due",
            "2018-10 q stipend v0 -600.00: 2018-10-01..2018-11-01 is not due",
        ]
    );
    // 16/31 of 600.00 are 309.68; 9.68 of 1,509.68 are too much, 7.69 of them on the first.
    assert_eq!(
        settled(&[SECRETARY, half]),
        [
            "2018-10 p cap v0 192.31: what changed elsewhere changes the share of this",
            "2018-10 q cap v0 98.01: 2018-10-01..2018-10-16 is not due",
            "2018-10 q stipend v0 -290.32: 2018-10-01..2018-10-16 is not due",
        ]
    );
}

fn decided() -> Basis {
    Basis::Decision("2018-17".parse().unwrap())
}

/// From 16 October on 1,300.00: 15/31 of 1,200.00 = 580.65, 16/31 of 1,300.00 = 670.97, together
/// 1,251.62; November 1,300.00. Paid were 1,200.00 each.
#[test]
fn rate_amended_with_effect_in_the_past() {
    let charter = charter();
    let rate = Rate {
        monthly: "1300.00".parse().unwrap(),
        from: "2018-10-16".parse().unwrap(),
        until: None,
        basis: decided(),
    };
    let amended = charter.stipend.amended(Post::VillageSecretary, rate).unwrap();
    let township = township(&[SECRETARY]);
    let issued = issued(&township, &charter.stipend, ("2018-09", "2018-11"));
    let settlement = Stipends::new(&township, &amended)
        .settle(&issued, month("2018-09"), month("2018-11"))
        .unwrap();
    assert_eq!(
        told(&settlement),
        [
            "2018-10 p stipend v0 51.62: 2018-10-16..2018-11-01 is paid at 1300.00 a month, not at \
             1200.00",
            "2018-11 p stipend v0 100.00: 2018-11-01..2018-12-01 is paid at 1300.00 a month, not at \
             1200.00",
        ]
    );
    assert_eq!(settlement.total.to_string(), "151.62");
}

/// A half of 1,200.00 for two months; annulled later.
#[test]
fn step_that_is_annulled_gives_back_what_was_deducted() {
    let charter = charter();
    let mut records = charter.stipend.records().clone();
    records.deductions.value.push(Deduction {
        step: Step::Admonishment,
        share: "1/2".parse().unwrap(),
        months: 2.try_into().unwrap(),
        effect: Effect::Deducted,
        basis: decided(),
    });
    let schedule = Schedule::new(records).unwrap();
    let township = township(&[SECRETARY]);
    let taken = |annulled: Option<&str>| StepTaken {
        person: township.person("p").unwrap(),
        step: Step::Admonishment,
        on: "2018-09-20".parse().unwrap(),
        recorded: None,
        annulled: annulled.map(|day| day.parse().unwrap()),
    };
    let (first, last) = (month("2018-09"), month("2018-11"));
    let none = Stipends::new(&township, &schedule);
    let with = none.clone().with_steps([taken(None)]);
    let without = none.with_steps([taken(Some("2018-12-03"))]);
    let mut issued = Issued::default();
    issued.issue(&with.payroll(first, last).unwrap()).unwrap();
    assert_eq!(issued.total().unwrap().to_string(), "2400.00");
    let settlement = without.settle(&issued, first, last).unwrap();
    assert_eq!(
        told(&settlement),
        [
            "2018-09 p deduction v0 600.00: the step `admonishment` no longer counts",
            "2018-10 p deduction v0 600.00: the step `admonishment` no longer counts",
        ]
    );
    issued.pay(&settlement).unwrap();
    let back = with.settle(&issued, first, last).unwrap();
    assert_eq!(
        told(&back),
        [
            "2018-09 p deduction v0 -600.00: the step `admonishment` counts",
            "2018-10 p deduction v0 -600.00: the step `admonishment` counts",
        ]
    );
    let document = serde_json::to_value(&back.months[0].lines[0]).unwrap();
    assert_eq!(
        document,
        json!({
            "person": "p", "kind": "deduction", "unit": "v0", "post": "village_secretary",
            "step": "admonishment", "issued": "0.00", "due": "-600.00", "amount": "-600.00",
            "reasons": [{"reason": "step_counts", "step": "admonishment"}],
        })
    );
}

#[test]
fn closed_month_is_not_issued_again() {
    let charter = charter();
    let township = township(&[SECRETARY]);
    let mut issued = issued(&township, &charter.stipend, ("2018-09", "2018-10"));
    let before = issued.clone();
    let stipends = Stipends::new(&township, &charter.stipend);
    for (first, last) in [("2018-10", "2018-12"), ("2018-09", "2018-09")] {
        let payroll = stipends.payroll(month(first), month(last)).unwrap();
        let closed = month(if first == "2018-10" { "2018-10" } else { "2018-09" });
        let error = issued.issue(&payroll).unwrap_err();
        assert_eq!(error, IssueError::Closed { month: closed });
        assert_eq!(
            error.to_string(),
            format!("`{closed}` was issued already; what is known later of it is a settlement")
        );
        assert_eq!(issued, before, "nothing is added");
    }
    let payroll = stipends.payroll(month("2018-11"), month("2018-12")).unwrap();
    issued.issue(&payroll).unwrap();
    assert_eq!(issued.total().unwrap().to_string(), "4800.00");
}

/// Whoever settles a month that was never issued has paid it: it cannot be issued on top.
#[test]
fn month_that_was_settled_whole_is_closed() {
    let charter = charter();
    let township = township(&[SECRETARY]);
    let stipends = Stipends::new(&township, &charter.stipend);
    let (first, last) = (month("2018-09"), month("2018-09"));
    let mut issued = Issued::default();
    let settlement = stipends.settle(&issued, first, last).unwrap();
    assert_eq!(settlement.total.to_string(), "1200.00");
    issued.pay(&settlement).unwrap();
    assert!(issued.is_closed(first));
    assert!(issued.issue(&stipends.payroll(first, last).unwrap()).is_err());
}

/// Paid from 1 September on; then the start is decided for 10 October. September is owed back, and of
/// October 9 of 31 days: 1,200.00 × 22/31 = 851.612… → 851.61; 348.39 are owed back.
#[test]
fn what_was_paid_before_the_start_that_is_decided_is_owed_back() {
    let charter = charter();
    let township = township(&[SECRETARY]);
    let mut issued = issued(&township, &charter.stipend, ("2018-09", "2018-10"));
    let mut records = charter.stipend.records().clone();
    records.start = Sourced { value: "2018-10-10".parse().unwrap(), basis: decided() };
    let schedule = Schedule::new(records).unwrap();
    let stipends = Stipends::new(&township, &schedule);
    let settlement = stipends.settle(&issued, month("2018-09"), month("2018-10")).unwrap();
    assert_eq!(
        told(&settlement),
        [
            "2018-09 p stipend v0 -1200.00: 2018-09-01..2018-10-01 is not due",
            "2018-10 p stipend v0 -348.39: 2018-10-01..2018-10-10 is not due",
        ]
    );
    // The whole of it before the start: that is what it rests on.
    let september = stipends.settle(&issued, month("2018-09"), month("2018-09")).unwrap();
    assert_eq!((september.total.to_string().as_str(), september.months.len()), ("-1200.00", 1));
    assert!(september.assumptions.is_empty());
    issued.pay(&settlement).unwrap();
    assert!(
        stipends.settle(&issued, month("2018-09"), month("2018-10")).unwrap().months.is_empty()
    );
    // A payroll of such a month is refused all the same.
    assert!(stipends.payroll(month("2018-09"), month("2018-10")).is_err());
}

/// Two settlements made of the same state: only one of them can be paid, and it only once.
#[test]
fn settlement_that_is_stale_is_not_paid() {
    let charter = charter();
    let ended = ("p", "village_secretary", "v0", "2018-01-01", Some("2018-10-16"), None);
    let (then, now) = (township(&[SECRETARY]), township(&[ended]));
    let mut issued = issued(&then, &charter.stipend, ("2018-10", "2018-10"));
    let october = month("2018-10");
    let settlement =
        Stipends::new(&now, &charter.stipend).settle(&issued, october, october).unwrap();
    let never = township(&[]);
    let other = Stipends::new(&never, &charter.stipend).settle(&issued, october, october).unwrap();
    issued.pay(&settlement).unwrap();
    let before = issued.clone();
    for stale in [&settlement, &other] {
        let error = issued.pay(stale).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the settlement of `2018-10` is stale: `p` had 580.65 as `stipend`, not 1200.00"
        );
    }
    assert_eq!(issued, before);
}

/// What is kept from one run to the next is what was issued; nothing in it stands twice.
#[test]
fn what_was_issued_comes_back_from_its_document() {
    let charter = charter();
    let township = township(&[SECRETARY]);
    let issued = issued(&township, &charter.stipend, ("2018-09", "2018-10"));
    let document = serde_json::to_value(&issued).unwrap();
    assert_eq!(document[1]["month"], "2018-10");
    assert_eq!(document[1]["items"][0]["amount"], "1200.00");
    assert_eq!(document[1]["items"][0]["item"]["post"], "village_secretary");
    let text = document.to_string();
    assert_eq!(serde_json::from_str::<Issued<'_>>(&text).unwrap(), issued);
    let mut twice = document.as_array().unwrap().clone();
    twice.push(document[0].clone());
    let text = Value::from(twice).to_string();
    let error = serde_json::from_str::<Issued<'_>>(&text).unwrap_err().to_string();
    assert!(error.starts_with("`2018-09` was issued already"), "{error}");
    let mut twice = document;
    let item = twice[1]["items"][0].clone();
    twice[1]["items"].as_array_mut().unwrap().push(item);
    assert!(serde_json::from_str::<Issued<'_>>(&twice.to_string()).is_err());
}

/// Steps are those of people by their id, whichever books they were looked up in; and in older books
/// they stand as they were known then.
#[test]
fn steps_are_known_from_a_day_on() {
    let charter = charter();
    let mut records = charter.stipend.records().clone();
    records.deductions.value.push(Deduction {
        step: Step::Sanction,
        share: "1/1".parse().unwrap(),
        months: 1.try_into().unwrap(),
        effect: Effect::Deducted,
        basis: decided(),
    });
    let schedule = Schedule::new(records).unwrap();
    let now = township(&[SECRETARY]);
    let day = |text: &str| text.parse().unwrap();
    let taken = StepTaken {
        person: now.person("p").unwrap(),
        step: Step::Sanction,
        on: day("2018-10-08"),
        recorded: Some(day("2018-11-05")),
        annulled: Some(day("2018-12-03")),
    };
    let paid = |on: &str| {
        let then = now.as_known_on(day(on));
        let stipends = Stipends::new(&then, &schedule).with_steps(taken.as_known_on(day(on)));
        stipends.payroll(month("2018-10"), month("2018-10")).unwrap().total.to_string()
    };
    assert_eq!(
        ["2018-11-04", "2018-11-05", "2018-12-02", "2018-12-03"].map(paid),
        ["1200.00", "0.00", "0.00", "1200.00"]
    );
}

#[test]
fn lines_of_a_document_are_what_was_issued() {
    let charter = charter();
    let away = ("q", "womens_director", "v1", "2018-10-09", None, None);
    let township = township(&[SECRETARY, away]);
    let stipends = Stipends::new(&township, &charter.stipend);
    let payroll = stipends.payroll(month("2018-09"), month("2018-12")).unwrap();
    let mut direct = Issued::default();
    direct.issue(&payroll).unwrap();
    let document = serde_json::to_string(&payroll).unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    let texts: Vec<(String, String)> = document["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| (of["month"].as_str().unwrap().to_owned(), of["lines"].to_string()))
        .collect();
    let mut read = Issued::default();
    for (of, lines) in &texts {
        let lines: Vec<IssuedLine<'_>> = serde_json::from_str(lines).unwrap();
        read.issue_lines(month(of), lines).unwrap();
    }
    assert_eq!(read, direct);
    // To the end of the calendar too.
    let last = stipends.payroll(month("2199-12"), month("2199-12")).unwrap();
    let lines = serde_json::to_string(&last.months[0].lines).unwrap();
    let lines: Vec<IssuedLine<'_>> = serde_json::from_str(&lines).unwrap();
    let expected: Vec<IssuedLine<'_>> = last.months[0].lines.iter().map(IssuedLine::from).collect();
    assert_eq!(lines, expected);
}

#[test]
fn amounts_that_do_not_fit_are_refused_and_leave_everything_as_it_was() {
    let charter = charter();
    let township = township(&[SECRETARY]);
    let stipends = Stipends::new(&township, &charter.stipend);
    let (first, last) = (month("2018-09"), month("2018-09"));
    let payroll = stipends.payroll(first, last).unwrap();
    let line = |fen: i64| {
        let mut line = IssuedLine::from(&payroll.months[0].lines[0]);
        line.amount = bangfu::Yuan::from_fen(fen);
        line
    };
    let mut issued = Issued::default();
    let error = issued.issue_lines(first, [line(i64::MAX), line(1)]).unwrap_err();
    assert_eq!(error, IssueError::TooLarge { month: first });
    assert!(!issued.is_closed(first));
    issued.issue_lines(first, [line(i64::MIN)]).unwrap();
    let error = stipends.settle(&issued, first, last).unwrap_err();
    assert_eq!(error.to_string(), "the lines of `2018-09` add up to more than an amount can hold");
}
