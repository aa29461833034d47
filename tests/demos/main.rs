//! The demos as programs: exit codes, streams, figures, and no panic on any input.

mod appraise;
mod audit;
mod charters;
mod figures;
mod hostile;
mod large;
mod settle;
mod streams;
mod usage;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;

use serde_json::Value;

const MAOXI: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/maoxi.json");

/// A sound roster of every kind of record.
const ROSTER: &str = r#"{ "format": 1,
  "town": {"id": "t", "name": "Town", "population": 1000},
  "zones": [{"id": "z1"}],
  "villages": [
    {"id": "v1", "zone": "z1", "population": 300, "listed": [{"from": "2014-01-01", "until": "2018-12-20"}]},
    {"id": "v2", "zone": "z1"}, {"id": "v3", "zone": "z1"}, {"id": "c1", "zone": null, "community": true}],
  "groups": [{"id": "g1", "village": "v1"}],
  "households": [{"id": "h1", "group": "g1", "persons": 4, "poor": [{"from": "2014-01-01", "until": null}]}],
  "people": [{"id": "p1", "rank": "town"}, {"id": "p2", "rank": "village", "village": "v1"}],
  "tenures": [{"person": "p2", "post": "village_secretary", "unit": "v1", "from": "2018-09-10", "until": null}],
  "pairings": [{"household": "h1", "helper": "p2", "from": "2018-09-12", "until": null}] }"#;

/// A sound problem.
const PROBLEM: &str = r#"{ "format": 1,
  "classes": [{"id": "c0", "minutes": {"g0": 12, "g1": 35}}],
  "helpers": [{"id": "p0", "class": "c0", "capacity": 5}],
  "households": [{"id": "h0", "site": "g0", "incumbent": "p0", "barred": ["p3"]}],
  "keep": 10, "balance": 0 }"#;

/// A sound sheet of answers.
const ANSWERS: &str = r#"{ "format": 1, "household": "h1", "region": "510525", "on": "2019-11-20",
  "answers": [
    {"item": "income", "amount": "3300.00", "on": "2019-10-02"},
    {"item": "water", "holds": true, "on": "2019-10-03"},
    {"item": "housing", "holds": null, "on": "2019-10-04"}] }"#;

/// A sound sheet of reported figures.
const SHEET: &str = r#"{ "format": 1, "year": 2018, "units": [
    {"id": "t", "level": "town", "population": 45000, "rate": "2.27%", "delisted": 1},
    {"id": "v1", "level": "village", "parent": "t", "population": 3000, "delisted": 1,
     "opening": {"households": 71, "persons": 320}, "exited": {"persons": 210},
     "closing": {"persons": 117}}] }"#;

/// The document of a demo in the README and what it prints, from these words on; and all behind them.
fn of_readme(words: &str) -> ([&'static str; 2], &'static str) {
    let (_, part) = include_str!("../../README.md").split_once(words).unwrap();
    let mut blocks = part.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    ([blocks.next().unwrap(), blocks.next().unwrap()], part)
}

/// The demos that read another document, with one of them.
const OF_OTHERS: [(&str, &str); 3] = [("assign", PROBLEM), ("appraise", ANSWERS), ("audit", SHEET)];

/// The demos that read a roster, with arguments that they can work with.
const OF_ROSTERS: [(&str, &[&str]); 6] = [
    ("check", &[]),
    ("chain", &["h1", "2018-10-08"]),
    ("coverage", &["2018-09-01", "2018-10-01"]),
    ("payroll", &["2018-09", "2018-10"]),
    ("progress", &["2018-12-31"]),
    // The people of the one roster are not those of the other.
    ("settle", &[MAOXI, "2018-09", "2018-10"]),
];

/// The built example; built now if it is not there.
fn program(name: &str) -> PathBuf {
    static BUILDING: Mutex<()> = Mutex::new(());
    let test = std::env::current_exe().expect("the path of this test");
    let profile = test.parent().and_then(Path::parent).expect("target/PROFILE/deps/TEST");
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let program = profile.join("examples").join(file);
    let _building = BUILDING.lock().expect("no build failed");
    if !program.exists() {
        let mut build = Command::new(env!("CARGO"));
        build.arg("build").current_dir(env!("CARGO_MANIFEST_DIR"));
        // All of them at once, since the others will be missing too.
        let of_rosters = OF_ROSTERS.into_iter().map(|(name, _)| name);
        for name in of_rosters.chain(OF_OTHERS.map(|(name, _)| name)) {
            build.args(["--example", name]);
        }
        build.arg("--target-dir").arg(profile.parent().expect("the target directory"));
        match profile.file_name().and_then(|name| name.to_str()) {
            Some("debug") | None => {}
            Some(profile) => drop(build.args(["--profile", profile])),
        }
        assert!(build.status().expect("cargo runs").success(), "building {name}");
    }
    program
}

/// Every demo, with arguments behind its document.
fn all_demos() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    OF_ROSTERS.into_iter().chain(OF_OTHERS.map(|(name, _)| (name, [].as_slice())))
}

/// How a demo ended.
struct Run {
    code: Option<i32>,
    out: Vec<u8>,
    err: String,
}

impl Run {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.err))
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!err.contains("panicked"), "{err}");
        Self { code: output.status.code(), out: output.stdout, err }
    }
}

fn command(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program(name));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Whether a value holds all that another does; a record may carry more fields.
fn holds(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            let mut fields = expected.iter();
            fields.all(|(name, value)| found.get(name).is_some_and(|found| holds(found, value)))
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len()
                && found.iter().zip(expected).all(|(found, expected)| holds(found, expected))
        }
        _ => found == expected,
    }
}

#[track_caller]
fn assert_holds(found: &Value, expected: &Value) {
    assert!(holds(found, expected), "{found:#}\ndoes not hold\n{expected:#}");
}

/// Runs a demo without standard input.
fn run(name: &str, arguments: &[&str]) -> Run {
    command(name, arguments).output().expect("the demo runs").into()
}

/// Writes to a child's standard input; who does not read it all may end early.
fn feed(child: &mut Child, bytes: &[u8]) {
    let mut input = child.stdin.take().expect("standard input");
    let _ = input.write_all(bytes);
}

/// Runs a demo with a document on standard input, and arguments behind the `-`.
fn run_on(name: &str, document: &[u8], arguments: &[&str]) -> Run {
    let mut command = command(name, &[&["-"], arguments].concat());
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the demo starts");
    feed(&mut child, document);
    child.wait_with_output().expect("the demo ends").into()
}
