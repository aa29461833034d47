use serde::{Deserialize, Serialize};

use super::Rate;
use crate::basis::Sourced;
use crate::document::{owned_id, owned_ids_or_null};
use crate::quantity::Id;
use crate::township::{Level, Organisation, Person, Post, Unit};

/// An allowance on top of the stipend (津贴), with its own condition, as for serving in another
/// village `[F86]`.
///
/// It is due for every day on which the person holds some post that meets the condition, one a day
/// however many such posts. Its line names the one with the highest stipend, then the smallest
/// first day, unit and post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an allowance")]
pub struct Allowance {
    /// What its lines are called, as `travel`.
    #[serde(deserialize_with = "owned_id")]
    pub kind: Id<'static>,
    /// The amount for a whole month, from when until when.
    pub rates: Vec<Rate>,
    /// Which posts earn it, of whom.
    pub condition: Sourced<Condition>,
}

/// Which posts earn an allowance on a day: those that pass every test.
///
/// Maoxi's allowance for serving in another village is due for paid posts at villages, away from
/// home, whether paid that day or not (A5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a condition")]
pub struct Condition {
    /// Which posts.
    pub posts: Posts,
    /// The level of the unit at which the post is held; any if null.
    pub level: Option<Level>,
    /// The units at which the post is held, by id; any if null.
    #[serde(default, deserialize_with = "owned_ids_or_null")]
    pub units: Option<Vec<Id<'static>>>,
    /// Where that unit lies, seen from the person's home village.
    pub place: Place,
    /// Whether the post must be the one that is paid that day.
    pub counts: Counts,
}

/// Which posts may earn an allowance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posts {
    /// Every post that has a stipend on that day.
    Paid,
    /// These, with a stipend or without.
    Listed(Vec<Post>),
}

/// Where a unit lies, seen from a person's home village.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Anywhere.
    Anywhere,
    /// In a village or community other than the home village. Whoever has no home village is away
    /// from none.
    Away,
    /// In the home village.
    Home,
}

/// Whether a post earns an allowance though another is paid that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// It is enough to hold the post.
    Held,
    /// The post must be one for which a stipend is paid that day; of posts held together at a special
    /// rate that is the one which its line names.
    PaidThatDay,
}

impl Condition {
    /// Whether only a post earns the allowance that has a stipend on that day.
    pub(super) fn needs_pay(&self) -> bool {
        matches!((&self.posts, self.counts), (Posts::Paid, _) | (_, Counts::PaidThatDay))
    }

    /// Whether it is a post for which the stipend does not matter.
    pub(super) fn lists(&self, post: Post) -> bool {
        matches!(&self.posts, Posts::Listed(posts) if posts.contains(&post))
    }

    /// Whether a post that a person holds at a unit passes the tests that do not change by the day.
    #[inline]
    pub(super) fn admits(&self, person: Person<'_>, post: Post, unit: Unit<'_>) -> bool {
        let is_listed = self.posts == Posts::Paid || self.lists(post);
        let is_there = || match self.place {
            Place::Anywhere => true,
            Place::Away => match (person.home_village(), unit.village()) {
                (Some(home), Some(village)) => home != village,
                _ => false,
            },
            Place::Home => person.home_village().is_some_and(|home| unit.village() == Some(home)),
        };
        is_listed
            && self.level.is_none_or(|level| level == unit.level())
            && self.units.as_ref().is_none_or(|units| units.contains(unit.id()))
            && is_there()
    }

    /// Whether anybody could meet the condition, as far as the organisation tells; `is_paid` says
    /// which posts have a stipend.
    pub(super) fn is_open(
        &self,
        organisation: &Organisation,
        is_paid: impl Fn(Post) -> bool,
    ) -> bool {
        let is_listed = |post| self.posts == Posts::Paid || self.lists(post);
        let lies_in_a_village = |level| matches!(level, Level::Village | Level::Group);
        self.units.as_ref().is_none_or(|units| !units.is_empty())
            && organisation.records().posts.iter().any(|rule| {
                is_listed(rule.post)
                    && (!self.needs_pay() || is_paid(rule.post))
                    && self.level.is_none_or(|level| level == rule.level)
                    && (self.place == Place::Anywhere || lies_in_a_village(rule.level))
            })
    }
}
