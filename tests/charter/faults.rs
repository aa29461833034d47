//! Tables with seeded faults: each fault is found, and no other.

use std::collections::BTreeSet;

use bangfu::assign::{Fairness, PairingRules};
use bangfu::basis::Basis;
use bangfu::calendar::Day;
use bangfu::charter::{Charter, CharterFault};
use bangfu::poverty::{Baseline, Goal, Target, TargetFault, UnitName};
use bangfu::stipend::{ScheduleFault, SubsidyRecords, SubsidyRules};
use bangfu::township::{
    Exclusion, Level, Organisation, OrganisationError, OrganisationRecords, Post, Rank,
    Responsibility,
};
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::Value;

/// What a faulty organisation is refused with.
fn refused(fault: impl FnOnce(&mut OrganisationRecords)) -> OrganisationError {
    let mut records = Charter::maoxi().organisation.records().clone();
    fault(&mut records);
    let through_serde =
        serde_json::from_value::<Organisation>(serde_json::to_value(&records).unwrap());
    let error = Organisation::new(records).unwrap_err();
    assert_eq!(through_serde.unwrap_err().to_string(), error.to_string());
    error
}

fn without(mut charter: Charter, posts: &[Post]) -> Charter {
    let mut records = charter.organisation.records().clone();
    records.posts.retain(|rule| !posts.contains(&rule.post));
    charter.organisation = Organisation::new(records).unwrap();
    charter
}

#[test]
fn a_post_with_two_entries_is_refused() {
    let error = refused(|records| {
        let again = records.posts[2].clone();
        records.posts.push(again);
    });
    assert_eq!(error, OrganisationError::PostTwice { post: Post::Supervisor });
    assert_eq!(error.to_string(), "the post `supervisor` has two entries");
}

#[test]
fn a_post_open_to_nobody_is_refused() {
    let error = refused(|records| records.posts[3].ranks.clear());
    assert_eq!(error, OrganisationError::NoRank { post: Post::ZoneLeader });
    assert_eq!(error.to_string(), "the post `zone_leader` is open to no rank");
}

#[test]
fn a_post_of_households_is_refused() {
    let error = refused(|records| records.posts[14].level = Level::Household);
    assert_eq!(error, OrganisationError::PostOfHousehold { post: Post::GroupLead });
    assert_eq!(error.to_string(), "the post `group_lead` is held at households");
}

#[test]
fn a_post_named_without_an_entry_is_refused() {
    let gone = |post| {
        move |records: &mut OrganisationRecords| records.posts.retain(|rule| rule.post != post)
    };
    for post in [
        Post::StayBehind,
        Post::DispatchedCadre,
        Post::ZoneLeader,
        Post::Commander,
        Post::GroupLead,
    ] {
        let error = refused(gone(post));
        assert_eq!(error, OrganisationError::UnknownPost { post });
        assert_eq!(error.to_string(), format!("the post `{post}` is named but has no entry"));
    }
    let error = refused(|records| {
        records.posts.retain(|rule| rule.post != Post::WomensDirector);
        records.exclusions.push(Exclusion {
            post: Post::Commander,
            excludes: vec![Post::ZoneLeader, Post::WomensDirector],
            basis: records.community.clone(),
        });
    });
    assert_eq!(error, OrganisationError::UnknownPost { post: Post::WomensDirector });
}

#[test]
fn a_chain_that_goes_down_again_is_refused() {
    let error = refused(|records| records.chain.reverse());
    assert_eq!(error, OrganisationError::ChainGoesDown { post: Post::ZoneLeader });
    assert_eq!(error.to_string(), "the chain goes down again at the post `zone_leader`");
    let error = refused(|records| {
        let basis = records.community.clone();
        records.chain.push(Responsibility { post: Post::GroupCadre, in_community: true, basis });
    });
    assert_eq!(error, OrganisationError::ChainGoesDown { post: Post::GroupCadre });
}

#[test]
fn faults_between_the_tables_are_told_word_for_word() {
    let mut charter = without(Charter::maoxi(), &[Post::WomensDirector]);
    let again = charter.wording.iter().find(|wording| wording.basis.to_string() == "F84").cloned();
    charter.wording.extend(again);
    charter.wording.retain(|wording| wording.basis.to_string() != "A2");
    let faults = charter.check().unwrap_err();
    let messages: BTreeSet<String> = faults.as_slice().iter().map(ToString::to_string).collect();
    let expected = [
        "`A2` has 0 wordings, not one",
        "`F84` has 2 wordings, not one",
        "a stipend is paid for `womens_director`, which the organisation does not have",
    ];
    assert_eq!(messages, expected.map(str::to_owned).into());
    assert_eq!(faults.as_slice().len(), 3);
}

#[test]
fn too_great_caps_and_targets_set_twice_are_told() {
    let mut charter = Charter::maoxi();
    charter.pairing.caps.value.city = 1_001;
    charter.poverty.targets.push(charter.poverty.targets[0].clone());
    let mut of_village = charter.poverty.targets[1].clone();
    of_village.unit = Some(UnitName { level: Level::Village, id: "v".parse().unwrap() });
    charter.poverty.targets.extend([of_village.clone(), of_village]);
    let late = Target { year: 3_000, ..charter.poverty.targets[1].clone() };
    charter.poverty.targets.push(late);
    assert_eq!(
        charter.check().unwrap_err().to_string(),
        "a helper of the rank `city` may have 1001 households, not 0 to 1000; \
         2018 has two targets of `exited_households`; \
         the village `v` has two targets of `exited_persons` in 2018; \
         a target of 3000 lies outside the calendar, 1949 to 2199"
    );
}

/// Every way in which a target says nothing, by itself and word for word.
#[test]
fn targets_that_say_nothing_are_told() {
    let of = |level, id: &str| Some(UnitName { level, id: id.parse().unwrap() });
    let day = |text: &str| text.parse::<Day>().unwrap();
    let baseline = |on: &str| Some(Baseline { figure: 6, on: Some(day(on)) });
    let rate = |text: &str| Goal::Incidence(text.parse().unwrap());
    let first = Charter::maoxi().poverty.targets[0].clone();
    let target = |unit, goal, baseline| Target { unit, goal, baseline, ..first.clone() };
    let told = |target: &Target| {
        let mut charter = Charter::maoxi();
        charter.poverty.targets = vec![target.clone()];
        let told = charter.check().map_err(|faults| faults.to_string());
        // Nor can it be set before its year.
        let decided = Basis::Decision("2017-31".parse().unwrap());
        let amended = Target { basis: decided, ..target.clone() };
        let amended = charter.poverty.amended(amended, day("2017-06-30"));
        assert_eq!(amended.is_ok(), told.is_ok());
        if let Err(error) = amended {
            let (_, fault) = told.as_ref().unwrap_err().split_once(": ").unwrap();
            assert_eq!(error.to_string(), format!("the target cannot stand: {fault}"));
        }
        told
    };
    let exits = Goal::ExitedHouseholds(5);
    let group = || of(Level::Group, "205-1");
    for (target, message) in [
        (
            target(of(Level::Town, "510525108"), exits, None),
            "the target of `exited_households` for the town `510525108` in 2018: \
             the town is meant where no unit is named; leave the unit out",
        ),
        (
            target(group(), rate("2.27%"), None),
            "the target of `incidence` for the group `205-1` in 2018: \
             it is never known of a group, only of the town, a zone or a village",
        ),
        (
            target(of(Level::Household, "h0001"), Goal::DelistedVillages(1), None),
            "the target of `delisted_villages` for the household `h0001` in 2018: \
             it is never known of a household, only of the town, a zone or a village",
        ),
        (
            target(None, rate("500.00%"), None),
            "the target of `incidence` for the town in 2018: \
             an incidence of at most 500.00% is always met; let it be less than 100.00%",
        ),
        (
            target(None, rate("100.00%"), None),
            "the target of `incidence` for the town in 2018: \
             an incidence of at most 100.00% is always met; let it be less than 100.00%",
        ),
        (
            target(None, exits, baseline("2150-01-01")),
            "the target of `exited_households` for the town in 2018: \
             it starts from a baseline of 2150-01-01, which is not before 2018-01-01",
        ),
        (
            target(group(), Goal::PoorPersons(3), baseline("2018-01-01")),
            "the target of `poor_persons` for the group `205-1` in 2018: \
             it starts from a baseline of 2018-01-01, which is not before 2018-01-01",
        ),
    ] {
        assert_eq!(told(&target), Err(message.to_owned()));
    }
    // What is on the bounds, and what units of each level can have, is none.
    let zone = || of(Level::Zone, "z1");
    for target in [
        target(None, rate("99.99%"), baseline("2017-12-31")),
        target(zone(), rate("0.00%"), Some(Baseline { figure: 6, on: None })),
        target(of(Level::Village, "v"), rate("3.00%"), baseline("1949-01-01")),
        target(zone(), Goal::DelistedVillages(1), None),
        target(of(Level::Village, "v"), Goal::DelistedVillages(0), None),
        target(group(), exits, None),
        target(group(), Goal::ExitedPersons(0), None),
        target(of(Level::Household, "h"), Goal::PoorPersons(0), None),
    ] {
        assert_eq!(told(&target), Ok(()), "{target}");
    }
    // Several at once are all told; of a year outside the calendar there is no day before.
    let mut charter = Charter::maoxi();
    let many = target(group(), rate("100.01%"), baseline("2019-06-30"));
    charter.poverty.targets = vec![many.clone(), Target { year: 3_000, ..many }];
    let faults = charter.check().unwrap_err();
    let faults: Vec<&CharterFault> = faults.as_slice().iter().collect();
    let of_year = |of: u16| {
        let of = move |fault: &&CharterFault| match fault {
            CharterFault::Target { target, fault } if target.year == of => Some(fault.clone()),
            _ => None,
        };
        faults.iter().filter_map(of).collect::<Vec<_>>()
    };
    let level = Level::Group;
    let unknown = TargetFault::NeverKnown { level };
    let met = TargetFault::AlwaysMet { goal: "100.01%".parse().unwrap() };
    let late = TargetFault::LateBaseline { on: day("2019-06-30"), begins: day("2018-01-01") };
    assert_eq!(of_year(2018), [unknown.clone(), met.clone(), late]);
    assert_eq!(of_year(3_000), [unknown, met]);
    assert!(faults.contains(&&CharterFault::TargetOutOfCalendar { year: 3_000 }));
}

/// Every fault in the rules of pairing, by itself and word for word.
#[test]
fn faults_in_the_rules_of_pairing_are_told() {
    type Change = fn(&mut PairingRules);
    let table: [(Change, &str); 8] = [
        (|rules| rules.ranks.value.clear(), "no rank may help"),
        (
            |rules| rules.ranks.value.push(Rank::Town),
            "the rank `town` stands twice among those that may help",
        ),
        (
            |rules| rules.caps.value.group = 1_001,
            "a helper of the rank `group` may have 1001 households, not 0 to 1000",
        ),
        (
            |rules| rules.least.value.county = 4,
            "a helper of the rank `county` should have 4 households, and may have 3",
        ),
        (
            |rules| (rules.caps.value.city, rules.least.value.city) = (0, 1),
            "a helper of the rank `city` should have 1 households, and may have 0",
        ),
        (|rules| rules.keep.value = 10_001, "`keep` is 10001 minutes, not 0 to 10000"),
        (
            |rules| rules.cross_village.value = u32::MAX,
            "`cross_village` is 4294967295 minutes, not 0 to 10000",
        ),
        (|rules| rules.balance.value = 10_001, "`balance` is 10001 minutes, not 0 to 10000"),
    ];
    let mut charter = Charter::maoxi();
    for (change, message) in table {
        let mut faulty = Charter::maoxi();
        change(&mut faulty.pairing);
        assert_eq!(faulty.check().unwrap_err().to_string(), message);
    }
    // What lies on the bounds is none, nor is a rank that may have nobody.
    let rules = &mut charter.pairing;
    rules.ranks.value = vec![Rank::Village];
    (rules.caps.value.city, rules.least.value.county) = (0, 3);
    (rules.caps.value.group, rules.least.value.group) = (1_000, 1_000);
    rules.keep.value = 10_000;
    rules.cross_village.value = 10_000;
    rules.balance.value = 10_000;
    rules.fairness.value = Some(Fairness::BeforeCost);
    assert_eq!(charter.check(), Ok(()));
}

#[test]
fn every_basis_of_the_rules_of_pairing_needs_its_wording() {
    let bases = pairing_bases(&mut Charter::maoxi().pairing).len();
    let assumed = Basis::Assumption("A99".parse().unwrap());
    let decided = Basis::Decision("2018-17".parse().unwrap());
    for (at, unknown) in (0..bases).flat_map(|at| [(at, &assumed), (at, &decided)]) {
        let mut charter = Charter::maoxi();
        *pairing_bases(&mut charter.pairing).remove(at) = unknown.clone();
        let fault = CharterFault::Wordings { basis: unknown.clone(), found: 0 };
        assert_eq!(charter.check().unwrap_err().as_slice(), [fault], "{at}");
    }
}

/// Of the targets, the standards and the way out of poverty, wherever one stands.
#[test]
fn every_basis_of_the_rules_of_poverty_needs_its_wording() {
    fn bases(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) if fields.contains_key("assumption") => found.push(at.to_owned()),
            Value::Object(fields) if fields.contains_key("clause") => found.push(at.to_owned()),
            Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| bases(value, &format!("{at}/{key}"), found));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(key, value)| bases(value, &format!("{at}/{key}"), found));
            }
            _ => {}
        }
    }
    let rules = serde_json::to_value(Charter::maoxi().poverty).unwrap();
    let mut pointers = Vec::new();
    bases(&rules, "", &mut pointers);
    // 1 and 5 of the targets; 8 items, a passing and 5 lines; 6, 1 and 1; twice the evidence; 4; the
    // method.
    assert_eq!(pointers.len(), 6 + 14 + 8 + 2 + 4 + 1);
    let unknown = Basis::Assumption("A99".parse().unwrap());
    for pointer in pointers {
        let mut changed = rules.clone();
        *changed.pointer_mut(&pointer).unwrap() = serde_json::to_value(&unknown).unwrap();
        let mut charter = Charter::maoxi();
        charter.poverty = serde_json::from_value(changed).unwrap();
        let fault = CharterFault::Wordings { basis: unknown.clone(), found: 0 };
        assert_eq!(charter.check().unwrap_err().as_slice(), [fault], "{pointer}");
    }
}

#[test]
fn every_basis_of_the_subsidy_needs_its_wording() {
    let changes: [fn(&mut SubsidyRecords) -> &mut Basis; 2] =
        [|records| &mut records.basis, |records| &mut records.method.basis];
    for basis in changes {
        let mut charter = Charter::maoxi();
        let unknown = Basis::Assumption("A99".parse().unwrap());
        let mut records = charter.subsidy.records().clone();
        *basis(&mut records) = unknown.clone();
        charter.subsidy = SubsidyRules::new(records).unwrap();
        let fault = CharterFault::Wordings { basis: unknown, found: 0 };
        assert_eq!(charter.check().unwrap_err().as_slice(), [fault]);
    }
}

fn pairing_bases(rules: &mut PairingRules) -> Vec<&mut Basis> {
    vec![
        &mut rules.ranks.basis,
        &mut rules.caps.basis,
        &mut rules.least.basis,
        &mut rules.station.basis,
        &mut rules.scope.city.basis,
        &mut rules.scope.county.basis,
        &mut rules.scope.town.basis,
        &mut rules.scope.village.basis,
        &mut rules.scope.group.basis,
        &mut rules.keep.basis,
        &mut rules.cross_village.basis,
        &mut rules.balance.basis,
        &mut rules.fairness.basis,
    ]
}

#[test]
fn a_level_a_duty_or_an_exclusion_that_says_nothing_new_is_refused() {
    let refusal = |change: &dyn Fn(&mut OrganisationRecords)| {
        let mut records = Charter::maoxi().organisation.records().clone();
        change(&mut records);
        Organisation::new(records).unwrap_err().to_string()
    };
    let twice = refusal(&|records| records.levels.push(records.levels[1].clone()));
    assert_eq!(twice, "the level `zone` has two names");
    let twice = refusal(&|records| records.chain.insert(0, records.chain[0].clone()));
    assert_eq!(twice, "the post `group_lead` stands twice in the chain");
    let itself = refusal(&|records| records.exclusions[0].excludes.push(Post::StayBehind));
    assert_eq!(itself, "the post `stay_behind` excludes itself");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn seeded_faults_are_found_and_no_other(
        posts in subsequence(
            vec![
                Post::VillageDirector, Post::DeputySecretary, Post::DeputyDirector,
                Post::SupervisionChair, Post::MilitiaCommander, Post::WomensDirector, Post::GroupCadre,
            ],
            0..=7,
        ),
        wordings in proptest::collection::vec(prop_oneof![4 => Just(1), 1 => 0..4_usize], 64),
    ) {
        let mut charter = without(Charter::maoxi(), &posts);
        let mut expected: Vec<CharterFault> =
            posts.iter().map(|post| CharterFault::Stipend(ScheduleFault::UnknownPost { post: *post })).collect();
        let mut told = Vec::new();
        let bases: BTreeSet<Basis> = charter.bases().into_iter().cloned().collect();
        for (wording, times) in charter.wording.iter().zip(wordings) {
            told.extend(std::iter::repeat_n(wording.clone(), times));
            // A clause that no value rests on need not be worded.
            if times > 1 || times == 0 && bases.contains(&wording.basis) {
                expected.push(CharterFault::Wordings { basis: wording.basis.clone(), found: times });
            }
        }
        charter.wording = told;
        let found = charter.check().err();
        let found = found.as_ref().map_or(&[][..], |faults| faults.as_slice());
        prop_assert_eq!(found.len(), expected.len());
        prop_assert!(expected.iter().all(|fault| found.contains(fault)), "{:?}", found);
    }
}
