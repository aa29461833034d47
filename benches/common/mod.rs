//! What benches share: a clock of CPU time, what they say of many measurements, and numbers that are
//! always the same ones.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::time::{Duration, Instant};

/// Counts the CPU time of the thread that made it, where the system tells it, else all time that
/// passes. Other programs on a busy machine then count for little, or nothing.
#[derive(Debug)]
pub struct Clock {
    start: Instant,
    of_thread: Option<File>,
}

impl Clock {
    pub fn new() -> Self {
        let clock = Self {
            start: Instant::now(),
            of_thread: File::open("/proc/thread-self/schedstat").ok(),
        };
        Self { of_thread: clock.of_thread.filter(|file| cpu_time(file).is_some()), ..clock }
    }

    /// What it counts.
    pub fn counts(&self) -> &'static str {
        if self.of_thread.is_some() { "CPU time" } else { "time of the wall" }
    }

    fn now(&self) -> Duration {
        self.of_thread.as_ref().and_then(cpu_time).unwrap_or_else(|| self.start.elapsed())
    }

    /// How long it took, and what came of it.
    pub fn time<T>(&self, run: impl FnOnce() -> T) -> (Duration, T) {
        let start = self.now();
        let value = run();
        (self.now().saturating_sub(start), value)
    }

    /// The median time of several runs, and what the last one returned: of one run if it is long, of
    /// at most a hundred if they are short.
    pub fn median<T>(&self, mut run: impl FnMut() -> T) -> (Duration, T) {
        const ENOUGH: Duration = Duration::from_millis(30);
        let mut times = Vec::new();
        loop {
            let (time, value) = self.time(&mut run);
            times.push(time);
            if times.len() == 100 || times.iter().sum::<Duration>() >= ENOUGH {
                return (median(&times), value);
            }
        }
    }
}

/// The first figure of the file: the nanoseconds that the thread has run.
fn cpu_time(mut file: &File) -> Option<Duration> {
    // The system brings the figure up to date when the thread offers to stop, not when it is asked.
    std::thread::yield_now();
    let mut text = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut text).ok()?;
    Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
}

/// The one in the middle, or the later of the two.
pub fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

pub fn mean(times: &[Duration]) -> Duration {
    let count = u32::try_from(times.len().max(1)).unwrap();
    times.iter().sum::<Duration>() / count
}

/// The most memory that the program has had in use so far, where the system tells it.
pub fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kib: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())?;
    Some(format!("{}.{} MiB", kib / 1024, kib % 1024 * 10 / 1024))
}

/// Numbers that look random: `splitmix64`.
#[derive(Debug)]
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap() % bound
    }

    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}
