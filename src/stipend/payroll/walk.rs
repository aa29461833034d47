use super::caps::Cuts;
use super::earnings::Earnings;
use super::frame::Frame;
use super::month::{Noticed, earn};
use super::steps::Consequences;
use super::{PayKind, PayLine, PayrollError, Stipends};
use crate::basis::Assumptions;
use crate::calendar::Span;

/// The walk through the people of a township, who are paid month by month; the lists are kept from
/// one person to the next.
pub(super) struct Walk<'s, 't> {
    stipends: &'s Stipends<'t>,
    frames: &'s [Frame],
    earnings: Earnings<'t>,
    lines: Vec<PayLine<'t>>,
    left: Vec<i64>,
    noticed: Noticed,
    /// Several paid posts were held on some day.
    is_contested: bool,
    /// What the lines themselves rest on.
    rests: Assumptions,
}

impl<'s, 't> Walk<'s, 't> {
    pub(super) fn new(stipends: &'s Stipends<'t>, frames: &'s [Frame]) -> Self {
        let first = frames.first().map_or(Span::ALL, |frame| frame.span);
        let last = frames.last().map_or(Span::ALL, |frame| frame.span);
        let window = Span::new(first.from(), last.until()).unwrap_or(first);
        Self {
            stipends,
            frames,
            earnings: Earnings::new(stipends.schedule, window),
            lines: Vec::new(),
            left: Vec::new(),
            noticed: Noticed::default(),
            is_contested: false,
            rests: Assumptions::default(),
        }
    }

    /// Hands out what everyone earns, month by month; nothing is taken off.
    pub(super) fn earned(
        &mut self,
        mut sink: impl FnMut(&Frame, &PayLine<'t>),
    ) -> Result<(), PayrollError> {
        let schedule = self.stipends.schedule;
        for person in self.stipends.township.people() {
            self.earnings.find(person)?;
            for frame in self.frames {
                earn(schedule, frame, self.earnings.found(), &mut self.lines);
                self.lines.iter().for_each(|line| sink(frame, line));
            }
        }
        Ok(())
    }

    /// Hands out the lines of everyone in the months that were asked for, person by person, month
    /// by month.
    pub(super) fn paid(
        &mut self,
        mut cuts: Cuts<'t>,
        mut sink: impl FnMut(&Frame, &PayLine<'t>),
    ) -> Result<(), PayrollError> {
        let schedule = self.stipends.schedule;
        let mut asked = self.frames.iter().filter(|frame| frame.is_asked).map(|frame| frame.month);
        let (first, last) = (asked.next(), self.frames.last().map(|frame| frame.month));
        for person in self.stipends.township.people() {
            self.earnings.find(person)?;
            if self.earnings.found().is_empty() {
                continue;
            }
            let mut follows = Consequences::new(schedule, self.stipends.steps_of(person));
            let takes_off = !follows.is_empty() || !cuts.is_empty();
            for frame in self.frames {
                let mut noticed = earn(schedule, frame, self.earnings.found(), &mut self.lines);
                if takes_off {
                    noticed.rounding |= self.take_off(frame, &mut cuts, &mut follows);
                }
                // What is paid out rests on the months in which it was kept back.
                let is_kept_back = || {
                    let (first, last) = first.zip(last)?;
                    Some(follows.keeps_back(frame.month, first, last))
                };
                if frame.is_asked || is_kept_back() == Some(true) {
                    self.notice(frame, noticed);
                }
                if frame.is_asked {
                    self.lines.iter().for_each(|line| sink(frame, line));
                }
            }
        }
        Ok(())
    }

    /// Adds what is taken off this month's lines, and what is paid out; whether anything was rounded.
    fn take_off(
        &mut self,
        frame: &Frame,
        cuts: &mut Cuts<'t>,
        follows: &mut Consequences<'t>,
    ) -> bool {
        self.left.clear();
        for at in 0..self.lines.len() {
            let Some(line) = self.lines.get(at).copied() else { break };
            self.left.push(cuts.cut(frame.month, &line, &mut self.lines));
        }
        let schedule = self.stipends.schedule;
        let is_rounded = follows.apply(schedule, frame, &mut self.lines, &mut self.left);
        self.lines.sort_by(PayLine::order);
        is_rounded
    }

    fn notice(&mut self, frame: &Frame, noticed: Noticed) {
        self.noticed.part_month |= noticed.part_month;
        self.noticed.rounding |= noticed.rounding;
        let mut contested = self.earnings.contested().iter();
        self.is_contested |= contested.any(|span| span.overlaps(frame.span));
        let schedule = self.stipends.schedule;
        if frame.month == schedule.first_month() && !self.lines.is_empty() {
            self.rests.rest_on(&schedule.records().start.basis);
        }
        for line in &self.lines {
            self.rests.rest_on(line.rule.basis());
            if let PayKind::Allowance(kind) = line.kind {
                let mut allowances = schedule.records().allowances.iter();
                if let Some(own) = allowances.find(|allowance| allowance.kind == *kind) {
                    self.rests.rest_on(&own.condition.basis);
                }
            }
        }
    }

    /// What the lines rest on.
    pub(super) fn assumptions(self) -> Assumptions {
        let rules = self.stipends.schedule.records();
        let mut assumptions = self.rests;
        for (is_used, basis) in [
            (self.noticed.part_month, &rules.part_month.basis),
            (self.is_contested, &rules.concurrent_posts.basis),
            (self.noticed.rounding, &rules.rounding.basis),
        ] {
            if is_used {
                assumptions.rest_on(basis);
            }
        }
        assumptions
    }
}
