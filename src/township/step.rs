use std::fmt;
use std::str::FromStr;

use super::Person;
use super::words::{UnknownWord, words};
use crate::calendar::Day;
use crate::quantity::serde_as_text;

words! {
    /// A step of discipline (处理措施), from the mildest on `[F95]`.
    ///
    /// ```
    /// use bangfu::township::Step;
    /// assert_eq!("admonishment".parse(), Ok(Step::Admonishment));
    /// assert!(Step::Reminder < Step::Sanction);
    /// ```
    #[derive(PartialOrd, Ord)]
    Step, "a step of discipline, such as `admonishment`":
    /// A reminder (提醒).
    #[doc(alias = "提醒")]
    Reminder = "reminder",
    /// Criticism and education (批评教育).
    #[doc(alias = "批评教育")]
    Criticism = "criticism",
    /// An admonishing talk (诫勉谈话).
    #[doc(alias = "诫勉谈话")]
    Admonishment = "admonishment",
    /// Disciplinary action (纪律处理).
    #[doc(alias = "纪律处理")]
    Sanction = "sanction",
    /// Reassignment (组织调整).
    #[doc(alias = "组织调整")]
    Reassignment = "reassignment",
}

/// That a step of discipline was taken against a person on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepTaken<'t> {
    /// The person.
    pub person: Person<'t>,
    /// The step.
    pub step: Step,
    /// The day on which it was taken.
    pub on: Day,
    /// The day on which it became known, if the records say.
    pub recorded: Option<Day>,
    /// The day on which it was annulled: it then counts as never taken.
    pub annulled: Option<Day>,
}

impl StepTaken<'_> {
    /// Whether it counts: it was not annulled.
    #[must_use]
    pub const fn counts(&self) -> bool {
        self.annulled.is_none()
    }

    /// The step as it stood in the books on a day: not there if it became known later, and not yet
    /// annulled if that happened later.
    #[must_use]
    pub fn as_known_on(self, on: Day) -> Option<Self> {
        let is_known = self.recorded.is_none_or(|recorded| recorded <= on);
        is_known.then_some(Self { annulled: self.annulled.filter(|day| *day <= on), ..self })
    }
}
