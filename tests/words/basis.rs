use bangfu::basis::{Assumption, Basis, Clause, Decision, Sourced};
use bangfu::testing;
use proptest::prelude::*;
use serde_json::json;

use crate::{refusal, through_json};

const NO_ID: &str = "an id holds at least 1 character";

fn unread<T: serde::de::DeserializeOwned + std::fmt::Debug>(document: serde_json::Value) -> String {
    serde_json::from_value::<T>(document).unwrap_err().to_string()
}

proptest! {
    #[test]
    fn each_kind_comes_back_with_its_number(number in testing::id()) {
        let text = number.to_string();
        let kinds = [
            ("clause", Basis::Clause(Clause(number.clone()))),
            ("assumption", Basis::Assumption(Assumption(number.clone()))),
            ("decision", Basis::Decision(Decision(number.clone()))),
        ];
        for (tag, basis) in &kinds {
            prop_assert_eq!(through_json(basis), (json!({*tag: text}), basis.clone()));
            prop_assert_eq!((basis.id(), basis.to_string()), (&number, text.clone()));
            let is_assumption = *tag == "assumption";
            prop_assert_eq!(basis.assumption().is_some(), is_assumption);
        }
        prop_assert!(kinds.is_sorted_by_key(|(_, basis)| basis));
        prop_assert_eq!(text.parse(), Ok(Clause(number.clone())));
        prop_assert_eq!(text.parse(), Ok(Assumption(number.clone())));
        prop_assert_eq!(text.parse(), Ok(Decision(number.clone())));
        prop_assert_eq!(Clause(number.clone()).to_string(), text.clone());
        prop_assert_eq!(Assumption(number.clone()).to_string(), text.clone());
        prop_assert_eq!(Decision(number).to_string(), text);
    }
}

#[test]
fn a_decision_stands_where_a_clause_may() {
    let document = json!({"value": 8, "basis": {"decision": "2018-17"}});
    let sourced: Sourced<u8> = serde_json::from_value(document.clone()).unwrap();
    let decided = Basis::Decision("2018-17".parse().unwrap());
    assert_eq!(sourced, Sourced { value: 8, basis: decided });
    assert_eq!(through_json(&sourced), (document, sourced));
}

#[test]
fn what_is_no_basis_is_refused() {
    assert_eq!(
        unread::<Basis>(json!({"decree": "2018-17"})),
        "unknown variant `decree`, expected one of `clause`, `assumption`, `decision`"
    );
    for kind in ["clause", "assumption", "decision"] {
        assert_eq!(unread::<Basis>(json!({kind: ""})), NO_ID);
    }
    assert_eq!(
        unread::<Basis>(json!({"decision": 17})),
        "invalid type: integer `17`, expected a decision's number, as text like `2018-17`"
    );
    assert_eq!(
        unread::<Basis>(json!({"clause": 81})),
        "invalid type: integer `81`, expected a clause's number, as text like `F81`"
    );
    assert_eq!(
        unread::<Basis>(json!({"assumption": 2})),
        "invalid type: integer `2`, expected an assumption's number, as text like `A2`"
    );
    assert!(serde_json::from_value::<Basis>(json!({"clause": "F1", "decision": "1"})).is_err());
    assert!(serde_json::from_value::<Basis>(json!("decision")).is_err());
    assert_eq!(refusal::<Decision>(""), NO_ID);
}
