use std::cmp::Ordering;

use super::{Claim, Fit};

/// What everybody would get if it could be divided: the same multiple of the weight, but no less
/// than the floor and no more than the cap.
#[derive(Debug)]
pub(super) struct FairShares {
    /// What stops each claim.
    pub(super) bounds: Vec<Bound>,
    /// What is left for those whom nothing stops, together.
    pub(super) shared: u64,
    /// Their weights together.
    pub(super) weight: u128,
    /// Whether there is enough room, and not too little to give.
    pub(super) fit: Fit,
}

/// What stops the fair share of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// The floor: in proportion it would be less, or there is no weight.
    Floor,
    /// Nothing.
    Free,
    /// The cap.
    Cap,
}

/// At which multiple of its weight a claim leaves its floor, or reaches its cap.
struct Turning {
    amount: u64,
    weight: u64,
    to: Bound,
    at: usize,
}

impl Turning {
    fn in_order(&self, other: &Self) -> Ordering {
        // INVARIANT: a product of two 64-bit numbers fits into 128 bits.
        let product = |amount: u64, weight: u64| u128::from(amount).saturating_mul(weight.into());
        product(self.amount, other.weight).cmp(&product(other.amount, self.weight))
    }
}

impl FairShares {
    /// Lets all claims rise together from their floors until the total is given.
    pub(super) fn of(total: u64, claims: &[Claim]) -> Self {
        let mut fair = Self {
            bounds: vec![Bound::Floor; claims.len()],
            shared: 0,
            weight: 0,
            fit: Fit::Exact,
        };
        let floors =
            claims.iter().fold(0_u128, |sum, claim| sum.saturating_add(claim.floor.into()));
        let Some(mut open) = u128::from(total).checked_sub(floors) else {
            let by = floors.saturating_sub(total.into());
            fair.fit = Fit::Over { by: u64::try_from(by).unwrap_or(u64::MAX) };
            return fair;
        };
        let with_weight = || claims.iter().enumerate().filter(|(_, claim)| claim.weight > 0);
        let turning =
            |at, claim: &Claim, amount, to| Turning { amount, weight: claim.weight, to, at };
        let leave = with_weight().map(|(at, claim)| turning(at, claim, claim.floor, Bound::Free));
        let reach = with_weight().map(|(at, claim)| turning(at, claim, claim.cap, Bound::Cap));
        let mut turnings: Vec<Turning> = leave.chain(reach).collect();
        // Stable: a claim whose floor is its cap leaves the one before it reaches the other.
        turnings.sort_by(Turning::in_order);
        for Turning { amount, weight, to, at } in turnings {
            // At this multiple, amount / weight, the free claims have that much of their weights
            // together. INVARIANT: `open` is at most the total, so its product fits into 128 bits,
            // and below one that does not fit it lies either way.
            let is_given = open.saturating_mul(weight.into())
                <= u128::from(amount).saturating_mul(fair.weight);
            if is_given {
                fair.shared = u64::try_from(open).unwrap_or(u64::MAX);
                return fair;
            }
            if to == Bound::Free {
                open = open.saturating_add(amount.into());
                fair.weight = fair.weight.saturating_add(weight.into());
            } else {
                open = open.saturating_sub(amount.into());
                fair.weight = fair.weight.saturating_sub(weight.into());
            }
            if let Some(bound) = fair.bounds.get_mut(at) {
                *bound = to;
            }
        }
        // Everybody has reached the cap.
        if open > 0 {
            fair.fit = Fit::Short { by: u64::try_from(open).unwrap_or(u64::MAX) };
        }
        fair
    }

    /// The whole part of the fair share of a claim that nothing stops, and the remainder in parts
    /// of [`weight`](Self::weight).
    pub(super) fn share(&self, claim: Claim) -> (u64, u128) {
        let product = u128::from(self.shared).saturating_mul(claim.weight.into());
        let whole = product.checked_div(self.weight).unwrap_or_default();
        let remainder = product.checked_rem(self.weight).unwrap_or_default();
        (u64::try_from(whole).unwrap_or(u64::MAX), remainder)
    }
}
