//! What is no roster is refused with path, line and column; what may be left out may be.

use bangfu::document::{ReadError, read};
use bangfu::roster::Roster;

use crate::findings;

const BASE: &str = r#"{ "format": 1,
  "town": {"id": "t", "name": "Town", "population": 1000},
  "zones": [{"id": "z1", "name": "Z"}],
  "villages": [
    {"id": "v1", "name": "V", "zone": "z1", "population": 300, "community": false, "listed": [{"from": "2014-01-01", "until": "2018-12-20"}]},
    {"id": "v2", "zone": "z1"},
    {"id": "v3", "zone": "z1"},
    {"id": "c1", "zone": null, "community": true}],
  "groups": [{"id": "g1", "name": "G", "village": "v1"}],
  "households": [{"id": "h1", "group": "g1", "persons": 4, "poor": [{"from": "2014-01-02", "until": null}]}],
  "people": [{"id": "p1", "name": "P", "rank": "county", "village": null}],
  "tenures": [{"person": "p1", "post": "supervisor", "unit": "t", "from": "2018-09-10", "until": null, "recorded": "2018-09-11"}],
  "pairings": [{"household": "h1", "helper": "p1", "from": "2018-09-12", "until": null, "recorded": null}] }"#;

/// The base with one text, which stands in it once, in place of another.
fn with(old: &str, new: &str) -> String {
    assert_eq!(BASE.matches(old).count(), 1, "{old}");
    BASE.replace(old, new)
}

fn error(text: &str) -> ReadError {
    read::<Roster<'_>>(text.as_bytes()).expect_err(text)
}

/// What is put in place of what, path, line and column, and how the message begins.
type Refusal = (&'static str, &'static str, &'static str, (usize, usize), &'static str);

#[rustfmt::skip]
const REFUSED: &[Refusal] = &[
    (r#""format": 1,"#, r#""format": 2,"#, "format", (1, 13), "unknown format `2`, expected `1`"),
    (r#""format": 1,"#, r#""format": "1","#, "format", (1, 15), r#"invalid type: string "1", expected a whole number"#),
    (r#""format": 1,"#, r#""format": 1.5,"#, "format", (1, 15), "invalid type: floating point `1.5`, expected a whole number"),
    (r#""format": 1,"#, r#""format": 18446744073709551617,"#, "format", (1, 32), "unknown format, expected `1`"),
    (r#""population": 1000"#, r#""population": 1.5"#, "town.population", (2, 55), "invalid type: floating point `1.5`, expected a whole number"),
    (r#""population": 1000"#, r#""population": "1000""#, "town.population", (2, 58), r#"invalid type: string "1000", expected a whole number"#),
    (r#""population": 300"#, r#""population": true"#, "villages[0].population", (5, 62), "invalid type: boolean `true`, expected a whole number"),
    (r#""persons": 4"#, r#""persons": 1e2"#, "households[0].persons", (10, 59), "invalid type: floating point `100.0`, expected a whole number"),
    (r#""persons": 4"#, r#""persons": 01"#, "households[0].persons", (10, 58), "invalid number"),
    (r#""persons": 4"#, r#""people": 4"#, "households[0].people", (10, 53), "unknown field `people`, expected one of `id`, `group`, `persons`, `poor`"),
    (r#""community": false"#, r#""community": 0"#, "villages[0].community", (5, 77), "invalid type: integer `0`, expected a boolean"),
    (r#""rank": "county""#, r#""rank": "mayor""#, "people[0].rank", (11, 54), "`mayor` is not a rank (`city`, `county`, `town`, `village`, `group`)"),
    (r#""rank": "county""#, r#""rank": {"county": null}"#, "people[0].rank", (11, 47), "invalid type: map, expected a rank"),
    (r#""post": "supervisor""#, r#""post": "Supervisor""#, "tenures[0].post", (12, 51), "`Supervisor` is not a post, such as `village_secretary`"),
    (r#""from": "2018-09-10""#, r#""from": "2018-02-30""#, "tenures[0].from", (12, 86), "a day is written as `2018-09-10` and exists"),
    (r#""from": "2018-09-12""#, r#""from": 20180912"#, "pairings[0].from", (13, 67), "invalid type: integer `20180912`, expected a day, as text like `2018-09-10`"),
    (r#""id": "h1""#, r#""id": "h 1""#, "households[0].id", (10, 29), "an id holds no white space and no control character, found `' '`"),
    (r#""id": "g1""#, r#""id": """#, "groups[0].id", (9, 22), "an id holds at least 1 character"),
    (r#""id": "g1""#, r#""id": 1"#, "groups[0].id", (9, 21), "invalid type: integer `1`, expected an id, as text"),
    (r#""zone": null"#, r#""zone": []"#, "villages[3].zone", (8, 25), "invalid type: sequence, expected an id, as text"),
    (r#""zones": [{"#, r#""zones": [[{"#, "zones[0]", (3, 12), "invalid type: sequence, expected a zone"),
    (r#""name": "P""#, r#""name": 1"#, "people[0].name", (11, 35), "invalid type: integer `1`, expected a string"),
    (r#""recorded": null}] }"#, r#""recorded": null}] }}"#, ".", (13, 109), "trailing characters"),
    (r#""recorded": null}] }"#, r#""recorded": null},] }"#, "pairings", (13, 107), "trailing comma"),
];

#[test]
fn refusals_say_where_and_why() {
    for (old, new, path, place, message) in REFUSED {
        let error = error(&with(old, new));
        assert_eq!((error.path.as_str(), (error.line, error.column)), (*path, *place), "{error}");
        assert!(error.message.starts_with(message), "{error}");
        let whole = format!("at `{path}`, line {}, column {}: {}", place.0, place.1, error.message);
        assert_eq!(error.to_string(), whole);
    }
}

#[test]
fn base_is_sound() {
    let roster: Roster<'_> = read(BASE.as_bytes()).unwrap();
    assert_eq!(findings(&roster), []);
}

/// Fields that may be absent, with what stands for them when they are null; in the base each
/// stands with the comma before it.
const OPTIONAL: [&str; 17] = [
    r#", "name": "Town""#,
    r#", "name": "Z""#,
    r#", "name": "V""#,
    r#", "population": 300"#,
    r#", "community": false"#,
    r#", "listed": [{"from": "2014-01-01", "until": "2018-12-20"}]"#,
    r#", "until": "2018-12-20""#,
    r#", "name": "G""#,
    r#", "poor": [{"from": "2014-01-02", "until": null}]"#,
    r#", "name": "P""#,
    r#", "village": null"#,
    r#", "recorded": "2018-09-11""#,
    r#", "recorded": null"#,
    r#"{"from": "2014-01-02", "until": null}"#,
    r#""from": "2018-09-10", "until": null"#,
    r#""from": "2018-09-12", "until": null"#,
    r#", "zone": null, "community": true"#,
];

#[test]
fn fields_that_may_be_absent_may_be_null() {
    for field in &OPTIONAL[..13] {
        let (name, _) = field.split_once(':').expect("a field");
        let absent = with(field, "");
        let null = with(field, &format!("{name}: null"));
        let [absent, null] = [&absent, &null].map(|text| {
            let roster = read::<Roster<'_>>(text.as_bytes());
            roster.unwrap_or_else(|error| panic!("{field}: {error}"))
        });
        assert_eq!(absent, null, "{field}");
    }
    for open in &OPTIONAL[13..16] {
        let absent = with(open, &open.replace(r#", "until": null"#, ""));
        assert_eq!(read::<Roster<'_>>(absent.as_bytes()), read(BASE.as_bytes()), "{open}");
    }
}

#[test]
fn defaults_are_those_of_the_format() {
    let [community, listed] = [4, 5].map(|at| with(OPTIONAL[at], ""));
    assert!(!read::<Roster<'_>>(community.as_bytes()).unwrap().villages[0].community);
    assert!(read::<Roster<'_>>(listed.as_bytes()).unwrap().villages[0].listed.is_empty());
    let poor = with(OPTIONAL[8], "");
    assert!(read::<Roster<'_>>(poor.as_bytes()).unwrap().households[0].poor.is_empty());
}

#[test]
fn all_other_fields_are_required_and_not_null() {
    #[rustfmt::skip]
    let required = [
        (r#""format": 1,"#, "", "format"),
        (r#""town": {"id": "t", "name": "Town", "population": 1000},"#, "", "town"),
        (r#""zones": [{"id": "z1", "name": "Z"}],"#, "", "zones"),
        (r#""id": "t","#, "town", "id"),
        (r#", "population": 1000"#, "town", "population"),
        (r#""id": "z1","#, "zones[0]", "id"),
        (r#""id": "v1","#, "villages[0]", "id"),
        (r#""id": "v2","#, "villages[1]", "id"),
        (r#""from": "2014-01-01","#, "villages[0].listed[0]", "from"),
        (r#""id": "g1","#, "groups[0]", "id"),
        (r#", "village": "v1""#, "groups[0]", "village"),
        (r#""id": "h1","#, "households[0]", "id"),
        (r#""group": "g1","#, "households[0]", "group"),
        (r#""persons": 4,"#, "households[0]", "persons"),
        (r#""from": "2014-01-02","#, "households[0].poor[0]", "from"),
        (r#""id": "p1","#, "people[0]", "id"),
        (r#""rank": "county","#, "people[0]", "rank"),
        (r#""person": "p1","#, "tenures[0]", "person"),
        (r#""post": "supervisor","#, "tenures[0]", "post"),
        (r#""unit": "t","#, "tenures[0]", "unit"),
        (r#""from": "2018-09-10","#, "tenures[0]", "from"),
        (r#""household": "h1","#, "pairings[0]", "household"),
        (r#""helper": "p1","#, "pairings[0]", "helper"),
        (r#""from": "2018-09-12","#, "pairings[0]", "from"),
    ];
    for (field, record, name) in required {
        let absent = error(&with(field, ""));
        assert_eq!(absent.message, format!("missing field `{name}`"), "{field}");
        let record = if record.is_empty() { "." } else { record };
        assert_eq!(absent.path, record, "{field}");

        let (key, value) = field.split_once(": ").unwrap();
        let comma = if value.ends_with(',') { "," } else { "" };
        let null = error(&with(field, &format!("{key}: null{comma}")));
        let path = if record == "." { name.to_owned() } else { format!("{record}.{name}") };
        assert_eq!(null.path, path, "{field}: {null}");
        assert_eq!(null.line, 1 + BASE[..BASE.find(field).unwrap()].matches('\n').count());
    }
}

#[test]
fn zone_may_be_null_but_not_absent() {
    let absent = error(&with(r#""zone": null, "#, ""));
    assert_eq!((absent.path.as_str(), absent.line), ("villages[3]", 8));
    assert_eq!(absent.message, "missing field `zone`");
}

#[test]
fn no_field_stands_twice_and_none_is_unknown() {
    #[rustfmt::skip]
    let records = [
        ("{ \"format\": 1,", "format", "1"),
        (r#"{"id": "t","#, "id", "\"t\""),
        (r#"{"id": "z1","#, "name", "null"),
        (r#"{"id": "v1","#, "zone", "\"z1\""),
        (r#"{"from": "2014-01-01","#, "until", "null"),
        (r#"{"id": "g1","#, "village", "\"v1\""),
        (r#"{"id": "h1","#, "persons", "4"),
        (r#"{"from": "2014-01-02","#, "from", "\"2014-01-02\""),
        (r#"{"id": "p1","#, "village", "null"),
        (r#"{"person": "p1","#, "recorded", "null"),
        (r#"{"household": "h1","#, "recorded", "null"),
    ];
    for (start, field, value) in records {
        let rest = start.trim_start_matches(['{', ' ']);
        let twice = error(&with(start, &format!("{{\"{field}\": {value}, {rest}")));
        assert_eq!(twice.message, format!("duplicate field `{field}`"), "{start}");
        for unknown in ["Id", "", "extra"] {
            let unknown_field = error(&with(start, &format!("{{\"{unknown}\": 1, {rest}")));
            let message = format!("unknown field `{unknown}`, expected ");
            assert!(unknown_field.message.starts_with(&message), "{unknown_field}");
        }
    }
}

#[test]
fn lists_are_no_records() {
    let lists = [
        (r#"{"id": "t", "name": "Town", "population": 1000}"#, r#"["t", "Town", 1000]"#, "town"),
        (r#"{"id": "z1", "name": "Z"}"#, r#"["z1", "Z"]"#, "zones[0]"),
        (r#"{"id": "v2", "zone": "z1"}"#, r#"["v2", null, "z1", null, null, []]"#, "villages[1]"),
        (
            r#"{"from": "2014-01-01", "until": "2018-12-20"}"#,
            r#"["2014-01-01", null]"#,
            "villages[0].listed[0]",
        ),
        (r#"{"id": "g1", "name": "G", "village": "v1"}"#, r#"["g1", "G", "v1"]"#, "groups[0]"),
        (
            r#"{"from": "2014-01-02", "until": null}"#,
            r#"["2014-01-02", null]"#,
            "households[0].poor[0]",
        ),
    ];
    for (record, list, path) in lists {
        let error = error(&with(record, list));
        assert_eq!(error.path, path);
        assert!(error.message.starts_with("invalid type: sequence"), "{error}");
    }
    assert_eq!(error("[]").path, ".");
}

#[test]
fn numbers_beyond_64_bits_are_findings() {
    let numbers = ["99999999999999999999", "-99999999999999999999", "18446744073709551616"];
    for number in numbers.into_iter().chain(["-1", "9223372036854775807", "99999999999"]) {
        for (old, path) in [
            (r#""population": 1000"#, "town.population"),
            (r#""population": 300"#, "villages[0].population"),
            (r#""persons": 4"#, "households[0].persons"),
        ] {
            let (name, _) = old.split_once(": ").unwrap();
            let text = with(old, &format!("{name}: {number}"));
            let roster: Roster<'_> = read(text.as_bytes()).unwrap();
            assert_eq!(
                findings(&roster),
                [("out_of_range".to_owned(), path.to_owned(), Vec::new())],
                "{number}"
            );
        }
    }
}

#[test]
fn days_outside_the_calendar_are_findings() {
    for day in ["0000-01-01", "1948-12-31", "2200-01-01", "9999-12-31"] {
        let text = with("2018-09-10", day);
        let roster: Roster<'_> = read(text.as_bytes()).unwrap();
        let expected = ("out_of_range".to_owned(), "tenures[0].from".to_owned(), Vec::new());
        assert_eq!(findings(&roster), [expected]);
    }
}

#[test]
fn malformed_days_are_refused_everywhere() {
    let malformed = [
        "",
        "2018",
        "2018-09",
        "2018-9-10",
        "2018-09-1",
        "2018-02-29",
        "2100-02-29",
        "2018-00-10",
        "2018-13-01",
        "2018-04-31",
        "2018-09-00",
        "20180910",
        "2018/09/10",
        " 2018-09-10",
        "2018-09-10 ",
        "2018-09-10T00:00",
        "12018-09-10",
        "+2018-09-10",
        "-2018-09-10",
        "300000-01-01",
        "２０１８-09-10",
        "today",
    ];
    let days = [
        ("2014-01-01", "villages[0].listed[0].from"),
        ("2018-12-20", "villages[0].listed[0].until"),
        ("2014-01-02", "households[0].poor[0].from"),
        ("2018-09-10", "tenures[0].from"),
        ("2018-09-11", "tenures[0].recorded"),
        ("2018-09-12", "pairings[0].from"),
    ];
    for (day, path) in days {
        for bad in malformed {
            let error = error(&with(day, bad));
            assert_eq!(error.path, path, "{bad:?}: {error}");
        }
    }
}

#[test]
fn malformed_ids_are_refused_everywhere() {
    let long = "村".repeat(65);
    let malformed =
        ["", " a", "a b", "a\\t", "a\\n", "\\u0000", "a\\u00a0b", "a\\u3000", "\\u007f"];
    let ids = [
        (r#""id": "t""#, "town.id"),
        (r#""id": "z1""#, "zones[0].id"),
        (r#""id": "v2""#, "villages[1].id"),
        (r#""village": "v1""#, "groups[0].village"),
        (r#""group": "g1""#, "households[0].group"),
        (r#""unit": "t""#, "tenures[0].unit"),
        (r#""person": "p1""#, "tenures[0].person"),
        (r#""helper": "p1""#, "pairings[0].helper"),
        (r#""household": "h1""#, "pairings[0].household"),
        (r#""village": null"#, "people[0].village"),
    ];
    for (field, path) in ids {
        let (name, _) = field.split_once(": ").unwrap();
        for bad in malformed.into_iter().chain([long.as_str()]) {
            let error = error(&with(field, &format!("{name}: \"{bad}\"")));
            assert_eq!(error.path, path, "{bad:?}: {error}");
        }
    }
    for good in ["村".repeat(64), "\u{1F600}".repeat(64), "\\\"/<>&[0].x".to_owned()] {
        let text = with(r#""id": "h1", "group""#, &format!(r#""id": "{good}", "group""#));
        assert!(read::<Roster<'_>>(text.as_bytes()).is_ok(), "{good}");
    }
}

#[test]
fn messages_about_megabytes_are_short() {
    let long = "x".repeat(1_000_000);
    for text in [
        with(r#""id": "z1""#, &format!(r#""id": "{long}""#)),
        with(r#""format": 1"#, &format!(r#""{long}": 1"#)),
        with(r#""rank": "county""#, &format!(r#""rank": "{long}""#)),
        with("2018-09-10", &long),
        with(r#""persons": 4"#, &format!(r#""persons": "{long}""#)),
        with(r#""persons": 4"#, &format!(r#""{long}": 4"#)),
    ] {
        let message = read::<Roster<'_>>(text.as_bytes()).unwrap_err().to_string();
        assert!(message.chars().count() < 1_000, "{} characters", message.chars().count());
        assert!(message.starts_with("at `"), "{message}");
    }
}

#[test]
fn deep_nesting_is_refused() {
    let lists = "[".repeat(10_000) + &"]".repeat(10_000);
    let records = r#"{"a":"#.repeat(10_000) + "1" + &"}".repeat(10_000);
    let texts = [
        lists.clone(),
        "[".repeat(10_000),
        records.clone(),
        with(r#""persons": 4"#, &format!(r#""persons": {lists}"#)),
        with(r#"{"id": "z1", "name": "Z"}"#, &lists),
        with(r#""format": 1"#, &format!(r#""format": 1, "x": {records}"#)),
        with(r#", "name": "Town""#, &format!(r#", "name": {records}"#)),
    ];
    for text in texts {
        assert!(read::<Roster<'_>>(text.as_bytes()).is_err());
    }
}

#[test]
fn every_truncation_is_refused() {
    for end in 0..BASE.len() {
        let error = read::<Roster<'_>>(&BASE.as_bytes()[..end]).expect_err("half a document");
        assert_eq!(error.line, 1 + BASE[..end].matches('\n').count(), "{end}: {error}");
    }
    assert!(read::<Roster<'_>>(format!(" \r\n\t{BASE}\n\n").as_bytes()).is_ok());
}

#[test]
fn every_single_byte_may_be_spoilt() {
    for at in 0..BASE.len() {
        for byte in [b'\0', b'"', b'{', b']', b'9', 0xFF, b' ', b'\\'] {
            let mut bytes = BASE.as_bytes().to_vec();
            bytes[at] = byte;
            // Read or not, the check says something of what was read.
            if let Ok(roster) = read::<Roster<'_>>(&bytes) {
                let _ = findings(&roster);
            }
        }
    }
    assert!(read::<Roster<'_>>(b"\xFF\xFE").is_err());
}

#[test]
fn text_that_is_no_utf8_is_refused() {
    let spoil = |bad: &[u8]| {
        let at = BASE.find("Town").unwrap();
        [&BASE.as_bytes()[..at], bad, &BASE.as_bytes()[at + 4..]].concat()
    };
    for bad in [&b"\xFF\xFE"[..], b"\xC0\x80", b"\xED\xA0\x80", b"\xE6\x9D"] {
        let bytes = spoil(bad);
        let error = read::<Roster<'_>>(&bytes).unwrap_err();
        assert_eq!((error.path.as_str(), error.line), ("town.name", 2));
    }
    assert!(read::<Roster<'_>>(&spoil("镇".as_bytes())).is_ok());
    assert!(read::<Roster<'_>>(&[b"\xEF\xBB\xBF", BASE.as_bytes()].concat()).is_err());
}

#[test]
fn escapes_mean_what_they_stand_for() {
    let escaped = BASE
        .replace("\"format\"", "\"\\u0066ormat\"")
        .replace("2018-09-10", "2018\\u002d09-10")
        .replace("county", "c\\u006funty")
        .replace("\"h1\"", "\"\\u0068\\u0031\"");
    assert_eq!(read::<Roster<'_>>(escaped.as_bytes()), read(BASE.as_bytes()));
}
