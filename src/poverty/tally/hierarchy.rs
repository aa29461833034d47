use std::ops::Range;

use crate::township::{Level, Township};

/// Which unit each unit lies in (隶属关系), as columns: the group of each household, the village of
/// each group, the zone of each village.
///
/// The households of a group stand one after the other, and so do the groups of a village and the
/// villages of a zone, in the order of the township, communities last. So whatever lies in a unit
/// is a slice, and the group of a household one look-up. Positions are those of [`Township`]'s views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hierarchy {
    // INVARIANT: each list ascends; these are positions of groups, of at most `MOST_HOUSEHOLDS`.
    /// The group of each household.
    groups: Vec<u32>,
    /// Where the households of each group end, the groups of each village, the villages of each zone;
    /// communities stand behind the last.
    ends: [Vec<usize>; 3],
}

impl Hierarchy {
    /// The most households, and the most zones: no number of persons then exceeds 32 bits.
    pub const MOST_HOUSEHOLDS: usize = 80_000_000;

    /// The hierarchy of some columns: the group of each household, the village of each group, the
    /// zone of each village or none for a community, and how many zones there are.
    ///
    /// # Errors
    /// [`HierarchyError`] if a column does not ascend, with the communities last, or names a position
    /// that the next one does not have; or if there are more households or zones than
    /// [`Hierarchy::MOST_HOUSEHOLDS`].
    pub fn new(
        groups: Vec<u32>,
        villages: &[u32],
        zones: impl IntoIterator<Item = Option<u32>>,
        zone_count: usize,
    ) -> Result<Self, HierarchyError> {
        for (level, found) in [(Level::Household, groups.len()), (Level::Zone, zone_count)] {
            if found > Self::MOST_HOUSEHOLDS {
                return Err(HierarchyError::TooMany { level, found });
            }
        }
        let zones: Vec<Option<u32>> = zones.into_iter().collect();
        let known = zones.iter().position(Option::is_none).unwrap_or(zones.len());
        let (in_zones, communities) = zones.split_at_checked(known).unwrap_or_default();
        if let Some(at) = communities.iter().position(Option::is_some) {
            let at = at.saturating_add(known);
            return Err(HierarchyError::Unsorted { level: Level::Village, at });
        }
        let village_count = zones.len();
        let zones: Vec<u32> = in_zones.iter().copied().flatten().collect();
        check(Level::Household, &groups, villages.len())?;
        check(Level::Group, villages, village_count)?;
        check(Level::Village, &zones, zone_count)?;
        let ends: [(&[u32], usize); 3] =
            [(&groups, villages.len()), (villages, village_count), (&zones, zone_count)];
        let ends = ends.map(|(column, units)| ends_of(column, units));
        Ok(Self { groups, ends })
    }

    /// The hierarchy of a township.
    ///
    /// # Errors
    /// [`HierarchyError::TooMany`] if it has more households than [`Hierarchy::MOST_HOUSEHOLDS`].
    pub fn of(township: &Township) -> Result<Self, HierarchyError> {
        let position = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let groups = township.households().map(|household| position(household.group().index()));
        let villages: Vec<u32> =
            township.groups().map(|group| position(group.village().index())).collect();
        let zones =
            township.villages().map(|village| village.zone().map(|zone| position(zone.index())));
        Self::new(groups.collect(), &villages, zones, township.zones().len())
    }

    /// How many units of a level there are; one town.
    #[must_use]
    pub const fn count(&self, level: Level) -> usize {
        let [groups, villages, zones] = &self.ends;
        match level {
            Level::Town => 1,
            Level::Zone => zones.len(),
            Level::Village => villages.len(),
            Level::Group => groups.len(),
            Level::Household => self.groups.len(),
        }
    }

    /// The position of the group of a household.
    #[inline]
    pub(super) fn group_of(&self, household: usize) -> Option<usize> {
        self.groups.get(household).copied().and_then(index)
    }

    /// The positions of the groups in a unit above the households; none if there is no such unit.
    pub(super) fn groups_in(&self, level: Level, position: usize) -> Option<Range<usize>> {
        let [groups, villages, zones] = &self.ends;
        let below: &[&Vec<usize>] = match level {
            Level::Household => return None,
            Level::Group => &[],
            Level::Village => &[villages],
            Level::Zone => &[zones, villages],
            Level::Town => return (position == 0).then_some(0..groups.len()),
        };
        if position >= self.count(level) {
            return None;
        }
        let unit = position..position.saturating_add(1);
        Some(below.iter().fold(unit, |units, ends| {
            let before = |unit: usize| unit.checked_sub(1).and_then(|last| ends.get(last)).copied();
            before(units.start).unwrap_or(0)..before(units.end).unwrap_or(0)
        }))
    }

    /// How many households each group has.
    pub(super) fn group_sizes(&self) -> impl Iterator<Item = usize> {
        let [groups, ..] = &self.ends;
        let mut start = 0;
        groups.iter().map(move |end| {
            // INVARIANT: the ends ascend.
            let households = end.saturating_sub(start);
            start = *end;
            households
        })
    }
}

/// Where the parts of each unit end, of so many units: one without parts ends where the one before
/// does.
fn ends_of(column: &[u32], units: usize) -> Vec<usize> {
    let mut ends = vec![0; units];
    for (at, unit) in column.iter().enumerate() {
        if let Some(end) = index(*unit).and_then(|unit| ends.get_mut(unit)) {
            *end = at.saturating_add(1);
        }
    }
    let mut last = 0;
    for end in &mut ends {
        last = last.max(*end);
        *end = last;
    }
    ends
}

fn index(position: u32) -> Option<usize> {
    usize::try_from(position).ok()
}

/// Whether a column ascends, and every number of it is less than the length of the next.
fn check(level: Level, column: &[u32], next: usize) -> Result<(), HierarchyError> {
    if let Some(at) = column.windows(2).position(|pair| !pair.is_sorted()) {
        return Err(HierarchyError::Unsorted { level, at: at.saturating_add(1) });
    }
    match column.last().and_then(|last| index(*last)) {
        Some(found) if found >= next => Err(HierarchyError::Unknown { level, found }),
        _ => Ok(()),
    }
}

/// Why some columns make no [`Hierarchy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HierarchyError {
    /// A unit stands behind one that belongs behind it.
    #[error("the {level} at `{at}` stands behind one of a later unit")]
    Unsorted {
        /// The level of the column.
        level: Level,
        /// The position in it.
        at: usize,
    },
    /// A unit lies in one that there is not.
    #[error("a {level} lies in a unit at `{found}`, which there is not")]
    Unknown {
        /// The level of the column.
        level: Level,
        /// The position that it names.
        found: usize,
    },
    /// There are more units of a level than can be held.
    #[error("of the level `{level}` there are {found}, more than {}", Hierarchy::MOST_HOUSEHOLDS)]
    TooMany {
        /// The level.
        level: Level,
        /// How many there are.
        found: usize,
    },
}
