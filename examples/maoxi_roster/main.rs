//! Prints the documents of the example data: `maoxi_roster roster|travel|books|charter|charter-decided`.
//!
//! `examples/data/maoxi.json`, `examples/data/maoxi-travel.json` and
//! `examples/data/charter-decided.json` hold what it prints for `roster`, `travel` and
//! `charter-decided`. `books` is the roster as it stood in the books when October was paid, and
//! `charter` Maoxi's own charter.

mod charters;
mod generate;

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use bangfu::roster::Roster;

/// The day on which October was paid.
const PAID: &str = "2018-10-31";

/// Prints the document that the only argument names; wrong usage is exit code 2.
fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let document = match (arguments.next(), arguments.next()) {
        (Some(name), None) if name == "roster" => Ok(generate::roster()),
        (Some(name), None) if name == "travel" => Ok(generate::travel()),
        (Some(name), None) if name == "books" => books(),
        (Some(name), None) if name == "charter" => charters::own(),
        (Some(name), None) if name == "charter-decided" => charters::decided(),
        _ => return fail("usage: maoxi_roster roster|travel|books|charter|charter-decided", 2),
    };
    let document = match document {
        Ok(document) => document,
        Err(error) => return fail(&format!("cannot make it: {error}"), 1),
    };
    let mut out = io::stdout().lock();
    match out.write_all(document.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("cannot write: {error}"), 1),
    }
}

/// Returns the roster without what was entered only later.
fn books() -> Result<String, Box<dyn std::error::Error>> {
    let text = generate::roster();
    let roster: Roster<'_> = bangfu::document::read(text.as_bytes())?;
    Ok(serde_json::to_string(&roster.as_known_on(PAID.parse()?))? + "\n")
}

/// Says why on standard error, as far as that is open, and returns the exit code.
fn fail(message: &str, code: u8) -> ExitCode {
    // Nothing is left to be told to if standard error is closed as well.
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::from(code)
}
