use std::borrow::Cow;

use serde::Deserialize;

use super::strict::Strict;

/// Reads a JSON document.
///
/// # Errors
/// [`ReadError`] with the first thing that is not of the document's form: JSON syntax, an unknown,
/// missing or repeated field, a wrong type, a malformed id, day or amount, or a format other
/// than 1.
pub fn read<'de, T: Deserialize<'de>>(json: &'de [u8]) -> Result<T, ReadError> {
    // Most documents can be read: the path is followed only where there is something to say, and
    // whether the text is UTF-8 is asked once, not of every string in it.
    if let Ok(text) = std::str::from_utf8(json) {
        let mut reader = serde_json::Deserializer::from_str(text);
        if let Ok(document) = T::deserialize(Strict(&mut reader))
            && reader.end().is_ok()
        {
            return Ok(document);
        }
    }
    let mut reader = serde_json::Deserializer::from_slice(json);
    let (path, error) = match serde_path_to_error::deserialize(Strict(&mut reader)) {
        Ok(document) => match reader.end() {
            Ok(()) => return Ok(document),
            Err(error) => (".".to_owned(), error),
        },
        Err(error) => (known(&error.path().to_string()).to_owned(), error.into_inner()),
    };
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let message = message.trim_end_matches(&format!(" at line {line} column {column}"));
    // What is wrong with a document as a whole is nowhere in it, so it is where that begins.
    let (line, column) = if line == 0 { (1, 1) } else { (line, column) };
    let message = shortened(&in_words(message));
    Err(ReadError { path: shortened(&path), line, column, message })
}

/// The path without the step, written `?`, at which the document broke off.
fn known(path: &str) -> &str {
    let known = path.trim_end_matches('?').trim_end_matches('.');
    if known.is_empty() { "." } else { known }
}

/// What is expected, where it is told as the type of a number: that says nothing to who wrote the
/// document.
const NUMBERS: [(&str, &str); 4] = [
    ("u8", "a whole number from 0 to 255"),
    ("u16", "a whole number from 0 to 65535"),
    ("u32", "a whole number from 0 to 4294967295"),
    ("u64", "a whole number from 0 to 18446744073709551615"),
];

fn in_words(message: &str) -> Cow<'_, str> {
    let words = message.rsplit_once("expected ").and_then(|(before, expected)| {
        let (_, words) = NUMBERS.into_iter().find(|(number, _)| *number == expected)?;
        Some(Cow::Owned(format!("{before}expected {words}")))
    });
    words.unwrap_or(Cow::Borrowed(message))
}

/// A message may quote the document: it stays one line that a terminal can show, and one made of
/// megabytes is cut.
fn shortened(message: &str) -> String {
    const MOST: usize = 300;
    let mut line = String::new();
    for (at, character) in message.chars().enumerate() {
        if at == MOST {
            return line + "...";
        }
        if character.is_control() {
            line.extend(character.escape_debug());
        } else {
            line.push(character);
        }
    }
    line
}

/// Why and where a text is not a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at `{path}`, line {line}, column {column}: {message}")]
pub struct ReadError {
    /// The path of the value that could not be read, `.` for the document as a whole.
    pub path: String,
    /// The line, from 1 on.
    pub line: usize,
    /// The column, from 1 on; 0 where the text ends at the beginning of a line.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}
