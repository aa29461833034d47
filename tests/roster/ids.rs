//! Ids of any length: a record is found by the whole of its id, not by how it begins.

use std::collections::BTreeSet;

use bangfu::charter::Charter;
use bangfu::document::Format;
use bangfu::quantity::Id;
use bangfu::roster::{GroupRecord, Roster, SpanRecords, TownRecord, VillageRecord};
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

/// Ids of which many begin alike, some are all of it, and some stand twice.
fn ids() -> impl Strategy<Value = Vec<Id<'static>>> {
    let id = (prop::sample::select(vec![0, 8, 13, 14, 15, 16, 17]), 0..400_u16)
        .prop_map(|(length, number)| format!("{}{number}", &PREFIX[..length]).parse().unwrap());
    (prop::collection::vec(id, 0..300), any::<bool>()).prop_map(|(mut ids, is_sorted)| {
        if is_sorted {
            ids.sort();
        }
        ids
    })
}

/// A town of communities of these ids, and a group in each of those.
fn town(communities: &[Id<'static>], of_groups: &[Id<'static>]) -> Roster<'static> {
    let mut roster = Roster {
        format: Format,
        town: TownRecord { id: "t".parse().unwrap(), name: None, population: 1 },
        zones: Vec::new(),
        villages: Vec::new(),
        groups: Vec::new(),
        households: Vec::new(),
        people: Vec::new(),
        tenures: Vec::new(),
        pairings: Vec::new(),
    };
    roster.villages.extend(communities.iter().map(|id| VillageRecord {
        id: id.clone(),
        name: None,
        zone: None,
        population: None,
        community: true,
        listed: SpanRecords::default(),
    }));
    roster.groups.extend(of_groups.iter().enumerate().map(|(at, village)| GroupRecord {
        id: format!("g{at}").parse().unwrap(),
        name: None,
        village: village.clone(),
    }));
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

    #[test]
    fn what_stands_twice_or_is_not_there_is_found_as_by_looking_through_all(
        communities in ids(),
        of_groups in ids(),
    ) {
        let roster = town(&communities, &of_groups);
        let twice = communities.iter().enumerate().filter_map(|(at, id)| {
            let first = communities[..at].iter().position(|before| before == id)?;
            let related = vec![format!("villages[{first}].id")];
            Some(("duplicate_id".to_owned(), format!("villages[{at}].id"), related))
        });
        let missing = of_groups.iter().enumerate().filter(|(_, id)| !communities.contains(id));
        let missing = missing.map(|(at, _)| {
            ("unknown_reference".to_owned(), format!("groups[{at}].village"), Vec::new())
        });
        prop_assert_eq!(findings(&roster), twice.chain(missing).collect::<Vec<_>>());
    }

    #[test]
    fn every_group_is_in_the_community_that_it_names(communities in ids(), of_groups in ids()) {
        let communities: Vec<_> = communities.into_iter().collect::<BTreeSet<_>>().into_iter().rev().collect();
        let of_groups: Vec<_> =
            of_groups.into_iter().filter(|id| communities.contains(id)).collect();
        let township = town(&communities, &of_groups).check(&Charter::maoxi().organisation).unwrap();
        for (at, community) in of_groups.iter().enumerate() {
            let group = township.group(&format!("g{at}")).unwrap();
            prop_assert_eq!(group.village().id(), community);
        }
        for community in &communities {
            let groups = township.village(community.as_str()).unwrap().groups();
            let expected = of_groups.iter().filter(|id| *id == community).count();
            prop_assert_eq!(groups.count(), expected);
        }
    }
}
