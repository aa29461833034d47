mod change;
pub(super) mod instance;
mod records;

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use self::instance::{HelperRow, HouseholdRow, Instance, Place, at, place};
use crate::quantity::{Bounds, Id, serde_as_text};
use crate::township::UnknownWord;

pub use records::{ClassRecord, HelperRecord, HouseholdRecord, ProblemRecords};

/// An assignment problem (结对问题), checked: every helper has a class and every number is within its
/// bounds.
///
/// Helpers and households are in the order of their ids, so the same records in any order make the
/// same problem. It is made by [`ProblemRecords::check`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    // INVARIANT: ascending, as long as the lists of the instance.
    helper_ids: Vec<Id<'static>>,
    household_ids: Vec<Id<'static>>,
    class_ids: Vec<Id<'static>>,
    site_ids: Vec<Id<'static>>,
    keep: u32,
    balance: u32,
    fairness: Option<Fairness>,
    instance: Instance,
}

/// When the loads of the helpers are to be as even as they can be: the helper with the most
/// households has as few as possible, then the one with the next most, and so on.
///
/// In documents: `before_cost`, `after_cost`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fairness {
    /// Before the cost: of the plans with the most even loads, one of the least cost.
    BeforeCost,
    /// After the cost: of the plans of least cost, one with the most even loads.
    AfterCost,
}

impl Fairness {
    /// Both, the one that goes before the cost first.
    pub const ALL: &'static [Self] = &[Self::BeforeCost, Self::AfterCost];

    /// The word for it in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BeforeCost => "before_cost",
            Self::AfterCost => "after_cost",
        }
    }
}

impl fmt::Display for Fairness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Fairness {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.iter().copied().find(|value| value.as_str() == text);
        found.ok_or_else(|| UnknownWord { what: "a fairness", found: text.to_owned() })
    }
}

serde_as_text!(Fairness, "a fairness");

impl Problem {
    /// How many households a helper may have at most, and should have at least.
    pub const CAPACITY: Bounds = Bounds::new(0, 1000);

    /// Minutes to a site, `keep` and `balance`.
    pub const MINUTES: Bounds = Bounds::new(0, 10_000);

    /// How many classes, helpers and households one problem may have.
    pub const RECORDS: Bounds = Bounds::new(0, 1 << 30);

    /// The helpers, in the order of their ids.
    #[must_use]
    pub fn helpers(&self) -> impl ExactSizeIterator<Item = Helper<'_>> {
        (0..self.helper_ids.len()).map(|at| self.helper_at(place(at)))
    }

    /// The households, in the order of their ids.
    #[must_use]
    pub fn households(&self) -> impl ExactSizeIterator<Item = Household<'_>> {
        (0..self.household_ids.len()).map(|at| self.household_at(place(at)))
    }

    /// The helper of that id, if there is one.
    #[must_use]
    pub fn helper(&self, id: &str) -> Option<Helper<'_>> {
        let found = self.helper_ids.binary_search_by(|helper| helper.as_str().cmp(id)).ok()?;
        Some(self.helper_at(place(found)))
    }

    /// The household of that id, if there is one.
    #[must_use]
    pub fn household(&self, id: &str) -> Option<Household<'_>> {
        let ids = &self.household_ids;
        let found = ids.binary_search_by(|household| household.as_str().cmp(id)).ok()?;
        Some(self.household_at(place(found)))
    }

    /// By how much the incumbent is cheaper, in minutes.
    #[must_use]
    pub const fn keep(&self) -> u32 {
        self.keep
    }

    /// By how much each further household of a helper costs more, in minutes: the k-th costs k times
    /// as much.
    #[must_use]
    pub const fn balance(&self) -> u32 {
        self.balance
    }

    /// Whether loads are to be as even as they can be, and what goes first.
    #[must_use]
    pub const fn fairness(&self) -> Option<Fairness> {
        self.fairness
    }

    /// The problem as integers and indices.
    pub(super) const fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Settles the weights after a change.
    pub(super) fn settle(&mut self) {
        self.instance.settle(self.keep, self.balance, self.fairness);
    }

    #[expect(clippy::indexing_slicing, reason = "a place in the problem's lists")]
    pub(super) fn class_id(&self, class: Place) -> &Id<'static> {
        &self.class_ids[at(class)]
    }

    #[expect(clippy::indexing_slicing, reason = "a place in the problem's lists")]
    pub(super) fn site_id(&self, site: Place) -> &Id<'static> {
        &self.site_ids[at(site)]
    }

    pub(super) const fn helper_at(&self, at: Place) -> Helper<'_> {
        Helper { problem: self, at }
    }

    pub(super) const fn household_at(&self, at: Place) -> Household<'_> {
        Household { problem: self, at }
    }
}

/// Defines the view of a helper or household: a place in its problem.
macro_rules! view {
    ($(#[$doc:meta])* $name:ident: $row:ty = $ids:ident, $rows:ident) => {
        $(#[$doc])*
        ///
        /// Two views are equal if they show the same record of the same problem, not of an equal
        /// one; they are ordered by their ids. To compare across problems, compare ids.
        #[derive(Clone, Copy)]
        pub struct $name<'p> {
            problem: &'p Problem,
            // INVARIANT: a place in the problem's lists.
            at: Place,
        }

        impl<'p> $name<'p> {
            /// The id.
            #[must_use]
            #[expect(clippy::indexing_slicing, reason = "a view is made of a place in the lists")]
            pub fn id(self) -> &'p Id<'static> {
                &self.problem.$ids[at(self.at)]
            }

            #[expect(clippy::indexing_slicing, reason = "a view is made of a place in the lists")]
            fn row(self) -> &'p $row {
                &self.problem.instance.$rows[at(self.at)]
            }

            pub(super) const fn place(self) -> Place {
                self.at
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                std::ptr::eq(self.problem, other.problem) && self.at == other.at
            }
        }

        impl Eq for $name<'_> {}

        impl PartialOrd for $name<'_> {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name<'_> {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                let key = |view: &Self| (std::ptr::from_ref(view.problem), view.at);
                key(self).cmp(&key(other))
            }
        }

        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.id().as_str()).finish()
            }
        }

        impl Serialize for $name<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.id().serialize(serializer)
            }
        }
    };
}

view! {
    /// A helper (帮扶责任人) of a [`Problem`].
    Helper: HelperRow = helper_ids, helpers
}

view! {
    /// A household (贫困户) of a [`Problem`].
    Household: HouseholdRow = household_ids, households
}

impl<'p> Helper<'p> {
    /// The most households that the helper may have, within [`Problem::CAPACITY`].
    #[must_use]
    pub fn capacity(self) -> u32 {
        self.row().capacity
    }

    /// How many households the helper should have at least, the capacity at most.
    #[must_use]
    pub fn least(self) -> u32 {
        self.row().least
    }

    /// The id of the class.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the class of a helper is one of the problem's")]
    pub fn class(self) -> &'p Id<'static> {
        &self.problem.class_ids[at(self.row().class)]
    }
}

impl<'p> Household<'p> {
    pub(super) const fn problem(self) -> &'p Problem {
        self.problem
    }

    /// The id of the site, if any class lists it.
    #[must_use]
    pub fn site(self) -> Option<&'p Id<'static>> {
        self.problem.site_ids.get(at(self.row().site?))
    }

    /// The household's present helper (现任帮扶人), if they are among the helpers and may serve it.
    #[doc(alias = "现任帮扶人")]
    #[must_use]
    pub fn incumbent(self) -> Option<Helper<'p>> {
        self.row().incumbent.map(|at| self.problem.helper_at(at))
    }

    /// The only helper who may serve the household, if one is given.
    #[must_use]
    pub fn pinned(self) -> Option<Helper<'p>> {
        self.row().pinned.map(|at| self.problem.helper_at(at))
    }

    /// Who must not serve the household though their class lists its site.
    #[must_use]
    pub fn barred(self) -> impl ExactSizeIterator<Item = Helper<'p>> {
        let barred = self.problem.instance.barred.of(self.at);
        barred.iter().map(move |at| self.problem.helper_at(*at))
    }

    /// The minutes of a helper to the household; `None` if the helper may not serve it, or is of
    /// another problem.
    #[must_use]
    pub fn minutes(self, helper: Helper<'_>) -> Option<u32> {
        let is_of_here = std::ptr::eq(self.problem, helper.problem);
        is_of_here.then(|| self.problem.instance.eligible(self.at, helper.at))?
    }

    /// What it costs, loads apart, that the helper serves the household: the minutes, less
    /// [`keep`](Problem::keep) if they are the incumbent. `None` as for
    /// [`minutes`](Household::minutes).
    #[must_use]
    pub fn cost(self, helper: Helper<'_>) -> Option<i32> {
        let minutes = i32::try_from(self.minutes(helper)?).ok()?;
        let is_incumbent = self.row().incumbent == Some(helper.at);
        if is_incumbent { minutes.checked_sub_unsigned(self.problem.keep) } else { Some(minutes) }
    }
}
