use crate::calendar::{Day, Span};

/// A run of days within one month, and how many of them count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) from: Day,
    /// How many there are.
    len: u8,
    /// How many of them count.
    pub(super) count: u8,
    /// Of how many of the month.
    pub(super) of: u8,
}

impl Days {
    /// `span` lies within one month.
    pub(super) fn new(span: Span, count: u32, of: u32) -> Self {
        // INVARIANT: no month has more than 31 days.
        let small = |days: u32| u8::try_from(days).unwrap_or(u8::MAX);
        Self { from: span.from(), len: small(span.days()), count: small(count), of: small(of) }
    }

    #[inline]
    pub(super) fn span(self) -> Span {
        Span::running(self.from, self.len)
    }
}
