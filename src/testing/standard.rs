use std::num::NonZeroU8;

use proptest::collection::vec;
use proptest::prelude::*;

use super::choices::Choices;
use crate::basis::{Assumption, Basis, Sourced};
use crate::calendar::{Date, Day, Span};
use crate::poverty::{
    AnswerRecord, AnswerSheet, Ceiling, EvidenceAge, Floor, Item, Standard, StandardRecords,
    Subject, Test, Threshold, Validity,
};
use crate::quantity::{Id, Ratio, Yuan};

/// Standards without a fault: of one item to sixteen, facts, amounts and shares, mandatory or not,
/// with lines and limits that hold in some regions and years only, and evidence that may be old or
/// must not.
pub fn standard() -> impl Strategy<Value = Standard> {
    vec(any::<u32>(), 0..400).prop_map(|numbers| Builder(Choices::new(numbers)).standard())
}

/// Standards with sheets of answers without a finding: about all items or some, many of them right
/// at a line or a limit, some of them of a later day or long ago.
pub fn answer_sheet() -> impl Strategy<Value = (Standard, AnswerSheet)> {
    (standard(), vec(any::<u32>(), 0..100)).prop_map(|(standard, numbers)| {
        let sheet = Builder(Choices::new(numbers)).sheet(&standard);
        (standard, sheet)
    })
}

/// The regions of the lines and of the sheets: a county, its province, and a county elsewhere.
const REGIONS: [&str; 3] = ["510525", "51", "520300"];

struct Builder(Choices);

#[expect(clippy::expect_used, reason = "the texts that are made here are ids")]
fn id(text: String) -> Id<'static> {
    Id::new(text).expect("the text is an id")
}

impl Builder {
    fn basis(&mut self) -> Basis {
        let number = self.0.below(5);
        Basis::Assumption(Assumption(id(format!("T{number}"))))
    }

    fn sourced<T>(&mut self, value: T) -> Sourced<T> {
        Sourced { value, basis: self.basis() }
    }

    #[expect(clippy::expect_used, reason = "built so that nothing is wrong")]
    fn standard(&mut self) -> Standard {
        let most = if self.0.once_in(4) { Standard::MOST_ITEMS } else { 4 };
        let count = self.0.below(most).saturating_add(1);
        let items = (0..count).map(|at| self.item(at)).collect();
        let age = self.age();
        let evidence = self.sourced(age);
        Standard::new(StandardRecords { items, evidence }).expect("a standard without a fault")
    }

    fn age(&mut self) -> EvidenceAge {
        match self.0.below(4) {
            0 | 1 => EvidenceAge::Any,
            2 => EvidenceAge::SameYear,
            _ => {
                let months = u8::try_from(self.0.below(24)).unwrap_or_default();
                EvidenceAge::Months(NonZeroU8::MIN.saturating_add(months))
            }
        }
    }

    fn item(&mut self, at: usize) -> Item {
        let test = match self.0.below(3) {
            0 => Test::Fact,
            1 => {
                let floor = if self.0.once_in(2) { Floor::AtLeast } else { Floor::Over };
                let lines = self.table(|choices| {
                    Yuan::from_fen(i64::from(choices.number_below(20)).saturating_add(1))
                });
                Test::Amount { passes: self.sourced(floor), lines }
            }
            _ => {
                let ceiling = if self.0.once_in(2) { Ceiling::AtMost } else { Ceiling::Below };
                let limits = self.table(|choices| {
                    let part = choices.number_below(10).saturating_add(1);
                    ratio(part, choices.number_below(20).saturating_add(part))
                });
                Test::Share { passes: self.sourced(ceiling), limits }
            }
        };
        let valid = if self.0.once_in(6) {
            let region = self.region();
            let span = self.0.spans(1).pop();
            validity(region, span)
        } else {
            Validity::ALWAYS
        };
        Item {
            id: id(format!("i{at}")),
            title: format!("指标{at}"),
            mandatory: at == 0 || !self.0.once_in(4),
            valid,
            evidence: if self.0.once_in(4) { Some(self.age()) } else { None },
            test,
            basis: self.basis(),
        }
    }

    fn region(&mut self) -> Option<Id<'static>> {
        let region = if self.0.once_in(2) { self.0.of(&REGIONS) } else { None };
        region.map(|region| id((*region).to_owned()))
    }

    /// Lines or limits of everywhere or of some regions, always or for some time.
    fn table<T>(&mut self, mut value: impl FnMut(&mut Choices) -> T) -> Vec<Threshold<T>> {
        let mut table = Vec::new();
        for region in [None].into_iter().chain(REGIONS.map(Some)) {
            let region = region.map(|region| id(region.to_owned()));
            let spans: Vec<Option<Span>> = match self.0.below(4) {
                0 if region.is_none() => vec![None],
                1 => self.0.spans(3).into_iter().map(Some).collect(),
                _ => Vec::new(),
            };
            for span in spans {
                let basis = self.basis();
                let valid = validity(region.clone(), span);
                table.push(Threshold { value: value(&mut self.0), valid, basis });
            }
        }
        if table.is_empty() {
            let (value, basis) = (value(&mut self.0), self.basis());
            table.push(Threshold { value, valid: Validity::ALWAYS, basis });
        }
        table
    }

    fn sheet(&mut self, standard: &Standard) -> AnswerSheet {
        let on = super::day_number(self.0.number_below(900).saturating_add(24_600));
        let items = standard.items().iter();
        let answers = items.filter_map(|item| self.answer(item, on)).collect();
        let region = self.0.of(&REGIONS).copied().unwrap_or_default();
        AnswerSheet {
            subject: Subject::Household(id("h1".to_owned())),
            region: id(region.to_owned()),
            on: Date::from(on),
            answers,
        }
    }

    fn answer(&mut self, item: &Item, on: Day) -> Option<AnswerRecord> {
        let found = match self.0.below(10) {
            0..=6 => on,
            7 => super::choices::later(on, 1).unwrap_or(on),
            _ => self.0.day_about(Span::single(on)),
        };
        let mut record = AnswerRecord {
            item: item.id.clone(),
            holds: None,
            amount: None,
            share: None,
            on: Date::from(found),
        };
        match self.0.below(12) {
            10 => return None,
            11 => return Some(record),
            _ => {}
        }
        match &item.test {
            Test::Fact => record.holds = Some(!self.0.once_in(6)),
            Test::Amount { lines, .. } => {
                let line = self.0.of(lines).map_or(0, |line| line.value.fen());
                let aside = i64::from(self.0.number_below(3)).saturating_sub(1);
                record.amount = Some(Yuan::from_fen(match self.0.below(3) {
                    0 => line.saturating_add(aside),
                    1 => i64::from(self.0.number_below(40)).saturating_sub(10),
                    _ => 100,
                }));
            }
            Test::Share { limits, .. } => {
                let limit = self.0.of(limits).map(|limit| limit.value);
                record.share = match self.0.below(3) {
                    0 => limit,
                    1 => Some(ratio(0, self.0.number_below(9).saturating_add(1))),
                    _ => {
                        let part = self.0.number_below(10);
                        let rest = self.0.number_below(30).saturating_add(1);
                        Some(ratio(part, part.saturating_add(rest)))
                    }
                };
            }
        }
        Some(record)
    }
}

#[expect(clippy::expect_used, reason = "no whole that is made here is empty")]
fn ratio(part: u32, whole: u32) -> Ratio {
    Ratio::new(part.into(), whole.into()).expect("the whole is not empty")
}

fn validity(region: Option<Id<'static>>, span: Option<Span>) -> Validity {
    Validity { region, from: span.map(Span::from), until: span.and_then(Span::until) }
}
