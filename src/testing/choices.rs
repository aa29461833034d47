use crate::calendar::{Day, Span};

/// A row of numbers from which a value is built; when they run out, every choice is the first one.
///
/// A test case shrinks by shortening the row and lowering its numbers, and stays valid, because
/// every row builds a valid value.
pub(super) struct Choices(std::vec::IntoIter<u32>);

impl Choices {
    pub(super) fn new(numbers: Vec<u32>) -> Self {
        Self(numbers.into_iter())
    }

    /// A number below `limit`; 0 if there is none.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let number = self.0.next().unwrap_or_default();
        let number = usize::try_from(number).unwrap_or_default();
        number.checked_rem(limit).unwrap_or_default()
    }

    /// Whether a choice that is made once in so many times is made.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times.saturating_sub(1)
    }

    /// One of some items.
    pub(super) fn of<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// Up to `most` spans one after the other, some of which meet, the last of which may be open.
    pub(super) fn spans(&mut self, most: usize) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut next = Some(if self.once_in(12) {
            super::day_number(self.number_below(500))
        } else {
            super::day_number(self.number_below(900).saturating_add(24_600))
        });
        for _ in 0..self.below(most.saturating_add(1)) {
            let gap = if self.once_in(2) { self.number_below(60) } else { 0 };
            let Some(from) = next.and_then(|day: Day| later(day, gap)) else { break };
            let is_open = self.once_in(4);
            let days = self.number_below(300).saturating_add(1);
            let span = super::span_of(from, if is_open { None } else { Some(days) });
            next = span.until();
            spans.push(span);
        }
        spans
    }

    /// A day before a span, on one of its days, or after it up to long after.
    pub(super) fn day_about(&mut self, span: Span) -> Day {
        match self.below(3) {
            0 => earlier(span.from(), self.number_below(400).saturating_add(1)),
            1 => {
                let days = usize::try_from(span.days()).unwrap_or_default();
                later(span.from(), self.number_below(days))
            }
            _ => later(span.last(), self.number_below(2_000).saturating_add(1)),
        }
        .unwrap_or_else(|| span.last())
    }

    pub(super) fn number_below(&mut self, limit: usize) -> u32 {
        u32::try_from(self.below(limit)).unwrap_or_default()
    }
}

/// The day so many days later, unless it lies beyond the calendar.
pub(super) fn later(day: Day, days: u32) -> Option<Day> {
    let date = day.to_date().checked_add_days(chrono::Days::new(days.into()))?;
    Day::try_from(date).ok()
}

fn earlier(day: Day, days: u32) -> Option<Day> {
    let date = day.to_date().checked_sub_days(chrono::Days::new(days.into()))?;
    Day::try_from(date).ok()
}
