//! Which posts earn what on which days.

use std::cmp::{Ordering, Reverse};
use std::ops::Range;

use super::lines::Earning;
use super::timetable::{Timetable, Timetables};
use super::{Ground, PayrollError};
use crate::calendar::{Day, Span};
use crate::stipend::allowance::Counts;
use crate::stipend::{Allowance, ConcurrentPosts, Rate, Schedule};
use crate::township::{Person, Post, Tenure};

/// An unbroken run of days in one post at one unit: tenures that meet.
#[derive(Clone, Copy)]
struct Run<'f, 't> {
    /// The first of them.
    tenure: Tenure<'t>,
    post: Post,
    span: Span,
    table: &'f Timetable<'f, 't>,
}

/// A run on a day, with its rate if the post is paid that day.
#[derive(Clone, Copy)]
struct Held<'f, 't> {
    run: Run<'f, 't>,
    rate: Option<&'t Rate>,
}

impl Held<'_, '_> {
    /// What decides between posts held on one day: the first one counts.
    fn precedence(&self, other: &Self) -> Ordering {
        let pay = |held: &Self| (Reverse(held.rate.map(|rate| rate.monthly)), held.run.span.from());
        let post = |held: &Self| (held.run.tenure.unit().id(), held.run.post);
        pay(self).cmp(&pay(other)).then_with(|| post(self).cmp(&post(other)))
    }
}

/// Works out what people earn, one after the other; the lists are kept from one to the next.
pub(super) struct Earnings<'f, 't> {
    schedule: &'t Schedule,
    tables: &'f Timetables<'f, 't>,
    window: Span,
    runs: Vec<Run<'f, 't>>,
    /// The allowances that some of the runs may earn that share days.
    allowances: Vec<&'f (&'t Allowance, Timetable<'f, 't>)>,
    /// The runs on a day, the one that counts most first.
    held: Vec<Held<'f, 't>>,
    found: Found<'f, 't>,
    contested: Vec<Span>,
}

impl<'f, 't> Earnings<'f, 't> {
    pub(super) fn new(
        schedule: &'t Schedule,
        tables: &'f Timetables<'f, 't>,
        window: Span,
    ) -> Self {
        Self {
            schedule,
            tables,
            window,
            runs: Vec::new(),
            allowances: Vec::new(),
            held: Vec::new(),
            found: Found::default(),
            contested: Vec::new(),
        }
    }

    /// What a person earns; what has lines that begin on one day in the order of these.
    pub(super) fn found(&mut self) -> &mut [Earning<'f, 't>] {
        &mut self.found.list
    }

    /// Whether several posts that are paid are held on some of these days.
    #[inline]
    pub(super) fn is_contested(&self, days: Span) -> bool {
        self.contested.iter().any(|span| span.overlaps(days))
    }

    /// Finds what a person earns on the days of the window.
    #[inline]
    pub(super) fn find(&mut self, person: Person<'t>) -> Result<(), PayrollError> {
        self.found.list.clear();
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
        for earning in &mut self.found.list {
            earning.slots = earning.table.slots(earning.span);
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
    fn earn_alone(&mut self, person: Person<'t>, run: &Run<'f, 't>) {
        let Run { tenure, post, span, table } = *run;
        if !span.overlaps(self.window) {
            return;
        }
        self.found.list.push(Earning::new(Ground::Stipend, tenure, table, span));
        for (allowance, table) in &self.tables.allowances {
            let condition = &allowance.condition.value;
            if !condition.admits(person, post, tenure.unit()) {
                continue;
            }
            // A timeline of rates has no gaps.
            let paid = || run.table.rates.whole().and_then(|paid| paid.intersection(span));
            if let Some(days) = if condition.needs_pay() { paid() } else { Some(span) } {
                let ground = Ground::Allowance(&allowance.kind);
                self.found.list.push(Earning::new(ground, tenure, table, days));
            }
        }
    }

    /// Notes what some runs earn that share days.
    fn earn_together(
        &mut self,
        person: Person<'t>,
        crowd: Range<usize>,
    ) -> Result<(), PayrollError> {
        let before = self.found.list.len();
        self.found.open.clear();
        self.find_allowances(person, crowd.clone());
        let from = self.runs.get(crowd.start).map_or(self.window, |run| run.span);
        let mut left = Span::starting(from.from()).intersection(self.window);
        while let Some(days) = left {
            let same = self.hold(crowd.clone(), days);
            self.earn(person, same)?;
            left = same.until().and_then(|until| Span::starting(until).intersection(days));
        }
        // Lines of one kind begin on one day only where every post is paid; to look at ids takes time.
        let policy = &self.schedule.records().concurrent_posts.value;
        let is_sum = matches!(policy, ConcurrentPosts::Sum);
        let post = |tenure: Tenure<'t>| is_sum.then(|| (tenure.unit().id(), tenure.post()));
        if let Some(found) = self.found.list.get_mut(before..) {
            found.sort_by_key(|earning| (earning.ground.kind(), post(earning.tenure)));
        }
        Ok(())
    }

    /// Finds which of some runs are held on the first of some days; and those of the days on which
    /// nothing changes what they earn.
    fn hold(&mut self, crowd: Range<usize>, days: Span) -> Span {
        let on = days.from();
        let mut same = days;
        // INVARIANT: that day is among all of these.
        let mut keep = |span: Span| same = same.intersection(span).unwrap_or(same);
        self.held.clear();
        for run in self.runs.get(crowd).unwrap_or_default() {
            if run.span.contains(on) {
                let (span, rate) = run.table.rates.around(on);
                keep(span);
                keep(run.span);
                self.held.push(Held { run: *run, rate });
            } else if let Ok(before) = Span::new(on, Some(run.span.from())) {
                keep(before);
            }
        }
        let allowances = self.allowances.iter().map(|(_, table)| table);
        let combinations = self.tables.combinations.iter().map(|(_, table)| table);
        for table in allowances.chain(combinations).chain([&self.tables.supplement]) {
            keep(table.rates.around(on).0);
        }
        self.held.sort_by(Held::precedence);
        same
    }

    /// The runs of a person, in the order of their first days.
    #[inline]
    fn find_runs(&mut self, person: Person<'t>) {
        self.runs.clear();
        for tenure in person.tenures() {
            let (post, span) = (tenure.post(), tenure.span());
            let Some(Some(table)) = self.tables.posts.get(post.index()) else { continue };
            // INVARIANT: tenures stand in the order of their first days, and nobody holds a post at
            // a unit twice on one day; so at most one run ends where this one begins.
            let before = self.runs.iter_mut().rfind(|run| {
                run.span.meets(span) && run.post == post && run.tenure.unit() == tenure.unit()
            });
            match before {
                Some(run) => run.span = Span::new(run.span.from(), span.until()).unwrap_or(span),
                None => self.runs.push(Run { tenure, post, span, table }),
            }
        }
    }

    /// The allowances that some runs may earn.
    fn find_allowances(&mut self, person: Person<'t>, crowd: Range<usize>) {
        let runs = self.runs.get(crowd).unwrap_or_default();
        let may_earn = |(allowance, _): &&'f (&Allowance, Timetable<'_, '_>)| {
            let condition = &allowance.condition.value;
            runs.iter().any(|run| condition.admits(person, run.post, run.tenure.unit()))
        };
        self.allowances.clear();
        self.allowances.extend(self.tables.allowances.iter().filter(may_earn));
    }

    /// Notes what the runs that are held earn on days on which nothing changes.
    fn earn(&mut self, person: Person<'t>, span: Span) -> Result<(), PayrollError> {
        let on = span.from();
        self.found.turn();
        // Those that are paid come first.
        let paid = || self.held.iter().take_while(|held| held.rate.is_some());
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
        let mut earn = |ground, held: &Held<'f, 't>, table| {
            found.earn(ground, held.run.tenure, table, span);
        };
        if matches!(policy, ConcurrentPosts::Sum) {
            paid().for_each(|held| earn(Ground::Stipend, held, held.run.table));
        } else if let Some((held, table)) = combined(self.tables, &self.held, on) {
            earn(Ground::Stipend, held, table);
        } else if let Some(held) = paid().next() {
            earn(Ground::Stipend, held, held.run.table);
            let supplement = &self.tables.supplement;
            if is_contested && supplement.rates.at(on).is_some() {
                earn(Ground::Supplement, held, supplement);
            }
        }
        for (allowance, table) in &self.allowances {
            if table.rates.at(on).is_none() {
                continue;
            }
            let condition = &allowance.condition.value;
            let earns = |held: &&Held<'f, 't>| {
                let Run { tenure, post, .. } = held.run;
                let is_paid = match condition.counts {
                    Counts::Held => held.rate.is_some() || !condition.needs_pay(),
                    Counts::PaidThatDay => found.is_paid(tenure),
                };
                is_paid && condition.admits(person, post, tenure.unit())
            };
            let best = self.held.iter().find(earns);
            if let Some(held) = best {
                found.earn(Ground::Allowance(&allowance.kind), held.run.tenure, table, span);
            }
        }
        Ok(())
    }
}

/// The timetable for posts held together on a day, and the highest of them.
fn combined<'h, 'f, 't>(
    tables: &'f Timetables<'f, 't>,
    held: &'h [Held<'f, 't>],
    on: Day,
) -> Option<(&'h Held<'f, 't>, &'f Timetable<'f, 't>)> {
    let is_held =
        |post: &Post| held.iter().any(|held| held.run.post == *post && held.rate.is_some());
    let applying = tables.combinations.iter().filter(|(posts, _)| posts.iter().all(is_held));
    let applying = applying.filter_map(|(posts, table)| {
        let highest = held.iter().find(|held| posts.contains(&held.run.post))?;
        Some(((posts.len(), table.rates.at(on)?.monthly), highest, table))
    });
    // Of equal ones the first of the table.
    let best = applying.reduce(|best, one| if one.0 > best.0 { one } else { best });
    best.map(|(_, held, table)| (held, table))
}

/// The earnings found so far.
#[derive(Default)]
struct Found<'f, 't> {
    list: Vec<Earning<'f, 't>>,
    /// Where those of the days before the present ones stand.
    before: Vec<usize>,
    /// Where those of the present days stand.
    open: Vec<usize>,
}

impl<'f, 't> Found<'f, 't> {
    /// Turns to the next days.
    fn turn(&mut self) {
        std::mem::swap(&mut self.before, &mut self.open);
        self.open.clear();
    }

    /// Goes on with what was earned the day before, or begins anew.
    fn earn(
        &mut self,
        ground: Ground<'t>,
        tenure: Tenure<'t>,
        table: &'f Timetable<'f, 't>,
        span: Span,
    ) {
        let goes_on = self.before.iter().copied().find(|at| {
            self.list.get(*at).is_some_and(|earning| {
                // Of one table all is of one kind.
                earning.span.meets(span)
                    && std::ptr::eq(earning.table, table)
                    && earning.tenure == tenure
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
            self.list.push(Earning::new(ground, tenure, table, span));
        }
    }

    /// Whether a stipend is paid for the post on the present days.
    fn is_paid(&self, tenure: Tenure<'t>) -> bool {
        self.open
            .iter()
            .filter_map(|at| self.list.get(*at))
            .any(|earning| earning.ground == Ground::Stipend && earning.tenure == tenure)
    }
}
