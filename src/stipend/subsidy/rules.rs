use serde::{Deserialize, Serialize};

use crate::basis::{Basis, Sourced};
use crate::document::TableFaults;
use crate::quantity::Yuan;

/// What a village may get in a year for office and living costs, and how that depends on its
/// population (村办公生活经费补助标准) `[F71]`.
///
/// Maoxi's own is [`Charter::maoxi`](crate::charter::Charter::maoxi)`().subsidy`. In documents the
/// rules are their [`SubsidyRecords`].
///
/// ```
/// use bangfu::{charter::Charter, stipend::SubsidyMethod};
/// let rules = Charter::maoxi().subsidy;
/// let records = rules.records();
/// assert_eq!(records.least.to_string(), "60000.00"); // yuan a year
/// assert_eq!(records.most.to_string(), "80000.00");
/// assert_eq!(records.method.value, SubsidyMethod::StraightLine);
/// assert_eq!(records.method.basis.to_string(), "A8");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SubsidyRecords", into = "SubsidyRecords")]
pub struct SubsidyRules {
    // INVARIANT: see `SubsidyRules::new`.
    records: SubsidyRecords,
}

/// The values of [`SubsidyRules`], as a document holds them.
///
/// In documents `{"least": "60000.00", "most": "80000.00", "basis": {"clause": "F71"}, "method":
/// {"value": "straight_line", "basis": {"assumption": "A8"}}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the rules of the village subsidy")]
pub struct SubsidyRecords {
    /// The least that a village gets in a year, not negative.
    pub least: Yuan,
    /// The most that a village gets in a year, not below the least.
    pub most: Yuan,
    /// Where both come from.
    pub basis: Basis,
    /// How the yearly amount depends on the population.
    pub method: Sourced<SubsidyMethod>,
}

/// How the yearly amount of a village depends on its population (按人口定补).
///
/// In documents `"straight_line"`, or `{"bands": [{"up_to": 2000, "yearly": "60000.00"}, {"up_to":
/// null, "yearly": "80000.00"}]}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubsidyMethod {
    /// In a straight line from the least at the smallest village to the most at the largest, each
    /// amount rounded half up to the yuan. If all villages are equally populous, the line has no
    /// slope, and each gets the least.
    StraightLine,
    /// By bands of population (分档), from the smallest up: the amount of the first band that reaches
    /// the population.
    Bands(Vec<Band>),
}

/// One band of population, and what each village in it gets (档次).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a band")]
pub struct Band {
    /// The greatest population of the band, in persons, itself included. The last band, and only
    /// it, is open: `None`; in documents null, or absent.
    pub up_to: Option<u32>,
    /// What a village in the band gets in a year, from the least to the most of the rules.
    pub yearly: Yuan,
}

impl SubsidyRules {
    /// Checks the values.
    ///
    /// # Errors
    /// [`SubsidyFaults`], every one: a negative least, or one above the most; with the straight
    /// line a least or most not in whole yuan, to which the line is rounded; no band; bands that do
    /// not ascend; a last band that is not open, or an open one before it; a band's amount that does
    /// not lie between the least and the most.
    pub fn new(records: SubsidyRecords) -> Result<Self, SubsidyFaults> {
        let SubsidyRecords { least, most, .. } = records;
        let mut faults = Vec::new();
        if least < Yuan::ZERO {
            faults.push(SubsidyFault::NegativeLeast { least });
        }
        if most < least {
            faults.push(SubsidyFault::LeastAboveMost { least, most });
        }
        match &records.method.value {
            SubsidyMethod::StraightLine => {
                let is_broken = |amount: Yuan| amount.fen().checked_rem(FEN_OF_A_YUAN) != Some(0);
                let bounds = [("least", least), ("most", most)].into_iter();
                let broken = bounds.filter(|(_, amount)| is_broken(*amount));
                faults.extend(
                    broken.map(|(bound, amount)| SubsidyFault::BrokenYuan { bound, amount }),
                );
            }
            SubsidyMethod::Bands(bands) => {
                order_faults(bands, &mut faults);
                // Between bounds that exclude each other lies nothing: that is one fault, told above.
                if least <= most {
                    let outside =
                        |(number, band): (usize, &Band)| {
                            let yearly = band.yearly;
                            (!(least..=most).contains(&yearly)).then_some(
                                SubsidyFault::BandOutside { band: number, yearly, least, most },
                            )
                        };
                    faults.extend((1..).zip(bands).filter_map(outside));
                }
            }
        }
        SubsidyFaults::none_or(faults).map(|()| Self { records })
    }

    /// The values.
    #[must_use]
    pub const fn records(&self) -> &SubsidyRecords {
        &self.records
    }
}

/// An amount of whole yuan has so many fen, or a multiple.
pub(super) const FEN_OF_A_YUAN: i64 = 100;

/// What is wrong with where the bands end.
fn order_faults(bands: &[Band], faults: &mut Vec<SubsidyFault>) {
    let Some(last) = bands.last() else {
        faults.push(SubsidyFault::NoBand);
        return;
    };
    // The last band before that has an end, so that an open one between hides no other fault.
    let mut before: Option<u32> = None;
    for (number, band) in (1..).zip(bands) {
        match (band.up_to, before) {
            (None, _) if number < bands.len() => {
                faults.push(SubsidyFault::OpenBand { band: number });
            }
            (Some(up_to), Some(end)) if up_to <= end => {
                faults.push(SubsidyFault::BandsNotAscending { band: number, up_to, before: end });
            }
            _ => {}
        }
        before = band.up_to.or(before);
    }
    if let Some(up_to) = last.up_to {
        faults.push(SubsidyFault::LastBandClosed { up_to });
    }
}

impl From<SubsidyRules> for SubsidyRecords {
    fn from(rules: SubsidyRules) -> Self {
        rules.records
    }
}

impl TryFrom<SubsidyRecords> for SubsidyRules {
    type Error = SubsidyFaults;

    fn try_from(records: SubsidyRecords) -> Result<Self, SubsidyFaults> {
        Self::new(records)
    }
}

/// Everything that is wrong with some [`SubsidyRecords`]: with the least and the most, then with where
/// the bands end, then with their amounts.
pub type SubsidyFaults = TableFaults<SubsidyFault>;

/// What may be wrong with some [`SubsidyRecords`]. Bands are numbered from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubsidyFault {
    /// The least is negative.
    #[error("the least subsidy is negative: `{least}`")]
    NegativeLeast {
        /// The least.
        least: Yuan,
    },
    /// The least is above the most.
    #[error("the least subsidy, `{least}`, is above the most, `{most}`")]
    LeastAboveMost {
        /// The least.
        least: Yuan,
        /// The most.
        most: Yuan,
    },
    /// An end of the straight line is not in whole yuan, to which the line is rounded.
    #[error("the straight line is rounded to the yuan, and `{bound}` is `{amount}`")]
    BrokenYuan {
        /// `least` or `most`.
        bound: &'static str,
        /// The amount.
        amount: Yuan,
    },
    /// There is no band.
    #[error("there is no band")]
    NoBand,
    /// A band before the last has no end.
    #[error("band {band} is open, and not the last")]
    OpenBand {
        /// The number of the band.
        band: usize,
    },
    /// A band ends where one before it ends, or sooner.
    #[error("band {band} goes up to {up_to} persons, and one before it to {before}")]
    BandsNotAscending {
        /// The number of the band.
        band: usize,
        /// Its greatest population.
        up_to: u32,
        /// The greatest population of the nearest band before it that is not open.
        before: u32,
    },
    /// The last band has an end.
    #[error("the last band goes up to {up_to} persons, and is not open")]
    LastBandClosed {
        /// Its greatest population.
        up_to: u32,
    },
    /// The amount of a band does not lie between the least and the most.
    #[error("band {band} gets `{yearly}`, not `{least}` to `{most}`")]
    BandOutside {
        /// The number of the band.
        band: usize,
        /// Its amount.
        yearly: Yuan,
        /// The least.
        least: Yuan,
        /// The most.
        most: Yuan,
    },
}
