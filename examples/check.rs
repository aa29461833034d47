//! `check ROSTER [--charter FILE]`: everything that is wrong with a roster.

mod common;

use std::process::ExitCode;

use bangfu::document::Findings;
use bangfu::roster::Roster;
use common::{Stop, arguments, document, end, input, print};

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments("check ROSTER [--charter FILE]")?;
    let bytes = input(&arguments[0])?;
    let charter = arguments.charter()?;
    let roster: Roster<'_> = document(&bytes)?;
    match roster.check(&charter.organisation) {
        Ok(_) => print(&serde_json::json!({ "findings": [] })),
        Err(findings) => {
            print(&findings)?;
            Err(summary(&findings))
        }
    }
}

fn summary(findings: &Findings) -> Stop {
    Stop::refused(format_args!("findings: {}", findings.as_slice().len()))
}
