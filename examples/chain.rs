//! `chain ROSTER HOUSEHOLD DAY [--charter FILE]`: who answers for a household on a day.

mod common;

use std::process::ExitCode;

use bangfu::calendar::Day;
use common::{Stop, arguments, end, input, parsed, print, township};

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments("chain ROSTER HOUSEHOLD DAY [--charter FILE]")?;
    let on: Day = parsed(&arguments[2])?;
    let bytes = input(&arguments[0])?;
    let township = township(&bytes, &arguments.charter()?)?;
    let id = arguments[1].to_string_lossy();
    let household = township.household(&id);
    let household =
        household.ok_or_else(|| Stop::refused(format_args!("there is no household `{id}`")))?;
    print(&household.chain_on(on))
}
