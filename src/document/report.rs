use std::cell::Cell;

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
    // INVARIANT: the heads of the ids, in the order of the ids, each id once.
    heads: Vec<u128>,
    // INVARIANT: of each of them what follows, and the position of the record that is meant.
    rests: Vec<(Rest<'r>, usize)>,
    /// The positions of the records that are not meant, in order.
    repeated: Vec<usize>,
    /// Where in the order the last id was found.
    last: Cell<usize>,
}

/// What follows the head of an id, if anything does.
type Rest<'r> = Option<&'r [u8]>;

/// An id as its first bytes, which are compared at once and are all of most ids, and the rest.
/// Such pairs are ordered as the ids are.
fn split<'r>(id: &'r Id<'_>) -> (u128, Rest<'r>) {
    let bytes = id.as_str().as_bytes();
    let (first, rest) = bytes.split_at(bytes.len().min(size_of::<u64>()));
    let (second, rest) = rest.split_at(rest.len().min(size_of::<u64>()));
    let head = (u128::from(number(first)) << u64::BITS) | u128::from(number(second));
    (head, Some(rest).filter(|rest| !rest.is_empty()))
}

/// Up to eight bytes as a number; what lacks is 0, and no id has a byte like that.
fn number(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(all) => u64::from_be_bytes(*all),
        None => bytes.iter().rev().fold(0, |all, byte| (all >> 8) | (u64::from(*byte) << 56)),
    }
}

impl<'r> Index<'r> {
    /// The position of the record that an id means.
    pub(crate) fn find(&self, id: &Id<'_>) -> Option<usize> {
        let (head, rest) = split(id);
        let is_at = |place: &usize| {
            self.heads.get(*place) == Some(&head)
                && self.rests.get(*place).is_some_and(|(known, _)| *known == rest)
        };
        // Who looks up one id after the other tends to want the last one again, or the next.
        let last = self.last.get();
        let at_hand = [last, last.saturating_add(1)].into_iter().find(is_at);
        let place = at_hand.or_else(|| self.search(head, rest))?;
        self.last.set(place);
        self.rests.get(place).map(|(_, at)| *at)
    }

    fn search(&self, head: u128, rest: Rest<'_>) -> Option<usize> {
        let first = self.heads.partition_point(|known| *known < head);
        let heads = self.heads.get(first..)?;
        // Seldom have two ids the same head.
        let alike = match heads {
            [_, next, ..] if *next == head => heads.partition_point(|known| *known == head),
            [known, ..] => usize::from(*known == head),
            [] => 0,
        };
        let rests = self.rests.get(first..)?.get(..alike)?;
        first.checked_add(rests.binary_search_by(|(known, _)| (*known).cmp(&rest)).ok()?)
    }

    /// Whether the record at a position is the one that its id means.
    pub(crate) fn is_meant(&self, at: usize) -> bool {
        self.repeated.binary_search(&at).is_err()
    }

    /// The positions of the records that are meant, in the order of their ids.
    pub(crate) fn positions(&self) -> impl Iterator<Item = usize> + use<'_, 'r> {
        self.rests.iter().map(|(_, at)| *at)
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
        ids: impl Iterator<Item = &'r Id<'r>> + Clone,
    ) -> Index<'r> {
        let split_at = |(at, id)| {
            let (head, rest) = split(id);
            (head, (rest, at))
        };
        let (mut heads, mut rests): (Vec<_>, Vec<_>) =
            ids.clone().enumerate().map(split_at).unzip();
        let mut repeated = Vec::new();
        // As a rule they are in order already, each once.
        let keys = heads.iter().zip(&rests).map(|(head, (rest, _))| (*head, *rest));
        if !keys.is_sorted_by(|one, next| one < next) {
            let mut sorted: Vec<_> = heads.into_iter().zip(rests).collect();
            sorted.sort_unstable();
            sorted.dedup_by(|(head, (rest, at)), (head_before, (rest_before, first))| {
                let is_repeated = head == head_before && rest == rest_before;
                if is_repeated {
                    repeated.push((*at, *first));
                }
                is_repeated
            });
            (heads, rests) = sorted.into_iter().unzip();
        }
        repeated.sort_unstable();
        let mut ids = ids.enumerate();
        for (at, first) in &repeated {
            if let Some((_, id)) = ids.find(|(found, _)| found == at) {
                let fault = Fault::DuplicateId { id: id.clone().into_owned() };
                let related = vec![list.at(*first).field(id_field)];
                self.add_related(list.at(*at).field(id_field), fault, related);
            }
        }
        let repeated = repeated.into_iter().map(|(at, _)| at).collect();
        Index { heads, rests, repeated, last: Cell::new(0) }
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
