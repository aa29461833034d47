use std::collections::BTreeMap;

use serde::Serialize;

use super::{Apportionment, Claim, Fit, Method, apportion};
use crate::basis::{Assumptions, Basis, Sourced};
use crate::calendar::Day;
use crate::poverty::Headcount;
use crate::quantity::Id;
use crate::township::{Group, Township, Village};

/// A town's target of households and persons given to its villages, and on to their groups (任务分解);
/// see [`apportion_target`].
///
/// In documents: see the fields; of `households` and `persons` the [`Fit`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Allotment<'t> {
    /// The day on which the poor were counted.
    pub on: Day,
    /// What was to be given.
    pub target: Headcount,
    /// The poor of the town on the day.
    pub stock: Headcount,
    /// What was given to all villages together.
    pub given: Headcount,
    /// How many persons the smallest so many of its poor households have as the target asks for,
    /// wherever they are: with less no shares could meet it.
    pub least_persons: u64,
    /// How many persons the largest so many have: with more no shares could meet it.
    pub most_persons: u64,
    /// Whether the shares of households add up to the target.
    pub households: Fit,
    /// Whether the shares of persons do.
    pub persons: Fit,
    /// By which method.
    pub method: Method,
    /// Where the method comes from.
    pub source: Basis,
    /// Every village and community, by id.
    pub villages: Vec<VillageAllotment<'t>>,
    /// The assumptions that this rests on.
    pub assumptions: Assumptions,
}

/// The share of a village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VillageAllotment<'t> {
    /// The village or community.
    pub village: Village<'t>,
    /// Its share.
    #[serde(flatten)]
    pub allotment: UnitAllotment,
    /// The shares of its groups, by id, which add up to its own.
    pub groups: Vec<GroupAllotment<'t>>,
}

/// The share of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupAllotment<'t> {
    /// The group.
    pub group: Group<'t>,
    /// Its share.
    #[serde(flatten)]
    pub allotment: UnitAllotment,
}

/// The share of a unit, with what bounds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UnitAllotment {
    /// Its poor on the day.
    pub stock: Headcount,
    /// Its share of households and of persons.
    pub share: Headcount,
    /// How many persons the smallest so many of its households have: of a village, of each of its
    /// groups together.
    pub least_persons: u64,
    /// How many persons the largest so many have.
    pub most_persons: u64,
}

/// The poor households of a group, by the number of their persons.
struct Sizes(Vec<u32>);

impl Sizes {
    fn of(group: Group<'_>, on: Day) -> Self {
        let poor = group.households().filter(|household| household.poor().at(on).is_some());
        let mut sizes: Vec<u32> = poor.map(crate::township::Household::persons).collect();
        sizes.sort_unstable();
        Self(sizes)
    }

    fn together<'s>(all: impl Iterator<Item = &'s Self>) -> Self {
        let mut sizes: Vec<u32> = all.flat_map(|sizes| sizes.0.iter().copied()).collect();
        sizes.sort_unstable();
        Self(sizes)
    }

    fn stock(&self) -> Headcount {
        let households = u64::try_from(self.0.len()).unwrap_or(u64::MAX);
        Headcount { households, persons: sum(self.0.iter()) }
    }

    /// The persons of the smallest and of the largest so many households.
    fn persons_of(&self, households: u64) -> (u64, u64) {
        let households = usize::try_from(households).unwrap_or(usize::MAX);
        let smallest = self.0.iter().take(households);
        (sum(smallest), sum(self.0.iter().rev().take(households)))
    }
}

fn sum<'s>(sizes: impl Iterator<Item = &'s u32>) -> u64 {
    // INVARIANT: there are not 2^64 persons to be counted.
    sizes.fold(0, |sum, persons| sum.saturating_add(u64::from(*persons)))
}

/// A group on the way to its share.
struct Part<'t> {
    group: Group<'t>,
    sizes: Sizes,
    allotment: UnitAllotment,
}

/// Gives a town's target of households and persons that are to leave poverty to its villages, and
/// what a village gets on to its groups.
///
/// Households are given in proportion to the poor households of the day, persons in proportion to
/// the poor persons; nobody gets more than they have. The two shares of a unit go together: so many
/// persons as a group gets are at least those of its smallest so many households, and at most those
/// of its largest. For that the households are given first, down to the groups, and the persons then
/// within these bounds. So it may be that the households fit and the persons do not: then the
/// [`Fit`] of the persons says by how many, and the bounds of the town whether other shares of the
/// households could help. Within the bounds a number may still be that of no set of its households,
/// as 4 of two households out of 1, 1, 5 and 5. Groups always add up to their village, and villages
/// to the town. Takes O(n log n) steps for n households.
///
/// ```
/// # #[cfg(feature = "json")] {
/// # use bangfu::{charter::Charter, roster::Roster};
/// use bangfu::poverty::{Fit, Headcount, apportion_target};
/// # let text = include_bytes!("../../../examples/data/maoxi.json");
/// # let roster: Roster<'_> = bangfu::document::read(text)?;
/// # let charter = Charter::maoxi();
/// # let township = roster.check(&charter.organisation)?;
/// let method = charter.poverty.apportionment.as_ref().unwrap();
/// let target = Headcount { households: 507, persons: 2_307 }; // [F10]
/// let allotment = apportion_target(&township, "2018-01-01".parse()?, method, target);
/// assert_eq!((allotment.households, allotment.persons), (Fit::Exact, Fit::Exact));
/// assert!(allotment.assumptions.contains("A40"));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn apportion_target<'t>(
    township: &'t Township,
    on: Day,
    method: &Sourced<Method>,
    target: Headcount,
) -> Allotment<'t> {
    let mut by_village: BTreeMap<&Id<'_>, (Village<'t>, Vec<Part<'t>>)> = BTreeMap::new();
    for village in township.villages() {
        by_village.insert(village.id(), (village, parts(village, on)));
    }
    let all = by_village.values().flat_map(|(_, parts)| parts.iter().map(|part| &part.sizes));
    let (least_persons, most_persons) = Sizes::together(all).persons_of(target.households);
    // The households, down to the groups.
    let stock_of = |parts: &[Part<'_>]| merged(parts.iter().map(|part| part.allotment.stock));
    let claim = |stock: u64| Claim::new(stock, stock);
    let claims = by_village.iter().map(|(id, (_, parts))| (*id, claim(stock_of(parts).households)));
    let of_households = apportion(method.value, target.households, &claims.collect());
    for (id, (_, parts)) in &mut by_village {
        let claims =
            parts.iter().map(|part| (part.group.id(), claim(part.sizes.stock().households)));
        let share = of_households.shares.get(id).copied().unwrap_or_default();
        let shares = apportion(method.value, share, &claims.collect());
        for part in parts {
            let households = shares.shares.get(part.group.id()).copied().unwrap_or_default();
            let (least, most) = part.sizes.persons_of(households);
            part.allotment.share.households = households;
            (part.allotment.least_persons, part.allotment.most_persons) = (least, most);
        }
    }
    // The persons, within the bounds of the households of the groups.
    let claims = by_village.iter().map(|(id, (_, parts))| (*id, person_claim(&together(parts))));
    let of_persons = apportion(method.value, target.persons, &claims.collect());
    let villages = by_village.into_iter().map(|(id, (village, parts))| {
        let share = of_persons.shares.get(id).copied().unwrap_or_default();
        village_allotment(village, parts, method.value, share)
    });
    let villages: Vec<VillageAllotment<'t>> = villages.collect();
    let all = || villages.iter().map(|village| village.allotment);
    let mut assumptions = Assumptions::default();
    assumptions.rest_on(&method.basis);
    Allotment {
        on,
        target,
        stock: merged(all().map(|allotment| allotment.stock)),
        given: merged(all().map(|allotment| allotment.share)),
        least_persons,
        most_persons,
        households: of_households.fit,
        persons: of_persons.fit,
        method: method.value,
        source: method.basis.clone(),
        villages,
        assumptions,
    }
}

/// The groups of a village with their poor, by id.
fn parts(village: Village<'_>, on: Day) -> Vec<Part<'_>> {
    let part = |group| {
        let sizes = Sizes::of(group, on);
        let allotment = UnitAllotment {
            stock: sizes.stock(),
            share: Headcount::default(),
            least_persons: 0,
            most_persons: 0,
        };
        Part { group, sizes, allotment }
    };
    village.groups().map(part).collect()
}

fn merged(counts: impl Iterator<Item = Headcount>) -> Headcount {
    counts.fold(Headcount::default(), Headcount::merge)
}

/// A village as the sum of its groups.
fn together(parts: &[Part<'_>]) -> UnitAllotment {
    let all = || parts.iter().map(|part| part.allotment);
    UnitAllotment {
        stock: merged(all().map(|allotment| allotment.stock)),
        share: merged(all().map(|allotment| allotment.share)),
        least_persons: all().fold(0, |sum, one| sum.saturating_add(one.least_persons)),
        most_persons: all().fold(0, |sum, one| sum.saturating_add(one.most_persons)),
    }
}

fn person_claim(of: &UnitAllotment) -> Claim {
    // INVARIANT: so many households at their smallest have no more persons than at their largest.
    Claim::between(of.stock.persons, of.least_persons, of.most_persons)
        .unwrap_or(Claim::new(of.stock.persons, of.most_persons))
}

/// Gives the persons of a village on to its groups.
fn village_allotment<'t>(
    village: Village<'t>,
    mut parts: Vec<Part<'t>>,
    method: Method,
    persons: u64,
) -> VillageAllotment<'t> {
    let claims = parts.iter().map(|part| (part.group.id(), person_claim(&part.allotment)));
    // INVARIANT: the bounds of the village are the sums of its groups', so this always fits.
    let Apportionment { shares, .. } = apportion(method, persons, &claims.collect());
    for part in &mut parts {
        part.allotment.share.persons = shares.get(part.group.id()).copied().unwrap_or_default();
    }
    let allotment = together(&parts);
    let groups = parts.into_iter();
    let group = |part: Part<'t>| GroupAllotment { group: part.group, allotment: part.allotment };
    VillageAllotment { village, allotment, groups: groups.map(group).collect() }
}
