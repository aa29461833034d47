//! What the demos share: they read a document, ask the library once, and print JSON.

#![allow(dead_code, reason = "every demo uses a part of this")]

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::ops::Index;
use std::process::ExitCode;

use bangfu::charter::{Charter, CharterFaults};
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

    /// A refusal that says of which document, for demos that read several.
    pub fn of(self, document: &str) -> Self {
        let Self::Refused(why) = self else { return self };
        Self::lines(why.lines().map(|line| format!("{document}: {line}")))
    }

    fn lines(lines: impl IntoIterator<Item = impl ToString>) -> Self {
        let lines: Vec<String> = lines.into_iter().map(|line| line.to_string()).collect();
        Self::Refused(lines.join("\n"))
    }
}

/// Everything that is wrong, a line each.
impl From<Findings> for Stop {
    fn from(findings: Findings) -> Self {
        Self::lines(findings.iter())
    }
}

/// Everything that is wrong, a line each.
impl From<CharterFaults> for Stop {
    fn from(faults: CharterFaults) -> Self {
        Self::lines(faults.as_slice())
    }
}

/// The option that names the file of a charter, to be used instead of Maoxi's.
pub const CHARTER: &str = "--charter";

/// What a usage calls an argument that is a document.
const DOCUMENTS: [&str; 7] = ["ROSTER", "PROBLEM", "ANSWERS", "SHEET", "TRAVEL", "CHARTER", "FILE"];

/// What stands on the command line: arguments by their place, and options by their name.
pub struct Arguments {
    places: Vec<OsString>,
    options: Vec<(&'static str, OsString)>,
}

/// The arguments after the program's name, if they are those that `usage` names, but for what stands
/// in brackets. An option with its value may stand anywhere, once.
pub fn arguments(usage: &'static str) -> Result<Arguments, Stop> {
    let wrong = || Stop::usage(format_args!("usage: {usage}"));
    let arguments = Arguments::of(usage, std::env::args_os().skip(1)).ok_or_else(wrong)?;
    // Two documents cannot both be what comes in: said before either is read.
    if arguments.documents(usage).filter(|path| *path == "-").count() > 1 {
        return Err(Stop::usage(format_args!(
            "`-` may stand for one document only\nusage: {usage}"
        )));
    }
    Ok(arguments)
}

impl Arguments {
    fn of(usage: &'static str, mut given: impl Iterator<Item = OsString>) -> Option<Self> {
        let (names, known) = names(usage);
        let (mut places, mut options) = (Vec::new(), Vec::new());
        while let Some(word) = given.next() {
            let option = |word: &OsStr| known.iter().copied().find(|name| word == *name);
            match option(&word) {
                None => places.push(word),
                Some(name) => {
                    // What follows is the value, not a further option.
                    let value = given.next().filter(|value| option(value).is_none())?;
                    if options.iter().any(|(earlier, _)| *earlier == name) {
                        return None;
                    }
                    options.push((name, value));
                }
            }
        }
        let least = names.iter().filter(|name| !name.starts_with('[')).count();
        (least..=names.len()).contains(&places.len()).then_some(Self { places, options })
    }

    /// Those that are paths of documents.
    fn documents(&self, usage: &'static str) -> impl Iterator<Item = &OsStr> {
        let is_document = |name: &str| {
            let name = name.trim_start_matches('[');
            DOCUMENTS.iter().any(|document| name.starts_with(document))
        };
        let places = names(usage).0.into_iter().zip(&self.places);
        let places = places.filter(move |(name, _)| is_document(name)).map(|(_, path)| path);
        places.chain(self.options.iter().map(|(_, path)| path)).map(OsString::as_os_str)
    }

    /// The argument at a place, if there is one.
    pub fn get(&self, place: usize) -> Option<&OsStr> {
        self.places.get(place).map(OsString::as_os_str)
    }

    /// The bytes of the file that an option names, if it is given.
    pub fn file(&self, option: &str) -> Result<Option<Vec<u8>>, Stop> {
        let given = self.options.iter().find(|(name, _)| *name == option);
        given.map(|(_, path)| input(path)).transpose()
    }

    /// The charter of the option `--charter`, or else Maoxi's.
    pub fn charter(&self) -> Result<Charter, Stop> {
        let file = self.file(CHARTER)?;
        file.map_or_else(|| Ok(Charter::maoxi()), |bytes| charter(CHARTER, &bytes))
    }
}

impl Index<usize> for Arguments {
    type Output = OsStr;

    fn index(&self, place: usize) -> &OsStr {
        &self.places[place]
    }
}

/// The names of a usage: those of the places, and those of the options.
fn names(usage: &'static str) -> (Vec<&'static str>, Vec<&'static str>) {
    let (mut places, mut options) = (Vec::new(), Vec::new());
    let mut words = usage.split_whitespace().skip(1);
    while let Some(word) = words.next() {
        match word.strip_prefix('[').filter(|word| word.starts_with("--")) {
            None => places.push(word),
            Some(option) => {
                options.push(option);
                words.next();
            }
        }
    }
    (places, options)
}

/// An argument that is a text of a kind: a day, a month.
pub fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(argument: &OsStr) -> Result<T, Stop> {
    let text = argument.to_string_lossy();
    text.parse().map_err(|error| Stop::usage(format_args!("`{text}`: {error}")))
}

/// The bytes of a file, or of standard input for `-`.
pub fn input(path: &OsStr) -> Result<Vec<u8>, Stop> {
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

/// Reads a charter and checks its tables against one another; `name` is what a refusal calls it.
pub fn charter(name: &str, bytes: &[u8]) -> Result<Charter, Stop> {
    let checked = document::<Charter>(bytes).and_then(|charter| {
        charter.check()?;
        Ok(charter)
    });
    checked.map_err(|stop| stop.of(name))
}

/// Reads a roster and checks it against the organisation of a charter.
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
