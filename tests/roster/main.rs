//! The roster: its reading errors, its findings, its round trip, and the one of Maoxi.

mod books;
mod cascades;
#[path = "../../examples/maoxi_roster/charters.rs"]
mod charters;
mod explanation;
#[path = "../../examples/maoxi_roster/generate.rs"]
mod generate;
mod ids;
mod maoxi;
mod mutation;
mod planting;
mod reading;
mod round_trip;
mod spans;

use bangfu::charter::Charter;
use bangfu::document::read;
use bangfu::roster::Roster;

/// A finding: code, path, related paths.
type Found = (String, String, Vec<String>);

const MAOXI: &str = include_str!("../../examples/data/maoxi.json");

fn maoxi() -> Roster<'static> {
    read(MAOXI.as_bytes()).expect("the roster of Maoxi can be read")
}

/// Everything that the check finds, in its order.
fn findings(roster: &Roster<'_>) -> Vec<Found> {
    match roster.check(&Charter::maoxi().organisation) {
        Ok(_) => Vec::new(),
        Err(findings) => findings
            .iter()
            .map(|finding| {
                let related = finding.related.iter().map(ToString::to_string).collect();
                (finding.fault.code().to_owned(), finding.path.to_string(), related)
            })
            .collect(),
    }
}
