mod outlook;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::counts::Counts;
use super::{Baseline, Figure, Goal, IncidenceBase, PovertyRules, Target};
use crate::basis::Assumptions;
use crate::calendar::Day;
use crate::quantity::Ratio;
use crate::township::{Township, Unit};

use outlook::Known;
pub use outlook::{Forecast, Outlook, Required};

/// How things stand on a day against one target (完成情况).
///
/// In documents: the target with its unit, and the fields; `baseline` as in the target, with its
/// day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'t> {
    /// The target.
    pub target: Target,
    /// The unit that is to reach it; none if the township has no such unit. It is not guessed which
    /// one might be meant.
    pub unit: Option<Unit<'t>>,
    /// What has been reached, if it is known.
    pub actual: Option<Figure>,
    /// Whether the target is met, if that is known.
    pub met: Option<bool>,
    /// How many households, persons or villages are still missing, 0 if the target is met. Of a
    /// rate: how many persons must still leave poverty for it to publish as the goal.
    pub remaining: Option<u64>,
    /// From where the unit started, and on which day: what the target says, or else what the
    /// records say of the end of the year before. None if the target says nothing and that day still
    /// lies ahead.
    pub baseline: Option<Baseline>,
    /// What is needed until the end of the period, and what will be.
    pub outlook: Outlook,
    /// The assumptions that this rests on: the target's own, if it is assumed, and of an incidence
    /// what it is a share of.
    pub assumptions: Assumptions,
}

/// How things stand on a day against a target: what has been reached, what is missing, how fast it
/// must go and whether it will.
///
/// Once its year is over a target is judged by the last day of it. Before the year begins, the poor
/// and their share on the day can be held against it; who left poverty and which villages left the
/// list in the year is unknown. Unknown too is the share of the poor in a unit whose
/// population is, and how many villages left the list in a group or household. Two passes over the
/// households of the unit.
///
/// ```
/// # #[cfg(feature = "json")] {
/// # use bangfu::{charter::Charter, roster::Roster};
/// use bangfu::poverty::{Outlook, standing};
/// # let text = include_bytes!("../../examples/data/maoxi.json");
/// # let roster: Roster<'_> = bangfu::document::read(text)?;
/// # let charter = Charter::maoxi();
/// # let township = roster.check(&charter.organisation)?;
/// // 507 households are to leave poverty in 2018 [F10]. By the end of November?
/// let rules = &charter.poverty;
/// let standing = standing(&township, "2018-11-30".parse()?, rules, &rules.targets[0]);
/// assert_eq!(standing.actual.unwrap().to_string(), "395");
/// let Outlook::Running { required, forecast } = standing.outlook else { panic!() };
/// assert_eq!((required.remaining, required.per_month_ceil), (112, 112)); // one month is left
/// let forecast = forecast.unwrap();
/// assert_eq!((forecast.cautious, forecast.meets), (431, false)); // at the pace of the first 334 days
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn standing<'t>(
    township: &'t Township,
    on: Day,
    rules: &PovertyRules,
    target: &Target,
) -> Standing<'t> {
    let unit = match &target.unit {
        None => Some(Unit::from(township.town())),
        Some(name) => township.unit(name.level, name.id.as_str()),
    };
    let on = day_of(target, on);
    let Some(unit) = unit else {
        return Standing {
            target: target.clone(),
            unit: None,
            actual: None,
            met: None,
            remaining: None,
            baseline: None,
            outlook: Outlook::NoSuchUnit,
            assumptions: own_assumptions(target),
        };
    };
    let before = day_before(target).filter(|before| *before <= on);
    let before = before.map(|before| Counts::of(unit, before));
    judged(target, unit, on, &Counts::of(unit, on), before.as_ref(), rules)
}

fn own_assumptions(target: &Target) -> Assumptions {
    let mut assumptions = Assumptions::default();
    assumptions.rest_on(&target.basis);
    assumptions
}

/// The day on which a target is judged: the day that is asked about, or the last one of its period if
/// that is over. What was not reached by then was not, whatever came later.
pub(super) fn day_of(target: &Target, on: Day) -> Day {
    target.period().map_or(on, |period| on.min(period.last()))
}

/// The last day before the period of a target.
pub(super) fn day_before(target: &Target) -> Option<Day> {
    target.period().and_then(|period| period.from().previous())
}

/// What the incidence of a unit is a share of, if it is known.
fn population(unit: Unit<'_>, rules: &PovertyRules) -> Option<u64> {
    match rules.incidence_base.value {
        IncidenceBase::TownPopulation => match unit {
            Unit::Town(town) => Some(town.population().into()),
            Unit::Zone(zone) => zone.population(),
            Unit::Village(village) => village.population().map(u64::from),
            Unit::Group(_) | Unit::Household(_) => None,
        },
    }
}

/// Holds what was counted on a day, and at the end of the year before the target's, against it.
pub(super) fn judged<'t>(
    target: &Target,
    unit: Unit<'t>,
    on: Day,
    now: &Counts,
    before: Option<&Counts>,
    rules: &PovertyRules,
) -> Standing<'t> {
    let mut assumptions = own_assumptions(target);
    let population = match target.goal {
        Goal::Incidence(_) => {
            assumptions.rest_on(&rules.incidence_base.basis);
            population(unit, rules)
        }
        _ => None,
    };
    let of_this_year = |count: u64| (target.year == on.year()).then_some(count);
    let year = &now.year;
    let has_villages = target.goal.is_known_of(unit.level());
    // How many there are, how many there should be, and from which side.
    let (actual, goal) = match target.goal {
        Goal::ExitedHouseholds(goal) => (of_this_year(year.exited.households), Some(goal)),
        Goal::ExitedPersons(goal) => (of_this_year(year.exited.persons), Some(goal)),
        Goal::DelistedVillages(goal) => {
            let delisted = of_this_year(year.delisted_villages);
            (delisted.filter(|_| has_villages), Some(goal))
        }
        Goal::PoorPersons(goal) => (Some(now.poor.persons), Some(goal)),
        Goal::Incidence(goal) => {
            let most = population.and_then(|population| goal.most_parts_of(population));
            (most.map(|_| now.poor.persons), most)
        }
    };
    let stock = |counts: &Counts| match target.goal {
        Goal::ExitedHouseholds(_) => Some(counts.poor.households),
        Goal::ExitedPersons(_) | Goal::PoorPersons(_) | Goal::Incidence(_) => {
            Some(counts.poor.persons)
        }
        Goal::DelistedVillages(_) => has_villages.then_some(counts.listed),
    };
    let known = actual.zip(goal).zip(stock(now));
    let known = known.map(|((actual, goal), stock)| Known { actual, goal, stock, population });
    let remaining = known.map(|known| known.missing(target.goal.direction()));
    let baseline = match target.baseline {
        Some(Baseline { figure, on }) => Some((figure, on.or_else(|| day_before(target)))),
        None => before.and_then(stock).map(|figure| (figure, day_before(target))),
    };
    let baseline = baseline.map(|(figure, on)| Baseline { figure, on });
    let rate = |persons: u64| Ratio::new(persons, population?).map(Ratio::to_percent_half_up).ok();
    let outlook = Outlook::of(target, on, known, baseline, rate);
    let figure = |actual| match target.goal {
        Goal::Incidence(_) => rate(actual).map(Figure::Rate),
        _ => Some(Figure::Count(actual)),
    };
    Standing {
        target: target.clone(),
        unit: Some(unit),
        actual: actual.and_then(figure),
        met: remaining.map(|remaining| remaining == 0),
        remaining,
        baseline,
        outlook,
        assumptions,
    }
}

impl Serialize for Standing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { target, unit, .. } = self;
        let named = target.unit.as_ref();
        let level = unit.map(Unit::level).or(named.map(|name| name.level));
        let id = unit.map(Unit::id).or(named.map(|name| &name.id));
        let mut standing = serializer.serialize_struct("Standing", 13)?;
        standing.serialize_field("year", &target.year)?;
        standing.serialize_field("unit", &id)?;
        standing.serialize_field("level", &level)?;
        standing.serialize_field("measure", target.goal.measure())?;
        standing.serialize_field("direction", &target.goal.direction())?;
        standing.serialize_field("goal", &target.goal.figure())?;
        standing.serialize_field("actual", &self.actual)?;
        standing.serialize_field("met", &self.met)?;
        standing.serialize_field("remaining", &self.remaining)?;
        standing.serialize_field("baseline", &self.baseline)?;
        standing.serialize_field("outlook", &self.outlook)?;
        standing.serialize_field("source", target.basis.id())?;
        standing.serialize_field("assumptions", &self.assumptions)?;
        standing.end()
    }
}
