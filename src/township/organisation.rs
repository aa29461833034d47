use std::num::{NonZeroU8, NonZeroU16};

use serde::{Deserialize, Serialize};

use super::{Level, Post, Rank};
use crate::basis::{Basis, Sourced};

/// What posts a township has, who may hold them, and who answers for a household: the first part
/// of a charter, and all that the check of a roster needs of it.
///
/// Maoxi's own is [`Charter::maoxi`](crate::charter::Charter::maoxi)`().organisation`. In documents
/// an organisation is its [`OrganisationRecords`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "OrganisationRecords", into = "OrganisationRecords")]
pub struct Organisation {
    // INVARIANT: see `Organisation::new`.
    records: OrganisationRecords,
}

/// The tables of an [`Organisation`], as a document holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an organisation")]
pub struct OrganisationRecords {
    /// What the place calls its levels.
    pub levels: Vec<LevelName>,
    /// The posts, one entry each.
    pub posts: Vec<PostRule>,
    /// How many villages make one zone.
    pub zone_size: Sourced<NonZeroU16>,
    /// On what it rests that a community lies in no zone.
    pub community: Basis,
    /// Posts that nobody may hold together.
    pub exclusions: Vec<Exclusion>,
    /// Who answers for a household beside its helper, from the household upwards.
    pub chain: Vec<Responsibility>,
}

/// What the place calls one of its levels, as 战区 for the zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the name of a level")]
pub struct LevelName {
    /// The level.
    pub level: Level,
    /// Its name.
    pub name: String,
    /// Where the name comes from.
    pub basis: Basis,
}

/// Where a post is held, by how many, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the rule of a post")]
pub struct PostRule {
    /// The post.
    pub post: Post,
    /// Its title in the place's own language.
    pub title: String,
    /// The level of the units at which it is held.
    pub level: Level,
    /// How many may hold it at one unit on one day; any number if null.
    pub seats: Option<NonZeroU8>,
    /// The ranks that its holder may have.
    pub ranks: Vec<Rank>,
    /// Where the post comes from.
    pub basis: Vec<Basis>,
}

/// A post that nobody may hold on a day on which they hold one of some others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an exclusion")]
pub struct Exclusion {
    /// The post.
    pub post: Post,
    /// The others.
    pub excludes: Vec<Post>,
    /// Where the rule comes from.
    pub basis: Basis,
}

/// A post whose holders answer for the households below, and which the mechanism therefore needs
/// filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a responsibility")]
pub struct Responsibility {
    /// The post.
    pub post: Post,
    /// Whether it answers for the households of a community too; it need not be filled there, since
    /// communities lie outside the battlefields.
    pub in_community: bool,
    /// Where the responsibility comes from.
    pub basis: Basis,
}

impl Organisation {
    /// Checks the tables against one another.
    ///
    /// # Errors
    /// [`OrganisationError`] with the first fault: a level, a post or a responsibility with two
    /// entries, a post that excludes itself, one with no rank, one of households, an exclusion or a
    /// responsibility of a post without an entry, or a chain that does not go upwards.
    pub fn new(records: OrganisationRecords) -> Result<Self, OrganisationError> {
        if let Some(level) = first_twice(records.levels.iter().map(|name| name.level)) {
            return Err(OrganisationError::LevelTwice { level });
        }
        if let Some(post) = first_twice(records.posts.iter().map(|rule| rule.post)) {
            return Err(OrganisationError::PostTwice { post });
        }
        if let Some(post) = first_twice(records.chain.iter().map(|place| place.post)) {
            return Err(OrganisationError::ResponsibilityTwice { post });
        }
        let mut exclusions = records.exclusions.iter();
        if let Some(rule) = exclusions.find(|rule| rule.excludes.contains(&rule.post)) {
            return Err(OrganisationError::ExcludesItself { post: rule.post });
        }
        for rule in &records.posts {
            if rule.ranks.is_empty() {
                return Err(OrganisationError::NoRank { post: rule.post });
            }
            if rule.level == Level::Household {
                return Err(OrganisationError::PostOfHousehold { post: rule.post });
            }
        }
        let organisation = Self { records };
        let excluded = organisation.records.exclusions.iter();
        let mentioned = excluded.flat_map(|rule| rule.excludes.iter().chain([&rule.post]));
        let mut above = Level::Household;
        for post in mentioned {
            organisation.rule(*post).ok_or(OrganisationError::UnknownPost { post: *post })?;
        }
        for Responsibility { post, .. } in &organisation.records.chain {
            let rule = organisation.rule(*post);
            let level = rule.ok_or(OrganisationError::UnknownPost { post: *post })?.level;
            if level > above {
                return Err(OrganisationError::ChainGoesDown { post: *post });
            }
            above = level;
        }
        Ok(organisation)
    }

    /// The tables.
    #[must_use]
    pub const fn records(&self) -> &OrganisationRecords {
        &self.records
    }

    /// The rule for a post, if the township has it.
    #[must_use]
    pub fn rule(&self, post: Post) -> Option<&PostRule> {
        self.records.posts.iter().find(|rule| rule.post == post)
    }

    /// The title of a post in the place's own language.
    #[must_use]
    pub fn title(&self, post: Post) -> &str {
        self.rule(post).map_or(post.as_str(), |rule| &rule.title)
    }

    /// What the place calls a level.
    #[must_use]
    pub fn level_name(&self, level: Level) -> &str {
        let mut names = self.records.levels.iter();
        names.find(|name| name.level == level).map_or(level.as_str(), |name| &name.name)
    }

    /// How many villages make one zone.
    #[must_use]
    pub const fn zone_size(&self) -> NonZeroU16 {
        self.records.zone_size.value
    }

    /// The posts that answer for a household, from the household upwards, each with its rule.
    pub fn chain(&self) -> impl Iterator<Item = (&Responsibility, &PostRule)> {
        self.records.chain.iter().filter_map(|place| Some((place, self.rule(place.post)?)))
    }

    /// Whether nobody may hold the two posts on one day.
    #[must_use]
    pub fn excludes(&self, one: Post, other: Post) -> bool {
        self.records.exclusions.iter().any(|rule| {
            (rule.post == one && rule.excludes.contains(&other))
                || (rule.post == other && rule.excludes.contains(&one))
        })
    }
}

/// The first value that stands a second time.
fn first_twice<T: PartialEq + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut seen = Vec::new();
    values.into_iter().find(|value| {
        let is_twice = seen.contains(value);
        seen.push(*value);
        is_twice
    })
}

impl From<Organisation> for OrganisationRecords {
    fn from(organisation: Organisation) -> Self {
        organisation.records
    }
}

impl TryFrom<OrganisationRecords> for Organisation {
    type Error = OrganisationError;

    fn try_from(records: OrganisationRecords) -> Result<Self, OrganisationError> {
        Self::new(records)
    }
}

/// Why some tables make no [`Organisation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrganisationError {
    /// A level has two names.
    #[error("the level `{level}` has two names")]
    LevelTwice {
        /// The level.
        level: Level,
    },
    /// A post answers for a household twice.
    #[error("the post `{post}` stands twice in the chain")]
    ResponsibilityTwice {
        /// The post.
        post: Post,
    },
    /// A post excludes itself.
    #[error("the post `{post}` excludes itself")]
    ExcludesItself {
        /// The post.
        post: Post,
    },
    /// A post has two entries.
    #[error("the post `{post}` has two entries")]
    PostTwice {
        /// The post.
        post: Post,
    },
    /// Nobody may hold a post.
    #[error("the post `{post}` is open to no rank")]
    NoRank {
        /// The post.
        post: Post,
    },
    /// A post is held at households, which have a helper instead.
    #[error("the post `{post}` is held at households")]
    PostOfHousehold {
        /// The post.
        post: Post,
    },
    /// An exclusion or a responsibility names a post without an entry.
    #[error("the post `{post}` is named but has no entry")]
    UnknownPost {
        /// The post.
        post: Post,
    },
    /// A responsibility stands above one of a higher level.
    #[error("the chain goes down again at the post `{post}`")]
    ChainGoesDown {
        /// The post.
        post: Post,
    },
}
