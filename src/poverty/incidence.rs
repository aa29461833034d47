use serde::{Deserialize, Serialize};

use crate::calendar::{Day, Month, Timeline};
use crate::quantity::{EmptyWhole, Ratio};
use crate::township::Household;

/// Households and the persons in them.
///
/// Headcounts add up in any order and grouping; [`Headcount::default`] is the neutral one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a number of households and of their persons")]
pub struct Headcount {
    /// The number of households.
    pub households: u64,
    /// The number of their persons.
    pub persons: u64,
}

impl Headcount {
    /// One household.
    #[must_use]
    pub fn of(household: Household<'_>) -> Self {
        Self { households: 1, persons: household.persons().into() }
    }

    /// Both together.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        // INVARIANT: there are not 2^64 persons to be counted.
        Self {
            households: self.households.saturating_add(other.households),
            persons: self.persons.saturating_add(other.persons),
        }
    }

    /// The poverty incidence (贫困发生率): the share that these persons are of a population.
    ///
    /// ```
    /// use bangfu::poverty::Headcount;
    /// let poor = Headcount { households: 232, persons: 1_021 };
    /// assert_eq!(poor.incidence(45_000)?.to_percent_half_up().to_string(), "2.27%");
    /// # Ok::<(), bangfu::quantity::EmptyWhole>(())
    /// ```
    ///
    /// # Errors
    /// [`EmptyWhole`] if there is no population: then there is no rate.
    #[doc(alias = "贫困发生率")]
    pub fn incidence(self, population: u64) -> Result<Ratio, EmptyWhole> {
        Ratio::new(self.persons, population)
    }
}

/// What became of something in a year until a day: of a household in poverty, or of a village on
/// the list of poor villages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flow {
    /// It was not in it on any day since the last one of the year before.
    Outside,
    /// It is in it, and has been since before the year, or for the first time.
    Inside,
    /// It is in it again (返贫), since a day of this year.
    #[doc(alias = "返贫")]
    Relapsed,
    /// It is out of it (脱贫, 摘帽), and was in it at the end of the year before or in this year.
    #[doc(alias = "脱贫")]
    #[doc(alias = "摘帽")]
    Exited,
}

/// What became of something in the year of `on`, until and including that day, by the spans in
/// which it was poor or listed.
///
/// ```
/// use bangfu::calendar::{Day, Timeline};
/// use bangfu::poverty::{Flow, flow};
/// let poor = Timeline::new([("2014-01-01..2018-11-20".parse()?, ())])?;
/// assert_eq!(flow(&poor, "2018-11-19".parse()?), Flow::Inside);
/// assert_eq!(flow(&poor, "2018-11-20".parse()?), Flow::Exited);
/// assert_eq!(flow(&poor, "2019-01-01".parse()?), Flow::Outside);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn flow(spans: &Timeline<()>, on: Day) -> Flow {
    let new_year = Month::new(on.year(), 1).map_or(Day::MIN, Month::first_day);
    if let Some((span, ())) = spans.entry_at(on) {
        let is_first = spans.first_day() == Some(span.from());
        return if span.from() >= new_year && !is_first { Flow::Relapsed } else { Flow::Inside };
    }
    // Whatever was in it on a day since the last of the year before, and no longer is.
    let since = new_year.previous().unwrap_or(new_year);
    let was_in_it = spans.iter().any(|(span, ())| span.from() <= on && since <= span.last());
    if was_in_it { Flow::Exited } else { Flow::Outside }
}
