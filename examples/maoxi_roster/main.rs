//! Prints the made-up roster of Maoxi town, or its travel times: `maoxi_roster roster|travel`.
//!
//! `examples/data/maoxi.json` and `examples/data/maoxi-travel.json` hold what it prints.

mod generate;

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

/// Prints the document that the only argument names; wrong usage is exit code 2.
fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let document = match (arguments.next(), arguments.next()) {
        (Some(name), None) if name == "roster" => generate::roster(),
        (Some(name), None) if name == "travel" => generate::travel(),
        _ => return fail("usage: maoxi_roster roster|travel", 2),
    };
    let mut out = io::stdout().lock();
    match out.write_all(document.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("cannot write: {error}"), 1),
    }
}

/// Says why on standard error, as far as that is open, and returns the exit code.
fn fail(message: &str, code: u8) -> ExitCode {
    // Nothing is left to be told to if standard error is closed as well.
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::from(code)
}
