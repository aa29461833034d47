//! What there is to be said of a sheet, by trying what the unknown figures could be.

use std::collections::BTreeSet;

use bangfu::poverty::{Audit, ReportRecord, SheetRecords};
use bangfu::quantity::Percent;
use bangfu::township::Level;
use serde_json::Value;

use super::document;
use super::sheets::{COUNTED, of, published};

/// What an audit says: findings, checks not made, and what would have to be. Each by unit, code or
/// check, and figure.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub findings: BTreeSet<(String, String, String)>,
    pub unchecked: BTreeSet<(String, String, Vec<String>)>,
    pub derived: Vec<(String, String, String, i64, Option<i64>)>,
}

impl Said {
    pub fn by(audit: &Audit<'_>) -> Self {
        let found = document(audit);
        let mut said = Self::default();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        for one in found["findings"].as_array().unwrap() {
            let which = ["counted", "figure", "count"].iter().find_map(|name| one.get(*name));
            let which = which.map_or(String::new(), text);
            assert!(said.findings.insert((text(&one["unit"]), text(&one["code"]), which)));
        }
        for one in found["unchecked"].as_array().unwrap() {
            let unknown = one["unknown"].as_array().unwrap().iter();
            let unknown = unknown.map(|one| text(&one["unit"]) + "." + &text(&one["figure"]));
            let entry = (text(&one["unit"]), text(&one["check"]), unknown.collect());
            assert!(said.unchecked.insert(entry));
        }
        for one in found["derived"].as_array().unwrap() {
            let (least, most) = match one.get("rate") {
                Some(rate) => {
                    let rate: Percent = text(rate).parse().unwrap();
                    let rate = i64::try_from(rate.hundredths()).unwrap();
                    (rate, Some(rate))
                }
                None => (one["least"].as_i64().unwrap(), one["most"].as_i64()),
            };
            let [unit, figure, check] = ["unit", "figure", "check"].map(|name| text(&one[name]));
            said.derived.push((unit, figure, check, least, most));
        }
        said.derived.sort();
        said
    }

    fn find(&mut self, unit: &str, code: &str, which: &str) {
        self.findings.insert((unit.to_owned(), code.to_owned(), which.to_owned()));
    }

    fn derive(&mut self, unit: &str, figure: &str, check: &str, value: (i64, Option<i64>)) {
        let [unit, figure, check] = [unit, figure, check].map(str::to_owned);
        self.derived.push((unit, figure, check, value.0, value.1));
    }

    fn skip(&mut self, unit: &str, check: &str, unknown: Vec<String>) {
        self.unchecked.insert((unit.to_owned(), check.to_owned(), unknown));
    }

    /// What there is to be said of a sheet, by trying what the unknown figures could be.
    pub fn of(sheet: &SheetRecords<'static>) -> Self {
        let mut said = Self::default();
        for unit in &sheet.units {
            said.flows(unit);
            said.shares(unit);
            said.sums(sheet, unit);
        }
        said.derived.sort();
        // One figure has to do for all checks.
        let demands = said.derived.clone();
        for (id, figure, check, ..) in &demands {
            let unit = sheet.units.iter().find(|unit| unit.id == *id.as_str()).unwrap();
            let same = demands.iter().filter(|other| (&other.0, &other.1) == (id, figure));
            let mut all: Vec<(i64, Option<i64>)> =
                same.map(|(.., least, most)| (*least, *most)).collect();
            all.extend(bounds(unit, figure));
            let least = all.iter().map(|(least, _)| *least).max().unwrap();
            if figure != "rate"
                && !all.iter().all(|(_, most)| most.is_none_or(|most| least <= most))
            {
                said.find(id, "contradiction", figure);
            }
            assert!(figure != "rate" || check == "rate");
        }
        for unit in sheet.units.iter().filter(|unit| unit.closing.persons.is_none()) {
            let all = bounds(unit, "closing.persons");
            let least = all.iter().map(|(least, _)| *least).max().unwrap();
            if all.iter().any(|(_, most)| most.is_some_and(|most| most < least)) {
                said.find(unit.id.as_str(), "contradiction", "closing.persons");
            }
        }
        said
    }

    fn flows(&mut self, unit: &ReportRecord<'static>) {
        let id = unit.id.as_str();
        for counted in COUNTED {
            let terms = of(unit, counted);
            let unknown: Vec<_> = terms.iter().filter(|(.., figure)| figure.is_none()).collect();
            let known = terms.iter().filter_map(|(_, is_added, figure)| {
                figure.map(|figure| if *is_added { figure } else { -figure })
            });
            let left: i64 = known.sum();
            // What those unknown could add, and take away.
            let could = |side| {
                let most =
                    if unknown.iter().any(|(_, is_added, _)| *is_added == side) { 90 } else { 0 };
                0..=most
            };
            let ways: Vec<(i64, i64)> = could(true)
                .flat_map(|more| could(false).map(move |less| (more, less)))
                .filter(|(more, less)| left + more - less == 0)
                .collect();
            let names =
                || unknown.iter().map(|(name, ..)| format!("{id}.{name}.{counted}")).collect();
            match (unknown.len(), ways.as_slice()) {
                (9, _) => {}
                (0, []) => self.find(id, "flow_mismatch", counted),
                (_, []) => self.find(id, "flow_impossible", counted),
                (0, _) => {}
                (1, [(more, less)]) => {
                    let name = format!("{}.{counted}", unknown[0].0);
                    self.derive(id, &name, "flow", (more + less, Some(more + less)));
                }
                (1, ways) => panic!("{ways:?}"),
                _ => self.skip(id, "flow", names()),
            }
        }
        for (name, _, persons) in of(unit, "persons") {
            let households =
                of(unit, "households").iter().find(|(other, ..)| *other == name).unwrap().2;
            let is_whole = ["opening", "new", "relapsed", "exited", "closing"].contains(&name);
            if let (true, Some(persons), Some(households)) = (is_whole, persons, households) {
                // Every household has one person or more, and no one else is there.
                if !(households..=50 * households).contains(&persons) {
                    self.find(id, "headcount_impossible", name);
                }
            }
        }
    }

    fn shares(&mut self, unit: &ReportRecord<'static>) {
        let id = unit.id.as_str();
        let (persons, population) = (unit.closing.persons, unit.population);
        let rate = unit.rate.map(|rate| i64::try_from(rate.hundredths()).unwrap());
        if persons.zip(population).is_some_and(|(persons, population)| persons > population) {
            self.find(id, "population_exceeded", "");
        }
        match (rate, population, persons) {
            (Some(10_001..), ..) => self.find(id, "rate_exceeded", ""),
            (Some(rate), Some(population), persons) => {
                let all = (0..2_000).filter(|one| published(*one, population) == Some(rate));
                let all: Vec<i64> = all.collect();
                match (all.first().zip(all.last()), persons) {
                    (None, _) => self.find(id, "rate_impossible", ""),
                    (Some((least, most)), None) => {
                        self.derive(id, "closing.persons", "rate", (*least, Some(*most)));
                    }
                    (Some(_), Some(persons)) if !all.contains(&persons) => {
                        self.find(id, "rate_mismatch", "");
                    }
                    _ => {}
                }
            }
            (Some(rate), None, Some(persons)) => {
                let all: Vec<i64> =
                    (1..70_000).filter(|all| published(persons, *all) == Some(rate)).collect();
                match all.first().zip(all.last()) {
                    None => self.find(id, "rate_of_none", ""),
                    Some((least, 69_999)) => self.derive(id, "population", "rate", (*least, None)),
                    Some((least, most)) => {
                        self.derive(id, "population", "rate", (*least, Some(*most)));
                    }
                }
            }
            (None, Some(population), Some(persons)) => {
                if let Some(rate @ ..=10_000) = published(persons, population) {
                    self.derive(id, "rate", "rate", (rate, Some(rate)));
                }
            }
            (None, None, None) => {}
            _ => {
                let figures = [
                    ("population", population.is_none()),
                    ("closing.persons", persons.is_none()),
                    ("rate", rate.is_none()),
                ];
                let unknown = figures.iter().filter(|(_, is_unknown)| *is_unknown);
                self.skip(id, "rate", unknown.map(|(name, _)| format!("{id}.{name}")).collect());
            }
        }
        if unit.level == Level::Village && unit.delisted == Some(1) {
            let some = population.filter(|population| *population > 0);
            let rate = rate.filter(|rate| *rate <= 10_000);
            // What it may be, by everything that the poor may be.
            let ways: BTreeSet<bool> = match (persons, some, rate) {
                (Some(persons), Some(population), _) => [persons * 100 < population * 3].into(),
                (None, Some(population), Some(rate)) => (0..2_000)
                    .filter(|one| published(*one, population) == Some(rate))
                    .map(|persons| persons * 100 < population * 3)
                    .collect(),
                (Some(persons), None, Some(rate)) => (1..70_000)
                    .filter(|all| published(persons, *all) == Some(rate))
                    .map(|all| persons * 100 < all * 3)
                    .collect(),
                (None, None, Some(rate)) if rate != 300 => [rate < 300].into(),
                _ => BTreeSet::new(),
            };
            match ways.first().filter(|_| ways.len() == 1).copied() {
                Some(true) => {}
                Some(false) => self.find(id, "delisting_above_line", ""),
                None => {
                    let figures = [
                        ("population", population.is_none_or(|population| population == 0)),
                        ("closing.persons", persons.is_none()),
                        ("rate", unit.rate.is_none()),
                    ];
                    let unknown = figures.iter().filter(|(_, is_unknown)| *is_unknown);
                    let unknown = unknown.map(|(name, _)| format!("{id}.{name}")).collect();
                    self.skip(id, "delisting", unknown);
                }
            }
        }
    }

    fn sums(&mut self, sheet: &SheetRecords<'static>, unit: &ReportRecord<'static>) {
        type Figure = Box<dyn Fn(&ReportRecord<'static>) -> Option<i64>>;
        let mut figures: Vec<(String, Figure)> =
            vec![("population".to_owned(), Box::new(|unit| unit.population))];
        if unit.level < Level::Village {
            figures.push(("delisted".to_owned(), Box::new(|unit| unit.delisted)));
        }
        for counted in COUNTED {
            for (name, ..) in of(unit, counted) {
                let find = move |unit: &ReportRecord<'static>, name: &str| {
                    of(unit, counted).iter().find(|(other, ..)| *other == name).unwrap().2
                };
                let figure: Figure = match name {
                    "moved_in" => continue,
                    "moved_out" => Box::new(move |unit| {
                        Some(find(unit, "moved_in")? - find(unit, "moved_out")?)
                    }),
                    name => Box::new(move |unit| find(unit, name)),
                };
                let name = if name == "moved_out" { "moved" } else { name };
                figures.push((format!("{name}.{counted}"), figure));
            }
        }
        for (name, figure) in figures {
            let is_net = name.starts_with("moved");
            let parts = nearest(sheet, unit, name == "delisted", &figure);
            let unknown: Vec<_> = parts.iter().filter(|part| figure(part).is_none()).collect();
            let sum: i64 = parts.iter().filter_map(|part| figure(part)).sum();
            let id = unit.id.as_str();
            // What those unknown may have, each on its own.
            let all = unknown.iter().map(|part| {
                let bounds = bounds(part, &name);
                let least = bounds.iter().map(|(least, _)| *least).max().unwrap();
                (least, bounds.iter().filter_map(|(_, most)| *most).min().unwrap())
            });
            let all: Vec<(i64, i64)> = all.filter(|_| !is_net).collect();
            let (least, most) = all.iter().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
            let is_possible = all.iter().any(|(least, most)| least > most)
                || figure(unit).is_none_or(|whole| (least..=most).contains(&(whole - sum)));
            let is_silent = unknown.len() == parts.len();
            match (figure(unit), unknown.as_slice()) {
                _ if parts.is_empty() => {}
                (Some(whole), [part]) if is_silent && !is_net => {
                    self.derive(part.id.as_str(), &name, "sum", (whole, Some(whole)));
                }
                _ if is_silent && (is_net || is_possible) => {}
                (Some(_), _) if is_silent => self.find(id, "sum_impossible", &name),
                (Some(whole), []) if whole == sum => {}
                (Some(_), []) => self.find(id, "sum_mismatch", &name),
                (Some(whole), _) if !is_net && whole < sum => self.find(id, "sum_mismatch", &name),
                (Some(_), [_, _, ..]) if !is_net && !is_possible => {
                    self.find(id, "sum_impossible", &name);
                }
                (Some(whole), [part]) if !is_net => {
                    self.derive(part.id.as_str(), &name, "sum", (whole - sum, Some(whole - sum)));
                }
                (None, []) if !is_net => self.derive(id, &name, "sum", (sum, Some(sum))),
                (whole, unknown) => {
                    let mut all = Vec::new();
                    if whole.is_none() {
                        all.push(format!("{id}.{name}"));
                    }
                    let mut parts: Vec<&str> =
                        unknown.iter().map(|part| part.id.as_str()).collect();
                    parts.sort_unstable();
                    all.extend(parts.into_iter().map(|part| format!("{part}.{name}")));
                    self.skip(id, "sum", all);
                }
            }
        }
    }
}

/// The parts with a figure, and in the place of each without one its own parts, as far as anybody
/// there has it; villages are not divided where they count as a whole.
fn nearest<'r>(
    sheet: &'r SheetRecords<'static>,
    unit: &ReportRecord<'static>,
    is_of_villages: bool,
    figure: &dyn Fn(&ReportRecord<'static>) -> Option<i64>,
) -> Vec<&'r ReportRecord<'static>> {
    let parts = sheet.units.iter().filter(|part| part.parent.as_ref() == Some(&unit.id));
    let instead = |part: &'r ReportRecord<'static>| {
        let below = nearest(sheet, part, is_of_villages, figure);
        let is_whole = is_of_villages && part.level == Level::Village;
        let is_known = below.iter().any(|one| figure(one).is_some());
        if figure(part).is_none() && is_known && !is_whole { below } else { vec![part] }
    };
    parts.flat_map(instead).collect()
}

/// What else a figure must be.
fn bounds(unit: &ReportRecord<'static>, figure: &str) -> Vec<(i64, Option<i64>)> {
    if figure.starts_with("moved.") {
        return vec![(0, Some(0))];
    }
    let mut bounds = vec![(0, Some(2_000_000_000))];
    if figure == "population" {
        bounds.extend(unit.closing.persons.map(|persons| (persons, None)));
    }
    if figure == "closing.persons" {
        bounds.extend(unit.population.map(|population| (0, Some(population))));
    }
    if figure == "delisted" && unit.level >= Level::Village {
        bounds.push((0, Some(i64::from(unit.level == Level::Village))));
    }
    let mut record = unit.clone();
    for (name, _, count) in super::sheets::counts(&mut record) {
        let is_whole = ["opening", "new", "relapsed", "exited", "closing"].contains(&name);
        if is_whole && figure == format!("{name}.persons") {
            bounds.extend(count.households.map(|households| (households, Some(50 * households))));
        }
        if is_whole && figure == format!("{name}.households") {
            bounds.extend(count.persons.map(|persons| ((persons + 49) / 50, Some(persons))));
        }
    }
    bounds
}
