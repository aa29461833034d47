//! Who lies where.

use std::collections::BTreeSet;

use bangfu::document::read;
use bangfu::roster::Roster;
use bangfu::testing;
use bangfu::township::{Level, Unit};
use proptest::prelude::*;

use crate::{Name, ancestors, name, names, parent, township, unit};

fn set<'t>(units: impl IntoIterator<Item = Unit<'t>>) -> BTreeSet<Name> {
    units.into_iter().map(name).collect()
}

/// The units of a level that lie in a unit, itself included.
fn members(roster: &Roster<'_>, names: &[Name], of: &Name, level: Level) -> BTreeSet<Name> {
    let lies_in = |unit: &&Name| *unit == of || ancestors(roster, unit).contains(of);
    names.iter().filter(|unit| unit.0 == level).filter(lies_in).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn tree_is_that_of_the_records(roster in testing::roster()) {
        let (township, names) = (township(&roster), names(&roster));
        for of in &names {
            let unit = unit(&township, of).expect("every id is found");
            prop_assert_eq!(name(unit), of.clone());
            prop_assert_eq!(unit.parent().map(name), parent(&roster, of));
            let above: Vec<Name> = unit.ancestors().map(name).collect();
            prop_assert_eq!(&above, &ancestors(&roster, of));

            let mut below = BTreeSet::new();
            for level in Level::ALL {
                let expected = members(&roster, &names, of, *level);
                prop_assert_eq!(unit.members(*level).len(), expected.len());
                prop_assert_eq!(&set(unit.members(*level)), &expected);
                below.extend(expected);
            }
            prop_assert_eq!(unit.subtree().count(), below.len(), "each once");
            prop_assert_eq!(set(unit.subtree()), below);
            let households = set(unit.households().map(Unit::from));
            prop_assert_eq!(households, members(&roster, &names, of, Level::Household));

            let village = above.into_iter().chain([of.clone()]).find(|unit| unit.0 == Level::Village);
            let found = unit.village().map(|village| name(village.into()));
            prop_assert_eq!(found, village);
        }
    }

    #[test]
    fn typed_views_say_what_the_records_say(roster in testing::roster()) {
        let township = township(&roster);
        prop_assert_eq!(township.zones().len(), roster.zones.len());
        prop_assert_eq!(township.villages().len(), roster.villages.len());
        prop_assert_eq!(township.groups().len(), roster.groups.len());
        prop_assert_eq!(township.households().len(), roster.households.len());
        prop_assert_eq!(township.people().len(), roster.people.len());
        prop_assert_eq!(township.tenures().len(), roster.tenures.len());
        for record in &roster.zones {
            let zone = township.zone(record.id.as_str()).expect("a known zone");
            prop_assert_eq!(zone.name(), record.name.as_deref());
            let own: Vec<_> = roster
                .villages
                .iter()
                .filter(|village| village.zone.as_ref() == Some(&record.id))
                .collect();
            prop_assert_eq!(zone.villages().len(), own.len());
            let unknown = own.iter().any(|village| village.population.is_none());
            let sum: i64 = own.iter().filter_map(|village| village.population).sum();
            let expected = (!unknown).then_some(sum);
            prop_assert_eq!(zone.population().map(|found| i64::try_from(found).unwrap()), expected);
        }
        for record in &roster.villages {
            let village = township.village(record.id.as_str()).expect("a known village");
            prop_assert_eq!(village.is_community(), record.community);
            prop_assert_eq!(village.zone().map(bangfu::township::Zone::id), record.zone.as_ref());
            prop_assert_eq!(village.population().map(i64::from), record.population);
            prop_assert_eq!(village.name(), record.name.as_deref());
            let groups = roster.groups.iter().filter(|group| group.village == record.id).count();
            prop_assert_eq!(village.groups().len(), groups);
            prop_assert_eq!(village.listed().iter().count(), record.listed.len());
        }
        for record in &roster.households {
            let household = township.household(record.id.as_str()).expect("a known household");
            prop_assert_eq!(i64::from(household.persons()), record.persons);
            prop_assert_eq!(household.group().id(), &record.group);
            let first = record.poor.iter().map(|span| span.from).min();
            prop_assert_eq!(household.supported_from().map(Into::into), first);
        }
    }

    #[test]
    fn units_stand_in_the_order_of_a_walk(roster in testing::roster()) {
        let township = township(&roster);
        // Communities behind the zones, and else by id from the top.
        let key = |unit: Unit<'_>| {
            let mut path: Vec<Name> = unit.ancestors().map(name).collect();
            path.insert(0, name(unit));
            path.reverse();
            path.into_iter().skip(1).collect::<Vec<_>>()
        };
        for level in Level::ALL {
            let keys: Vec<_> = Unit::from(township.town()).members(*level).map(key).collect();
            prop_assert!(keys.is_sorted(), "{:?}", keys);
        }
    }

    #[test]
    fn unknown_ids_are_not_found(roster in testing::roster(), id in testing::id()) {
        let (township, names) = (township(&roster), names(&roster));
        let known = |level| names.contains(&(level, id.to_string()));
        prop_assert_eq!(township.zone(id.as_str()).is_some(), known(Level::Zone));
        prop_assert_eq!(township.village(id.as_str()).is_some(), known(Level::Village));
        prop_assert_eq!(township.group(id.as_str()).is_some(), known(Level::Group));
        prop_assert_eq!(township.household(id.as_str()).is_some(), known(Level::Household));
        let is_person = roster.people.iter().any(|person| person.id == id);
        prop_assert_eq!(township.person(id.as_str()).is_some(), is_person);
        // The id of a unit of one level is none of the others here, nor is part of an id.
        for (level, id) in &names {
            prop_assert_eq!(township.zone(id).is_some(), *level == Level::Zone);
            prop_assert_eq!(township.household(id).is_some(), *level == Level::Household);
            prop_assert!(township.person(id).is_none());
            let longer = format!("{id}0x");
            prop_assert!(township.village(&longer).is_none());
        }
        prop_assert!(township.group("").is_none() && township.household("").is_none());
    }
}

#[test]
fn one_id_in_every_list_leads_to_each_of_them() {
    let text = br#"{ "format": 1, "town": {"id": "x", "population": 10},
        "zones": [{"id": "x"}],
        "villages": [{"id": "a", "zone": "x"}, {"id": "x", "zone": "x"}, {"id": "b", "zone": "x"}],
        "groups": [{"id": "g", "village": "a"}, {"id": "x", "village": "b"}],
        "households": [{"id": "h", "group": "g", "persons": 1}, {"id": "x", "group": "x", "persons": 2}],
        "people": [{"id": "x", "rank": "town"}], "tenures": [
            {"person": "x", "post": "zone_leader", "unit": "x", "from": "2018-01-01"},
            {"person": "x", "post": "commander", "unit": "x", "from": "2018-02-01"}],
        "pairings": [{"household": "x", "helper": "x", "from": "2018-01-01"}] }"#;
    let roster: Roster<'_> = read(text).unwrap();
    let township = township(&roster);
    let household = township.household("x").unwrap();
    assert_eq!(household.persons(), 2);
    let above: Vec<_> = Unit::from(household).ancestors().map(name).collect();
    let expected = [Level::Group, Level::Village, Level::Zone, Level::Town]
        .map(|level| (level, if level == Level::Village { "b" } else { "x" }.to_owned()));
    assert_eq!(above, expected);
    let person = township.person("x").unwrap();
    let levels: Vec<_> = person.tenures().map(|tenure| tenure.unit().level()).collect();
    assert_eq!(levels, [Level::Zone, Level::Town]);
    assert_eq!(township.village("x").unwrap().groups().len(), 0);
    assert_eq!(township.zone("x").unwrap().households().len(), 2);
}
