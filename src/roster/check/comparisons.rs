//! Comparisons between spans: who was there first.
//!
//! All of them go in the order of the first day, then of the record; one that finds its days taken
//! is reported and takes none. Since everything accepted so far began no later, it is in the way
//! exactly if it has not ended yet.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, SoundTenure, field};
use crate::calendar::Span;
use crate::document::{Clash, Fault};
use crate::township::Post;

/// Of spans no two of which may share a day, those that do: `(later, earlier)`, by their positions
/// in the record. Sorts the spans.
pub(super) fn overlaps(spans: &mut [(Span, usize)]) -> Vec<(usize, usize)> {
    spans.sort_by_key(|(span, at)| (span.from(), *at));
    let mut found = Vec::new();
    let mut last: Option<(Span, usize)> = None;
    for (span, at) in spans.iter().copied() {
        match last {
            Some((earlier, earlier_at)) if earlier.overlaps(span) => found.push((at, earlier_at)),
            _ => last = Some((span, at)),
        }
    }
    found
}

impl Check<'_> {
    /// Nobody holds a post at a unit twice on one day, nor more people than it has seats. Returns
    /// the reported tenures, by their index.
    pub(super) fn compare_seats(&mut self, tenures: &[SoundTenure]) -> BTreeSet<usize> {
        let mut sorted: Vec<&SoundTenure> = tenures.iter().collect();
        let place = |tenure: &SoundTenure| (tenure.part.place, tenure.part.post.index());
        sorted.sort_by_key(|tenure| (place(tenure), tenure.part.span.from(), tenure.index));
        let mut reported = BTreeSet::new();
        for at_one_place in sorted.chunk_by(|a, b| place(a) == place(b)) {
            // One alone has a seat.
            let [first, _, ..] = at_one_place else { continue };
            let post = first.part.post;
            let seats = self.organisation.rule(post).and_then(|rule| rule.seats);
            let mut seated: Vec<&SoundTenure> = Vec::new();
            let mut last_of: BTreeMap<usize, &SoundTenure> = BTreeMap::new();
            for tenure in at_one_place {
                let is_in_the_way =
                    |earlier: &&SoundTenure| earlier.part.span.contains(tenure.part.span.from());
                let own = last_of.get(&tenure.part.person).copied().filter(is_in_the_way);
                seated.retain(is_in_the_way);
                let is_full = seats.is_some_and(|seats| seated.len() >= seats.get().into());
                if own.is_none() && !is_full {
                    last_of.insert(tenure.part.person, tenure);
                    // Where any number may sit, nobody needs to know who does.
                    if seats.is_some() {
                        seated.push(tenure);
                    }
                    continue;
                }
                let clash =
                    if own.is_some() { Clash::SamePerson { post } } else { Clash::Seats { post } };
                let mut in_the_way: Vec<&SoundTenure> = own.into_iter().collect();
                if is_full {
                    in_the_way.extend(
                        seated.iter().filter(|seat| own.is_none_or(|own| own.index != seat.index)),
                    );
                }
                reported.insert(tenure.index);
                self.report_tenure(tenure, Fault::Overlap(clash), &in_the_way);
            }
        }
        reported
    }

    /// Nobody holds on one day two posts that exclude each other. A tenure that overlaps another is
    /// to be mended itself and is in nobody's way.
    pub(super) fn compare_exclusions(
        &mut self,
        tenures: &[SoundTenure],
        overlapping: &BTreeSet<usize>,
    ) {
        let rules = self.organisation.records().exclusions.iter();
        let exclusive: BTreeSet<Post> =
            rules.flat_map(|rule| rule.excludes.iter().chain([&rule.post])).copied().collect();
        let mut sorted: Vec<&SoundTenure> =
            tenures.iter().filter(|tenure| exclusive.contains(&tenure.part.post)).collect();
        let person = |tenure: &SoundTenure| tenure.part.person;
        sorted.sort_by_key(|tenure| (person(tenure), tenure.part.span.from(), tenure.index));
        for of_one_person in sorted.chunk_by(|a, b| person(a) == person(b)) {
            // Of each post the tenure that ends last: if any is in the way, that one is.
            let mut held: BTreeMap<Post, &SoundTenure> = BTreeMap::new();
            for tenure in of_one_person {
                let post = tenure.part.post;
                let in_the_way: Vec<&SoundTenure> = held
                    .values()
                    .copied()
                    .filter(|earlier| self.organisation.excludes(post, earlier.part.post))
                    .filter(|earlier| earlier.part.span.overlaps(tenure.part.span))
                    .collect();
                if let Some(first) = in_the_way.first() {
                    let fault = Fault::Excluded { post, other: first.part.post };
                    self.report_tenure(tenure, fault, &in_the_way);
                } else if !overlapping.contains(&tenure.index) {
                    let last = held.entry(post).or_insert(tenure);
                    if last.part.span.last() < tenure.part.span.last() {
                        *last = tenure;
                    }
                }
            }
        }
    }

    fn report_tenure(&mut self, tenure: &SoundTenure, fault: Fault, in_the_way: &[&SoundTenure]) {
        let related = in_the_way.iter().map(|earlier| field::TENURES.at(earlier.index)).collect();
        self.report.add_related(field::TENURES.at(tenure.index), fault, related);
    }
}
