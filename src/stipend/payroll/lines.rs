//! What a person earns, slot by slot in the order of the lines.

use super::timetable::{Part, Slot, Timetable};
use super::{Ground, PayLine};
use crate::calendar::{Day, Span};
use crate::stipend::ScheduleRecords;
use crate::township::Tenure;

/// Days on which a person earns something for one post at one unit.
#[derive(Clone, Copy)]
pub(super) struct Earning<'f, 't> {
    pub(super) ground: Ground<'t>,
    /// The first tenure of the run.
    pub(super) tenure: Tenure<'t>,
    pub(super) span: Span,
    pub(super) table: &'f Timetable<'f, 't>,
    /// The slots in which days are left that were not taken yet.
    pub(super) slots: &'f [Slot<'f, 't>],
}

impl<'f, 't> Earning<'f, 't> {
    /// What is earned by a timetable on some days; its slots are looked up when all days are known.
    #[inline]
    pub(super) const fn new(
        ground: Ground<'t>,
        tenure: Tenure<'t>,
        table: &'f Timetable<'f, 't>,
        span: Span,
    ) -> Self {
        Self { ground, tenure, span, table, slots: &[] }
    }

    /// The first of the days that are left.
    #[inline]
    fn next_from(&self) -> Option<Day> {
        self.slots.first().map(|slot| slot.span.from().max(self.span.from()))
    }

    /// Takes all slots that are left, if they begin before a day, or the next one.
    #[inline]
    fn next_slots(&mut self, day: Day) -> &'f [Slot<'f, 't>] {
        let slots = self.slots;
        let are_before = slots.last().is_some_and(|last| last.span.from() < day);
        let next = if are_before { slots.len() } else { 1 };
        let (next, left) = slots.split_at_checked(next).unwrap_or_default();
        self.slots = left;
        next
    }
}

/// Days of a slot that earn something.
pub(super) struct Taken<'e, 'f, 't> {
    earning: &'e Earning<'f, 't>,
    pub(super) slot: &'e Slot<'f, 't>,
    pub(super) part: &'e Part,
    /// Whether it is all of the slot.
    pub(super) is_whole: bool,
}

impl<'t> Taken<'_, '_, 't> {
    /// The line for them, unless none of them counts.
    #[inline]
    pub(super) fn line(&self) -> Option<PayLine<'t>> {
        let Self { earning, slot, part, .. } = self;
        (part.days.count > 0).then_some(PayLine {
            tenure: earning.tenure,
            ground: earning.ground,
            rate: slot.rate,
            days: part.days,
            amount: part.amount,
        })
    }
}

/// Takes what is left, slot by slot, of all slots that begin on a day or before: by the first day, and
/// what begins on one day in the order of the earnings.
#[inline]
pub(super) fn take_until<'f, 't>(
    last: Day,
    earnings: &mut [Earning<'f, 't>],
    rules: &ScheduleRecords,
    mut sink: impl FnMut(&Taken<'_, 'f, 't>),
) {
    while let Some((earning, others_from)) = first(last, earnings) {
        for slot in earning.next_slots(others_from) {
            if earning.span.covers(slot.span) {
                sink(&Taken { earning, slot, part: &slot.whole, is_whole: true });
            } else {
                let part = slot.within(rules, earning.span);
                sink(&Taken { earning, slot, part: &part, is_whole: false });
            }
        }
    }
}

/// The earning of which the next slot is, if that begins on a day or before; and the first day on
/// which another one comes, or that day.
#[inline]
fn first<'e, 'f, 't>(
    last: Day,
    earnings: &'e mut [Earning<'f, 't>],
) -> Option<(&'e mut Earning<'f, 't>, Day)> {
    let mut others_from = last;
    let mut first: Option<(Day, &mut Earning<'f, 't>)> = None;
    for earning in earnings {
        let Some(from) = earning.next_from() else { continue };
        if let Some((day, _)) = &first {
            others_from = others_from.min(from.max(*day));
            if *day <= from {
                continue;
            }
        }
        first = Some((from, earning));
    }
    let (from, first) = first?;
    (from <= last).then_some((first, others_from))
}
