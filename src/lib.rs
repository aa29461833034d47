#![doc = include_str!("../README.md")]
#![deny(missing_docs)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::as_conversions,
        clippy::float_arithmetic,
        clippy::arithmetic_side_effects,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::disallowed_methods,
        clippy::disallowed_types
    )
)]

pub mod quantity;
pub mod calendar;
pub mod basis;
pub mod township;
pub mod document;
pub mod roster;
pub mod assign;
pub mod coverage;
pub mod stipend;
pub mod poverty;
pub mod charter;
#[cfg(feature = "proptest")]
pub mod testing;

pub use chrono;
pub use rust_decimal;

// The nouns; the verbs stay in their modules.
pub use assign::{Certificate, Plan, Problem, Shortage};
pub use calendar::{Day, Month, Span, Spans, Timeline, Workdays};
pub use charter::Charter;
pub use coverage::{Coverage, Handover};
pub use document::{Finding, Findings};
pub use poverty::{
    Allotment, AnswerSheet, Appraisal, Audit, ExitCase, Progress, Rollup, Sheet, Standard,
    Standing, Tally, Target, Yardstick,
};
pub use quantity::{Fraction, Id, Percent, Ratio, Yuan};
pub use roster::Roster;
pub use stipend::{Issued, PayLine, Payroll, Schedule, Settlement, Stipends, Subsidies, Totals};
pub use township::{Chain, Organisation, Person, Post, Rank, Township, Unit};
