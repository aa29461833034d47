use std::cmp::Ordering;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Source;
use super::days::Days;
use crate::calendar::{Date, Span};
use crate::quantity::{Id, Yuan};
use crate::stipend::{Deduction, Rate};
use crate::township::{Person, Post, Step, Tenure, Unit, Village, Zone};

/// One line (明细): an unbroken run of days of one person in one post at one rate, which is one entry
/// of a table, within one month.
///
/// Tenures of one post and unit that meet make one run. Cuts and deductions are lines of their own
/// beside the one from which they are taken. What the line rests on, record by record, says its
/// [`trace`](Self::trace).
///
/// In documents `{"person": "p101", "post": "village_secretary", "unit": "510525108205", "kind":
/// "stipend", "from": "2018-09-10", "until": "2018-10-01", "days": 21, "of": 30, "monthly":
/// "1200.00", "amount": "840.00", "source": "F81"}`; after a step of discipline also `"step":
/// "admonishment"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayLine<'t> {
    // Payrolls are long: a line takes 56 bytes.
    pub(super) tenure: Tenure<'t>,
    pub(super) ground: Ground<'t>,
    /// The one at which the days earn; of what is taken off or paid out that of the line from which
    /// it was taken.
    pub(super) rate: &'t Rate,
    pub(super) days: Days,
    pub(super) amount: Yuan,
}

/// What a line is paid for, or why something is taken off, with the record that says so if that is not
/// the rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground<'t> {
    Stipend,
    Supplement,
    Allowance(&'t Id<'static>),
    Cap(&'t Rate),
    Deduction(&'t Deduction),
    Withholding(&'t Deduction),
    Release(&'t Deduction),
}

impl<'t> Ground<'t> {
    pub(super) const fn kind(self) -> PayKind<'t> {
        match self {
            Self::Stipend => PayKind::Stipend,
            Self::Supplement => PayKind::Supplement,
            Self::Allowance(kind) => PayKind::Allowance(kind),
            Self::Cap(_) => PayKind::Cap,
            Self::Deduction(deduction) => PayKind::Deduction(deduction.step),
            Self::Withholding(deduction) => PayKind::Withholding(deduction.step),
            Self::Release(deduction) => PayKind::Release(deduction.step),
        }
    }
}

/// What a line is paid for, or why something is taken off.
///
/// Kinds are ordered as they stand here; in documents they are `stipend`, `supplement`, what an
/// allowance is called, `cap`, `deduction`, `withholding`, `release`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PayKind<'t> {
    /// The stipend of a post `[F81-F85]`.
    Stipend,
    /// The supplement for several posts.
    Supplement,
    /// An allowance, by what it is called: `travel` is that for serving in another village `[F86]`.
    Allowance(&'t Id<'static>),
    /// Cut, because more is due for the unit than it may cost.
    Cap,
    /// Lost after a step of discipline.
    Deduction(Step),
    /// Kept back after a step of discipline.
    Withholding(Step),
    /// Paid out after it was kept back.
    Release(Step),
}

impl<'t> PayKind<'t> {
    /// What allowances may not be called.
    pub(crate) const RESERVED: [&'static str; 6] =
        ["stipend", "supplement", "cap", "deduction", "withholding", "release"];

    /// The word for it in documents.
    #[must_use]
    pub fn as_str(self) -> &'t str {
        match self {
            Self::Stipend => "stipend",
            Self::Supplement => "supplement",
            Self::Allowance(kind) => kind.as_str(),
            Self::Cap => "cap",
            Self::Deduction(_) => "deduction",
            Self::Withholding(_) => "withholding",
            Self::Release(_) => "release",
        }
    }

    /// The step of discipline to which it is due, if any.
    #[must_use]
    pub const fn step(self) -> Option<Step> {
        match self {
            Self::Deduction(step) | Self::Withholding(step) | Self::Release(step) => Some(step),
            Self::Stipend | Self::Supplement | Self::Allowance(_) | Self::Cap => None,
        }
    }

    /// Whether it is part of the performance stipend, of which discipline may take a share.
    #[must_use]
    pub const fn is_stipend(self) -> bool {
        matches!(self, Self::Stipend | Self::Supplement)
    }
}

impl Serialize for PayKind<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'t> PayLine<'t> {
    /// The first of the tenures of the run: who is paid, for which post, at which unit.
    #[must_use]
    #[inline]
    pub const fn tenure(&self) -> Tenure<'t> {
        self.tenure
    }

    /// What for.
    #[must_use]
    #[inline]
    pub const fn kind(&self) -> PayKind<'t> {
        self.ground.kind()
    }

    /// The run of days.
    #[must_use]
    #[inline]
    pub fn span(&self) -> Span {
        self.days.span()
    }

    /// How many of its days count, and of how many of the month: see
    /// [`PartMonth`](crate::stipend::PartMonth).
    #[must_use]
    #[inline]
    pub fn days(&self) -> u32 {
        self.days.count.into()
    }

    /// Of how many days that count in the month.
    #[must_use]
    #[inline]
    pub fn of(&self) -> u32 {
        self.days.of.into()
    }

    /// The rate for a whole month; of a cut or a deduction that of the line from which it is taken, of
    /// what is paid out after it was kept back the amount.
    #[must_use]
    #[inline]
    pub const fn monthly(&self) -> Yuan {
        match self.ground {
            Ground::Release(_) => self.amount,
            _ => self.rate.monthly,
        }
    }

    /// What is paid; what is taken off is negative.
    #[must_use]
    #[inline]
    pub const fn amount(&self) -> Yuan {
        self.amount
    }

    /// What the figure is taken from.
    #[must_use]
    #[inline]
    pub const fn source(&self) -> Source<'t> {
        match self.ground {
            Ground::Stipend | Ground::Supplement | Ground::Allowance(_) => Source::Rate(self.rate),
            Ground::Cap(cap) => Source::Cap(cap),
            Ground::Deduction(deduction)
            | Ground::Withholding(deduction)
            | Ground::Release(deduction) => Source::Deduction(deduction),
        }
    }

    /// Who is paid.
    #[must_use]
    pub fn person(&self) -> Person<'t> {
        self.tenure.person()
    }

    /// The post for which; of a travel line the one that is served in another village.
    #[must_use]
    pub fn post(&self) -> Post {
        self.tenure.post()
    }

    /// The unit at which the post is held.
    #[must_use]
    pub fn unit(&self) -> Unit<'t> {
        self.tenure.unit()
    }

    /// The village or community to whose sum the line belongs: a group cadre's is that of the group,
    /// a travel line's the one served; none for a post of a zone or the town.
    #[must_use]
    pub fn village(&self) -> Option<Village<'t>> {
        self.unit().village()
    }

    /// The zone to whose sum the line belongs; none for a community or the town.
    #[must_use]
    pub fn zone(&self) -> Option<Zone<'t>> {
        match self.unit() {
            Unit::Zone(zone) => Some(zone),
            unit => unit.village().and_then(Village::zone),
        }
    }

    /// The order of the lines of one person in a month.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let days = |line: &Self| (line.days.from, line.kind());
        let post = |line: &Self| (line.unit().id(), line.post());
        days(self).cmp(&days(other)).then_with(|| post(self).cmp(&post(other)))
    }

    /// A line beside this one that takes something off it.
    pub(super) fn less(&self, amount: i64, ground: Ground<'t>) -> Option<PayLine<'t>> {
        let amount = Yuan::from_fen(amount.checked_neg()?);
        (amount < Yuan::ZERO).then_some(Self { ground, amount, ..*self })
    }
}

impl Serialize for PayLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, span) = (self.kind(), self.span());
        let step = kind.step();
        let mut line = serializer.serialize_struct("PayLine", 11)?;
        line.serialize_field("person", &self.person())?;
        line.serialize_field("post", &self.post())?;
        line.serialize_field("unit", &self.unit())?;
        line.serialize_field("kind", &kind)?;
        line.serialize_field("from", &span.from())?;
        line.serialize_field("until", &Date(span.end_date()))?;
        line.serialize_field("days", &self.days())?;
        line.serialize_field("of", &self.of())?;
        line.serialize_field("monthly", &self.monthly())?;
        line.serialize_field("amount", &self.amount)?;
        line.serialize_field("source", self.source().basis().id())?;
        match step {
            Some(step) => line.serialize_field("step", &step)?,
            None => line.skip_field("step")?,
        }
        line.end()
    }
}
