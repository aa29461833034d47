//! The two things for which helpers answer, counted household by household.

use std::collections::BTreeSet;

use bangfu::poverty::{Commitment, Replies, Reply, Share, commitments};
use bangfu::quantity::EmptyWhole;
use bangfu::testing;
use bangfu::township::{Household, Level, Township};
use proptest::prelude::*;
use serde_json::json;

use crate::township;

fn reply() -> impl Strategy<Value = Reply> {
    prop_oneof![3 => Just(Reply::Yes), 1 => Just(Reply::No), 1 => Just(Reply::Unasked)]
}

fn replies() -> impl Strategy<Value = Replies> {
    (reply(), reply()).prop_map(|(standard, satisfaction)| Replies { standard, satisfaction })
}

/// A share, as it is counted one household after the other.
fn counted(households: &[(Household<'_>, Reply)]) -> (u64, u64, BTreeSet<String>) {
    let (mut yes, mut no, mut unasked) = (0, 0, BTreeSet::new());
    for (household, reply) in households {
        match reply {
            Reply::Yes => yes += 1,
            Reply::No => no += 1,
            Reply::Unasked => assert!(unasked.insert(household.id().to_string())),
        }
    }
    (yes, no, unasked)
}

fn told(share: &Share<'_>) -> (u64, u64, BTreeSet<String>) {
    let unasked: BTreeSet<_> = share.unasked().iter().map(|one| one.id().to_string()).collect();
    assert_eq!(unasked.len(), share.unasked().len());
    (share.yes(), share.no(), unasked)
}

fn assert_counted(commitment: &Commitment<'_>, of: &[(Household<'_>, Replies)]) {
    let both = [
        (&commitment.standard, (|replies| replies.standard) as fn(Replies) -> Reply),
        (&commitment.satisfaction, |replies| replies.satisfaction),
    ];
    let mut is_kept = true;
    for (share, reply) in both {
        let of: Vec<_> = of.iter().map(|(one, replies)| (*one, reply(*replies))).collect();
        assert_eq!(told(share), counted(&of));
        let (yes, no, unasked) = counted(&of);
        match share.rate() {
            Ok(rate) => assert_eq!((rate.part(), rate.whole()), (yes, yes + no)),
            Err(EmptyWhole) => assert_eq!(yes + no, 0),
        }
        let all_said_yes = of.iter().all(|(_, reply)| *reply == Reply::Yes);
        assert_eq!(share.is_full(), all_said_yes && !of.is_empty(), "{unasked:?}");
        is_kept &= share.is_full();
    }
    assert_eq!(commitment.is_kept(), is_kept);
}

/// The households that count, with what they reply.
fn counting<'t>(
    township: &'t Township,
    on: bangfu::Day,
    replies: &[Replies],
) -> Vec<(Household<'t>, Replies)> {
    let was_poor =
        |household: &Household<'_>| household.poor().iter().any(|(span, ())| span.from() <= on);
    let households = township.households().filter(was_poor);
    households.map(|one| (one, replies[one.index() % replies.len()])).collect()
}

proptest! {
    /// Every unit and every helper has the share of exactly its own households.
    #[test]
    fn shares_are_counted_household_by_household(
        roster in testing::roster(),
        on in testing::day(),
        replies in proptest::collection::vec(replies(), 1..20),
    ) {
        let township = township(&roster);
        let counting = counting(&township, on, &replies);
        let mut asked = Vec::new();
        let found = commitments(&township, on, |household| {
            asked.push(household.index());
            replies[household.index() % replies.len()]
        });
        let each_once: Vec<usize> = counting.iter().map(|(one, _)| one.index()).collect();
        prop_assert_eq!(asked, each_once);

        let mut units = BTreeSet::new();
        for of in &found.units {
            prop_assert_eq!(of.level, of.unit.level());
            prop_assert!(of.level != Level::Household && units.insert(of.unit));
            let within = counting.iter().filter(|(one, _)| {
                let group = one.group();
                let village = group.village();
                of.unit == township.town().into()
                    || village.zone().is_some_and(|zone| of.unit == zone.into())
                    || of.unit == village.into()
                    || of.unit == group.into()
            });
            let within: Vec<_> = within.copied().collect();
            prop_assert!(!within.is_empty());
            assert_counted(&of.commitment, &within);
        }
        let groups: BTreeSet<_> = counting.iter().map(|(one, _)| one.group()).collect();
        prop_assert!(groups.into_iter().all(|group| units.contains(&group.into())));

        let mut helpers = BTreeSet::new();
        for of in &found.helpers {
            prop_assert!(helpers.insert(of.helper.id()));
            let own = counting.iter().filter(|(one, _)| one.helper_on(on) == Some(of.helper));
            let own: Vec<_> = own.copied().collect();
            prop_assert!(!own.is_empty());
            assert_counted(&of.commitment, &own);
        }
        let alone = counting.iter().filter(|(one, _)| match one.helper_on(on) {
            Some(helper) => {
                assert!(helpers.contains(helper.id()));
                false
            }
            None => true,
        });
        let alone: Vec<_> = alone.map(|(one, _)| *one).collect();
        prop_assert_eq!(found.without_helper, alone);
    }
}

#[test]
fn who_was_not_asked_is_named_and_in_no_share() {
    let roster = crate::maoxi::roster();
    let township = township(&roster);
    let found = commitments(&township, "2018-12-31".parse().unwrap(), |household| {
        let satisfaction = match household.id().as_str() {
            "h0001" => Reply::No,
            "h0002" => Reply::Unasked,
            _ => Reply::Yes,
        };
        Replies { standard: Reply::Yes, satisfaction }
    });
    let town = serde_json::to_value(&found.units[0]).unwrap();
    assert_eq!(
        town,
        json!({
            "unit": township.town().id(), "level": "town",
            "standard": {"yes": 1_592, "no": 0, "unasked": [], "rate": "1592/1592"},
            "satisfaction": {"yes": 1_590, "no": 1, "unasked": ["h0002"], "rate": "1590/1591"},
        })
    );
    // Four levels: 1 town, 5 zones, 15 villages, 125 groups.
    assert_eq!(found.units.len(), 1 + 5 + 15 + 125);
    let kept = found.helpers.iter().filter(|of| of.commitment.is_kept()).count();
    let own: BTreeSet<_> = ["h0001", "h0002"]
        .iter()
        .filter_map(|id| township.household(id)?.helper_on(found.on))
        .map(bangfu::township::Person::id)
        .collect();
    assert_eq!(kept, found.helpers.len() - own.len());
}

#[test]
fn nobody_asked_is_no_share() {
    let roster = crate::maoxi::roster();
    let township = township(&roster);
    let nothing = |_: Household<'_>| Replies::default();
    let found = commitments(&township, "2018-12-31".parse().unwrap(), nothing);
    assert!(found.units.iter().all(|of| of.commitment.standard.rate() == Err(EmptyWhole)));
    assert!(!found.units.iter().any(|of| of.commitment.is_kept()));
    assert_eq!(found.units[0].commitment.standard.unasked().len(), 1_592);
    // Before anyone was poor, no household counts.
    let found = commitments(&township, "1949-01-01".parse().unwrap(), nothing);
    assert_eq!((found.units, found.helpers, found.without_helper), (vec![], vec![], vec![]));
}
