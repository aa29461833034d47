//! Changes of a checked problem that leave it one: what [`ProblemRecords::check`] would make of the
//! changed records.
//!
//! [`ProblemRecords::check`]: super::ProblemRecords::check

use super::Problem;
use super::instance::{Place, at, place};
use super::records::{HelperRecord, HouseholdRecord, helper_row};

impl Problem {
    /// Takes a helper out; everybody behind moves up by one.
    pub(in crate::assign) fn remove_helper(&mut self, helper: Place) {
        let behind =
            |one: Place| (one != helper).then(|| one.saturating_sub(u32::from(one > helper)));
        self.helper_ids.remove(at(helper));
        self.instance.helpers.remove(at(helper));
        self.instance.members.retain(behind);
        self.instance.barred.retain(behind);
        for row in &mut self.instance.households {
            row.incumbent = row.incumbent.and_then(behind);
            row.pinned = row.pinned.and_then(behind);
        }
        self.settle();
    }

    /// Puts a new helper of a known class in, and returns the place; everybody behind moves down by
    /// one.
    pub(in crate::assign) fn insert_helper(&mut self, record: &HelperRecord<'_>) -> Option<Place> {
        let class = place(self.class_ids.binary_search(&record.class).ok()?);
        let helper = place(self.helper_ids.binary_search(&record.id).err()?);
        let behind = |one: Place| Some(one.saturating_add(u32::from(one >= helper)));
        self.instance.members.retain(behind);
        self.instance.barred.retain(behind);
        for row in &mut self.instance.households {
            row.incumbent = row.incumbent.and_then(behind);
            row.pinned = row.pinned.and_then(behind);
        }
        self.helper_ids.insert(at(helper), record.id.clone().into_owned());
        self.instance.helpers.insert(at(helper), helper_row(record, class));
        let members = self.instance.members.of(class);
        let number = members.partition_point(|member| *member < helper);
        self.instance.members.insert(class, number, helper);
        self.settle();
        Some(helper)
    }

    pub(in crate::assign) fn set_capacity(&mut self, helper: Place, record: &HelperRecord<'_>) {
        if let Some(row) = self.instance.helpers.get_mut(at(helper)) {
            *row = helper_row(record, row.class);
        }
        self.settle();
    }

    /// Takes a household out; everybody behind moves up by one.
    pub(in crate::assign) fn remove_household(&mut self, household: Place) {
        self.household_ids.remove(at(household));
        self.instance.households.remove(at(household));
        self.instance.barred.remove_list(household);
        self.settle();
    }

    /// Puts a new household in, and returns the place; everybody behind moves down by one.
    pub(in crate::assign) fn insert_household(
        &mut self,
        record: &HouseholdRecord<'_>,
    ) -> Option<Place> {
        let household = self.household_ids.binary_search(&record.id).err()?;
        self.household_ids.insert(household, record.id.clone().into_owned());
        let row = self.household_row(record);
        let barred = self.barred_of(record, row.site);
        self.instance.households.insert(household, row);
        self.instance.barred.insert_list(place(household), &barred);
        self.settle();
        Some(place(household))
    }

    /// Reads a known household's record again; weights that depend on it are to be settled after.
    pub(in crate::assign) fn reread_household(
        &mut self,
        household: Place,
        record: &HouseholdRecord<'_>,
    ) {
        let row = self.household_row(record);
        let barred = self.barred_of(record, row.site);
        if let Some(known) = self.instance.households.get_mut(at(household)) {
            *known = row;
        }
        if self.instance.barred.of(household) != barred {
            self.instance.barred.remove_list(household);
            self.instance.barred.insert_list(household, &barred);
        }
    }
}
