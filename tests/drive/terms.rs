//! Terms of all kinds for any township, and a slow reading of rules, terms and records.

use std::collections::BTreeSet;

use bangfu::assign::{PairingRules, Scope, Station, StationRule, Terms};
use bangfu::calendar::Day;
use bangfu::township::{Group, Household, Person, Township, Unit, Village};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// What was decided, as choices among the people and units of any township.
#[derive(Clone, Debug)]
pub struct Decisions {
    pub one_in: usize,
    pub roads: usize,
    pub barred: Vec<(Index, Index)>,
    pub pinned: Vec<(Index, Index)>,
    pub sent: Vec<(Index, Index)>,
    pub caps: Vec<(Index, u16)>,
    pub least: Vec<(Index, u16)>,
}

pub fn decisions() -> impl Strategy<Value = Decisions> {
    let pairs = || prop_oneof![Just(vec![]), vec((any::<Index>(), any::<Index>()), 0..6)];
    let numbers = || prop_oneof![Just(vec![]), vec((any::<Index>(), 0..4_u16), 0..4)];
    let roads = (1..12_usize, 0..30_usize);
    (roads, pairs(), pairs(), pairs(), numbers(), numbers()).prop_map(
        |((one_in, roads), barred, pinned, sent, caps, least)| Decisions {
            one_in,
            roads,
            barred,
            pinned,
            sent,
            caps,
            least,
        },
    )
}

impl Decisions {
    /// Nothing but who is asked and the roads.
    pub fn plain(&self) -> Self {
        let (one_in, roads) = (self.one_in, self.roads);
        let (barred, pinned, sent, caps, least) = (vec![], vec![], vec![], vec![], vec![]);
        Self { one_in, roads, barred, pinned, sent, caps, least }
    }

    pub fn terms<'t>(
        &self,
        township: &'t Township,
    ) -> Terms<'t, impl Fn(Station<'t>, Group<'t>) -> Option<u32> + use<'t>> {
        let people: Vec<Person<'t>> = township.people().collect();
        let households: Vec<Household<'t>> = township.households().collect();
        let villages: Vec<Village<'t>> = township.villages().collect();
        let roads = self.roads;
        let asked = township.people().step_by(self.one_in);
        let mut terms = Terms::new(asked, move |station, group| minutes(roads, station, group));
        if people.is_empty() {
            return terms;
        }
        for (person, cap) in &self.caps {
            terms.caps.insert(*person.get(&people), *cap);
        }
        for (person, least) in &self.least {
            terms.least.insert(*person.get(&people), *least);
        }
        if !households.is_empty() {
            let pair = |(household, person): &(Index, Index)| {
                (*household.get(&households), *person.get(&people))
            };
            terms.barred.extend(self.barred.iter().map(pair));
            terms.pinned.extend(self.pinned.iter().map(pair));
        }
        if !villages.is_empty() {
            for (person, village) in &self.sent {
                let sent = terms.sent.entry(*person.get(&people)).or_default();
                sent.insert(*village.get(&villages));
            }
        }
        terms
    }
}

/// Made-up roads, some of which nobody knows.
pub fn minutes(roads: usize, station: Station<'_>, group: Group<'_>) -> Option<u32> {
    let from = match station {
        Station::Village(village) => village.index(),
        Station::Zone(zone) => 40 + zone.index(),
        Station::Town => 50,
    };
    let mixed = (from * 7 + group.index() * 11 + roads * 13) % 31;
    (mixed > 3).then(|| u32::try_from(mixed).unwrap())
}

/// Where somebody is stationed: a village, a zone, or neither; found the long way round.
pub fn station<'t>(
    township: &'t Township,
    person: Person<'t>,
    on: Day,
    rule: StationRule,
) -> Station<'t> {
    if let Some(home) = person.home_village() {
        return Station::Village(home);
    }
    let tenures = township.tenures().filter(|tenure| tenure.person() == person);
    let held: Vec<Unit<'_>> = tenures
        .filter(|tenure| tenure.span().contains(on))
        .map(bangfu::township::Tenure::unit)
        .collect();
    for unit in &held {
        match unit {
            Unit::Village(village) => return Station::Village(*village),
            Unit::Group(group) => return Station::Village(group.village()),
            _ => {}
        }
    }
    for unit in &held {
        if let Unit::Zone(zone) = unit {
            return Station::Zone(*zone);
        }
    }
    if rule == StationRule::HomeThenPostThenHelped {
        let helped = township.households().filter(|h| h.helper_on(on) == Some(person));
        let first = helped.min_by_key(|household| {
            let span = household.pairing_on(on).unwrap().span;
            (span, *household)
        });
        if let Some(village) = first.map(|household| household.group().village()) {
            return village.zone().map_or(Station::Village(village), Station::Zone);
        }
    }
    Station::Town
}

/// Whether a village lies in a scope of a station.
pub fn is_within(station: Station<'_>, village: Village<'_>, scope: Scope) -> bool {
    let in_zone = |zone: bangfu::township::Zone<'_>| zone.villages().any(|other| other == village);
    match (scope, station) {
        (Scope::Town, _) => true,
        (_, Station::Village(own)) if own == village => true,
        (Scope::Zone, Station::Village(own)) => own.zone().is_some_and(in_zone),
        (Scope::Zone, Station::Zone(zone)) => in_zone(zone),
        _ => false,
    }
}

/// The words of everything that stands in the way of a pairing, and the minutes if nothing does.
pub fn reading<'t, M: Fn(Station<'t>, Group<'t>) -> Option<u32>>(
    township: &'t Township,
    person: Person<'t>,
    household: Household<'t>,
    on: Day,
    rules: &PairingRules,
    terms: &Terms<'t, M>,
) -> (BTreeSet<&'static str>, Option<u32>) {
    let mut words = BTreeSet::new();
    let mut hold = |is: bool, word| {
        if is {
            words.insert(word);
        }
    };
    let (rank, village) = (person.rank(), household.group().village());
    let station = station(township, person, on, rules.station.value);
    let known = (terms.minutes)(station, household.group());
    hold(household.supported_from().is_none_or(|from| from > on), "unsupported");
    hold(!terms.helpers.contains(&person), "not_asked");
    hold(!rules.ranks.value.contains(&rank), "rank");
    hold(terms.caps.get(&person).unwrap_or(rules.caps.value.of(rank)) == &0, "no_place");
    let is_sent = terms.sent.get(&person).is_some_and(|villages| villages.contains(&village));
    hold(!is_sent && !is_within(station, village, rules.scope.of(rank).value), "scope");
    hold(known.is_none(), "no_way");
    hold(terms.barred.contains(&(household, person)), "barred");
    hold(terms.pinned.get(&household).is_some_and(|to| *to != person), "pinned");
    let crosses = matches!(station, Station::Village(own) if own != village);
    let minutes =
        known.map(|known| if crosses { known + rules.cross_village.value } else { known });
    let minutes = minutes.filter(|_| words.is_empty());
    (words, minutes)
}
