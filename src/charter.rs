//! The charter (制度): the rules as data, every value with the clause or decision it comes from, or
//! declared an assumption.
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
//! let rate = charter.stipend.rate(Post::GroupCadre, "2018-10-08".parse()?)?;
//! assert_eq!(rate.monthly.to_string(), "400.00"); // yuan a month
//! assert_eq!(rate.basis.to_string(), "F85");
//! assert_eq!(charter.wording(&rate.basis), Some("group cadre: 400 yuan a month"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod maoxi;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::assign::{PairingRules, Problem};
use crate::basis::Basis;
use crate::calendar::Day;
use crate::document::TableFaults;
use crate::poverty::{PovertyRules, Target, TargetFault, UnitName};
use crate::stipend::{Schedule, ScheduleFault, SubsidyRules};
use crate::township::{Organisation, Rank};

/// All rule tables of one township together (制度).
///
/// Read from a document, each table is checked by itself; [`Charter::check`] checks them against
/// one another.
#[doc(alias = "制度")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a charter")]
pub struct Charter {
    /// What posts there are, who may hold them, who answers for a household.
    pub organisation: Organisation,
    /// Who may help whom, and which plan is the best.
    pub pairing: PairingRules,
    /// Who is paid what.
    pub stipend: Schedule,
    /// What the villages get for office and living costs.
    pub subsidy: SubsidyRules,
    /// What is to be reached.
    pub poverty: PovertyRules,
    /// What the clauses, assumptions and decisions say.
    pub wording: Vec<Wording>,
}

/// What a clause, an assumption or a decision says, for a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a wording")]
pub struct Wording {
    /// The clause, assumption or decision.
    pub basis: Basis,
    /// What it says.
    pub text: String,
}

impl Charter {
    /// What a clause, an assumption or a decision says, if the charter has its wording.
    #[must_use]
    pub fn wording(&self, basis: &Basis) -> Option<&str> {
        let wording = self.wording.iter().find(|wording| wording.basis == *basis);
        wording.map(|wording| wording.text.as_str())
    }

    /// Every clause, assumption and decision that some value of the charter rests on, each once, in
    /// order.
    #[must_use]
    pub fn bases(&self) -> Vec<&Basis> {
        let organisation = self.organisation.records();
        let subsidy = self.subsidy.records();
        let mut bases: Vec<&Basis> = Vec::new();
        bases.extend(organisation.levels.iter().map(|level| &level.basis));
        bases.extend(organisation.posts.iter().flat_map(|post| &post.basis));
        bases.extend([&organisation.zone_size.basis, &organisation.community]);
        bases.extend(organisation.exclusions.iter().map(|exclusion| &exclusion.basis));
        bases.extend(organisation.chain.iter().map(|place| &place.basis));
        bases.extend(self.pairing.bases());
        bases.extend(self.stipend.bases());
        bases.extend([&subsidy.basis, &subsidy.method.basis]);
        bases.extend(self.poverty.bases());
        bases.sort();
        bases.dedup();
        bases
    }

    /// Checks the tables against one another; each table by itself is checked already.
    ///
    /// # Errors
    /// [`CharterFaults`], every one: a stipend for a post that the organisation does not have, an
    /// allowance that nobody can earn; no rank that helps, or one named twice; a cap of more
    /// households than one helper may have, more that a helper should have than may, more minutes
    /// than a problem may have; a target of a year outside the calendar, or that says nothing, or two
    /// of one year, unit and measure; a clause, assumption or decision that a value rests on without
    /// wording, or any with two.
    pub fn check(&self) -> Result<(), CharterFaults> {
        let mut faults = Vec::new();
        let stipend = self.stipend.faults_under(&self.organisation);
        faults.extend(stipend.into_iter().map(CharterFault::Stipend));
        self.pairing_faults(&mut faults);
        let mut earlier = BTreeSet::new();
        for target in &self.poverty.targets {
            if target.period().is_none() {
                faults.push(CharterFault::TargetOutOfCalendar { year: target.year });
            }
            let of_target = |fault| CharterFault::Target { target: target.clone(), fault };
            faults.extend(target.faults().map(of_target));
            if !earlier.insert(target.subject()) {
                let (year, measure) = (target.year, target.goal.measure());
                faults.push(match target.unit.clone() {
                    None => CharterFault::TargetTwice { year, measure },
                    Some(unit) => CharterFault::UnitTargetTwice { year, measure, unit },
                });
            }
        }
        let worded = self.wording.iter().map(|wording| &wording.basis);
        for basis in self.bases().into_iter().chain(worded).collect::<BTreeSet<_>>() {
            let wordings = self.wording.iter().filter(|wording| wording.basis == *basis).count();
            if wordings != 1 {
                faults.push(CharterFault::Wordings { basis: basis.clone(), found: wordings });
            }
        }
        CharterFaults::none_or(faults)
    }

    fn pairing_faults(&self, faults: &mut Vec<CharterFault>) {
        let rules = &self.pairing;
        let ranks = &rules.ranks.value;
        if ranks.is_empty() {
            faults.push(CharterFault::NoHelperRank);
        }
        for (at, rank) in ranks.iter().enumerate() {
            if ranks.iter().take(at).any(|earlier| earlier == rank) {
                faults.push(CharterFault::HelperRankTwice { rank: *rank });
            }
        }
        for (rank, &cap) in rules.caps.value.iter() {
            if Problem::CAPACITY.check(cap.into()).is_err() {
                faults.push(CharterFault::Cap { rank, cap });
            }
            let least = *rules.least.value.of(rank);
            if least > cap {
                faults.push(CharterFault::Least { rank, least, cap });
            }
        }
        let minutes = [
            ("keep", &rules.keep),
            ("cross_village", &rules.cross_village),
            ("balance", &rules.balance),
        ];
        for (rule, minutes) in minutes.map(|(rule, minutes)| (rule, minutes.value)) {
            if Problem::MINUTES.check(minutes.into()).is_err() {
                faults.push(CharterFault::Minutes { rule, minutes });
            }
        }
    }
}

/// Everything that is wrong between the tables of a [`Charter`].
pub type CharterFaults = TableFaults<CharterFault>;

/// What may be wrong between the tables of a [`Charter`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CharterFault {
    /// A stipend or an allowance is paid for nothing that the organisation has.
    #[error(transparent)]
    Stipend(ScheduleFault),
    /// A helper of some rank may have more households than the assignment allows.
    #[error("a helper of the rank `{rank}` may have {cap} households, not {}", Problem::CAPACITY)]
    Cap {
        /// The rank.
        rank: Rank,
        /// The cap.
        cap: u16,
    },
    /// No rank may help.
    #[error("no rank may help")]
    NoHelperRank,
    /// A rank is named twice among those that may help.
    #[error("the rank `{rank}` stands twice among those that may help")]
    HelperRankTwice {
        /// The rank.
        rank: Rank,
    },
    /// A helper of some rank should have more households than they may.
    #[error("a helper of the rank `{rank}` should have {least} households, and may have {cap}")]
    Least {
        /// The rank.
        rank: Rank,
        /// How many they should have at least.
        least: u16,
        /// How many they may have at most.
        cap: u16,
    },
    /// A rule of pairing has more minutes than the assignment allows.
    #[error("`{rule}` is {minutes} minutes, not {}", Problem::MINUTES)]
    Minutes {
        /// The rule, as documents call it.
        rule: &'static str,
        /// Its minutes.
        minutes: u32,
    },
    /// A year has two targets of one measure.
    #[error("{year} has two targets of `{measure}`")]
    TargetTwice {
        /// The year.
        year: u16,
        /// The measure.
        measure: &'static str,
    },
    /// A target is to be reached in a year that the calendar does not have.
    #[error("a target of {year} lies outside the calendar, {} to {}", Day::MIN.year(), Day::MAX.year())]
    TargetOutOfCalendar {
        /// The year.
        year: u16,
    },
    /// A target says nothing, whatever happens.
    #[error("{target}: {fault}")]
    Target {
        /// The target.
        target: Target,
        /// What is wrong with it.
        fault: TargetFault,
    },
    /// A unit has two targets of one year and measure.
    #[error("{unit} has two targets of `{measure}` in {year}")]
    UnitTargetTwice {
        /// The year.
        year: u16,
        /// The measure.
        measure: &'static str,
        /// The unit.
        unit: UnitName,
    },
    /// A clause, assumption or decision that a value rests on has not exactly one wording.
    #[error("`{basis}` has {found} wordings, not one")]
    Wordings {
        /// The clause, assumption or decision.
        basis: Basis,
        /// How many it has.
        found: usize,
    },
}
