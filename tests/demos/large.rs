//! A roster far larger than any town.

use std::fmt::Write;
use std::fs;

use crate::run;

/// Two million households of five in 900 villages: 370 MB of JSON.
#[test]
#[ignore = "takes a minute in the dev profile, 2 GB of memory and 370 MB of disk"]
fn two_million_households_are_counted() {
    const VILLAGES: usize = 900;
    const HOUSEHOLDS: usize = 2_000_000;
    const HELPERS: usize = 400_000;
    let mut text =
        String::from(r#"{"format": 1, "town": {"id": "t", "population": 10000000}, "zones": ["#);
    let mut list = |end: &str, count: usize, record: &dyn Fn(usize) -> String| {
        for at in 0..count {
            let comma = if at > 0 { ",\n" } else { "" };
            write!(text, "{comma}{{{}}}", record(at)).expect("a text");
        }
        text.push_str(end);
    };
    list(r#"], "villages": ["#, VILLAGES / 3, &|at| format!(r#""id": "z{at}""#));
    list(r#"], "groups": ["#, VILLAGES, &|at| format!(r#""id": "v{at}", "zone": "z{}""#, at / 3));
    list(r#"], "households": ["#, VILLAGES * 10, &|at| {
        format!(r#""id": "g{at}", "village": "v{}""#, at / 10)
    });
    list(r#"], "people": ["#, HOUSEHOLDS, &|at| {
        let group = at % (VILLAGES * 10);
        let until = if at % 4 == 0 { "null" } else { "\"2018-11-01\"" };
        format!(
            r#""id": "h{at}", "group": "g{group}", "persons": 5, "poor": [{{"from": "2014-01-01", "until": {until}}}]"#
        )
    });
    list(r#"], "tenures": ["#, HELPERS, &|at| format!(r#""id": "p{at}", "rank": "county""#));
    list(r#"], "pairings": ["#, 0, &|_| String::new());
    list("]}", HOUSEHOLDS, &|at| {
        format!(r#""household": "h{at}", "helper": "p{}", "from": "2018-09-10""#, at % HELPERS)
    });
    let path = std::env::temp_dir().join(format!("bangfu-large-{}.json", std::process::id()));
    fs::write(&path, text).expect("room for the document");
    let file = path.to_str().expect("a path of text");
    let progress = run("progress", &[file, "2018-12-31"]);
    let coverage = run("coverage", &[file, "2018-09-01", "2018-10-01"]);
    fs::remove_file(&path).expect("it was there");

    assert_eq!(progress.code, Some(0), "{:.300}", progress.err);
    let progress = progress.json();
    assert_eq!(progress["poor"]["households"], 500_000);
    assert_eq!(progress["year"]["exited"]["persons"], 1_500_000 * 5);
    assert_eq!(progress["incidence"], "25.00%");
    let coverage = coverage.json();
    assert_eq!(coverage["household_days"], 2_000_000 * 30);
    assert_eq!(coverage["covered_days"], 2_000_000 * 21);
    assert_eq!(coverage["gaps"].as_array().expect("a list").len(), 2_000_000);
}
