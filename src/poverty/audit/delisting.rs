use super::auditor::Auditor;
use super::bounds::{populations, published};
use super::discrepancy::{Discrepancy, FigureName};
use super::sheet::{Counted, Reported, Term};
use super::{Check, UnknownFigure};
use crate::poverty::IncidenceLimit;
use crate::quantity::{Percent, Ratio};
use crate::township::Level;

impl<'s> Auditor<'s, '_> {
    pub(super) fn delisting(&mut self, unit: &'s Reported) {
        if unit.level != Level::Village || unit.delisted.is_none_or(|delisted| delisted == 0) {
            return;
        }
        let limit = match self.limit {
            Ok(limit) => limit,
            Err(reason) => {
                let unknown = vec![UnknownFigure { unit: &unit.id, figure: FigureName::Limit }];
                return self.skip(unit, Check::Delisting, unknown, Some(reason));
            }
        };
        limit.note(&mut self.audit.assumptions);
        let poor = unit.count(Term::Closing, Counted::Persons);
        let population = unit.population.filter(|population| *population > 0);
        let rate = unit.rate.filter(|rate| *rate <= Percent::WHOLE);
        let exact = poor.zip(population);
        let told = exact.and_then(|(persons, all)| published(persons, all)).or(rate);
        match (passes(limit, poor, population, rate), told) {
            (Some(true), _) => self.made(),
            (Some(false), Some(rate)) => {
                let (passes, limit) = (limit.passes, limit.limit.value);
                let (persons, population) = exact.unzip();
                let discrepancy =
                    Discrepancy::DelistingAboveLine { passes, limit, rate, persons, population };
                self.find(unit, discrepancy);
            }
            _ => {
                let figures = [
                    (FigureName::Population, population.is_none()),
                    (FigureName::Count(Term::Closing, Counted::Persons), poor.is_none()),
                    (FigureName::Rate, unit.rate.is_none()),
                ];
                self.lack(unit, Check::Delisting, figures);
            }
        }
    }
}

/// Whether the incidence passes the limit; none if it may or may not, by what is known.
fn passes(
    limit: IncidenceLimit<'_>,
    poor: Option<u32>,
    population: Option<u32>,
    rate: Option<Percent>,
) -> Option<bool> {
    let bound = limit.limit.value;
    let passes = |persons: u64, population: u64| {
        Ratio::new(persons, population).is_ok_and(|share| limit.passes.passes(share, bound))
    };
    let agreed = |one: bool, other: bool| (one == other).then_some(one);
    match (poor, population, rate) {
        (Some(persons), Some(population), _) => Some(passes(persons.into(), population.into())),
        (None, Some(population), Some(rate)) => {
            let population = population.into();
            let (least, most) = rate.parts_of(population)?.into_inner();
            agreed(passes(least, population), passes(most, population))
        }
        (Some(persons), None, Some(rate)) => {
            let (least, most) = populations(rate, persons)?;
            // Of any number of people they are next to nobody.
            let of_most = most.is_none_or(|most| passes(persons.into(), most));
            agreed(passes(persons.into(), least), of_most)
        }
        (None, None, Some(rate)) => {
            let at_limit = bound.to_percent_half_up();
            (rate != at_limit).then_some(rate < at_limit)
        }
        (_, _, None) => None,
    }
}
