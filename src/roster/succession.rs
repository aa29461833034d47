use super::{PairingRecord, Roster, TenureRecord};
use crate::calendar::{Date, Day, Span};
use crate::quantity::Id;
use crate::township::{Role, Succession};

impl Roster<'_> {
    /// The roster after some changes: of each record that passes on, the person keeps what lies
    /// before the day, and the successor gets a record of their own for the rest.
    ///
    /// A record of which the person keeps nothing goes. The others keep their place; new ones stand
    /// behind all others, without `recorded`. Whether the result is a township, its own
    /// [check](Roster::check) says; the changes of a
    /// [`Handover`](crate::coverage::Handover) make one of the roster from which it came. For each
    /// change, one pass over the records.
    ///
    /// # Errors
    /// [`ForeignSuccession`] with the first change of a record that the roster does not have, as
    /// when it was made for another one, or when a record is changed twice.
    pub fn after(&self, successions: &[Succession<'_>]) -> Result<Self, ForeignSuccession> {
        let mut roster = self.clone();
        for succession in successions {
            let (unit, person) = (succession.unit.id(), succession.person.id());
            let ends = ends(succession.span);
            let is_changed = match succession.role {
                Role::Helper => change(
                    &mut roster.pairings,
                    succession,
                    |one| {
                        one.household == *unit
                            && one.helper == *person
                            && (one.from, one.until) == ends
                    },
                    |one| &mut one.until,
                    |helper, (from, until)| {
                        let household = unit.clone();
                        PairingRecord { household, helper, from, until, recorded: None }
                    },
                ),
                Role::Post(post) => change(
                    &mut roster.tenures,
                    succession,
                    |one| {
                        one.unit == *unit
                            && one.post == post
                            && one.person == *person
                            && (one.from, one.until) == ends
                    },
                    |one| &mut one.until,
                    |person, (from, until)| {
                        let unit = unit.clone();
                        TenureRecord { person, post, unit, from, until, recorded: None }
                    },
                ),
            };
            is_changed.ok_or_else(|| ForeignSuccession {
                role: succession.role,
                unit: unit.clone(),
                person: person.clone(),
                span: succession.span,
            })?;
        }
        Ok(roster)
    }
}

/// A change is not one for this roster: it is of a record that the roster does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the roster has no record of `{person}` as `{role}` at `{unit}`, `{span}`")]
pub struct ForeignSuccession {
    /// As what the person would answer.
    pub role: Role,
    /// The unit's id.
    pub unit: Id<'static>,
    /// The person's id.
    pub person: Id<'static>,
    /// When.
    pub span: Span,
}

/// The first day, and the first day no longer.
type Ends = (Date, Option<Date>);

/// Changes the one record that is meant; `None` if there is none.
fn change<T>(
    records: &mut Vec<T>,
    succession: &Succession<'_>,
    is_meant: impl Fn(&T) -> bool,
    until: impl Fn(&mut T) -> &mut Option<Date>,
    new: impl Fn(Id<'static>, Ends) -> T,
) -> Option<()> {
    let at = records.iter().position(is_meant)?;
    match succession.kept() {
        Some(kept) => *until(records.get_mut(at)?) = ends(kept).1,
        None => drop(records.remove(at)),
    }
    if let (Some(successor), Some(passed)) = (succession.successor, succession.passed()) {
        records.push(new(successor.id().clone(), ends(passed)));
    }
    Some(())
}

fn ends(span: Span) -> Ends {
    (span.from().into(), span.until().map(|until: Day| until.into()))
}
