use super::{Allowed, ExitKind, ExitStage};
use crate::calendar::{Day, Span};
use crate::quantity::Id;

/// Why something cannot have happened on the way out of poverty; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExitRefusal {
    /// The household is not poor on the day.
    #[error("the household `{household}` is not poor on {on}")]
    NotPoor {
        /// The household.
        household: Id<'static>,
        /// The day.
        on: Day,
    },
    /// The step does not come next.
    #[error("`{kind}` does not follow on the stage `{stage}`; allowed: {}", list(.allowed))]
    NotNext {
        /// Where the case stands.
        stage: ExitStage,
        /// What was to happen.
        kind: ExitKind,
        /// What may happen instead.
        allowed: Vec<Allowed>,
    },
    /// The step comes before the last one, or before its time.
    #[error("`{kind}` on {on} is too early: it is allowed from {from} on")]
    TooEarly {
        /// Where the case stands.
        stage: ExitStage,
        /// What was to happen.
        kind: ExitKind,
        /// When.
        on: Day,
        /// The first day on which it may.
        from: Day,
    },
    /// The first day on which the step may happen is none of the calendar, so that it never may.
    #[error(
        "`{kind}` on {on} is too early: it is allowed only after {}, where the calendar ends",
        Day::MAX
    )]
    OutOfCalendar {
        /// Where the case stands.
        stage: ExitStage,
        /// What was to happen.
        kind: ExitKind,
        /// When.
        on: Day,
    },
    /// Who verifies helps the household, or did not long ago.
    #[error(
        "`{by}` cannot verify the household `{household}` on {on}: they help it, or did in the \
         {months} months before ({helped})"
    )]
    OwnHelper {
        /// Who was to verify.
        by: Id<'static>,
        /// The household.
        household: Id<'static>,
        /// When.
        on: Day,
        /// When they help the household, or last did.
        helped: Span,
        /// How many months before count too.
        months: u16,
    },
}

fn list(allowed: &[Allowed]) -> String {
    let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
    if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") }
}
