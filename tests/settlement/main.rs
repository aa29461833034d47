//! Settlements: what was issued and what is settled are what is due, whatever became known when.

mod cases;
mod histories;

use bangfu::charter::Charter;
use bangfu::document::read;
use bangfu::roster::Roster;
use bangfu::township::Township;
use serde_json::{Value, json};

fn month(text: &str) -> bangfu::Month {
    text.parse().expect("a month")
}

fn charter() -> Charter {
    Charter::maoxi()
}

/// A tenure of `p` or `q`, who are at home in `v0`: person, post, unit, from, until, recorded.
type Held = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
);

/// A township of three villages, with these tenures.
fn township(tenures: &[Held]) -> Township {
    let tenures: Vec<Value> = tenures
        .iter()
        .map(|(person, post, unit, from, until, recorded)| {
            json!({
                "person": person, "post": post, "unit": unit, "from": from, "until": until,
                "recorded": recorded,
            })
        })
        .collect();
    let document = json!({
        "format": 1, "town": {"id": "t", "population": 9000}, "zones": [{"id": "z"}],
        "villages": [
            {"id": "v0", "zone": "z"}, {"id": "v1", "zone": "z"}, {"id": "v2", "zone": "z"},
        ],
        "groups": [{"id": "g0", "village": "v0"}], "households": [],
        "people": [
            {"id": "p", "rank": "village", "village": "v0"},
            {"id": "q", "rank": "village", "village": "v0"},
        ],
        "tenures": tenures, "pairings": [],
    });
    let text = document.to_string();
    let roster: Roster<'_> = read(text.as_bytes()).expect("a roster");
    roster.check(&charter().organisation).expect("a sound roster")
}
