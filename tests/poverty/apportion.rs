//! Whole shares against one-at-a-time oracles, brute force and certificates.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use bangfu::poverty::{Apportionment, Claim, Fit, FloorAboveCap, Method, apportion};
use proptest::collection::vec;
use proptest::prelude::*;

const BOTH: [Method; 2] = [Method::Hamilton, Method::Webster];

/// Claims by number, in the order in which they are written.
fn numbered(claims: &[Claim]) -> BTreeMap<usize, Claim> {
    claims.iter().copied().enumerate().collect()
}

fn shares(method: Method, total: u64, claims: &[Claim]) -> Vec<u64> {
    apportion(method, total, &numbered(claims)).shares.into_values().collect()
}

/// Claims without bounds.
fn free(weights: &[u64]) -> Vec<Claim> {
    weights.iter().map(|weight| Claim::new(*weight, u64::MAX)).collect()
}

/// What there is to be given between the floors and the caps.
fn room(claims: &[Claim]) -> (u64, u64) {
    let most = |claim: &Claim| if claim.weight() > 0 { claim.cap() } else { claim.floor() };
    (claims.iter().map(|claim| claim.floor()).sum(), claims.iter().map(most).sum())
}

/// One after the other, each to the greatest weight over the odd number of those that come to it.
fn one_at_a_time(total: u64, claims: &[Claim]) -> Vec<u64> {
    let mut shares: Vec<u64> = claims.iter().map(|claim| claim.floor()).collect();
    for _ in shares.iter().sum::<u64>()..total {
        let mut best: Option<usize> = None;
        for (at, claim) in claims.iter().enumerate() {
            if claim.weight() == 0 || shares[at] == claim.cap() {
                continue;
            }
            let is_better = best.is_none_or(|best| {
                let left = u128::from(claim.weight()) * u128::from(2 * shares[best] + 1);
                let right = u128::from(claims[best].weight()) * u128::from(2 * shares[at] + 1);
                left > right || (left == right && claim.weight() > claims[best].weight())
            });
            if is_better {
                best = Some(at);
            }
        }
        let Some(best) = best else { break };
        shares[best] += 1;
    }
    shares
}

/// The fair shares as fractions: whoever a bound stops is taken out, the greater wrong first, and
/// the others share what is left. Only for totals that fit between the floors and the caps.
fn fair(total: u64, claims: &[Claim]) -> Vec<(i128, i128)> {
    let mut fixed: Vec<Option<i128>> = claims
        .iter()
        .map(|claim| (claim.weight() == 0).then_some(i128::from(claim.floor())))
        .collect();
    loop {
        let left = i128::from(total) - fixed.iter().flatten().sum::<i128>();
        let whole: i128 = (0..claims.len())
            .filter(|at| fixed[*at].is_none())
            .map(|at| i128::from(claims[at].weight()))
            .sum();
        let share = |at: usize| left * i128::from(claims[at].weight());
        let (mut above, mut below) = (0, 0);
        for at in (0..claims.len()).filter(|at| fixed[*at].is_none()) {
            above += (share(at) - i128::from(claims[at].cap()) * whole).max(0);
            below += (i128::from(claims[at].floor()) * whole - share(at)).max(0);
        }
        if (above, below) == (0, 0) {
            let shares = (0..claims.len())
                .map(|at| fixed[at].map_or_else(|| (share(at), whole), |fixed| (fixed, 1)));
            return shares.collect();
        }
        for at in 0..claims.len() {
            let (floor, cap) = (i128::from(claims[at].floor()), i128::from(claims[at].cap()));
            if fixed[at].is_none() && above >= below && share(at) > cap * whole {
                fixed[at] = Some(cap);
            } else if fixed[at].is_none() && above <= below && share(at) < floor * whole {
                fixed[at] = Some(floor);
            }
        }
    }
}

/// The whole parts, and one more to those with the greatest remainders.
fn by_remainders(total: u64, claims: &[Claim]) -> Vec<u64> {
    let fair = fair(total, claims);
    let mut shares: Vec<u64> =
        fair.iter().map(|(part, whole)| u64::try_from(part / whole).unwrap()).collect();
    let mut order: Vec<usize> =
        (0..claims.len()).filter(|at| fair[*at].0 % fair[*at].1 > 0).collect();
    order.sort_by(|a, b| {
        let remainder = |at: usize| (fair[at].0 % fair[at].1, fair[at].1);
        let ((left, left_of), (right, right_of)) = (remainder(*a), remainder(*b));
        let by_remainder = (right * left_of).cmp(&(left * right_of));
        by_remainder.then(claims[*b].weight().cmp(&claims[*a].weight())).then(a.cmp(b))
    });
    let left = total - shares.iter().sum::<u64>();
    for at in order.into_iter().take(usize::try_from(left).unwrap()) {
        shares[at] += 1;
    }
    shares
}

/// Every way to give a total within the bounds; who has no weight gets the floor.
fn every_way(total: u64, claims: &[Claim]) -> Vec<Vec<u64>> {
    let Some((first, rest)) = claims.split_first() else {
        return if total == 0 { vec![Vec::new()] } else { Vec::new() };
    };
    let most = if first.weight() > 0 { first.cap() } else { first.floor() };
    let mut ways = Vec::new();
    for share in first.floor()..=most.min(total) {
        for mut way in every_way(total - share, rest) {
            way.insert(0, share);
            ways.push(way);
        }
    }
    ways
}

/// The distance from the fair shares, squared; each part of `scale`.
fn distance(way: &[u64], fair: &[(i128, i128)]) -> i128 {
    let scale: i128 = fair.iter().map(|(_, whole)| whole).max().copied().unwrap_or(1);
    let off = way.iter().zip(fair).map(|(share, (part, whole))| {
        assert_eq!(scale % whole, 0);
        let off = i128::from(*share) * scale - part * (scale / whole);
        off * off
    });
    off.sum()
}

/// How unequal a share is for each of the weight, squared; times the weights of all.
fn inequality(way: &[u64], claims: &[Claim]) -> u128 {
    let weights = || claims.iter().map(|claim| u128::from(claim.weight())).filter(|one| *one > 0);
    let all: u128 = weights().product();
    let parts = way.iter().zip(claims).filter(|(_, claim)| claim.weight() > 0);
    parts.map(|(share, claim)| u128::from(share * share) * (all / u128::from(claim.weight()))).sum()
}

/// A small claim with bounds; some have no weight, and many the same.
fn bounded(most: u64) -> impl Strategy<Value = Claim> {
    (0..8_u64, 0..=most, 0..=most).prop_map(|(weight, one, other)| {
        Claim::between(weight, one.min(other), one.max(other)).unwrap()
    })
}

/// Small claims, all with bounds or none.
fn small_claims() -> impl Strategy<Value = Vec<Claim>> {
    let open = (0..60_u64).prop_map(|weight| Claim::new(weight, 1_000));
    prop_oneof![vec(bounded(9), 0..6), vec(open, 0..6)]
}

#[test]
fn published_tables_are_reproduced() {
    // Balinski and Young 1975, The quota method of apportionment.
    let weights = free(&[5_117, 4_400, 162, 161, 160]);
    assert_eq!(shares(Method::Hamilton, 100, &weights), [51, 44, 2, 2, 1]);
    assert_eq!(shares(Method::Webster, 100, &weights), [51, 43, 2, 2, 2]);
}

#[test]
fn one_more_may_take_one_away_with_hamilton() {
    let weights = free(&[6, 6, 2]);
    assert_eq!(shares(Method::Hamilton, 10, &weights), [4, 4, 2]);
    assert_eq!(shares(Method::Hamilton, 11, &weights), [5, 5, 1]);
    // 6/9 and 2/3 are the same claim to the tenth: the greater weight goes first.
    assert_eq!(shares(Method::Webster, 10, &weights), [5, 4, 1]);
    assert_eq!(shares(Method::Webster, 11, &weights), [5, 5, 1]);
    assert_eq!(shares(Method::Webster, 12, &weights), [5, 5, 2]);
}

#[test]
fn ties_go_to_the_greater_weight_then_to_the_smaller_id() {
    assert_eq!(shares(Method::Hamilton, 1, &free(&[5, 5])), [1, 0]);
    assert_eq!(shares(Method::Webster, 3, &free(&[5, 5, 5, 5])), [1, 1, 1, 0]);
    // 0.5 and 1.5: equal remainders.
    assert_eq!(shares(Method::Hamilton, 2, &free(&[1, 3])), [0, 2]);
    // 1/1 and 3/3.
    assert_eq!(shares(Method::Webster, 2, &free(&[1, 3])), [0, 2]);
}

#[test]
fn what_does_not_fit_is_said() {
    let claims = [Claim::new(60, 30), Claim::new(40, 13), Claim::new(0, 9)];
    for method in BOTH {
        let found = apportion(method, 50, &numbered(&claims));
        assert_eq!(found.shares.into_values().collect::<Vec<_>>(), [30, 13, 0]);
        assert_eq!(found.fit, Fit::Short { by: 7 });
        assert_eq!(found.fit.to_string(), "short by 7");
        let floors = [Claim::between(1, 3, 4).unwrap(), Claim::between(0, 2, 2).unwrap()];
        let found = apportion(method, 3, &numbered(&floors));
        assert_eq!((found.fit, found.fit.to_string().as_str()), (Fit::Over { by: 2 }, "over by 2"));
        assert_eq!(found.shares.into_values().collect::<Vec<_>>(), [3, 2]);
        assert_eq!(shares(method, 7, &floors), [4, 2]);
        let nobody: Apportionment<u8> = apportion(method, 0, &BTreeMap::new());
        assert_eq!((nobody.fit, nobody.fit.to_string().as_str()), (Fit::Exact, "exact"));
        let nobody: Apportionment<u8> = apportion(method, 5, &BTreeMap::new());
        assert_eq!(nobody.fit, Fit::Short { by: 5 });
    }
    let refused = Claim::between(1, 5, 4).unwrap_err();
    assert_eq!(refused, FloorAboveCap { floor: 5, cap: 4 });
    assert_eq!(refused.to_string(), "a share of at least `5` cannot be at most `4`");
    let fits = [Fit::Exact, Fit::Short { by: 7 }, Fit::Over { by: 2 }];
    assert_eq!(
        serde_json::to_string(&fits).unwrap(),
        r#"[{"fit":"exact"},{"fit":"short","by":7},{"fit":"over","by":2}]"#
    );
}

#[test]
fn the_greatest_numbers_are_survived() {
    let greatest = Claim::between(u64::MAX, 0, u64::MAX).unwrap();
    for method in BOTH {
        assert_eq!(shares(method, u64::MAX, &[greatest; 1]), [u64::MAX]);
        let halves = [u64::MAX / 2 + 1, u64::MAX / 2];
        assert_eq!(shares(method, u64::MAX, &[greatest; 2]), halves);
        let floors = [Claim::between(1, u64::MAX, u64::MAX).unwrap(); 3];
        let found = apportion(method, 1, &numbered(&floors));
        assert_eq!(found.fit, Fit::Over { by: u64::MAX });
    }
}

/// What the generator must reach, else the comparisons below would prove little.
#[test]
fn generated_claims_meet_their_bounds() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..300 {
        let (claims, total) = (small_claims(), 0..40_u64).new_tree(&mut runner).unwrap().current();
        let found = apportion(Method::Webster, total, &numbered(&claims));
        let at = |bound: fn(Claim) -> u64| {
            let shares = claims.iter().zip(found.shares.values());
            shares.filter(|(claim, share)| claim.weight() > 0 && bound(**claim) == **share).count()
        };
        let is_exact = found.fit == Fit::Exact;
        let cases = [
            ("short", matches!(found.fit, Fit::Short { .. })),
            ("over", matches!(found.fit, Fit::Over { .. })),
            ("at a floor", is_exact && at(Claim::floor) > 0),
            ("at a cap", is_exact && at(Claim::cap) > 0),
            ("free", is_exact && at(Claim::floor) == 0 && at(Claim::cap) == 0 && claims.len() > 2),
        ];
        seen.extend(cases.into_iter().filter_map(|(name, holds)| holds.then_some(name)));
    }
    assert_eq!(seen.len(), 5, "only {seen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn shares_are_those_of_the_oracles(claims in small_claims(), total in 0..80_u64) {
        let (least, most) = room(&claims);
        let expected = match total {
            _ if total < least => Fit::Over { by: least - total },
            _ if total > most => Fit::Short { by: total - most },
            _ => Fit::Exact,
        };
        for method in BOTH {
            let found = apportion(method, total, &numbered(&claims));
            prop_assert_eq!(found.fit, expected);
            let given: u64 = found.shares.values().sum();
            prop_assert_eq!(given, total.clamp(least, most));
            for (claim, share) in claims.iter().zip(found.shares.values()) {
                prop_assert!((claim.floor()..=claim.cap()).contains(share));
            }
        }
        let total = total.clamp(least, most);
        prop_assert_eq!(shares(Method::Webster, total, &claims), one_at_a_time(total, &claims));
        prop_assert_eq!(shares(Method::Hamilton, total, &claims), by_remainders(total, &claims));
    }

    /// No other way is nearer to the fair shares, or treats the weights more equally.
    #[test]
    fn no_way_is_better(claims in vec(bounded(4), 0..5), at in 0..20_u64) {
        let (least, most) = room(&claims);
        let total = (least + at).min(most);
        let fair = fair(total, &claims);
        let hamilton = shares(Method::Hamilton, total, &claims);
        let webster = shares(Method::Webster, total, &claims);
        for way in every_way(total, &claims) {
            prop_assert!(distance(&hamilton, &fair) <= distance(&way, &fair), "{:?}", way);
            prop_assert!(inequality(&webster, &claims) <= inequality(&way, &claims), "{:?}", way);
        }
    }

    #[test]
    fn with_webster_one_more_takes_none_away(claims in small_claims(), total in 0..80_u64) {
        let (less, more) =
            (shares(Method::Webster, total, &claims), shares(Method::Webster, total + 1, &claims));
        prop_assert!(less.iter().zip(&more).all(|(less, more)| less <= more), "{:?} {:?}", less, more);
    }

    /// Whatever the order in which the claims are handed in, and wherever their ids stand among
    /// others', as long as equal weights keep theirs.
    #[test]
    fn the_order_of_the_claims_changes_nothing(
        claims in small_claims(), total in 0..80_u64, keys in vec(any::<u64>(), 6),
    ) {
        for method in BOTH {
            let found = apportion(method, total, &numbered(&claims));
            let mut order: Vec<usize> = (0..claims.len()).collect();
            order.sort_by_key(|at| keys[*at]);
            let shuffled = order.into_iter().map(|at| (at, claims[at])).collect();
            prop_assert_eq!(&apportion(method, total, &shuffled), &found);
            // Sorted by weight, the ids are others, and the ties the same.
            let mut order: Vec<usize> = (0..claims.len()).collect();
            order.sort_by_key(|at| claims[*at].weight());
            let by_weight: Vec<Claim> = order.iter().map(|at| claims[*at]).collect();
            let moved = shares(method, total, &by_weight);
            for (at, share) in order.into_iter().zip(moved) {
                prop_assert_eq!(found.shares[&at], share);
            }
        }
    }

    #[test]
    fn with_hamilton_each_share_is_within_one_of_its_quota(
        weights in vec(prop_oneof![0..50_u64, 0..1_u64 << 40], 1..9), total in 0..1_u64 << 40,
    ) {
        let whole: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        prop_assume!(whole > 0);
        let found = shares(Method::Hamilton, total, &free(&weights));
        prop_assert_eq!(found.iter().sum::<u64>(), total);
        for (share, weight) in found.iter().zip(&weights) {
            let (share, quota) = (u128::from(*share) * whole, u128::from(total) * u128::from(*weight));
            prop_assert!(share.abs_diff(quota) < whole);
        }
    }

    /// At any size: whoever could get one more has no better claim to it than anybody had to their
    /// last one.
    #[test]
    fn with_webster_nobody_would_swap(
        claims in vec((any::<u64>(), any::<u64>(), any::<u64>(), 0..64_u32), 1..8),
        total in (any::<u64>(), 0..64_u32),
    ) {
        let claims: Vec<Claim> = claims
            .into_iter()
            .map(|(weight, one, other, shift)| {
                let (one, other) = (one >> shift >> 3, other >> shift >> 3);
                Claim::between(weight >> shift, one.min(other), one.max(other)).unwrap()
            })
            .collect();
        let (least, most) = room(&claims);
        let total = (total.0 >> total.1).clamp(least, most);
        let found = shares(Method::Webster, total, &claims);
        prop_assert_eq!(found.iter().sum::<u64>(), total);
        prop_assert_eq!(shares(Method::Hamilton, total, &claims).iter().sum::<u64>(), total);
        let odd = |number: u64| 2 * u128::from(number) + 1;
        for (next, gets) in claims.iter().zip(&found).filter(|(one, gets)| **gets < one.cap()) {
            for (last, has) in claims.iter().zip(&found).filter(|(one, has)| **has > one.floor()) {
                let (left, right) =
                    ((next.weight().into(), odd(*gets)), (last.weight().into(), odd(*has - 1)));
                prop_assert!(compared(left, right) != Ordering::Greater);
            }
        }
    }
}

/// Two fractions, by their whole parts and then by what is left, turned over.
fn compared(left: (u128, u128), right: (u128, u128)) -> Ordering {
    let whole = (left.0 / left.1).cmp(&(right.0 / right.1));
    let (left, right) = ((left.1, left.0 % left.1), (right.1, right.0 % right.1));
    match (left.1, right.1) {
        _ if whole != Ordering::Equal => whole,
        (0, 0) => Ordering::Equal,
        (0, _) => Ordering::Less,
        (_, 0) => Ordering::Greater,
        _ => compared(right, left),
    }
}
