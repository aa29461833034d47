//! The assignment of a township: the problem drafted for a day by the rules, and the plan as changes
//! to it.

mod assumptions;
mod best;
mod changes;
mod draft;
mod freedom;
mod maoxi;
mod obstacles;
mod stations;
mod terms;

use std::collections::{BTreeMap, BTreeSet};

use bangfu::Charter;
use bangfu::calendar::{Date, Day};
use bangfu::roster::Roster;
use bangfu::township::Township;

fn charter() -> Charter {
    Charter::maoxi()
}

fn township(roster: &Roster<'_>) -> Township {
    roster.check(&charter().organisation).unwrap()
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
