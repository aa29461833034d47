use serde::Serialize;

use super::{Person, Role, Unit};
use crate::calendar::{Day, Span};

/// That what a person answers for passes to somebody else on a day (接替), or lapses: a change of
/// one record of the roster.
///
/// The person keeps what lies before the day, the successor takes over exactly the rest. So the
/// household has one helper on each day as before, and the post as many holders.
/// [`Roster::after`](crate::roster::Roster::after) takes such changes up. In documents `{"post":
/// "group_lead", "unit": "209-3", "person": "p260", "from": "2018-09-10", "until": null, "on":
/// "2018-10-08", "successor": "p258"}`; the post of a helper is `helper`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Succession<'t> {
    /// As what the person answers.
    #[serde(rename = "post")]
    pub role: Role,
    /// For what: the household, or the unit at which the post is held.
    pub unit: Unit<'t>,
    /// The person.
    pub person: Person<'t>,
    /// When, as the record says that is to be changed.
    #[serde(flatten)]
    pub span: Span,
    /// The first day on which the person no longer answers.
    pub on: Day,
    /// Who does instead; nobody if it lapses.
    pub successor: Option<Person<'t>>,
}

impl Succession<'_> {
    /// The days that remain the person's; none if they never begin.
    #[must_use]
    pub fn kept(&self) -> Option<Span> {
        let until = self.span.until().map_or(self.on, |until| until.min(self.on));
        Span::new(self.span.from(), Some(until)).ok()
    }

    /// The days that pass to the successor, or lapse; none if the record ends before.
    #[must_use]
    pub fn passed(&self) -> Option<Span> {
        self.span.intersection(Span::starting(self.on))
    }
}
