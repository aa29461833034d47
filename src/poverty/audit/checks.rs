use std::collections::BTreeMap;

use super::bounds::{bounds_of, bounds_together, persons_of, populations};
use super::discrepancy::{AuditFinding, Demand, Discrepancy, Entry, FigureName};
use super::sheet::{Counted, Reported, Sheet, Term};
use super::{Audit, Check, Derived, DerivedValue, Unchecked, UnknownFigure};
use crate::basis::Assumptions;
use crate::calendar::Day;
use crate::poverty::{IncidenceLimit, Standard};
use crate::quantity::{Id, Percent, Ratio};
use crate::township::Level;

/// An audit under way.
pub(super) struct Auditor<'s, 'r> {
    sheet: &'s Sheet,
    limit: Option<IncidenceLimit<'r>>,
    /// The positions of the parts of each unit.
    parts: Vec<Vec<usize>>,
    pub(super) audit: Audit<'s>,
}

const BOTH: [Counted; 2] = [Counted::Households, Counted::Persons];

impl<'s, 'r> Auditor<'s, 'r> {
    pub(super) fn new(sheet: &'s Sheet, village_standard: &'r Standard) -> Self {
        let last_day = Day::new(sheet.year, 12, 31).ok();
        let limit =
            last_day.and_then(|on| village_standard.incidence_limit(sheet.region.as_ref(), on));
        let mut parts = vec![Vec::new(); sheet.units.len()];
        for (at, unit) in sheet.units.iter().enumerate() {
            if let Some(parts) = unit.parent.and_then(|parent| parts.get_mut(parent)) {
                parts.push(at);
            }
        }
        let audit = Audit {
            year: sheet.year,
            checked: 0,
            findings: Vec::new(),
            unchecked: Vec::new(),
            derived: Vec::new(),
            assumptions: Assumptions::default(),
        };
        Self { sheet, limit, parts, audit }
    }

    fn made(&mut self) {
        // INVARIANT: there are not 2^64 units.
        self.audit.checked = self.audit.checked.saturating_add(1);
    }

    /// A check was made, and found something.
    fn find(&mut self, unit: &'s Reported, discrepancy: Discrepancy<'s>) {
        self.made();
        self.audit.findings.push(AuditFinding { unit: &unit.id, level: unit.level, discrepancy });
    }

    fn skip(&mut self, unit: &'s Reported, check: Check, unknown: Vec<UnknownFigure<'s>>) {
        self.audit.unchecked.push(Unchecked { unit: &unit.id, level: unit.level, check, unknown });
    }

    fn derive(
        &mut self,
        unit: &'s Reported,
        figure: FigureName,
        check: Check,
        value: DerivedValue,
    ) {
        let derived = Derived { unit: &unit.id, level: unit.level, figure, check, value };
        self.audit.derived.push(derived);
    }

    pub(super) fn headcounts(&mut self, unit: &'s Reported) {
        for term in Term::ALL.into_iter().filter(|term| term.is_of_whole_households()) {
            let [households, persons] = BOTH.map(|of| unit.count(term, of));
            let (Some(households), Some(persons)) = (households, persons) else { continue };
            let (least, most) = persons_of(households.into());
            if (least..=most).contains(&persons.into()) {
                self.made();
            } else {
                let discrepancy =
                    Discrepancy::HeadcountImpossible { count: term, households, persons };
                self.find(unit, discrepancy);
            }
        }
    }

    pub(super) fn flows(&mut self, unit: &'s Reported) {
        for counted in BOTH {
            let (mut entries, mut unknown) = (Vec::new(), Vec::new());
            for term in Term::ALL {
                match unit.count(term, counted) {
                    Some(figure) => entries.push(Entry { term, figure }),
                    None => unknown.push(term),
                }
            }
            // INVARIANT: nine figures of 32 bits.
            let left = entries.iter().fold(0_i64, |sum, Entry { term, figure }| {
                let figure = i64::from(*figure);
                if term.is_added() {
                    sum.saturating_add(figure)
                } else {
                    sum.saturating_sub(figure)
                }
            });
            // Unknown terms make up for what is left only if one of them stands on the other side.
            let makes_up = |term: &Term| term.is_added() == (left < 0);
            match unknown.as_slice() {
                [] => self.flow(unit, counted, entries, left),
                _ if entries.is_empty() => {}
                _ if left != 0 && !unknown.iter().any(makes_up) => {
                    let value = left.saturating_abs().saturating_neg();
                    self.find(unit, Discrepancy::FlowImpossible { counted, unknown, value });
                }
                [unknown] => {
                    let figure = FigureName::Count(*unknown, counted);
                    self.derive(unit, figure, Check::Flow, exactly(left.unsigned_abs()));
                }
                _ => {
                    let figure = |term| FigureName::Count(term, counted);
                    let unknown = unknown.into_iter().map(figure);
                    let unknown = unknown.map(|figure| UnknownFigure { unit: &unit.id, figure });
                    self.skip(unit, Check::Flow, unknown.collect());
                }
            }
        }
    }

    /// All terms are known; `left` is what the others are above the closing.
    fn flow(&mut self, unit: &'s Reported, counted: Counted, mut terms: Vec<Entry>, left: i64) {
        let reported = unit.count(Term::Closing, counted).unwrap_or_default();
        if left == 0 {
            return self.made();
        }
        terms.retain(|entry| entry.term != Term::Closing);
        let sum = left.saturating_add(reported.into());
        let difference = left.saturating_neg();
        self.find(unit, Discrepancy::FlowMismatch { counted, terms, sum, reported, difference });
    }

    pub(super) fn population(&mut self, unit: &'s Reported) {
        let poor = unit.count(Term::Closing, Counted::Persons);
        let (Some(persons), Some(population)) = (poor, unit.population) else { return };
        if persons > population {
            self.find(unit, Discrepancy::PopulationExceeded { persons, population });
        } else {
            self.made();
        }
    }

    pub(super) fn rate(&mut self, unit: &'s Reported) {
        const PERSONS: FigureName = FigureName::Count(Term::Closing, Counted::Persons);
        let poor = unit.count(Term::Closing, Counted::Persons);
        match (unit.rate, unit.population, poor) {
            // Whatever else is known, nothing follows from it.
            (Some(rate), ..) if rate > Percent::WHOLE => {
                self.find(unit, Discrepancy::RateExceeded { rate });
            }
            (Some(rate), Some(population), poor) => {
                let Some(persons) = rate.parts_of(population.into()) else {
                    return self.find(unit, Discrepancy::RateImpossible { rate, population });
                };
                let (least, most) = persons.into_inner();
                match poor {
                    None => {
                        let value = DerivedValue::Count { least, most: Some(most) };
                        self.derive(unit, PERSONS, Check::Rate, value);
                    }
                    Some(persons) => self.rate_of(unit, rate, persons, population, (least, most)),
                }
            }
            (Some(rate), None, Some(persons)) => match populations(rate, persons) {
                Some(value) => self.derive(unit, FigureName::Population, Check::Rate, value),
                None => self.find(unit, Discrepancy::RateOfNone { rate, persons }),
            },
            (None, Some(population), Some(persons)) => {
                // Of nobody there is no rate, and nothing to be said of it.
                if let Ok(rate) = Ratio::new(persons.into(), population.into()) {
                    let rate = rate.to_percent_half_up();
                    self.derive(unit, FigureName::Rate, Check::Rate, DerivedValue::Rate { rate });
                }
            }
            (None, None, None) => {}
            (rate, population, poor) => {
                let figures = [
                    (FigureName::Population, population.is_none()),
                    (PERSONS, poor.is_none()),
                    (FigureName::Rate, rate.is_none()),
                ];
                let unknown = figures.into_iter().filter(|(_, is_unknown)| *is_unknown);
                let unknown = unknown.map(|(figure, _)| UnknownFigure { unit: &unit.id, figure });
                self.skip(unit, Check::Rate, unknown.collect());
            }
        }
    }

    /// All three are known.
    fn rate_of(
        &mut self,
        unit: &'s Reported,
        rate: Percent,
        persons: u32,
        population: u32,
        (least, most): (u64, u64),
    ) {
        let bound = u64::from(persons).clamp(least, most);
        let published =
            Ratio::new(persons.into(), population.into()).map(Ratio::to_percent_half_up);
        let (false, Ok(published)) = (bound == u64::from(persons), published) else {
            return self.made();
        };
        let bound = i64::try_from(bound).unwrap_or(i64::MAX);
        let difference = i64::from(persons).saturating_sub(bound);
        self.find(
            unit,
            Discrepancy::RateMismatch {
                rate,
                persons,
                population,
                published,
                least,
                most,
                difference,
            },
        );
    }

    pub(super) fn delisting(&mut self, unit: &'s Reported) {
        if unit.level != Level::Village || unit.delisted.is_none_or(|delisted| delisted == 0) {
            return;
        }
        let unknown = |figures: &[FigureName]| {
            let unknown =
                figures.iter().map(|figure| UnknownFigure { unit: &unit.id, figure: *figure });
            unknown.collect()
        };
        let Some(limit) = self.limit else {
            return self.skip(unit, Check::Delisting, unknown(&[FigureName::Limit]));
        };
        limit.note(&mut self.audit.assumptions);
        let (passes, limit) = (limit.passes, limit.limit.value);
        let poor = unit.count(Term::Closing, Counted::Persons);
        let population = unit.population.filter(|population| *population > 0);
        let rate = unit.rate.filter(|rate| *rate <= Percent::WHOLE);
        let passes_with = |persons: u64, population: u32| {
            Ratio::new(persons, population.into()).is_ok_and(|share| passes.passes(share, limit))
        };
        let at_limit = limit.to_percent_half_up();
        let decided = match (poor, population, rate) {
            (Some(persons), Some(population), _) => Some(passes_with(persons.into(), population)),
            (None, Some(population), Some(rate)) => {
                rate.parts_of(population.into()).and_then(|persons| {
                    let (least, most) = persons.into_inner();
                    let decided = passes_with(least, population);
                    (decided == passes_with(most, population)).then_some(decided)
                })
            }
            (_, None, Some(rate)) if rate != at_limit => Some(rate < at_limit),
            _ => None,
        };
        let exact = poor.zip(population);
        let of_exact = |(persons, population): (u32, u32)| {
            Ratio::new(persons.into(), population.into()).ok().map(Ratio::to_percent_half_up)
        };
        let rate = exact.and_then(of_exact).or(rate);
        match (decided, rate) {
            (Some(true), _) => self.made(),
            (Some(false), Some(rate)) => {
                let (persons, population) = exact.unzip();
                let discrepancy =
                    Discrepancy::DelistingAboveLine { passes, limit, rate, persons, population };
                self.find(unit, discrepancy);
            }
            _ => {
                let figures = [
                    (
                        FigureName::Population,
                        unit.population.is_none_or(|population| population == 0),
                    ),
                    (FigureName::Count(Term::Closing, Counted::Persons), poor.is_none()),
                    (FigureName::Rate, unit.rate.is_none()),
                ];
                let figures: Vec<_> =
                    figures.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect();
                self.skip(unit, Check::Delisting, unknown(&figures));
            }
        }
    }

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
        for counted in BOTH {
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
        let left = difference.and_then(|difference| u64::try_from(difference).ok());
        let is_net = matches!(figure, FigureName::Moved(_));
        if let (Some(value), false, [_, ..]) = (left, is_net, unknown.as_slice()) {
            let (least, most) = bounds_together(&unknown, figure);
            // Of one part that is told with what else it would have to be.
            if !(least..=most).contains(&value) && (known.is_empty() || unknown.len() > 1) {
                let unknown = unknown.iter().map(|part| &part.id).collect();
                return self.find(
                    unit,
                    Discrepancy::SumImpossible { figure, unknown, value, least, most },
                );
            }
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
            (Some((_, difference)), [part]) if !is_net => {
                let value = exactly(u64::try_from(difference).unwrap_or_default());
                self.derive(part, figure, Check::Sum, value);
            }
            (None, []) if !is_net => {
                let value = exactly(u64::try_from(sum).unwrap_or_default());
                self.derive(unit, figure, Check::Sum, value);
            }
            _ => {
                let whole = whole.is_none().then_some(unit);
                let unknown = whole.into_iter().chain(unknown);
                let unknown = unknown.map(|unit| UnknownFigure { unit: &unit.id, figure });
                self.skip(unit, Check::Sum, unknown.collect());
            }
        }
    }
}

impl<'s> Auditor<'s, '_> {
    /// Holds what follows from the several checks together, and puts all in the order of the units.
    pub(super) fn end(mut self) -> Audit<'s> {
        let mut demands: BTreeMap<(&'s Id<'static>, FigureName), (Level, Vec<Demand>)> =
            BTreeMap::new();
        for Derived { unit, level, figure, check, value } in &self.audit.derived {
            if let DerivedValue::Count { least, most } = *value {
                let demand = Demand { check: *check, least, most };
                let entry = demands.entry((*unit, *figure)).or_insert((*level, Vec::new()));
                entry.1.push(demand);
            }
        }
        for ((id, figure), (_, values)) in &mut demands {
            let at = self.sheet.units.binary_search_by(|unit| unit.id.cmp(id));
            let unit = at.ok().and_then(|at| self.sheet.units.get(at));
            values.extend(unit.into_iter().flat_map(|unit| bounds_of(unit, *figure)));
        }
        for ((unit, figure), (level, mut values)) in demands {
            let least = values.iter().map(|demand| demand.least).max();
            let most = values.iter().filter_map(|demand| demand.most).min();
            if values.len() > 1 {
                self.made();
            }
            if least.zip(most).is_some_and(|(least, most)| most < least) {
                // Only those are told that leave no room for one another.
                let all = values.clone();
                let is_below =
                    |one: &Demand, other: &Demand| one.most.is_some_and(|most| most < other.least);
                values.retain(|one| {
                    all.iter().any(|other| is_below(one, other) || is_below(other, one))
                });
                values.sort_unstable();
                let discrepancy = Discrepancy::Contradiction { figure, values };
                self.audit.findings.push(AuditFinding { unit, level, discrepancy });
            }
        }
        self.audit.findings.sort_by_key(|finding| finding.unit);
        self.audit.derived.sort_by_key(|derived| (derived.unit, derived.figure, derived.check));
        self.audit
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

fn exactly(value: u64) -> DerivedValue {
    DerivedValue::Count { least: value, most: Some(value) }
}
