//! Poverty: who is poor, who left, who fell back, and how that stands against the targets; each
//! counted day by day from the records of the roster.

mod oracle;
mod allotment;
mod apportion;
mod audit;
mod progress;
mod target;
mod commitment;
mod flow;
mod appraisal;
mod exit;
mod exit_model;
mod sheet;
mod standard;
mod hierarchy;
mod maoxi;
mod measure;
mod rollup;
mod tally;
mod verdict;
mod wire;
mod yardstick;

use bangfu::calendar::Day;
use bangfu::charter::Charter;
use bangfu::poverty::progress;
use bangfu::roster::Roster;
use bangfu::township::Township;
use serde_json::Value;

fn township(roster: &Roster<'_>) -> Township {
    roster.check(&Charter::maoxi().organisation).unwrap()
}

/// How a township stands on a day under Maoxi's charter, as its document says.
fn standing(township: &Township, on: Day) -> Value {
    serde_json::to_value(progress(township, on, &Charter::maoxi().poverty)).unwrap()
}
