//! Maoxi's charter as a document, and one after three made-up decisions.

use bangfu::basis::{Basis, Sourced};
use bangfu::charter::{Charter, Wording};
use bangfu::poverty::{Standard, Test, Threshold, Validity};
use bangfu::stipend::{Rate, Schedule, ScheduleRecords, Start};
use bangfu::township::Post;

/// Settles on which day the stipends start, in place of the assumption A1.
const START: (&str, &str) = ("2018-17", "the stipends start with the drive itself, on 2018-09-10");
/// Amends the rate of the group cadres.
const RATE: (&str, &str) = ("2018-23", "group cadre: 450 yuan a month from 2018-12-01 on");
/// Settles the income line of 2018, of which none is confirmed.
const LINE: (&str, &str) = ("2018-11", "the income line of 2018: 3,000 yuan a year and head");

type Error = Box<dyn std::error::Error>;

/// Returns Maoxi's own charter as a JSON document.
pub fn own() -> Result<String, Error> {
    document(&Charter::maoxi())
}

/// Returns the charter after the decisions as a JSON document.
pub fn decided() -> Result<String, Error> {
    let mut charter = Charter::maoxi();
    let basis = |number: &str| Ok::<_, Error>(Basis::Decision(number.parse()?));
    let tables = charter.stipend.records().clone();
    let assumed = tables.start.basis.clone();
    let start = Sourced { value: Start::Day("2018-09-10".parse()?), basis: basis(START.0)? };
    let rate = Rate {
        monthly: "450.00".parse()?,
        from: "2018-12-01".parse()?,
        until: None,
        basis: basis(RATE.0)?,
    };
    let schedule = Schedule::new(ScheduleRecords { start, ..tables })?;
    charter.stipend = schedule.amended(Post::GroupCadre, rate)?;
    let line = Threshold {
        value: "3000.00".parse()?,
        valid: Validity {
            region: None,
            from: Some("2018-01-01".parse()?),
            until: Some("2019-01-01".parse()?),
        },
        basis: basis(LINE.0)?,
    };
    let mut standard = charter.poverty.household_standard.records().clone();
    for item in &mut standard.items {
        if let Test::Amount { lines, .. } = &mut item.test {
            lines.push(line.clone());
        }
    }
    charter.poverty.household_standard = Standard::new(standard)?;
    // What was decided is no assumption any more.
    charter.wording.retain(|wording| wording.basis != assumed);
    for (number, text) in [LINE, START, RATE] {
        charter.wording.push(Wording { basis: basis(number)?, text: text.to_owned() });
    }
    charter.check()?;
    document(&charter)
}

fn document(charter: &Charter) -> Result<String, Error> {
    Ok(serde_json::to_string_pretty(charter)? + "\n")
}
