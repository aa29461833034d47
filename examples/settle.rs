//! `settle ROSTER-THEN ROSTER-NOW FIRST-MONTH LAST-MONTH [--charter FILE] [--charter-then FILE]`: what
//! is still to be paid or paid back for some months, since more is known now than when they were
//! issued.

mod common;

use std::process::ExitCode;

use bangfu::calendar::Month;
use bangfu::stipend::{Issued, Stipends, payroll};
use common::{Stop, arguments, charter, end, input, parsed, print, township};

const THEN: &str = "--charter-then";

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments(
        "settle ROSTER-THEN ROSTER-NOW FIRST-MONTH LAST-MONTH [--charter FILE] [--charter-then FILE]",
    )?;
    let (first, last): (Month, Month) = (parsed(&arguments[2])?, parsed(&arguments[3])?);
    if last < first {
        return Err(Stop::usage(format_args!("`{first}` lies after `{last}`")));
    }
    let (then, now) = (input(&arguments[0])?, input(&arguments[1])?);
    let file = arguments.file(THEN)?;
    let charter_now = arguments.charter()?;
    let charter_then = file.map(|bytes| charter(THEN, &bytes)).transpose()?;
    let charter_then = charter_then.as_ref().unwrap_or(&charter_now);
    let then = township(&then, charter_then).map_err(|stop| stop.of("ROSTER-THEN"))?;
    let now = township(&now, &charter_now).map_err(|stop| stop.of("ROSTER-NOW"))?;

    // What was issued is the payroll as it was worked out then.
    let mut issued = Issued::default();
    let payroll = payroll(&then, &charter_then.stipend, first, last);
    let payroll = payroll.map_err(|error| Stop::refused(error).of("ROSTER-THEN"))?;
    issued.issue(&payroll).map_err(Stop::refused)?;
    let due = Stipends::new(&now, &charter_now.stipend);
    let settlement = due.settle(&issued, first, last);
    print(&settlement.map_err(|error| Stop::refused(error).of("ROSTER-NOW"))?)
}
