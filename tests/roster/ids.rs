//! Ids of any length: a record is found by the whole of its id, not by how it begins.

use bangfu::charter::Charter;
use bangfu::quantity::Id;
use bangfu::roster::Roster;
use bangfu::testing;
use proptest::prelude::*;

use crate::findings;

/// What stands before every id in a roster.
const PREFIX: &str = "0123456789abcdef0123456789abcdef";

/// The same roster, with so much of [`PREFIX`] before every id.
fn prefixed(roster: &Roster<'static>, length: usize) -> Roster<'static> {
    let longer = |id: &mut Id<'static>| {
        *id = format!("{}{id}", &PREFIX[..length]).parse().expect("an id");
    };
    let mut roster = roster.clone();
    longer(&mut roster.town.id);
    roster.zones.iter_mut().for_each(|zone| longer(&mut zone.id));
    for village in &mut roster.villages {
        longer(&mut village.id);
        village.zone.as_mut().map(longer);
    }
    for group in &mut roster.groups {
        longer(&mut group.id);
        longer(&mut group.village);
    }
    for household in &mut roster.households {
        longer(&mut household.id);
        longer(&mut household.group);
    }
    for person in &mut roster.people {
        longer(&mut person.id);
        person.village.as_mut().map(longer);
    }
    for tenure in &mut roster.tenures {
        longer(&mut tenure.person);
        longer(&mut tenure.unit);
    }
    for pairing in &mut roster.pairings {
        longer(&mut pairing.household);
        longer(&mut pairing.helper);
    }
    roster
}

/// Some households stand twice, and some pairings lead to other households or to none.
fn spoilt(roster: &Roster<'static>, choices: &[(u8, usize, usize)]) -> Roster<'static> {
    let mut roster = roster.clone();
    for (kind, one, other) in choices {
        let (households, pairings) = (roster.households.len(), roster.pairings.len());
        if households == 0 || pairings == 0 {
            break;
        }
        let household = roster.households[one % households].clone();
        match kind % 3 {
            0 => roster.households.insert(other % (households + 1), household),
            1 => roster.pairings[other % pairings].household = household.id,
            _ => roster.pairings[other % pairings].household = "h".parse().expect("an id"),
        }
    }
    roster
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn longer_ids_make_the_same_township(roster in testing::roster(), length in 8..=PREFIX.len()) {
        let organisation = Charter::maoxi().organisation;
        let text = |roster: &Roster<'_>| serde_json::to_string(roster).unwrap();
        let township = prefixed(&roster, length).check(&organisation).unwrap();
        // Of the texts in the document, ids alone begin like that.
        let shortened = text(&Roster::from(&township)).replace(&PREFIX[..length], "");
        let expected = text(&Roster::from(&roster.check(&organisation).unwrap()));
        prop_assert_eq!(shortened, expected);
    }

    #[test]
    fn longer_ids_have_the_same_findings(
        roster in testing::roster(),
        choices in prop::collection::vec(any::<(u8, usize, usize)>(), 1..6),
        length in 0..=PREFIX.len(),
    ) {
        let spoilt = spoilt(&roster, &choices);
        prop_assert_eq!(findings(&prefixed(&spoilt, length)), findings(&spoilt));
    }
}
