//! The definitions of the format, word by word, by walking over the days of a year.

use bangfu::calendar::{Date, Day, Span, Timeline};
use bangfu::chrono::{Datelike, NaiveDate};
use bangfu::poverty::Flow;
use bangfu::roster::{HouseholdRecord, Roster, SpanRecord, VillageRecord};
use serde_json::{Value, json};

/// The spans in which something was poor or listed, each with its first day and, unless it is open,
/// its first day no longer.
pub struct History(Vec<(NaiveDate, Option<NaiveDate>)>);

impl History {
    pub fn of_records(records: &[SpanRecord]) -> Self {
        let ends = |span: &SpanRecord| (span.from.to_date(), span.until.map(Date::to_date));
        Self(records.iter().map(ends).collect())
    }

    pub fn of_timeline(timeline: &Timeline<()>) -> Self {
        let ends =
            |(span, ()): (Span, &())| (span.from().to_date(), span.until().map(Day::to_date));
        Self(timeline.iter().map(ends).collect())
    }

    /// The first day of the span that covers a day.
    fn since(&self, on: NaiveDate) -> Option<NaiveDate> {
        let covers = |until: Option<NaiveDate>| until.is_none_or(|until| on < until);
        self.0.iter().find(|(from, until)| *from <= on && covers(*until)).map(|(from, _)| *from)
    }

    pub fn is_in_it(&self, on: NaiveDate) -> bool {
        self.since(on).is_some()
    }

    /// It was in it on the last day of the year before, or on some day of this year by then, and
    /// on that day is not.
    pub fn has_exited(&self, on: NaiveDate) -> bool {
        let first = NaiveDate::from_ymd_opt(on.year() - 1, 12, 31).unwrap();
        let mut days = first.iter_days().take_while(|day| *day <= on);
        !self.is_in_it(on) && days.any(|day| self.is_in_it(day))
    }

    /// It is in it on that day, in a span that began this year and is not its first.
    pub fn has_relapsed(&self, on: NaiveDate) -> bool {
        let is_first = |since| self.0.iter().all(|(from, _)| since <= *from);
        self.since(on).is_some_and(|since| since.year() == on.year() && !is_first(since))
    }

    pub fn flow(&self, on: NaiveDate) -> Flow {
        match (self.is_in_it(on), self.has_exited(on), self.has_relapsed(on)) {
            (false, false, false) => Flow::Outside,
            (true, false, false) => Flow::Inside,
            (true, false, true) => Flow::Relapsed,
            (false, true, false) => Flow::Exited,
            impossible => panic!("{impossible:?} on {on}"),
        }
    }
}

fn history(household: &HouseholdRecord<'_>) -> History {
    History::of_records(&household.poor)
}

/// Drops the fields of a target that the format does not name.
pub fn without_extras(target: &mut Value) {
    for extra in ["unit", "level", "direction", "remaining", "baseline", "outlook", "assumptions"] {
        assert!(target.as_object_mut().unwrap().remove(extra).is_some(), "{extra}");
    }
}

/// The number of some households, and of their persons.
#[derive(Clone, Copy)]
struct Count {
    households: i64,
    persons: i64,
}

impl Count {
    fn of<'r>(roster: &'r Roster<'_>, keep: impl Fn(&HouseholdRecord<'r>) -> bool) -> Self {
        let kept = || roster.households.iter().filter(|household| keep(household));
        let persons = kept().map(|household| household.persons).sum();
        Self { households: i64::try_from(kept().count()).unwrap(), persons }
    }

    fn to_json(self) -> Value {
        json!({"households": self.households, "persons": self.persons})
    }
}

/// The hundredths of a percent, half up.
fn hundredths(persons: i64, population: i64) -> Option<i64> {
    (population > 0).then(|| (persons * 20_000 + population) / (population * 2))
}

fn rate(persons: i64, population: i64) -> Option<String> {
    let hundredths = hundredths(persons, population)?;
    Some(format!("{}.{:02}%", hundredths / 100, hundredths % 100))
}

/// Id, level, villages, population if known.
type UnitRow<'r> = (&'r str, &'static str, Vec<&'r VillageRecord<'r>>);

fn units(roster: &Roster<'_>, on: NaiveDate) -> Vec<Value> {
    let zones = roster.zones.iter().map(|zone| -> UnitRow<'_> {
        let is_of_zone = |village: &&VillageRecord<'_>| village.zone.as_ref() == Some(&zone.id);
        (zone.id.as_str(), "zone", roster.villages.iter().filter(is_of_zone).collect())
    });
    let villages = roster.villages.iter().map(|village| -> UnitRow<'_> {
        let level = if village.community { "community" } else { "village" };
        (village.id.as_str(), level, vec![village])
    });
    let mut rows: Vec<UnitRow<'_>> = zones.chain(villages).collect();
    rows.sort_by_key(|(id, ..)| id.as_bytes());
    let known = rows.into_iter().filter_map(|(id, level, villages)| {
        let population: i64 =
            villages.iter().map(|village| village.population).sum::<Option<_>>()?;
        let poor = Count::of(roster, |household| {
            let group = roster.groups.iter().find(|group| group.id == household.group).unwrap();
            let is_inside = villages.iter().any(|village| village.id == group.village);
            is_inside && history(household).is_in_it(on)
        });
        Some(json!({
            "unit": id, "level": level, "population": population,
            "poor_households": poor.households, "poor_persons": poor.persons,
            "incidence": rate(poor.persons, population),
        }))
    });
    known.collect()
}

fn target(year: i32, measure: &str, goal: &str, actual: &str, met: bool, source: &str) -> Value {
    json!({
        "year": year, "measure": measure, "goal": goal, "actual": actual, "met": met,
        "source": source,
    })
}

/// What `progress` prints, without the fields that the format does not name.
pub fn progress(roster: &Roster<'_>, on: Day) -> Value {
    let (day, date) = (on.to_string(), on.to_date());
    let population = roster.town.population;
    let poor = Count::of(roster, |household| history(household).is_in_it(date));
    let exited = Count::of(roster, |household| history(household).has_exited(date));
    let relapsed = Count::of(roster, |household| history(household).has_relapsed(date));
    let is_delisted =
        |village: &&VillageRecord<'_>| History::of_records(&village.listed).has_exited(date);
    let delisted = roster.villages.iter().filter(is_delisted).count();
    let incidence = rate(poor.persons, population).unwrap();
    let is_low = hundredths(poor.persons, population) <= Some(227);
    let at_least = |measure, goal: i64, actual: i64, source| {
        target(2018, measure, &goal.to_string(), &actual.to_string(), actual >= goal, source)
    };
    let targets = match date.year() {
        2018 => vec![
            at_least("exited_households", 507, exited.households, "F10"),
            at_least("exited_persons", 2_307, exited.persons, "F10"),
            target(2018, "incidence", "2.27%", &incidence, is_low, "F11"),
            at_least("delisted_villages", 3, i64::try_from(delisted).unwrap(), "F12"),
        ],
        2019 => {
            let actual = poor.persons.to_string();
            vec![target(2019, "poor_persons", "0", &actual, poor.persons == 0, "F13")]
        }
        _ => Vec::new(),
    };
    json!({
        "on": day, "population": population, "poor": poor.to_json(), "incidence": incidence,
        "year": {
            "exited": exited.to_json(), "relapsed": relapsed.to_json(),
            "delisted_villages": delisted,
        },
        "targets": targets,
        "units": units(roster, date),
    })
}
