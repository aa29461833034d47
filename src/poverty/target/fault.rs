use super::{Baseline, Goal, Target};
use crate::calendar::Day;
use crate::document::TableFaults;
use crate::quantity::Percent;
use crate::township::Level;

/// Everything for which a target says nothing.
pub type TargetFaults = TableFaults<TargetFault>;

/// Why a target says nothing, whatever happens (目标有误).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetFault {
    /// The town is named as the unit, and which one it is no rules know.
    #[error("the town is meant where no unit is named; leave the unit out")]
    TownNamed,
    /// The measure is never known of the unit.
    #[error("it is never known of a {level}, only of the town, a zone or a village")]
    NeverKnown {
        /// The level of the unit.
        level: Level,
    },
    /// No incidence can be higher than the goal.
    #[error("an incidence of at most {goal} is always met; let it be less than {}", Percent::WHOLE)]
    AlwaysMet {
        /// The goal.
        goal: Percent,
    },
    /// The baseline is not of a day before the year.
    #[error("it starts from a baseline of {on}, which is not before {begins}")]
    LateBaseline {
        /// The day of the baseline.
        on: Day,
        /// The first day of the year.
        begins: Day,
    },
}

impl Target {
    /// All that is wrong with it.
    pub(crate) fn faults(&self) -> impl Iterator<Item = TargetFault> + use<> {
        let level = self.unit.as_ref().map(|unit| unit.level);
        let named = (level == Some(Level::Town)).then_some(TargetFault::TownNamed);
        let unknown = level.filter(|level| !self.goal.is_known_of(*level));
        let unknown = unknown.map(|level| TargetFault::NeverKnown { level });
        let met = match self.goal {
            Goal::Incidence(goal) if Percent::WHOLE <= goal => {
                Some(TargetFault::AlwaysMet { goal })
            }
            _ => None,
        };
        let baseline = self.baseline.and_then(|Baseline { on, .. }| on).zip(self.period());
        let late = baseline.map(|(on, period)| (on, period.from()));
        let late = late.filter(|(on, begins)| begins <= on);
        let late = late.map(|(on, begins)| TargetFault::LateBaseline { on, begins });
        [named, unknown, met, late].into_iter().flatten()
    }
}
