//! Which posts earn what on which days.

use std::cmp::Reverse;
use std::ops::Range;

use super::{PayKind, PayrollError};
use crate::calendar::{Day, Span, Timeline};
use crate::quantity::{Id, Yuan};
use crate::stipend::allowance::Counts;
use crate::stipend::{Allowance, ConcurrentPosts, Rate, Schedule};
use crate::township::{Person, Post, Tenure};

/// Days on which a person earns something at one rate for one post at one unit.
#[derive(Clone, Copy)]
pub(super) struct Earning<'t> {
    pub(super) kind: PayKind<'t>,
    /// The first tenure of the run.
    pub(super) tenure: Tenure<'t>,
    pub(super) rate: &'t Rate,
    pub(super) span: Span,
}

/// An unbroken run of days in one post at one unit: tenures that meet.
#[derive(Clone, Copy)]
struct Run<'t> {
    /// The first of them.
    tenure: Tenure<'t>,
    post: Post,
    span: Span,
    rates: &'t Timeline<Rate>,
}

/// A run on a day, with its rate if the post is paid that day.
#[derive(Clone, Copy)]
struct Held<'t> {
    run: Run<'t>,
    rate: Option<&'t Rate>,
}

/// What decides between posts held on one day: the smallest key counts.
type Precedence<'t> = (Reverse<Option<Yuan>>, Day, &'t Id<'static>, Post);

impl<'t> Held<'t> {
    fn precedence(&self) -> Precedence<'t> {
        let monthly = self.rate.map(|rate| rate.monthly);
        let run = &self.run;
        (Reverse(monthly), run.span.from(), run.tenure.unit().id(), run.post)
    }
}

/// Works out what people earn, one after the other; the lists are kept from one to the next.
pub(super) struct Earnings<'t> {
    schedule: &'t Schedule,
    allowances: Vec<(&'t Allowance, &'t Timeline<Rate>)>,
    /// The rates of the posts that can earn anything, by post.
    rates: Vec<Option<&'t Timeline<Rate>>>,
    window: Span,
    runs: Vec<Run<'t>>,
    changes: Vec<Day>,
    running: Vec<Run<'t>>,
    held: Vec<Held<'t>>,
    found: Found<'t>,
    contested: Vec<Span>,
}

impl<'t> Earnings<'t> {
    pub(super) fn new(schedule: &'t Schedule, window: Span) -> Self {
        let allowances: Vec<_> = schedule.allowances().collect();
        let rates = |post: &Post| {
            let rates = schedule.rates(*post);
            let is_listed = allowances.iter().any(|(one, _)| one.condition.value.lists(*post));
            Some(rates).filter(|_| is_listed || !rates.is_empty())
        };
        Self {
            schedule,
            rates: Post::ALL.iter().map(rates).collect(),
            allowances,
            window,
            runs: Vec::new(),
            changes: Vec::new(),
            running: Vec::new(),
            held: Vec::new(),
            found: Found::default(),
            contested: Vec::new(),
        }
    }

    /// What a person earns, by kind and first day.
    pub(super) fn found(&self) -> &[Earning<'t>] {
        &self.found.list
    }

    /// Whether several posts that are paid are held on some of these days.
    #[inline]
    pub(super) fn is_contested(&self, days: Span) -> bool {
        self.contested.iter().any(|span| span.overlaps(days))
    }

    /// Finds what a person earns on the days of the window.
    #[inline]
    pub(super) fn find(&mut self, person: Person<'t>) -> Result<(), PayrollError> {
        self.found.clear();
        self.contested.clear();
        self.find_runs(person);
        // Runs that share no day have nothing to do with one another.
        let mut begin = 0;
        while let Some(run) = self.runs.get(begin).copied() {
            let next = begin.saturating_add(1);
            let end = self.end_of_crowd(next, run.span);
            if end == next {
                self.earn_alone(person, &run);
            } else {
                self.earn_together(person, begin..end)?;
            }
            begin = end;
        }
        if self.found.list.len() > 1 {
            self.found.list.sort_by_key(|earning| (earning.kind, earning.span.from()));
        }
        Ok(())
    }

    /// Where the runs end that share days with this one, or with one that does, and so on.
    #[inline]
    fn end_of_crowd(&self, mut at: usize, days: Span) -> usize {
        let mut last = days.last();
        while let Some(run) = self.runs.get(at).filter(|run| run.span.from() <= last) {
            last = last.max(run.span.last());
            at = at.saturating_add(1);
        }
        at
    }

    /// Notes what a run earns by itself.
    #[inline]
    fn earn_alone(&mut self, person: Person<'t>, run: &Run<'t>) {
        let Run { tenure, post, rates, .. } = *run;
        let Some(span) = run.span.intersection(self.window) else { return };
        let mut earn = |kind, rates: &'t Timeline<Rate>, days: Span| {
            for (span, rate) in rates.within(days) {
                self.found.list.push(Earning { kind, tenure, rate, span });
            }
        };
        earn(PayKind::Stipend, rates, span);
        // A timeline of rates has no gaps.
        let paid = rates.whole().and_then(|paid| paid.intersection(span));
        for (allowance, rates) in &self.allowances {
            let condition = &allowance.condition.value;
            let days = if condition.needs_pay() { paid } else { Some(span) };
            if let Some(days) = days
                && condition.admits(person, post, tenure.unit())
            {
                earn(PayKind::Allowance(&allowance.kind), rates, days);
            }
        }
    }

    /// Notes what some runs earn that share days.
    fn earn_together(
        &mut self,
        person: Person<'t>,
        crowd: Range<usize>,
    ) -> Result<(), PayrollError> {
        self.running.clear();
        self.find_changes(person, crowd.clone());
        let mut coming = crowd.start;
        for at in 0..self.changes.len() {
            let Some(from) = self.changes.get(at).copied() else { break };
            let until = self.changes.get(at.saturating_add(1)).copied();
            // INVARIANT: the changes are in order and lie in the window.
            let Ok(span) = Span::new(from, until.or(self.window.until())) else { continue };
            self.running.retain(|run| run.span.contains(from));
            let runs = self.runs.get(..crowd.end).unwrap_or_default();
            while let Some(run) = runs.get(coming).filter(|run| run.span.from() <= from) {
                if run.span.contains(from) {
                    self.running.push(*run);
                }
                coming = coming.saturating_add(1);
            }
            self.earn(person, span)?;
        }
        Ok(())
    }

    /// The runs of a person that touch the window, in the order of their first days.
    #[inline]
    fn find_runs(&mut self, person: Person<'t>) {
        self.runs.clear();
        for tenure in person.tenures() {
            let (post, span) = (tenure.post(), tenure.span());
            let Some(rates) = self.rates.get(post.index()).copied().flatten() else { continue };
            // INVARIANT: tenures stand in the order of their first days, and nobody holds a post at
            // a unit twice on one day; so at most one run ends where this one begins.
            let before = self.runs.iter_mut().rfind(|run| {
                run.span.meets(span) && run.post == post && run.tenure.unit() == tenure.unit()
            });
            match before {
                Some(run) => run.span = Span::new(run.span.from(), span.until()).unwrap_or(span),
                None => self.runs.push(Run { tenure, post, span, rates }),
            }
        }
        let window = self.window;
        self.runs.retain(|run| run.span.overlaps(window));
    }

    /// The days on which something may change what some runs earn.
    fn find_changes(&mut self, person: Person<'t>, crowd: Range<usize>) {
        self.changes.clear();
        let runs = self.runs.get(crowd).unwrap_or_default();
        for run in runs {
            let Some(within) = run.span.intersection(self.window) else { continue };
            note(&mut self.changes, within, self.window);
            note_all(&mut self.changes, run.rates, within);
        }
        for (allowance, rates) in &self.allowances {
            let condition = &allowance.condition.value;
            let admits = |run: &Run<'t>| condition.admits(person, run.post, run.tenure.unit());
            if runs.iter().any(admits) {
                note_all(&mut self.changes, rates, self.window);
            }
        }
        note_all(&mut self.changes, self.schedule.supplement(), self.window);
        for (_, rates) in self.schedule.combinations() {
            note_all(&mut self.changes, rates, self.window);
        }
        self.changes.sort_unstable();
        self.changes.dedup();
    }

    /// Notes what the runs earn on days on which nothing changes.
    fn earn(&mut self, person: Person<'t>, span: Span) -> Result<(), PayrollError> {
        let on = span.from();
        self.held.clear();
        self.held.extend(self.running.iter().map(|run| Held { run: *run, rate: run.rates.at(on) }));
        self.found.turn();
        let paid = || self.held.iter().filter(|held| held.rate.is_some());
        let is_contested = paid().nth(1).is_some();
        if is_contested {
            match self.contested.last_mut() {
                Some(last) if last.meets(span) => {
                    *last = Span::new(last.from(), span.until()).unwrap_or(span);
                }
                _ => self.contested.push(span),
            }
        }
        let policy = &self.schedule.records().concurrent_posts.value;
        if is_contested && matches!(policy, ConcurrentPosts::Refuse) {
            return Err(PayrollError::Concurrent { person: person.id().clone(), on });
        }
        let found = &mut self.found;
        let mut earn = |kind, held: &Held<'t>, rate: Option<&'t Rate>| {
            if let Some(rate) = rate {
                found.earn(kind, held.run.tenure, rate, span);
            }
        };
        if matches!(policy, ConcurrentPosts::Sum) {
            paid().for_each(|held| earn(PayKind::Stipend, held, held.rate));
        } else if let Some((held, rate)) = combined(self.schedule, &self.held, on) {
            earn(PayKind::Stipend, &held, Some(rate));
        } else if let Some(held) = paid().min_by_key(|held| held.precedence()) {
            earn(PayKind::Stipend, held, held.rate);
            let supplement = self.schedule.supplement();
            earn(PayKind::Supplement, held, supplement.at(on).filter(|_| is_contested));
        }
        for (allowance, rates) in &self.allowances {
            let Some(rate) = rates.at(on) else { continue };
            let condition = &allowance.condition.value;
            let earns = |held: &&Held<'t>| {
                let Run { tenure, post, .. } = held.run;
                let is_paid = match condition.counts {
                    Counts::Held => held.rate.is_some() || !condition.needs_pay(),
                    Counts::PaidThatDay => found.is_paid(tenure),
                };
                is_paid && condition.admits(person, post, tenure.unit())
            };
            let best = self.held.iter().filter(earns).min_by_key(|held| held.precedence());
            if let Some(held) = best {
                found.earn(PayKind::Allowance(&allowance.kind), held.run.tenure, rate, span);
            }
        }
        Ok(())
    }
}

/// The special rate for posts held together on a day, and the highest of them.
fn combined<'t>(
    schedule: &'t Schedule,
    held: &[Held<'t>],
    on: Day,
) -> Option<(Held<'t>, &'t Rate)> {
    let find = |post: &Post| {
        let paid = held.iter().filter(|held| held.run.post == *post && held.rate.is_some());
        paid.min_by_key(|held| held.precedence())
    };
    let applying = schedule.combinations().filter_map(|(posts, rates)| {
        let held: Option<Vec<&Held<'t>>> = posts.iter().map(find).collect();
        let highest = held?.into_iter().min_by_key(|held| held.precedence())?;
        Some((posts.len(), rates.at(on)?, *highest))
    });
    // Of equal ones the first of the table.
    let best = applying.reduce(|best, one| {
        let weight = |(posts, rate, _): &(usize, &Rate, Held<'t>)| (*posts, rate.monthly);
        if weight(&one) > weight(&best) { one } else { best }
    });
    best.map(|(_, rate, held)| (held, rate))
}

/// Notes the first day of a span, and the first day no longer if it lies in the window.
fn note(changes: &mut Vec<Day>, span: Span, window: Span) {
    changes.push(span.from());
    changes.extend(span.until().filter(|until| window.contains(*until)));
}

/// Notes the days on which rates change.
fn note_all(changes: &mut Vec<Day>, rates: &Timeline<Rate>, window: Span) {
    for (span, _) in rates.within(window) {
        note(changes, span, window);
    }
}

/// The earnings found so far.
#[derive(Default)]
struct Found<'t> {
    list: Vec<Earning<'t>>,
    /// Where those of the days before the present ones stand.
    before: Vec<usize>,
    /// Where those of the present days stand.
    open: Vec<usize>,
}

impl<'t> Found<'t> {
    fn clear(&mut self) {
        self.list.clear();
        self.before.clear();
        self.open.clear();
    }

    /// Turns to the next days.
    fn turn(&mut self) {
        std::mem::swap(&mut self.before, &mut self.open);
        self.open.clear();
    }

    /// Goes on with what was earned the day before, or begins anew.
    fn earn(&mut self, kind: PayKind<'t>, tenure: Tenure<'t>, rate: &'t Rate, span: Span) {
        let goes_on = self.before.iter().copied().find(|at| {
            self.list.get(*at).is_some_and(|earning| {
                earning.span.meets(span)
                    && earning.kind == kind
                    && earning.tenure == tenure
                    && std::ptr::eq(earning.rate, rate)
            })
        });
        if let Some(at) = goes_on {
            self.open.push(at);
            if let Some(earning) = self.list.get_mut(at) {
                let whole = Span::new(earning.span.from(), span.until());
                earning.span = whole.unwrap_or(earning.span);
            }
        } else {
            self.open.push(self.list.len());
            self.list.push(Earning { kind, tenure, rate, span });
        }
    }

    /// Whether a stipend is paid for the post on the present days.
    fn is_paid(&self, tenure: Tenure<'t>) -> bool {
        self.open
            .iter()
            .filter_map(|at| self.list.get(*at))
            .any(|earning| earning.kind == PayKind::Stipend && earning.tenure == tenure)
    }
}
