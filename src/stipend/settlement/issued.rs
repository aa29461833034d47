use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::reason::reasons;
use super::{Difference, MonthSettlement, Settlement};
use crate::calendar::{Date, Day, Month, Span};
use crate::quantity::{Id, Yuan};
use crate::stipend::{MonthPayroll, PayKind, PayLine, Payroll};
use crate::township::{Post, Step};

/// What was issued so far (已发): payrolls, and the settlements that mended them.
///
/// Lines are only ever added. A month that was issued is closed: it is not issued again, and what is
/// known later of it is a [`Settlement`]. In documents it is a list of [`IssuedMonth`]s, from which it
/// comes back as it was; so it can be kept from one run to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    try_from = "Vec<IssuedMonth<'a>>",
    into = "Vec<IssuedMonth<'a>>",
    bound(deserialize = "'de: 'a")
)]
pub struct Issued<'a> {
    /// By month; those that are there are closed.
    months: BTreeMap<Month, Items<'a>>,
}

type Items<'a> = BTreeMap<Item<'a>, Standing<'a>>;

/// For what something is paid, within a month.
///
/// Items are ordered by person, kind (as its word), unit, post and step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an item of a payroll")]
pub struct Item<'a> {
    /// The person's id.
    #[serde(borrow)]
    pub person: Id<'a>,
    /// The [kind](crate::stipend::PayKind) of the lines, as documents call it.
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// The unit's id.
    #[serde(borrow)]
    pub unit: Id<'a>,
    /// The post.
    pub post: Post,
    /// The step of discipline to which it is due, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
}

/// A line as a data base or a document holds it (已发明细): the document form of a
/// [`PayLine`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a line of a payroll")]
pub struct IssuedLine<'a> {
    /// The person's id.
    #[serde(borrow)]
    pub person: Id<'a>,
    /// The post.
    pub post: Post,
    /// The unit's id.
    #[serde(borrow)]
    pub unit: Id<'a>,
    /// The [kind](crate::stipend::PayKind), as documents call it.
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// The first day.
    pub from: Day,
    /// The first day no longer.
    pub until: Date,
    /// How many days count.
    pub days: u32,
    /// Of how many that count in the month.
    pub of: u32,
    /// The rate for a whole month.
    pub monthly: Yuan,
    /// What was paid.
    pub amount: Yuan,
    /// The number of the clause, assumption or decision.
    #[serde(borrow)]
    pub source: Id<'a>,
    /// The step of discipline to which it was due, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
}

/// Why a payroll or a settlement is not added to what was [`Issued`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The month is closed.
    #[error("`{month}` was issued already; what is known later of it is a settlement")]
    Closed {
        /// The month.
        month: Month,
    },
    /// The settlement was made of something else than what was issued: it was paid already, or an
    /// earlier one was paid since.
    #[error(
        "the settlement of `{month}` is stale: `{person}` had {found} as `{kind}`, not {expected}"
    )]
    Stale {
        /// The month.
        month: Month,
        /// The person's id.
        person: Id<'static>,
        /// The kind of the lines.
        kind: Box<str>,
        /// What the settlement says that was issued.
        expected: Yuan,
        /// What was issued.
        found: Yuan,
    },
    /// What was issued for one item is more than an amount can hold.
    #[error("the lines of `{month}` add up to more than an amount can hold")]
    TooLarge {
        /// The month.
        month: Month,
    },
}

/// What was issued for an item, in all and as its lines last were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Standing<'a> {
    amount: Yuan,
    lines: Vec<IssuedLine<'a>>,
}

/// A closed month of what was [`Issued`], as a document holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an issued month")]
pub struct IssuedMonth<'a> {
    /// The month.
    pub month: Month,
    /// What was issued for each item.
    #[serde(borrow)]
    pub items: Vec<IssuedItem<'a>>,
}

/// What was issued for an item, as a document holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an issued item")]
pub struct IssuedItem<'a> {
    /// To whom, and for what.
    #[serde(borrow)]
    pub item: Item<'a>,
    /// What was issued, settlements included.
    pub amount: Yuan,
    /// The lines that were last due; none if nothing was.
    #[serde(borrow)]
    pub lines: Vec<IssuedLine<'a>>,
}

impl<'a> From<Issued<'a>> for Vec<IssuedMonth<'a>> {
    fn from(issued: Issued<'a>) -> Self {
        let item = |(item, Standing { amount, lines })| IssuedItem { item, amount, lines };
        let month = |(month, items): (Month, Items<'a>)| IssuedMonth {
            month,
            items: items.into_iter().map(item).collect(),
        };
        issued.months.into_iter().map(month).collect()
    }
}

impl<'a> TryFrom<Vec<IssuedMonth<'a>>> for Issued<'a> {
    type Error = IssueError;

    /// # Errors
    /// [`IssueError::Closed`] if a month, or an item within one, stands twice.
    fn try_from(records: Vec<IssuedMonth<'a>>) -> Result<Self, IssueError> {
        let mut issued = Self::default();
        for IssuedMonth { month, items } in records {
            let count = items.len();
            let standing = |IssuedItem { item, amount, lines }| (item, Standing { amount, lines });
            let items: Items<'a> = items.into_iter().map(standing).collect();
            if items.len() < count || issued.months.insert(month, items).is_some() {
                return Err(IssueError::Closed { month });
            }
        }
        Ok(issued)
    }
}

impl<'a> Issued<'a> {
    /// Adds a payroll, and closes its months.
    ///
    /// # Errors
    /// [`IssueError::Closed`] with the first of its months that is closed, [`IssueError::TooLarge`]
    /// if something does not fit; nothing is added then.
    pub fn issue(&mut self, payroll: &Payroll<'a>) -> Result<(), IssueError> {
        let mut months = Vec::new();
        for month in &payroll.months {
            let lines = month.lines.iter().map(IssuedLine::from);
            months.push((month.month, self.gathered(month.month, lines)?));
        }
        self.months.extend(months);
        Ok(())
    }

    /// Adds the lines of a month as a data base holds them, and closes it.
    ///
    /// # Errors
    /// As [`issue`](Self::issue).
    pub fn issue_lines(
        &mut self,
        month: Month,
        lines: impl IntoIterator<Item = IssuedLine<'a>>,
    ) -> Result<(), IssueError> {
        let items = self.gathered(month, lines)?;
        self.months.insert(month, items);
        Ok(())
    }

    /// The lines of a month that is not closed, by item.
    fn gathered(
        &self,
        month: Month,
        lines: impl IntoIterator<Item = IssuedLine<'a>>,
    ) -> Result<Items<'a>, IssueError> {
        if self.is_closed(month) {
            return Err(IssueError::Closed { month });
        }
        let mut items = Items::new();
        for line in lines {
            let standing = items.entry(Item::of(&line)).or_default();
            let amount = standing.amount.checked_add(line.amount);
            standing.amount = amount.ok_or(IssueError::TooLarge { month })?;
            standing.lines.push(line);
        }
        Ok(items)
    }

    /// Adds a settlement, once it was paid, and closes its months.
    ///
    /// # Errors
    /// [`IssueError::Stale`] if it was not made of what was issued, as when it is paid a second time,
    /// and [`IssueError::TooLarge`] if something does not fit; nothing is added then.
    pub fn pay(&mut self, settlement: &Settlement<'a>) -> Result<(), IssueError> {
        let mut months = Vec::new();
        for MonthSettlement { month, lines, .. } in &settlement.months {
            let standing = |item| self.months.get(month).and_then(|items| items.get(item));
            let mut paid = Vec::new();
            for Difference { item, issued, amount, lines, .. } in lines {
                let found = standing(item).map_or(Yuan::ZERO, |standing| standing.amount);
                if found != *issued {
                    return Err(IssueError::Stale {
                        month: *month,
                        person: item.person.clone().into_owned(),
                        kind: (*item.kind).into(),
                        expected: *issued,
                        found,
                    });
                }
                let amount = found.checked_add(*amount);
                let amount = amount.ok_or(IssueError::TooLarge { month: *month })?;
                paid.push((item.clone(), Standing { amount, lines: lines.clone() }));
            }
            months.push((*month, paid));
        }
        for (month, paid) in months {
            self.months.entry(month).or_default().extend(paid);
        }
        Ok(())
    }

    /// Whether a month was issued.
    #[must_use]
    pub fn is_closed(&self, month: Month) -> bool {
        self.months.contains_key(&month)
    }

    /// What was issued for each item of a month, settlements included.
    pub fn items(&self, month: Month) -> impl Iterator<Item = (&Item<'a>, Yuan)> {
        self.of_month(month).map(|(item, standing)| (item, standing.amount))
    }

    fn of_month(&self, month: Month) -> impl Iterator<Item = (&Item<'a>, &Standing<'a>)> {
        self.months.get(&month).into_iter().flatten()
    }

    /// What was issued in all, or `None` if that does not fit.
    #[must_use]
    pub fn total(&self) -> Option<Yuan> {
        Yuan::checked_sum(self.months.values().flatten().map(|(_, standing)| standing.amount))
    }

    /// In what the due lines of a month differ from what was issued; `None` if a sum does not fit.
    pub(super) fn differences<'t: 'a>(
        &self,
        due: &MonthPayroll<'t>,
    ) -> Option<Vec<Difference<'a>>> {
        let nothing = Standing::default();
        let mut items: BTreeMap<Item<'a>, (&Standing<'a>, Vec<PayLine<'t>>)> = BTreeMap::new();
        for (item, standing) in self.of_month(due.month) {
            items.insert(item.clone(), (standing, Vec::new()));
        }
        for line in &due.lines {
            let item = Item::from(line);
            items.entry(item).or_insert((&nothing, Vec::new())).1.push(*line);
        }
        let mut differences = Vec::new();
        for (item, (standing, lines)) in &items {
            let issued = standing.amount;
            let due = Yuan::checked_sum(lines.iter().map(PayLine::amount))?;
            if due == issued {
                continue;
            }
            // Of what discipline takes off, whether the stipend itself is paid then and now.
            let stipend = items.get(&item.stipend());
            let stays =
                stipend.is_some_and(|(then, now)| !then.lines.is_empty() && !now.is_empty());
            differences.push(Difference {
                issued,
                due,
                amount: due.checked_sub(issued)?,
                reasons: reasons(item, &standing.lines, lines, stays),
                lines: lines.iter().map(IssuedLine::from).collect(),
                item: item.clone(),
            });
        }
        Some(differences)
    }
}

impl<'a> Item<'a> {
    /// For what a line is paid.
    #[must_use]
    pub fn of(line: &IssuedLine<'a>) -> Self {
        Self {
            person: line.person.clone(),
            kind: line.kind.clone(),
            unit: line.unit.clone(),
            post: line.post,
            step: line.step,
        }
    }

    /// The stipend of the same post.
    fn stipend(&self) -> Self {
        Self { kind: Cow::Borrowed(PayKind::Stipend.as_str()), step: None, ..self.clone() }
    }
}

impl IssuedLine<'_> {
    /// The days; none if it ends before it begins, as no line of a payroll does.
    pub(super) fn span(&self) -> Option<Span> {
        Span::new(self.from, Day::try_from(self.until).ok()).ok()
    }
}

impl<'t> From<&PayLine<'t>> for Item<'t> {
    fn from(line: &PayLine<'t>) -> Self {
        Self::of(&line.into())
    }
}

impl<'t> From<&PayLine<'t>> for IssuedLine<'t> {
    fn from(line: &PayLine<'t>) -> Self {
        Self {
            person: line.person().id().as_borrowed(),
            post: line.post(),
            unit: line.unit().id().as_borrowed(),
            kind: Cow::Borrowed(line.kind().as_str()),
            from: line.span().from(),
            until: Date(line.span().end_date()),
            days: line.days(),
            of: line.of(),
            monthly: line.monthly(),
            amount: line.amount(),
            source: line.source().basis().id().as_borrowed(),
            step: line.kind().step(),
        }
    }
}
