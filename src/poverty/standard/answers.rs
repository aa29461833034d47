use serde::{Deserialize, Serialize, Serializer};

use super::{Appraisal, Standard, Test};
use crate::calendar::{Date, Day};
use crate::document::{Fault, Field, Findings, Report, owned_id};
use crate::poverty::{Headcount, Region};
use crate::quantity::{Id, Ratio, Yuan};
use crate::township::Village;

/// What was found about one item, as a document holds it.
///
/// In documents `{"item": "income", "amount": "3100.00", "on": "2018-10-02"}`, with `holds` or
/// `share` instead of `amount` as the item asks; with none of them, or null, nothing is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an answer")]
pub struct AnswerRecord {
    /// The item.
    #[serde(deserialize_with = "owned_id")]
    pub item: Id<'static>,
    /// Of a fact: whether it is so.
    pub holds: Option<bool>,
    /// Of an amount: how many yuan a year and head, from -10,000,000.00 to 10,000,000.00; what is
    /// lost is negative.
    pub amount: Option<Yuan>,
    /// Of a share: which, at most 1.
    pub share: Option<Ratio>,
    /// The day on which it was found, or for which it holds.
    pub on: Date,
}

impl AnswerRecord {
    /// The poverty incidence of a village on a day, as an answer; nothing is known of a village
    /// without population.
    #[must_use]
    pub fn incidence(item: Id<'static>, village: Village<'_>, on: Day) -> Self {
        let households = village.groups().flat_map(crate::township::Group::households);
        let poor = households.filter(|household| household.poor().at(on).is_some());
        let poor = poor.map(Headcount::of).fold(Headcount::default(), Headcount::merge);
        let population = village.population().map(u64::from);
        let share = population.and_then(|population| poor.incidence(population).ok());
        Self { item, holds: None, amount: None, share, on: on.into() }
    }
}

/// What is known about one item, and since when (答案).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was found.
    pub found: Found,
    /// The day on which it was found, or for which it holds.
    pub on: Day,
}

/// What was found about one item.
///
/// In documents true or false, an amount or a share as text, or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Whether it is so.
    Holds(bool),
    /// How many yuan a year and head.
    Amount(Yuan),
    /// Which share.
    Share(Ratio),
    /// It was looked for, and is not known.
    NotKnown,
}

impl Serialize for Found {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Holds(holds) => holds.serialize(serializer),
            Self::Amount(amount) => amount.serialize(serializer),
            Self::Share(share) => share.serialize(serializer),
            Self::NotKnown => serializer.serialize_none(),
        }
    }
}

/// What is known about the items of a standard: at most one answer an item, of the kind for which
/// the item asks (核查结果).
///
/// Since no second answer can hide behind the first, taking one away never gets anybody out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers<'s> {
    standard: &'s Standard,
    // INVARIANT: by the positions of the standard's items, each of its item's kind and in bounds.
    answers: Vec<Option<Answer>>,
}

impl<'s> Answers<'s> {
    /// The standard that was asked about.
    #[must_use]
    pub const fn standard(&self) -> &'s Standard {
        self.standard
    }

    /// What is known about an item, if anybody asked.
    #[must_use]
    pub fn of(&self, item: &str) -> Option<Answer> {
        self.at(self.standard.position(item)?)
    }

    /// What is known about the item at a position.
    pub(super) fn at(&self, position: usize) -> Option<Answer> {
        self.answers.get(position).copied().flatten()
    }

    /// Holds the answers against the standard, in a region on a day.
    ///
    /// Items, lines and limits are those that hold there on that day; evidence of a later day is not
    /// looked at. Where parts of the region differ in an item, it is unknown.
    #[must_use]
    pub fn appraise(&self, region: &Region, on: Day) -> Appraisal<'s> {
        Appraisal::of(self, &self.standard.in_region(region.clone(), on))
    }
}

pub(super) const ON: Field = Field::new(3, "on");
const ANSWERS: Field = Field::new(4, "answers");
const ITEM: Field = Field::new(0, "item");
const HOLDS: Field = Field::new(1, "holds");
const AMOUNT: Field = Field::new(2, "amount");
const SHARE: Field = Field::new(3, "share");
const FOUND_ON: Field = Field::new(4, "on");

impl Standard {
    /// Checks answers as a whole.
    ///
    /// # Errors
    /// [`Findings`] with everything that is wrong, the paths being those of a sheet: an item that
    /// the standard does not have, a second answer about one, an answer of another kind than the
    /// item asks for, an amount, a share or a day out of bounds.
    pub fn check(&self, records: &[AnswerRecord]) -> Result<Answers<'_>, Findings> {
        let mut report = Report::default();
        let answers = self.answers(records, &mut report);
        report.end().map(|()| answers)
    }

    /// The answers, and what is wrong with them; then they are dropped.
    pub(super) fn answers(&self, records: &[AnswerRecord], report: &mut Report) -> Answers<'_> {
        let own = report.index(ANSWERS, ITEM, records.iter().map(|record| &record.item));
        let mut answers = vec![None; self.items().len()];
        for (at, record) in records.iter().enumerate() {
            let path = || ANSWERS.at(at);
            let position = self.position(record.item.as_str());
            let item = position.and_then(|position| self.items().get(position));
            match item {
                Some(item) => {
                    for (field, kind, is_given) in [
                        (HOLDS, "holds", record.holds.is_some()),
                        (AMOUNT, "amount", record.amount.is_some()),
                        (SHARE, "share", record.share.is_some()),
                    ] {
                        let expected = item.test.kind();
                        if is_given && kind != expected {
                            let item = item.id.clone();
                            report.add(path().field(field), Fault::WrongKind { item, expected });
                        }
                    }
                }
                // Of an item that stands again, the first answer tells that there is none.
                None if own.is_meant(at) => {
                    let id = record.item.clone();
                    let fault = Fault::UnknownReference { what: "item", id };
                    report.add(path().field(ITEM), fault);
                }
                None => {}
            }
            if let Some(found) = record.amount.filter(|found| !is_amount(*found)) {
                let fault = Fault::AmountOutOfRange { found, least: LEAST, most: Test::MOST };
                report.add(path().field(AMOUNT), fault);
            }
            if let Some(found) = record.share.filter(|share| share.part() > share.whole()) {
                report.add(path().field(SHARE), Fault::ShareOutOfRange { found });
            }
            let Ok(on) = Day::try_from(record.on) else {
                let fault = Fault::DayOutOfRange { found: record.on };
                report.add(path().field(FOUND_ON), fault);
                continue;
            };
            let found = match item.map(|item| &item.test) {
                Some(Test::Fact) => record.holds.map(Found::Holds),
                Some(Test::Amount { .. }) => record.amount.map(Found::Amount),
                Some(Test::Share { .. }) => record.share.map(Found::Share),
                None => None,
            };
            if let Some(slot) = position.and_then(|position| answers.get_mut(position)) {
                *slot = Some(Answer { found: found.unwrap_or(Found::NotKnown), on });
            }
        }
        Answers { standard: self, answers }
    }
}

/// The least amount that an answer may give.
pub(super) const LEAST: Yuan = Yuan::from_fen(-Test::MOST.fen());

fn is_amount(amount: Yuan) -> bool {
    (LEAST..=Test::MOST).contains(&amount)
}
