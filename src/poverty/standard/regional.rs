use super::{Answer, EvidenceAge, Extent, Found, InForce, Item, Standard, Unknown};
use crate::basis::Basis;
use crate::calendar::Day;
use crate::poverty::{Region, Verdict, Verdicts};

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
    region: Region,
    on: Day,
    is_covered: bool,
    // INVARIANT: in the order of the standard; none if the region is not covered.
    rows: Vec<Row<'s>>,
}

/// An item that holds in the region, or in a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row<'s> {
    pub(super) position: usize,
    pub(super) item: &'s Item,
    /// The line or limit that holds, none of a fact; or what no answer could mend.
    pub(super) threshold: Result<Option<InForce<'s>>, Unknown>,
    /// How old the evidence may be.
    age: EvidenceAge,
    pub(super) age_basis: &'s Basis,
}

impl Standard {
    /// The standard as it holds in a region on a day; nothing of it does where it does not
    /// [cover](Standard::covers) the region.
    #[must_use]
    pub fn in_region(&self, region: Region, on: Day) -> RegionalStandard<'_> {
        let is_covered = self.covers(Some(&region));
        let items = self.items().iter().enumerate().filter(|_| is_covered);
        let rows = items.filter_map(|(position, item)| {
            let threshold = match item.valid.extent(Some(&region), on) {
                Extent::Whole => item.in_force(Some(&region), on),
                Extent::Part => Err(Unknown::RegionTooWide),
                Extent::None => return None,
            };
            let (age, age_basis) = self.evidence_for(item);
            Some(Row { position, item, threshold, age, age_basis })
        });
        let rows = rows.collect();
        RegionalStandard { region, on, is_covered, rows }
    }
}

impl<'s> RegionalStandard<'s> {
    /// The region.
    #[must_use]
    pub const fn region(&self) -> &Region {
        &self.region
    }

    /// The day of the appraisal.
    #[must_use]
    pub const fn on(&self) -> Day {
        self.on
    }

    /// Whether the standard is made for the region; nobody gets out where it is not.
    #[must_use]
    pub const fn is_covered(&self) -> bool {
        self.is_covered
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
        let threshold = self.threshold?;
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
        match (found, threshold) {
            (Found::Holds(holds), None) => Ok(holds),
            (Found::Amount(amount), Some(InForce::Line(passes, line))) => {
                Ok(passes.passes(amount, line.value))
            }
            (Found::Share(share), Some(InForce::Limit(passes, limit))) => {
                Ok(passes.passes(share, limit.value))
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
