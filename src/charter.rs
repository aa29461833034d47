//! The charter (制度): the rules as data, every value with the clause it comes from or declared an
//! assumption.
//!
//! The rules of this crate read nothing but their arguments and their part of a [`Charter`]. Maoxi's
//! own is [`Charter::maoxi`]; another township's differs only in the data, and can be read from a
//! document.
//!
//! How much is a group cadre paid, and who says so?
//!
//! ```
//! use bangfu::{charter::Charter, township::Post};
//! let charter = Charter::maoxi();
//! let rate = charter.stipend.rate(Post::GroupCadre).unwrap();
//! assert_eq!(rate.monthly.to_string(), "400.00"); // yuan a month
//! assert_eq!(rate.basis.to_string(), "F85");
//! assert_eq!(charter.wording(&rate.basis), Some("group cadre: 400 yuan a month"));
//! ```

mod maoxi;

use serde::{Deserialize, Serialize};

use crate::assign::HelperCaps;
use crate::basis::{Basis, Sourced};
use crate::poverty::PovertyRules;
use crate::stipend::Schedule;
use crate::township::{Organisation, Post};

/// All rule tables of one township together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a charter")]
pub struct Charter {
    /// What posts there are, who may hold them, who answers for a household.
    pub organisation: Organisation,
    /// How many households one helper may have.
    pub helper_caps: Sourced<HelperCaps>,
    /// Who is paid what.
    pub stipend: Schedule,
    /// What is to be reached.
    pub poverty: PovertyRules,
    /// What the clauses and assumptions say.
    pub wording: Vec<Wording>,
}

/// What a clause or an assumption says, for a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a wording")]
pub struct Wording {
    /// The clause or assumption.
    pub basis: Basis,
    /// What it says.
    pub text: String,
}

impl Charter {
    /// What a clause or an assumption says, if the charter has its wording.
    #[must_use]
    pub fn wording(&self, basis: &Basis) -> Option<&str> {
        let wording = self.wording.iter().find(|wording| wording.basis == *basis);
        wording.map(|wording| wording.text.as_str())
    }

    /// Every clause and assumption that some value of the charter rests on, each once, in order.
    #[must_use]
    pub fn bases(&self) -> Vec<&Basis> {
        let organisation = self.organisation.records();
        let stipend = self.stipend.records();
        let mut bases: Vec<&Basis> = Vec::new();
        bases.extend(organisation.levels.iter().map(|level| &level.basis));
        bases.extend(organisation.posts.iter().flat_map(|post| &post.basis));
        bases.extend([&organisation.zone_size.basis, &organisation.community]);
        bases.extend(organisation.exclusions.iter().map(|exclusion| &exclusion.basis));
        bases.extend(organisation.chain.iter().map(|place| &place.basis));
        bases.push(&self.helper_caps.basis);
        bases.extend(stipend.rates.iter().map(|rate| &rate.basis));
        bases.extend([&stipend.start.basis, &stipend.travel.basis, &stipend.travel.rule.basis]);
        bases.extend([&stipend.part_month.basis, &stipend.concurrent_posts.basis]);
        bases.extend([&stipend.rounding.basis, &self.poverty.incidence_base.basis]);
        bases.extend(self.poverty.targets.iter().map(|target| &target.basis));
        bases.sort();
        bases.dedup();
        bases
    }

    /// Checks the tables against one another; each table by itself is checked already.
    ///
    /// # Errors
    /// Every [`CharterFault`]: a rate for a post that the organisation does not have, a clause or
    /// assumption without wording or with two.
    pub fn check(&self) -> Result<(), Vec<CharterFault>> {
        let mut faults = Vec::new();
        for rate in &self.stipend.records().rates {
            if self.organisation.rule(rate.post).is_none() {
                faults.push(CharterFault::RateWithoutPost { post: rate.post });
            }
        }
        for basis in self.bases() {
            let wordings = self.wording.iter().filter(|wording| wording.basis == *basis).count();
            if wordings != 1 {
                faults.push(CharterFault::Wordings { basis: basis.clone(), found: wordings });
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// What may be wrong between the tables of a [`Charter`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CharterFault {
    /// A stipend is paid for a post that the organisation does not have.
    #[error("a stipend is paid for `{post}`, which the organisation does not have")]
    RateWithoutPost {
        /// The post.
        post: Post,
    },
    /// A clause or assumption that a value rests on has not exactly one wording.
    #[error("`{basis}` has {found} wordings, not one")]
    Wordings {
        /// The clause or assumption.
        basis: Basis,
        /// How many it has.
        found: usize,
    },
}
