use serde::Serialize;

use super::counts::Counts;
use super::standing::{day_before, judged};
use super::{Headcount, IncidenceBase, PovertyRules, Standing, standing};
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
    pub targets: Vec<Standing<'t>>,
    /// Every zone, village and community whose population is known, by id.
    pub units: Vec<UnitProgress<'t>>,
    /// The assumptions that this rests on, those of the targets among them.
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
/// relapsed if it is poor in a span, not its first, that began this year. Two passes over the
/// households, and two over those of each unit with a target of its own; see
/// [`standing`](standing()).
#[must_use]
pub fn progress<'t>(township: &'t Township, on: Day, rules: &PovertyRules) -> Progress<'t> {
    let mut counts = Counts::default();
    let mut poor_of_village = vec![Headcount::default(); township.villages().len()];
    for household in township.households() {
        if let Some(poor) = counts.add(household, on) {
            let village = household.group().village();
            if let Some(of_village) = poor_of_village.get_mut(village.index()) {
                *of_village = of_village.merge(poor);
            }
        }
    }
    township.villages().for_each(|village| counts.add_village(village, on));

    let population = match rules.incidence_base.value {
        IncidenceBase::TownPopulation => township.town().population(),
    };
    let mut assumptions = Assumptions::default();
    assumptions.rest_on(&rules.incidence_base.basis);
    let targets = standings(township, on, rules, &counts);
    let of_targets = targets.iter().map(|standing| standing.assumptions.clone());
    let assumptions = of_targets.fold(assumptions, Assumptions::merge);
    let poor = counts.poor;
    Progress {
        on,
        population,
        poor,
        incidence: published(poor, population.into()),
        year: counts.year,
        targets,
        units: units(township, &poor_of_village),
        assumptions,
    }
}

/// How things stand against the targets of the year.
fn standings<'t>(
    township: &'t Township,
    on: Day,
    rules: &PovertyRules,
    counts: &Counts,
) -> Vec<Standing<'t>> {
    let town = Unit::from(township.town());
    let mut before = None;
    let of_this_year = rules.targets.iter().filter(|target| target.year == on.year());
    let standings = of_this_year.map(|target| {
        if target.unit.is_some() {
            return standing(township, on, rules, target);
        }
        // What the town has is counted once.
        let before =
            before.get_or_insert_with(|| day_before(target).map(|before| Counts::of(town, before)));
        judged(target, town, on, counts, before.as_ref(), rules)
    });
    standings.collect()
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
