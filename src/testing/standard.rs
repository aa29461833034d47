use std::num::NonZeroU8;

use proptest::collection::vec;
use proptest::prelude::*;

use super::choices::Choices;
use crate::basis::{Assumption, Basis, Sourced};
use crate::calendar::{Date, Day, Span};
use crate::poverty::{
    AnswerRecord, AnswerSheet, Comparison, EvidenceAge, Item, Region, Standard, StandardRecords,
    Subject, Test, Threshold, Validity,
};
use crate::quantity::{Id, Ratio, Yuan};

/// Standards without a fault: of one item to sixteen, facts, amounts and shares with floors and
/// ceilings, mandatory or not, with items, lines and limits that hold in some regions and years only,
/// and evidence that may be old or must not; some of them for everywhere, some for further regions.
pub fn standard() -> impl Strategy<Value = Standard> {
    vec(any::<u32>(), 0..400).prop_map(|numbers| Builder(Choices::new(numbers)).standard())
}

/// Standards with sheets of answers without a finding: about all items or some, many of them right
/// at a line or a limit, some of them of a later day or long ago; in a [region].
pub fn answer_sheet() -> impl Strategy<Value = (Standard, AnswerSheet)> {
    (standard(), vec(any::<u32>(), 0..100)).prop_map(|(standard, numbers)| {
        let sheet = Builder(Choices::new(numbers)).sheet(&standard);
        (standard, sheet)
    })
}

/// Regions, many of them around or in one another: provinces to villages.
pub fn region() -> impl Strategy<Value = Region> {
    let near = proptest::sample::select(&CODES[..]).prop_map(region_of);
    let any = "[1-9]{2}([0-9][1-9]([0-9][1-9]([0-9]{2}[1-9]([0-9]{2}[1-9])?)?)?)?";
    let any = any.prop_filter_map("no code", |code| code.parse().ok());
    prop_oneof![4 => near, 1 => any]
}

/// The regions of the lines: a province, one of its prefectures, a county of that, and one elsewhere.
const NAMED: [&str; 4] = ["51", "5105", "510525", "520324"];

/// Those of the sheets: the same, what lies in them, around them and beside them.
const CODES: [&str; 9] =
    ["51", "5105", "510525", "520324", "510525108205", "510524", "5203", "53", "520324101"];

struct Builder(Choices);

#[expect(clippy::expect_used, reason = "only codes are given")]
fn region_of(code: &str) -> Region {
    code.parse().expect("the text is a code")
}

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
        let is_regional = self.0.once_in(2);
        let items: Vec<Item> = (0..count).map(|at| self.item(at, is_regional)).collect();
        let age = self.age();
        let evidence = self.sourced(age);
        let is_incidence = |item: &&Item| {
            matches!(&item.test, Test::Share { passes, .. } if passes.value.is_ceiling())
                && item.mandatory
        };
        let incidence = items.iter().find(is_incidence).map(|item| item.id.clone());
        let regions = if self.0.once_in(4) { vec![region_of("5203")] } else { Vec::new() };
        Standard::new(StandardRecords { items, evidence, incidence, regions })
            .expect("a standard without a fault")
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

    fn item(&mut self, at: usize, is_regional: bool) -> Item {
        let test = match self.0.below(3) {
            0 => Test::Fact,
            1 => {
                let passes = self.comparison();
                let lines = self.table(is_regional, |choices| {
                    Yuan::from_fen(i64::from(choices.number_below(20)).saturating_add(1))
                });
                Test::Amount { passes: self.sourced(passes), lines }
            }
            _ => {
                let passes = self.comparison();
                let limits = self.table(is_regional, |choices| {
                    let part = choices.number_below(10).saturating_add(1);
                    // Less than 1, so that something is over it.
                    let rest = choices.number_below(20).saturating_add(1);
                    ratio(part, part.saturating_add(rest))
                });
                Test::Share { passes: self.sourced(passes), limits }
            }
        };
        let valid = if self.0.once_in(6) {
            let region = if is_regional { self.region() } else { None };
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

    fn comparison(&mut self) -> Comparison {
        let all = [Comparison::AtLeast, Comparison::Over, Comparison::AtMost, Comparison::Below];
        self.0.of(&all).copied().unwrap_or(Comparison::Over)
    }

    fn region(&mut self) -> Option<Region> {
        let region = if self.0.once_in(2) { self.0.of(&NAMED) } else { None };
        region.map(|region| region_of(region))
    }

    /// Lines or limits of everywhere or of some regions, always or for some time.
    fn table<T>(
        &mut self,
        is_regional: bool,
        mut value: impl FnMut(&mut Choices) -> T,
    ) -> Vec<Threshold<T>> {
        let mut table = Vec::new();
        let regions = NAMED.map(Some).into_iter().filter(|_| is_regional);
        for region in [None].into_iter().chain(regions) {
            let region = region.map(region_of);
            let spans: Vec<Option<Span>> = match self.0.below(4) {
                0 => vec![None],
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
        let region = region_of(self.0.of(&CODES).copied().unwrap_or("51"));
        AnswerSheet {
            subject: Subject::Household(id("h1".to_owned())),
            region,
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

fn validity(region: Option<Region>, span: Option<Span>) -> Validity {
    Validity { region, from: span.map(Span::from), until: span.and_then(Span::until) }
}
