use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{ConcurrentPosts, PartMonth, Rate, Rounding, Schedule, ScheduleRecords, TravelRule};
use crate::basis::Assumptions;
use crate::calendar::{Date, Day, Month, Span};
use crate::quantity::{Id, Ratio, Yuan};
use crate::township::{Level, Person, Post, Tenure, Township, Unit};

/// What is paid for some months (发放表), line by line; the lines add up to every total.
///
/// In documents `{"months": [{"month": "2018-09", "total": "840.00", "lines": […], "by_village":
/// {"510525108205": "840.00"}}], "total": "840.00", "assumptions": ["A1", "A2"]}`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Payroll<'t> {
    /// The months, in order.
    pub months: Vec<MonthPayroll<'t>>,
    /// The sum of the months.
    pub total: Yuan,
    /// The assumptions that these figures rest on.
    pub assumptions: Assumptions,
}

/// What is paid for one month.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MonthPayroll<'t> {
    /// The month.
    pub month: Month,
    /// The sum of the lines.
    pub total: Yuan,
    /// The lines, by person, first day and kind.
    pub lines: Vec<PayLine<'t>>,
    /// The sum of the lines of each village that has any, by its id: a group cadre's under the
    /// village of the group, a travel line's under the village served.
    pub by_village: BTreeMap<&'t Id<'static>, Yuan>,
}

/// One line (明细): an unbroken run of days of one person in one paid post within one month.
///
/// Two tenures of one post and unit that meet make one run.
///
/// In documents `{"person": "p101", "post": "village_secretary", "unit": "510525108205", "kind":
/// "stipend", "from": "2018-09-10", "until": "2018-10-01", "days": 21, "of": 30, "monthly":
/// "1200.00", "amount": "840.00"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayLine<'t> {
    /// Who is paid.
    pub person: Person<'t>,
    /// The post for which; of a travel line the one that is served in another village.
    pub post: Post,
    /// The unit at which the post is held.
    pub unit: Unit<'t>,
    /// What for.
    pub kind: PayKind,
    /// The days.
    pub span: Span,
    /// The number of days in the month.
    pub of: u32,
    /// The rate for a whole month.
    pub monthly: Yuan,
    /// What is paid.
    pub amount: Yuan,
}

/// What a line is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PayKind {
    /// The stipend of a post `[F81-F85]`.
    Stipend,
    /// The allowance for serving in another village `[F86]`.
    Travel,
}

impl Serialize for PayLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_struct("PayLine", 10)?;
        line.serialize_field("person", &self.person)?;
        line.serialize_field("post", &self.post)?;
        line.serialize_field("unit", &self.unit)?;
        line.serialize_field("kind", &self.kind)?;
        line.serialize_field("from", &self.span.from())?;
        line.serialize_field("until", &Date(self.span.end_date()))?;
        line.serialize_field("days", &self.span.days())?;
        line.serialize_field("of", &self.of)?;
        line.serialize_field("monthly", &self.monthly)?;
        line.serialize_field("amount", &self.amount)?;
        line.end()
    }
}

impl<'t> MonthPayroll<'t> {
    /// The sum of those lines that are meant, or `None` if it does not fit.
    pub fn sum_of(&self, is_meant: impl Fn(&PayLine<'t>) -> bool) -> Option<Yuan> {
        Yuan::checked_sum(self.lines.iter().filter(|line| is_meant(line)).map(|line| line.amount))
    }
}

/// Why there is no [`Payroll`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
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
    /// The sum of some lines is greater than an amount can be.
    #[error("the lines of `{month}` add up to more than an amount can hold")]
    TooLarge {
        /// The month.
        month: Month,
    },
}

/// Works out the stipends of every month from `first` to `last`.
///
/// Each person is paid, on each day, for the highest of the paid posts held (A3), and for a part of
/// a month the calendar days of it (A2), rounded once at the end of the line (A4). The travel
/// allowance is due for every day on which the person holds a paid post of a village other than the
/// home village, paid that day or not (A5); its line names the highest of those posts. Of equal
/// posts the one counts whose tenure began first, then that of the smaller unit, then the smaller
/// post. Takes time in proportion to paid tenures × months.
///
/// # Errors
/// [`PayrollError::Backwards`] if `last` lies before `first`;
/// [`PayrollError::NotYetEffective`] if `first` lies before the schedule's first month;
/// [`PayrollError::TooLarge`] if a sum does not fit.
pub fn payroll<'t>(
    township: &'t Township,
    schedule: &Schedule,
    first: Month,
    last: Month,
) -> Result<Payroll<'t>, PayrollError> {
    if last < first {
        return Err(PayrollError::Backwards { first, last });
    }
    if first < schedule.first_month() {
        return Err(PayrollError::NotYetEffective { month: first, first: schedule.first_month() });
    }
    let paid = |tenure: Tenure<'t>| Some(Paid::new(tenure, schedule.rate(tenure.post())?));
    let people: Vec<(Person<'t>, Vec<Paid<'t>>)> = township
        .people()
        .map(|person| (person, person.tenures().filter_map(paid).collect::<Vec<_>>()))
        .filter(|(_, tenures)| !tenures.is_empty())
        .collect();
    let mut assumptions = Assumptions::default();
    let mut months = Vec::new();
    for month in first.through(last) {
        months.push(
            month_payroll(month, schedule.records(), &people, &mut assumptions)
                .ok_or(PayrollError::TooLarge { month })?,
        );
    }
    let total = Yuan::checked_sum(months.iter().map(|month| month.total))
        .ok_or(PayrollError::TooLarge { month: last })?;
    Ok(Payroll { months, total, assumptions })
}

/// A tenure in a paid post.
#[derive(Clone, Copy)]
struct Paid<'t> {
    post: Post,
    unit: Unit<'t>,
    span: Span,
    monthly: Yuan,
    /// Whether it counts as serving in another village.
    is_elsewhere: bool,
}

/// What decides between posts held on one day: the smallest key counts.
type Precedence<'t> = (Reverse<Yuan>, Day, &'t Id<'static>, Post);

impl<'t> Paid<'t> {
    fn new(tenure: Tenure<'t>, rate: &Rate) -> Self {
        let unit = tenure.unit();
        let home = tenure.person().home_village();
        Self {
            post: rate.post,
            unit,
            span: tenure.span(),
            monthly: rate.monthly,
            is_elsewhere: unit.level() == Level::Village
                && home.is_some_and(|home| Unit::from(home) != unit),
        }
    }

    fn precedence(&self) -> Precedence<'t> {
        (Reverse(self.monthly), self.span.from(), self.unit.id(), self.post)
    }
}

/// The payroll of one month; `None` if a sum does not fit.
fn month_payroll<'t>(
    month: Month,
    rules: &ScheduleRecords,
    people: &[(Person<'t>, Vec<Paid<'t>>)],
    assumptions: &mut Assumptions,
) -> Option<MonthPayroll<'t>> {
    if month == rules.start.value.month() {
        assumptions.rest_on(&rules.start.basis);
    }
    // INVARIANT: no month before the schedule's first is asked for, so some day of it is paid.
    let paid_days = month.span().intersection(Span::starting(rules.start.value))?;
    let mut lines = Vec::new();
    for (person, tenures) in people {
        let first_line = lines.len();
        for (kind, segment) in segments(tenures, paid_days, rules, assumptions) {
            lines.push(line(*person, kind, &segment, month, rules, assumptions)?);
        }
        let of_person = lines.get_mut(first_line..).unwrap_or_default();
        of_person.sort_by_key(|line: &PayLine<'t>| (line.span.from(), line.kind));
    }
    let mut by_village = BTreeMap::new();
    for line in &lines {
        if let Some(village) = line.unit.village() {
            let sum: &mut Yuan = by_village.entry(village.id()).or_default();
            *sum = sum.checked_add(line.amount)?;
        }
    }
    let total = Yuan::checked_sum(lines.iter().map(|line| line.amount))?;
    Some(MonthPayroll { month, total, lines, by_village })
}

/// For which post a person is paid on which days, and for which the travel allowance is due.
fn segments<'t>(
    tenures: &[Paid<'t>],
    paid_days: Span,
    rules: &ScheduleRecords,
    assumptions: &mut Assumptions,
) -> impl Iterator<Item = (PayKind, Segment<'t>)> + use<'t> {
    let tenures = || tenures.iter().copied();
    let stipends = match rules.concurrent_posts.value {
        ConcurrentPosts::HighestOnly => first_by_day(tenures(), paid_days),
    };
    if stipends.iter().any(|segment| segment.is_contested) {
        assumptions.rest_on(&rules.concurrent_posts.basis);
    }
    let travel = match rules.travel.rule.value {
        TravelRule::AnyPaidVillagePost => {
            first_by_day(tenures().filter(|tenure| tenure.is_elsewhere), paid_days)
        }
    };
    if !travel.is_empty() {
        assumptions.rest_on(&rules.travel.rule.basis);
    }
    let stipends = stipends.into_iter().map(|segment| (PayKind::Stipend, segment));
    stipends.chain(travel.into_iter().map(|segment| (PayKind::Travel, segment)))
}

/// What is paid for a segment; `None` if it does not fit.
fn line<'t>(
    person: Person<'t>,
    kind: PayKind,
    segment: &Segment<'t>,
    month: Month,
    rules: &ScheduleRecords,
    assumptions: &mut Assumptions,
) -> Option<PayLine<'t>> {
    let Segment { tenure, span, .. } = *segment;
    let monthly = match kind {
        PayKind::Stipend => tenure.monthly,
        PayKind::Travel => rules.travel.monthly,
    };
    let share = match rules.part_month.value {
        PartMonth::CalendarDays => Ratio::new(span.days().into(), month.days().into()).ok()?,
    };
    if span.days() < month.days() {
        assumptions.rest_on(&rules.part_month.basis);
    }
    let rounded = match rules.rounding.value {
        Rounding::LineHalfUp => monthly.share_half_up(share)?,
    };
    if !rounded.is_exact {
        assumptions.rest_on(&rules.rounding.basis);
    }
    let Paid { post, unit, .. } = tenure;
    let (of, amount) = (month.days(), rounded.amount);
    Some(PayLine { person, post, unit, kind, span, of, monthly, amount })
}

/// A run of days for which the same post counts.
struct Segment<'t> {
    /// The tenure that comes first.
    tenure: Paid<'t>,
    span: Span,
    /// Whether others are held on some day of it.
    is_contested: bool,
}

/// For every day of `window` on which any of the tenures is held, which of them comes first.
/// Segments of one post and unit that meet are one.
fn first_by_day<'t>(tenures: impl Iterator<Item = Paid<'t>>, window: Span) -> Vec<Segment<'t>> {
    let mut waiting: Vec<(Span, Paid<'t>)> =
        tenures.filter_map(|tenure| Some((tenure.span.intersection(window)?, tenure))).collect();
    waiting.sort_by_key(|(span, _)| *span);
    let changes: BTreeSet<Day> =
        waiting.iter().flat_map(|(span, _)| [Some(span.from()), span.until()]).flatten().collect();
    let mut next_changes = changes.iter().copied().skip(1);
    let mut waiting = waiting.into_iter().peekable();
    // Those held, by precedence.
    let mut held: BTreeMap<Precedence<'t>, (Span, Paid<'t>)> = BTreeMap::new();
    let mut segments: Vec<Segment<'t>> = Vec::new();
    for from in changes.iter().copied() {
        let until = next_changes.next();
        held.retain(|_, (span, _)| span.contains(from));
        while let Some((span, tenure)) = waiting.next_if(|(span, _)| span.from() == from) {
            held.insert(tenure.precedence(), (span, tenure));
        }
        let Some((_, tenure)) = held.values().next().copied() else { continue };
        // INVARIANT: changes are in order, and the last one that begins anything is open.
        let Ok(span) = Span::new(from, until) else { continue };
        let is_contested = held.len() > 1;
        match segments.last_mut() {
            Some(last)
                if (last.tenure.unit, last.tenure.post) == (tenure.unit, tenure.post)
                    && last.span.meets(span) =>
            {
                last.span = Span::new(last.span.from(), until).unwrap_or(span);
                last.is_contested |= is_contested;
            }
            _ => segments.push(Segment { tenure, span, is_contested }),
        }
    }
    segments
}
