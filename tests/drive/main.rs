//! The assignment of a township: the problem drafted for a day, and the plan as changes to it.

use std::collections::{BTreeMap, BTreeSet};

use bangfu::Charter;
use bangfu::assign::{Figures, Problem, Terms, changes, draft, solve, verify};
use bangfu::calendar::{Date, Day};
use bangfu::quantity::Id;
use bangfu::roster::Roster;
use bangfu::testing;
use bangfu::township::{Group, Household, Person, Rank, Township};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// More than any way takes, so that helpers are kept where they may serve.
const KEEP: u32 = 100;

/// Made-up minutes, which some helpers share and some do not; some may not serve some groups.
fn minutes(helper: Person<'_>, group: Group<'_>) -> Option<u32> {
    let (helper, group) = (u32::try_from(helper.index()).ok()?, u32::try_from(group.index()).ok()?);
    let (kind, at) = (helper % 3, group % 5);
    (kind != at).then_some(kind * 7 + at * 3)
}

fn terms<'t>(
    helpers: Vec<Person<'t>>,
    barred: Vec<(Household<'t>, Person<'t>)>,
) -> Terms<'t, impl Fn(Person<'t>, Group<'t>) -> Option<u32>> {
    Terms { helpers, minutes, barred, keep: KEEP, balance: 1 }
}

fn charter() -> Charter {
    Charter::maoxi()
}

fn is_in_force(from: Date, until: Option<Date>, on: Day) -> bool {
    from <= on.into() && until.is_none_or(|until| Date::from(on) < until)
}

/// Who helps whom on a day, by the records.
fn helped<'r>(roster: &'r Roster<'_>, on: Day) -> BTreeMap<&'r str, &'r str> {
    let in_force = roster.pairings.iter().filter(|p| is_in_force(p.from, p.until, on));
    in_force.map(|pairing| (pairing.household.as_str(), pairing.helper.as_str())).collect()
}

/// The households that were poor by a day, by the records.
fn supported<'r>(roster: &'r Roster<'_>, on: Day) -> BTreeSet<&'r str> {
    let is_supported =
        |spans: &[bangfu::roster::SpanRecord]| spans.iter().any(|span| span.from <= Date::from(on));
    let households = roster.households.iter().filter(|household| is_supported(&household.poor));
    households.map(|household| household.id.as_str()).collect()
}

fn township(roster: &Roster<'_>) -> Township {
    roster.check(&charter().organisation).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_draft_says_what_the_records_and_the_caller_say(
        roster in testing::roster(),
        on in testing::day(),
        bars in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..6),
    ) {
        let township = township(&roster);
        let helpers: Vec<Person<'_>> = township.people().collect();
        let households: Vec<Household<'_>> = township.households().collect();
        let barred: Vec<_> = bars
            .iter()
            .filter(|_| !helpers.is_empty() && !households.is_empty())
            .map(|(household, helper)| (*household.get(&households), *helper.get(&helpers)))
            .collect();
        // A helper who is named twice is still one.
        let twice = helpers.iter().chain(&helpers).copied().collect();
        let caps = charter().helper_caps;
        let draft = draft(&township, on, &caps, &terms(twice, barred.clone()));
        let records = &draft.records;
        prop_assert!(draft.assumptions.contains("A10"));

        let asked: BTreeSet<&str> = records.households.iter().map(|h| h.id.as_str()).collect();
        prop_assert_eq!(&asked, &supported(&roster, on));
        let helped = helped(&roster, on);
        for record in &records.households {
            let household = roster.households.iter().find(|h| h.id == record.id).unwrap();
            prop_assert_eq!(&record.site, &household.group);
            let incumbent = record.incumbent.as_ref().map(Id::as_str);
            prop_assert_eq!(incumbent, helped.get(record.id.as_str()).copied());
            let mut expected: Vec<&str> = barred
                .iter()
                .filter(|(barring, _)| *barring.id() == record.id)
                .map(|(_, helper)| helper.id().as_str())
                .collect();
            let mut found: Vec<&str> = record.barred.iter().map(Id::as_str).collect();
            expected.sort_unstable();
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }
        prop_assert_eq!(records.helpers.len(), roster.people.len());
        let sites: BTreeSet<&str> = records.households.iter().map(|h| h.site.as_str()).collect();
        for record in &records.helpers {
            let person = township.person(record.id.as_str()).unwrap();
            let cap = match person.rank() {
                Rank::City => 2,
                Rank::County => 3,
                Rank::Town => 5,
                Rank::Village | Rank::Group => 8,
            };
            prop_assert_eq!(record.capacity, cap);
            let class = records.classes.iter().find(|class| class.id == record.class).unwrap();
            for group in township.groups().filter(|group| sites.contains(group.id().as_str())) {
                let listed = class.minutes.get(group.id().as_str()).copied();
                prop_assert_eq!(listed, minutes(person, group).map(i64::from));
            }
        }
        let rows: BTreeSet<Vec<_>> =
            records.classes.iter().map(|class| class.minutes.iter().collect()).collect();
        prop_assert_eq!(rows.len(), records.classes.len(), "two classes need the same minutes");
    }

    #[test]
    fn the_changes_turn_todays_pairings_into_the_plan(
        roster in testing::roster(),
        on in testing::day(),
        one_in in 1..20_usize,
    ) {
        let township = township(&roster);
        let helpers = township.people().step_by(one_in).collect();
        let draft = draft(&township, on, &charter().helper_caps, &terms(helpers, vec![]));
        let problem: Problem = draft.records.check().unwrap();
        let plan = solve(&problem);
        prop_assert!(verify(&plan).is_ok());
        let changes = changes(&township, on, &plan).unwrap();
        let ids: Vec<&str> = changes.iter().map(|change| change.household.id().as_str()).collect();
        prop_assert!(ids.is_sorted());

        let supported = supported(&roster, on);
        let mut pairings = helped(&roster, on);
        pairings.retain(|household, _| supported.contains(household));
        for change in &changes {
            prop_assert_ne!(change.today, change.planned);
            let id = change.household.id().as_str();
            prop_assert_eq!(pairings.get(id).copied(), change.today.map(|p| p.id().as_str()));
            match change.planned {
                Some(planned) => pairings.insert(id, planned.id().as_str()),
                None => pairings.remove(id),
            };
        }
        let planned = plan.pairings().map(|p| (p.household.id().as_str(), p.helper.id().as_str()));
        prop_assert_eq!(pairings, planned.collect::<BTreeMap<_, _>>());
    }

    #[test]
    fn figures_add_up_to_what_the_plan_says(roster in testing::roster(), on in testing::day()) {
        let township = township(&roster);
        let helpers = township.people().collect();
        let draft = draft(&township, on, &charter().helper_caps, &terms(helpers, vec![]));
        let problem = draft.records.check().unwrap();
        let plan = solve(&problem);
        let figures = Figures::of_plan(&plan);
        prop_assert_eq!((figures.covered, figures.cost), (plan.covered(), plan.cost()));
        prop_assert_eq!(figures.greatest_load, plan.loads().map(|(_, load)| load).max().unwrap_or(0));
        let balance: u64 = plan.loads().map(|(_, load)| load * (load + 1) / 2).sum();
        let saved = i64::try_from(figures.kept).unwrap() * i64::from(KEEP);
        prop_assert_eq!(figures.minutes - saved + i64::try_from(balance).unwrap(), figures.cost);
    }
}

fn maoxi() -> Township {
    let text = include_bytes!("../../examples/data/maoxi.json");
    township(&bangfu::document::read(text).unwrap())
}

/// Within the village 10 minutes, within the zone 30, else not at all.
fn near(helper: Person<'_>, group: Group<'_>) -> Option<u32> {
    let home = helper.home_village()?;
    let is_near = home.zone().is_some() && home.zone() == group.village().zone();
    if group.village() == home { Some(10) } else { is_near.then_some(30) }
}

#[test]
fn who_is_worth_more_than_any_way_is_kept() {
    let township = maoxi();
    let on: Day = "2018-10-08".parse().unwrap();
    let anywhere = |_: Person<'_>, group: Group<'_>| u32::try_from(group.index()).ok();
    let terms = Terms {
        helpers: township.helpers_on(on).collect(),
        minutes: anywhere,
        barred: vec![],
        keep: 10_000,
        balance: 0,
    };
    let draft = draft(&township, on, &charter().helper_caps, &terms);
    let problem = draft.records.check().unwrap();
    let plan = solve(&problem);
    assert!(verify(&plan).is_ok());
    assert_eq!(changes(&township, on, &plan), Ok(vec![]));
    assert_eq!(Figures::of_plan(&plan), Figures::of_incumbents(&problem));
    assert_eq!(Figures::of_incumbents(&problem).kept, 1_592);
}

#[test]
fn a_barred_helper_is_changed_and_the_best_plan_costs_no_more_than_today() {
    let township = maoxi();
    let on: Day = "2018-10-08".parse().unwrap();
    let household = township
        .households()
        .find(|household| {
            household.helper_on(on).is_some_and(|helper| near(helper, household.group()).is_some())
        })
        .unwrap();
    let helper = household.helper_on(on).unwrap();
    let problem_with = |barred| {
        let helpers = township.helpers_on(on).collect();
        let terms = Terms { helpers, minutes: near, barred, keep: 10, balance: 0 };
        let draft = draft(&township, on, &charter().helper_caps, &terms);
        let problem = draft.records.check().unwrap();
        problem
    };
    let problem = problem_with(vec![]);
    let plan = solve(&problem);
    let (today, best) = (Figures::of_incumbents(&problem), Figures::of_plan(&plan));
    assert!(best.covered > today.covered || best.cost <= today.cost);
    let problem = problem_with(vec![(household, helper)]);
    let plan = solve(&problem);
    assert!(verify(&plan).is_ok());
    let changes = changes(&township, on, &plan).unwrap();
    let change = changes.iter().find(|change| change.household == household).unwrap();
    assert_eq!(change.today, Some(helper));
    assert_ne!(change.planned, Some(helper));
}

#[test]
fn a_plan_for_another_township_is_refused() {
    let township = maoxi();
    let on: Day = "2018-10-08".parse().unwrap();
    let terms = Terms {
        helpers: township.helpers_on(on).take(1).collect(),
        minutes: near,
        barred: vec![],
        keep: 0,
        balance: 0,
    };
    let mut records = draft(&township, on, &charter().helper_caps, &terms).records;
    let problem = records.check().unwrap();
    assert!(changes(&township, on, &solve(&problem)).is_ok());
    records.helpers[0].id = Id::new("somebody").unwrap();
    let problem = records.check().unwrap();
    let plan = solve(&problem);
    let refused = changes(&township, on, &plan).unwrap_err();
    assert_eq!(refused.to_string(), "the township has no `somebody`");
}

/// The cases above are not empty ones: changes, households left over and helpers kept all occur.
#[test]
fn drafts_of_all_kinds_occur() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut changed, mut kept, mut left_over) = (0, 0, 0);
    for case in 0..600 {
        let (roster, on) =
            (testing::roster(), testing::day()).new_tree(&mut runner).unwrap().current();
        let township = township(&roster);
        let helpers = township.people().step_by(1 + case % 19).collect();
        let draft = draft(&township, on, &charter().helper_caps, &terms(helpers, vec![]));
        let problem = draft.records.check().unwrap();
        let plan = solve(&problem);
        changed += usize::from(!changes(&township, on, &plan).unwrap().is_empty());
        kept += usize::from(Figures::of_plan(&plan).kept > 0);
        left_over += usize::from(plan.uncovered().next().is_some());
    }
    assert!(changed >= 20 && kept >= 5 && left_over >= 20, "{changed} {kept} {left_over}");
}
