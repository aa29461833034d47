//! `progress ROSTER DAY [--charter FILE]`: how things stand against the year's targets.

mod common;

use std::process::ExitCode;

use bangfu::calendar::Day;
use bangfu::poverty::progress;
use common::{Stop, arguments, end, input, parsed, print, township};

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments("progress ROSTER DAY [--charter FILE]")?;
    let on: Day = parsed(&arguments[1])?;
    let bytes = input(&arguments[0])?;
    let charter = arguments.charter()?;
    let township = township(&bytes, &charter)?;
    print(&progress(&township, on, &charter.poverty))
}
