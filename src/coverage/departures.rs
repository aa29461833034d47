use serde::Serialize;

use super::DutyName;
use super::gaps::holders_needed;
use crate::basis::Assumptions;
use crate::calendar::{Day, Span, Spans};
use crate::township::{Pairing, Person, Role, Tenure, Unit};

/// Everything that a person answers for from a day on (职责): the households that they help, the
/// posts that they hold, and what already lies ahead of them.
///
/// In documents `{"person": "p260", "on": "2018-10-08", "held": […], "ahead": […],
/// "assumptions": []}`, with a [`Duty`] for each entry. Both lists are sorted by unit, role and
/// first day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duties<'t> {
    /// The person.
    pub person: Person<'t>,
    /// The day.
    pub on: Day,
    /// What they answer for on the day.
    pub held: Vec<Duty<'t>>,
    /// What they will answer for: everything recorded that begins after the day.
    pub ahead: Vec<Duty<'t>>,
    /// The assumptions that this rests on.
    pub assumptions: Assumptions,
}

/// One thing that a person answers for: a household as its helper, or a unit in a post. It is one
/// record of the roster.
///
/// In documents `{"post": "group_lead", "unit": "209-3", "from": "2018-09-10", "until": null,
/// "missing": [{"from": "2018-10-08", "until": null}]}`; the post of a helper is `helper`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duty<'t> {
    /// As what they answer.
    #[serde(rename = "post")]
    pub role: Role,
    /// For what: the household, or the unit at which the post is held.
    pub unit: Unit<'t>,
    /// When, as the roster has it; it may have begun before the day of the question.
    #[serde(flatten)]
    pub span: Span,
    /// The days of it, from the day of the question on, on which somebody is missing without the
    /// person: a household that counts has no helper `[F61]`, or fewer others hold a post than the
    /// mechanism needs. Empty if the mechanism can spare the duty: nobody needs to take it over.
    ///
    /// The mechanism needs what [`Coverage`](super::Coverage) asks for: a holder for each seat, one
    /// where any number may hold the post. It does not ask for posts outside the chain of
    /// responsibility, nor for those of a community (A11), nor for the helper of a household before
    /// its first poor day.
    pub missing: Spans,
}

/// Lists everything that a person answers for on a day, and all that begins later.
///
/// Of somebody who leaves, `on` is the first day on which they are gone. A duty that ends on that
/// day is over by then and not listed. One pass over the records of the person, and for each post
/// over its holders.
///
/// ```
/// # #[cfg(feature = "json")] {
/// # use bangfu::{charter::Charter, coverage::duties, roster::Roster};
/// # let text = include_bytes!("../../examples/data/maoxi.json");
/// # let roster: Roster<'_> = bangfu::document::read(text)?;
/// # let township = roster.check(&Charter::maoxi().organisation)?;
/// let person = township.person("p260").unwrap();
/// let duties = duties(person, "2018-10-08".parse()?);
/// let held: Vec<String> = duties.held.iter().map(|duty| duty.name().to_string()).collect();
/// assert_eq!(held, [
///     "`group_lead` at `209-3` from `2018-09-10`",
///     "`group_lead` at `209-9` from `2018-09-10`",
///     "`militia_commander` at `510525108209` from `2018-09-25`",
///     "`supervision_chair` at `510525108209` from `2017-02-01`",
/// ]);
/// // The drive needs the lead of a group [F51]; the paid posts may end with the person.
/// let needed: Vec<bool> = duties.held.iter().map(|duty| duty.is_needed()).collect();
/// assert_eq!(needed, [true, true, false, false]);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn duties(person: Person<'_>, on: Day) -> Duties<'_> {
    let mut assumptions = Assumptions::default();
    let rest = Span::starting(on);
    let pairings = person.pairings().filter(|pairing| pairing.span.overlaps(rest));
    let tenures = person.tenures().filter(|tenure| tenure.span().overlaps(rest));
    let mut all: Vec<Duty<'_>> = pairings.map(|pairing| help(pairing, rest)).collect();
    all.extend(tenures.map(|tenure| office(tenure, rest, &mut assumptions)));
    all.sort_by_key(|duty| (duty.unit.id(), duty.role, duty.span));
    let (held, ahead) = all.into_iter().partition(|duty| duty.span.contains(on));
    Duties { person, on, held, ahead, assumptions }
}

fn help(pairing: Pairing<'_>, rest: Span) -> Duty<'_> {
    let counted = pairing.household.supported_from().map(Span::starting);
    let left = counted
        .and_then(|counted| counted.intersection(rest))
        .and_then(|counted| counted.intersection(pairing.span));
    Duty {
        role: Role::Helper,
        unit: pairing.household.into(),
        span: pairing.span,
        missing: left.map(Spans::from).unwrap_or_default(),
    }
}

fn office<'t>(tenure: Tenure<'t>, rest: Span, assumptions: &mut Assumptions) -> Duty<'t> {
    let (post, unit, span) = (tenure.post(), tenure.unit(), tenure.span());
    let place = unit.organisation().chain().find(|(_, rule)| rule.post == post);
    let needed = place
        .and_then(|(responsibility, rule)| holders_needed(unit, responsibility, rule, assumptions));
    let others = unit.tenures(post).filter(|other| other.person() != tenure.person());
    let missing = needed
        .zip(span.intersection(rest))
        .map(|(needed, left)| Spans::of_at_least(needed, others.map(Tenure::span)).gaps(left));
    Duty { role: Role::Post(post), unit, span, missing: missing.unwrap_or_default() }
}

impl<'t> Duties<'t> {
    /// All duties: those held, then those ahead.
    pub fn all(&self) -> impl Iterator<Item = &Duty<'t>> {
        self.held.iter().chain(&self.ahead)
    }
}

impl Duty<'_> {
    /// Whether somebody is missing on some day if nobody takes the duty over.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        !self.missing.is_empty()
    }

    /// What tells it from the person's other duties.
    #[must_use]
    pub fn name(&self) -> DutyName {
        DutyName { unit: self.unit.id().clone(), role: self.role, from: self.span.from() }
    }
}
