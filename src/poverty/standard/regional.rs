use super::{Answer, EvidenceAge, Found, InForce, Item, Standard, Test, Unknown};
use crate::basis::Basis;
use crate::calendar::Day;
use crate::poverty::{Verdict, Verdicts};
use crate::quantity::Id;

/// A standard as it holds in one region on one day: its items, lines and limits, looked up once for
/// however many households (本地标准).
///
/// ```
/// use bangfu::charter::Charter;
/// use bangfu::poverty::{Answer, Found};
/// let standard = Charter::maoxi().poverty.household_standard;
/// let regional = standard.in_region("510525".parse()?, "2019-11-20".parse()?);
/// let on = "2019-10-02".parse()?;
/// let mut answers = [Some(Answer { found: Found::Holds(true), on }); 8];
/// answers[0] = Some(Answer { found: Found::Amount("3218.00".parse()?), on });
/// answers[5] = None; // water: nobody asked
/// let verdicts = regional.verdicts(&answers);
/// assert_eq!((verdicts.not_met(), verdicts.met()), (0b0000_0001, 0b1101_1110));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionalStandard<'s> {
    region: Id<'static>,
    on: Day,
    // INVARIANT: in the order of the standard.
    rows: Vec<Row<'s>>,
}

/// An item that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row<'s> {
    pub(super) position: usize,
    pub(super) item: &'s Item,
    /// The line or limit that holds.
    pub(super) threshold: Option<InForce<'s>>,
    /// How old the evidence may be.
    age: EvidenceAge,
    pub(super) age_basis: &'s Basis,
}

impl Standard {
    /// The standard as it holds in a region on a day.
    #[must_use]
    pub fn in_region(&self, region: Id<'static>, on: Day) -> RegionalStandard<'_> {
        let items = self.items().iter().enumerate();
        let rows = items.filter(|(_, item)| item.valid.holds(Some(&region), on)).map(
            |(position, item)| {
                let (age, age_basis) = self.evidence_for(item);
                Row { position, item, threshold: item.in_force(Some(&region), on), age, age_basis }
            },
        );
        let rows = rows.collect();
        RegionalStandard { region, on, rows }
    }
}

impl<'s> RegionalStandard<'s> {
    /// The region.
    #[must_use]
    pub const fn region(&self) -> &Id<'static> {
        &self.region
    }

    /// The day of the appraisal.
    #[must_use]
    pub const fn on(&self) -> Day {
        self.on
    }

    pub(super) fn rows(&self) -> &[Row<'s>] {
        &self.rows
    }

    /// The verdicts on answers that stand by the positions of the standard's items: those of the
    /// [`Appraisal`](super::Appraisal), and nothing besides. An answer of another kind than the item
    /// asks for says nothing about it.
    #[must_use]
    pub fn verdicts(&self, answers: &[Option<Answer>]) -> Verdicts {
        self.rows.iter().fold(Verdicts::default(), |verdicts, row| {
            let answer = answers.get(row.position).copied().flatten();
            verdicts.with(row.position, verdict(row.standing(answer, self.on)))
        })
    }
}

impl Row<'_> {
    /// Whether the item is met, or why nobody knows.
    pub(super) fn standing(&self, answer: Option<Answer>, on: Day) -> Result<bool, Unknown> {
        // First what no answer could mend.
        if self.threshold.is_none() && !matches!(self.item.test, Test::Fact) {
            return Err(Unknown::NoLine);
        }
        let Answer { found, on: found_on } = answer.ok_or(Unknown::NotAsked)?;
        if found == Found::NotKnown {
            return Err(Unknown::NotKnown);
        }
        if found_on > on {
            return Err(Unknown::LaterEvidence { found: found_on });
        }
        if !self.age.allows(found_on, on) {
            return Err(Unknown::OldEvidence { found: found_on, most: self.age });
        }
        match (found, self.threshold) {
            (Found::Holds(holds), None) => Ok(holds),
            (Found::Amount(amount), Some(InForce::Line(floor, line))) => {
                Ok(floor.passes(amount, line.value))
            }
            (Found::Share(share), Some(InForce::Limit(ceiling, limit))) => {
                Ok(ceiling.passes(share, limit.value))
            }
            // Something else was answered than was asked.
            _ => Err(Unknown::NotKnown),
        }
    }
}

pub(super) const fn verdict(standing: Result<bool, Unknown>) -> Verdict {
    match standing {
        Ok(true) => Verdict::Met,
        Ok(false) => Verdict::NotMet,
        Err(_) => Verdict::Unknown,
    }
}
