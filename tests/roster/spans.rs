//! Lists of spans are used, read and written as any list is, one span or many.

use bangfu::document::read;
use bangfu::roster::{SpanRecord, SpanRecords};
use proptest::prelude::*;

fn spans() -> impl Strategy<Value = Vec<SpanRecord>> {
    let day =
        || (2014..2020_u16, 1..=12_u8).prop_map(|(year, month)| format!("{year}-{month:02}-01"));
    let span = (day(), prop::option::of(day())).prop_map(|(from, until)| SpanRecord {
        from: from.parse().unwrap(),
        until: until.map(|until| until.parse().unwrap()),
    });
    prop::collection::vec(span, 0..4)
}

fn collected(spans: &[SpanRecord]) -> SpanRecords {
    spans.iter().copied().collect()
}

proptest! {
    #[test]
    fn a_list_holds_what_was_put_into_it(spans in spans(), more in spans()) {
        let mut list = collected(&spans);
        prop_assert_eq!(&*list, &spans[..]);
        list.extend(more.iter().copied());
        let both = [spans, more].concat();
        prop_assert_eq!(&*list, &both[..]);
        prop_assert_eq!(&list, &collected(&both));
        prop_assert!(list.into_iter().eq(&both));
        prop_assert_eq!(format!("{list:?}"), format!("{both:?}"));
    }

    #[test]
    fn lists_are_equal_as_their_spans_are(one in spans(), other in spans()) {
        prop_assert_eq!(collected(&one) == collected(&other), one == other);
    }

    #[test]
    fn a_list_is_written_and_read_as_any_list(spans in spans()) {
        let text = serde_json::to_string(&spans).unwrap();
        prop_assert_eq!(&serde_json::to_string(&collected(&spans)).unwrap(), &text);
        prop_assert_eq!(read::<SpanRecords>(text.as_bytes()).unwrap(), collected(&spans));
    }

    /// Also where the fault stands behind sound spans.
    #[test]
    fn what_is_no_list_of_spans_is_refused_as_by_any_list(
        spans in spans(),
        wrong in prop::sample::select(vec!["{}", "1", "null", r#"{"from": "2018-02-30"}"#]),
        is_inside in any::<bool>(),
    ) {
        let sound = serde_json::to_string(&spans).unwrap();
        let text = match sound.strip_suffix(']') {
            Some("[") if is_inside => format!("[{wrong}]"),
            Some(open) if is_inside => format!("{open}, {wrong}]"),
            _ => wrong.to_owned(),
        };
        let refused = read::<SpanRecords>(text.as_bytes()).unwrap_err();
        prop_assert_eq!(Err(refused), read::<Vec<SpanRecord>>(text.as_bytes()));
    }
}
