//! Measures of poverty (贫困测度), finished from a [`Tally`](super::Tally): exact quotients.

use std::iter::zip;

use serde::Serialize;

use super::{Headcount, Tally};
use crate::quantity::{EmptyWhole, Fraction};

/// The measures of income poverty of Foster, Greer and Thorbecke (FGT 指数), over persons.
///
/// Each is from 0 to 1, and none is greater than the one before. The measure of Watts needs a
/// logarithm, which no quotient of whole numbers is: it is not offered. In documents each is text in
/// lowest terms, as `17/1250`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct IncomePoverty {
    /// Those whose income is known, of whom the measures speak.
    pub known: Headcount,
    /// Those whose income is not known: they are in none of the measures.
    pub unknown: Headcount,
    /// The poor.
    pub poor: Headcount,
    /// The headcount ratio, P0 (贫困发生率): the share of the persons that are poor.
    pub headcount: Fraction,
    /// The poverty gap, P1 (贫困差距): how far the poor are below the line as a share of the line, on
    /// the average of all persons; who is not poor counts as 0.
    pub gap: Fraction,
    /// The severity, P2 (平方贫困距): likewise of the squares, so that the poorest weigh most.
    pub severity: Fraction,
}

/// The multidimensional measures of Alkire and Foster (多维贫困), over persons: who is deprived by the
/// weights and the cut-off of the yardstick, and of how much.
///
/// `adjusted` is `headcount` times `intensity`, and the sum of the items' `part`s.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Multidimensional {
    /// Those of whom every item is known that weighs something; of them the measures speak.
    pub known: Headcount,
    /// The others: they are in none of the measures.
    pub unknown: Headcount,
    /// Those that are deprived: their items not met weigh at least the cut-off.
    pub deprived: Headcount,
    /// H (多维贫困发生率): the share of the persons that are deprived.
    pub headcount: Fraction,
    /// A (平均剥夺份额): what the deprived do not meet, by weight, on their average; none if nobody is
    /// deprived.
    pub intensity: Option<Fraction>,
    /// M0 (多维贫困指数): what the deprived do not meet, by weight, on the average of all persons.
    pub adjusted: Fraction,
    /// What each item has to do with it, in the order of the standard.
    pub items: Vec<ItemPoverty>,
}

/// What one item has to do with the multidimensional measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct ItemPoverty {
    /// What it weighs.
    pub weight: u16,
    /// The censored headcount (删失发生率): the share of the persons that are deprived and do not meet
    /// the item.
    pub censored: Fraction,
    /// What it adds to `adjusted`: its share of the weights times `censored`.
    pub part: Fraction,
    /// The contribution (贡献率): the share of `adjusted` that it adds; none if that is 0.
    pub contribution: Option<Fraction>,
}

impl Tally {
    /// The measures of income poverty: headcount, gap and severity.
    ///
    /// # Errors
    /// [`EmptyWhole`] if nobody's income is known: then there is no measure, not one of 0.
    pub fn income_poverty(&self) -> Result<IncomePoverty, EmptyWhole> {
        let known = difference(self.all(), self.income_unknown());
        // INVARIANT: at most 10^12 households of 50 persons, the square of a line of 10^9 fen: below
        // 2^106.
        let line = u128::from(self.yardstick().line_fen());
        let persons = u128::from(known.persons);
        let gaps = persons.saturating_mul(line);
        Ok(IncomePoverty {
            known,
            unknown: self.income_unknown(),
            poor: self.poor(),
            headcount: Fraction::new(self.poor().persons.into(), persons)?,
            gap: Fraction::new(self.gap(), gaps)?,
            severity: Fraction::new(self.squared_gap(), gaps.saturating_mul(line))?,
        })
    }

    /// The multidimensional measures: headcount, intensity, both together, and the items' parts.
    ///
    /// # Errors
    /// [`EmptyWhole`] if the yardstick has no items, or everybody is unclear: then there is no
    /// measure, not one of 0.
    pub fn multidimensional(&self) -> Result<Multidimensional, EmptyWhole> {
        let known = difference(self.all(), self.unclear());
        // INVARIANT: 50 * 10^12 persons and a weight of 16,000: below 2^60.
        let weight = u128::from(self.yardstick().total_weight());
        let (persons, deprived) = (u128::from(known.persons), u128::from(self.deprived().persons));
        let whole = persons.saturating_mul(weight);
        let lacking = self.lacking();
        let items = zip(self.yardstick().weights(), self.items()).map(|(weight, item)| {
            let lacked = u128::from(*weight).saturating_mul(item.censored.into());
            Ok(ItemPoverty {
                weight: *weight,
                censored: Fraction::new(item.censored.into(), persons)?,
                part: Fraction::new(lacked, whole)?,
                contribution: Fraction::new(lacked, lacking).ok(),
            })
        });
        Ok(Multidimensional {
            known,
            unknown: self.unclear(),
            deprived: self.deprived(),
            headcount: Fraction::new(deprived, persons)?,
            intensity: Fraction::new(lacking, deprived.saturating_mul(weight)).ok(),
            adjusted: Fraction::new(lacking, whole)?,
            items: items.collect::<Result<_, EmptyWhole>>()?,
        })
    }
}

fn difference(all: Headcount, some: Headcount) -> Headcount {
    // INVARIANT: they are some of all.
    Headcount {
        households: all.households.saturating_sub(some.households),
        persons: all.persons.saturating_sub(some.persons),
    }
}
