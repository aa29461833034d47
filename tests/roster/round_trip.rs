//! Records to JSON and back, roster to township and back, and the order of the records.

use bangfu::charter::Charter;
use bangfu::document::read;
use bangfu::roster::{Roster, SpanRecord};
use bangfu::testing;
use bangfu::township::Township;
use proptest::prelude::*;

use crate::maoxi;
use crate::planting::Dice;

fn township(roster: &Roster<'_>) -> Township {
    roster.check(&Charter::maoxi().organisation).expect("a sound roster")
}

fn bytes(roster: &Roster<'_>) -> Vec<u8> {
    serde_json::to_vec(roster).expect("a roster can be written")
}

/// A roster in the order that its export promises.
fn sorted<'a>(roster: &Roster<'a>) -> Roster<'a> {
    fn by_from(spans: &mut [SpanRecord]) {
        spans.sort_by_key(|span| span.from);
    }
    let mut roster = roster.clone();
    roster.zones.sort_by_key(|zone| zone.id.to_string());
    roster.villages.sort_by_key(|village| village.id.to_string());
    roster.villages.iter_mut().for_each(|village| by_from(&mut village.listed));
    roster.groups.sort_by_key(|group| group.id.to_string());
    roster.households.sort_by_key(|household| household.id.to_string());
    roster.households.iter_mut().for_each(|household| by_from(&mut household.poor));
    roster.people.sort_by_key(|person| person.id.to_string());
    roster.tenures.sort_by_key(|tenure| {
        let (person, unit) = (tenure.person.to_string(), tenure.unit.to_string());
        (person, tenure.from, tenure.post.to_string(), unit)
    });
    roster.pairings.sort_by_key(|pairing| (pairing.household.to_string(), pairing.from));
    roster
}

fn shuffled<'a>(roster: &Roster<'a>, seed: u64) -> Roster<'a> {
    fn shuffle<T>(dice: &mut Dice, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, dice.below(last + 1));
        }
    }
    let (mut roster, mut dice) = (roster.clone(), Dice(seed));
    shuffle(&mut dice, &mut roster.zones);
    shuffle(&mut dice, &mut roster.villages);
    shuffle(&mut dice, &mut roster.groups);
    shuffle(&mut dice, &mut roster.households);
    shuffle(&mut dice, &mut roster.people);
    shuffle(&mut dice, &mut roster.tenures);
    shuffle(&mut dice, &mut roster.pairings);
    for village in &mut roster.villages {
        shuffle(&mut dice, &mut village.listed);
    }
    for household in &mut roster.households {
        shuffle(&mut dice, &mut household.poor);
    }
    roster
}

fn assert_round_trips(roster: &Roster<'_>, seed: u64) {
    let text = bytes(roster);
    assert_eq!(read::<Roster<'_>>(&text).as_ref(), Ok(roster));

    let township = township(roster);
    let export = Roster::from(&township);
    assert_eq!(export, sorted(roster), "the same records, in order");
    let again = self::township(&export);
    assert_eq!(again, township);
    assert_eq!(Roster::from(&again), export);

    let mut in_order = shuffled(roster, seed);
    in_order.sort();
    assert_eq!(sorted(&in_order), sorted(roster));
    assert_eq!((&in_order.zones, &in_order.groups), (&export.zones, &export.groups));
    assert_eq!(in_order.people, export.people);
    assert_eq!((&in_order.tenures, &in_order.pairings), (&export.tenures, &export.pairings));

    let shuffled = self::township(&shuffled(roster, seed));
    assert_eq!(shuffled, township);
    assert_eq!(bytes(&Roster::from(&shuffled)), bytes(&export));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_roster_comes_back(roster in testing::roster(), seed in any::<u64>()) {
        assert_round_trips(&roster, seed);
    }
}

#[test]
fn maoxi_comes_back() {
    assert_round_trips(&maoxi(), 1);
}

#[test]
fn generated_rosters_are_sound_full_and_empty() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = [0; 6];
    for _ in 0..400 {
        let roster = testing::roster().new_tree(&mut runner).unwrap().current();
        assert_eq!(crate::findings(&roster), []);
        let cases = [
            roster.villages.is_empty(),
            roster.households.is_empty(),
            roster.zones.len() == 2 && roster.villages.iter().any(|village| village.community),
            roster.tenures.len() > 20 && roster.pairings.len() > 3,
            roster.households.iter().any(|household| household.poor.len() > 1),
            roster.people.iter().any(|person| {
                roster.tenures.iter().filter(|tenure| tenure.person == person.id).count() > 3
            }),
        ];
        for (count, case) in seen.iter_mut().zip(cases) {
            *count += usize::from(case);
        }
    }
    assert!(seen.iter().all(|count| *count >= 20), "{seen:?}");
}
