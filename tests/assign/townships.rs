//! Whole townships: the generator writes what another program writes, and every one costs what
//! another solver finds.

use std::fmt::Write;

use bangfu::assign::ProblemRecords;

use crate::generator::{Kind, Size, township};
use crate::reference::textbook;
use crate::{fingerprint, proved, worth};

/// Kind, zones, villages to each, seed, number: households, helpers, those left over, cost, and the
/// fingerprint of the records.
///
/// All figures are those of other programs. A generator in Python, whose integers have no end, wrote
/// the problems, with travel to another village at 15 minutes more and `keep` at 10; OR-tools found
/// the answers on the graph of all households and helpers; the fingerprint is that of [`listing`]
/// over what the Python program wrote.
const KNOWN: &str = "
default 5 3  1 0: 1581 482  0  2269 a97cd7cc03193ef1
default 5 3  2 0: 1557 464  0  9577 92c53cb113a60e46
default 5 3  3 0: 1627 483  0 12627 639c99f206d78426
home    5 3  1 0: 1581 482  0  2461 176c21dd28d65b75
home    5 3  2 0: 1557 464  0  9644 aea422c82c19e9a9
home    5 3  3 0: 1627 483  0 12692 cef336427bdb0ad5
zones   5 3  1 0: 1581 482  0  2331 f7bffc9fc7563b50
zones   5 3  2 0: 1557 464  0  9946 833742f94304d9a0
zones   5 3  3 0: 1627 483  0 12090 fd6630ea7c6219ab
short   5 3  1 0: 1581 387 73 20563 73e7ac193f8067e4
short   5 3  2 0: 1557 366 80 31545 26198d600b99f95b
short   5 3  3 0: 1627 388 77 29582 b9290dfe6f6099c4
balance 5 3  1 0: 1581 482  0 10605 a975f7cc031356a3
balance 5 3  2 0: 1557 464  0 17697 92cc04b113abcdcc
balance 5 3  3 0: 1627 483  0 21081 63a361f206dd43ac
default 5 3  1 1: 1595 433  0 11357 f83dcb64eac0f68c
home    5 3  1 18517: 1601 453  0 10297 901de5779f02d659
zones   5 3  7 24: 1579 467  0 6852 dd98dc232c45cdf2
short   5 3  18446744073709551615 4: 1525 351 107 18266 4b7814d3ae4e5630
balance 5 3  2 9: 1486 409  0 20209 704d4885e8468cbf
default 1 1  1 0:  132  40  0   780 1bc7078e1114f146
default 2 1  4 0:  183  55  0    -4 6da6c4fabc29c077
home    1 2  5 0:  230  74  0  -773 22703c1c3d18d479
zones   2 2  6 0:  427 128  0   578 7af0ec4e3aba9106
short   1 1  7 0:  117  24 14  1545 dfed218b593722d4
short   3 1  8 0:  338  82 11  6161 7c02c6e27fdcd8d9
balance 1 3  9 0:  316  90  0  4130 f0ddb53de94015cb
";

/// The records in words: a line for every class (its id, and every site with its minutes, by id),
/// every helper (id, class, capacity) and every household (id, site, incumbent or `-`, those
/// barred), in their order, and one for `keep` and `balance`.
fn listing(records: &ProblemRecords<'_>) -> String {
    let mut text = String::new();
    for class in &records.classes {
        text.push_str(class.id.as_str());
        for (site, minutes) in class.minutes.iter() {
            write!(text, " {site} {minutes}").unwrap();
        }
        text.push('\n');
    }
    for helper in &records.helpers {
        writeln!(text, "{} {} {}", helper.id, helper.class, helper.capacity).unwrap();
    }
    for household in &records.households {
        let incumbent = household.incumbent.as_ref().map_or("-", |id| id.as_str());
        write!(text, "{} {} {incumbent}", household.id, household.site).unwrap();
        for helper in &household.barred {
            write!(text, " {helper}").unwrap();
        }
        text.push('\n');
    }
    writeln!(text, "{} {}", records.keep, records.balance).unwrap();
    text
}

fn kind(name: &str) -> Kind {
    Kind::ALL.into_iter().find(|kind| kind.to_string() == name).unwrap()
}

#[test]
fn townships_are_those_of_another_generator_and_cost_what_another_solver_found() {
    for line in KNOWN.lines().filter(|line| !line.is_empty()) {
        let (question, answer) = line.split_once(':').unwrap();
        let question: Vec<&str> = question.split_whitespace().collect();
        let [name, zones, villages, seed, number] = question[..] else { panic!("{line}") };
        let size = Size { zones: zones.parse().unwrap(), villages: villages.parse().unwrap() };
        let (seed, number) = (seed.parse().unwrap(), number.parse().unwrap());
        let records = township(kind(name), size, seed, number);
        let problem = records.check().unwrap();
        let (uncovered, cost) = worth(&proved(&problem));
        let found = format!(
            "{} {} {uncovered} {cost} {:016x}",
            problem.households().len(),
            problem.helpers().len(),
            fingerprint(&listing(&records)),
        );
        assert_eq!(found, answer.split_whitespace().collect::<Vec<_>>().join(" "), "{line}");
    }
}

/// The document is the one that the Python program wrote.
#[test]
fn a_township_is_read_as_it_is_generated() {
    let document = include_bytes!("data/short.json");
    let records: ProblemRecords<'_> = bangfu::document::read(document).unwrap();
    assert_eq!(records, township(Kind::Short, Size::FULL, 1, 0));
}

#[test]
fn small_townships_cost_what_the_textbook_finds() {
    for kind in Kind::ALL {
        let mut short = 0;
        for (zones, villages) in [(1, 1), (1, 2), (2, 1)] {
            for seed in 1..=3 {
                let problem = township(kind, Size { zones, villages }, seed, 0).check().unwrap();
                let plan = proved(&problem);
                let at = format!("{kind}, {zones} zones of {villages} villages, seed {seed}");
                assert_eq!(worth(&plan), textbook(&problem), "{at}");
                short += plan.uncovered().count();
            }
        }
        assert_eq!(kind == Kind::Short, short > 0, "{kind}");
    }
}
