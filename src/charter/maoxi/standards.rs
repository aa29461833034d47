//! By which standards and by which steps a household and a village get out.

use std::num::NonZeroU16;

use super::{basis, sourced, whole_yuan};
use crate::calendar::Month;
use crate::poverty::{
    Comparison, EvidenceAge, ExitRules, Item, Standard, StandardRecords, Test, Threshold, Validity,
    Verifier,
};
use crate::quantity::{Id, Ratio};

/// Year, and the national income line in yuan a head. Of the years between none is confirmed.
const LINES: &[(u16, i64)] =
    &[(2013, 2_736), (2014, 2_800), (2015, 2_855), (2016, 2_952), (2019, 3_218)];

/// Id and title of what a household must have besides its income.
const HOUSEHOLD: &[(&str, &str)] = &[
    ("food_and_clothing", "吃穿不愁"),
    ("education", "义务教育有保障"),
    ("medical_care", "基本医疗有保障"),
    ("housing", "住房安全有保障"),
    ("water", "有安全饮用水"),
    ("electricity", "有生活用电"),
    ("radio_tv", "有广播电视"),
];

/// Likewise of a village besides its incidence.
const VILLAGE: &[(&str, &str)] = &[
    ("collective_income", "有集体经济收入"),
    ("road", "有硬化路"),
    ("clinic", "有卫生室"),
    ("culture_room", "有文化室"),
    ("network", "有通信网络"),
];

const NOTICE_DAYS: NonZeroU16 = NonZeroU16::new(7).unwrap();
const WATCH_MONTHS: u16 = 12;
const FORMER_HELPER_MONTHS: u16 = 12;

#[expect(clippy::expect_used, reason = "constant, and tested")]
fn item(id: &'static str, title: &str, test: Test, source: &'static str) -> Item {
    Item {
        id: Id::new(id).expect("the text is an id"),
        title: title.to_owned(),
        mandatory: true,
        valid: Validity::ALWAYS,
        evidence: None,
        test,
        basis: basis(source),
    }
}

#[expect(clippy::expect_used, reason = "constant, and tested")]
fn standard(
    first: Item,
    facts: &[(&'static str, &str)],
    source: &'static str,
    incidence: Option<Id<'static>>,
) -> Standard {
    let mut items = vec![first];
    items.extend(facts.iter().map(|(id, title)| item(id, title, Test::Fact, source)));
    let evidence = sourced(EvidenceAge::Any, "A33");
    let regions = Vec::new();
    let records = StandardRecords { items, evidence, incidence, regions };
    Standard::new(records).expect("the standard is sound")
}

/// 一超六有.
pub(super) fn household() -> Standard {
    let of_year = |(year, yuan): &(u16, i64)| {
        let first = |year| Month::new(year, 1).ok().map(Month::first_day);
        Threshold {
            value: whole_yuan(*yuan),
            valid: Validity {
                region: None,
                from: first(*year),
                until: first(year.saturating_add(1)),
            },
            basis: basis("A31"),
        }
    };
    let lines = LINES.iter().map(of_year).collect();
    let test = Test::Amount { passes: sourced(Comparison::Over, "A12"), lines };
    let income = item("income", "人均纯收入稳定超过国家扶贫标准", test, "A30");
    standard(income, HOUSEHOLD, "A30", None)
}

/// 一低五有.
#[expect(clippy::expect_used, reason = "constant, and tested")]
pub(super) fn village() -> Standard {
    let limit = Threshold {
        value: Ratio::new(3, 100).expect("the whole is not empty"),
        valid: Validity::ALWAYS,
        basis: basis("A32"),
    };
    let test = Test::Share { passes: sourced(Comparison::Below, "A32"), limits: vec![limit] };
    let mut incidence = item("incidence", "贫困发生率低于3%", test, "A32");
    incidence.evidence = Some(EvidenceAge::SameYear);
    let id = incidence.id.clone();
    standard(incidence, VILLAGE, "A32", Some(id))
}

pub(super) fn exit() -> ExitRules {
    ExitRules {
        steps: basis("A34"),
        notice_days: sourced(NOTICE_DAYS, "A35"),
        watch_months: sourced(WATCH_MONTHS, "A36"),
        verifier: sourced(Verifier::NotHelper { months: FORMER_HELPER_MONTHS }, "A37"),
    }
}
