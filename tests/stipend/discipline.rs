//! Worked cases of what is kept back and paid out later.

use bangfu::charter::Charter;
use bangfu::stipend::{Deduction, Effect, Schedule, ScheduleRecords, Stipends};
use bangfu::township::{Step, StepTaken, Township};
use serde_json::{Value, json};

use crate::figures::roster;
use crate::oracle::{StepRecord, taken};

fn step(person: &str, step: Step, on: &str) -> StepRecord {
    StepRecord { person: person.to_owned(), step, on: on.parse().unwrap(), is_annulled: false }
}

/// Half is kept back for a month after an admonishment, and a third lost after a reminder.
fn schedule() -> Schedule {
    let mut records: ScheduleRecords = Charter::maoxi().stipend.into();
    records.deductions.value =
        [(Step::Admonishment, "1/2", Effect::Withheld), (Step::Reminder, "1/3", Effect::Deducted)]
            .into_iter()
            .map(|(step, share, effect)| Deduction {
                step,
                share: share.parse().unwrap(),
                months: 1.try_into().unwrap(),
                effect,
                basis: records.deductions.basis.clone(),
            })
            .collect();
    Schedule::new(records).unwrap()
}

/// `p` is secretary all the time, `q` director from the middle of October 2018 on.
fn township() -> Township {
    let tenures = [
        ("p", "village_secretary", "v0", "2018-01-01", None),
        ("q", "village_director", "v0", "2018-10-17", None),
    ];
    let document = roster(&["p", "q"], &tenures).to_string();
    let roster: bangfu::roster::Roster<'_> = serde_json::from_str(&document).unwrap();
    roster.check(&Charter::maoxi().organisation).unwrap()
}

fn pay(steps: &[StepRecord], first: &str, last: &str) -> Value {
    let (township, schedule) = (township(), schedule());
    let steps = steps.iter().map(|step| taken(&township, step));
    let stipends = Stipends::new(&township, &schedule).with_steps(steps);
    let payroll = stipends.payroll(first.parse().unwrap(), last.parse().unwrap());
    serde_json::to_value(payroll.unwrap()).unwrap()
}

/// The lines of a person in a month, as kind and amount.
fn lines(payroll: &Value, month: usize, person: &str) -> Vec<(String, String)> {
    let lines = payroll["months"][month]["lines"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let own = lines.filter(|line| line["person"] == person);
    own.map(|line| (text(&line["kind"]), text(&line["amount"]))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(kind, amount)| ((*kind).to_owned(), (*amount).to_owned())).collect()
}

#[test]
fn months_before_something_is_kept_back_are_paid_too() {
    let steps = [step("p", Step::Admonishment, "2018-11-05")];
    let payroll = pay(&steps, "2018-09", "2018-12");
    let stipend = ("stipend", "1200.00");
    assert_eq!(lines(&payroll, 0, "p"), pairs(&[stipend]));
    assert_eq!(lines(&payroll, 1, "p"), pairs(&[stipend]));
    assert_eq!(lines(&payroll, 2, "p"), pairs(&[stipend, ("withholding", "-600.00")]));
    assert_eq!(lines(&payroll, 3, "p"), pairs(&[stipend, ("release", "600.00")]));
    let december = pay(&steps, "2018-12", "2018-12");
    assert_eq!(december["months"][0], payroll["months"][3]);
    assert_eq!(
        december["months"][0]["lines"][1],
        json!({
            "person": "p", "post": "village_secretary", "unit": "v0", "kind": "release",
            "from": "2018-12-01", "until": "2019-01-01", "days": 31, "of": 31,
            "monthly": "600.00", "amount": "600.00", "source": "A6", "step": "admonishment",
        })
    );
}

#[test]
fn what_is_paid_out_rests_on_the_months_in_which_it_was_kept_back() {
    let rests = |steps: &[StepRecord], month| pay(steps, month, month)["assumptions"].clone();
    let kept_back = |person, on| step(person, Step::Admonishment, on);
    // A part of October, of which an odd fen is rounded.
    let of_q = rests(&[kept_back("q", "2018-10-20")], "2018-11");
    assert_eq!(of_q, json!(["A2", "A4", "A6"]));
    // September is the first month of the schedule.
    let of_p = rests(&[kept_back("p", "2018-09-20")], "2018-10");
    assert_eq!(of_p, json!(["A1", "A2", "A4", "A6"]));
    // The October of somebody of whom nothing is paid out has nothing to do with November.
    let of_others = [kept_back("p", "2018-10-20"), step("q", Step::Reminder, "2018-10-20")];
    assert_eq!(rests(&of_others, "2018-11"), json!(["A6"]));
}

/// Who is meant is said by the id, in whichever books the person was looked up.
#[test]
fn steps_are_those_of_the_people_of_their_ids() {
    let (own, books, schedule) = (township(), township(), schedule());
    let maoxi = crate::maoxi().check(&Charter::maoxi().organisation).unwrap();
    let (first, last) = ("2018-10".parse().unwrap(), "2018-11".parse().unwrap());
    let plain = Stipends::new(&own, &schedule);
    let step = step("p", Step::Admonishment, "2018-10-05");
    let with_own = plain.clone().with_steps([taken(&own, &step)]).payroll(first, last);
    assert_ne!(with_own, plain.payroll(first, last));
    let of_books = plain.clone().with_steps([taken(&books, &step)]).payroll(first, last);
    assert_eq!(of_books, with_own);
    // Somebody who is not here.
    let elsewhere = StepTaken { person: maoxi.people().next().unwrap(), ..taken(&own, &step) };
    assert_eq!(
        plain.clone().with_steps([elsewhere]).payroll(first, last),
        plain.payroll(first, last)
    );
}

#[test]
fn of_several_steps_the_earlier_takes_off_first_and_no_line_falls_below_nothing() {
    let admonished = |on| step("p", Step::Admonishment, on);
    let reminded = step("p", Step::Reminder, "2018-11-09");
    let steps = [admonished("2018-11-20"), reminded, admonished("2018-11-05")];
    let payroll = pay(&steps, "2018-11", "2018-12");
    assert_eq!(
        lines(&payroll, 0, "p"),
        pairs(&[
            ("stipend", "1200.00"),
            ("deduction", "-400.00"),
            ("withholding", "-600.00"),
            ("withholding", "-200.00"),
        ])
    );
    assert_eq!(payroll["months"][0]["by_village"]["v0"], "1000.00", "all of it is of q");
    let released = [("stipend", "1200.00"), ("release", "600.00"), ("release", "200.00")];
    assert_eq!(lines(&payroll, 1, "p"), pairs(&released));
}
