use super::auditor::Auditor;
use super::bounds::populations;
use super::discrepancy::{Discrepancy, FigureName};
use super::sheet::{Counted, Reported, Term};
use super::{Check, Unchecked, UnknownFigure};
use crate::quantity::{Percent, Ratio};
use crate::township::Level;

impl<'s> Auditor<'s, '_> {
    pub(super) fn delisting(&mut self, unit: &'s Reported) {
        if unit.level != Level::Village || unit.delisted.is_none_or(|delisted| delisted == 0) {
            return;
        }
        let unknown = |figures: &[FigureName]| {
            let unknown =
                figures.iter().map(|figure| UnknownFigure { unit: &unit.id, figure: *figure });
            unknown.collect()
        };
        let limit = match self.limit {
            Ok(limit) => limit,
            Err(reason) => {
                let (level, check) = (unit.level, Check::Delisting);
                let (unknown, reason) = (unknown(&[FigureName::Limit]), Some(reason));
                let unchecked = Unchecked { unit: &unit.id, level, check, unknown, reason };
                return self.audit.unchecked.push(unchecked);
            }
        };
        limit.note(&mut self.audit.assumptions);
        let (passes, limit) = (limit.passes, limit.limit.value);
        let poor = unit.count(Term::Closing, Counted::Persons);
        let population = unit.population.filter(|population| *population > 0);
        let rate = unit.rate.filter(|rate| *rate <= Percent::WHOLE);
        let passes_with = |persons: u64, population: u64| {
            Ratio::new(persons, population).is_ok_and(|share| passes.passes(share, limit))
        };
        let at_limit = limit.to_percent_half_up();
        let decided = match (poor, population, rate) {
            (Some(persons), Some(population), _) => {
                Some(passes_with(persons.into(), population.into()))
            }
            (None, Some(population), Some(rate)) => {
                rate.parts_of(population.into()).and_then(|persons| {
                    let (least, most) = persons.into_inner();
                    agreed(
                        passes_with(least, population.into()),
                        passes_with(most, population.into()),
                    )
                })
            }
            (Some(persons), None, Some(rate)) => {
                populations(rate, persons).and_then(|(least, most)| {
                    // Of any number of people they are next to nobody.
                    let of_most = most.is_none_or(|most| passes_with(persons.into(), most));
                    agreed(passes_with(persons.into(), least), of_most)
                })
            }
            (None, None, Some(rate)) if rate != at_limit => Some(rate < at_limit),
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
}

/// What both say, if it is the same.
fn agreed(one: bool, other: bool) -> Option<bool> {
    (one == other).then_some(one)
}
