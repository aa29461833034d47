//! `audit SHEET [--charter FILE]`: can the reported figures be true? Whatever is found is the result:
//! the exit code is 0.

mod common;

use std::process::ExitCode;

use bangfu::poverty::{SheetRecords, audit};
use common::{Stop, arguments, document, end, input, print};

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments("audit SHEET [--charter FILE]")?;
    let bytes = input(&arguments[0])?;
    let charter = arguments.charter()?;
    let sheet = document::<SheetRecords<'_>>(&bytes)?.check()?;
    print(&audit(&sheet, &charter.poverty.village_standard))
}
