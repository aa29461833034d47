//! `payroll ROSTER FIRST-MONTH [LAST-MONTH] [--charter FILE]`: the stipends of some months.

mod common;

use std::process::ExitCode;

use bangfu::calendar::Month;
use bangfu::stipend::payroll;
use common::{Stop, arguments, end, input, parsed, print, township};

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments("payroll ROSTER FIRST-MONTH [LAST-MONTH] [--charter FILE]")?;
    let first: Month = parsed(&arguments[1])?;
    let last = arguments.get(2).map_or(Ok(first), parsed)?;
    if last < first {
        return Err(Stop::usage(format_args!("`{first}` lies after `{last}`")));
    }
    let bytes = input(&arguments[0])?;
    let charter = arguments.charter()?;
    let township = township(&bytes, &charter)?;
    let payroll = payroll(&township, &charter.stipend, first, last).map_err(Stop::refused)?;
    print(&payroll)
}
