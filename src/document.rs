//! Documents: reading them, and what may be wrong with them.
//!
//! What goes wrong with a document goes wrong at one of two stages. A text that is not of the
//! document's form at all (bad JSON, an unknown or missing field, a wrong type, a malformed id, day
//! or amount) is a reading error: the first one is returned, with path, line and column
//! (`ReadError`, feature `json`). A document that was read is judged as a whole, and everything
//! that is wrong with what it says comes back at once: [`Findings`]; of tables of rules, which have no
//! place in a document of their own, [`TableFaults`].

mod fields;
mod finding;
mod path;
mod report;
mod tables;
#[cfg(feature = "json")]
mod read;
#[cfg(feature = "json")]
mod strict;

pub use fields::{Format, UniqueMap};
pub(crate) use fields::{
    name, nullable, or_default, owned_id, owned_ids_or_null, whole, whole_map, whole_or_null,
};
pub use finding::Finding;
pub use finding::{Clash, Fault, Findings, Severity};
pub(crate) use path::Field;
pub use path::Path;
#[cfg(feature = "json")]
pub use read::{ReadError, read};
pub(crate) use report::{Index, Report};
pub use tables::TableFaults;
