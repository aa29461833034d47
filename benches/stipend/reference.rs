//! The payroll of the benches with `Decimal`: the highest of several posts, travel for serving away
//! from home, calendar days, each line rounded half up. Once as one would write it first, and once
//! tuned: whoever pays in `Decimal` could have that.

use std::collections::{BTreeMap, BTreeSet};

use bangfu::calendar::{Day, Month, Span};
use bangfu::rust_decimal::{Decimal, RoundingStrategy};
use bangfu::stipend::{Rate, Schedule};
use bangfu::township::{Person, Post, Tenure, Unit, Village};

/// A line: the position of the first tenure of its run, and what is paid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub tenure: usize,
    pub is_travel: bool,
    pub span: Span,
    pub days: u32,
    pub of: u32,
    pub monthly: Decimal,
    pub amount: Decimal,
}

fn part_of(monthly: Decimal, days: u32, of: u32) -> Decimal {
    let exact = monthly * Decimal::from(days) / Decimal::from(of);
    exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

fn is_away(person: Person<'_>, unit: Unit<'_>) -> bool {
    let home = person.home_village();
    matches!(unit, Unit::Village(village) if home.is_some_and(|home| home != village))
}

/// The first day of a run of tenures that meet, and its first tenure.
fn run_of<'t>(person: Person<'t>, tenure: Tenure<'t>) -> Tenure<'t> {
    let mut before = person.tenures().filter(|one| {
        one.post() == tenure.post()
            && one.unit() == tenure.unit()
            && one.span().meets(tenure.span())
    });
    before.next().map_or(tenure, |before| run_of(person, before))
}

/// As one would write it first: maps, month by month, every line divided and rounded.
pub struct Plain<'t> {
    posts: BTreeMap<Post, BTreeMap<Day, Decimal>>,
    travel: BTreeMap<Day, Decimal>,
    months: Vec<Month>,
    pub by_village: BTreeMap<(Month, Village<'t>), Decimal>,
}

impl<'t> Plain<'t> {
    pub fn new(schedule: &Schedule, months: &[Month]) -> Self {
        let dated = |rates: &[Rate]| {
            rates.iter().map(|rate| (rate.from, Decimal::from(rate.monthly))).collect()
        };
        let records = schedule.records();
        Self {
            posts: records.posts.iter().map(|paid| (paid.post, dated(&paid.rates))).collect(),
            travel: dated(&records.allowances[0].rates),
            months: months.to_vec(),
            by_village: BTreeMap::new(),
        }
    }

    /// The rate on a day: the last that began before.
    fn rate(rates: &BTreeMap<Day, Decimal>, on: Day) -> Option<Decimal> {
        rates.range(..=on).next_back().map(|(_, rate)| *rate)
    }

    pub fn pay(&mut self, person: Person<'t>, mut sink: impl FnMut(&Line)) {
        for month in self.months.clone() {
            for line in self.month(person, month) {
                sink(&line);
            }
        }
    }

    fn month(&mut self, person: Person<'t>, month: Month) -> Vec<Line> {
        let whole = month.span();
        let tenures: Vec<Tenure<'t>> = person
            .tenures()
            .filter(|tenure| self.posts.contains_key(&tenure.post()))
            .filter(|tenure| tenure.span().overlaps(whole))
            .collect();
        let mut changes = BTreeSet::from([whole.from()]);
        for tenure in &tenures {
            changes
                .extend([Some(tenure.span().from()), tenure.span().until()].into_iter().flatten());
            changes.extend(self.posts[&tenure.post()].keys());
        }
        changes.extend(self.travel.keys());
        changes.retain(|day| whole.contains(*day));
        let mut ends: Vec<Option<Day>> = changes.iter().skip(1).copied().map(Some).collect();
        ends.push(whole.until());
        let mut lines: Vec<Line> = Vec::new();
        for (from, until) in changes.into_iter().zip(ends) {
            let days = Span::new(from, until).unwrap();
            let held = tenures.iter().filter(|tenure| tenure.span().contains(from));
            let mut held: Vec<(Decimal, Tenure<'t>)> = held
                .filter_map(|one| Some((Self::rate(&self.posts[&one.post()], from)?, *one)))
                .collect();
            held.sort_by_key(|(rate, tenure)| {
                let run = run_of(person, *tenure);
                (-*rate, run.span().from(), tenure.unit().id(), tenure.post())
            });
            let away = held.iter().find(|(_, tenure)| is_away(person, tenure.unit()));
            let travel = away.and_then(|(_, one)| Some((Self::rate(&self.travel, from)?, *one)));
            for (is_travel, earned) in [(false, held.first().copied()), (true, travel)] {
                let Some((monthly, tenure)) = earned else { continue };
                let tenure = run_of(person, tenure).index();
                let same = lines.iter_mut().find(|line| {
                    (line.tenure, line.is_travel, line.monthly) == (tenure, is_travel, monthly)
                        && line.span.meets(days)
                });
                match same {
                    Some(line) => line.span = Span::new(line.span.from(), until).unwrap(),
                    None => lines.push(Line {
                        tenure,
                        is_travel,
                        span: days,
                        days: 0,
                        of: whole.days(),
                        monthly,
                        amount: Decimal::ZERO,
                    }),
                }
            }
        }
        lines.sort_by_key(|line| (line.span.from(), line.is_travel));
        for line in &mut lines {
            line.days = line.span.days();
            line.amount = part_of(line.monthly, line.days, line.of);
            let paid_for = tenures.iter().find(|one| {
                one.span().overlaps(line.span) && run_of(person, **one).index() == line.tenure
            });
            if let Some(village) = paid_for.and_then(|tenure| tenure.unit().village()) {
                *self.by_village.entry((month, village)).or_default() += line.amount;
            }
        }
        lines
    }
}

/// A run of tenures of one post at one unit, and the rates of the post.
#[derive(Clone, Copy)]
struct Run<'s, 't> {
    tenure: Tenure<'t>,
    span: Span,
    rates: &'s [(Span, Decimal)],
    is_away: bool,
}

/// Days that one rate is earned for one run.
#[derive(Clone, Copy)]
struct Earning {
    tenure: usize,
    is_travel: bool,
    monthly: Decimal,
    span: Span,
}

/// No maps, no list made anew, and a division only for a part of a month.
pub struct Tuned<'s, 't> {
    posts: &'s [Vec<(Span, Decimal)>],
    travel: &'s [(Span, Decimal)],
    months: Vec<Span>,
    window: Span,
    runs: Vec<Run<'s, 't>>,
    changes: Vec<Day>,
    earnings: Vec<Earning>,
    lines: Vec<Line>,
}

/// The rates by post, and those of travel.
pub struct Rates {
    posts: Vec<Vec<(Span, Decimal)>>,
    travel: Vec<(Span, Decimal)>,
}

impl Rates {
    pub fn new(schedule: &Schedule) -> Self {
        let dated = |rates: &[Rate]| {
            let dated = |rate: &Rate| (rate.span().unwrap(), Decimal::from(rate.monthly));
            rates.iter().map(dated).collect()
        };
        let records = schedule.records();
        let mut posts = vec![Vec::new(); Post::ALL.len()];
        for paid in &records.posts {
            posts[paid.post.index()] = dated(&paid.rates);
        }
        Self { posts, travel: dated(&records.allowances[0].rates) }
    }
}

fn at(rates: &[(Span, Decimal)], on: Day) -> Option<Decimal> {
    rates.iter().find(|(span, _)| span.contains(on)).map(|(_, rate)| *rate)
}

impl<'s, 't> Tuned<'s, 't> {
    pub fn new(rates: &'s Rates, months: &[Month]) -> Self {
        let months: Vec<Span> = months.iter().map(|month| month.span()).collect();
        let window = Span::new(months[0].from(), months[months.len() - 1].until()).unwrap();
        Self {
            posts: &rates.posts,
            travel: &rates.travel,
            months,
            window,
            runs: Vec::new(),
            changes: Vec::new(),
            earnings: Vec::new(),
            lines: Vec::new(),
        }
    }

    pub fn pay(&mut self, person: Person<'t>, mut sink: impl FnMut(&Line)) {
        self.find_runs(person);
        self.find_earnings();
        for month in &self.months {
            self.lines.clear();
            for earning in &self.earnings {
                let Some(span) = earning.span.intersection(*month) else { continue };
                let Earning { tenure, is_travel, monthly, .. } = *earning;
                let (days, of) = (span.days(), month.days());
                let amount = if days == of { monthly } else { part_of(monthly, days, of) };
                self.lines.push(Line { tenure, is_travel, span, days, of, monthly, amount });
            }
            if self.lines.len() > 1 {
                self.lines.sort_by_key(|line| (line.span.from(), line.is_travel));
            }
            self.lines.iter().for_each(&mut sink);
        }
    }

    fn find_runs(&mut self, person: Person<'t>) {
        self.runs.clear();
        for tenure in person.tenures() {
            let rates = self.posts[tenure.post().index()].as_slice();
            if rates.is_empty() {
                continue;
            }
            let (post, unit, span) = (tenure.post(), tenure.unit(), tenure.span());
            let before = self.runs.iter_mut().find(|run| {
                run.tenure.post() == post && run.tenure.unit() == unit && run.span.meets(span)
            });
            if let Some(run) = before {
                run.span = Span::new(run.span.from(), span.until()).unwrap();
            } else {
                let is_away = is_away(person, unit);
                self.runs.push(Run { tenure, span, rates, is_away });
            }
        }
        let window = self.window;
        self.runs.retain(|run| run.span.overlaps(window));
    }

    fn find_earnings(&mut self) {
        self.changes.clear();
        self.earnings.clear();
        let window = self.window;
        let mut note = |span: Span| {
            self.changes.push(span.from().max(window.from()));
            self.changes.extend(span.until().filter(|until| window.contains(*until)));
        };
        for run in &self.runs {
            note(run.span);
            let within = run.rates.iter().filter(|(span, _)| span.overlaps(window));
            within.for_each(|(span, _)| note(*span));
        }
        if self.runs.iter().any(|run| run.is_away) {
            let within = self.travel.iter().filter(|(span, _)| span.overlaps(window));
            within.for_each(|(span, _)| note(*span));
        }
        self.changes.sort_unstable();
        self.changes.dedup();
        for (nth, from) in self.changes.iter().enumerate() {
            let until = self.changes.get(nth + 1).copied().or(window.until());
            let span = Span::new(*from, until).unwrap();
            let held = self.runs.iter().filter(|run| run.span.contains(*from));
            let held = held.filter_map(|run| Some((at(run.rates, *from)?, run)));
            let order = |(rate, run): &(Decimal, &Run<'s, 't>)| {
                (-*rate, run.span.from(), run.tenure.unit().id(), run.tenure.post())
            };
            let best = held.clone().reduce(|a, b| if order(&b) < order(&a) { b } else { a });
            let away = held.filter(|(_, run)| run.is_away);
            let away = away.reduce(|a, b| if order(&b) < order(&a) { b } else { a });
            let travel = away.and_then(|(_, run)| Some((at(self.travel, *from)?, run)));
            for (is_travel, earned) in [(false, best), (true, travel)] {
                let Some((monthly, run)) = earned else { continue };
                let tenure = run.tenure.index();
                let goes_on = self.earnings.iter_mut().rfind(|one| {
                    one.tenure == tenure
                        && one.is_travel == is_travel
                        && one.monthly == monthly
                        && one.span.meets(span)
                });
                match goes_on {
                    Some(one) => one.span = Span::new(one.span.from(), until).unwrap(),
                    None => self.earnings.push(Earning { tenure, is_travel, monthly, span }),
                }
            }
        }
    }
}
