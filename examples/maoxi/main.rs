//! The main job: everything that the library answers about Maoxi town, in one go.
//!
//! `maoxi [ROSTER] [TRAVEL]` reads the roster and the travel times, by default those under
//! `examples/data`, and prints a report for a person to read. Every figure comes out of a call of
//! the library.

#[path = "../common/mod.rs"]
mod common;
mod departure;
mod explanation;
mod report;
mod table;
mod travel;

use std::process::ExitCode;

use bangfu::charter::Charter;
use common::{Stop, arguments, document, end, input, township, write};
use report::Report;
use travel::Travel;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/");

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments("maoxi [ROSTER] [TRAVEL]")?;
    let path = |at: usize, name: &str| {
        arguments.get(at).cloned().unwrap_or_else(|| format!("{DATA}{name}").into())
    };
    let roster = input(&path(0, "maoxi.json"))?;
    let travel = input(&path(1, "maoxi-travel.json"))?;
    let charter = Charter::maoxi();
    let township = township(&roster, &charter)?;
    let travel = Travel::new(document(&travel)?, &township);
    let mut report = Report::new(&township, &charter);
    report.command()?;
    report.chain()?;
    report.coverage()?;
    report.assignment(&travel)?;
    report.payroll()?;
    report.progress()?;
    write(report.text().as_bytes())
}
