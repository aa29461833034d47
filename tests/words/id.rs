use std::collections::BTreeMap;

use bangfu::quantity::{Bounds, Id, IdError, OutOfBounds};
use bangfu::testing;
use proptest::prelude::*;
use serde_json::json;

use crate::refusal;

#[test]
fn an_id_has_1_to_64_characters() {
    for text in ["h", "510525108205", "205-1", "户一", "村", "\u{200b}", "\"", "\\"] {
        assert_eq!(text.parse::<Id>().unwrap().as_str(), text);
    }
    for character in ["x", "村", "𠀀"] {
        let (longest, longer) = (character.repeat(64), character.repeat(65));
        assert_eq!(longest.parse::<Id>().unwrap(), longest.as_str());
        assert_eq!(refusal::<Id>(&longer), "an id holds at most 64 characters");
    }
    assert_eq!(refusal::<Id>(""), "an id holds at least 1 character");
    assert_eq!(Id::new(" ".repeat(1 << 20)), Err(IdError::TooLong));
}

#[test]
fn an_id_holds_no_white_space_and_no_control_character() {
    let table = [
        (" ", "' '"),
        ("\t", "'\\t'"),
        ("\n", "'\\n'"),
        ("\0", "'\\0'"),
        ("\u{7f}", "'\\u{7f}'"),
        ("\u{85}", "'\\u{85}'"),
        ("\u{a0}", "'\\u{a0}'"),
        ("\u{2028}", "'\\u{2028}'"),
        ("\u{3000}", "'\\u{3000}'"),
    ];
    for (character, shown) in table {
        let message =
            format!("an id holds no white space and no control character, found `{shown}`");
        for text in [character.to_owned(), format!("a{character}"), format!("{character}b \t")] {
            assert_eq!(refusal::<Id>(&text), message);
        }
    }
}

#[test]
fn an_id_borrows_from_its_document_unless_it_is_escaped() {
    let document = r#"["h0001", "\u0068\u0032"]"#;
    let ids: Vec<Id> = serde_json::from_str(document).unwrap();
    assert_eq!(ids, ["h0001", "h2"]);
    let is_inside = |id: &Id| document.as_bytes().as_ptr_range().contains(&id.as_str().as_ptr());
    assert_eq!(ids.iter().map(is_inside).collect::<Vec<_>>(), [true, false]);
    assert!(is_inside(&ids[0].as_borrowed()));
    assert!(!is_inside(&ids[0].clone().into_owned()));
}

#[test]
fn a_document_cannot_bypass_the_rule() {
    for (document, message) in [
        (r#""""#, "an id holds at least 1 character"),
        (r#""a b""#, "an id holds no white space and no control character, found `' '`"),
        (r#""a\u0000""#, "an id holds no white space and no control character, found `'\\0'`"),
        ("7", "invalid type: integer `7`, expected an id, as text"),
        ("null", "invalid type: null, expected an id, as text"),
    ] {
        let error = serde_json::from_str::<Id>(document).unwrap_err().to_string();
        assert!(error.starts_with(message), "{document}: {error}");
    }
}

#[test]
fn ids_are_found_in_a_map_by_their_text() {
    let ids: BTreeMap<Id, u8> =
        [("h10", 1), ("h2", 2)].map(|(id, n)| (Id::new(id).unwrap(), n)).into();
    assert_eq!(ids.get("h2"), Some(&2));
    assert_eq!(ids.get("h3"), None);
    assert_eq!(ids.into_values().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_number_outside_its_bounds_is_told_with_them() {
    let persons = Bounds::new(1, 50);
    assert_eq!((persons.min(), persons.max(), persons.to_string()), (1, 50, "1 to 50".to_owned()));
    for found in [i64::MIN + 1, -1, 0, 51, 1 << 32, (1 << 32) + 1, i64::MAX - 1] {
        let error = persons.check(found).unwrap_err();
        assert_eq!(error, OutOfBounds { found, bounds: persons });
        assert_eq!(error.to_string(), format!("`{found}` is not from 1 to 50"));
    }
    // As these two stand for all numbers beyond them, neither is quoted.
    for found in [i64::MIN, i64::MAX] {
        let error = persons.check(found).unwrap_err();
        assert_eq!(error.to_string(), "a number beyond 64 bits is not from 1 to 50");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_text_is_an_id_exactly_by_the_rule(text in "[ -~\t\u{80}-\u{a1}村]{0,3}([!-~户]{0,70})") {
        let fits = (1..=64).contains(&text.chars().count());
        let is_clean = !text.chars().any(|c| c.is_whitespace() || c.is_control());
        prop_assert_eq!(text.parse::<Id>().is_ok(), fits && is_clean, "{:?}", text);
        prop_assert_eq!(Id::new(text.as_str()).is_ok(), fits && is_clean);
    }

    #[test]
    fn text_and_document_give_the_id_back(id in testing::id()) {
        prop_assert_eq!(id.to_string().parse(), Ok(id.clone()));
        prop_assert_eq!(id.as_ref(), id.as_str());
        prop_assert_eq!(&id.as_borrowed(), &id);
        let document = serde_json::to_string(&id).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Id>(&document).unwrap(), &id);
        prop_assert_eq!(json!(&id), json!(id.as_str()));
    }

    #[test]
    fn ids_are_ordered_by_their_bytes(a in testing::id(), b in testing::id()) {
        prop_assert_eq!(a.cmp(&b), a.as_str().as_bytes().cmp(b.as_str().as_bytes()));
        prop_assert_eq!(a == b, a.as_str() == b.as_str());
    }

    #[test]
    fn a_number_is_within_its_bounds_or_not(
        min in any::<u32>(), more in prop_oneof![0..9_u32, any::<u32>()],
        found in prop_oneof![any::<i64>(), any::<u32>().prop_map(i64::from)], near in -9..10_i64,
    ) {
        let bounds = Bounds::new(min, min.saturating_add(more));
        for found in [found, i64::from(min) + near, i64::from(bounds.max()) + near] {
            let fits = i64::from(bounds.min()) <= found && found <= i64::from(bounds.max());
            prop_assert_eq!(bounds.check(found).ok().map(i64::from), fits.then_some(found));
        }
    }
}
