//! How long it takes to add households up over five levels: household, group, village, zone, town.
//!
//! `cargo bench --bench tally [-- HOUSEHOLDS]`; by default 30,000 and 1,000,000, at most 30,000,000
//! (which takes 4.5 GB, most of it for the reference). `-- answers HOUSEHOLDS` prints the sums and the
//! times of one size as JSON, for `tally.py`, which adds the same households up with other programs.
//!
//! Every unit has 54 sums: of persons, households, gaps and squared gaps, and of eight items. All of
//! them are compared with those of a reference in hash maps; no time makes the bench fail. Times are
//! of one thread, the median of some runs, all programs by turns:
//!
//! | column | what |
//! |---|---|
//! | `ours` | `Rollup::new`, and every village and zone read, which are added up only then; nanoseconds a household |
//! | `income` | the same without items |
//! | `hashed` | the reference |
//! | `update` | `Rollup::set`: another income and another verdict on one item, nanoseconds a change |
//! | `of-income` | the same where there are no items to be kept |
//! | `replace` | everything new, persons too |
//! | `group`, `village`, `zone`, `town` | to read the tally of one, nanoseconds |

#[expect(dead_code, reason = "other benches need more of it")]
mod common;
#[path = "tally/data.rs"]
mod data;
#[path = "tally/reference.rs"]
mod reference;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use bangfu::poverty::{
    Circumstances, Headcount, Register, Rollup, Tally, TallyRecords, Verdict, Yardstick,
};
use bangfu::quantity::Yuan;
use bangfu::township::Level;
use common::{Clock, median, peak_memory};
use data::{ITEMS, Row};
use reference::{Count, Maps, Sums};
use serde_json::json;

/// How wide a column is.
const COLUMN: usize = 12;
const SIZES: [usize; 2] = [30_000, 1_000_000];
const MOST: usize = 30_000_000;
const CHANGES: usize = 100_000;
const READS: u64 = 10_000;
const LEVELS: [Level; 4] = [Level::Group, Level::Village, Level::Zone, Level::Town];

fn main() -> ExitCode {
    // Cargo tells a bench that it is one.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let size = |text: &str| text.parse().ok().filter(|size| (1..=MOST).contains(size));
    let (sizes, as_answers) = match arguments.as_slice() {
        [] => (Some(SIZES.to_vec()), false),
        ["answers", households] => (size(households).map(|size| vec![size]), true),
        [households] => (size(households).map(|size| vec![size]), false),
        _ => (None, false),
    };
    let Some(sizes) = sizes else {
        eprintln!("usage: cargo bench --bench tally [-- [answers] HOUSEHOLDS]");
        return ExitCode::from(2);
    };
    let clock = Clock::new();
    if as_answers {
        for size in sizes {
            answers(&clock, size);
        }
        return ExitCode::SUCCESS;
    }
    println!("nanoseconds of {}", clock.counts());
    let columns = "households groups ours income hashed hashed/ours update of-income replace \
                   group village zone town";
    columns.split(' ').for_each(|column| print!("{column:>COLUMN$}"));
    println!();
    for size in sizes {
        measure(&clock, size);
    }
    if let Some(peak) = peak_memory() {
        println!("peak memory {peak}");
    }
    ExitCode::SUCCESS
}

fn register(rows: &[Row]) -> Register {
    let known = rows.iter().map(|row| data::circumstances((row.persons, row.income, row.items)));
    Register::new(data::hierarchy(rows), known).unwrap()
}

/// Reads the tallies that are added up when they are read.
fn read_between(rollup: &Rollup) {
    for level in [Level::Village, Level::Zone] {
        for at in 0..rollup.register().hierarchy().count(level) {
            black_box(rollup.at(level, at));
        }
    }
}

/// Adds a register up so many times.
fn roll_up(clock: &Clock, register: Register, by: Yardstick, times: usize) -> (Duration, Rollup) {
    clock.time(|| {
        let mut rollup = Rollup::new(register, by);
        for _ in 1..times {
            read_between(&rollup);
            rollup = Rollup::new(black_box(rollup).into_register(), by);
        }
        read_between(&rollup);
        rollup
    })
}

fn measure(clock: &Clock, households: usize) {
    let rows = data::rows(households);
    let mut register = register(&rows);
    let groups = register.hierarchy().count(Level::Group);
    // Enough for a clock that counts in microseconds.
    let repeats = (1_000_000 / households).max(1);
    let rounds = if households > 1_000_000 { 3 } else { 5 };
    let mut taken = [const { Vec::new() }; 3];
    for round in 0..rounds {
        let (time, rollup) = roll_up(clock, register, data::yardstick(), repeats);
        taken[0].push(time / u32::try_from(repeats).unwrap());
        let (time, other) = roll_up(clock, rollup.into_register(), data::of_income(), repeats);
        taken[1].push(time / u32::try_from(repeats).unwrap());
        register = other.into_register();
        if round < 3 {
            let (time, maps) = clock.time(|| reference::roll_up(black_box(&rows)));
            taken[2].push(time);
            if round == 0 {
                let rollup = Rollup::new(register, data::yardstick());
                compare(&rollup, &maps);
                register = rollup.into_register();
            }
        }
    }
    let [ours, income, hashed] = taken.each_ref().map(|times| each(median(times), households));
    let ([update, of_income, replace], register) = changes(clock, register);
    let reads = reads(clock, &Rollup::new(register, data::yardstick()));
    print!("{households:COLUMN$}{groups:COLUMN$}");
    let figures = [ours, income, hashed, hashed / ours, update, of_income, replace];
    for figure in figures.into_iter().chain(reads) {
        print!("{figure:COLUMN$.2}");
    }
    println!();
}

fn each(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e9 / f64::from(u32::try_from(count).unwrap())
}

/// The nanoseconds for a change of a household anywhere: of an income and an item, the same where there
/// are no items, and of everything.
fn changes(clock: &Clock, register: Register) -> ([f64; 3], Register) {
    let households = u64::try_from(register.hierarchy().count(Level::Household)).unwrap();
    let place = |change: u64| usize::try_from(data::number(change) % households).unwrap();
    let all = 0..u64::try_from(CHANGES).unwrap();
    let some = all.clone().map(|change| {
        let at = place(change);
        let (number, before) = (data::number(!change), register.get(at).unwrap());
        let income = Yuan::from_fen(i64::try_from(number % 1_000_000).unwrap());
        let item = usize::try_from((number >> 20) % 8).unwrap();
        let verdict = if number >> 40 & 1 == 0 { Verdict::Met } else { Verdict::NotMet };
        let verdicts = before.verdicts().with(item, verdict);
        (at, before.with_verdicts(verdicts).with_income(Some(income)).unwrap())
    });
    let some: Vec<(usize, Circumstances)> = some.collect();
    let new = |change: u64| data::circumstances(data::facts(change + households));
    let whole: Vec<(usize, Circumstances)> =
        all.map(|change| (place(change + 1_000_000), new(change))).collect();
    let mut rollup = Rollup::new(register, data::yardstick());
    let update = change(clock, &mut rollup, &some);
    let replace = change(clock, &mut rollup, &whole);
    let mut rollup = Rollup::new(rollup.into_register(), data::of_income());
    let of_income = change(clock, &mut rollup, &some);
    ([update, of_income, replace], rollup.into_register())
}

/// The nanoseconds to read the tally of a unit of each level, any of them.
fn reads(clock: &Clock, rollup: &Rollup) -> [f64; 4] {
    LEVELS.map(|level| {
        let count = u64::try_from(rollup.register().hierarchy().count(level)).unwrap();
        let place = |read: u64| usize::try_from(data::number(read) % count).unwrap();
        let places: Vec<usize> = (0..READS).map(place).collect();
        let mut taken = Vec::new();
        for _ in 0..5 {
            let (time, ()) = clock.time(|| {
                for at in &places {
                    black_box(rollup.at(level, *at));
                }
            });
            taken.push(time);
        }
        each(median(&taken), places.len())
    })
}

fn change(clock: &Clock, rollup: &mut Rollup, changes: &[(usize, Circumstances)]) -> f64 {
    let mut taken = Vec::new();
    for _ in 0..5 {
        let (time, ()) = clock.time(|| {
            for (at, now) in changes {
                assert!(rollup.set(*at, *now));
            }
        });
        taken.push(time);
    }
    let anew = Rollup::new(rollup.register().clone(), *rollup.yardstick());
    assert!(anew == *rollup, "the sums after the changes are not those made anew");
    each(median(&taken), changes.len())
}

/// Compares every sum of every unit.
fn compare(rollup: &Rollup, maps: &Maps) {
    let levels = [
        (Level::Group, &maps.groups),
        (Level::Village, &maps.villages),
        (Level::Zone, &maps.zones),
    ];
    for (level, map) in levels {
        assert_eq!(map.len(), rollup.register().hierarchy().count(level));
        for (at, sums) in map {
            let tally = rollup.at(level, usize::try_from(*at).unwrap()).unwrap();
            assert_eq!(figures(&tally), figures_of(sums), "{level} {at}");
        }
    }
    assert_eq!(figures(&rollup.town()), figures_of(&maps.town));
}

type Figures = Vec<u128>;

fn figures(tally: &Tally) -> Figures {
    let count = |count: Headcount| Count { households: count.households, persons: count.persons };
    let mut sums = Sums {
        all: count(tally.all()),
        income_unknown: count(tally.income_unknown()),
        poor: count(tally.poor()),
        gap: tally.gap(),
        squared_gap: tally.squared_gap(),
        all_met: count(tally.all_met()),
        unclear: count(tally.unclear()),
        deprived: count(tally.deprived()),
        ..Sums::default()
    };
    assert_eq!(tally.items().len(), ITEMS);
    for (at, item) in tally.items().iter().enumerate() {
        sums.met[at] = count(item.met);
        sums.not_met[at] = count(item.not_met);
        sums.censored[at] = item.censored;
    }
    figures_of(&sums)
}

/// All sums, in one row.
fn figures_of(sums: &Sums) -> Figures {
    let mut row = vec![sums.gap, sums.squared_gap];
    let counts =
        [sums.all, sums.income_unknown, sums.poor, sums.all_met, sums.unclear, sums.deprived];
    for count in counts.into_iter().chain(sums.met).chain(sums.not_met) {
        row.extend([u128::from(count.households), u128::from(count.persons)]);
    }
    row.extend(sums.censored.map(u128::from));
    row
}

/// Prints the times, and of each level the figures added up: those of the unit at position n, n + 1
/// times, of which only the last 64 bits count.
fn answers(clock: &Clock, households: usize) {
    let rows = data::rows(households);
    let mut register = register(&rows);
    let repeats = (1_000_000 / households).max(1);
    let mut taken = Vec::new();
    for _ in 0..5 {
        let (time, rollup) = roll_up(clock, register, data::yardstick(), repeats);
        taken.push(time / u32::try_from(repeats).unwrap());
        register = rollup.into_register();
    }
    let rollup = Rollup::new(register, data::yardstick());
    let sums = LEVELS.map(|level| {
        let mut sums: Vec<u64> = Vec::new();
        for at in 0..rollup.register().hierarchy().count(level) {
            let figures = figures(&rollup.at(level, at).unwrap());
            sums.resize(figures.len(), 0);
            for (sum, figure) in sums.iter_mut().zip(figures) {
                let last = u64::try_from(figure & u128::from(u64::MAX)).unwrap();
                let times = u64::try_from(at).unwrap() + 1;
                *sum = sum.wrapping_add(last.wrapping_mul(times));
            }
        }
        sums
    });
    let town = TallyRecords::from(rollup.town());
    let ns = each(median(&taken), households);
    println!("{}", json!({"households": households, "ns": ns, "sums": sums, "town": town}));
}
