//! What the demos share: they read a document, ask the library once, and print JSON.

#![allow(dead_code, reason = "every demo uses a part of this")]

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use bangfu::charter::Charter;
use bangfu::document::Findings;
use bangfu::roster::Roster;
use bangfu::township::Township;
use serde::{Deserialize, Serialize};

/// Why a demo stops without a result.
#[derive(Debug)]
pub enum Stop {
    /// The document, or an id that it lacks, was refused: exit code 1.
    Refused(String),
    /// The command line is wrong, or the file cannot be read: exit code 2.
    Usage(String),
}

impl Stop {
    pub fn refused(why: impl std::fmt::Display) -> Self {
        Self::Refused(why.to_string())
    }

    pub fn usage(why: impl std::fmt::Display) -> Self {
        Self::Usage(why.to_string())
    }
}

/// Everything that is wrong, a line each.
impl From<Findings> for Stop {
    fn from(findings: Findings) -> Self {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        Self::Refused(lines.join("\n"))
    }
}

/// The arguments after the program's name, if there are as many as `usage` names, or fewer where
/// the last ones are in brackets.
pub fn arguments(usage: &str) -> Result<Vec<OsString>, Stop> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let most = usage.split_whitespace().count() - 1;
    let optional = usage.split_whitespace().filter(|word| word.starts_with('[')).count();
    if (most - optional..=most).contains(&arguments.len()) {
        Ok(arguments)
    } else {
        Err(Stop::usage(format_args!("usage: {usage}")))
    }
}

/// An argument that is a text of a kind: a day, a month.
pub fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
    argument: &std::ffi::OsStr,
) -> Result<T, Stop> {
    let text = argument.to_string_lossy();
    text.parse().map_err(|error| Stop::usage(format_args!("`{text}`: {error}")))
}

/// The bytes of a file, or of standard input for `-`.
pub fn input(path: &std::ffi::OsStr) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    let read = if path == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(path).map(|file| bytes = file)
    };
    read.map_err(|error| Stop::usage(format_args!("{}: {error}", path.to_string_lossy())))?;
    Ok(bytes)
}

/// Reads a document.
pub fn document<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Stop> {
    bangfu::document::read(bytes).map_err(Stop::refused)
}

/// Reads a roster and checks it against Maoxi's organisation.
pub fn township(bytes: &[u8], charter: &Charter) -> Result<Township, Stop> {
    Ok(document::<Roster<'_>>(bytes)?.check(&charter.organisation)?)
}

/// Prints a value as one line of JSON.
pub fn print(value: &impl Serialize) -> Result<(), Stop> {
    let mut line = serde_json::to_vec(value).map_err(Stop::refused)?;
    line.push(b'\n');
    write(&line)
}

/// Writes to standard output. Who closes it early has read enough.
pub fn write(bytes: &[u8]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Stop::refused(error)),
        _ => Ok(()),
    }
}

/// Tells how a demo ended.
pub fn end(result: Result<(), Stop>) -> ExitCode {
    let (code, why) = match result {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Stop::Refused(why)) => (1, why),
        Err(Stop::Usage(why)) => (2, why),
    };
    // Nothing is left to be done if standard error is closed too.
    let _ = writeln!(io::stderr(), "{why}");
    ExitCode::from(code)
}
