mod rules;

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::basis::Assumptions;
use crate::calendar::{Date, Day, Month, Span};
use crate::quantity::{Id, Ratio, Yuan};
use crate::township::{Township, Village};

pub use rules::{Band, SubsidyFault, SubsidyFaults, SubsidyMethod, SubsidyRecords, SubsidyRules};

/// What the villages get for office and living costs on the days of some span
/// (村办公生活经费补助), line by line; the lines add up to every total that is known `[F71]`.
///
/// It comes on top of the running and office funds, which stay as they are, and a named person keeps
/// it for that use only. Communities get none: they are no villages, and lie outside the
/// battlefields (A11).
///
/// In documents `{"lines": […], "by_village": {"510525108205": "67727.00"}, "total": "67727.00",
/// "unknown": [], "assumptions": ["A8"]}`, null for what is not known.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Subsidies<'t> {
    /// The lines, by the village's id, then by year.
    pub lines: Vec<SubsidyLine<'t>>,
    /// The sum of the lines of each village, by its id; `None` if it is not known.
    pub by_village: BTreeMap<&'t Id<'static>, Option<Yuan>>,
    /// The sum of all lines; `None` if any of them is not known.
    pub total: Option<Yuan>,
    /// The villages whose population is not known, by id.
    pub unknown: Vec<Village<'t>>,
    /// The assumptions that these figures rest on.
    pub assumptions: Assumptions,
}

/// What one village gets for the days of one calendar year, or of a part of it.
///
/// In documents `{"village": "510525108205", "year": 2018, "population": 2483, "from":
/// "2018-01-01", "until": "2019-01-01", "days": 365, "of": 365, "yearly": "67727.00", "amount":
/// "67727.00"}`, null for what is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubsidyLine<'t> {
    /// Which village.
    pub village: Village<'t>,
    /// The year.
    pub year: u16,
    /// The population by which the amount goes, in persons, if it is known.
    pub population: Option<u32>,
    /// The days, all of that year.
    pub span: Span,
    /// The number of days in the year, 365 or 366.
    pub of: u32,
    /// What the village gets for the whole year, if that is known.
    pub yearly: Option<Yuan>,
    /// What it gets for these days, if that is known.
    pub amount: Option<Yuan>,
}

impl Serialize for SubsidyLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_struct("SubsidyLine", 9)?;
        line.serialize_field("village", &self.village)?;
        line.serialize_field("year", &self.year)?;
        line.serialize_field("population", &self.population)?;
        line.serialize_field("from", &self.span.from())?;
        line.serialize_field("until", &Date(self.span.end_date()))?;
        line.serialize_field("days", &self.span.days())?;
        line.serialize_field("of", &self.of)?;
        line.serialize_field("yearly", &self.yearly)?;
        line.serialize_field("amount", &self.amount)?;
        line.end()
    }
}

/// Why there are no [`Subsidies`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubsidyError {
    /// The sum of the years of a village is greater than an amount can be.
    #[error("the subsidies of `{village}` add up to more than an amount can hold")]
    VillageTooLarge {
        /// The village.
        village: Id<'static>,
    },
    /// The sum of all lines is greater than an amount can be.
    #[error("the subsidies of all villages add up to more than an amount can hold")]
    TotalTooLarge,
}

/// Works out what every village gets for the days of `span`: a year, a part of one, or several; an
/// open span runs to the end of the calendar.
///
/// The yearly amount goes by population (A8). With the straight line no village's is known as long
/// as the population of one is not, for that one may be the smallest or the largest; with bands only
/// its own is unknown.
///
/// For a part of a year counts what is due until its end, less what is due until its beginning, each
/// by the calendar days of the year so far and rounded half up to the fen. So instalments add up to
/// the amount of the year exactly, however it is cut.
///
/// Takes time in proportion to villages × years.
///
/// ```
/// use bangfu::{charter::Charter, roster::Roster, stipend};
/// # let text = include_bytes!("../../examples/data/maoxi.json");
/// # let charter = Charter::maoxi();
/// # let roster: Roster<'_> = bangfu::document::read(text)?;
/// # let township = roster.check(&charter.organisation)?;
/// let year = "2018-01-01..2019-01-01".parse()?;
/// let subsidies = stipend::subsidies(&township, &charter.subsidy, year)?;
/// // Of the villages, 怀场村 has 2,483 persons, the smallest 1,601, the largest 3,884.
/// let village = township.village("510525108205").unwrap();
/// let amount = subsidies.by_village[village.id()].unwrap();
/// assert_eq!(amount.to_string(), "67727.00"); // 60,000 + 20,000 × 882 / 2,283
/// assert!(subsidies.assumptions.contains("A8"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`SubsidyError`] if a sum does not fit.
pub fn subsidies<'t>(
    township: &'t Township,
    rules: &SubsidyRules,
    span: Span,
) -> Result<Subsidies<'t>, SubsidyError> {
    let mut villages: Vec<Village<'t>> =
        township.villages().filter(|village| !village.is_community()).collect();
    villages.sort_by_key(|village| village.id());
    let scale = Scale::new(rules.records(), &villages);
    let mut lines = Vec::new();
    let mut by_village = BTreeMap::new();
    for village in &villages {
        let yearly = scale.yearly(*village);
        let first_line = lines.len();
        lines.extend(parts(span).map(|part| part.line(*village, yearly)));
        let of_village = lines.get(first_line..).unwrap_or_default();
        let sum = sum(of_village).map_err(|DoesNotFit| SubsidyError::VillageTooLarge {
            village: village.id().clone(),
        })?;
        by_village.insert(village.id(), sum);
    }
    let total = sum(&lines).map_err(|DoesNotFit| SubsidyError::TotalTooLarge)?;
    let assumptions = assumptions(rules.records(), &lines);
    let unknown = villages.into_iter().filter(|village| village.population().is_none()).collect();
    Ok(Subsidies { lines, by_village, total, unknown, assumptions })
}

/// What the figures rest on.
fn assumptions(rules: &SubsidyRecords, lines: &[SubsidyLine<'_>]) -> Assumptions {
    let mut assumptions = Assumptions::default();
    if lines.iter().any(|line| line.amount.is_some()) {
        assumptions.rest_on(&rules.basis);
        // With nothing between the least and the most, every method says the same.
        if rules.least < rules.most {
            assumptions.rest_on(&rules.method.basis);
        }
    }
    assumptions
}

/// A sum is greater than an amount can be.
struct DoesNotFit;

/// The sum of the lines, if every one is known.
fn sum(lines: &[SubsidyLine<'_>]) -> Result<Option<Yuan>, DoesNotFit> {
    let amounts: Option<Vec<Yuan>> = lines.iter().map(|line| line.amount).collect();
    amounts.map(|amounts| Yuan::checked_sum(amounts).ok_or(DoesNotFit)).transpose()
}

/// What a population gets in a year, among these villages.
enum Scale<'r> {
    /// From the least at the smallest population to the most at the largest.
    Line { least: Yuan, most: Yuan, smallest: u32, largest: u32 },
    /// By bands.
    Bands(&'r [Band]),
    /// There is no telling.
    Unknown,
}

impl<'r> Scale<'r> {
    fn new(rules: &'r SubsidyRecords, villages: &[Village<'_>]) -> Self {
        match &rules.method.value {
            SubsidyMethod::Bands(bands) => Self::Bands(bands),
            SubsidyMethod::StraightLine => {
                let populations: Option<Vec<u32>> =
                    villages.iter().map(|village| village.population()).collect();
                let ends = populations
                    .and_then(|all| Some((all.iter().min().copied()?, all.iter().max().copied()?)));
                ends.map_or(Self::Unknown, |(smallest, largest)| Self::Line {
                    least: rules.least,
                    most: rules.most,
                    smallest,
                    largest,
                })
            }
        }
    }

    fn yearly(&self, village: Village<'_>) -> Option<Yuan> {
        let population = village.population()?;
        match *self {
            Self::Line { least, most, smallest, largest } => {
                let above = population.checked_sub(smallest)?;
                let range = largest.checked_sub(smallest)?;
                if range == 0 { Some(least) } else { on_line(least, most, above, range) }
            }
            Self::Bands(bands) => {
                let reaches = |band: &&Band| band.up_to.is_none_or(|up_to| population <= up_to);
                bands.iter().find(reaches).map(|band| band.yearly)
            }
            Self::Unknown => None,
        }
    }
}

/// The amount that lies `above` of `range` on the way from the least to the most, rounded half up to
/// the yuan.
fn on_line(least: Yuan, most: Yuan, above: u32, range: u32) -> Option<Yuan> {
    let rise = i128::from(most.fen()).checked_sub(least.fen().into())?;
    let unit = i128::from(range).checked_mul(rules::FEN_OF_A_YUAN.into())?;
    // INVARIANT: the least is in whole yuan, so that only the rise is left to be rounded.
    let doubled = rise.checked_mul(above.into())?.checked_mul(2)?.checked_add(unit)?;
    let yuan = doubled.checked_div(unit.checked_mul(2)?)?;
    let fen = yuan.checked_mul(rules::FEN_OF_A_YUAN.into())?.checked_add(least.fen().into())?;
    i64::try_from(fen).ok().map(Yuan::from_fen)
}

/// Some days of one year.
#[derive(Clone, Copy)]
struct Part {
    year: u16,
    whole: Span,
    days: Span,
}

/// The days of a span, year by year.
fn parts(span: Span) -> impl Iterator<Item = Part> {
    (span.from().year()..=span.last().year()).filter_map(move |year| {
        let whole = year_span(year)?;
        Some(Part { year, whole, days: whole.intersection(span)? })
    })
}

/// All days of a year, if it lies in the calendar.
fn year_span(year: u16) -> Option<Span> {
    let new_year = |year| Month::new(year, 1).ok().map(Month::first_day);
    Span::new(new_year(year)?, year.checked_add(1).and_then(new_year)).ok()
}

impl Part {
    fn line(self, village: Village<'_>, yearly: Option<Yuan>) -> SubsidyLine<'_> {
        let amount = yearly.and_then(|yearly| self.amount(yearly));
        let Self { year, whole, days: span } = self;
        let (population, of) = (village.population(), whole.days());
        SubsidyLine { village, year, population, span, of, yearly, amount }
    }

    /// The share of a yearly amount that falls on these days. INVARIANT: it fits, as the whole does.
    fn amount(self, yearly: Yuan) -> Option<Yuan> {
        let of = self.whole.days();
        let due_until = |days: u32| {
            let share = Ratio::new(days.into(), of.into()).ok()?;
            yearly.share_half_up(share).map(|due| due.amount)
        };
        let before = days_between(self.whole.from(), self.days.from());
        due_until(before.checked_add(self.days.days())?)?.checked_sub(due_until(before)?)
    }
}

fn days_between(from: Day, until: Day) -> u32 {
    // Nothing lies between a day and itself.
    Span::new(from, Some(until)).map_or(0, Span::days)
}
