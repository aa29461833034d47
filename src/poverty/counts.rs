use super::{Flow, Headcount, YearProgress, flow};
use crate::calendar::Day;
use crate::township::{Household, Level, Unit, Village};

/// What is counted in a unit on a day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// The poor.
    pub(super) poor: Headcount,
    /// The villages on the list.
    pub(super) listed: u64,
    /// What happened in the year until then.
    pub(super) year: YearProgress,
}

impl Counts {
    /// One pass over the villages and households of a unit.
    pub(super) fn of(unit: Unit<'_>, on: Day) -> Self {
        let mut counts = Self::default();
        let villages = unit.members(Level::Village);
        villages.filter_map(Unit::village).for_each(|village| counts.add_village(village, on));
        for household in unit.households() {
            counts.add(household, on);
        }
        counts
    }

    /// Counts a village.
    pub(super) fn add_village(&mut self, village: Village<'_>, on: Day) {
        match flow(village.listed(), on) {
            Flow::Outside => {}
            Flow::Inside | Flow::Relapsed => self.listed = self.listed.saturating_add(1),
            Flow::Exited => {
                self.year.delisted_villages = self.year.delisted_villages.saturating_add(1);
            }
        }
    }

    /// Counts a household, and returns it if it is poor.
    pub(super) fn add(&mut self, household: Household<'_>, on: Day) -> Option<Headcount> {
        let count = Headcount::of(household);
        let flow = flow(household.poor(), on);
        if flow == Flow::Relapsed {
            self.year.relapsed = self.year.relapsed.merge(count);
        }
        match flow {
            Flow::Outside => None,
            Flow::Exited => {
                self.year.exited = self.year.exited.merge(count);
                None
            }
            Flow::Inside | Flow::Relapsed => {
                self.poor = self.poor.merge(count);
                Some(count)
            }
        }
    }
}
