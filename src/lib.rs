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
