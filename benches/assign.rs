//! How long the assignment of a township takes, beside a textbook solver with an arc for every
//! household and every helper who may serve it, in the same run.

#[path = "../tests/assign/reference.rs"]
mod reference;

use std::time::{Duration, Instant};

use bangfu::assign::{solve, verify};
use reference::{Kind, textbook, township};

const ROUNDS: usize = 5;

/// The median time of a few runs, and what the last one returned.
fn median<T>(rounds: usize, mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut times = Vec::new();
    let mut once = || {
        let start = Instant::now();
        let value = run();
        times.push(start.elapsed());
        value
    };
    for _ in 1..rounds {
        once();
    }
    let last = once();
    times.sort();
    (times[times.len() / 2], last)
}

fn main() {
    println!("kind     households helpers     check     solve    verify  textbook  textbook/solve");
    for kind in Kind::ALL {
        let records = township(kind, 1, 5, 13);
        let (check, problem) = median(ROUNDS, || records.check().unwrap());
        let (solving, plan) = median(ROUNDS, || solve(&problem));
        let (verifying, certificate) = median(ROUNDS, || verify(&plan).unwrap());
        // Once: it takes its time, and is only to be compared with.
        let (by_the_book, best) = median(1, || textbook(&problem));
        assert_eq!((certificate.uncovered(), certificate.cost()), best);
        let us = |time: Duration| time.as_micros();
        println!(
            "{:8} {:10} {:7} {:6} µs {:6} µs {:6} µs {:6} µs {:14}",
            format!("{kind:?}"),
            problem.households().len(),
            problem.helpers().len(),
            us(check),
            us(solving),
            us(verifying),
            us(by_the_book),
            by_the_book.as_nanos() / solving.as_nanos().max(1),
        );
    }
}
