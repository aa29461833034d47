//! What a figure must be, by others of its unit.

use super::Check;
use super::discrepancy::{Demand, FigureName};
use super::sheet::{Counted, Reported, Sheet, Term};
use crate::quantity::{Percent, Ratio};
use crate::township::Household;

/// How many persons so many households have, at least and at most.
pub(super) fn persons_of(households: u64) -> (u64, u64) {
    let of_each = |persons: u32| households.saturating_mul(persons.into());
    (of_each(Household::PERSONS.min()), of_each(Household::PERSONS.max()))
}

/// What a figure that a unit did not report must be for the checks that hold it against a bound.
pub(super) fn bounds_of(unit: &Reported, figure: FigureName) -> Vec<Demand> {
    let count = |term, of| unit.count(term, of).map(u64::from);
    let closing = || count(Term::Closing, Counted::Persons);
    let mut demands = Vec::new();
    let mut demand = |check, least, most| demands.push(Demand { check, least, most });
    let within = match figure {
        FigureName::Population | FigureName::Count(..) => Some(Sheet::COUNT),
        FigureName::Delisted => Some(Sheet::delisted(unit.level)),
        FigureName::Moved(_) | FigureName::Rate | FigureName::Limit => None,
    };
    if let Some(within) = within {
        demand(Check::Bounds, within.min().into(), Some(within.max().into()));
    }
    match figure {
        FigureName::Population => {
            if let Some(persons) = closing() {
                demand(Check::Population, persons, None);
            }
        }
        FigureName::Count(term, of) => {
            let other = match of {
                Counted::Households => Counted::Persons,
                Counted::Persons => Counted::Households,
            };
            let other = count(term, other).filter(|_| term.is_of_whole_households());
            match (of, other) {
                (Counted::Persons, Some(households)) => {
                    let (least, most) = persons_of(households);
                    demand(Check::Headcount, least, Some(most));
                }
                (Counted::Households, Some(persons)) => {
                    let least = persons.div_ceil(u64::from(Household::PERSONS.max()).max(1));
                    demand(Check::Headcount, least, Some(persons));
                }
                _ => {}
            }
            if (term, of) == (Term::Closing, Counted::Persons)
                && let Some(population) = unit.population
            {
                demand(Check::Population, 0, Some(population.into()));
            }
        }
        _ => {}
    }
    demands
}

/// The least and the greatest that a figure can be by several demands; none if they leave no room.
pub(super) fn room(demands: &[Demand]) -> Option<(u64, u64)> {
    let least = demands.iter().map(|demand| demand.least).max().unwrap_or(0);
    let most = demands.iter().filter_map(|demand| demand.most).min().unwrap_or(u64::MAX);
    (least <= most).then_some((least, most))
}

/// The least and the greatest that a figure can be which some units did not report, of all of them
/// together; none if it can be nothing for one of them.
pub(super) fn room_together(units: &[&Reported], figure: FigureName) -> Option<(u64, u64)> {
    units.iter().try_fold((0_u64, 0_u64), |(all_least, all_most), unit| {
        let (least, most) = room(&bounds_of(unit, figure))?;
        Some((all_least.saturating_add(least), all_most.saturating_add(most)))
    })
}

/// As what so many persons of a population publish; of nobody there is no rate.
pub(super) fn published(persons: u32, population: u32) -> Option<Percent> {
    Ratio::new(persons.into(), population.into()).ok().map(Ratio::to_percent_half_up)
}

/// The least and, if there is one, the greatest population of which so many persons publish as a rate;
/// none if they do of no population.
pub(super) fn populations(rate: Percent, persons: u32) -> Option<(u64, Option<u64>)> {
    // They do if (2r - 1) * population <= 20,000 * persons < (2r + 1) * population, for a rate of r
    // hundredths of a percent.
    let doubled = rate.hundredths().saturating_mul(2);
    let scaled = u128::from(persons).saturating_mul(20_000);
    let least = scaled.checked_div(doubled.saturating_add(1))?.saturating_add(1);
    let most = doubled.checked_sub(1).and_then(|below| scaled.checked_div(below));
    let count = |number: u128| u64::try_from(number).ok();
    let is_possible = most.is_none_or(|most| least <= most);
    is_possible.then_some((count(least)?, most.and_then(count)))
}
