//! The payroll as the docs word it, day by day over the plain records, in whole fen.

mod days;
mod document;
pub mod month;

use bangfu::calendar::Month;
use bangfu::charter::Charter;
use bangfu::chrono::{NaiveDate, TimeDelta};
use bangfu::roster::Roster;
use bangfu::stipend::{Payroll, Schedule, Stipends};
use bangfu::testing;
use bangfu::township::{Step, StepTaken, Township};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use document::Oracle;
use month::MonthNo;

use crate::{maoxi, paid};

/// That a step of discipline was taken, as a record.
#[derive(Clone, Debug)]
pub struct StepRecord {
    pub person: String,
    pub step: Step,
    pub on: NaiveDate,
    pub is_annulled: bool,
}

/// What a payroll is made of.
#[derive(Clone)]
pub struct Case {
    pub roster: Roster<'static>,
    pub schedule: Schedule,
    pub steps: Vec<StepRecord>,
    pub first: Month,
    pub last: Month,
}

/// As documents, so that a failure can be read.
impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let roster = serde_json::to_string(&self.roster).map_err(|_| std::fmt::Error)?;
        let schedule = serde_json::to_string(&self.schedule).map_err(|_| std::fmt::Error)?;
        write!(f, "{}..={} {roster} {schedule} {:?}", self.first, self.last, self.steps)
    }
}

fn later(month: Month, months: u32) -> Month {
    (0..months).fold(month, |month, _| month.next().unwrap_or(month))
}

/// Rosters, schedules and steps of any kind, and months in which something happens.
pub fn case() -> impl Strategy<Value = Case> {
    // Against whom, which step, how many days after the first month, whether it was annulled.
    let step = (any::<Index>(), any::<Index>(), -150..70_i64, 0..6_u8);
    let steps = prop_oneof![
        1 => Just(Vec::new()),
        4 => proptest::collection::vec(step, 0..8),
    ];
    let months = prop_oneof![3 => 0..14_u32, 1 => 0..40_u32];
    (testing::roster(), testing::schedule(), steps, months, 0..4_u32).prop_map(
        |(roster, schedule, steps, after, more)| {
            let first = later(schedule.first_month(), after);
            let (people, kinds) = (targets(&roster, &schedule, first), kinds(&schedule));
            let steps = steps.into_iter().map(|(who, which, days, annulled)| StepRecord {
                person: who.get(&people).clone(),
                step: *which.get(&kinds),
                on: first.first_day().to_date() + TimeDelta::days(days),
                is_annulled: annulled == 5,
            });
            let steps = steps.collect();
            Case { roster, schedule, steps, first, last: later(first, more) }
        },
    )
}

/// People in paid posts about the month, each as often as they are, and one other.
fn targets(roster: &Roster<'_>, schedule: &Schedule, month: Month) -> Vec<String> {
    let about = month.first_day().to_date();
    let (before, after) = (about - TimeDelta::days(100), about + TimeDelta::days(60));
    let paid = roster.tenures.iter().filter(|tenure| {
        !schedule.rates(tenure.post).is_empty()
            && tenure.from.to_date() <= after
            && tenure.until.is_none_or(|until| until.to_date() >= before)
    });
    let paid = paid.map(|tenure| tenure.person.to_string());
    paid.chain(roster.people.first().map(|person| person.id.to_string())).collect()
}

/// The steps from which something follows, and one more.
fn kinds(schedule: &Schedule) -> Vec<Step> {
    let deductions = schedule.records().deductions.value.iter();
    deductions.map(|deduction| deduction.step).chain([Step::Reminder]).collect()
}

pub fn taken<'t>(township: &'t Township, step: &StepRecord) -> StepTaken<'t> {
    let person = township.people().find(|person| *person.id() == *step.person);
    let on = step.on.try_into().expect("a day");
    StepTaken {
        person: person.expect("a person"),
        step: step.step,
        on,
        recorded: None,
        annulled: step.is_annulled.then_some(on),
    }
}

impl Case {
    pub fn township(&self) -> Township {
        self.roster.check(&Charter::maoxi().organisation).expect("a sound roster")
    }

    pub fn stipends<'t>(&'t self, township: &'t Township) -> Stipends<'t> {
        let steps = self.steps.iter().map(|step| taken(township, step));
        Stipends::new(township, &self.schedule).with_steps(steps)
    }

    /// Looks at the payroll; at nothing if it is refused.
    pub fn look<T>(&self, look: impl FnOnce(&Payroll<'_>) -> T) -> Option<T> {
        let township = self.township();
        let payroll = self.stipends(&township).payroll(self.first, self.last);
        payroll.ok().as_ref().map(look)
    }

    /// The document, or the message of the error.
    pub fn document(&self) -> Result<Value, String> {
        let township = self.township();
        let payroll = self.stipends(&township).payroll(self.first, self.last);
        let payroll = payroll.map_err(|error| error.to_string())?;
        Ok(serde_json::to_value(payroll).expect("a payroll can be written"))
    }

    /// The text of the document, byte by byte, or the message of the error.
    pub fn text(&self) -> Result<String, String> {
        let township = self.township();
        let payroll = self.stipends(&township).payroll(self.first, self.last);
        let payroll = payroll.map_err(|error| error.to_string())?;
        Ok(serde_json::to_string(&payroll).expect("a payroll can be written"))
    }

    pub fn expected(&self) -> Result<Value, String> {
        let rules = self.schedule.records();
        let number = |month: Month| MonthNo::of(month.first_day().to_date());
        Oracle::new(&self.roster, rules, &self.steps).document(
            &self.steps,
            number(self.first),
            number(self.last),
        )
    }
}

fn of_maoxi(roster: Roster<'static>, first: &str, last: &str) -> Case {
    let (first, last) = (first.parse().expect("a month"), last.parse().expect("a month"));
    Case { roster, schedule: Charter::maoxi().stipend, steps: Vec::new(), first, last }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn payroll_is_the_sum_day_by_day(case in case()) {
        prop_assert_eq!(case.document(), case.expected());
    }
}

#[test]
fn payroll_of_maoxi_is_the_sum_day_by_day() {
    let case = of_maoxi(maoxi(), "2018-09", "2019-02");
    assert_eq!(case.document(), case.expected());
    assert_eq!(case.expected(), Ok(paid(&case.roster, "2018-09", "2019-02")));
}

#[test]
fn payroll_of_the_last_months_of_the_calendar_is_the_sum_day_by_day() {
    let mut roster = maoxi();
    roster.tenures.retain(|tenure| tenure.until.is_none());
    roster.tenures.truncate(200);
    let case = of_maoxi(roster, "2199-11", "2199-12");
    let expected = case.expected().expect("a payroll");
    assert_eq!(expected["months"][1]["lines"][0]["until"], "2200-01-01");
    assert_eq!(case.document(), Ok(expected));
}
