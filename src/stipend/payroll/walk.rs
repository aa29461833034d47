use super::caps::Cuts;
use super::earnings::Earnings;
use super::frame::Frame;
use super::lines::take_until;
use super::month::{are_joint, join};
use super::notes::Notes;
use super::steps::Consequences;
use super::timetable::Timetables;
use super::{PayLine, PayrollError, Stipends};
use crate::basis::Assumptions;
use crate::calendar::{Day, Month, Span};

/// The walk through the people of a township, who are paid month by month; the lists are kept from
/// one person to the next.
pub(super) struct Walk<'f, 't> {
    stipends: &'f Stipends<'t>,
    frames: &'f [Frame],
    tables: &'f Timetables<'f, 't>,
    /// The first and the last month that were asked for.
    asked: (Month, Month),
    earnings: Earnings<'f, 't>,
    lines: Vec<PayLine<'t>>,
    notes: Notes,
}

impl<'f, 't> Walk<'f, 't> {
    pub(super) fn new(
        stipends: &'f Stipends<'t>,
        frames: &'f [Frame],
        tables: &'f Timetables<'f, 't>,
        asked: (Month, Month),
    ) -> Self {
        let window = whole(frames.iter());
        Self {
            stipends,
            frames,
            tables,
            asked,
            earnings: Earnings::new(stipends.schedule, tables, window),
            lines: Vec::new(),
            notes: Notes::default(),
        }
    }

    /// How many lines each month that was asked for has before anything is taken off, or some more.
    pub(super) fn count(&mut self) -> Result<Vec<usize>, PayrollError> {
        let mut counts = vec![0_usize; self.frames.iter().filter(|frame| frame.is_asked).count()];
        for person in self.stipends.township.people() {
            self.earnings.find(person)?;
            let slots = self.earnings.found().iter().flat_map(|earning| earning.slots);
            for frame in slots.map(|slot| slot.frame).filter(|frame| frame.is_asked) {
                if let Some(count) = counts.get_mut(frame.at) {
                    *count = count.saturating_add(1);
                }
            }
        }
        Ok(counts)
    }

    /// Hands out what everyone earns, month by month; nothing is taken off.
    pub(super) fn earned(
        &mut self,
        mut sink: impl FnMut(&Frame, &PayLine<'t>),
    ) -> Result<(), PayrollError> {
        for person in self.stipends.township.people() {
            self.earnings.find(person)?;
            for frame in self.frames {
                self.earn(frame, false);
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
        let rules = schedule.records();
        let asked = whole(self.frames.iter().filter(|frame| frame.is_asked));
        let is_more = self.frames.first().is_some_and(|frame| !frame.is_asked);
        let before = asked.from().previous().filter(|_| is_more);
        let is_listed = are_joint(rules) || !cuts.is_empty();
        for person in self.stipends.township.people() {
            self.earnings.find(person)?;
            let earnings = self.earnings.found();
            if earnings.is_empty() {
                continue;
            }
            let steps = self.stipends.steps_of(person);
            if is_listed || !steps.is_empty() {
                let follows = Consequences::new(schedule, steps);
                self.paid_less(&mut cuts, follows, &mut sink);
                continue;
            }
            // What was earned before only others need.
            if let Some(before) = before {
                take_until(before, earnings, rules, |_| {});
            }
            take_until(Day::MAX, earnings, rules, |taken| {
                self.notes.take(taken);
                if let Some(line) = taken.line() {
                    sink(taken.slot.frame, &line);
                }
            });
            self.notes.contest(self.earnings.is_contested(asked));
        }
        Ok(())
    }

    /// Hands out the lines of one person, of which something may be taken off.
    fn paid_less(
        &mut self,
        cuts: &mut Cuts<'t>,
        mut follows: Consequences<'t>,
        sink: &mut impl FnMut(&Frame, &PayLine<'t>),
    ) {
        let schedule = self.stipends.schedule;
        let (first, last) = self.asked;
        for frame in self.frames {
            // What is paid out rests on the months in which it was kept back.
            let is_noted = frame.is_asked || follows.keeps_back(frame.month, first, last);
            let mut is_rounded = self.earn(frame, is_noted);
            let earned = self.lines.len();
            let mut left = Vec::new();
            for at in 0..earned {
                let Some(line) = self.lines.get(at).copied() else { break };
                left.push(cuts.cut(frame.month, &line, &mut self.lines));
            }
            is_rounded |= follows.apply(schedule, frame, &mut self.lines, &mut left);
            if is_noted {
                for line in self.lines.iter().skip(earned) {
                    self.notes.rest_on(line.source().basis());
                }
                self.notes.round(is_rounded);
                self.notes.contest(self.earnings.is_contested(frame.span));
            }
            if self.lines.len() > earned {
                self.lines.sort_by(PayLine::order);
            }
            if frame.is_asked {
                self.lines.iter().for_each(|line| sink(frame, line));
            }
        }
    }

    /// Lists what a person earns in a month, which is the next; nothing is taken off yet. Whether
    /// amounts were rounded together.
    fn earn(&mut self, frame: &Frame, is_noted: bool) -> bool {
        let rules = self.stipends.schedule.records();
        let Self { lines, earnings, notes, .. } = self;
        lines.clear();
        take_until(frame.span.last(), earnings.found(), rules, |taken| {
            if is_noted {
                notes.take(taken);
            }
            lines.extend(taken.line());
        });
        are_joint(rules) && join(rules, lines)
    }

    /// What the lines rest on.
    pub(super) fn assumptions(self) -> Assumptions {
        self.notes.assumptions(self.stipends.schedule, self.tables)
    }
}

/// The days of some months that follow one another.
fn whole<'f>(mut frames: impl Iterator<Item = &'f Frame>) -> Span {
    let first = frames.next().map_or(Span::ALL, |frame| frame.span);
    frames.last().map_or(first, |last| Span::new(first.from(), last.span.until()).unwrap_or(first))
}
