use super::auditor::Auditor;
use super::bounds::{persons_of, populations, published};
use super::discrepancy::{Discrepancy, Entry, FigureName};
use super::sheet::{Counted, Reported, Term};
use super::{Check, DerivedValue};
use crate::quantity::Percent;

impl<'s> Auditor<'s, '_> {
    pub(super) fn headcounts(&mut self, unit: &'s Reported) {
        for term in Term::ALL.into_iter().filter(|term| term.is_of_whole_households()) {
            let [households, persons] = Counted::BOTH.map(|of| unit.count(term, of));
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
        for counted in Counted::BOTH {
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
                    self.derive(
                        unit,
                        figure,
                        Check::Flow,
                        DerivedValue::exactly(left.unsigned_abs()),
                    );
                }
                _ => {
                    let figure = |term| (FigureName::Count(term, counted), true);
                    self.lack(unit, Check::Flow, unknown.into_iter().map(figure));
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
                Some((least, most)) => {
                    let value = DerivedValue::Count { least, most };
                    self.derive(unit, FigureName::Population, Check::Rate, value);
                }
                None => self.find(unit, Discrepancy::RateOfNone { rate, persons }),
            },
            (None, Some(population), Some(persons)) => {
                // Of nobody there is no rate; that they are more than everyone is told as such.
                let rate = published(persons, population);
                if let Some(rate) = rate.filter(|rate| *rate <= Percent::WHOLE) {
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
                self.lack(unit, Check::Rate, figures);
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
        let published = published(persons, population);
        let (false, Some(published)) = (bound == u64::from(persons), published) else {
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
}
