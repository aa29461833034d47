//! Who helps which household.

use super::comparisons::overlaps;
use super::{Check, Indices, field};
use crate::calendar::{Span, Timeline};
use crate::document::{Clash, Fault};
use crate::roster::SpanRecord;
use crate::township::parts;

/// A pairing without a fault of its own.
struct SoundPairing {
    household: usize,
    span: Span,
    at: usize,
    helper: parts::Helper,
}

impl Check<'_> {
    /// Gives every household its helpers.
    pub(super) fn pairings(&mut self, indices: &Indices<'_>, households: &mut [parts::Household]) {
        let mut sound = Vec::with_capacity(self.roster.pairings.len());
        for (at, pairing) in self.roster.pairings.iter().enumerate() {
            let path = || field::PAIRINGS.at(at);
            let household_path = || path().field(field::HOUSEHOLD);
            let household = self.report.refer(
                &indices.households,
                "household",
                &pairing.household,
                household_path,
            );
            let helper_path = || path().field(field::HELPER);
            let helper = self.report.refer(&indices.people, "person", &pairing.helper, helper_path);
            let span = self.span(SpanRecord { from: pairing.from, until: pairing.until }, path);
            let recorded_path = || path().field(field::RECORDED);
            let recorded = pairing.recorded.map(|day| self.day(day, recorded_path));
            if recorded != Some(None)
                && let (Some(household), Some(person), Some(span)) = (household, helper, span)
            {
                let helper = parts::Helper { person, recorded: recorded.flatten() };
                sound.push(SoundPairing { household, span, at, helper });
            }
        }
        sound.sort_by_key(|pairing| pairing.household);
        for of_one in sound.chunk_by(|a, b| a.household == b.household) {
            // Most households have one, who clashes with nobody.
            let helpers = if let [only] = of_one {
                Timeline::from((only.span, only.helper.clone()))
            } else {
                let mut spans: Vec<_> = of_one.iter().map(|one| (one.span, one.at)).collect();
                for (later, earlier) in overlaps(&mut spans) {
                    let related = vec![field::PAIRINGS.at(earlier)];
                    let fault = Fault::Overlap(Clash::Helpers);
                    self.report.add_related(field::PAIRINGS.at(later), fault, related);
                }
                let helpers = of_one.iter().map(|one| (one.span, one.helper.clone()));
                Timeline::new(helpers).unwrap_or_default()
            };
            let household = of_one.first().and_then(|one| households.get_mut(one.household));
            if let Some(household) = household {
                household.helpers = helpers;
            }
        }
    }
}
