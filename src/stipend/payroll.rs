mod caps;
mod days;
mod earnings;
mod frame;
mod line;
mod lines;
mod month;
mod notes;
mod steps;
mod timetable;
mod totals;
mod trace;
mod unpaid;
mod walk;

use std::collections::BTreeMap;

use super::Schedule;
use crate::basis::Assumptions;
use crate::calendar::{Day, Month};
use crate::quantity::{Id, Yuan};
use crate::township::{Person, StepTaken, Township};

use caps::{Cuts, Due};
use frame::{Frame, frames};
use line::Ground;
pub use line::{PayKind, PayLine};
use steps::Consequences;
use timetable::Timetables;
pub use totals::{Budget, Totals};
pub use trace::{Source, Trace};
pub use unpaid::Unpaid;
use walk::Walk;

/// What is paid for some months (发放表), line by line; the lines add up to every total.
///
/// In documents `{"months": [{"month": "2018-09", "total": "840.00", "lines": […], "by_village":
/// {"510525108205": "840.00"}}], "total": "840.00", "assumptions": ["A1", "A2"]}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Payroll<'t> {
    /// The months, in order.
    pub months: Vec<MonthPayroll<'t>>,
    /// The sum of the months.
    pub total: Yuan,
    /// The assumptions that these figures rest on: all that the lines rest on, and those of the months
    /// in which was kept back what is paid out in these; the rule for parts of a month though a part
    /// is not paid, that for several posts wherever somebody holds two that are paid, that of
    /// rounding wherever a share is no whole number of fen; the start, if its month is among them;
    /// and the table of deductions, if a step was taken by their end.
    pub assumptions: Assumptions,
}

/// What is paid for one month.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MonthPayroll<'t> {
    /// The month.
    pub month: Month,
    /// The sum of the lines.
    pub total: Yuan,
    /// The lines, by person, first day, kind, unit and post; what is taken off equal ones in the
    /// order of the lines, the units from the lowest up, and the steps.
    pub lines: Vec<PayLine<'t>>,
    /// The sum of the lines of each village that has any, by its id: a group cadre's under the
    /// village of the group, a travel line's under the village served.
    pub by_village: BTreeMap<&'t Id<'static>, Yuan>,
}

impl<'t> MonthPayroll<'t> {
    /// The sum of those lines that are meant, or `None` if it does not fit.
    pub fn sum_of(&self, is_meant: impl Fn(&PayLine<'t>) -> bool) -> Option<Yuan> {
        Yuan::checked_sum(self.lines.iter().filter(|line| is_meant(line)).map(|line| line.amount))
    }
}

impl MonthPayroll<'_> {
    /// A month in which nothing is paid.
    pub(super) const fn without_lines(month: Month) -> Self {
        Self { month, total: Yuan::ZERO, lines: Vec::new(), by_village: BTreeMap::new() }
    }
}

/// Why there is no [`Payroll`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayrollError {
    /// A month before the schedule begins was asked for.
    #[error("not_yet_effective: `{month}` lies before the first month of the schedule, `{first}`")]
    NotYetEffective {
        /// The month.
        month: Month,
        /// The first month that the schedule pays.
        first: Month,
    },
    /// The last month lies before the first.
    #[error("`{first}` lies after `{last}`")]
    Backwards {
        /// The first month that was asked for.
        first: Month,
        /// The last one.
        last: Month,
    },
    /// Somebody holds several paid posts, and the schedule asks for a decision.
    #[error("`{person}` holds several paid posts on {on}: a decision is asked for")]
    Concurrent {
        /// The person.
        person: Id<'static>,
        /// The first day of the months asked for on which they do.
        on: Day,
    },
    /// The calendar of working days does not know every day of a month.
    #[error("the calendar of working days does not know all of `{month}`")]
    UnknownWorkdays {
        /// The month.
        month: Month,
    },
    /// By the calendar of working days, nobody works on any day of a month.
    #[error("`{month}` has no working day")]
    NoWorkdays {
        /// The month.
        month: Month,
    },
    /// The sum of some lines is greater than an amount can be.
    #[error("the lines of `{month}` add up to more than an amount can hold")]
    TooLarge {
        /// The month.
        month: Month,
    },
    /// The sum of the months is greater than an amount can be.
    #[error("the months add up to more than an amount can hold")]
    TotalTooLarge,
}

/// Works out the stipends of every month from `first` to `last`: [`Stipends::payroll`] for nobody
/// against whom a step of discipline was taken.
///
/// # Errors
/// As [`Stipends::payroll`].
pub fn payroll<'t>(
    township: &'t Township,
    schedule: &'t Schedule,
    first: Month,
    last: Month,
) -> Result<Payroll<'t>, PayrollError> {
    Stipends::new(township, schedule).payroll(first, last)
}

/// What the people of a township are to be paid under a schedule.
///
/// ```
/// use bangfu::stipend::Stipends;
/// # use bangfu::{charter::Charter, roster::Roster};
/// # let charter = Charter::maoxi();
/// # let text = br#"{"format": 1, "town": {"id": "t", "population": 900}, "zones": [],
/// #     "villages": [{"id": "v", "zone": null, "community": true}], "groups": [],
/// #     "households": [], "people": [{"id": "p", "rank": "village", "village": "v"}],
/// #     "tenures": [{"person": "p", "post": "village_secretary", "unit": "v", "from": "2018-09-10"}],
/// #     "pairings": []}"#;
/// # let roster: Roster<'_> = serde_json::from_slice(text)?;
/// # let township = roster.check(&charter.organisation)?;
/// let stipends = Stipends::new(&township, &charter.stipend);
/// let september = "2018-09".parse()?;
/// let payroll = stipends.payroll(september, september)?;
/// let line = &payroll.months[0].lines[0];
/// assert_eq!(line.amount().to_string(), "840.00");
/// let why = line.trace(&charter.stipend).to_string();
/// assert_eq!(why, "1200.00 a month [F81] × 21/30 [A2] = 840.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Stipends<'t> {
    pub(super) township: &'t Township,
    pub(super) schedule: &'t Schedule,
    /// By person, then day and step.
    steps: Vec<StepTaken<'t>>,
}

impl<'t> Stipends<'t> {
    /// The stipends of a township under a schedule.
    #[must_use]
    pub const fn new(township: &'t Township, schedule: &'t Schedule) -> Self {
        Self { township, schedule, steps: Vec::new() }
    }

    /// The same after some steps of discipline; those annulled count as never taken. A person of
    /// another township, as of the same one in older books, is the one of that id here; steps against
    /// people who are not here have no effect.
    #[must_use]
    pub fn with_steps<'s>(mut self, steps: impl IntoIterator<Item = StepTaken<'s>>) -> Self {
        let township = self.township;
        let counting = steps.into_iter().filter(StepTaken::counts).filter_map(|taken| {
            let StepTaken { step, on, recorded, annulled, .. } = taken;
            let person = township.person(taken.person.id().as_str())?;
            Some(StepTaken { person, step, on, recorded, annulled })
        });
        self.steps.extend(counting);
        self.steps.sort_by_key(|taken| (taken.person, taken.on, taken.step));
        self
    }

    /// The payroll of every month from `first` to `last`.
    ///
    /// What each person earns on each day, for parts of a month, in several posts, away from home
    /// and after steps of discipline, is said by the [`ScheduleRecords`](super::ScheduleRecords).
    /// Takes time in proportion to paid tenures × months, and room for the lines alone.
    ///
    /// # Errors
    /// [`PayrollError::Backwards`] if `last` lies before `first`;
    /// [`PayrollError::NotYetEffective`] if `first` lies before the schedule's first month;
    /// [`PayrollError::Concurrent`] if somebody holds several paid posts and the schedule refuses
    /// that; [`PayrollError::UnknownWorkdays`] or [`PayrollError::NoWorkdays`] for a month without
    /// known working days, where the schedule counts them; [`PayrollError::TooLarge`] if a sum does
    /// not fit. The months in which was kept back what is paid out in these, and all since, are worked
    /// out too, and refused likewise.
    pub fn payroll(&self, first: Month, last: Month) -> Result<Payroll<'t>, PayrollError> {
        let months = first.through(last);
        let mut months: Vec<_> = months.map(|month| Sheet::new(month, self.township)).collect();
        let assumptions = self.walk(first, last, |walk| {
            for (sheet, lines) in months.iter_mut().zip(walk.count()?) {
                sheet.lines.reserve_exact(lines);
            }
            Ok(|frame: &Frame, line: &PayLine<'t>| {
                if let Some(sheet) = months.get_mut(frame.at) {
                    sheet.add(line);
                }
            })
        })?;
        let months = months.into_iter().map(|sheet| {
            let month = sheet.month;
            sheet.close(self.township).ok_or(PayrollError::TooLarge { month })
        });
        let months: Vec<MonthPayroll<'t>> = months.collect::<Result<_, _>>()?;
        let total = Yuan::checked_sum(months.iter().map(|month| month.total))
            .ok_or(PayrollError::TotalTooLarge)?;
        Ok(Payroll { months, total, assumptions })
    }

    /// Hands out every line of the months from `first` to `last`, person by person and for each
    /// person month by month, and keeps none: for payrolls that should not stand in memory. With caps
    /// the people are gone through twice, and what is due for each unit and month is kept.
    ///
    /// They are the lines of [`payroll`](Self::payroll); what comes back is the assumptions that
    /// they rest on.
    ///
    /// # Errors
    /// As [`payroll`](Self::payroll), but no sum is made that could be too large. Some lines may have
    /// been handed out before.
    pub fn each_line(
        &self,
        first: Month,
        last: Month,
        mut sink: impl FnMut(Month, &PayLine<'t>),
    ) -> Result<Assumptions, PayrollError> {
        self.walk(first, last, |_| {
            Ok(move |frame: &Frame, line: &PayLine<'t>| sink(frame.month, line))
        })
    }

    /// Hands out every line to what `sink` makes of the walk before it begins.
    fn walk<S: FnMut(&Frame, &PayLine<'t>)>(
        &self,
        first: Month,
        last: Month,
        sink: impl FnOnce(&mut Walk<'_, 't>) -> Result<S, PayrollError>,
    ) -> Result<Assumptions, PayrollError> {
        if last < first {
            return Err(PayrollError::Backwards { first, last });
        }
        let start = self.schedule.first_month();
        if first < start {
            return Err(PayrollError::NotYetEffective { month: first, first: start });
        }
        // What is paid out in these months may have been kept back before.
        let needs =
            |steps: &[StepTaken<'t>]| Consequences::new(self.schedule, steps).needs(first, last);
        let needed = needs(&self.steps).map_or(first, |month| month.min(first));
        let frames = frames(self.schedule, needed, first, last)?;
        let tables = Timetables::new(self.schedule, &frames);
        let mut walk = Walk::new(self, &frames, &tables, (first, last));
        let mut cuts = Cuts::default();
        if !self.schedule.records().caps.is_empty() {
            let mut due = Due::new();
            walk.earned(|frame, line| {
                let of_month = due.entry(frame.month).or_default();
                let sum: &mut i128 = of_month.entry(line.unit()).or_default();
                *sum = sum.saturating_add(line.amount.fen().into());
            })?;
            cuts = Cuts::new(self.schedule, due);
        }
        let sink = sink(&mut walk)?;
        walk.paid(cuts, sink)?;
        let mut assumptions = walk.assumptions();
        let rules = self.schedule.records();
        if first == start {
            assumptions.rest_on(&rules.start.basis);
        }
        if self.steps.iter().any(|taken| taken.on.month() <= last) {
            assumptions.rest_on(&rules.deductions.basis);
        }
        Ok(assumptions)
    }

    /// The steps taken against a person.
    #[inline]
    fn steps_of(&self, person: Person<'t>) -> &[StepTaken<'t>] {
        if self.steps.is_empty() {
            return &[];
        }
        let from = self.steps.partition_point(|taken| taken.person < person);
        let until = self.steps.partition_point(|taken| taken.person <= person);
        self.steps.get(from..until).unwrap_or_default()
    }
}

/// The lines of a month so far, with their sums in fen.
struct Sheet<'t> {
    month: Month,
    lines: Vec<PayLine<'t>>,
    total: i128,
    /// By the position of the village, so that a line costs no search; none without a line.
    by_village: Vec<Option<i128>>,
}

impl<'t> Sheet<'t> {
    fn new(month: Month, township: &Township) -> Self {
        let by_village = vec![None; township.villages().len()];
        Self { month, lines: Vec::new(), total: 0, by_village }
    }

    fn add(&mut self, line: &PayLine<'t>) {
        let fen = i128::from(line.amount.fen());
        // INVARIANT: 2^63 lines of 2^63 fen have 126 bits.
        self.total = self.total.saturating_add(fen);
        let village = line.village();
        if let Some(sum) = village.and_then(|village| self.by_village.get_mut(village.index())) {
            *sum = Some(sum.unwrap_or_default().saturating_add(fen));
        }
        self.lines.push(*line);
    }

    /// The payroll of the month, if its sums fit.
    fn close(mut self, township: &'t Township) -> Option<MonthPayroll<'t>> {
        self.lines.shrink_to_fit();
        let amount = |fen: i128| i64::try_from(fen).ok().map(Yuan::from_fen);
        let mut by_village = BTreeMap::new();
        for (village, sum) in township.villages().zip(self.by_village) {
            if let Some(sum) = sum {
                by_village.insert(village.id(), amount(sum)?);
            }
        }
        let (month, total, lines) = (self.month, amount(self.total)?, self.lines);
        Some(MonthPayroll { month, total, lines, by_village })
    }
}
