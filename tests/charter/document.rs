//! The charter as a document: it comes back as it was, and nothing slips in or out unnoticed.

use bangfu::charter::Charter;
use serde_json::{Value, json};

fn maoxi() -> Value {
    serde_json::to_value(Charter::maoxi()).unwrap()
}

fn read(document: &Value) -> Result<Charter, String> {
    let text = serde_json::to_vec(document).unwrap();
    bangfu::document::read(&text).map_err(|error| error.to_string())
}

/// The pointers of all values below, the whole included.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let mut below = |key: &str, value| pointers(value, &format!("{at}/{key}"), found);
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| below(key, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| below(&at.to_string(), item));
        }
        _ => {}
    }
}

/// The document with one value changed, for each value that can be.
fn changed(change: impl Fn(&mut Value) -> bool) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    pointers(&maoxi(), "", &mut all);
    let variants = all.into_iter().filter_map(|pointer| {
        let mut document = maoxi();
        change(document.pointer_mut(&pointer)?).then_some((pointer, document))
    });
    variants.collect()
}

/// Those that are read although they must be refused.
fn accepted(documents: Vec<(String, Value)>) -> Vec<String> {
    assert!(documents.len() > 30, "only {} documents", documents.len());
    let read = documents.into_iter().filter(|(_, document)| read(document).is_ok());
    read.map(|(pointer, _)| pointer).collect()
}

#[test]
fn the_charter_comes_back_as_it_was() {
    let charter = Charter::maoxi();
    let text = serde_json::to_string(&charter).unwrap();
    assert_eq!(serde_json::from_str::<Charter>(&text).unwrap(), charter);
    assert_eq!(bangfu::document::read::<Charter>(text.as_bytes()), Ok(charter.clone()));
    let indented = serde_json::to_vec_pretty(&charter).unwrap();
    assert_eq!(bangfu::document::read::<Charter>(&indented), Ok(charter));
}

#[test]
fn every_value_of_the_rules_of_pairing_comes_back() {
    for pointer in ["/pairing/scope/city/value", "/pairing/scope/group/value"] {
        for scope in ["village", "zone", "town"] {
            comes_back(pointer, json!(scope));
        }
    }
    for rule in ["home_then_post", "home_then_post_then_helped"] {
        comes_back("/pairing/station/value", json!(rule));
    }
    for fairness in [json!(null), json!("before_cost"), json!("after_cost")] {
        comes_back("/pairing/fairness/value", fairness);
    }
    for rule in ["keep", "cross_village", "balance"] {
        comes_back(&format!("/pairing/{rule}/value"), json!(10_000));
    }
    comes_back("/pairing/ranks/value", json!(["group", "city"]));
    comes_back("/pairing/least/value/village", json!(8));
}

#[test]
fn every_method_of_the_subsidy_comes_back() {
    let bands =
        json!([{"up_to": 2_000, "yearly": "60000.00"}, {"up_to": null, "yearly": "80000.00"}]);
    for method in [json!("straight_line"), json!({"bands": bands})] {
        comes_back("/subsidy/method/value", method);
    }
    comes_back("/subsidy/most", json!("60000.00"));
}

#[test]
fn every_kind_of_standard_and_of_exit_comes_back() {
    for standard in ["household_standard", "village_standard"] {
        let standard = format!("/poverty/{standard}");
        for age in [json!("any"), json!("same_year"), json!({"months": 12})] {
            comes_back(&format!("{standard}/evidence/value"), age.clone());
            comes_back(&format!("{standard}/items/1/evidence"), age);
        }
        comes_back(&format!("{standard}/items/1/valid/region"), json!("510525"));
        comes_back(&format!("{standard}/items/1/valid/from"), json!("2016-01-01"));
        let mut further = maoxi().pointer(&standard).unwrap().clone();
        further["regions"] = json!(["51", "520324"]);
        comes_back(&standard, further);
        comes_back(&format!("{standard}/items/1/mandatory"), json!(false));
    }
    let mut silent = maoxi()["poverty"]["village_standard"].clone();
    silent.as_object_mut().unwrap().remove("incidence");
    comes_back("/poverty/village_standard", silent);
    let test = "/poverty/household_standard/items/0/test/amount";
    for comparison in ["over", "at_least", "below", "at_most"] {
        comes_back(&format!("{test}/passes/value"), json!(comparison));
    }
    comes_back(&format!("{test}/lines/0/valid/region"), json!("510525"));
    let test = "/poverty/village_standard/items/0/test/share";
    comes_back(&format!("{test}/passes/value"), json!("at_most"));
    comes_back(&format!("{test}/limits/0/value"), json!("2/100"));
    for verifier in [json!("anyone"), json!({"not_helper": {"months": 0}})] {
        comes_back("/poverty/exit/verifier/value", verifier);
    }
    comes_back("/poverty/exit/notice_days/value", json!(1));
    comes_back("/poverty/exit/watch_months/value", json!(0));
}

#[test]
fn a_decision_takes_the_place_of_a_clause_or_an_assumption() {
    let decision = json!({"decision": "2018-17"});
    for pointer in
        ["/stipend/posts/2/rates/0/basis", "/organisation/community", "/pairing/keep/basis"]
    {
        let mut document = maoxi();
        *document.pointer_mut(pointer).unwrap() = decision.clone();
        let wording = document["wording"].as_array_mut().unwrap();
        wording.push(json!({"basis": decision, "text": "as the township decided"}));
        let charter = read(&document).unwrap();
        assert_eq!(charter.check(), Ok(()), "{pointer}");
        let last = (*charter.bases().last().unwrap()).clone();
        assert_eq!(last.to_string(), "2018-17");
        assert_eq!(charter.wording(&last), Some("as the township decided"));
        assert_eq!(serde_json::to_value(charter).unwrap(), document);
    }
}

/// A charter with one value changed is read, and written as it was.
fn comes_back(pointer: &str, value: Value) {
    let mut document = maoxi();
    *document.pointer_mut(pointer).unwrap() = value;
    let charter = read(&document).unwrap();
    assert_eq!(charter.check(), Ok(()));
    assert_eq!(serde_json::to_value(charter).unwrap(), document);
}

#[test]
fn an_unknown_field_is_refused_wherever_it_stands() {
    let documents = changed(|value| {
        let fields = value.as_object_mut();
        fields.is_some_and(|fields| fields.insert("surprise".to_owned(), json!(1)).is_none())
    });
    assert_eq!(accepted(documents), Vec::<String>::new());
}

#[test]
fn a_missing_field_is_refused_wherever_it_is_missing() {
    let mut all = Vec::new();
    pointers(&maoxi(), "", &mut all);
    let documents = all.into_iter().filter_map(|pointer| {
        let (parent, key) = pointer.rsplit_once('/')?;
        let mut document = maoxi();
        document.pointer_mut(parent)?.as_object_mut()?.remove(key)?;
        // Absent means the same as null: any number, level or unit, no end, no fairness, nothing
        // settled.
        let is_optional = ["seats", "until", "units", "apportionment"].contains(&key)
            || [
                "/pairing/fairness/value",
                "/stipend/allowances/0/condition/value/level",
                "/poverty/village_standard/incidence",
            ]
            .contains(&pointer.as_str());
        (!is_optional).then_some((pointer, document))
    });
    assert_eq!(accepted(documents.collect()), Vec::<String>::new());
}

#[test]
fn a_value_of_another_type_is_refused() {
    let documents = changed(|value| {
        *value = match value {
            Value::Null => return false,
            Value::String(_) => json!(7),
            Value::Number(_) => json!("seven"),
            Value::Bool(_) => json!(1),
            Value::Array(_) => json!({}),
            Value::Object(_) => json!([]),
        };
        true
    });
    assert_eq!(accepted(documents), Vec::<String>::new());
}

#[test]
fn a_refusal_tells_where_and_why() {
    let refusal = |pointer: &str, value: Value| {
        let mut document = maoxi();
        *document.pointer_mut(pointer).unwrap() = value;
        read(&document).unwrap_err()
    };
    let table = [
        (
            "/pairing/caps/value/city",
            json!(70_000),
            "at `pairing.caps.value.city`",
            "expected a whole number from 0 to 65535",
        ),
        (
            "/pairing/scope/town/value",
            json!("county"),
            "at `pairing.scope.town.value`",
            "unknown variant `county`, expected one of `village`, `zone`, `town`",
        ),
        (
            "/pairing/station/value",
            json!("home"),
            "at `pairing.station.value`",
            "expected `home_then_post` or `home_then_post_then_helped`",
        ),
        (
            "/pairing/keep/value",
            json!(-1),
            "at `pairing.keep.value`",
            "expected a whole number from 0 to 4294967295",
        ),
        ("/pairing/ranks/value/4", json!("king"), "at `pairing.ranks.value[4]`", "not a rank"),
        (
            "/pairing/fairness/value",
            json!("first"),
            "at `pairing.fairness.value`",
            "not a fairness",
        ),
        (
            "/poverty/targets/0/year",
            json!(-1),
            "at `poverty.targets[0].year`",
            "expected a whole number from 0 to 65535",
        ),
        (
            "/poverty/targets/0/goal/figure",
            json!(-1),
            "at `poverty.targets[0].goal",
            "expected a whole number from 0 to 18446744073709551615",
        ),
        (
            "/stipend/start/basis",
            json!({"decree": "2018-17"}),
            "at `stipend.start.basis",
            "unknown variant `decree`, expected one of `clause`, `assumption`, `decision`",
        ),
        (
            "/stipend/start/value",
            json!("2018-13"),
            "at `stipend.start.value`",
            "a start is a month or a day from 1949-01-01 to 2199-12-31, as `2018-09` or `2018-09-10`",
        ),
        (
            "/stipend/posts/0/rates/0/monthly",
            json!("1200"),
            "at `stipend.posts[0].rates[0].monthly`",
            "an amount is written with two decimals, as `1200.00`",
        ),
        (
            "/subsidy/method/value",
            json!("curve"),
            "at `subsidy.method.value`",
            "unknown variant `curve`, expected `straight_line` or `bands`",
        ),
        (
            "/subsidy/least",
            json!("60000"),
            "at `subsidy.least`",
            "an amount is written with two decimals, as `1200.00`",
        ),
        (
            "/organisation/posts/3/post",
            json!("zone_boss"),
            "at `organisation.posts[3].post`",
            "not a post, such as `village_secretary`",
        ),
        (
            "/organisation/posts/3/ranks/0",
            json!("king"),
            "at `organisation.posts[3].ranks[0]`",
            "not a rank (`city`, `county`, `town`, `village`, `group`)",
        ),
    ];
    for (pointer, value, place, reason) in table {
        let refusal = refusal(pointer, value);
        assert!(refusal.starts_with(place), "{refusal}");
        assert!(refusal.contains(reason), "{refusal}");
    }
}

#[test]
fn a_document_cannot_bypass_the_tables_own_rules() {
    let table = [
        ("/organisation/posts/0/ranks", json!([]), "the post `commander` is open to no rank"),
        (
            "/stipend/allowances/0/rates/0/monthly",
            json!("-0.01"),
            "the allowance `travel` has the rate `-0.01`, which is not from 0.00 to 10000000.00",
        ),
        (
            "/stipend/posts/1/post",
            json!("village_secretary"),
            "the post `village_secretary` has two stipends",
        ),
        (
            "/subsidy/least",
            json!("80000.01"),
            "the least subsidy, `80000.01`, is above the most, `80000.00`; \
             the straight line is rounded to the yuan, and `least` is `80000.01`",
        ),
    ];
    for (pointer, value, reason) in table {
        let mut document = maoxi();
        *document.pointer_mut(pointer).unwrap() = value;
        let refusal = read(&document).unwrap_err();
        assert!(refusal.contains(reason), "{refusal}");
    }
}
