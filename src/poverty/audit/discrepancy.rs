use std::fmt;

use serde::{Serialize, Serializer};

use super::Check;
use super::sheet::{Counted, Term};
use crate::poverty::Comparison;
use crate::quantity::{Id, Percent, Ratio};
use crate::township::Level;

/// Figures of a unit that cannot all be true (勾稽不符).
///
/// In documents `unit`, `level`, the code, the figures and the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFinding<'s> {
    /// The unit.
    pub unit: &'s Id<'static>,
    /// Its level.
    pub level: Level,
    /// What does not agree.
    pub discrepancy: Discrepancy<'s>,
}

/// What does not agree. Its [`code`](Discrepancy::code) is stable; its text form is the message.
///
/// Differences are what is reported less what follows from the other figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Discrepancy<'s> {
    /// Fewer persons than households, or persons without a household.
    HeadcountImpossible {
        /// Of which count.
        count: Term,
        /// Its households.
        households: u32,
        /// Its persons.
        persons: u32,
    },
    /// The poor at the end of the year before and the changes do not lead to those at the end of
    /// the year.
    FlowMismatch {
        /// What is counted.
        counted: Counted,
        /// The terms that add up, with their figures.
        terms: Vec<Entry>,
        /// What they add up to.
        sum: i64,
        /// The closing that is reported.
        reported: u32,
        /// By how much it is too great.
        difference: i64,
    },
    /// The terms that are unknown would have to be less than nothing.
    FlowImpossible {
        /// What is counted.
        counted: Counted,
        /// The unknown terms, which are all added or all taken away.
        unknown: Vec<Term>,
        /// What they would have to be together.
        value: i64,
    },
    /// More poor persons than people.
    PopulationExceeded {
        /// The poor persons at the end of the year.
        persons: u32,
        /// The population.
        population: u32,
    },
    /// A rate of more than everyone.
    RateExceeded {
        /// The rate.
        rate: Percent,
    },
    /// No number of persons of the population publishes as the rate.
    RateImpossible {
        /// The rate.
        rate: Percent,
        /// The population.
        population: u32,
    },
    /// There is no population of which the persons would publish as the rate.
    RateOfNone {
        /// The rate.
        rate: Percent,
        /// The poor persons at the end of the year.
        persons: u32,
    },
    /// The poor persons over the population publish as another rate.
    RateMismatch {
        /// The rate that is reported.
        rate: Percent,
        /// The poor persons at the end of the year.
        persons: u32,
        /// The population.
        population: u32,
        /// The rate as which they publish.
        published: Percent,
        /// The least number of persons that publishes as the reported rate.
        least: u64,
        /// The greatest.
        most: u64,
        /// By how many persons they miss these bounds.
        difference: i64,
    },
    /// A village was taken off the list though its incidence did not pass the limit.
    DelistingAboveLine {
        /// How it should stand against the limit.
        passes: Comparison,
        /// The limit.
        limit: Ratio,
        /// The incidence as published.
        rate: Percent,
        /// The poor persons at the end of the year, where that decided.
        persons: Option<u32>,
        /// The population, where that decided.
        population: Option<u32>,
    },
    /// An unknown figure would have to be one thing by one check, and another by another.
    Contradiction {
        /// The figure.
        figure: FigureName,
        /// What it would have to be, by each check.
        values: Vec<Demand>,
    },
    /// The parts do not add up to the whole.
    SumMismatch {
        /// Which figure.
        figure: FigureName,
        /// What the parts add up to whose figure is known.
        sum: i64,
        /// What is reported for the whole.
        reported: i64,
        /// By how much it is too great.
        difference: i64,
        /// The parts whose figure is unknown: whatever they have, it is too much already.
        unknown: Vec<&'s Id<'static>>,
    },
    /// The parts whose figure is unknown cannot have what the whole has beyond the known ones.
    SumImpossible {
        /// Which figure.
        figure: FigureName,
        /// The parts whose figure is unknown.
        unknown: Vec<&'s Id<'static>>,
        /// What they would have to have together.
        value: u64,
        /// The least that they can have together.
        least: u64,
        /// The greatest.
        most: u64,
    },
}

/// A term with its figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The term.
    pub term: Term,
    /// The figure.
    pub figure: u32,
}

/// What an unknown figure would have to be by a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Demand {
    /// The check.
    pub check: Check,
    /// The least that it could be.
    pub least: u64,
    /// The greatest, if there is a bound.
    pub most: Option<u64>,
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { check, least, most } = self;
        match most {
            Some(most) if most == least => write!(f, "{least} by the {check}"),
            Some(most) => write!(f, "{least} to {most} by the {check}"),
            None => write!(f, "{least} or more by the {check}"),
        }
    }
}

/// A figure of a sheet by its name there, as `closing.persons` or `rate`; besides `moved.persons` for
/// those who moved in less those who moved away, and `limit` for the limit of delistings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureName {
    /// The population.
    Population,
    /// A count.
    Count(Term, Counted),
    /// Those who moved in less those who moved away: within a whole they cancel out.
    Moved(Counted),
    /// The rate.
    Rate,
    /// The villages taken off the list.
    Delisted,
    /// The limit that a village must pass to be taken off the list, which the rules lack for the region.
    Limit,
}

impl fmt::Display for FigureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Population => f.pad("population"),
            Self::Count(term, of) => write!(f, "{term}.{of}"),
            Self::Moved(of) => write!(f, "moved.{of}"),
            Self::Rate => f.pad("rate"),
            Self::Delisted => f.pad("delisted"),
            Self::Limit => f.pad("limit"),
        }
    }
}

impl Serialize for FigureName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Discrepancy<'_> {
    /// The stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::HeadcountImpossible { .. } => "headcount_impossible",
            Self::FlowMismatch { .. } => "flow_mismatch",
            Self::FlowImpossible { .. } => "flow_impossible",
            Self::PopulationExceeded { .. } => "population_exceeded",
            Self::RateExceeded { .. } => "rate_exceeded",
            Self::RateImpossible { .. } => "rate_impossible",
            Self::RateOfNone { .. } => "rate_of_none",
            Self::RateMismatch { .. } => "rate_mismatch",
            Self::DelistingAboveLine { .. } => "delisting_above_line",
            Self::Contradiction { .. } => "contradiction",
            Self::SumMismatch { .. } => "sum_mismatch",
            Self::SumImpossible { .. } => "sum_impossible",
        }
    }
}

/// `2 too many`, `3 too few`.
struct Off(i64);

impl fmt::Display for Off {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.0 < 0 { "few" } else { "many" };
        write!(f, "{} too {word}", self.0.unsigned_abs())
    }
}

impl fmt::Display for Discrepancy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeadcountImpossible { count, households, persons } => {
                write!(f, "`{count}` has {persons} persons in {households} households")
            }
            Self::FlowMismatch { counted, terms, sum, reported, difference } => {
                for (at, Entry { term, figure }) in terms.iter().enumerate() {
                    let sign = match term.is_added() {
                        _ if at == 0 => "",
                        true => " + ",
                        false => " - ",
                    };
                    write!(f, "{sign}{term} {figure}")?;
                }
                let off = Off(*difference);
                write!(f, " = {sum} {counted}, but the closing is {reported}: {off}")
            }
            Self::FlowImpossible { counted, unknown, value } => {
                for (at, term) in unknown.iter().enumerate() {
                    write!(f, "{}`{term}`", if at == 0 { "the unknown " } else { " + " })?;
                }
                write!(f, " would have to be {value} {counted}")
            }
            Self::PopulationExceeded { persons, population } => {
                write!(f, "{persons} persons are poor, the population is {population}")
            }
            Self::RateExceeded { rate } => write!(f, "a rate of `{rate}` is of more than everyone"),
            Self::RateImpossible { rate, population } => {
                write!(f, "no number of persons of {population} is published as `{rate}`")
            }
            Self::RateOfNone { rate, persons } => {
                write!(f, "{persons} persons are published as `{rate}` of no population")
            }
            Self::RateMismatch {
                rate,
                persons,
                population,
                published,
                least,
                most,
                difference,
            } => {
                write!(
                    f,
                    "{persons} persons of {population} are published as `{published}`, not `{rate}`, \
                     which {least} to {most} are: {}",
                    Off(*difference)
                )
            }
            Self::DelistingAboveLine { passes, limit, rate, persons, population } => {
                write!(f, "delisted at `{rate}`")?;
                if let (Some(persons), Some(population)) = (persons, population) {
                    write!(f, ", {persons} of {population} persons")?;
                }
                write!(f, ", which is not {passes} `{limit}`")
            }
            Self::Contradiction { figure, values } => {
                write!(f, "the unknown `{figure}` would have to be ")?;
                for (at, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if at == 0 { "" } else { " and " })?;
                }
                Ok(())
            }
            Self::SumMismatch { figure, sum, reported, difference, unknown } => {
                let parts = if unknown.is_empty() { "the parts" } else { "the known parts alone" };
                let off = Off(*difference);
                write!(f, "`{figure}` of {parts} is {sum}, but of the whole {reported}: {off}")
            }
            Self::SumImpossible { figure, unknown, value, least, most } => {
                let parts = unknown.len();
                write!(
                    f,
                    "the unknown `{figure}` of {parts} parts would have to be {value} together, but \
                     can be {least} to {most}"
                )
            }
        }
    }
}

impl Serialize for AuditFinding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'f> {
            unit: &'f Id<'static>,
            level: Level,
            #[serde(flatten)]
            discrepancy: &'f Discrepancy<'f>,
            message: String,
        }
        let Self { unit, level, discrepancy } = self;
        let message = discrepancy.to_string();
        Written { unit, level: *level, discrepancy, message }.serialize(serializer)
    }
}
