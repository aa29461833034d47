//! Every change that is named covers as many households more as it says, and no other covers any.

use std::collections::{BTreeMap, BTreeSet};

use bangfu::assign::{
    ClassRecord, HelperRecord, Problem, ProblemRecords, Relief, Remedy, Site, remedies, solve,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::generator::{Kind, id, township};
use crate::model::{MEDIUM, SMALL, Size, any_problem};
use crate::proved;

/// A single change of the records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Helper { class: String },
    Capacity { helper: String },
    Scope { class: String, site: String },
    ScopeOfOne { helper: String, site: String },
    Bar { household: String, helper: String },
    Pin { household: String },
}

/// Problems without what a checked problem does not know: bars where the helper may not serve
/// anyway, and who lives together where nobody may serve.
fn knowable(size: Size) -> impl Strategy<Value = ProblemRecords<'static>> {
    any_problem(size).prop_map(|mut records| {
        let sites = |class: &str| {
            let class = records.classes.iter().find(|one| one.id == class).unwrap();
            class.minutes.0.keys().cloned().collect::<BTreeSet<_>>()
        };
        let helpers = records.helpers.iter();
        let scopes: BTreeMap<_, _> =
            helpers.map(|one| (one.id.clone(), sites(one.class.as_str()))).collect();
        let listed: BTreeSet<_> =
            records.classes.iter().flat_map(|one| one.minutes.0.keys().cloned()).collect();
        for household in &mut records.households {
            let home = household.site.clone();
            household.barred.retain(|one| scopes.get(one).is_none_or(|all| all.contains(&home)));
            if !listed.contains(&home) {
                household.site = format!("{home}-{}", household.id).parse().unwrap();
            }
        }
        records
    })
}

fn apply(
    records: &ProblemRecords<'static>,
    change: &Change,
    capacity: i64,
) -> ProblemRecords<'static> {
    let mut records = records.clone();
    let class_at = |records: &ProblemRecords<'_>, class: &str| {
        records.classes.iter().position(|one| one.id == class).unwrap()
    };
    match change {
        Change::Helper { class } => records.helpers.push(HelperRecord {
            id: id('p', "new"),
            class: class.parse().unwrap(),
            capacity,
            least: 0,
        }),
        Change::Capacity { helper } => {
            let helper = records.helpers.iter_mut().find(|one| one.id == helper.as_str()).unwrap();
            helper.capacity += 1;
        }
        Change::Scope { class, site } => {
            let class = class_at(&records, class);
            records.classes[class].minutes.0.insert(site.parse().unwrap(), 5);
        }
        Change::ScopeOfOne { helper, site } => {
            let helper = records.helpers.iter().position(|one| one.id == helper.as_str()).unwrap();
            let class = class_at(&records, records.helpers[helper].class.as_str());
            let mut minutes = records.classes[class].minutes.clone();
            minutes.0.insert(site.parse().unwrap(), 5);
            records.helpers[helper].class = id('c', "new");
            records.classes.push(ClassRecord { id: id('c', "new"), minutes });
        }
        Change::Bar { household, helper } => {
            let one =
                records.households.iter_mut().find(|one| one.id == household.as_str()).unwrap();
            one.barred.retain(|one| one != helper.as_str());
        }
        Change::Pin { household } => {
            let one =
                records.households.iter_mut().find(|one| one.id == household.as_str()).unwrap();
            one.pinned = None;
        }
    }
    records
}

/// Every change of these kinds.
fn changes(records: &ProblemRecords<'_>) -> BTreeSet<Change> {
    let mut changes = BTreeSet::new();
    let sites: BTreeSet<String> =
        records.households.iter().map(|one| one.site.to_string()).collect();
    for class in &records.classes {
        let id = class.id.to_string();
        changes.insert(Change::Helper { class: id.clone() });
        for site in sites.iter().filter(|site| !class.minutes.0.contains_key(site.as_str())) {
            changes.insert(Change::Scope { class: id.clone(), site: site.clone() });
            for helper in records.helpers.iter().filter(|helper| helper.class == class.id) {
                let helper = helper.id.to_string();
                changes.insert(Change::ScopeOfOne { helper, site: site.clone() });
            }
        }
    }
    for helper in &records.helpers {
        changes.insert(Change::Capacity { helper: helper.id.to_string() });
    }
    for household in &records.households {
        let id = household.id.to_string();
        for helper in &household.barred {
            changes.insert(Change::Bar { household: id.clone(), helper: helper.to_string() });
        }
        if household.pinned.is_some() {
            changes.insert(Change::Pin { household: id });
        }
    }
    changes
}

/// Every change that a relief names, with how many it covers.
fn named(records: &ProblemRecords<'_>, reliefs: &[Relief<'_>]) -> BTreeMap<Change, u64> {
    let mut named = BTreeMap::new();
    let mut name = |change: Change, covers: u64| {
        // With another shortage it is the same.
        assert!(covers > 0 && *named.entry(change).or_insert(covers) == covers);
    };
    for remedy in reliefs.iter().flat_map(|relief| &relief.remedies) {
        match remedy {
            Remedy::Helper { class, covers } => {
                name(Change::Helper { class: class.to_string() }, *covers);
            }
            Remedy::Capacity { class, helpers } => {
                for helper in helpers {
                    assert_eq!(helper.class(), *class);
                    name(Change::Capacity { helper: helper.id().to_string() }, 1);
                }
            }
            Remedy::Scope { class, sites } => {
                assert!(sites.is_sorted_by_key(|one| std::cmp::Reverse(one.covers)));
                for widening in sites {
                    let site = match widening.site {
                        Site::Listed(site) => site.to_string(),
                        Site::Of(household) => {
                            let household = household.id().as_str();
                            let mut all = records.households.iter();
                            all.find(|one| one.id == household).unwrap().site.to_string()
                        }
                    };
                    name(
                        Change::Scope { class: class.to_string(), site: site.clone() },
                        widening.covers,
                    );
                    for helper in &widening.helpers {
                        assert_eq!(helper.class(), *class);
                        let helper = helper.id().to_string();
                        name(Change::ScopeOfOne { helper, site: site.clone() }, 1);
                    }
                }
            }
            Remedy::Bar { household, helpers } => {
                for helper in helpers {
                    let (household, helper) = (household.id().to_string(), helper.id().to_string());
                    name(Change::Bar { household, helper }, 1);
                }
            }
            Remedy::Pin { household, helper } => {
                assert_eq!(household.pinned(), Some(*helper));
                name(Change::Pin { household: household.id().to_string() }, 1);
            }
        }
    }
    named
}

fn covered(records: &ProblemRecords<'_>) -> u64 {
    let problem: Problem = records.check().unwrap();
    solve(&problem).covered()
}

fn check(records: &ProblemRecords<'static>) -> Result<(), TestCaseError> {
    let problem = records.check().unwrap();
    let plan = proved(&problem);
    let reliefs = remedies(&plan).unwrap();
    // The shortages are those of the plan.
    let short: u64 = reliefs.iter().map(|relief| relief.short).sum();
    prop_assert_eq!(short, u64::try_from(plan.uncovered().count()).unwrap());
    prop_assert_eq!(reliefs.len(), plan.shortages().len());
    for (relief, shortage) in reliefs.iter().zip(plan.shortages()) {
        prop_assert!(relief.households.iter().copied().eq(shortage.households()));
        prop_assert!(relief.helpers.iter().copied().eq(shortage.helpers()));
        prop_assert_eq!(relief.capacity, shortage.capacity());
        prop_assert_eq!(relief.short, shortage.short());
    }
    let told = named(records, &reliefs);
    let all = changes(records);
    prop_assert!(told.keys().all(|change| all.contains(change)));
    for change in &all {
        let told = told.get(change).copied().unwrap_or_default();
        for capacity in 1..=3 {
            let more = covered(&apply(records, change, capacity)) - plan.covered();
            match change {
                Change::Helper { .. } => {
                    let told = told.min(u64::try_from(capacity).unwrap());
                    prop_assert_eq!(more, told, "{:?} with {}", change, capacity);
                    continue;
                }
                Change::ScopeOfOne { .. } => {
                    prop_assert_eq!(more.min(1), told, "{:?}", change);
                }
                _ => prop_assert_eq!(more, told, "{:?}", change),
            }
            break;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn remedies_cover_what_they_say_and_nothing_else_covers_more(records in knowable(SMALL)) {
        check(&records)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn it_is_so_in_larger_problems(records in knowable(Size { capacity: 3, ..MEDIUM })) {
        check(&records)?;
    }
}

#[test]
fn a_township_that_is_short_is_relieved_as_it_is_told() {
    for kind in [Kind::Short, Kind::Home, Kind::Zones] {
        let mut records = township(kind, crate::generator::Size { zones: 2, villages: 2 }, 5, 1);
        // Everybody loses two places.
        for helper in &mut records.helpers {
            helper.capacity = (helper.capacity - 2).max(0);
        }
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        let reliefs = remedies(&plan).unwrap();
        assert!(!reliefs.is_empty());
        for (change, told) in named(&records, &reliefs).iter().step_by(37) {
            let more = covered(&apply(&records, change, 1000)) - plan.covered();
            match change {
                // Whom a household bars elsewhere is not known, nor how many one helper alone covers.
                Change::ScopeOfOne { .. } => {}
                Change::Scope { .. } => assert!(more <= *told, "{kind} {change:?}"),
                _ => assert_eq!(more, *told, "{kind} {change:?}"),
            }
        }
    }
}

#[test]
fn every_kind_of_remedy_occurs() {
    let mut runner = TestRunner::deterministic();
    let mut counts = [0; 9];
    for _ in 0..600 {
        let records = knowable(SMALL).new_tree(&mut runner).unwrap().current();
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        let reliefs = remedies(&plan).unwrap();
        let all = || reliefs.iter().flat_map(|relief| &relief.remedies);
        let widened = || {
            let sites = all().filter_map(|one| match one {
                Remedy::Scope { sites, .. } => Some(sites),
                _ => None,
            });
            sites.flatten()
        };
        let seen = [
            all().any(|one| matches!(one, Remedy::Helper { covers: 2.., .. })),
            all().any(|one| matches!(one, Remedy::Capacity { .. })),
            widened().any(|one| one.covers > 1),
            widened().any(|one| one.helpers.len() > 1),
            widened().any(|one| matches!(one.site, Site::Of(_))),
            all().any(|one| matches!(one, Remedy::Bar { .. })),
            all().any(|one| matches!(one, Remedy::Pin { .. })),
            reliefs.len() > 1,
            reliefs.iter().any(|relief| relief.remedies.len() == 1),
        ];
        for (count, is_seen) in counts.iter_mut().zip(seen) {
            *count += usize::from(is_seen);
        }
    }
    assert!(counts.iter().all(|count| *count >= 5), "{counts:?}");
}
