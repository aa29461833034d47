use std::cell::Cell;
use std::hint::select_unpredictable;

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
    // INVARIANT: the id of each of them.
    ids: Vec<&'r Id<'r>>,
    // INVARIANT: the position of the record that each of them means.
    positions: Vec<usize>,
    /// The positions of the records that are not meant, in order.
    repeated: Vec<usize>,
    /// Where in the order the last id was found.
    last: Cell<usize>,
}

/// The first bytes of an id as one number, which are all of most ids. Heads are ordered as their
/// ids are, as far as they differ.
fn head(id: &Id<'_>) -> u128 {
    let bytes = id.as_str().as_bytes();
    let (first, rest) = bytes.split_at(bytes.len().min(size_of::<u64>()));
    (u128::from(number(first)) << u64::BITS) | u128::from(number(rest))
}

/// The first eight bytes, if there are so many, as a number; what lacks is 0, and no id has a byte
/// like that.
fn number(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(all) => u64::from_be_bytes(*all),
        None => bytes.iter().rev().fold(0, |all, byte| (all >> 8) | (u64::from(*byte) << 56)),
    }
}

/// Whether nothing of the id follows the head.
fn is_whole(head: u128) -> bool {
    head.trailing_zeros() >= u8::BITS
}

/// How many of some numbers, in order, are less than a bound: `partition_point`, which here would
/// wait at every step for a branch that nothing can foresee.
fn less_than(mut numbers: &[u128], bound: u128) -> usize {
    let mut less = 0_usize;
    while !numbers.is_empty() {
        let half = numbers.len().div_ceil(2);
        let (first, second) = numbers.split_at(half);
        let is_less = first.last().copied().unwrap_or(bound) < bound;
        // Either way as many are left, so that the number of steps can be foreseen.
        let first = first.get(..second.len()).unwrap_or(first);
        numbers = select_unpredictable(is_less, second, first);
        less = less.saturating_add(select_unpredictable(is_less, half, 0));
    }
    less
}

impl Index<'_> {
    /// The position of the record that an id means.
    pub(crate) fn find(&self, id: &Id<'_>) -> Option<usize> {
        let head = head(id);
        let is_at = |place: &usize| {
            self.heads.get(*place) == Some(&head)
                && (is_whole(head) || self.ids.get(*place).is_some_and(|known| *known == id))
        };
        // Who looks up one id after the other tends to want the last one again, or the next.
        let last = self.last.get();
        let at_hand = [last, last.saturating_add(1)].into_iter().find(is_at);
        let place = at_hand.or_else(|| Some(self.search(head, id)).filter(is_at))?;
        self.last.set(place);
        self.positions.get(place).copied()
    }

    /// Where an id stands if it does.
    fn search(&self, head: u128, id: &Id<'_>) -> usize {
        // One that was not looked up just before tends to stand near it still: there are few to
        // search, and they are at hand.
        const NEAR: usize = 32;
        let before = self.last.get().saturating_sub(NEAR);
        let near = self.heads.get(before..).unwrap_or_default();
        let near = near.get(..NEAR.saturating_mul(2)).unwrap_or(near);
        let first = match near {
            [first, .., end] if *first < head && head <= *end => {
                before.saturating_add(less_than(near, head))
            }
            _ => less_than(&self.heads, head),
        };
        if is_whole(head) {
            return first;
        }
        let from_first = self.heads.get(first..).unwrap_or_default();
        let alike = from_first.partition_point(|known| *known == head);
        let ids = self.ids.get(first..).and_then(|ids| ids.get(..alike)).unwrap_or_default();
        first.saturating_add(ids.partition_point(|known| *known < id))
    }

    /// Whether the record at a position is the one that its id means.
    pub(crate) fn is_meant(&self, at: usize) -> bool {
        self.repeated.binary_search(&at).is_err()
    }

    /// The positions of the records that are meant, in the order of their ids.
    pub(crate) fn into_positions(self) -> Vec<usize> {
        self.positions
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
        let mut heads: Vec<u128> = ids.clone().map(head).collect();
        let mut in_order: Vec<&'r Id<'r>> = ids.clone().collect();
        let mut positions: Vec<usize> = (0..heads.len()).collect();
        let mut repeated = Vec::new();
        // As a rule they are in order already, each once.
        if !heads.iter().zip(&in_order).is_sorted_by(|one, next| one < next) {
            let mut sorted: Vec<_> = heads.into_iter().zip(in_order).zip(positions).collect();
            sorted.sort_unstable();
            sorted.dedup_by(|(id, at), (id_before, first)| {
                let is_repeated = id == id_before;
                if is_repeated {
                    repeated.push((*at, *first));
                }
                is_repeated
            });
            heads = sorted.iter().map(|((head, _), _)| *head).collect();
            in_order = sorted.iter().map(|((_, id), _)| *id).collect();
            positions = sorted.iter().map(|(_, at)| *at).collect();
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
        Index { heads, ids: in_order, positions, repeated, last: Cell::new(0) }
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
