//! `coverage ROSTER FROM UNTIL [--charter FILE]`: was every household covered, and every post filled, every day?

mod common;

use std::process::ExitCode;

use bangfu::calendar::Span;
use bangfu::coverage::coverage;
use common::{Stop, arguments, end, input, parsed, print, township};

fn main() -> ExitCode {
    end(run())
}

fn run() -> Result<(), Stop> {
    let arguments = arguments("coverage ROSTER FROM UNTIL [--charter FILE]")?;
    let until = Some(parsed(&arguments[2])?);
    let span = Span::new(parsed(&arguments[1])?, until).map_err(Stop::usage)?;
    let bytes = input(&arguments[0])?;
    let township = township(&bytes, &arguments.charter()?)?;
    print(&coverage(township.town().into(), span))
}
