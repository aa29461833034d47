//! The roster: plain records as any database or file holds them, and the check that makes them a
//! [`Township`](crate::township::Township), or tells everything that is wrong with them.
//!
//! A [`Roster`] has public fields and holds whatever a document said. [`Roster::check`] judges it
//! as a whole; [`Roster::from`] a township writes it back, sorted; [`Roster::after`] takes up what passes
//! from one person to another; [`Roster::as_known_on`] a day leaves out what became known later.

mod books;
mod check;
mod export;
mod field;
mod records;
mod span_records;
mod succession;

pub use records::{
    GroupRecord, HouseholdRecord, PairingRecord, PersonRecord, Roster, TenureRecord, TownRecord,
    VillageRecord, ZoneRecord,
};
pub use span_records::{SpanRecord, SpanRecords};
pub use succession::ForeignSuccession;
