use serde::Serialize;

use super::{Figure, Flow, Goal, Headcount, IncidenceBase, PovertyRules, Standing, Target, flow};
use crate::basis::Assumptions;
use crate::calendar::Day;
use crate::quantity::{Percent, Ratio};
use crate::township::{Township, Unit, Village};

/// How things stand on a day: the poor, the year so far, and the year's targets (进度).
///
/// In documents: see the fields; a rate that does not exist is null, never 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Progress<'t> {
    /// The day.
    pub on: Day,
    /// The population of the town, in persons.
    pub population: u32,
    /// The poor on the day.
    pub poor: Headcount,
    /// The share of the population that is poor, as published.
    pub incidence: Option<Percent>,
    /// What happened in the year of the day, until then.
    pub year: YearProgress,
    /// The targets of that year; none for a year without.
    pub targets: Vec<Standing>,
    /// Every zone, village and community whose population is known, by id.
    pub units: Vec<UnitProgress<'t>>,
    /// The assumptions that this rests on.
    pub assumptions: Assumptions,
}

/// What happened in a year until a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct YearProgress {
    /// Those who left poverty (脱贫) and are out of it.
    pub exited: Headcount,
    /// Those who fell back (返贫) and are poor.
    pub relapsed: Headcount,
    /// The villages taken off the list of poor villages (摘帽).
    pub delisted_villages: u64,
}

impl YearProgress {
    /// Both together: of parts of a township that share nothing.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        Self {
            exited: self.exited.merge(other.exited),
            relapsed: self.relapsed.merge(other.relapsed),
            delisted_villages: self.delisted_villages.saturating_add(other.delisted_villages),
        }
    }
}

/// The poor of one zone, village or community on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UnitProgress<'t> {
    /// The unit.
    pub unit: Unit<'t>,
    /// What kind of unit it is.
    pub level: UnitKind,
    /// Its population, in persons; a zone's is the sum of its villages'.
    pub population: u64,
    /// Its poor households.
    pub poor_households: u64,
    /// Their persons.
    pub poor_persons: u64,
    /// The share of its population that is poor, as published; none if it has no population.
    pub incidence: Option<Percent>,
}

/// The kinds of unit for which figures are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// A zone.
    Zone,
    /// A village.
    Village,
    /// A community.
    Community,
}

/// Takes stock of a township on a day, against the targets of that day's year.
///
/// A household is poor on a day that one of its poor spans covers. It exited in the year if it was
/// poor at the end of the year before or became poor in this one, and is not poor on the day; it
/// relapsed if it is poor in a span, not its first, that began this year. One pass over the
/// households.
#[must_use]
pub fn progress<'t>(township: &'t Township, on: Day, rules: &PovertyRules) -> Progress<'t> {
    let mut poor = Headcount::default();
    let mut poor_of_village = vec![Headcount::default(); township.villages().len()];
    let mut year = YearProgress::default();
    for household in township.households() {
        let count = Headcount::of(household);
        let flow = flow(household.poor(), on);
        match flow {
            Flow::Outside => {}
            Flow::Exited => year.exited = year.exited.merge(count),
            Flow::Inside | Flow::Relapsed => {
                poor = poor.merge(count);
                let village = household.group().village();
                if let Some(of_village) = poor_of_village.get_mut(village.index()) {
                    *of_village = of_village.merge(count);
                }
            }
        }
        if flow == Flow::Relapsed {
            year.relapsed = year.relapsed.merge(count);
        }
    }
    let delisted = township.villages().filter(|village| flow(village.listed(), on) == Flow::Exited);
    year.delisted_villages = u64::try_from(delisted.count()).unwrap_or(u64::MAX);

    let population = match rules.incidence_base.value {
        IncidenceBase::TownPopulation => township.town().population(),
    };
    let mut assumptions = Assumptions::default();
    assumptions.rest_on(&rules.incidence_base.basis);
    let mut progress = Progress {
        on,
        population,
        poor,
        incidence: published(poor, population.into()),
        year,
        targets: Vec::new(),
        units: units(township, &poor_of_village),
        assumptions,
    };
    let of_this_year = rules.targets.iter().filter(|target| target.year == on.year());
    progress.targets = of_this_year.map(|target| progress.standing(target)).collect();
    progress
}

fn published(poor: Headcount, population: u64) -> Option<Percent> {
    poor.incidence(population).map(Ratio::to_percent_half_up).ok()
}

fn units<'t>(township: &'t Township, poor_of_village: &[Headcount]) -> Vec<UnitProgress<'t>> {
    let poor_of =
        |village: Village<'_>| poor_of_village.get(village.index()).copied().unwrap_or_default();
    let unit = |unit: Unit<'t>, level, population: Option<u64>, poor: Headcount| {
        population.map(|population| UnitProgress {
            unit,
            level,
            population,
            poor_households: poor.households,
            poor_persons: poor.persons,
            incidence: published(poor, population),
        })
    };
    let zones = township.zones().filter_map(|zone| {
        let poor = zone.villages().map(poor_of).fold(Headcount::default(), Headcount::merge);
        unit(zone.into(), UnitKind::Zone, zone.population(), poor)
    });
    let villages = township.villages().filter_map(|village| {
        let level = if village.is_community() { UnitKind::Community } else { UnitKind::Village };
        unit(village.into(), level, village.population().map(u64::from), poor_of(village))
    });
    let mut units: Vec<UnitProgress<'t>> = zones.chain(villages).collect();
    units.sort_by_key(|unit| (unit.unit.id(), unit.level));
    units
}

impl Progress<'_> {
    /// How things stand on the day against a target: what has been reached, and what is missing.
    ///
    /// The poor and their share can be held against a target of any year. Who left poverty and which
    /// villages left the list, in the year of the day, can be held against a target of that year
    /// only; against one of another they are unknown.
    #[must_use]
    pub fn standing(&self, target: &Target) -> Standing {
        let is_of_this_year = target.year == self.on.year();
        let at_least = |actual: u64, goal: u64| {
            let missing = goal.saturating_sub(actual);
            let known = (Some(Figure::Count(actual)), Some(missing == 0), Some(missing));
            if is_of_this_year { known } else { (None, None, None) }
        };
        let (actual, met, remaining) = match target.goal {
            Goal::ExitedHouseholds(goal) => at_least(self.year.exited.households, goal),
            Goal::ExitedPersons(goal) => at_least(self.year.exited.persons, goal),
            Goal::DelistedVillages(goal) => at_least(self.year.delisted_villages, goal),
            Goal::PoorPersons(goal) => {
                let over = self.poor.persons.saturating_sub(goal);
                (Some(Figure::Count(self.poor.persons)), Some(over == 0), Some(over))
            }
            Goal::Incidence(goal) => {
                let most = goal.most_parts_of(self.population.into());
                (
                    self.incidence.map(Figure::Rate),
                    self.incidence.map(|incidence| incidence <= goal),
                    most.map(|most| self.poor.persons.saturating_sub(most)),
                )
            }
        };
        Standing { target: target.clone(), actual, met, remaining }
    }
}
