//! The sentences, word for word, and that none is left unfinished.

use bangfu::assign::{
    Language, Plan, Problem, ProblemRecords, Wording, compare, explain, remedies,
};
use proptest::prelude::*;

use crate::model::{SMALL, any_problem};
use crate::proved;

fn read(document: &str) -> Problem {
    let records: ProblemRecords<'_> = bangfu::document::read(document.as_bytes()).unwrap();
    records.check().unwrap()
}

fn explained(plan: &Plan<'_>, household: &str, language: Language) -> Vec<String> {
    let household = plan.problem().household(household).unwrap();
    let explanation = explain(plan).unwrap().household(household).unwrap();
    Wording::by_id(language).explanation(&explanation)
}

const PROBLEM: &str = r#"{ "format": 1,
    "classes": [{"id": "c0", "minutes": {"g0": 12, "g1": 20}}, {"id": "c1", "minutes": {"g0": 35}},
                {"id": "c2", "minutes": {"g2": 5}}],
    "helpers": [{"id": "p0", "class": "c0", "capacity": 2}, {"id": "p1", "class": "c1", "capacity": 1},
                {"id": "p2", "class": "c2", "capacity": 3}, {"id": "p3", "class": "c1", "capacity": 0},
                {"id": "p4", "class": "c2", "capacity": 1}],
    "households": [{"id": "h0", "site": "g0", "incumbent": "p0"}, {"id": "h1", "site": "g0"},
                   {"id": "h2", "site": "g1"}, {"id": "h3", "site": "g2", "barred": ["p4"]},
                   {"id": "h4", "site": "g1"}, {"id": "h5", "site": "g9"},
                   {"id": "h6", "site": "g2", "pinned": "p4"}],
    "keep": 10, "balance": 1 }"#;

/// Another plan: two households change places.
fn exchanged<'p>(plan: &Plan<'p>) -> Plan<'p> {
    let mut claim = plan.records();
    (claim.pairings[0].helper, claim.pairings[0].cost) = ("p1".parse().unwrap(), 35);
    (claim.pairings[1].helper, claim.pairings[1].cost) = ("p0".parse().unwrap(), 12);
    claim.cost += 10;
    claim.check(plan.problem()).unwrap()
}

#[test]
fn the_example_is_told_in_english() {
    assert_eq!(
        told(Language::English),
        [
            "Household h0 has p0 as its helper.",
            "This counts as 4 minutes: 12 minutes on the way, less 10 minutes because the household keeps its helper, plus 2 minutes because the helper has 2 households.",
            "2 helpers could serve the household; for it alone, nobody would cost less.",
            "The next best helper is p1: with them, the whole plan would cost 10 minutes more.",
            "For that, h1 would go from p1 to p0.",
            "May not serve where it lives: p2 and p4.",
            "May not have any household: p3.",
            "Household h1 has p1 as its helper.",
            "This counts as 36 minutes: 35 minutes on the way, plus 1 minute because the helper has 1 household.",
            "2 helpers could serve the household; for it alone, 1 helper would cost less, but not for all households together.",
            "The next best helper is p0: with them, the whole plan would cost 10 minutes more.",
            "For that, h0 would go from p0 to p1.",
            "May not serve where it lives: p2 and p4.",
            "May not have any household: p3.",
            "Household h3 has p2 as its helper.",
            "This counts as 6 minutes: 5 minutes on the way, plus 1 minute because the helper has 1 household.",
            "Nobody else could serve the household.",
            "May not serve where it lives: p0, p1 and p3.",
            "Must not serve this household: p4.",
            "Household h4 has no helper.",
            "If it is to have a helper all the same, p0 is the best: with them, the whole plan would be just as good.",
            "For that, h2 would lose p0 and be left without a helper.",
            "May not serve where it lives: p1, p2, p3 and p4.",
            "Household h5 has no helper.",
            "Nobody could serve the household.",
            "May not serve where it lives: p0, p1, p2, p3 and p4.",
            "Household h6 has p4 as its helper.",
            "This counts as 6 minutes: 5 minutes on the way, plus 1 minute because the helper has 1 household.",
            "Nobody else could serve the household.",
            "The household is reserved for p4, and nobody else was considered.",
            "3 helpers with 3 places in all cannot serve 4 households: 1 household must be left without a helper. Nobody else may serve them.",
            "Households: h0, h1, h2 and h4.",
            "Helpers: p0, p1 and p3.",
            "Any one of these changes would help:",
            "One more helper of class c0, with enough places, would serve 1 household more.",
            "One more helper of class c1, with enough places, would serve 1 household more.",
            "If p0 takes one household more than now allowed, 1 household more is served.",
            "If one of p1 and p3 takes one household more than now allowed, 1 household more is served.",
            "If class c2 (with room: p2) may also serve one of g0 and g1, 1 household more can be served.",
            "There is nobody who may serve 1 household.",
            "Households: h5.",
            "Any one of these changes would help:",
            "If class c2 (with room: p2) may also serve where h5 lives, 1 household more can be served.",
            "Households with a helper: 5, then 5.",
            "Households without a helper: 2, then 2.",
            "Cost in all: 73, then 83.",
            "Minutes on the way: 77, then 77.",
            "Minutes off for helpers kept: 10, then 0.",
            "Minutes added for loads: 6, then 6.",
            "Households that keep their helper: 1, then 0.",
            "Most households of one helper: 2, then 2.",
            "Helpers with 0 households: 1, then 1.",
            "Helpers with 1 household: 3, then 3.",
            "Helpers with 2 households: 1, then 1.",
            "2 households with another helper: h0 from p0 to p1; h1 from p1 to p0.",
        ]
    );
}

#[test]
fn the_example_is_told_in_chinese() {
    assert_eq!(
        told(Language::Chinese),
        [
            "贫困户h0由p0结对帮扶。",
            "该结对计4分钟：路程12分钟，因保留现任帮扶人减10分钟，因该责任人共帮扶2户加2分钟。",
            "可以帮扶该户的共2名帮扶责任人；单就该户而言，没有人成本更低。",
            "其次是p1：若改由其帮扶，整个方案多计10分钟。",
            "为此，h1由p1改为p0帮扶。",
            "不能到该户所在地帮扶：p2和p4。",
            "没有帮扶名额：p3。",
            "贫困户h1由p1结对帮扶。",
            "该结对计36分钟：路程35分钟，因该责任人共帮扶1户加1分钟。",
            "可以帮扶该户的共2名帮扶责任人；单就该户而言，有1名帮扶责任人成本更低，但就全体贫困户而言并非如此。",
            "其次是p0：若改由其帮扶，整个方案多计10分钟。",
            "为此，h0由p0改为p1帮扶。",
            "不能到该户所在地帮扶：p2和p4。",
            "没有帮扶名额：p3。",
            "贫困户h3由p2结对帮扶。",
            "该结对计6分钟：路程5分钟，因该责任人共帮扶1户加1分钟。",
            "没有其他人可以帮扶该户。",
            "不能到该户所在地帮扶：p0、p1和p3。",
            "不得帮扶该户（须回避）：p4。",
            "贫困户h4没有帮扶责任人。",
            "如果仍要为该户安排帮扶责任人，p0最合适：由其帮扶，整个方案同样好。",
            "为此，h2不再由p0帮扶，暂无帮扶责任人。",
            "不能到该户所在地帮扶：p1、p2、p3和p4。",
            "贫困户h5没有帮扶责任人。",
            "没有人可以帮扶该户。",
            "不能到该户所在地帮扶：p0、p1、p2、p3和p4。",
            "贫困户h6由p4结对帮扶。",
            "该结对计6分钟：路程5分钟，因该责任人共帮扶1户加1分钟。",
            "没有其他人可以帮扶该户。",
            "该户已指定由p4帮扶，不考虑其他人。",
            "4户只能由3名帮扶责任人帮扶，一共有3个名额，还有1户无法安排。",
            "贫困户：h0、h1、h2和h4。",
            "帮扶责任人：p0、p1和p3。",
            "采取以下任何一项措施，都能缓解：",
            "增加一名c0类帮扶责任人，名额足够时，可多帮扶1户。",
            "增加一名c1类帮扶责任人，名额足够时，可多帮扶1户。",
            "将p0的户数上限提高一户，可多帮扶1户。",
            "将p1和p3之一的户数上限提高一户，可多帮扶1户。",
            "允许c2类责任人（尚有余力：p2）也到g0和g1之一帮扶，可多帮扶1户。",
            "有1户没有人可以帮扶。",
            "贫困户：h5。",
            "采取以下任何一项措施，都能缓解：",
            "允许c2类责任人（尚有余力：p2）也到h5所在地帮扶，可多帮扶1户。",
            "有人帮扶的户数：原5，后5。",
            "无人帮扶的户数：原2，后2。",
            "总计：原73，后83。",
            "路程分钟数：原77，后77。",
            "因保留现任减计的分钟数：原10，后0。",
            "因户数加计的分钟数：原6，后6。",
            "保留现任帮扶人的户数：原1，后0。",
            "一人最多帮扶的户数：原2，后2。",
            "帮扶0户的责任人数：原1，后1。",
            "帮扶1户的责任人数：原3，后3。",
            "帮扶2户的责任人数：原1，后1。",
            "2户更换帮扶责任人：h0由p0改为p1；h1由p1改为p0。",
        ]
    );
}

/// All that is said of the example.
fn told(language: Language) -> Vec<String> {
    let problem = read(PROBLEM);
    let plan = proved(&problem);
    let wording = Wording::by_id(language);
    let mut told = Vec::new();
    for household in ["h0", "h1", "h3", "h4", "h5", "h6"] {
        told.extend(explained(&plan, household, language));
    }
    for relief in remedies(&plan).unwrap() {
        told.extend(wording.relief(&relief));
    }
    told.extend(wording.comparison(&compare(&plan, &exchanged(&plan)).unwrap()));
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_sentence_is_whole(records in any_problem(SMALL)) {
        let problem = records.check().unwrap();
        let plan = proved(&problem);
        let mut explainer = explain(&plan).unwrap();
        for language in [Language::English, Language::Chinese] {
            let wording = Wording::by_id(language);
            let mut text = Vec::new();
            for household in problem.households() {
                text.extend(wording.explanation(&explainer.household(household).unwrap()));
            }
            for relief in remedies(&plan).unwrap() {
                text.extend(wording.relief(&relief));
            }
            text.extend(wording.comparison(&compare(&plan, &plan).unwrap()));
            let end = if language == Language::English { [".", ":"] } else { ["。", "："] };
            for sentence in text {
                prop_assert!(!sentence.contains(['{', '}']), "{}", sentence);
                prop_assert!(end.iter().any(|end| sentence.ends_with(end)), "{}", sentence);
                prop_assert!(!sentence.contains("  ") && !sentence.contains(" ,"), "{}", sentence);
                prop_assert!(!sentence.contains(": .") && !sentence.contains("：。"), "{}", sentence);
            }
        }
    }
}
