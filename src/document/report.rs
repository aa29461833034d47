use std::collections::BTreeMap;

use super::{Fault, Field, Finding, Findings, Path};
use crate::quantity::{Bounds, Id};

/// Findings under collection. A check goes on after each of them.
#[derive(Debug, Default)]
pub(crate) struct Report {
    findings: Vec<Finding>,
}

/// The records of one list by their ids; of equal ids the first is meant.
#[derive(Debug)]
pub(crate) struct Index<'r> {
    by_id: BTreeMap<&'r str, usize>,
}

impl<'r> Index<'r> {
    /// The position of the record that an id means.
    pub(crate) fn find(&self, id: &Id<'_>) -> Option<usize> {
        self.by_id.get(id.as_str()).copied()
    }

    /// Whether the record at a position is the one that its id means.
    pub(crate) fn is_meant(&self, id: &Id<'_>, at: usize) -> bool {
        self.find(id) == Some(at)
    }

    /// The positions of the records that are meant, in the order of their ids.
    pub(crate) fn positions(&self) -> impl Iterator<Item = usize> + use<'_, 'r> {
        self.by_id.values().copied()
    }
}

impl Report {
    /// How many findings there are so far.
    pub(crate) fn len(&self) -> usize {
        self.findings.len()
    }

    pub(crate) fn add(&mut self, path: Path, fault: Fault) {
        self.add_related(path, fault, Vec::new());
    }

    pub(crate) fn add_related(&mut self, path: Path, fault: Fault, mut related: Vec<Path>) {
        related.sort();
        self.findings.push(Finding { path, fault, related });
    }

    /// Returns `Ok` if nothing was found.
    pub(crate) fn end(self) -> Result<(), Findings> {
        Findings::none_or(self.findings)
    }

    /// Notes which ids a list has; every one that stands in it again is a finding.
    pub(crate) fn index<'r>(
        &mut self,
        list: Field,
        id_field: Field,
        ids: impl Iterator<Item = &'r Id<'r>>,
    ) -> Index<'r> {
        let mut by_id = BTreeMap::new();
        for (at, id) in ids.enumerate() {
            let first = *by_id.entry(id.as_str()).or_insert(at);
            if first != at {
                let fault = Fault::DuplicateId { id: id.clone().into_owned() };
                let related = vec![list.at(first).field(id_field)];
                self.add_related(list.at(at).field(id_field), fault, related);
            }
        }
        Index { by_id }
    }

    /// Looks an id up; an unknown one is a finding.
    pub(crate) fn refer(
        &mut self,
        index: &Index<'_>,
        what: &'static str,
        id: &Id<'_>,
        path: impl FnOnce() -> Path,
    ) -> Option<usize> {
        let found = index.find(id);
        if found.is_none() {
            self.add(path(), Fault::UnknownReference { what, id: id.clone().into_owned() });
        }
        found
    }

    /// The number, if it lies within its bounds; one that does not is a finding.
    pub(crate) fn number(
        &mut self,
        bounds: Bounds,
        found: i64,
        path: impl FnOnce() -> Path,
    ) -> Option<u32> {
        let checked = bounds.check(found);
        checked.map_err(|out| self.add(path(), Fault::NumberOutOfRange(out))).ok()
    }
}
