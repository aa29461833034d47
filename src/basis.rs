//! Where a value of the charter comes from: a clause of the source; an assumption where the source
//! is silent; or a decision, once one was taken.
//!
//! No value stands on its own: the rules carry their [`Basis`] with them, and an outcome lists the
//! assumptions that its figures rest on, so that a reader knows which of them a decision of the
//! township could still change. What was decided is no assumption any more, and is not listed.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::quantity::{Id, IdError, serde_as_text};

/// A numbered clause (条款) of the source, as `F81`.
#[doc(alias = "条款")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clause(pub Id<'static>);

/// A numbered assumption (假定) made where the source is silent, as `A2`.
#[doc(alias = "假定")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Assumption(pub Id<'static>);

/// A numbered decision (决定) of the township or the county, as `2018-17`: by it a question on which
/// the source is silent was settled, or a rate amended.
#[doc(alias = "决定")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decision(pub Id<'static>);

/// Where a value comes from (依据).
///
/// In documents `{"clause": "F81"}`, `{"assumption": "A2"}` or `{"decision": "2018-17"}`. Clauses
/// are ordered before assumptions, and those before decisions; each kind by number.
///
/// ```
/// use bangfu::basis::Basis;
/// let assumed = Basis::Assumption("A2".parse()?);
/// let decided = Basis::Decision("2018-17".parse()?);
/// assert!(assumed.assumption().is_some() && decided.assumption().is_none());
/// # Ok::<(), bangfu::quantity::IdError>(())
/// ```
#[doc(alias = "依据")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The source says so.
    Clause(Clause),
    /// The source is silent; this choice was made, and may be made otherwise.
    Assumption(Assumption),
    /// It was decided so, where the source is silent or instead of what it says.
    Decision(Decision),
}

impl Basis {
    /// The number of the clause, assumption or decision, as `F81`, `A2` or `2018-17`.
    #[must_use]
    pub const fn id(&self) -> &Id<'static> {
        match self {
            Self::Clause(Clause(id))
            | Self::Assumption(Assumption(id))
            | Self::Decision(Decision(id)) => id,
        }
    }

    /// The assumption, if it is one.
    #[must_use]
    pub const fn assumption(&self) -> Option<&Assumption> {
        match self {
            Self::Clause(_) | Self::Decision(_) => None,
            Self::Assumption(assumption) => Some(assumption),
        }
    }
}

/// Writes a number as its id, and reads it so.
macro_rules! as_its_id {
    ($($number:ident),*) => {$(
        impl fmt::Display for $number {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $number {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                text.parse().map(Self)
            }
        }
    )*};
}

as_its_id!(Clause, Assumption, Decision);
serde_as_text!(Clause, "a clause's number, as text like `F81`");
serde_as_text!(Assumption, "an assumption's number, as text like `A2`");
serde_as_text!(Decision, "a decision's number, as text like `2018-17`");

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id().fmt(f)
    }
}

/// A value of the charter together with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a value with its basis")]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The clause, assumption or decision that it rests on.
    pub basis: Basis,
}

/// The assumptions that an outcome rests on, by number.
///
/// In documents a list, as `["A1", "A2"]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Assumptions(BTreeSet<Assumption>);

impl Assumptions {
    /// Notes that the outcome rests on a value of this basis; a clause is no assumption, nor is a
    /// decision.
    pub(crate) fn rest_on(&mut self, basis: &Basis) {
        if let Some(assumption) = basis.assumption()
            && !self.0.contains(assumption)
        {
            self.0.insert(assumption.clone());
        }
    }

    /// Whether the outcome rests on clauses and decisions alone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the outcome rests on an assumption of that number.
    #[must_use]
    pub fn contains(&self, number: &str) -> bool {
        self.0.iter().any(|assumption| assumption.0 == *number)
    }

    /// What either outcome rests on.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The assumptions, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Assumption> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Assumptions {
    type Item = &'a Assumption;
    type IntoIter = std::collections::btree_set::Iter<'a, Assumption>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
