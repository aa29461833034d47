use std::fmt;

use super::{PayKind, PayLine};
use crate::basis::Basis;
use crate::calendar::Spans;
use crate::stipend::{Deduction, Effect, Rate, Schedule};
use crate::township::Tenure;

/// What a line's figure is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source<'t> {
    /// A rate: of a post, of posts held together, of a supplement or an allowance.
    Rate(&'t Rate),
    /// The most that a unit may cost.
    Cap(&'t Rate),
    /// What follows from a step of discipline.
    Deduction(&'t Deduction),
}

impl<'t> Source<'t> {
    /// Who says so.
    #[must_use]
    pub const fn basis(self) -> &'t Basis {
        match self {
            Self::Rate(rate) | Self::Cap(rate) => &rate.basis,
            Self::Deduction(deduction) => &deduction.basis,
        }
    }
}

/// Why a line's figure is what it is (计算依据): the records behind it and the rules that made it.
///
/// Its text form is the sum in words: `1200.00 a month [F81] × 21/30 [A2] = 840.00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace<'t> {
    /// The line, with the rate, the days and the rule.
    pub line: PayLine<'t>,
    /// The tenures that make its run of days, by their first day; of what is paid out after it was
    /// kept back those of the month, if any.
    pub tenures: Vec<Tenure<'t>>,
    /// The other tenures in paid posts that the person held on some of these days.
    pub beside: Vec<Tenure<'t>>,
    /// The condition, of an allowance.
    pub condition: Option<&'t Basis>,
    /// The rule for parts of a month, if the run is not a whole one.
    pub part_month: Option<&'t Basis>,
    /// The rule for several posts, if several that are paid were held on one of these days.
    pub concurrent_posts: Option<&'t Basis>,
    /// The rule of rounding, if the amount of what was earned is not the exact figure.
    pub rounding: Option<&'t Basis>,
}

impl<'t> PayLine<'t> {
    /// Why the figure is what it is; `schedule` is the one by which it was worked out.
    #[must_use]
    pub fn trace(&self, schedule: &'t Schedule) -> Trace<'t> {
        let rules = schedule.records();
        let (post, unit) = (self.post(), self.unit());
        let held = self.person().tenures().filter(|tenure| tenure.span().overlaps(self.span()));
        let (tenures, others): (Vec<Tenure<'t>>, Vec<Tenure<'t>>) =
            held.partition(|tenure| (tenure.post(), tenure.unit()) == (post, unit));
        let paid_days = |tenure: &Tenure<'t>| -> Spans {
            let days = tenure.span().intersection(self.span()).into_iter();
            days.flat_map(|days| schedule.rates(tenure.post()).within(days))
                .map(|(span, _)| span)
                .collect()
        };
        let is_paid = |tenure: &Tenure<'t>| !paid_days(tenure).is_empty();
        let beside: Vec<Tenure<'t>> = others.into_iter().filter(is_paid).collect();
        // An allowance may be for a post without a stipend: then one post beside it is no second.
        let mut seen = Spans::default();
        let is_contested = tenures.iter().chain(&beside).map(paid_days).any(|days| {
            let is_second = !seen.intersection(&days).is_empty();
            seen = seen.union(&days);
            is_second
        });
        let condition = match self.kind() {
            PayKind::Allowance(kind) => {
                let own = rules.allowances.iter().find(|allowance| allowance.kind == *kind);
                own.map(|own| &own.condition.basis)
            }
            _ => None,
        };
        let is_part = self.span().days() < self.span().from().month().days();
        let exact = i128::from(self.monthly().fen()).checked_mul(self.days().into());
        let paid = i128::from(self.amount.fen()).checked_mul(self.of().into());
        let is_rounded = matches!(self.source(), Source::Rate(_)) && exact != paid;
        Trace {
            line: *self,
            tenures,
            condition,
            part_month: is_part.then_some(&rules.part_month.basis),
            concurrent_posts: is_contested.then_some(&rules.concurrent_posts.basis),
            rounding: is_rounded.then_some(&rules.rounding.basis),
            beside,
        }
    }
}

impl<'t> Trace<'t> {
    /// Everything that the figure rests on, each once, in order.
    #[must_use]
    pub fn bases(&self) -> Vec<&'t Basis> {
        let rules = [self.condition, self.part_month, self.concurrent_posts, self.rounding];
        let mut bases: Vec<&Basis> =
            rules.into_iter().flatten().chain([self.line.source().basis()]).collect();
        bases.sort();
        bases.dedup();
        bases
    }
}

impl fmt::Display for Trace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = &self.line;
        let (monthly, days, of) = (line.monthly(), line.days(), line.of());
        let (amount, source) = (line.amount(), line.source());
        let basis = source.basis();
        match source {
            Source::Rate(_) => {
                write!(f, "{monthly} a month [{basis}]")?;
                self.condition.map_or(Ok(()), |basis| write!(f, " [{basis}]"))?;
                self.concurrent_posts.map_or(Ok(()), |basis| write!(f, " [{basis}]"))?;
                if let Some(basis) = self.part_month {
                    write!(f, " × {days}/{of} [{basis}]")?;
                }
                write!(f, " = {amount}")?;
                self.rounding.map_or(Ok(()), |basis| write!(f, " [{basis}]"))
            }
            Source::Cap(cap) => {
                write!(f, "cut to {} a month for the unit [{basis}] = {amount}", cap.monthly)
            }
            Source::Deduction(deduction) => {
                let (step, share) = (deduction.step, deduction.share);
                let what = match (deduction.effect, line.kind()) {
                    (Effect::Deducted, _) => "deducted",
                    (Effect::Withheld, PayKind::Release(_)) => "paid out that was withheld",
                    (Effect::Withheld, _) => "withheld",
                };
                write!(f, "{share} {what} after {step} [{basis}] = {amount}")
            }
        }
    }
}
