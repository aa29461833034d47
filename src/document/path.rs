use std::fmt;

use crate::quantity::Id;

/// Where something stands in a document, as `households[7].poor[0].until`.
///
/// Paths are ordered as the document lists its fields, then by index; a whole record comes before
/// its fields.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Step {
    Field(Field),
    Index(usize),
    Key(Id<'static>),
}

/// A field of a record, with its place among the record's fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Field {
    place: u8,
    name: &'static str,
}

impl Field {
    /// States that a field stands at a place among the fields of its record.
    pub(crate) const fn new(place: u8, name: &'static str) -> Self {
        Self { place, name }
    }

    /// The path of the field in the document's outermost record.
    pub(crate) fn path(self) -> Path {
        Path(vec![Step::Field(self)])
    }

    /// The path of a record of the list that is this field.
    pub(crate) fn at(self, index: usize) -> Path {
        Path(vec![Step::Field(self), Step::Index(index)])
    }
}

impl Path {
    pub(crate) fn field(&self, field: Field) -> Self {
        self.step(Step::Field(field))
    }

    pub(crate) fn index(&self, index: usize) -> Self {
        self.step(Step::Index(index))
    }

    pub(crate) fn key(&self, key: &Id<'_>) -> Self {
        self.step(Step::Key(key.clone().into_owned()))
    }

    fn step(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Field(_) | Step::Key(_) if at > 0 => f.write_str(".")?,
                Step::Field(_) | Step::Key(_) => {}
            }
            match step {
                Step::Index(_) => {}
                Step::Field(field) => f.write_str(field.name)?,
                Step::Key(key) => write!(f, "{key}")?,
            }
        }
        Ok(())
    }
}

impl serde::Serialize for Path {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
