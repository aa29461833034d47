use proptest::collection::vec;
use proptest::prelude::*;

use crate::poverty::{
    Circumstances, Hierarchy, PoorAt, Register, Tally, Verdict, Verdicts, Yardstick,
    YardstickRecords,
};
use crate::quantity::Yuan;
use crate::township::Household;

/// Yardsticks with up to sixteen items or none, some of which weigh nothing, with lines of every
/// height, many of them among the incomes of [`circumstances`].
pub fn yardstick() -> impl Strategy<Value = Yardstick> {
    let line = prop_oneof![
        4 => 200_000..400_000_i64,
        2 => (4..8_i64).prop_map(|step| step.saturating_mul(50_000)),
        1 => 1..20_i64,
        1 => Just(i64::from(Yardstick::LINE.max())),
    ];
    let poor = prop_oneof![Just(PoorAt::Below), Just(PoorAt::BelowOrAt)];
    let weight = prop_oneof![6 => 1..6_u16, 1 => Just(0), 1 => Just(1_000_u16)];
    let items = prop_oneof![1 => 0..1_usize, 3 => 1..9_usize, 2 => 9..17_usize];
    let weights = items.prop_flat_map(move |items| vec(weight.clone(), items));
    (line, poor, weights, any::<u16>()).prop_filter_map(
        "no yardstick",
        |(line, poor, mut weights, number)| {
            if weights.iter().all(|weight| *weight == 0)
                && let Some(first) = weights.first_mut()
            {
                *first = 1;
            }
            let total = weights.iter().fold(0_u16, |sum, weight| sum.saturating_add(*weight));
            // Most of them low, so that some are deprived.
            let most = if number % 4 == 0 { total } else { total.min(9) };
            let cutoff = number.checked_rem(most).map_or(0, |less| less.saturating_add(1));
            let line = Yuan::from_fen(line);
            Yardstick::new(YardstickRecords { line, poor, weights, cutoff }).ok()
        },
    )
}

/// Circumstances of all kinds: incomes around the lines of [`yardstick`] and at them, at the ends of their bounds,
/// and unknown; verdicts that are known throughout, in part, or not at all.
pub fn circumstances() -> impl Strategy<Value = Circumstances> {
    let persons = Household::PERSONS.min()..=Household::PERSONS.max();
    let income = prop_oneof![
        4 => (150_000..450_000_i64).prop_map(Some),
        2 => (3..9_i64).prop_map(|step| Some(step.saturating_mul(50_000))),
        1 => (0..20_i64).prop_map(Some),
        1 => Just(Some(i64::from(Circumstances::INCOME.max()))),
        1 => Just(None),
    ];
    (persons, income, verdicts()).prop_filter_map(
        "no circumstances",
        |(persons, income, verdicts)| {
            let income = income.map(Yuan::from_fen);
            Circumstances::new(persons, income, verdicts).ok()
        },
    )
}

/// Verdicts on every item, of which many are all known, or all met.
pub fn verdicts() -> impl Strategy<Value = Verdicts> {
    let known = || prop_oneof![3 => Just(Verdict::Met), 1 => Just(Verdict::NotMet)];
    let any = prop_oneof![6 => known(), 1 => Just(Verdict::Unknown)];
    prop_oneof![
        4 => vec(known(), Verdicts::MOST_ITEMS),
        4 => vec(any, Verdicts::MOST_ITEMS),
        1 => Just(vec![Verdict::Met; Verdicts::MOST_ITEMS]),
        1 => Just(Vec::new()),
    ]
    .prop_map(Verdicts::from_iter)
}

/// Hierarchies with units of all sizes, empty ones too, and communities in no zone.
pub fn hierarchy() -> impl Strategy<Value = Hierarchy> {
    let groups = vec(vec(vec(0..7_usize, 0..4), 0..4), 0..4);
    (groups, 0..3_usize).prop_filter_map("no hierarchy", |(zones, communities)| {
        let zone_count = zones.len().saturating_sub(communities.min(zones.len()));
        let (mut groups, mut villages, mut zone_of) = (Vec::new(), Vec::new(), Vec::new());
        for (zone, parts) in zones.into_iter().enumerate() {
            for sizes in parts {
                for size in sizes {
                    groups.extend(std::iter::repeat_n(position(villages.len()), size));
                    villages.push(position(zone_of.len()));
                }
                zone_of.push((zone < zone_count).then_some(position(zone)));
            }
        }
        Hierarchy::new(groups, &villages, zone_of, zone_count).ok()
    })
}

fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The circumstances of the households of a [`hierarchy`].
pub fn register() -> impl Strategy<Value = Register> {
    hierarchy().prop_flat_map(|hierarchy| {
        let households = hierarchy.count(crate::township::Level::Household);
        vec(circumstances(), households).prop_filter_map("no register", move |circumstances| {
            Register::new(hierarchy.clone(), circumstances).ok()
        })
    })
}

/// Tallies of some households, or of none, by a yardstick.
pub fn tally_by(yardstick: Yardstick) -> impl Strategy<Value = Tally> {
    vec(circumstances(), 0..12).prop_map(move |households| {
        Tally::of_all(yardstick, households).unwrap_or(Tally::new(yardstick))
    })
}

/// Tallies of some households, or of none, by any [`yardstick`].
pub fn tally() -> impl Strategy<Value = Tally> {
    yardstick().prop_flat_map(tally_by)
}
