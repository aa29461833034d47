//! The charter: Maoxi's tables are those of the source, and faulty tables are refused.

mod document;
mod faults;
mod maoxi;
