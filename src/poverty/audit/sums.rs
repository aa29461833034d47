use super::auditor::Auditor;
use super::bounds::room_together;
use super::discrepancy::{Discrepancy, FigureName};
use super::sheet::{Counted, Reported, Term};
use super::{Check, DerivedValue, UnknownFigure};
use crate::township::Level;

impl<'s> Auditor<'s, '_> {
    /// The parts of a unit of which a figure is known; for each of which it is not, the parts of that
    /// part in turn, if it is known of any there.
    fn nearest(&self, at: usize, figure: FigureName, found: &mut Vec<&'s Reported>) {
        let sheet = self.sheet;
        for at in self.parts.get(at).into_iter().flatten().copied() {
            let Some(part) = sheet.units.get(at) else { continue };
            // A village is taken off the list as a whole.
            let is_divided = figure != FigureName::Delisted || part.level < Level::Village;
            if is_divided && value(part, figure).is_none() {
                let before = found.len();
                self.nearest(at, figure, found);
                let mut below = found.iter().skip(before);
                if below.any(|part| value(part, figure).is_some()) {
                    continue;
                }
                found.truncate(before);
            }
            found.push(part);
        }
    }

    pub(super) fn sums(&mut self, unit: &'s Reported, at: usize) {
        if self.parts.get(at).is_none_or(Vec::is_empty) {
            return;
        }
        let mut figures = vec![FigureName::Population];
        for counted in Counted::BOTH {
            let adds_up = |term: &Term| !matches!(term, Term::MovedIn | Term::MovedOut);
            figures.extend(
                Term::ALL.into_iter().filter(adds_up).map(|term| FigureName::Count(term, counted)),
            );
            figures.push(FigureName::Moved(counted));
        }
        if unit.level < Level::Village {
            figures.push(FigureName::Delisted);
        }
        figures.sort_unstable();
        for figure in figures {
            let mut parts = Vec::new();
            self.nearest(at, figure, &mut parts);
            parts.sort_unstable_by_key(|part| &part.id);
            self.sum(unit, &parts, figure);
        }
    }

    fn sum(&mut self, unit: &'s Reported, parts: &[&'s Reported], figure: FigureName) {
        let whole = value(unit, figure);
        let (known, unknown): (Vec<&'s Reported>, Vec<&'s Reported>) =
            parts.iter().copied().partition(|part| value(part, figure).is_some());
        let figures = known.iter().filter_map(|part| value(part, figure));
        let sum = figures.fold(0_i64, i64::saturating_add);
        let difference = whole.map(|whole| whole.saturating_sub(sum));
        let is_net = matches!(figure, FigureName::Moved(_));
        let left = difference.and_then(|difference| u64::try_from(difference).ok());
        let left = left.filter(|_| !is_net);
        match (left, unknown.as_slice()) {
            // It is told with what else the figure would have to be.
            (Some(value), [part]) => {
                return self.derive(part, figure, Check::Sum, DerivedValue::exactly(value));
            }
            (Some(value), [_, _, ..]) => {
                let room = room_together(&unknown, figure);
                let no_room = room.filter(|(least, most)| !(least..=most).contains(&&value));
                if let Some((least, most)) = no_room {
                    let unknown = unknown.iter().map(|part| &part.id).collect();
                    let discrepancy =
                        Discrepancy::SumImpossible { figure, unknown, value, least, most };
                    return self.find(unit, discrepancy);
                }
            }
            _ => {}
        }
        if known.is_empty() {
            return;
        }
        match (whole.zip(difference), unknown.as_slice()) {
            (Some((_, 0)), []) => self.made(),
            (Some((reported, difference)), unknown)
                if unknown.is_empty() || (difference < 0 && !is_net) =>
            {
                let unknown = unknown.iter().map(|part| &part.id).collect();
                let discrepancy =
                    Discrepancy::SumMismatch { figure, sum, reported, difference, unknown };
                self.find(unit, discrepancy);
            }
            (None, []) if !is_net => {
                let value = DerivedValue::exactly(u64::try_from(sum).unwrap_or_default());
                self.derive(unit, figure, Check::Sum, value);
            }
            _ => {
                let whole = whole.is_none().then_some(unit);
                let unknown = whole.into_iter().chain(unknown);
                let unknown = unknown.map(|unit| UnknownFigure { unit: &unit.id, figure });
                self.skip(unit, Check::Sum, unknown.collect(), None);
            }
        }
    }
}

/// The figure of a unit, if it is known.
fn value(unit: &Reported, figure: FigureName) -> Option<i64> {
    let count = |term, of| unit.count(term, of).map(i64::from);
    match figure {
        FigureName::Population => unit.population.map(i64::from),
        FigureName::Count(term, of) => count(term, of),
        FigureName::Moved(of) => count(Term::MovedIn, of)?.checked_sub(count(Term::MovedOut, of)?),
        FigureName::Delisted => unit.delisted.map(i64::from),
        FigureName::Rate | FigureName::Limit => None,
    }
}
