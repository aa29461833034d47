//! The main job: everything that the library answers about Maoxi town, in one go.
//!
//! `maoxi [ROSTER] [TRAVEL] [CHARTER]` reads the roster, the travel times and a charter after some
//! decisions, by default those under `examples/data`, and what was found at some households there; it
//! prints a report for a person to read. All but what decisions change goes by Maoxi's own charter.
//! Every figure comes out of a call of the library.

#[path = "../common/mod.rs"]
mod common;
mod departure;
mod explanation;
mod poverty;
mod report;
mod settlement;
mod stipends;
mod table;
mod travel;

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use bangfu::charter::Charter;
use common::{Stop, arguments, document, end, input, township, write};
use report::Report;
use travel::Travel;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/");

/// What was found at three households.
const SHEETS: [&str; 3] =
    ["answers-exit.json", "answers-refused.json", "answers-undetermined.json"];

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments("maoxi [ROSTER] [TRAVEL] [CHARTER]")?;
    let path = |at: usize, name: &str| -> OsString {
        arguments.get(at).map_or_else(|| format!("{DATA}{name}").into(), ToOwned::to_owned)
    };
    let roster = input(&path(0, "maoxi.json"))?;
    let travel = input(&path(1, "maoxi-travel.json"))?;
    let decided = input(&path(2, "charter-decided.json"))?;
    let sheets = SHEETS.map(|name| input(OsStr::new(&format!("{DATA}{name}"))));
    let sheets = sheets.into_iter().collect::<Result<Vec<_>, _>>()?;
    let charter = Charter::maoxi();
    let decided = common::charter("CHARTER", &decided)?;
    let township = township(&roster, &charter)?;
    let travel = Travel::new(document(&travel)?, &township);
    let mut report = Report::new(&township, &charter);
    report.command()?;
    report.chain()?;
    report.coverage()?;
    report.assignment(&travel)?;
    report.payroll()?;
    report.correction()?;
    report.decision(&decided)?;
    report.budget(&decided)?;
    report.subsidies()?;
    report.course()?;
    report.targets()?;
    report.allotment()?;
    report.exits(&decided, &sheets)?;
    report.incidence()?;
    write(report.text().as_bytes())
}
