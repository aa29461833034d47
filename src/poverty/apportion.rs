mod allotment;
mod fair;

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};
use std::fmt;

use serde::{Deserialize, Serialize};

use self::fair::{Bound, FairShares};

pub use allotment::{Allotment, GroupAllotment, UnitAllotment, VillageAllotment, apportion_target};

/// How shares that are no whole numbers become whole ones (分配方法).
///
/// Both give everybody the fair share: what is to be given, in proportion to the weights, within
/// everybody's floor and cap; whom a bound stops leaves the rest to be given to, or taken from, the
/// others in proportion. They differ in how they round it. Of equal claims to one more the one with
/// the greater weight goes first, then the one with the smaller id.
///
/// In documents `hamilton` or `webster`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The greatest remainders (最大余数法): everybody gets the whole part of the fair share, and
    /// those with the greatest remainders one more. No share is off the fair one by one or more; but
    /// with one more to be given somebody may get one less.
    Hamilton,
    /// The odd divisors of Sainte-Laguë (圣拉古法): one after the other goes to whoever has the
    /// greatest weight over 1, 3, 5, .. for the first, second, third, .. that they get; the floors
    /// are given beforehand. With one more to be given nobody gets one less; but a share may be off
    /// the fair one by more than one.
    Webster,
}

/// Who has how much of a claim: a weight, and how much they get at least and at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    weight: u64,
    // INVARIANT: floor <= cap.
    floor: u64,
    cap: u64,
}

impl Claim {
    /// A claim in proportion to a weight to at most `cap`. Who has no weight gets nothing.
    #[must_use]
    pub const fn new(weight: u64, cap: u64) -> Self {
        Self { weight, floor: 0, cap }
    }

    /// A claim in proportion to a weight to at least `floor`, whatever the weight, and at most
    /// `cap`.
    ///
    /// # Errors
    /// [`FloorAboveCap`] if the least is more than the most.
    pub const fn between(weight: u64, floor: u64, cap: u64) -> Result<Self, FloorAboveCap> {
        if floor > cap {
            return Err(FloorAboveCap { floor, cap });
        }
        Ok(Self { weight, floor, cap })
    }

    /// What the share is in proportion to.
    #[must_use]
    pub const fn weight(self) -> u64 {
        self.weight
    }

    /// The least share.
    #[must_use]
    pub const fn floor(self) -> u64 {
        self.floor
    }

    /// The greatest share.
    #[must_use]
    pub const fn cap(self) -> u64 {
        self.cap
    }
}

/// A claim to at least more than at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a share of at least `{floor}` cannot be at most `{cap}`")]
pub struct FloorAboveCap {
    /// The least share.
    pub floor: u64,
    /// The greatest share.
    pub cap: u64,
}

/// Whether the shares add up to what was to be given.
///
/// In documents `{"fit": "exact"}`, `{"fit": "short", "by": 7}` or `{"fit": "over", "by": 2}`; on the
/// screen `exact`, `short by 7`, `over by 2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "fit")]
pub enum Fit {
    /// They do.
    Exact,
    /// Everybody has as much as they can, and that is too little.
    Short {
        /// So many could not be given.
        by: u64,
    },
    /// Everybody has no more than their floor, and that is too much.
    Over {
        /// So many more were given than there were; the greatest number of 64 bits if it has more.
        by: u64,
    },
}

impl fmt::Display for Fit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact => f.pad("exact"),
            Self::Short { by } => write!(f, "short by {by}"),
            Self::Over { by } => write!(f, "over by {by}"),
        }
    }
}

/// Who gets how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apportionment<I> {
    /// The share of everybody who has a claim.
    pub shares: BTreeMap<I, u64>,
    /// Whether the shares add up to what was to be given.
    pub fit: Fit,
}

/// Gives a total to those who have a claim to it, as whole numbers, exact in sum.
///
/// Where the caps do not allow that, everybody gets the cap and the fit says how many are left over;
/// where the floors do not, everybody gets the floor and the fit says how many too many that are.
/// Takes O(n log n) steps for n claims, however great the total is.
///
/// ```
/// use bangfu::poverty::{Claim, Fit, Method, apportion};
/// // Balinski and Young 1975.
/// let weights = [("a", 5_117), ("b", 4_400), ("c", 162), ("d", 161), ("e", 160)];
/// let claims = weights.map(|(id, weight)| (id, Claim::new(weight, 100))).into();
/// let shares = |method| apportion(method, 100, &claims).shares.into_values().collect::<Vec<_>>();
/// assert_eq!(shares(Method::Hamilton), [51, 44, 2, 2, 1]);
/// assert_eq!(shares(Method::Webster), [51, 43, 2, 2, 2]);
///
/// let capped = [("a", Claim::new(60, 30)), ("b", Claim::new(40, 13))].into();
/// assert_eq!(apportion(Method::Hamilton, 50, &capped).fit.to_string(), "short by 7");
/// ```
#[must_use]
pub fn apportion<I: Ord + Clone>(
    method: Method,
    total: u64,
    claims: &BTreeMap<I, Claim>,
) -> Apportionment<I> {
    let in_order: Vec<Claim> = claims.values().copied().collect();
    let fair = FairShares::of(total, &in_order);
    let shares = match method {
        Method::Hamilton => greatest_remainders(&fair, &in_order),
        Method::Webster => odd_divisors(&fair, &in_order),
    };
    Apportionment { shares: claims.keys().cloned().zip(shares).collect(), fit: fair.fit }
}

fn greatest_remainders(fair: &FairShares, claims: &[Claim]) -> Vec<u64> {
    let mut left = fair.shared;
    let mut remainders = Vec::new();
    let mut shares: Vec<u64> = Vec::with_capacity(claims.len());
    for (at, (claim, bound)) in claims.iter().zip(&fair.bounds).enumerate() {
        shares.push(match bound {
            Bound::Floor => claim.floor,
            Bound::Cap => claim.cap,
            Bound::Free => {
                let (whole, remainder) = fair.share(*claim);
                left = left.saturating_sub(whole);
                remainders.push((Reverse(remainder), Reverse(claim.weight), at));
                whole
            }
        });
    }
    // INVARIANT: the remainders add up to what is left, so more than so many claims have one; and
    // a fair share with a remainder lies below its cap.
    remainders.sort_unstable();
    for (_, (_, _, at)) in (0..left).zip(remainders) {
        if let Some(share) = shares.get_mut(at) {
            *share = share.saturating_add(1);
        }
    }
    shares
}

/// Starts from the fair shares rounded half up: those are the first so many of the order in which
/// one after the other is given, since each of them has a weight over its odd number at least as
/// great as the fair shares have to the total, and no other has. Rounding gives at most half of one
/// per claim too many or too few, and so many are given or taken back in that order.
fn odd_divisors(fair: &FairShares, claims: &[Claim]) -> Vec<u64> {
    let mut missing: i128 = 0;
    let mut shares: Vec<u64> = Vec::with_capacity(claims.len());
    for (claim, bound) in claims.iter().zip(&fair.bounds) {
        shares.push(match bound {
            Bound::Floor => claim.floor,
            Bound::Cap => claim.cap,
            Bound::Free => {
                let (whole, remainder) = fair.share(*claim);
                let is_up = remainder >= fair.weight.saturating_sub(remainder);
                let rounded = whole.saturating_add(u64::from(is_up));
                missing = missing.saturating_sub(rounded.into());
                rounded
            }
        });
    }
    missing = missing.saturating_add(fair.shared.into());
    let numbered = || claims.iter().zip(&shares).enumerate();
    if missing > 0 {
        let next = |(at, (claim, share)): (usize, (&Claim, &u64))| {
            let can = claim.weight > 0 && *share < claim.cap;
            can.then_some(Turn { weight: claim.weight, already: *share, at })
        };
        let mut turns: BinaryHeap<Turn> = numbered().filter_map(next).collect();
        for _ in 0..missing {
            let Some(mut turn) = turns.pop() else { break };
            turn.already = turn.already.saturating_add(1);
            set(&mut shares, turn.at, turn.already);
            if claims.get(turn.at).is_some_and(|claim| turn.already < claim.cap) {
                turns.push(turn);
            }
        }
    } else {
        let last = |(at, (claim, share)): (usize, (&Claim, &u64))| {
            let can = claim.weight > 0 && *share > claim.floor;
            can.then_some(Reverse(Turn {
                weight: claim.weight,
                already: share.saturating_sub(1),
                at,
            }))
        };
        let mut turns: BinaryHeap<Reverse<Turn>> = numbered().filter_map(last).collect();
        for _ in missing..0 {
            let Some(Reverse(mut turn)) = turns.pop() else { break };
            set(&mut shares, turn.at, turn.already);
            if claims.get(turn.at).is_some_and(|claim| turn.already > claim.floor) {
                turn.already = turn.already.saturating_sub(1);
                turns.push(Reverse(turn));
            }
        }
    }
    shares
}

fn set(shares: &mut [u64], at: usize, share: u64) {
    if let Some(slot) = shares.get_mut(at) {
        *slot = share;
    }
}

/// A claim to the next one after those that it has already; the greatest goes first.
#[derive(Clone, Copy, Debug)]
struct Turn {
    weight: u64,
    already: u64,
    at: usize,
}

impl Ord for Turn {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mine, theirs) = (u128::from(self.weight), u128::from(other.weight));
        // a/(2k+1) to b/(2l+1) is a(2l+1) to b(2k+1). The doubled parts may not fit into 128 bits: so
        // what one is ahead of the other by is doubled, and where even that does not fit, no single
        // weight makes up for it.
        let left = mine.saturating_mul(other.already.into());
        let right = theirs.saturating_mul(self.already.into());
        let doubled = |ahead: u128, weight| ahead.saturating_mul(2).saturating_add(weight);
        let mine_in_all = doubled(left.saturating_sub(right), mine);
        let by_quotient = mine_in_all.cmp(&doubled(right.saturating_sub(left), theirs));
        by_quotient.then(mine.cmp(&theirs)).then(other.at.cmp(&self.at))
    }
}

impl PartialOrd for Turn {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Turn {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Turn {}
