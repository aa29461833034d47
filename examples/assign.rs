//! `assign PROBLEM`: the best helper for every household.

mod common;

use std::process::ExitCode;

use bangfu::assign::{ProblemRecords, solve};
use common::{Stop, arguments, document, end, input, print};

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments("assign PROBLEM")?;
    let bytes = input(&arguments[0])?;
    let problem = document::<ProblemRecords<'_>>(&bytes)?.check()?;
    print(&solve(&problem))
}
