//! Departures: the duties of a person against a scan of the plain records, and handovers of them
//! against rules written down a second time.

mod cases;
mod faults;
mod legal;
mod maoxi;

use std::sync::LazyLock;

use bangfu::basis::Sourced;
use bangfu::calendar::{Date, Day};
use bangfu::charter::Charter;
use bangfu::coverage::{Handover, HandoverRecords, Refusal};
use bangfu::roster::Roster;
use bangfu::township::{Person, Township};

/// Made once: a charter takes longer than a case.
static MAOXI: LazyLock<Charter> = LazyLock::new(Charter::maoxi);

fn township(roster: &Roster<'_>) -> Township {
    roster.check(&MAOXI.organisation).expect("a sound roster")
}

/// The check under caps given as a plain function.
fn check<'t>(
    batch: &HandoverRecords<'_>,
    township: &'t Township,
    caps: impl Fn(Person<'t>) -> Option<u32>,
) -> Result<Handover<'t>, Refusal> {
    let basis = MAOXI.pairing.caps.basis.clone();
    batch.check(township, &Sourced { value: caps, basis })
}

fn covers(from: Date, until: Option<Date>, on: Date) -> bool {
    from <= on && until.is_none_or(|until| on < until)
}

/// Whether two runs of days share one.
fn overlap(one: (Date, Option<Date>), other: (Date, Option<Date>)) -> bool {
    let begins_in_time = |from: Date, until: Option<Date>| until.is_none_or(|until| from < until);
    begins_in_time(one.0, other.1) && begins_in_time(other.0, one.1)
}

fn day(date: Date) -> Day {
    date.try_into().expect("a day")
}
