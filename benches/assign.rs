//! How long the assignment of a township takes.
//!
//! `cargo bench --bench assign -- MODE`, where `MODE` is
//!
//! | mode | what |
//! |---|---|
//! | nothing | three townships of each kind; one of each beside the solver of the textbooks |
//! | `county` | 25 townships of each kind |
//! | `nation [COUNT]` | as many townships as a nation has, one after the other, each solved and proved |
//! | `kinds SEEDS` | one township of each seed and kind; a line of JSON for each kind |
//! | `export KIND SEED [ZONES VILLAGES]` | nothing: prints the problem, for other solvers |
//! | `answers KIND FIRST LAST [ZONES VILLAGES]` | nothing: prints a line of JSON for each seed, with the problem and its answer |
//!
//! Every plan is proved by its certificate before its time is told; no time makes a bench fail.
//! `benches/compare.py` holds the times and the answers against other solvers'.

#[expect(dead_code, reason = "other benches need more of it")]
mod common;
#[path = "../tests/assign/generator.rs"]
mod generator;
#[path = "../tests/assign/reference.rs"]
mod reference;

use std::ops::RangeInclusive;
use std::process::ExitCode;
use std::time::Duration;

use bangfu::assign::{Event, Plan, Problem, ProblemRecords, Session, solve, verify};
use common::{Clock, mean, median, peak_memory};
use generator::{Kind, Size, township};
use reference::textbook;
use serde_json::json;

/// The townships of China, about.
const NATION: u64 = 18_518;

const USAGE: &str = "usage: cargo bench --bench assign -- [county | nation [COUNT] | kinds SEEDS | \
    export KIND SEED [ZONES VILLAGES] | answers KIND FIRST LAST [ZONES VILLAGES]]";

fn main() -> ExitCode {
    // Cargo tells a bench that it is one.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if run(&words).is_some() {
        return ExitCode::SUCCESS;
    }
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

/// Does what the arguments say, if they say something.
fn run(words: &[&str]) -> Option<()> {
    match *words {
        [] => {
            table(&[(1, 0), (2, 0), (3, 0)]);
            beside_the_textbook();
        }
        ["county"] => table(&(0..25).map(|number| (1, number)).collect::<Vec<_>>()),
        ["nation"] => nation(NATION),
        ["nation", count] => nation(count.parse().ok()?),
        ["kinds", seeds] => kinds(seeds.parse().ok()?),
        ["export", name, seed, ref shape @ ..] => {
            let records = township(kind(name)?, size(shape)?, seed.parse().ok()?, 0);
            println!("{}", serde_json::to_string(&records).unwrap());
        }
        ["answers", name, first, last, ref shape @ ..] => {
            let (kind, size) = (kind(name)?, size(shape)?);
            let seeds: RangeInclusive<u64> = first.parse().ok()?..=last.parse().ok()?;
            seeds.for_each(|seed| answer(kind, size, seed));
        }
        _ => return None,
    }
    Some(())
}

fn kind(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.to_string() == name)
}

/// The size of a township by two arguments, or the full one.
fn size(shape: &[&str]) -> Option<Size> {
    let [zones, villages] = shape else { return shape.is_empty().then_some(Size::FULL) };
    let (zones, villages) = (zones.parse().ok()?, villages.parse().ok()?);
    (zones > 0 && villages > 0).then_some(Size { zones, villages })
}

/// How many are left over, and the cost.
type Worth = (u64, i64);

/// The worth of a plan, which must be proved.
fn worth(plan: &Plan<'_>) -> Worth {
    let certificate = verify(plan).unwrap();
    (certificate.uncovered(), certificate.cost())
}

/// What is measured of every township.
const STEPS: [&str; 5] = ["check", "solve", "verify", "repair", "cold restart"];

/// One township, and how long each of the [`STEPS`] took.
struct Measured {
    households: usize,
    helpers: usize,
    worth: Worth,
    times: [Duration; STEPS.len()],
}

fn measured(clock: &Clock, kind: Kind, seed: u64, number: u64) -> Measured {
    let records = township(kind, Size::FULL, seed, number);
    let (check, problem) = clock.median(|| records.check().unwrap());
    let (solving, plan) = clock.median(|| solve(&problem));
    let (verifying, worth) = clock.median(|| worth(&plan));
    let repair = repair(&records);
    let (restart, after) = cold_restart(clock, &departure(records));
    assert!(after >= worth, "{kind}, seed {seed}, number {number}: a helper less is a gain");
    Measured {
        households: problem.households().len(),
        helpers: problem.helpers().len(),
        worth,
        times: [check, solving, verifying, repair, restart],
    }
}

/// The median time to mend the plan, household by household, when a helper leaves: of every
/// sixteenth. The answers must be those of a plan made anew.
fn repair(records: &ProblemRecords<'static>) -> Duration {
    let session = Session::new(records).unwrap();
    let clock = Clock::new();
    let mut times = Vec::new();
    for (at, helper) in records.helpers.iter().enumerate().step_by(16) {
        let event = Event::HelperLeaves { helper: helper.id.clone() };
        let runs = (0..5).map(|_| {
            let mut session = session.clone();
            let (time, changes) = clock.time(|| session.apply(&event).unwrap());
            std::hint::black_box(changes);
            (time, session)
        });
        let (run_times, mut sessions): (Vec<_>, Vec<_>) = runs.unzip();
        times.push(median(&run_times));
        // Now and then: a plan made anew takes longer.
        if at % 64 == 0 {
            let session = sessions.remove(0);
            assert_eq!(worth(&session.plan()), worth(&solve(session.problem())));
        }
    }
    median(&times)
}

/// A helper leaves: the township without the one in the middle of the list.
fn departure(mut records: ProblemRecords<'static>) -> Problem {
    records.helpers.remove(records.helpers.len() / 2);
    records.check().unwrap()
}

/// Goes on after a departure with nothing kept.
fn cold_restart(clock: &Clock, rest: &Problem) -> (Duration, Worth) {
    let (time, plan) = clock.median(|| solve(rest));
    (time, worth(&plan))
}

fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// Prints a line for every kind: the median and the mean of each step over the townships, which are
/// given by seed and number.
fn table(townships: &[(u64, u64)]) {
    let clock = Clock::new();
    println!("µs of {}, median and mean of {} townships", clock.counts(), townships.len());
    print!("{:8} {:>10} {:>7}", "kind", "households", "helpers");
    println!("{}", STEPS.map(|step| format!(" {step:>19}")).concat());
    for kind in Kind::ALL {
        let one = |&(seed, number)| measured(&clock, kind, seed, number);
        let all: Vec<Measured> = townships.iter().map(one).collect();
        let households: usize = all.iter().map(|one| one.households).sum();
        let helpers: usize = all.iter().map(|one| one.helpers).sum();
        print!("{kind:8} {:10} {:7}", households / all.len(), helpers / all.len());
        for times in times(&all) {
            print!(" {:9.1} {:9.1}", us(median(&times)), us(mean(&times)));
        }
        println!();
    }
}

/// The times of each step.
fn times(all: &[Measured]) -> [Vec<Duration>; STEPS.len()] {
    std::array::from_fn(|step| all.iter().map(|one| one.times[step]).collect())
}

/// Prints how much longer the solver of the textbooks takes, which has an arc for every household
/// and every helper who may serve it.
fn beside_the_textbook() {
    let clock = Clock::new();
    println!("\nµs of {}, seed 1\nkind          solve   textbook  ratio", clock.counts());
    for kind in Kind::ALL {
        let problem = township(kind, Size::FULL, 1, 0).check().unwrap();
        let (solving, plan) = clock.median(|| solve(&problem));
        let (by_the_book, best) = clock.time(|| textbook(&problem));
        assert_eq!(worth(&plan), best, "{kind}");
        let ratio = us(by_the_book) / us(solving);
        println!("{kind:8} {:10.1} {:10.0} {ratio:6.1}", us(solving), us(by_the_book));
    }
}

/// Makes, checks, solves and proves that many townships, one at a time.
fn nation(count: u64) {
    let clock = Clock::new();
    let mut totals = [Duration::ZERO; 4];
    let (mut households, mut uncovered, mut cost) = (0, 0, 0);
    for number in 0..count {
        let (making, records) = clock.time(|| township(Kind::Default, Size::FULL, 1, number));
        let (check, problem) = clock.time(|| records.check().unwrap());
        let (solving, plan) = clock.time(|| solve(&problem));
        let (verifying, worth) = clock.time(|| worth(&plan));
        for (total, time) in totals.iter_mut().zip([making, check, solving, verifying]) {
            *total += time;
        }
        households += problem.households().len();
        uncovered += worth.0;
        cost += worth.1;
    }
    println!(
        "{count} townships, each proved: {households} households, {uncovered} left over, cost {cost}"
    );
    println!("seconds of {}:", clock.counts());
    for (step, total) in ["generate", "check", "solve", "verify"].iter().zip(totals) {
        println!("{step:>9} {:10.3}", total.as_secs_f64());
    }
    if let Some(peak) = peak_memory() {
        println!("peak memory {peak}");
    }
}

/// Prints a line of JSON for every kind: the mean times over that many seeds, and their answers
/// together.
fn kinds(seeds: u64) {
    let clock = Clock::new();
    for kind in Kind::ALL {
        let all: Vec<_> = (1..=seeds).map(|seed| measured(&clock, kind, seed, 0)).collect();
        let [check, solve, verify, repair, cold_restart] =
            times(&all).map(|times| us(mean(&times)));
        println!(
            "{}",
            json!({
                "kind": kind.to_string(),
                "seeds": seeds,
                "check_us": check,
                "solve_us": solve,
                "verify_us": verify,
                "repair_us": repair,
                "cold_restart_us": cold_restart,
                "uncovered": all.iter().map(|one| one.worth.0).sum::<u64>(),
                "cost": all.iter().map(|one| one.worth.1).sum::<i64>(),
            })
        );
    }
}

/// Prints a problem with its answer.
fn answer(kind: Kind, size: Size, seed: u64) {
    let records = township(kind, size, seed, 0);
    let problem = records.check().unwrap();
    let (uncovered, cost) = worth(&solve(&problem));
    println!("{}", json!({"seed": seed, "uncovered": uncovered, "cost": cost, "problem": records}));
}
