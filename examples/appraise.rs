//! `appraise ANSWERS [--charter FILE]`: does this household leave poverty, or this village the list?

mod common;

use std::process::ExitCode;

use bangfu::poverty::AnswerSheet;
use common::{Stop, arguments, document, end, input, print};

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments("appraise ANSWERS [--charter FILE]")?;
    let bytes = input(&arguments[0])?;
    let charter = arguments.charter()?;
    let sheet: AnswerSheet = document(&bytes)?;
    print(&sheet.appraise(&charter.poverty)?)
}
