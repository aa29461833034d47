use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use crate::document::{
    Fault, Field, Findings, Format, Index, Path, Report, or_default, whole, whole_or_null,
};
use crate::poverty::Region;
use crate::quantity::{Bounds, Id, Percent};
use crate::township::Level;

/// Figures of a year as units reported them (报表), as a document holds them;
/// [`check`](SheetRecords::check) makes a [`Sheet`] of them.
///
/// In documents: see the fields. Every figure may be absent or null: then it is unknown, never 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a sheet of reported figures")]
pub struct SheetRecords<'a> {
    /// The format of the document.
    pub format: Format,
    /// The year, within [`Sheet::YEAR`].
    #[serde(deserialize_with = "whole")]
    pub year: i64,
    /// The region in which the units lie. Where it is absent, a standard for villages that names
    /// regions limits nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// The units.
    #[serde(borrow)]
    pub units: Vec<ReportRecord<'a>>,
}

/// The figures that one unit reported, as a document holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the figures of a unit")]
pub struct ReportRecord<'a> {
    /// The id of the unit, unique among all of the sheet.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// Its level.
    pub level: Level,
    /// The id of the unit of which it is a part, on a level above. The parts that a sheet has of a
    /// unit are all of its parts.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Id<'a>>,
    /// The persons who live there at the end of the year, within [`Sheet::COUNT`] as all counts.
    #[serde(default, deserialize_with = "whole_or_null", skip_serializing_if = "Option::is_none")]
    pub population: Option<i64>,
    /// The poor at the end of the year before.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_unknown")]
    pub opening: CountRecord,
    /// Those who became poor for the first time.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_unknown")]
    pub new: CountRecord,
    /// Those who fell back.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_unknown")]
    pub relapsed: CountRecord,
    /// The persons born into poor households; the poor households that others divided off.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_unknown")]
    pub born: CountRecord,
    /// The poor who moved in.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_unknown")]
    pub moved_in: CountRecord,
    /// Those who left poverty.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_unknown")]
    pub exited: CountRecord,
    /// The poor who died; the poor households that died out.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_unknown")]
    pub died: CountRecord,
    /// The poor who moved away.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_unknown")]
    pub moved_out: CountRecord,
    /// The poor at the end of the year.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "is_unknown")]
    pub closing: CountRecord,
    /// The share of the population that is poor at the end of the year, as published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Percent>,
    /// The villages taken off the list of poor villages in the year: of a village 1 or 0, below
    /// that 0.
    #[serde(default, deserialize_with = "whole_or_null", skip_serializing_if = "Option::is_none")]
    pub delisted: Option<i64>,
}

/// Households and persons as a document holds them; either may be unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a count of households and persons")]
pub struct CountRecord {
    /// The households.
    #[serde(default, deserialize_with = "whole_or_null", skip_serializing_if = "Option::is_none")]
    pub households: Option<i64>,
    /// The persons.
    #[serde(default, deserialize_with = "whole_or_null", skip_serializing_if = "Option::is_none")]
    pub persons: Option<i64>,
}

fn is_unknown(count: &CountRecord) -> bool {
    *count == CountRecord::default()
}

/// What is counted (计数单位).
///
/// In documents `households` or `persons`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Households.
    Households,
    /// Persons.
    Persons,
}

impl Counted {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Households, Self::Persons];
}

/// A term of the equation that leads from the poor at the end of one year to those at the end of the
/// next.
///
/// In documents its name there, as `moved_in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// The poor at the end of the year before.
    Opening,
    /// Those who became poor for the first time.
    New,
    /// Those who fell back (返贫).
    Relapsed,
    /// Those who were born, or divided off.
    Born,
    /// Those who moved in.
    MovedIn,
    /// Those who left poverty (脱贫).
    Exited,
    /// Those who died, or died out.
    Died,
    /// Those who moved away.
    MovedOut,
    /// The poor at the end of the year.
    Closing,
}

impl Term {
    /// All terms, in the order of the equation.
    pub const ALL: [Self; 9] = [
        Self::Opening,
        Self::New,
        Self::Relapsed,
        Self::Born,
        Self::MovedIn,
        Self::Exited,
        Self::Died,
        Self::MovedOut,
        Self::Closing,
    ];

    /// Its name in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::New => "new",
            Self::Relapsed => "relapsed",
            Self::Born => "born",
            Self::MovedIn => "moved_in",
            Self::Exited => "exited",
            Self::Died => "died",
            Self::MovedOut => "moved_out",
            Self::Closing => "closing",
        }
    }

    /// Whether it is added to the opening, or taken from it until nothing is left.
    pub(super) const fn is_added(self) -> bool {
        matches!(self, Self::Opening | Self::New | Self::Relapsed | Self::Born | Self::MovedIn)
    }

    /// Whether each of its households is there with all of its persons.
    pub(super) const fn is_of_whole_households(self) -> bool {
        !matches!(self, Self::Born | Self::MovedIn | Self::Died | Self::MovedOut)
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Households => "households",
            Self::Persons => "persons",
        })
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The figures of a year as units reported them (报表), checked as a document: every unit stands once
/// and in one that is there, every figure is within its bounds. Whether the figures can be true is
/// another question; see [`audit`](super::audit()).
///
/// It is made by [`SheetRecords::check`]. The units are in the order of their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub(super) year: u16,
    pub(super) region: Option<Region>,
    // INVARIANT: ascending ids; a parent is a position in this list, on a level above.
    pub(super) units: Vec<Reported>,
}

/// The figures of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reported {
    pub(super) id: Id<'static>,
    pub(super) level: Level,
    pub(super) parent: Option<usize>,
    pub(super) population: Option<u32>,
    counts: Vec<(Term, Option<u32>, Option<u32>)>,
    pub(super) rate: Option<Percent>,
    pub(super) delisted: Option<u32>,
}

impl Reported {
    /// What it reported of a term, if it did.
    pub(super) fn count(&self, term: Term, of: Counted) -> Option<u32> {
        let (_, households, persons) = self.counts.iter().find(|(other, ..)| *other == term)?;
        match of {
            Counted::Households => *households,
            Counted::Persons => *persons,
        }
    }
}

const YEAR: Field = Field::new(1, "year");
const UNITS: Field = Field::new(3, "units");
const ID: Field = Field::new(0, "id");
const PARENT: Field = Field::new(2, "parent");
const POPULATION: Field = Field::new(3, "population");
/// The place of the first count among the fields.
const OPENING: u8 = 4;
const DELISTED: Field = Field::new(14, "delisted");
const HOUSEHOLDS: Field = Field::new(0, "households");
const PERSONS: Field = Field::new(1, "persons");

impl Sheet {
    /// The years of the calendar.
    pub const YEAR: Bounds = Bounds::new(1949, 2199);

    /// The bounds of every count: the greatest is more than live in any nation.
    pub const COUNT: Bounds = Bounds::new(0, 2_000_000_000);

    /// How many villages a unit of a level can have taken off the list.
    pub(super) const fn delisted(level: Level) -> Bounds {
        match level {
            Level::Town | Level::Zone => Self::COUNT,
            Level::Village => Bounds::new(0, 1),
            Level::Group | Level::Household => Bounds::new(0, 0),
        }
    }
}

impl ReportRecord<'_> {
    /// The counts in the order of their terms, as the fields stand.
    const fn counts(&self) -> [CountRecord; 9] {
        [
            self.opening,
            self.new,
            self.relapsed,
            self.born,
            self.moved_in,
            self.exited,
            self.died,
            self.moved_out,
            self.closing,
        ]
    }
}

impl SheetRecords<'_> {
    /// Checks the records as a document.
    ///
    /// # Errors
    /// [`Findings`] with everything that is wrong: ids that stand twice, unknown parents, parents on
    /// no level above, numbers out of bounds.
    pub fn check(&self) -> Result<Sheet, Findings> {
        let mut report = Report::default();
        let year = report.number(Sheet::YEAR, self.year, || YEAR.path());
        let index = report.index(UNITS, ID, self.units.iter().map(|unit| &unit.id));
        let units: Vec<Reported> = self
            .units
            .iter()
            .enumerate()
            .map(|(at, unit)| self.unit(at, unit, &index, &mut report))
            .collect();
        report.end()?;
        // INVARIANT: no id stands twice, so that this only sorts.
        let positions = index.into_positions();
        let mut moved = vec![0; positions.len()];
        for (now, before) in positions.iter().enumerate() {
            if let Some(slot) = moved.get_mut(*before) {
                *slot = now;
            }
        }
        let follow = |unit: Reported| Reported {
            parent: unit.parent.and_then(|parent| moved.get(parent).copied()),
            ..unit
        };
        let mut units: Vec<Reported> = units.into_iter().map(follow).collect();
        units.sort_by(|a, b| a.id.cmp(&b.id));
        let year = year.and_then(|year| u16::try_from(year).ok()).unwrap_or_default();
        Ok(Sheet { year, region: self.region.clone(), units })
    }

    fn unit(
        &self,
        at: usize,
        unit: &ReportRecord<'_>,
        index: &Index<'_>,
        report: &mut Report,
    ) -> Reported {
        let record = UNITS.at(at);
        let parent = unit.parent.as_ref().and_then(|id| {
            let found = report.refer(index, "unit", id, || record.field(PARENT))?;
            let level = self.units.get(found)?.level;
            if level >= unit.level {
                let fault = Fault::WrongParent { level: unit.level, parent: level };
                report.add(record.field(PARENT), fault);
                return None;
            }
            Some(found)
        });
        let mut number = |bounds, found: Option<i64>, path: &dyn Fn() -> Path| {
            found.and_then(|found| report.number(bounds, found, path))
        };
        let population = number(Sheet::COUNT, unit.population, &|| record.field(POPULATION));
        let mut counts = Vec::with_capacity(Term::ALL.len());
        for ((place, term), count) in (OPENING..).zip(Term::ALL).zip(unit.counts()) {
            let path = |of| record.field(Field::new(place, term.as_str())).field(of);
            let households = number(Sheet::COUNT, count.households, &|| path(HOUSEHOLDS));
            let persons = number(Sheet::COUNT, count.persons, &|| path(PERSONS));
            counts.push((term, households, persons));
        }
        let delisted =
            number(Sheet::delisted(unit.level), unit.delisted, &|| record.field(DELISTED));
        Reported {
            id: unit.id.clone().into_owned(),
            level: unit.level,
            parent,
            population,
            counts,
            rate: unit.rate,
            delisted,
        }
    }
}
