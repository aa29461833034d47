mod issued;
mod reason;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{MonthPayroll, Payroll, PayrollError, Stipends};
use crate::basis::Assumptions;
use crate::calendar::Month;
use crate::quantity::{Id, Yuan};
use crate::township::Village;

pub use issued::{IssueError, Issued, IssuedItem, IssuedLine, IssuedMonth, Item};
pub use reason::Reason;

/// What is to be paid or paid back, because more is known than when the stipends were issued (补差).
///
/// What was issued stays as it was: a settlement has lines of its own, which say to which month they
/// belong. What was issued and the differences together are what is due as now known.
///
/// In documents `{"months": [{"month": "2018-09", "total": "840.00", "lines": […], "by_village": {…}}],
/// "total": "840.00", "assumptions": ["A1"]}`; months without a difference are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settlement<'a> {
    /// The months that have any difference, in order.
    pub months: Vec<MonthSettlement<'a>>,
    /// The sum of the months.
    pub total: Yuan,
    /// The assumptions on which rests what is due in these months; none if nothing is to be settled.
    pub assumptions: Assumptions,
}

/// The differences of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MonthSettlement<'a> {
    /// The month to which they belong, not the one in which they are paid.
    pub month: Month,
    /// The sum of the lines.
    pub total: Yuan,
    /// The lines, by person, kind (as its word), unit and post.
    pub lines: Vec<Difference<'a>>,
    /// The sum of the lines of each village that has any, as in a payroll; of units that the
    /// township still has.
    pub by_village: BTreeMap<Id<'a>, Yuan>,
}

/// One line of a settlement: a difference, with its reasons.
///
/// In documents `{"person": "p101", "kind": "stipend", "unit": "510525108205", "post":
/// "village_secretary", "issued": "0.00", "due": "840.00", "amount": "840.00", "reasons": […]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference<'a> {
    /// To whom, and for what.
    #[serde(flatten)]
    pub item: Item<'a>,
    /// What was issued so far, earlier settlements included.
    pub issued: Yuan,
    /// What is due as now known.
    pub due: Yuan,
    /// What is to be paid, or paid back if negative; never nothing.
    pub amount: Yuan,
    /// Why; never empty.
    pub reasons: Vec<Reason>,
    /// The lines that are due, on which the next settlement builds.
    #[serde(skip)]
    pub lines: Vec<IssuedLine<'a>>,
}

impl<'t> Stipends<'t> {
    /// What is still to be paid or paid back for the months from `first` to `last`, given what was
    /// issued for them.
    ///
    /// Once that is [paid](Issued::pay), settling again with nothing new finds nothing. A month for
    /// which nothing was issued comes out whole. What was issued for a month before the one in which
    /// the stipends start, as now known, is owed back.
    ///
    /// ```
    /// use bangfu::stipend::{Issued, Stipends};
    /// # use bangfu::{charter::Charter, roster::Roster};
    /// # let charter = Charter::maoxi();
    /// # let text = br#"{"format": 1, "town": {"id": "t", "population": 900}, "zones": [],
    /// #     "villages": [{"id": "v", "zone": null, "community": true}], "groups": [],
    /// #     "households": [], "people": [{"id": "p", "rank": "village", "village": "v"}],
    /// #     "tenures": [{"person": "p", "post": "village_secretary", "unit": "v",
    /// #         "from": "2018-09-10", "recorded": "2018-10-08"}],
    /// #     "pairings": []}"#;
    /// # let roster: Roster<'_> = serde_json::from_slice(text)?;
    /// # let township = roster.check(&charter.organisation)?;
    /// // September was paid on the 30th, when nobody knew of the secretary.
    /// let (first, last) = ("2018-09".parse()?, "2018-09".parse()?);
    /// let then = township.as_known_on("2018-09-30".parse()?);
    /// let mut issued = Issued::default();
    /// issued.issue(&Stipends::new(&then, &charter.stipend).payroll(first, last)?)?;
    ///
    /// let now = Stipends::new(&township, &charter.stipend);
    /// let settlement = now.settle(&issued, first, last)?;
    /// assert_eq!(settlement.total.to_string(), "840.00");
    /// let reason = settlement.months[0].lines[0].reasons[0].to_string();
    /// assert_eq!(reason, "2018-09-10..2018-10-01 is due, recorded on 2018-10-08");
    ///
    /// issued.pay(&settlement)?;
    /// assert!(now.settle(&issued, first, last)?.months.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`payroll`](Self::payroll), but for months before the start.
    pub fn settle<'a>(
        &self,
        issued: &Issued<'a>,
        first: Month,
        last: Month,
    ) -> Result<Settlement<'a>, PayrollError>
    where
        't: 'a,
    {
        let payroll = self.due(first, last)?;
        let mut months = Vec::new();
        for month in &payroll.months {
            let differences = issued.differences(month);
            let settled = differences.and_then(|lines| self.month_settlement(month.month, lines));
            months.push(settled.ok_or(PayrollError::TooLarge { month: month.month })?);
        }
        months.retain(|month: &MonthSettlement<'a>| !month.lines.is_empty());
        let total = Yuan::checked_sum(months.iter().map(|month| month.total))
            .ok_or(PayrollError::TotalTooLarge)?;
        let is_settled = months.is_empty();
        let assumptions = if is_settled { Assumptions::default() } else { payroll.assumptions };
        Ok(Settlement { months, total, assumptions })
    }

    /// The payroll of the months from `first` to `last`; nothing is due before the schedule starts.
    fn due(&self, first: Month, last: Month) -> Result<Payroll<'t>, PayrollError> {
        let start = self.schedule.first_month();
        if last < first || start <= first {
            return self.payroll(first, last);
        }
        let mut due = if start <= last { self.payroll(start, last)? } else { Payroll::default() };
        due.assumptions.rest_on(&self.schedule.records().start.basis);
        let before = first.through(last).take_while(|month| *month < start);
        let months = before.map(MonthPayroll::without_lines).chain(due.months).collect();
        Ok(Payroll { months, ..due })
    }

    fn month_settlement<'a>(
        &self,
        month: Month,
        lines: Vec<Difference<'a>>,
    ) -> Option<MonthSettlement<'a>>
    where
        't: 'a,
    {
        let mut by_village: BTreeMap<Id<'a>, Yuan> = BTreeMap::new();
        for line in &lines {
            if let Some(village) = self.village(&line.item) {
                let sum = by_village.entry(village.as_borrowed()).or_default();
                *sum = sum.checked_add(line.amount)?;
            }
        }
        let total = Yuan::checked_sum(lines.iter().map(|line| line.amount))?;
        Some(MonthSettlement { month, total, lines, by_village })
    }

    /// The village to whose sum an item belongs.
    fn village(&self, item: &Item<'_>) -> Option<&'t Id<'static>> {
        let rule = self.township.organisation().rule(item.post)?;
        let unit = self.township.unit(rule.level, item.unit.as_str())?;
        unit.village().map(Village::id)
    }
}
