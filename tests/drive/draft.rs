//! The draft says what the records, the rules and the caller say.

use std::collections::BTreeSet;

use bangfu::assign::{draft, obstacles};
use bangfu::quantity::Id;
use bangfu::testing;
use bangfu::township::Person;
use proptest::prelude::*;

use crate::terms::{decisions, is_within, reading, station};
use crate::{charter, helped, supported, township};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_draft_says_what_the_records_the_rules_and_the_caller_say(
        roster in testing::roster(),
        on in testing::day(),
        rules in testing::pairing_rules(),
        decisions in decisions(),
    ) {
        let township = township(&roster);
        let terms = decisions.terms(&township);
        let draft = draft(&township, on, &rules, &terms);
        let records = &draft.records;
        prop_assert_eq!(records.keep, i64::from(rules.keep.value));
        prop_assert_eq!(records.balance, i64::from(rules.balance.value));
        prop_assert_eq!(records.fairness, rules.fairness.value);

        let asked: BTreeSet<&str> = records.households.iter().map(|h| h.id.as_str()).collect();
        prop_assert_eq!(&asked, &supported(&roster, on));
        let helped = helped(&roster, on);
        let mut pinned_to = BTreeSet::new();
        for record in &records.households {
            let household = township.household(record.id.as_str()).unwrap();
            prop_assert_eq!(&record.site, household.group().id());
            let incumbent = record.incumbent.as_ref().map(Id::as_str);
            prop_assert_eq!(incumbent, helped.get(record.id.as_str()).copied());
            let barred = terms.barred.iter().filter(|(barring, _)| *barring == household);
            let barred: Vec<&str> = barred.map(|(_, helper)| helper.id().as_str()).collect();
            prop_assert_eq!(record.barred.iter().map(Id::as_str).collect::<Vec<_>>(), barred);
            let pinned = terms.pinned.get(&household);
            prop_assert_eq!(record.pinned.as_ref(), pinned.map(|person| person.id()));
            pinned_to.extend(pinned.copied());
        }

        // The helpers are those asked and of a rank that helps, and those pinned.
        let helps = |person: &Person<'_>| {
            terms.helpers.contains(person) && rules.ranks.value.contains(&person.rank())
        };
        let expected = township.people().filter(|p| helps(p) || pinned_to.contains(p));
        let found = records.helpers.iter().map(|helper| township.person(helper.id.as_str()).unwrap());
        prop_assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        for record in &records.helpers {
            let person = township.person(record.id.as_str()).unwrap();
            let class = records.classes.iter().find(|class| class.id == record.class).unwrap();
            if !helps(&person) {
                prop_assert_eq!((record.capacity, record.least, class.minutes.0.len()), (0, 0, 0));
                continue;
            }
            let rank = person.rank();
            let cap = terms.caps.get(&person).unwrap_or(rules.caps.value.of(rank));
            let least = terms.least.get(&person).unwrap_or(rules.least.value.of(rank));
            prop_assert_eq!((record.capacity, record.least), ((*cap).into(), (*least).into()));
        }
        let rows: BTreeSet<Vec<_>> =
            records.classes.iter().map(|class| class.minutes.iter().collect()).collect();
        prop_assert_eq!(rows.len(), records.classes.len(), "two classes need the same minutes");

        // Who may serve whom in how many minutes, pair by pair.
        let problem = records.check().unwrap();
        for person in township.people() {
            let helper = problem.helper(person.id().as_str());
            for household in township.households() {
                let (words, minutes) = reading(&township, person, household, on, &rules, &terms);
                let places = |helper: &bangfu::assign::Helper<'_>| helper.capacity() > 0;
                let found = problem.household(household.id().as_str());
                let found = found.and_then(|found| found.minutes(helper.filter(places)?));
                prop_assert_eq!(found, minutes, "{:?} {:?} {:?}", person, household, words);
                let why = obstacles(person, household, on, &rules, &terms);
                prop_assert_eq!(why.is_empty(), found.is_some());
            }
        }

        // Exactly the ways that are wanted and unknown.
        let mut unknown = BTreeSet::new();
        for person in township.people().filter(helps) {
            let station = station(&township, person, on, rules.station.value);
            for household in township.households() {
                let group = household.group();
                let scope = rules.scope.of(person.rank()).value;
                let is_sent = |person| {
                    terms.sent.get(person).is_some_and(|sent| sent.contains(&group.village()))
                };
                if supported(&roster, on).contains(household.id().as_str())
                    && (is_within(station, group.village(), scope) || is_sent(&person))
                    && (terms.minutes)(station, group).is_none()
                {
                    unknown.insert((station, group));
                }
            }
        }
        prop_assert_eq!(draft.unknown_ways, unknown);
    }

    #[test]
    fn rules_that_are_made_up_are_those_of_a_sound_charter(rules in testing::pairing_rules()) {
        let mut charter = charter();
        charter.pairing = rules;
        prop_assert_eq!(charter.check(), Ok(()));
        let text = serde_json::to_vec(&charter).unwrap();
        prop_assert_eq!(bangfu::document::read(&text), Ok(charter));
    }
}
