//! The words: ids, money, rates, days, spans and what is made of them, each against a model so
//! plain that it cannot be wrong in the same way.

mod basis;
mod days;
mod fraction;
mod id;
mod model;
mod money;
mod ratio;
mod span;
mod spans;
mod timeline;
mod workdays;

use std::fmt::{Debug, Display};
use std::str::FromStr;

use serde_json::Value;

/// Reads a text that must be refused, and says why it was.
fn refusal<T: FromStr<Err: Display> + Debug>(text: &str) -> String {
    match text.parse::<T>() {
        Ok(value) => panic!("`{text}` was read as {value:?}"),
        Err(error) => error.to_string(),
    }
}

/// A value as JSON, and what is read back from that.
fn through_json<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> (Value, T) {
    let text = serde_json::to_string(value).unwrap();
    (serde_json::from_str(&text).unwrap(), serde_json::from_str(&text).unwrap())
}
