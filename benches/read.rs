//! How long it takes to read the document of a roster and make a checked township of it.
//!
//! `cargo bench --bench read [-- HOUSEHOLDS]`; by default Maoxi's own roster, and 30,000 households,
//! their records by id and in any order.
//!
//! The reference is `serde_json::from_slice` into plain structs that own their texts, and nothing
//! checked. Both must find the same records; no time makes the bench fail. Times are of one thread,
//! the median of some runs, all programs by turns:
//!
//! | column | what |
//! |---|---|
//! | `plain` | the reference |
//! | `read` | `document::read` to a `Roster` |
//! | `check` | `Roster::check` to a `Township` |
//! | `both` | from the text to the township; its ratio to `plain` |
//! | `freed` | that ratio when what came of it is freed again, which owned texts are slow to be |

#[expect(dead_code, reason = "other benches need more of it")]
mod common;
#[path = "read/document.rs"]
mod document;
#[expect(dead_code, reason = "what is read is not all looked at")]
#[path = "read/reference.rs"]
mod reference;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use bangfu::charter::Charter;
use bangfu::document::read;
use bangfu::roster::Roster;
use bangfu::township::Township;
use common::{Clock, median};
use document::{Order, roster};

const MAOXI: &str = include_str!("../examples/data/maoxi.json");

const COLUMN: usize = 12;

fn main() -> ExitCode {
    // Cargo tells a bench that it is one.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let sizes: Result<Vec<usize>, _> = arguments.iter().map(|one| one.parse()).collect();
    let documents = match sizes.as_deref() {
        Ok([]) => vec![
            ("maoxi", MAOXI.to_owned()),
            ("by id", roster(30_000, Order::ById)),
            ("any order", roster(30_000, Order::Any)),
        ],
        Ok([households @ 1..=250_000]) => {
            vec![
                ("by id", roster(*households, Order::ById)),
                ("any order", roster(*households, Order::Any)),
            ]
        }
        _ => {
            eprintln!("usage: cargo bench --bench read [-- HOUSEHOLDS]");
            return ExitCode::from(2);
        }
    };
    let clock = Clock::new();
    println!("milliseconds of {}", clock.counts());
    for column in
        ["roster", "households", "MB", "plain", "read", "check", "both", "both/plain", "freed"]
    {
        print!("{column:>COLUMN$}");
    }
    println!();
    for (name, text) in documents {
        measure(&clock, name, text.as_bytes());
    }
    ExitCode::SUCCESS
}

fn plain(text: &[u8]) -> reference::Roster {
    serde_json::from_slice(text).unwrap()
}

fn measure(clock: &Clock, name: &str, text: &[u8]) {
    let organisation = Charter::maoxi().organisation;
    let read: fn(&[u8]) -> Roster<'_> = |text| read(text).unwrap();
    let check = |roster: &Roster<'_>| roster.check(&organisation).unwrap();
    compare(&plain(text), &check(&read(text)));

    let mut times = [const { Vec::new() }; 6];
    let rounds = (10_000_000 / text.len()).clamp(9, 100);
    for _ in 0..rounds {
        let mut note = |at: usize, time: Duration| times[at].push(time);
        note(0, clock.time(|| plain(black_box(text))).0);
        let (time, roster) = clock.time(|| read(black_box(text)));
        note(1, time);
        note(2, clock.time(|| check(black_box(&roster))).0);
        drop(roster);
        note(3, clock.time(|| check(&read(black_box(text)))).0);
        note(4, clock.time(|| drop(black_box(plain(black_box(text))))).0);
        note(5, clock.time(|| drop(black_box(check(&read(black_box(text)))))).0);
    }
    let ms = times.each_ref().map(|times| median(times).as_secs_f64() * 1e3);
    let [plain, _, _, both, plain_freed, both_freed] = ms;
    let megabytes = f64::from(u32::try_from(text.len()).unwrap()) / 1e6;
    let households = self::plain(text).households.len();
    print!("{name:>COLUMN$}{households:COLUMN$}{megabytes:COLUMN$.2}");
    ms.iter().take(4).for_each(|ms| print!("{ms:COLUMN$.2}"));
    println!("{:COLUMN$.2}{:COLUMN$.2}", both / plain, both_freed / plain_freed);
}

/// Both have the same records.
fn compare(plain: &reference::Roster, township: &Township) {
    assert_eq!(plain.zones.len(), township.zones().len());
    assert_eq!(plain.villages.len(), township.villages().len());
    assert_eq!(plain.groups.len(), township.groups().len());
    assert_eq!(plain.people.len(), township.people().len());
    assert_eq!(plain.tenures.len(), township.tenures().len());
    assert_eq!(plain.households.len(), township.households().len());
    let pairings = township.households().map(|household| household.pairings().len());
    assert_eq!(plain.pairings.len(), pairings.sum::<usize>());
    for household in &plain.households {
        let found = township.household(&household.id).unwrap();
        assert_eq!(found.persons(), household.persons);
        assert_eq!(*found.group().id(), *household.group.as_str());
        let poor = found.poor().iter();
        assert!(
            poor.map(|(span, ())| span.from().to_string())
                .eq(household.poor.iter().map(|span| span.from.clone()))
        );
    }
    for pairing in &plain.pairings {
        let household = township.household(&pairing.household).unwrap();
        let found = household.pairing_on(pairing.from.parse().unwrap()).unwrap();
        assert_eq!(*found.helper.id(), *pairing.helper.as_str());
    }
}
