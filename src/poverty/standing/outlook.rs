use serde::Serialize;

use crate::calendar::{Day, Span};
use crate::poverty::target::{Baseline, Direction, Target};
use crate::quantity::{Percent, Ratio};

/// What is needed to meet a target in time, and what will be at the present pace (预测).
///
/// In documents tagged by `outlook`: `no_such_unit`, `unknown`, `ahead`, `running` or `closed`, with the
/// fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "outlook")]
pub enum Outlook {
    /// The township has no unit of that name.
    NoSuchUnit,
    /// The figure is not known, or the year lies outside the calendar.
    Unknown,
    /// The period has not begun: there is no pace yet.
    Ahead {
        /// Its first day.
        begins: Day,
    },
    /// The period is running, and days are left.
    Running {
        /// What is needed.
        required: Required,
        /// What will be; none if no day has passed since the baseline, or there is none.
        forecast: Option<Forecast>,
    },
    /// No day of the period is left: what was not reached, was not.
    Closed {
        /// Its last day.
        ended: Day,
    },
}

/// How much a month is needed from the day after until the end of the period, the same every month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Required {
    /// What remains.
    pub remaining: u64,
    /// How many of what remains there is nobody, or no village, left for: that many more than are
    /// still poor or listed on the day; 0 if the goal can be reached.
    pub short: u64,
    /// The months left: each whole one, and of the month of the day the share of its days that are
    /// left. After the 8th of October these are 23/31 and 2, together `85/31`.
    pub months: Ratio,
    /// What remains over the months left, exactly; none if its terms have more than 64 bits.
    pub per_month: Option<Ratio>,
    /// The least whole number a month that is enough: the same, rounded up; the greatest of 64 bits
    /// if it has more.
    pub per_month_ceil: u64,
}

/// What will be at the end of the period if it goes on as it went, in a straight line by days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Forecast {
    /// How many, exactly; of an incidence the poor persons.
    ///
    /// Of what is counted within the year: what was reached until and with the day, over its days,
    /// times the days of the year, but never more than that and all who are still poor, or all
    /// villages still listed, on the day. Of what there is: what it is on the day, and further on as
    /// since the day of the baseline, but never below 0, nor of an incidence above the population. How
    /// many poor persons there may come to be is not known otherwise.
    pub figure: Ratio,
    /// The same in whole ones, rounded towards missing the target: down if it is to be at least
    /// something, up if at most.
    pub cautious: u64,
    /// Of an incidence, what that publishes as.
    pub rate: Option<Percent>,
    /// Whether the target would be met.
    pub meets: bool,
}

impl Direction {
    /// How many are missing to the goal, 0 if it is reached.
    pub(super) const fn missing(self, actual: u64, goal: u64) -> u64 {
        match self {
            Self::AtLeast => goal.saturating_sub(actual),
            Self::AtMost => actual.saturating_sub(goal),
        }
    }
}

/// What is known on a day of what a target measures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// How many there are.
    pub(super) actual: u64,
    /// How many there should be.
    pub(super) goal: u64,
    /// How many are still poor, or listed: what there is to be taken off.
    pub(super) stock: u64,
    /// Of an incidence, the population.
    pub(super) population: Option<u64>,
}

impl Known {
    /// The most that can be reached of what is counted within the year.
    fn most(self) -> u64 {
        // INVARIANT: there are not 2^64 of them.
        self.actual.saturating_add(self.stock)
    }

    /// How many are missing to the goal.
    pub(super) const fn missing(self, direction: Direction) -> u64 {
        direction.missing(self.actual, self.goal)
    }
}

impl Outlook {
    /// On a day, with what is known on it.
    pub(super) fn of(
        target: &Target,
        on: Day,
        known: Option<Known>,
        baseline: Option<Baseline>,
        rate: impl Fn(u64) -> Option<Percent>,
    ) -> Self {
        let Some(period) = target.period() else { return Self::Unknown };
        if on < period.from() {
            return Self::Ahead { begins: period.from() };
        }
        if period.last() <= on {
            return Self::Closed { ended: period.last() };
        }
        let Some(known) = known else { return Self::Unknown };
        let direction = target.goal.direction();
        let Some(required) = Required::of(known.missing(direction), known.stock, on) else {
            return Self::Unknown;
        };
        let figure = match direction {
            Direction::AtLeast => straight_on(known, period, on),
            Direction::AtMost => baseline.and_then(|from| drawn_out(from, known, period, on)),
        };
        let forecast = figure.and_then(|figure| {
            let (part, over) = (figure.part(), figure.whole());
            let cautious = match direction {
                Direction::AtLeast => part.checked_div(over)?,
                Direction::AtMost => part.div_ceil(over),
            };
            let meets = direction.missing(cautious, known.goal) == 0;
            Some(Forecast { figure, cautious, rate: rate(cautious), meets })
        });
        Self::Running { required, forecast }
    }
}

impl Required {
    /// What remains, out of a stock, spread over the rest of the year; none on its last day.
    fn of(remaining: u64, stock: u64, on: Day) -> Option<Self> {
        let month = on.month();
        let days = u64::from(month.days());
        let rest = days.checked_sub(days_from(month.first_day(), on)?)?;
        let after = 12_u64.saturating_sub(month.month().into());
        let left = rest.saturating_add(after.saturating_mul(days));
        let months = Ratio::new(left, days).ok()?;
        let exact = u128::from(remaining).saturating_mul(days.into());
        let whole = (left > 0).then(|| exact.div_ceil(left.into()))?;
        let per_month = u64::try_from(exact).ok().and_then(|part| Ratio::new(part, left).ok());
        let per_month_ceil = u64::try_from(whole).unwrap_or(u64::MAX);
        let short = remaining.saturating_sub(stock);
        Some(Self { remaining, short, months, per_month, per_month_ceil })
    }
}

/// The days from one until and with another.
fn days_from(from: Day, on: Day) -> Option<u64> {
    Span::new(from, on.next()).ok().map(|span| span.days().into())
}

/// What was reached since the first day of the period, over all of its days, up to what there is.
fn straight_on(known: Known, period: Span, on: Day) -> Option<Ratio> {
    let elapsed = days_from(period.from(), on)?;
    let part = known.actual.checked_mul(period.days().into())?;
    Ratio::new(part.min(known.most().saturating_mul(elapsed)), elapsed).ok()
}

/// What there is, further on to the end of the period as since the baseline.
fn drawn_out(from: Baseline, known: Known, period: Span, on: Day) -> Option<Ratio> {
    let actual = known.actual;
    let elapsed = days_from(from.on?, on)?.checked_sub(1)?;
    let left = days_from(on, period.last())?.checked_sub(1)?;
    let rise = i128::from(actual).checked_sub(from.figure.into())?;
    let further = rise.checked_mul(left.into())?;
    let part = i128::from(actual).checked_mul(elapsed.into())?.checked_add(further)?;
    let part = u128::try_from(part.max(0)).ok()?;
    let most =
        known.population.map(|most| u128::from(most.max(actual)).saturating_mul(elapsed.into()));
    let part = most.map_or(part, |most| part.min(most));
    Ratio::new(u64::try_from(part).ok()?, elapsed).ok()
}
