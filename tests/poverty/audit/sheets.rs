//! Sheets of reported figures: true ones, played household by household, and any others.

use bangfu::document::Format;
use bangfu::poverty::{CountRecord, ReportRecord, SheetRecords};
use bangfu::quantity::Percent;
use bangfu::township::Level;
use proptest::collection::vec;
use proptest::prelude::*;

pub fn empty(id: &str, level: Level, parent: Option<&str>) -> ReportRecord<'static> {
    let count = CountRecord::default();
    ReportRecord {
        id: id.parse().unwrap(),
        level,
        parent: parent.map(|id| id.parse().unwrap()),
        population: None,
        opening: count,
        new: count,
        relapsed: count,
        born: count,
        moved_in: count,
        exited: count,
        died: count,
        moved_out: count,
        closing: count,
        rate: None,
        delisted: None,
    }
}

/// The counts of a unit by their names, and whether each is added in the equation.
pub fn counts<'u>(
    unit: &'u mut ReportRecord<'static>,
) -> [(&'static str, bool, &'u mut CountRecord); 9] {
    [
        ("opening", true, &mut unit.opening),
        ("new", true, &mut unit.new),
        ("relapsed", true, &mut unit.relapsed),
        ("born", true, &mut unit.born),
        ("moved_in", true, &mut unit.moved_in),
        ("exited", false, &mut unit.exited),
        ("died", false, &mut unit.died),
        ("moved_out", false, &mut unit.moved_out),
        ("closing", false, &mut unit.closing),
    ]
}

/// The counts of households or of persons, by name.
pub fn of(unit: &ReportRecord<'static>, counted: &str) -> Vec<(&'static str, bool, Option<i64>)> {
    let mut unit = unit.clone();
    let pick = |count: &CountRecord| {
        if counted == "households" { count.households } else { count.persons }
    };
    counts(&mut unit).map(|(name, is_added, count)| (name, is_added, pick(count))).into()
}

pub const COUNTED: [&str; 2] = ["households", "persons"];

/// The households of a count, or its persons.
type Within = fn(&mut CountRecord) -> &mut Option<i64>;

/// Numbers drawn one after the other.
pub struct Draw(pub Vec<u32>);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        let drawn = self.0.pop().unwrap_or_default();
        usize::try_from(drawn).unwrap() % end
    }

    fn small(&mut self, end: usize) -> i64 {
        i64::try_from(self.below(end)).unwrap()
    }
}

/// A tree of units: a town with zones and villages, villages with groups; every parent stands before
/// its parts.
fn tree(draw: &mut Draw) -> Vec<ReportRecord<'static>> {
    let mut units = vec![empty("t", Level::Town, None)];
    for zone in 0..draw.below(3) {
        units.push(empty(&format!("z{zone}"), Level::Zone, Some("t")));
    }
    for village in 0..draw.below(5) {
        let parents: Vec<String> = units
            .iter()
            .filter(|unit| unit.level < Level::Village)
            .map(|unit| unit.id.to_string())
            .collect();
        let parent = parents[draw.below(parents.len())].clone();
        let id = format!("v{village}");
        units.push(empty(&id, Level::Village, Some(&parent)));
        for group in 0..draw.below(3) {
            units.push(empty(&format!("v{village}-{group}"), Level::Group, Some(&id)));
        }
    }
    units
}

/// Plays a year with the poor households of a unit, each a number of persons.
fn play(unit: &mut ReportRecord<'static>, draw: &mut Draw) {
    let count = |sizes: &[i64]| CountRecord {
        households: Some(i64::try_from(sizes.len()).unwrap()),
        persons: Some(sizes.iter().sum()),
    };
    let some = |draw: &mut Draw, most| -> Vec<i64> {
        (0..draw.below(most)).map(|_| 1 + draw.small(5)).collect()
    };
    let mut poor = some(draw, 6);
    unit.opening = count(&poor);
    for field in [&mut unit.new, &mut unit.relapsed] {
        let others = some(draw, 3);
        *field = count(&others);
        poor.extend(others);
    }
    for field in [&mut unit.born, &mut unit.moved_in] {
        // Whole households, or a single person more in one.
        let others = some(draw, 2);
        *field = count(&others);
        poor.extend(others);
        if !poor.is_empty() && draw.below(2) == 0 {
            let at = draw.below(poor.len());
            poor[at] += 1;
            field.persons = field.persons.map(|persons| persons + 1);
        }
    }
    for (is_whole, field) in
        [(true, &mut unit.exited), (false, &mut unit.died), (false, &mut unit.moved_out)]
    {
        let gone: Vec<i64> = (0..draw.below(3))
            .map_while(|_| {
                let last = poor.len().checked_sub(1)?;
                Some(poor.swap_remove(draw.below(last + 1)))
            })
            .collect();
        *field = count(&gone);
        let larger: Vec<usize> = (0..poor.len()).filter(|at| poor[*at] > 1).collect();
        if !is_whole && !larger.is_empty() && draw.below(2) == 0 {
            poor[larger[draw.below(larger.len())]] -= 1;
            field.persons = field.persons.map(|persons| persons + 1);
        }
    }
    unit.closing = count(&poor);
    unit.population = unit.closing.persons.map(|persons| persons + draw.small(200));
}

/// The published rate in hundredths of a percent, half up; none of nobody.
pub fn published(persons: i64, population: i64) -> Option<i64> {
    (population > 0).then(|| (persons * 20_000 + population) / (population * 2))
}

pub fn percent(hundredths: i64) -> Percent {
    Percent::from_hundredths(hundredths.try_into().unwrap())
}

/// A sheet of which everything is true and known.
pub fn truth(draw: &mut Draw) -> SheetRecords<'static> {
    let mut units = tree(draw);
    for at in (0..units.len()).rev() {
        let id = units[at].id.clone();
        let parts: Vec<ReportRecord<'static>> =
            units.iter().filter(|part| part.parent.as_ref() == Some(&id)).cloned().collect();
        let unit = &mut units[at];
        if parts.is_empty() {
            play(unit, draw);
        } else {
            let sum = |of: &dyn Fn(&ReportRecord<'static>) -> Option<i64>| -> Option<i64> {
                parts.iter().map(of).sum()
            };
            unit.population = sum(&|part| part.population);
            for (name, _, count) in counts(unit) {
                let of_name = |part: &ReportRecord<'static>, counted| {
                    of(part, counted).iter().find(|(other, ..)| *other == name).unwrap().2
                };
                count.households = sum(&|part| of_name(part, "households"));
                count.persons = sum(&|part| of_name(part, "persons"));
            }
            // Who moved within the whole did not move in or away.
            let both: [Within; 2] = [|count| &mut count.households, |count| &mut count.persons];
            for within in both {
                let (into, away) = (within(&mut unit.moved_in), within(&mut unit.moved_out));
                let most = into.unwrap().min(away.unwrap());
                let moved = draw.small(usize::try_from(most).unwrap() + 1);
                *into = into.map(|count| count - moved);
                *away = away.map(|count| count - moved);
            }
        }
        let (persons, population) = (unit.closing.persons.unwrap(), unit.population.unwrap());
        unit.rate = published(persons, population).map(percent);
        unit.delisted = Some(match unit.level {
            Level::Town | Level::Zone if !parts.is_empty() => {
                parts.iter().map(|part| part.delisted.unwrap()).sum()
            }
            Level::Village => i64::from(persons * 100 < population * 3),
            _ => 0,
        });
    }
    SheetRecords { format: Format, year: 2018, region: None, units }
}

/// Figures that have nothing to do with one another, small enough to agree now and then.
pub fn anything(draw: &mut Draw) -> SheetRecords<'static> {
    let mut units = tree(draw);
    for unit in &mut units {
        for (.., count) in counts(unit) {
            count.households = Some(draw.small(3));
            count.persons = Some(draw.small(4));
        }
        unit.population = Some(draw.small(40));
        let persons = unit.closing.persons.unwrap();
        let rate = match draw.below(4) {
            0 => 300,
            1 => 50 + draw.small(2_000),
            2 => 0,
            _ => published(persons, unit.population.unwrap()).unwrap_or(100),
        };
        // Not below 0.50 %, but for none: what follows from the others is searched for.
        unit.rate = Some(percent(rate));
        unit.delisted = Some(match unit.level {
            Level::Town | Level::Zone => draw.small(3),
            Level::Village => draw.small(2),
            Level::Group | Level::Household => 0,
        });
    }
    SheetRecords { format: Format, year: 2018, region: None, units }
}

/// Keeps some figures back: one of so many, or none.
pub fn hide(sheet: &mut SheetRecords<'static>, draw: &mut Draw, one_of: usize) {
    for unit in &mut sheet.units {
        let mut hidden = |figure: &mut Option<i64>| {
            if one_of > 0 && draw.below(one_of) == 0 {
                *figure = None;
            }
        };
        hidden(&mut unit.population);
        hidden(&mut unit.delisted);
        for (.., count) in counts(unit) {
            hidden(&mut count.households);
            hidden(&mut count.persons);
        }
        let mut rate = Some(0);
        hidden(&mut rate);
        if rate.is_none() {
            unit.rate = None;
        }
    }
}

pub fn drawn() -> impl Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), 0..900)
}
