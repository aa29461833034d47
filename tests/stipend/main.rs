//! Stipends against a sum day by day over the plain records, and the figures of the source.

mod assumptions;
mod bounds;
mod discipline;
mod faults;
mod figures;
mod kinds;
mod laws;
mod oracle;
mod schedule;
mod totals;
mod traces;
mod unpaid;

use bangfu::charter::Charter;
use bangfu::document::read;
use bangfu::roster::Roster;
use bangfu::stipend::payroll;
use serde_json::Value;

const MAOXI: &str = include_str!("../../examples/data/maoxi.json");

fn maoxi() -> Roster<'static> {
    read(MAOXI.as_bytes()).expect("the roster of Maoxi can be read")
}

/// The JSON text of what is paid from one month to another.
fn text(roster: &Roster<'_>, first: &str, last: &str) -> String {
    let charter = Charter::maoxi();
    let township = roster.check(&charter.organisation).expect("a sound roster");
    let (first, last) = (first.parse().expect("a month"), last.parse().expect("a month"));
    let payroll = payroll(&township, &charter.stipend, first, last).expect("a payroll");
    serde_json::to_string(&payroll).expect("a payroll can be written")
}

fn paid(roster: &Roster<'_>, first: &str, last: &str) -> Value {
    serde_json::from_str(&text(roster, first, last)).expect("JSON")
}

/// Fen of a text such as `1200.00`.
fn fen(amount: &Value) -> i64 {
    let text = amount.as_str().expect("an amount is text");
    let (yuan, fen) = text.split_once('.').expect("two decimals");
    assert_eq!(fen.len(), 2, "{text}");
    let sign = if yuan.starts_with('-') { -1 } else { 1 };
    yuan.parse::<i64>().expect("whole yuan") * 100 + sign * fen.parse::<i64>().expect("fen")
}
