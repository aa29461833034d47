//! No demo panics on any input: it ends with 0, 1 or 2, and prints nothing when it refuses.

use crate::{ANSWERS, OF_OTHERS, OF_ROSTERS, PROBLEM, ROSTER, SHEET, run_on};

const DOCUMENTS: [&str; 4] = [ROSTER, PROBLEM, ANSWERS, SHEET];

/// Runs every demo that reads such a document; the exit codes must be 0 or 1, or 1 alone.
fn assert_survives(document: &[u8], of: &str, is_refused: bool) {
    let others = OF_OTHERS.iter().filter(|(_, own)| *own == of).map(|(name, _)| (*name, &[][..]));
    let of_rosters = OF_ROSTERS.iter().copied().filter(|_| of == ROSTER);
    for (name, arguments) in of_rosters.chain(others) {
        let run = run_on(name, document, arguments);
        let shown = String::from_utf8_lossy(&document[..document.len().min(80)]);
        let codes = if is_refused { 1..=1 } else { 0..=1 };
        assert!(
            run.code.is_some_and(|code| codes.contains(&code)),
            "{name}: {:?} {shown}",
            run.code
        );
        assert_eq!(run.err.is_empty(), run.code == Some(0), "{name}: {shown}");
        assert!(run.err.len() < 2_000, "{name}: a short message for {shown}");
        if run.code == Some(1) && name != "check" {
            assert!(run.out.is_empty(), "{name}: {shown}");
        }
        if name == "check" && !run.out.is_empty() {
            assert!(run.json()["findings"].is_array());
        }
    }
}

#[test]
fn documents_that_are_none_are_refused() {
    let nested = [
        "[",
        "{\"a\":",
        "{\"zones\":[",
        "{\"classes\":[{\"minutes\":{\"a\":",
        "{\"units\":[{\"closing\":{\"persons\":",
    ];
    let mut documents: Vec<Vec<u8>> = nested.map(|open| open.repeat(10_000).into_bytes()).to_vec();
    documents.push([&b"["[..], &"[]".repeat(100_000).into_bytes(), b"]"].concat());
    documents.push([&vec![b'['; 10_000][..], &vec![b']'; 10_000]].concat());
    for text in
        ["", " \n", "null", "true", "1", "1e308", "-1e400", "\"x\"", "[]", "{}", "hello", "\0\0"]
    {
        documents.push(text.into());
    }
    documents.push(b"\xFF\xFE\x00\x01".to_vec());
    for of in DOCUMENTS {
        for document in &documents {
            assert_survives(document, of, true);
        }
        let utf16: Vec<u8> = of.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_survives(&utf16, of, true);
        assert_survives(&[b"\xEF\xBB\xBF", of.as_bytes()].concat(), of, true);
        assert_survives(&[of.as_bytes(), of.as_bytes()].concat(), of, true);
    }
}

#[test]
fn truncated_documents_are_refused() {
    for of in DOCUMENTS {
        for end in (1..of.len()).step_by(37).chain([of.len() - 1]) {
            assert_survives(&of.as_bytes()[..end], of, true);
        }
    }
}

#[test]
fn values_of_other_types_are_refused() {
    for (of, field) in [
        (ROSTER, "\"t\""),
        (ROSTER, "1000"),
        (ROSTER, "[{\"id\": \"z1\"}]"),
        (ROSTER, "true"),
        (ROSTER, "\"2014-01-01\", \"until\": \"2018-12-20\""),
        (ROSTER, "\"village_secretary\""),
        (PROBLEM, "\"c0\", \"minutes\""),
        (PROBLEM, "12"),
        (PROBLEM, "[\"p3\"]"),
        (PROBLEM, "10,"),
        (ANSWERS, "\"h1\""),
        (ANSWERS, "\"510525\""),
        (ANSWERS, "\"3300.00\""),
        (ANSWERS, "true"),
        (ANSWERS, "\"2019-10-03\""),
        (ANSWERS, "null"),
        (SHEET, "2018"),
        (SHEET, "\"town\""),
        (SHEET, "\"2.27%\""),
        (SHEET, "45000"),
        (SHEET, "{\"persons\": 210}"),
        (SHEET, "71"),
    ] {
        let (value, rest) = field.split_once(", ").unwrap_or((field, ""));
        for other in ["1.5", "\"\"", "[[[]]]", "{\"a\": 1}", "1e308x", "NaN", "'x'"] {
            let rest = if rest.is_empty() { String::new() } else { format!(", {rest}") };
            let document = of.replacen(&format!("{value}{rest}"), &format!("{other}{rest}"), 1);
            assert_ne!(document, of, "{field}");
            assert_survives(document.as_bytes(), of, true);
        }
    }
}

#[test]
fn numbers_of_every_size_are_survived() {
    let numbers = [
        "1e308",
        "-1e308",
        "1e309",
        "1e-400",
        "1e99999",
        "-0",
        "0.0",
        "-1",
        "4294967296",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "123456789012345678901234567890",
    ];
    for number in numbers {
        for field in
            ["\"format\": 1", "\"population\": 1000", "\"population\": 300", "\"persons\": 4"]
        {
            let (name, _) = field.split_once(": ").unwrap();
            let document = ROSTER.replacen(field, &format!("{name}: {number}"), 1);
            assert_survives(document.as_bytes(), ROSTER, false);
        }
        for field in ["\"keep\": 10", "\"balance\": 0", "\"capacity\": 5", "\"g1\": 35"] {
            let (name, _) = field.split_once(": ").unwrap();
            let document = PROBLEM.replacen(field, &format!("{name}: {number}"), 1);
            assert_survives(document.as_bytes(), PROBLEM, false);
        }
        // Amounts are texts.
        for number in [number.to_owned(), format!("\"{number}\"")] {
            let document = ANSWERS.replacen("\"3300.00\"", &number, 1);
            assert_survives(document.as_bytes(), ANSWERS, true);
        }
        for field in
            ["\"year\": 2018", "\"population\": 45000", "\"delisted\": 1", "\"persons\": 117"]
        {
            let (name, _) = field.split_once(": ").unwrap();
            let document = SHEET.replacen(field, &format!("{name}: {number}"), 1);
            assert_ne!(document, SHEET);
            assert_survives(document.as_bytes(), SHEET, false);
        }
    }
}

#[test]
fn amounts_and_shares_of_every_size_are_survived() {
    for (amount, is_refused) in [
        ("10000000.00", false),
        ("-10000000.00", false),
        ("10000000.01", true),
        ("92233720368547758.07", true),
        ("92233720368547758.08", true),
        ("-92233720368547758.08", true),
    ] {
        let document = ANSWERS.replacen("3300.00", amount, 1);
        assert_survives(document.as_bytes(), ANSWERS, is_refused);
    }
    for share in ["0/0", "1/0", "-1/2", "1/18446744073709551616", "1", "1/2/3", "2/1", ""] {
        let village = ANSWERS.replacen("household", "village", 1);
        let answer = "{\"item\": \"income\", \"amount\": \"3300.00\"";
        let document = village.replacen(
            answer,
            &format!("{{\"item\": \"incidence\", \"share\": \"{share}\""),
            1,
        );
        assert_ne!(document, village);
        assert_survives(document.as_bytes(), ANSWERS, true);
    }
}

#[test]
fn rates_of_every_size_are_survived() {
    let long = "9".repeat(60);
    for (rate, is_refused) in [
        ("0.00%", false),
        ("99999999999999999999999999999999999.99%", false),
        (&format!("{long}.00%"), true),
        ("-0.01%", true),
        ("2.27", true),
        ("2.270%", true),
        ("1e9%", true),
        ("", true),
    ] {
        let document = SHEET.replacen("2.27%", rate, 1);
        assert_survives(document.as_bytes(), SHEET, is_refused);
    }
}

#[test]
fn days_of_every_year_are_survived() {
    let days = [
        "0000-01-01",
        "0000-02-29",
        "9999-12-31",
        "300000-01-01",
        "-0001-01-01",
        "99999999999-01-01",
    ];
    for day in days {
        for old in ["2014-01-01\", \"until\": null", "2018-12-20", "2018-09-10", "2018-09-12"] {
            let rest = old.trim_start_matches(|char: char| char.is_ascii_digit() || char == '-');
            let document = ROSTER.replacen(old, &format!("{day}{rest}"), 1);
            assert_ne!(document, ROSTER);
            assert_survives(document.as_bytes(), ROSTER, true);
        }
        for old in ["2019-11-20", "2019-10-02"] {
            let document = ANSWERS.replacen(old, day, 1);
            assert_survives(document.as_bytes(), ANSWERS, true);
        }
    }
    for (old, day) in [("11-20", "12-31"), ("11-20", "01-01"), ("10-02", "12-31")] {
        let document = ANSWERS.replacen(old, day, 1);
        assert_survives(document.as_bytes(), ANSWERS, false);
    }
    for end in ["1949-01-01", "2199-12-31"] {
        let document = ANSWERS.replacen("2019-11-20", end, 1);
        assert_survives(document.as_bytes(), ANSWERS, false);
    }
}

#[test]
fn keys_that_stand_twice_are_refused() {
    for (of, field) in [
        (ROSTER, "\"format\": 1"),
        (ROSTER, "\"persons\": 4"),
        (ROSTER, "\"zone\": null"),
        (PROBLEM, "\"keep\": 10"),
        (PROBLEM, "\"g0\": 12"),
        (PROBLEM, "\"capacity\": 5"),
        (ANSWERS, "\"household\": \"h1\""),
        (ANSWERS, "\"holds\": true"),
        (ANSWERS, "\"item\": \"income\""),
        (SHEET, "\"level\": \"town\""),
        (SHEET, "\"persons\": 210"),
    ] {
        let document = of.replacen(field, &format!("{field}, {field}"), 1);
        assert_survives(document.as_bytes(), of, true);
    }
}

#[test]
fn ids_of_a_megabyte_are_refused_in_few_words() {
    let long = "x".repeat(1_000_000);
    for (of, text) in [
        (ROSTER, "\"z1\""),
        (ROSTER, "\"persons\""),
        (ROSTER, "\"2018-09-10\""),
        (ROSTER, "\"village_secretary\""),
        (PROBLEM, "\"g0\": 12"),
        (PROBLEM, "\"p3\""),
        (ANSWERS, "\"h1\""),
        (ANSWERS, "\"income\""),
        (ANSWERS, "\"holds\""),
        (ANSWERS, "\"3300.00\""),
        (SHEET, "\"v1\""),
        (SHEET, "\"2.27%\""),
        (SHEET, "\"exited\""),
    ] {
        let (_, rest) = text.split_once(": ").unwrap_or((text, ""));
        let rest = if rest.is_empty() { String::new() } else { format!(": {rest}") };
        let document = of.replacen(text, &format!("\"{long}\"{rest}"), 1);
        assert_survives(document.as_bytes(), of, true);
    }
    let long_name = ROSTER.replacen("\"Town\"", &format!("\"{long}\""), 1);
    assert_survives(long_name.as_bytes(), ROSTER, false);
}

#[test]
fn text_that_is_no_utf8_is_refused() {
    for (of, text) in
        [(ROSTER, "Town"), (ROSTER, "p2"), (PROBLEM, "g1"), (ANSWERS, "510525"), (SHEET, "v1")]
    {
        let at = of.find(text).unwrap();
        for bad in [&b"\xFF"[..], b"\xC0\x80", b"\xED\xA0\x80", b"\\ud800"] {
            let document = [&of.as_bytes()[..at], bad, &of.as_bytes()[at + text.len()..]].concat();
            assert_survives(&document, of, true);
        }
    }
}

#[test]
fn thousands_of_findings_are_reported() {
    let household = r#"{"id": "h1", "group": "g9", "persons": 99, "poor": [{"from": "2018-01-01", "until": "1900-01-01"}]}"#;
    let households = vec![household; 3_000].join(",");
    let start = ROSTER.find("{\"id\": \"h1\"").unwrap();
    let document = format!("{}{households},{}", &ROSTER[..start], &ROSTER[start..]);
    let run = run_on("check", document.as_bytes(), &[]);
    assert_eq!(run.code, Some(1));
    // Three faults each, and all but the first stand again.
    assert_eq!(run.json()["findings"].as_array().unwrap().len(), 3 * 3_000 + 3_000);
}

#[test]
fn thousands_of_answers_about_one_item_are_reported() {
    let answer = r#"{"item": "gold", "amount": "99999999.99", "on": "1900-01-01"}"#;
    let answers = vec![answer; 3_000].join(",");
    let start = ANSWERS.find("{\"item\": \"income\"").unwrap();
    let document = format!("{}{answers},{}", &ANSWERS[..start], &ANSWERS[start..]);
    let run = run_on("appraise", document.as_bytes(), &[]);
    assert_eq!((run.code, run.out.len()), (Some(1), 0));
    // Amount and day of each, and every id: unknown once, and again in its list.
    assert_eq!(run.err.lines().count(), 3 * 3_000);
}
