use std::collections::BTreeMap;

use serde::Serialize;

use super::{PayLine, Payroll, PayrollError, Stipends};
use crate::basis::Assumptions;
use crate::calendar::Month;
use crate::quantity::{Id, Yuan};
use crate::township::Post;

/// What some lines come to, by month, person, village, zone and post (合计).
///
/// Every line counts once in each list, but for posts of the town and of zones, which belong to no
/// village, and those of communities and the town, which belong to no zone. Totals of different
/// people, units or months [merge](Self::merge) in any order and grouping to the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals<'t> {
    /// The sum of all lines.
    pub total: Yuan,
    /// By month.
    pub by_month: BTreeMap<Month, Yuan>,
    /// By person.
    pub by_person: BTreeMap<&'t Id<'static>, Yuan>,
    /// By village or community: see [`PayLine::village`].
    pub by_village: BTreeMap<&'t Id<'static>, Yuan>,
    /// By zone: see [`PayLine::zone`].
    pub by_zone: BTreeMap<&'t Id<'static>, Yuan>,
    /// By post.
    pub by_post: BTreeMap<Post, Yuan>,
}

/// What the stipends of a span of months will cost (预算), if everyone stays in post who is now, for
/// as long as is known now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Budget<'t> {
    /// The costs.
    #[serde(flatten)]
    pub totals: Totals<'t>,
    /// The assumptions that they rest on.
    pub assumptions: Assumptions,
}

impl<'t> Totals<'t> {
    /// The totals of lines, each with its month; `None` if a sum does not fit.
    pub fn of<'l>(lines: impl IntoIterator<Item = (Month, &'l PayLine<'t>)>) -> Option<Self>
    where
        't: 'l,
    {
        let mut totals = Self::default();
        lines.into_iter().try_for_each(|(month, line)| totals.add(month, line))?;
        Some(totals)
    }

    fn add(&mut self, month: Month, line: &PayLine<'t>) -> Option<()> {
        self.total = self.total.checked_add(line.amount)?;
        add(&mut self.by_month, month, line.amount)?;
        add(&mut self.by_person, line.person().id(), line.amount)?;
        if let Some(village) = line.village() {
            add(&mut self.by_village, village.id(), line.amount)?;
        }
        if let Some(zone) = line.zone() {
            add(&mut self.by_zone, zone.id(), line.amount)?;
        }
        add(&mut self.by_post, line.post(), line.amount)
    }

    /// The totals of both; `None` if a sum does not fit.
    #[must_use]
    pub fn merge(self, other: Self) -> Option<Self> {
        Some(Self {
            total: self.total.checked_add(other.total)?,
            by_month: merge(self.by_month, other.by_month)?,
            by_person: merge(self.by_person, other.by_person)?,
            by_village: merge(self.by_village, other.by_village)?,
            by_zone: merge(self.by_zone, other.by_zone)?,
            by_post: merge(self.by_post, other.by_post)?,
        })
    }
}

type Sums<K> = BTreeMap<K, Yuan>;

fn add<K: Ord>(sums: &mut Sums<K>, key: K, amount: Yuan) -> Option<()> {
    let sum = sums.entry(key).or_default();
    *sum = sum.checked_add(amount)?;
    Some(())
}

fn merge<K: Ord>(mut sums: Sums<K>, other: Sums<K>) -> Option<Sums<K>> {
    other.into_iter().try_for_each(|(key, amount)| add(&mut sums, key, amount))?;
    Some(sums)
}

impl<'t> Payroll<'t> {
    /// What the lines come to; `None` if a sum does not fit.
    #[must_use]
    pub fn totals(&self) -> Option<Totals<'t>> {
        let months = self.months.iter();
        Totals::of(months.flat_map(|month| month.lines.iter().map(|line| (month.month, line))))
    }
}

impl<'t> Stipends<'t> {
    /// The budget of the months from `first` to `last`, as things stand; no line is kept.
    ///
    /// # Errors
    /// As [`payroll`](Self::payroll).
    pub fn budget(&self, first: Month, last: Month) -> Result<Budget<'t>, PayrollError> {
        let mut totals = Totals::default();
        let mut beyond = None;
        let assumptions = self.each_line(first, last, |month, line| {
            if beyond.is_none() && totals.add(month, line).is_none() {
                beyond = Some(month);
            }
        })?;
        match beyond {
            None => Ok(Budget { totals, assumptions }),
            Some(month) => Err(PayrollError::TooLarge { month }),
        }
    }
}
