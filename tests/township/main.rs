//! The township against what the plain records say, read line by line.

mod chain;
mod hierarchy;
mod people;

use bangfu::calendar::{Date, Day};
use bangfu::charter::Charter;
use bangfu::roster::Roster;
use bangfu::township::{Level, Township, Unit};

fn township(roster: &Roster<'_>) -> Township {
    roster.check(&Charter::maoxi().organisation).expect("a sound roster")
}

fn covers(from: Date, until: Option<Date>, on: Day) -> bool {
    from <= on.into() && until.is_none_or(|until| Date::from(on) < until)
}

/// A unit as its level and id.
type Name = (Level, String);

fn name(unit: Unit<'_>) -> Name {
    (unit.level(), unit.id().to_string())
}

/// Every unit that the records name.
fn names(roster: &Roster<'_>) -> Vec<Name> {
    let mut names = vec![(Level::Town, roster.town.id.to_string())];
    names.extend(roster.zones.iter().map(|zone| (Level::Zone, zone.id.to_string())));
    names.extend(roster.villages.iter().map(|one| (Level::Village, one.id.to_string())));
    names.extend(roster.groups.iter().map(|group| (Level::Group, group.id.to_string())));
    names.extend(roster.households.iter().map(|one| (Level::Household, one.id.to_string())));
    names
}

/// The unit above, as the record of the unit says.
fn parent(roster: &Roster<'_>, (level, id): &Name) -> Option<Name> {
    match level {
        Level::Town => None,
        Level::Zone => Some((Level::Town, roster.town.id.to_string())),
        Level::Village => {
            let village = roster.villages.iter().find(|village| village.id == *id.as_str())?;
            Some(match &village.zone {
                Some(zone) => (Level::Zone, zone.to_string()),
                None => (Level::Town, roster.town.id.to_string()),
            })
        }
        Level::Group => {
            let group = roster.groups.iter().find(|group| group.id == *id.as_str())?;
            Some((Level::Village, group.village.to_string()))
        }
        Level::Household => {
            let household = roster.households.iter().find(|one| one.id == *id.as_str())?;
            Some((Level::Group, household.group.to_string()))
        }
    }
}

/// The units above, from the nearest up.
fn ancestors(roster: &Roster<'_>, unit: &Name) -> Vec<Name> {
    std::iter::successors(parent(roster, unit), |unit| parent(roster, unit)).collect()
}

/// The unit of a name.
fn unit<'t>(township: &'t Township, (level, id): &Name) -> Option<Unit<'t>> {
    match level {
        Level::Town => Some(township.town().into()),
        Level::Zone => township.zone(id).map(Unit::from),
        Level::Village => township.village(id).map(Unit::from),
        Level::Group => township.group(id).map(Unit::from),
        Level::Household => township.household(id).map(Unit::from),
    }
}
