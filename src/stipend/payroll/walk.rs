use super::caps::Cuts;
use super::earnings::Earnings;
use super::frame::Frame;
use super::month::{Noticed, earn};
use super::notes::Notes;
use super::steps::Consequences;
use super::{PayLine, PayrollError, Stipends};
use crate::basis::Assumptions;
use crate::calendar::{Month, Span};

/// The walk through the people of a township, who are paid month by month; the lists are kept from
/// one person to the next.
pub(super) struct Walk<'s, 't> {
    stipends: &'s Stipends<'t>,
    frames: &'s [Frame],
    /// The first and the last month that were asked for.
    asked: (Month, Month),
    earnings: Earnings<'t>,
    lines: Vec<PayLine<'t>>,
    notes: Notes<'t>,
}

impl<'s, 't> Walk<'s, 't> {
    pub(super) fn new(
        stipends: &'s Stipends<'t>,
        frames: &'s [Frame],
        asked: (Month, Month),
    ) -> Self {
        let window = whole(frames.iter());
        Self {
            stipends,
            frames,
            asked,
            earnings: Earnings::new(stipends.schedule, window),
            lines: Vec::new(),
            notes: Notes::new(stipends.schedule),
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
                earn(schedule, frame, self.earnings.found(), &mut self.lines, |line| {
                    sink(frame, line);
                });
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
        let asked = whole(self.frames.iter().filter(|frame| frame.is_asked));
        for person in self.stipends.township.people() {
            self.earnings.find(person)?;
            if self.earnings.found().is_empty() {
                continue;
            }
            let steps = self.stipends.steps_of(person);
            if !steps.is_empty() || !cuts.is_empty() {
                let follows = Consequences::new(schedule, steps);
                self.paid_less(&mut cuts, follows, &mut sink);
                continue;
            }
            let mut noticed = Noticed::default();
            for frame in self.frames {
                if frame.is_asked {
                    noticed |=
                        earn(schedule, frame, self.earnings.found(), &mut self.lines, |line| {
                            self.notes.line(frame, line);
                            sink(frame, line);
                        });
                }
            }
            self.notes.months(noticed, self.earnings.is_contested(asked));
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
        let mut lines = Vec::new();
        for frame in self.frames {
            lines.clear();
            let mut left = Vec::new();
            let mut noticed =
                earn(schedule, frame, self.earnings.found(), &mut self.lines, |line| {
                    lines.push(*line);
                });
            for at in 0..lines.len() {
                let Some(line) = lines.get(at).copied() else { break };
                left.push(cuts.cut(frame.month, &line, &mut lines));
            }
            noticed.rounding |= follows.apply(schedule, frame, &mut lines, &mut left);
            lines.sort_by(PayLine::order);
            // What is paid out rests on the months in which it was kept back.
            if frame.is_asked || follows.keeps_back(frame.month, first, last) {
                for line in &lines {
                    self.notes.line(frame, line);
                }
                self.notes.months(noticed, self.earnings.is_contested(frame.span));
            }
            if frame.is_asked {
                for line in &lines {
                    sink(frame, line);
                }
            }
        }
    }

    /// What the lines rest on.
    pub(super) fn assumptions(self) -> Assumptions {
        self.notes.assumptions()
    }
}

/// The days of some months that follow one another.
fn whole<'f>(mut frames: impl Iterator<Item = &'f Frame>) -> Span {
    let first = frames.next().map_or(Span::ALL, |frame| frame.span);
    frames.last().map_or(first, |last| Span::new(first.from(), last.span.until()).unwrap_or(first))
}
