//! Appraisals: against a naive reading of the documents, and the laws of what gets anybody out.

use std::collections::BTreeSet;

use bangfu::calendar::{Date, Day};
use bangfu::charter::Charter;
use bangfu::poverty::{
    Answer, AnswerRecord, AnswerSheet, Appraisal, Comparison, ExitDecision, Found,
    NoIncidenceLimit, Region, Reply, Standard, Subject, Test, Undetermined, Unknown, Verdict,
    Verdicts,
};
use bangfu::quantity::{Id, Ratio, Yuan};
use bangfu::testing;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

fn appraised<'s>(standard: &'s Standard, sheet: &AnswerSheet) -> Appraisal<'s> {
    let answers = standard.check(&sheet.answers).unwrap();
    answers.appraise(&sheet.region, sheet.on.try_into().unwrap())
}

fn ids(items: &[&bangfu::poverty::Item]) -> BTreeSet<String> {
    items.iter().map(|item| item.id.to_string()).collect()
}

/// The items that failed and those that are missing.
fn lists(decision: &ExitDecision<'_>) -> (BTreeSet<String>, BTreeSet<String>) {
    (ids(decision.failed()), ids(decision.missing()))
}

/// In how much of a region something holds on a day: 2 in all of it, 1 in a part, 0 in none. Days as
/// text: their order is that of the days. Codes as text: what is in a region begins with its code.
fn extent(valid: &Value, region: &str, on: &str) -> u8 {
    let text = |field: &str| valid[field].as_str();
    let is_then =
        text("from").is_none_or(|from| from <= on) && text("until").is_none_or(|until| on < until);
    let own = text("region").unwrap_or_default();
    match (is_then, region.starts_with(own), own.starts_with(region)) {
        (true, true, _) => 2,
        (true, false, true) => 1,
        _ => 0,
    }
}

/// Every region that stands anywhere in a document of a standard.
fn named(document: &Value, found: &mut Vec<String>) {
    match document {
        Value::Object(fields) => {
            found.extend(fields.get("region").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| named(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| named(value, found)),
        _ => {}
    }
}

fn is_covered(standard: &Value, region: &str) -> bool {
    let mut all = Vec::new();
    named(standard, &mut all);
    let further = standard["regions"].as_array().into_iter().flatten();
    all.extend(further.map(|one| one.as_str().unwrap().to_owned()));
    all.is_empty() || all.iter().any(|one| region.starts_with(one))
}

fn region(code: &str) -> Region {
    code.parse().unwrap()
}

fn terms(ratio: &str) -> (i128, i128) {
    let (part, whole) = ratio.split_once('/').unwrap();
    (part.parse().unwrap(), whole.parse().unwrap())
}

fn fen(yuan: &str) -> i128 {
    yuan.replace('.', "").parse().unwrap()
}

/// The verdict on an item by its document, that of the answers, and nothing else.
fn naive(item: &Value, default: &Value, sheet: &Value) -> &'static str {
    let (region, on) = (sheet["region"].as_str().unwrap(), sheet["on"].as_str().unwrap());
    if extent(&item["valid"], region, on) == 1 {
        return "unknown";
    }
    let mut threshold = None;
    if let Some((kind, table)) = item["test"].as_object().and_then(|test| test.iter().next()) {
        let table = &table[if kind == "amount" { "lines" } else { "limits" }];
        for around in (0..=region.len()).map(|length| &region[..length]) {
            for one in table.as_array().unwrap() {
                let own = one["valid"]["region"].as_str().unwrap_or_default();
                if own == around && extent(&one["valid"], region, on) == 2 {
                    threshold = one["value"].as_str();
                }
            }
        }
        let mut all = table.as_array().unwrap().iter();
        if threshold.is_none() || all.any(|one| extent(&one["valid"], region, on) == 1) {
            return "unknown";
        }
    }
    let answers = sheet["answers"].as_array().unwrap();
    let Some(answer) = answers.iter().find(|answer| answer["item"] == item["id"]) else {
        return "unknown";
    };
    let found_on = answer["on"].as_str().unwrap();
    let age = if item["evidence"].is_null() { default } else { &item["evidence"] };
    let is_too_old = match age.as_str() {
        Some("any") => false,
        Some(_) => found_on[..4] != on[..4],
        None => {
            let months = usize::try_from(age["months"].as_u64().unwrap()).unwrap();
            let day: Day = on.parse().unwrap();
            let all: Vec<_> = Day::MIN.month().through(day.month()).collect();
            let before = all[all.len() - 1 - months];
            let first =
                format!("{before}-{:02}", on[8..].parse::<u32>().unwrap().min(before.days()));
            found_on < first.as_str()
        }
    };
    if found_on > on || is_too_old {
        return "unknown";
    }
    let (ahead, passes) = if let Some(holds) = answer["holds"].as_bool() {
        return if holds { "met" } else { "not_met" };
    } else if let Some(amount) = answer["amount"].as_str() {
        (fen(amount) - fen(threshold.unwrap()), &item["test"]["amount"]["passes"]["value"])
    } else if let Some(share) = answer["share"].as_str() {
        let ((part, whole), (most, of)) = (terms(share), terms(threshold.unwrap()));
        (part * of - most * whole, &item["test"]["share"]["passes"]["value"])
    } else {
        return "unknown";
    };
    let passing = match passes.as_str().unwrap() {
        "over" => 1..=1,
        "at_least" => 0..=1,
        "below" => -1..=-1,
        _ => -1..=0,
    };
    if passing.contains(&ahead.signum()) { "met" } else { "not_met" }
}

/// The best answer that an item can have, found on a day.
fn best(standard: &Standard, item: &str, on: Date) -> AnswerRecord {
    let mut record =
        AnswerRecord { item: item.parse().unwrap(), holds: None, amount: None, share: None, on };
    match &standard.items()[standard.position(item).unwrap()].test {
        Test::Fact => record.holds = Some(true),
        Test::Amount { passes, .. } => {
            let most = Test::MOST.fen();
            let best = if passes.value.is_ceiling() { -most } else { most };
            record.amount = Some(Yuan::from_fen(best));
        }
        Test::Share { passes, .. } => {
            let best = if passes.value.is_ceiling() { "0/1" } else { "1/1" };
            record.share = Some(best.parse().unwrap());
        }
    }
    record
}

/// The best answer about every item.
fn all_best(standard: &Standard, on: Date) -> Vec<AnswerRecord> {
    standard.items().iter().map(|item| best(standard, item.id.as_str(), on)).collect()
}

/// The sheet with another answer about an item, or none.
fn with(sheet: &AnswerSheet, item: &str, answer: Option<AnswerRecord>) -> AnswerSheet {
    let mut changed = sheet.clone();
    changed.answers.retain(|record| record.item != *item);
    changed.answers.extend(answer);
    changed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn verdicts_are_those_of_a_naive_reading((standard, sheet) in testing::answer_sheet()) {
        let appraisal = appraised(&standard, &sheet);
        let (table, answers) = (json!(standard), json!(sheet));
        let on = sheet.on.to_string();
        let (mut failed, mut missing, mut mandatory) = (BTreeSet::new(), BTreeSet::new(), 0);
        let is_covered = is_covered(&table, sheet.region.as_str());
        prop_assert_eq!(standard.covers(Some(&sheet.region)), is_covered);
        let mut in_force = appraisal.items.iter();
        for (position, item) in table["items"].as_array().unwrap().iter().enumerate() {
            if !is_covered || extent(&item["valid"], sheet.region.as_str(), &on) == 0 {
                prop_assert_eq!(appraisal.verdicts().of(position), Verdict::Unknown);
                prop_assert!(appraisal.item(item["id"].as_str().unwrap()).is_none());
                continue;
            }
            let found = in_force.next().unwrap();
            let expected = naive(item, &table["evidence"]["value"], &answers);
            prop_assert_eq!(json!(found.verdict), expected, "{}", item);
            prop_assert_eq!(&json!(found)["item"], &item["id"]);
            prop_assert_eq!(appraisal.verdicts().of(position), found.verdict);
            prop_assert_eq!(found.unknown.is_some(), found.verdict == Verdict::Unknown);
            if item["mandatory"] == true {
                mandatory += 1;
                let id = item["id"].as_str().unwrap().to_owned();
                match expected {
                    "not_met" => drop(failed.insert(id)),
                    "unknown" => drop(missing.insert(id)),
                    _ => {}
                }
            }
        }
        prop_assert!(in_force.next().is_none());
        let decision = appraisal.decision();
        let expected = if !failed.is_empty() {
            ("refused", None)
        } else if !is_covered {
            ("undetermined", Some("region_not_covered"))
        } else if mandatory == 0 {
            ("undetermined", Some("nothing_asked"))
        } else if missing.is_empty() {
            ("exit", None)
        } else {
            ("undetermined", Some("items_missing"))
        };
        prop_assert_eq!((decision.as_str(), decision.why().map(Undetermined::as_str)), expected);
        prop_assert_eq!(lists(&decision), (failed, missing));
    }

    /// Unknown never exits: whoever gets out has every mandatory item met.
    #[test]
    fn who_gets_out_has_every_mandatory_item((standard, sheet) in testing::answer_sheet()) {
        let appraisal = appraised(&standard, &sheet);
        let mut mandatory = appraisal.items.iter().filter(|one| one.item.mandatory).peekable();
        let is_out = appraisal.decision() == ExitDecision::Exit;
        let is_asked = mandatory.peek().is_some();
        prop_assert_eq!(is_out, is_asked && mandatory.all(|one| one.verdict == Verdict::Met));
    }

    /// What is decided for a wider region is decided alike in each of its parts: every verdict that is
    /// known there, and so every exit and every refusal. A vaguer region never gets anybody out.
    #[test]
    fn what_a_wider_region_decides_holds_in_its_parts(
        (standard, sheet) in testing::answer_sheet(), is_best: bool,
    ) {
        let mut sheet = sheet;
        if is_best {
            sheet.answers = all_best(&standard, sheet.on);
        }
        let answers = standard.check(&sheet.answers).unwrap();
        let codes = ["51", "5105", "510525", "510525108205", "510524", "52", "5203", "520324"];
        let appraise = |code| answers.appraise(&region(code), sheet.on.try_into().unwrap());
        let all: Vec<_> = codes.into_iter().map(appraise).collect();
        let pairs = all.iter().flat_map(|whole| all.iter().map(move |part| (whole, part)));
        for (whole, part) in pairs.filter(|(whole, part)| whole.region.contains(&part.region)) {
            for position in 0..standard.items().len() {
                let known = whole.verdicts().of(position);
                prop_assert!([Verdict::Unknown, part.verdicts().of(position)].contains(&known));
            }
            let (whole, part) = (whole.decision(), part.decision());
            if whole.as_str() != "undetermined" {
                prop_assert_eq!(part.as_str(), whole.as_str());
            }
            prop_assert!(ids(whole.failed()).is_subset(&ids(part.failed())));
        }
    }

    /// A region of which the standard does not speak gets nobody out, whatever is answered; no item
    /// is looked at, and the reason is told. None that names no region leaves anything to tell.
    #[test]
    fn a_foreign_region_gets_nobody_out(
        (standard, sheet) in testing::answer_sheet(), foreign in testing::region(),
    ) {
        let mut best = sheet;
        best.region = foreign;
        best.answers = all_best(&standard, best.on);
        let appraisal = appraised(&standard, &best);
        let document = json!(standard);
        if is_covered(&document, best.region.as_str()) {
            prop_assert_ne!(appraisal.decision().why(), Some(Undetermined::RegionNotCovered));
        } else {
            let why = Undetermined::RegionNotCovered;
            prop_assert_eq!(appraisal.decision(), ExitDecision::Undetermined { why, missing: vec![] });
            prop_assert_eq!((appraisal.items.len(), appraisal.verdicts()), (0, Verdicts::default()));
            prop_assert_eq!(&json!(appraisal)["reason"], "region_not_covered");
        }
    }

    /// A code with a mistake in it never turns into an exit what is none, unless by chance it is that
    /// of another region for which the standard is made; under one that names no region, all are alike.
    #[test]
    fn a_mistaken_code_gets_nobody_out(
        (standard, sheet) in testing::answer_sheet(), at in any::<Index>(), found in "[0-9a-z]?",
    ) {
        let mut code = sheet.region.as_str().to_owned();
        let at = at.index(code.len());
        code.replace_range(at..=at, &found);
        let Ok(region) = code.parse() else { return Ok(()) };
        let before = appraised(&standard, &sheet).decision();
        let mistaken = AnswerSheet { region, ..sheet.clone() };
        let after = appraised(&standard, &mistaken).decision();
        let document = json!(standard);
        if standard.covers(None) {
            prop_assert_eq!(before, after);
        } else if before != ExitDecision::Exit && after == ExitDecision::Exit {
            prop_assert!(is_covered(&document, &code));
            prop_assert!(!sheet.region.as_str().starts_with(&code));
        }
    }

    /// The limit of the incidence is what the named item is held against in the region; where the
    /// appraisal could not say, there is none for the same reason.
    #[test]
    fn the_limit_of_the_incidence_is_that_of_the_appraisal((standard, sheet) in testing::answer_sheet()) {
        let on = sheet.on.try_into().unwrap();
        let limit = standard.incidence_limit(Some(&sheet.region), on);
        let appraisal = appraised(&standard, &sheet);
        let named = standard.records().incidence.as_ref();
        let is_covered = is_covered(&json!(standard), sheet.region.as_str());
        let expected = match named.map(|id| appraisal.item(id.as_str())) {
            None => Err(json!("incidence_not_named")),
            Some(None) if !is_covered => Err(json!("region_not_covered")),
            Some(None) => Err(json!("no_line")),
            Some(Some(item)) => item.threshold.map(|one| json!(one)).ok_or(json!(item.unknown)),
        };
        let found = limit.map(|limit| json!(limit.limit.value)).map_err(|reason| json!(reason));
        prop_assert_eq!(found, expected);
        prop_assert!(limit.is_err() || limit.is_ok_and(|limit| limit.passes.is_ceiling() && limit.item.mandatory));
        // Without a region there is one only by a standard that names none, and it is everywhere's.
        let anywhere = standard.incidence_limit(None, on);
        if named.is_some() && !standard.covers(None) {
            prop_assert_eq!(anywhere, Err(NoIncidenceLimit::NoRegion));
        } else {
            prop_assert_eq!(anywhere, limit);
        }
    }

    /// The best answer about one item makes it met, or leaves it without a line; nothing else
    /// changes. So an exit stays one, no item fails that did not, and none is missing that was not.
    #[test]
    fn improving_an_item_never_makes_it_worse(
        (standard, sheet) in testing::answer_sheet(), at in any::<Index>(),
    ) {
        let item = at.get(standard.items()).id.to_string();
        let before = appraised(&standard, &sheet).decision();
        let improved = with(&sheet, &item, Some(best(&standard, &item, sheet.on)));
        let appraisal = appraised(&standard, &improved);
        if let Some(one) = appraisal.item(&item) {
            let is_met = one.verdict == Verdict::Met;
            let no_answer_could = matches!(one.unknown, Some(Unknown::NoLine | Unknown::RegionTooWide));
            prop_assert!(is_met || no_answer_could, "{one:?}");
        }
        let after = appraisal.decision();
        let ((failed, missing), (failed_after, missing_after)) = (lists(&before), lists(&after));
        if before == ExitDecision::Exit {
            prop_assert_eq!(&after, &ExitDecision::Exit);
        }
        prop_assert!(failed_after.is_subset(&failed));
        prop_assert!(!failed_after.contains(&item));
        let may_be_missing: BTreeSet<_> = missing.iter().chain(&failed).cloned().collect();
        prop_assert!(missing_after.is_subset(&may_be_missing));
        let others = |set: &BTreeSet<String>| {
            set.iter().filter(|other| **other != item).cloned().collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(others(&failed_after), others(&failed));
        prop_assert_eq!(others(&missing_after), others(&missing));
    }

    /// More where there is a floor, less where there is a ceiling, on the same day of evidence, never
    /// takes a met item away.
    #[test]
    fn more_is_never_less(
        (standard, sheet) in testing::answer_sheet(), at in any::<Index>(), more in 0..50_i64,
    ) {
        let item = at.get(standard.items());
        let is_ceiling = match &item.test {
            Test::Fact => return Ok(()),
            Test::Amount { passes, .. } | Test::Share { passes, .. } => passes.value.is_ceiling(),
        };
        let (item, more) = (&item.id, if is_ceiling { -more } else { more });
        let Some(answer) = sheet.answers.iter().find(|record| record.item == *item) else {
            return Ok(());
        };
        let mut better = answer.clone();
        better.amount = answer.amount.map(|amount| Yuan::from_fen(amount.fen() + more));
        better.share = answer.share.map(|share| {
            let part = share.part().saturating_add_signed(more).min(share.whole());
            Ratio::new(part, share.whole()).unwrap()
        });
        let verdict = |sheet: &AnswerSheet| {
            appraised(&standard, sheet).item(item.as_str()).map(|one| one.verdict)
        };
        let (before, after) =
            (verdict(&sheet), verdict(&with(&sheet, item.as_str(), Some(better))));
        prop_assert!(before == after || before == Some(Verdict::NotMet), "{before:?} {after:?}");
    }

    /// Taking an answer away leaves everything else as it was, and the item unknown. So nobody gets
    /// out who did not, and an exit stays one only if the item decides nothing.
    #[test]
    fn deleting_an_answer_never_gets_anybody_out(
        (standard, sheet) in testing::answer_sheet(), at in any::<Index>(),
    ) {
        let item = at.get(standard.items());
        let before = appraised(&standard, &sheet);
        let after = appraised(&standard, &with(&sheet, item.id.as_str(), None));
        if let Some(one) = after.item(item.id.as_str()) {
            let why = one.unknown.unwrap();
            prop_assert!(matches!(why, Unknown::NotAsked | Unknown::NoLine | Unknown::RegionTooWide));
        }
        let counts = item.mandatory && after.item(item.id.as_str()).is_some();
        let (before, after) = (before.decision(), after.decision());
        if after == ExitDecision::Exit {
            prop_assert_eq!(&before, &ExitDecision::Exit);
            prop_assert!(!counts);
        }
        let (mut failed, mut missing) = lists(&before);
        if counts {
            failed.remove(item.id.as_str());
            missing.insert(item.id.to_string());
        }
        prop_assert_eq!(lists(&after), (failed, missing));
    }

    #[test]
    fn the_order_of_the_answers_makes_no_difference(
        (standard, sheet) in testing::answer_sheet(),
    ) {
        let mut reversed = sheet.clone();
        reversed.answers.reverse();
        prop_assert_eq!(appraised(&standard, &sheet), appraised(&standard, &reversed));
    }

    /// One standard of a region and day for all gives each its verdicts; what is answered to another
    /// question does not count.
    #[test]
    fn a_regional_standard_gives_the_verdicts_of_the_appraisals((standard, sheet) in testing::answer_sheet()) {
        let answers = standard.check(&sheet.answers).unwrap();
        let items = standard.items().iter();
        let by_position: Vec<_> = items.map(|item| answers.of(item.id.as_str())).collect();
        let regional = standard.in_region(sheet.region.clone(), sheet.on.try_into().unwrap());
        let verdicts = appraised(&standard, &sheet).verdicts();
        prop_assert_eq!(regional.verdicts(&by_position), verdicts);
        for (position, item) in standard.items().iter().enumerate() {
            let mut wrong = by_position.clone();
            wrong.truncate(position);
            prop_assert_eq!(regional.verdicts(&wrong).of(position), Verdict::Unknown);
            for found in [Found::Holds(true), Found::Amount(Test::MOST), Found::Share("0/1".parse().unwrap())] {
                let kind = match found {
                    Found::Holds(_) => "holds",
                    Found::Amount(_) => "amount",
                    _ => "share",
                };
                if kind != item.test.kind() {
                    wrong.truncate(position);
                    wrong.push(Some(Answer { found, on: sheet.on.try_into().unwrap() }));
                    prop_assert_eq!(regional.verdicts(&wrong).of(position), Verdict::Unknown);
                }
            }
        }
    }

    /// Every answer of a later day counts as none would, but for what is said about it.
    #[test]
    fn evidence_of_a_later_day_is_not_looked_at((standard, sheet) in testing::answer_sheet()) {
        let mut known = sheet.clone();
        known.answers.retain(|record| record.on <= sheet.on);
        let (all, known) = (appraised(&standard, &sheet), appraised(&standard, &known));
        prop_assert_eq!(all.verdicts(), known.verdicts());
        prop_assert_eq!(all.decision(), known.decision());
    }

    /// Of every item that holds: what asks for it, how it must stand, the line that was applied, and
    /// how old the answer may be, if there is one.
    #[test]
    fn an_appraisal_rests_on_what_it_applied((standard, sheet) in testing::answer_sheet()) {
        let appraisal = appraised(&standard, &sheet);
        let (table, answers) = (json!(standard), json!(sheet));
        let (region, on) = (sheet.region.as_str(), sheet.on.to_string());
        let mut expected = BTreeSet::new();
        let mut rests_on = |basis: &Value| {
            expected.insert(basis["assumption"].as_str().unwrap().to_owned());
        };
        let items = table["items"].as_array().unwrap().iter();
        let is_covered = is_covered(&table, region);
        for item in items.filter(|item| is_covered && extent(&item["valid"], region, &on) > 0) {
            rests_on(&item["basis"]);
            for (table, value) in [("amount", "lines"), ("share", "limits")] {
                let test = &item["test"][table];
                if test.is_null() {
                    continue;
                }
                rests_on(&test["passes"]["basis"]);
                let all = test[value].as_array().unwrap().iter();
                let differs = |one: &Value| extent(&one["valid"], region, &on) == 1;
                if differs(item) || all.clone().any(differs) {
                    continue;
                }
                let size = |one: &&Value| one["valid"]["region"].as_str().map(str::len);
                let valid = all.filter(|one| extent(&one["valid"], region, &on) == 2);
                if let Some(one) = valid.max_by_key(size) {
                    rests_on(&one["basis"]);
                }
            }
            if answers["answers"].as_array().unwrap().iter().any(|one| one["item"] == item["id"]) {
                let is_own = !item["evidence"].is_null();
                rests_on(if is_own { &item["basis"] } else { &table["evidence"]["basis"] });
            }
        }
        prop_assert_eq!(json!(appraisal.assumptions), json!(expected));
    }
}

/// Were one of them never made, its laws would say nothing.
#[test]
fn every_decision_is_made_for_every_reason() {
    let mut runner = TestRunner::deterministic();
    let (mut decisions, mut reasons) = (BTreeSet::new(), BTreeSet::new());
    let mut whys = BTreeSet::new();
    let mut out = 0;
    for _ in 0..600 {
        let tree = testing::answer_sheet().new_tree(&mut runner).unwrap();
        let (standard, sheet) = proptest::strategy::ValueTree::current(&tree);
        let appraisal = appraised(&standard, &sheet);
        let decision = appraisal.decision();
        decisions.insert(decision.as_str());
        whys.extend(decision.why().map(Undetermined::as_str));
        out += usize::from(decision == ExitDecision::Exit);
        reasons.extend(appraisal.items.iter().filter_map(|one| Some(one.unknown?.as_str())));
    }
    assert_eq!(decisions, ["exit", "refused", "undetermined"].into());
    assert_eq!(whys, ["items_missing", "region_not_covered", "nothing_asked"].into());
    let of_answers = ["not_asked", "not_known", "later_evidence", "old_evidence"];
    assert_eq!(
        reasons,
        [&["no_line", "region_too_wide"][..], &of_answers].concat().into_iter().collect()
    );
    assert!(out > 30, "{out}");
}

fn record(standard: &Standard, item: &str, on: &str) -> AnswerRecord {
    best(standard, item, on.parse().unwrap())
}

/// Everything at its best on the day, but for what is said.
fn sheet(standard: &Standard, on: &str, but: &[AnswerRecord]) -> AnswerSheet {
    let mut sheet = AnswerSheet {
        subject: Subject::Household("h0001".parse().unwrap()),
        region: "510525".parse().unwrap(),
        on: on.parse().unwrap(),
        answers: standard
            .items()
            .iter()
            .map(|item| record(standard, item.id.as_str(), on))
            .collect(),
    };
    for record in but {
        sheet = with(&sheet, record.item.as_str(), Some(record.clone()));
    }
    sheet
}

fn household() -> Standard {
    Charter::maoxi().poverty.household_standard
}

fn of_income(yuan: &str, on: &str) -> String {
    let standard = household();
    let mut income = record(&standard, "income", on);
    income.amount = Some(yuan.parse().unwrap());
    appraised(&standard, &sheet(&standard, on, &[income])).decision().as_str().to_owned()
}

#[test]
fn exactly_at_the_line_is_not_over_it() {
    for (on, line, above) in [
        ("2013-01-01", "2736.00", "2736.01"),
        ("2014-12-31", "2800.00", "2800.01"),
        ("2015-06-30", "2855.00", "2855.01"),
        ("2016-02-29", "2952.00", "2952.01"),
        ("2019-12-31", "3218.00", "3218.01"),
    ] {
        assert_eq!(of_income(line, on), "refused", "{on}");
        assert_eq!(of_income(above, on), "exit", "{on}");
    }
    // At least the line, once the table says so.
    let mut records = household().records().clone();
    if let Test::Amount { passes, .. } = &mut records.items[0].test {
        passes.value = Comparison::AtLeast;
    }
    let standard = Standard::new(records).unwrap();
    let mut income = record(&standard, "income", "2019-12-31");
    for (yuan, expected) in [("3217.99", "refused"), ("3218.00", "exit")] {
        income.amount = Some(yuan.parse().unwrap());
        let sheet = sheet(&standard, "2019-12-31", &[income.clone()]);
        assert_eq!(appraised(&standard, &sheet).decision().as_str(), expected);
    }
}

#[test]
fn a_day_without_a_line_leaves_the_income_unknown() {
    for on in ["2012-12-31", "2017-01-01", "2018-11-20", "2018-12-31", "2020-01-01"] {
        let standard = household();
        let appraisal = appraised(&standard, &sheet(&standard, on, &[]));
        let income = appraisal.item("income").unwrap();
        assert_eq!((income.unknown, income.threshold), (Some(Unknown::NoLine), None));
        assert_eq!(ids(appraisal.decision().missing()), ["income".to_owned()].into());
        assert_eq!(Reply::from(&appraisal.decision()), Reply::Unasked);
    }
}

/// What holds in a province holds in its counties, and what holds in a county goes before it.
#[test]
fn regions_lie_in_one_another() {
    let mut records = household().records().clone();
    if let Test::Amount { lines, .. } = &mut records.items[0].test {
        for (code, value) in [("51", "3300.00"), ("510525", "3500.00")] {
            let mut own = lines[4].clone();
            (own.value, own.valid.region) = (value.parse().unwrap(), Some(region(code)));
            lines.push(own);
        }
    }
    records.items[5].valid.region = Some(region("51"));
    records.regions = vec![region("5203")];
    let standard = Standard::new(records).unwrap();
    let of = |region: &str, item: &str| {
        let mut sheet = sheet(&standard, "2019-11-20", &[]);
        sheet.region = region.parse().unwrap();
        sheet.answers.retain(|record| record.item != "water");
        let appraisal = appraised(&standard, &sheet);
        appraisal.item(item).map(|item| json!(item)["threshold"].clone())
    };
    for (region, line, has_water) in [
        // In a part of these another line holds.
        ("51", Value::Null, true),
        ("5105", Value::Null, true),
        ("5106", json!("3300.00"), true),
        ("510525", json!("3500.00"), true),
        ("510525108", json!("3500.00"), true),
        ("5203", json!("3218.00"), false),
    ] {
        assert_eq!(of(region, "income"), Some(line), "{region}");
        assert_eq!(of(region, "water").is_some(), has_water, "{region}");
    }
    // Nobody said that nothing of its own holds there.
    assert_eq!((of("5204", "income"), of("52", "water")), (None, None));
}

/// The item that the standard names is the incidence, wherever it stands; no other stands in for it.
#[test]
fn the_limit_of_the_incidence_is_that_of_its_item() {
    let mut records = Charter::maoxi().poverty.village_standard.records().clone();
    let mut other = records.items[0].clone();
    other.id = "unsafe_housing".parse().unwrap();
    if let Test::Share { limits, .. } = &mut other.test {
        limits[0].value = Ratio::new(1, 5).unwrap();
    }
    let mut coverage = other.clone();
    coverage.id = "medical_coverage".parse().unwrap();
    if let Test::Share { passes, .. } = &mut coverage.test {
        passes.value = Comparison::AtLeast;
    }
    records.items.extend([other, coverage]);
    if let Test::Share { limits, .. } = &mut records.items[0].test {
        limits[0].valid.from = Some("2018-01-01".parse().unwrap());
    }
    let standard = Standard::new(records.clone()).unwrap();
    let limit = |standard: &Standard, on: &str| {
        let limit = standard.incidence_limit(None, on.parse().unwrap());
        limit.map(|limit| (limit.item.id.to_string(), limit.limit.value))
    };
    let three = (records.items[0].id.to_string(), Ratio::new(3, 100).unwrap());
    assert_eq!(limit(&standard, "2018-01-01"), Ok(three));
    assert_eq!(limit(&standard, "2017-12-31"), Err(NoIncidenceLimit::NoLine));
    assert_eq!(limit(&household(), "2018-01-01"), Err(NoIncidenceLimit::IncidenceNotNamed));
    records.items.rotate_left(1);
    let rotated = Standard::new(records.clone()).unwrap();
    assert_eq!(limit(&rotated, "2018-01-01"), limit(&standard, "2018-01-01"));
    records.incidence = None;
    let nameless = Standard::new(records).unwrap();
    assert_eq!(limit(&nameless, "2018-01-01"), Err(NoIncidenceLimit::IncidenceNotNamed));
}

/// A region's own limit, and none where the standard does not say which.
#[test]
fn the_limit_of_the_incidence_is_that_of_its_region() {
    let mut records = Charter::maoxi().poverty.village_standard.records().clone();
    if let Test::Share { limits, .. } = &mut records.items[0].test {
        let mut own = limits[0].clone();
        (own.value, own.valid.region) = (Ratio::new(2, 100).unwrap(), Some(region("5105")));
        limits.push(own);
    }
    records.regions = vec![region("51")];
    let standard = Standard::new(records).unwrap();
    let limit = |region: Option<Region>| {
        let limit = standard.incidence_limit(region.as_ref(), "2018-12-31".parse().unwrap());
        limit.map(|limit| limit.limit.value.to_string()).map_err(|reason| reason.to_string())
    };
    for (code, expected) in [
        (Some("510525"), Ok("2/100")),
        (Some("5106"), Ok("3/100")),
        (Some("51"), Err("a part of the region differs")),
        (Some("52"), Err("the standard is not made for the region")),
        (None, Err("the standard names regions, and no region is given")),
    ] {
        let expected = expected.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(limit(code.map(region)), expected, "{code:?}");
    }
}

/// Each word is that of the appraisal, where that has one.
#[test]
fn why_there_is_no_limit_is_told_in_words() {
    for (reason, word, text) in [
        (
            NoIncidenceLimit::IncidenceNotNamed,
            "incidence_not_named",
            "the standard names no item as its `incidence`",
        ),
        (
            NoIncidenceLimit::NoRegion,
            "no_region",
            "the standard names regions, and no region is given",
        ),
        (
            NoIncidenceLimit::RegionNotCovered,
            Undetermined::RegionNotCovered.as_str(),
            "the standard is not made for the region",
        ),
        (
            NoIncidenceLimit::RegionTooWide,
            Unknown::RegionTooWide.as_str(),
            "a part of the region differs",
        ),
        (NoIncidenceLimit::NoLine, Unknown::NoLine.as_str(), "no limit in force"),
    ] {
        assert_eq!((json!(reason), reason.to_string()), (json!(word), text.to_owned()));
    }
}

/// Coverage of at least 95 %, spending of at most 300 yuan: floors and ceilings of either kind.
#[test]
fn a_share_may_have_a_floor_and_an_amount_a_ceiling() {
    for (kind, table, bound, passes, passing, failing) in [
        ("share", "limits", "95/100", "at_least", "95/100", "949/1000"),
        ("share", "limits", "95/100", "over", "951/1000", "95/100"),
        ("share", "limits", "3/100", "at_most", "3/100", "31/1000"),
        ("share", "limits", "3/100", "below", "29/1000", "3/100"),
        ("amount", "lines", "300.00", "at_least", "300.00", "299.99"),
        ("amount", "lines", "300.00", "over", "300.01", "300.00"),
        ("amount", "lines", "300.00", "at_most", "300.00", "300.01"),
        ("amount", "lines", "300.00", "below", "299.99", "300.00"),
    ] {
        let basis = json!({"assumption": "T1"});
        let valid = json!({"region": null, "from": null, "until": null});
        let test = json!({kind: {"passes": {"value": passes, "basis": basis},
            table: [{"value": bound, "valid": valid, "basis": basis}]}});
        let standard: Standard = serde_json::from_value(json!({
            "items": [{"id": "one", "title": "一", "mandatory": true, "valid": valid,
                       "evidence": null, "test": test, "basis": basis}],
            "evidence": {"value": "any", "basis": basis}}))
        .unwrap();
        for (found, decision) in [(passing, "exit"), (failing, "refused")] {
            let answer = json!([{"item": "one", kind: found, "on": "2019-05-01"}]);
            let answers: Vec<AnswerRecord> = serde_json::from_value(answer).unwrap();
            let answers = standard.check(&answers).unwrap();
            let appraisal = answers.appraise(&region("510525"), "2019-05-01".parse().unwrap());
            assert_eq!(appraisal.decision().as_str(), decision, "{found} {passes} {bound}");
            let document = json!(appraisal);
            assert_eq!(document["items"][0]["passes"], passes);
            assert_eq!(document["items"][0]["threshold"], bound);
        }
    }
}

#[test]
fn a_regions_own_line_goes_before_that_of_everywhere() {
    let mut records = household().records().clone();
    if let Test::Amount { lines, .. } = &mut records.items[0].test {
        let mut own = lines[4].clone();
        own.value = "3500.00".parse().unwrap();
        own.valid.region = Some(region("510525"));
        own.valid.from = Some("2018-07-01".parse().unwrap());
        lines.insert(0, own);
    }
    records.regions = vec![region("52")];
    let standard = Standard::new(records).unwrap();
    let income = |region: &str, on: &str| {
        let mut sheet = sheet(&standard, on, &[]);
        sheet.region = region.parse().unwrap();
        json!(appraised(&standard, &sheet).items[0])["threshold"].clone()
    };
    assert_eq!(income("510525", "2019-03-01"), "3500.00");
    assert_eq!(income("5203", "2019-03-01"), "3218.00");
    assert_eq!(income("510525", "2018-07-01"), "3500.00");
    assert_eq!(income("510525", "2018-06-30"), Value::Null);
    assert_eq!(income("5203", "2018-07-01"), Value::Null);
    assert_eq!(income("510525", "2016-07-01"), "2952.00");
}

#[test]
fn what_holds_elsewhere_or_later_is_not_asked_for() {
    let mut records = household().records().clone();
    records.items[7].valid.from = Some("2016-01-01".parse().unwrap());
    records.items[6].valid.region = Some(region("5203"));
    records.regions = vec![region("51")];
    let standard = Standard::new(records).unwrap();
    let appraise = |on: &str| {
        let mut sheet = sheet(&standard, on, &[]);
        sheet.answers.retain(|record| record.item != "radio_tv" && record.item != "electricity");
        appraised(&standard, &sheet)
    };
    let before = appraise("2015-12-31");
    assert_eq!((before.items.len(), before.decision()), (6, ExitDecision::Exit));
    let after = appraise("2016-01-01");
    assert_eq!(ids(after.decision().missing()), ["radio_tv".to_owned()].into());
    // Positions stay those of the standard.
    assert_eq!((after.verdicts().met(), after.verdicts().not_met()), (0b0011_1111, 0));
}

#[test]
fn where_nothing_is_asked_for_nobody_gets_out() {
    let mut records = household().records().clone();
    for item in &mut records.items {
        item.valid.from = Some("2014-01-01".parse().unwrap());
    }
    let standard = Standard::new(records).unwrap();
    let appraisal = appraised(&standard, &sheet(&standard, "2013-12-31", &[]));
    let why = Undetermined::NothingAsked;
    assert_eq!(appraisal.decision(), ExitDecision::Undetermined { why, missing: vec![] });
    assert_eq!(json!(appraisal)["reason"], "nothing_asked");
    // Nor where every item is one of another region, of which the standard says that it is made for it.
    let mut records = household().records().clone();
    records.items.iter_mut().for_each(|item| item.valid.region = Some(region("5105")));
    records.regions = vec![region("51")];
    let standard = Standard::new(records).unwrap();
    let decision = |code: &str| {
        let mut sheet = sheet(&standard, "2019-05-01", &[]);
        (sheet.region, sheet.answers) = (region(code), all_best(&standard, sheet.on));
        let decision = appraised(&standard, &sheet).decision();
        (decision.as_str(), decision.why())
    };
    assert_eq!(decision("5106"), ("undetermined", Some(why)));
    assert_eq!(decision("5105"), ("exit", None));
}

#[test]
fn what_is_not_mandatory_is_told_and_decides_nothing() {
    let mut records = household().records().clone();
    records.items[7].mandatory = false;
    let standard = Standard::new(records).unwrap();
    let mut radio = record(&standard, "radio_tv", "2019-05-01");
    radio.holds = Some(false);
    let appraisal = appraised(&standard, &sheet(&standard, "2019-05-01", &[radio]));
    assert_eq!(appraisal.item("radio_tv").unwrap().verdict, Verdict::NotMet);
    assert_eq!(appraisal.decision(), ExitDecision::Exit);
    assert_eq!(Reply::from(&appraisal.decision()), Reply::Yes);
}

#[test]
fn one_missing_mandatory_item_outweighs_seven_met() {
    let standard = household();
    let mut water = record(&standard, "water", "2019-05-01");
    water.holds = None;
    let appraisal = appraised(&standard, &sheet(&standard, "2019-05-01", &[water.clone()]));
    assert_eq!(appraisal.decision().as_str(), "undetermined");
    assert_eq!(appraisal.item("water").unwrap().unknown, Some(Unknown::NotKnown));
    water.holds = Some(false);
    let appraisal = appraised(&standard, &sheet(&standard, "2019-05-01", &[water]));
    assert_eq!(ids(appraisal.decision().failed()), ["water".to_owned()].into());
    assert_eq!(Reply::from(&appraisal.decision()), Reply::No);
}

/// Below 3 % in the year of the delisting, by the figures of the roster.
#[test]
fn a_village_is_delisted_by_its_incidence_of_the_year() {
    let roster = crate::maoxi::roster();
    let township = crate::township(&roster);
    let standard = Charter::maoxi().poverty.village_standard;
    let village = township.village("510525108205").unwrap();
    let incidence: Id<'static> = "incidence".parse().unwrap();
    let appraise = |day: &str, on: &str| {
        let found = AnswerRecord::incidence(incidence.clone(), village, day.parse().unwrap());
        let appraisal = appraised(&standard, &sheet(&standard, on, std::slice::from_ref(&found)));
        let item = appraisal.item("incidence").unwrap().clone();
        (found.share.unwrap().to_string(), appraisal.decision().as_str().to_owned(), item.unknown)
    };
    let told = |share: &str, decision: &str| (share.to_owned(), decision.to_owned(), None);
    assert_eq!(appraise("2018-12-20", "2018-12-20"), told("85/2483", "refused"));
    assert_eq!(appraise("2018-12-31", "2018-12-31"), told("69/2483", "exit"));
    let (_, decision, unknown) = appraise("2018-12-31", "2019-01-01");
    assert_eq!(decision, "undetermined");
    assert_eq!(unknown.unwrap().to_string(), "the evidence is of another year, 2018-12-31");

    // Exactly at 3 % is not below it.
    let mut found = AnswerRecord::incidence(incidence, village, "2018-12-31".parse().unwrap());
    for (share, expected) in [("3/100", "refused"), ("30/1000", "refused"), ("299/10000", "exit")] {
        found.share = Some(share.parse().unwrap());
        let appraisal = appraised(&standard, &sheet(&standard, "2018-12-31", &[found.clone()]));
        assert_eq!(appraisal.decision().as_str(), expected, "{share}");
    }
}

#[test]
fn nothing_is_known_of_a_village_without_population() {
    let mut roster = crate::maoxi::roster();
    for population in [None, Some(0)] {
        for village in &mut roster.villages {
            village.population = population;
        }
        for household in &mut roster.households {
            household.poor = bangfu::roster::SpanRecords::default();
        }
        // Nobody may live where nobody is.
        roster.households.clear();
        roster.pairings.clear();
        let township = crate::township(&roster);
        let village = township.village("510525108205").unwrap();
        let on: Day = "2018-12-31".parse().unwrap();
        let found = AnswerRecord::incidence("incidence".parse().unwrap(), village, on);
        assert_eq!(found.share, None);
        let standard = Charter::maoxi().poverty.village_standard;
        let appraisal = appraised(&standard, &sheet(&standard, "2018-12-31", &[found]));
        assert_eq!(ids(appraisal.decision().missing()), ["incidence".to_owned()].into());
    }
}

#[test]
fn every_reason_is_told_in_words() {
    let day: Day = "2018-10-02".parse().unwrap();
    let months = |months: u8| bangfu::poverty::EvidenceAge::Months(months.try_into().unwrap());
    for (reason, text) in [
        (Unknown::NoLine, "no line in force"),
        (Unknown::RegionTooWide, "a part of the region differs"),
        (Unknown::NotAsked, "not asked"),
        (Unknown::NotKnown, "not known"),
        (Unknown::LaterEvidence { found: day }, "the evidence is of a later day, 2018-10-02"),
        (
            Unknown::OldEvidence { found: day, most: months(12) },
            "the evidence is more than 12 months old, 2018-10-02",
        ),
    ] {
        assert_eq!(reason.to_string(), text);
    }
    for (reason, text) in [
        (Undetermined::ItemsMissing, "mandatory items are unknown"),
        (Undetermined::RegionNotCovered, "the standard is not made for the region"),
        (Undetermined::NothingAsked, "no mandatory item is asked for in the region on the day"),
    ] {
        assert_eq!(reason.to_string(), text);
    }
}
