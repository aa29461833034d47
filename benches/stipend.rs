//! How long the payroll of a year takes: twelve months with amended rates, for people of whom a
//! third start, leave or change within the year, some hold two posts, and some serve away from home.
//!
//! `cargo bench --bench stipend [-- PEOPLE]`; by default 1,000, 100,000 and 1,000,000 people.
//!
//! Every line is compared to the fen with two payrolls in `Decimal`, one as it would be written
//! first and one tuned; no time makes the bench fail. Times are of one thread, the median of some
//! runs, all programs by turns:
//!
//! | column | what |
//! |---|---|
//! | `walk` | every tenure is looked at, as any payroll must |
//! | `streamed` | the amounts of `each_line` are added up |
//! | `-walk` | the same beyond the walk |
//! | `in-memory` | `payroll`, with its sums; `bytes` are those that a line takes there |
//! | `tuned`, `plain` | the payrolls in `Decimal`, streamed |

#[expect(dead_code, reason = "other benches need more of it")]
mod common;
#[path = "stipend/reference.rs"]
mod reference;
#[path = "stipend/township.rs"]
mod township;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use bangfu::calendar::Month;
use bangfu::quantity::Yuan;
use bangfu::rust_decimal::Decimal;
use bangfu::stipend::{PayKind, PayLine, Schedule, Stipends};
use bangfu::township::Township;
use common::{Clock, median, peak_memory};
use reference::{Line, Plain, Rates, Tuned};

/// How wide a column is.
const COLUMN: usize = 16;
const SIZES: [usize; 3] = [1_000, 100_000, 1_000_000];

fn main() -> ExitCode {
    // Cargo tells a bench that it is one.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let sizes: Result<Vec<usize>, _> = arguments.iter().map(|one| one.parse()).collect();
    let sizes = match sizes.as_deref() {
        Ok([]) => SIZES.to_vec(),
        Ok([people @ 1..=1_000_000]) => vec![*people],
        _ => {
            eprintln!("usage: cargo bench --bench stipend [-- PEOPLE]");
            return ExitCode::from(2);
        }
    };
    let clock = Clock::new();
    println!("nanoseconds a line, of {}", clock.counts());
    let columns = "people lines walk streamed -walk in-memory bytes tuned plain tuned/streamed plain/streamed";
    columns.split(' ').for_each(|column| print!("{column:>COLUMN$}"));
    println!();
    let schedule = township::schedule();
    for people in sizes {
        measure(&clock, &schedule, people);
    }
    if let Some(peak) = peak_memory() {
        println!("peak memory {peak}");
    }
    ExitCode::SUCCESS
}

fn months() -> Vec<Month> {
    (1..=12).map(|month| Month::new(2019, month).unwrap()).collect()
}

/// What is measured, in the order of its column.
const PROGRAMS: usize = 5;

fn measure(clock: &Clock, schedule: &Schedule, people: usize) {
    let township = township::township(people);
    let year = Year::new(&township, schedule);
    let (lines, total) = year.compare();
    // Enough for a clock that counts in microseconds.
    let repeats = (100_000 / people).max(1);
    let (rounds, plain_rounds) = if people < 1_000_000 { (7, 3) } else { (3, 1) };
    let mut times = [const { Vec::new() }; PROGRAMS];
    for round in 0..rounds {
        let mut time = |at: usize, run: &dyn Fn() -> Yuan| {
            let (time, sum) = clock.time(|| (0..repeats).fold(Yuan::ZERO, |_, _| black_box(run())));
            if at > 0 {
                assert_eq!(sum, total);
            }
            times[at].push(time);
        };
        time(0, &|| year.walk());
        time(1, &|| year.streamed());
        time(2, &|| year.in_memory(lines));
        time(3, &|| year.tuned());
        if round < plain_rounds {
            time(4, &|| year.plain());
        }
    }
    let ns = |times: &Vec<Duration>| {
        let each = median(times).as_secs_f64() * 1e9;
        each / f64::from(u32::try_from(lines * repeats).unwrap())
    };
    let [walk, streamed, in_memory, tuned, plain] = times.each_ref().map(ns);
    print!("{people:COLUMN$}{lines:COLUMN$}");
    let beyond = streamed - walk;
    for figure in [walk, streamed, beyond, in_memory, year.bytes(lines), tuned, plain] {
        print!("{figure:COLUMN$.2}");
    }
    println!("{:COLUMN$.1}{:COLUMN$.1}", tuned / streamed, plain / streamed);
}

/// The year 2019 of a township.
struct Year<'t> {
    township: &'t Township,
    schedule: &'t Schedule,
    stipends: Stipends<'t>,
    months: Vec<Month>,
    rates: Rates,
}

impl<'t> Year<'t> {
    fn new(township: &'t Township, schedule: &'t Schedule) -> Self {
        Self {
            township,
            schedule,
            stipends: Stipends::new(township, schedule),
            months: months(),
            rates: Rates::new(schedule),
        }
    }

    fn each_line(&self, sink: impl FnMut(Month, &PayLine<'t>)) {
        let (first, last) = (self.months[0], self.months[11]);
        let assumptions = self.stipends.each_line(first, last, sink).unwrap();
        let assumptions: Vec<String> = assumptions.iter().map(ToString::to_string).collect();
        assert_eq!(assumptions.join(" "), "A2 A3 A4 A5");
    }

    /// Compares every line with those of both references; how many there are, and what they are
    /// together.
    fn compare(&self) -> (usize, Yuan) {
        let mut plain = Plain::new(self.schedule, &self.months);
        let mut tuned = Tuned::new(&self.rates, &self.months);
        let mut expected: Vec<Line> = Vec::new();
        let (mut at, mut lines, mut total) = (0, 0, 0);
        let mut people = self.township.people();
        self.each_line(|_, line| {
            while at == expected.len() {
                let person = people.next().unwrap();
                expected.clear();
                at = 0;
                tuned.pay(person, |line| expected.push(*line));
                let mut others = expected.iter();
                plain.pay(person, |line| assert_eq!(Some(line), others.next()));
                assert_eq!(others.next(), None);
            }
            let same = Line {
                tenure: line.tenure().index(),
                is_travel: line.kind() != PayKind::Stipend,
                span: line.span(),
                days: line.days(),
                of: line.of(),
                monthly: Decimal::from(line.monthly()),
                amount: Decimal::from(line.amount()),
            };
            assert_eq!(expected[at], same, "line {lines}");
            at += 1;
            lines += 1;
            total += line.amount().fen();
        });
        assert_eq!(at, expected.len());
        for person in people {
            tuned.pay(person, |line| panic!("{line:?} is missing"));
        }
        (lines, Yuan::from_fen(total))
    }

    /// Looks at every tenure, as any payroll must.
    fn walk(&self) -> Yuan {
        for person in self.township.people() {
            for tenure in person.tenures() {
                black_box((tenure.post(), tenure.span()));
            }
        }
        Yuan::ZERO
    }

    fn streamed(&self) -> Yuan {
        let mut fen = 0;
        self.each_line(|_, line| fen += line.amount().fen());
        Yuan::from_fen(fen)
    }

    fn in_memory(&self, lines: usize) -> Yuan {
        let payroll = self.stipends.payroll(self.months[0], self.months[11]).unwrap();
        assert_eq!(payroll.months.iter().map(|month| month.lines.len()).sum::<usize>(), lines);
        payroll.total
    }

    /// The room that the lists of lines take, a line.
    fn bytes(&self, lines: usize) -> f64 {
        let payroll = self.stipends.payroll(self.months[0], self.months[11]).unwrap();
        let room: usize = payroll.months.iter().map(|month| month.lines.capacity()).sum();
        let bytes = room * size_of::<PayLine<'_>>();
        f64::from(u32::try_from(bytes).unwrap()) / f64::from(u32::try_from(lines).unwrap())
    }

    fn tuned(&self) -> Yuan {
        let mut tuned = Tuned::new(&self.rates, &self.months);
        let mut sum = Decimal::ZERO;
        for person in self.township.people() {
            tuned.pay(person, |line| sum += line.amount);
        }
        sum.try_into().unwrap()
    }

    fn plain(&self) -> Yuan {
        let mut plain = Plain::new(self.schedule, &self.months);
        let mut sum = Decimal::ZERO;
        for person in self.township.people() {
            plain.pay(person, |line| sum += line.amount);
        }
        assert!(plain.by_village.values().sum::<Decimal>() == sum);
        sum.try_into().unwrap()
    }
}
