//! Roll-ups against sums made unit by unit, and after any changes against those made anew.

use std::collections::BTreeMap;
use std::iter::zip;

use bangfu::poverty::{
    Circumstances, Hierarchy, HierarchyError, Register, Rollup, Tally, Verdict, Yardstick,
};
use bangfu::quantity::Yuan;
use bangfu::testing;
use bangfu::township::{Household, Level, Township, Unit};
use proptest::collection::vec;
use proptest::prelude::*;

const LEVELS: [Level; 5] =
    [Level::Town, Level::Zone, Level::Village, Level::Group, Level::Household];

/// Every tally of a roll-up, level by level.
fn tallies(rollup: &Rollup) -> Vec<(Level, usize, Tally)> {
    let mut tallies = Vec::new();
    for level in LEVELS {
        let count = rollup.register().hierarchy().count(level);
        for at in 0..count {
            tallies.push((level, at, rollup.at(level, at).unwrap()));
        }
        assert_eq!(rollup.at(level, count), None);
    }
    tallies
}

fn register_of(township: &Township, known: &[Circumstances]) -> Register {
    let mut known = known.iter().cycle();
    let of = |household: Household<'_>| {
        let known = known.next().unwrap();
        let circumstances = Circumstances::of(household).with_verdicts(known.verdicts());
        Ok::<_, HierarchyError>(circumstances.with_income(known.income()).unwrap())
    };
    Register::of(township, of).unwrap()
}

/// Groups of so many households each, which lie in one unit from a level on.
fn groups_of(sizes: &[usize], joined: Level) -> Hierarchy {
    let units: Vec<u32> = (0..u32::try_from(sizes.len()).unwrap()).collect();
    let apart = |level: Level| if joined < level { units.clone() } else { vec![0; units.len()] };
    let groups = zip(&units, sizes).flat_map(|(group, size)| vec![*group; *size]).collect();
    let zones = apart(Level::Zone).into_iter().map(Some);
    Hierarchy::new(groups, &apart(Level::Village), zones, units.len()).unwrap()
}

/// With so many items, at this line.
fn yardstick_of(items: usize, line: Yuan) -> Yardstick {
    let document = serde_json::json!(
        {"line": line, "poor": "below", "weights": vec![1; items], "cutoff": usize::from(items > 0)});
    serde_json::from_value(document).unwrap()
}

/// The poorest household, and the largest; and one that is neither.
fn extremes() -> [Circumstances; 2] {
    let all = |verdict| vec![verdict; 16].into_iter().collect();
    let poorest = Circumstances::new(50, Some(Yuan::ZERO), all(Verdict::NotMet));
    let other = Circumstances::new(1, None, all(Verdict::Met));
    [poorest.unwrap(), other.unwrap()]
}

/// Groups of these sizes, in one unit from a level on: of the poorest, whose sums are the largest there
/// can be, at this line and with so many items.
#[track_caller]
fn assert_no_wrap(sizes: &[usize], joined: Level, (items, line): (usize, i64)) {
    let (yardstick, [poorest, other]) = (yardstick_of(items, Yuan::from_fen(line)), extremes());
    let all: usize = sizes.iter().sum();
    let anew = || {
        let register = Register::new(groups_of(sizes, joined), vec![poorest; all]);
        Rollup::new(register.unwrap(), yardstick)
    };
    let tally_of = |household, count| Tally::of_all(yardstick, vec![household; count]).unwrap();
    let mut rollup = anew();
    for level in [Level::Group, Level::Village, Level::Zone, Level::Town] {
        let households = if level > joined { sizes[0] } else { all };
        let tally = rollup.at(level, 0).unwrap();
        assert_eq!(tally, tally_of(poorest, households), "{level} of {sizes:?}");
        let persons = u128::try_from(households * 50).unwrap();
        assert_eq!(tally.squared_gap(), persons * u128::try_from(line).unwrap().pow(2));
    }
    // Each to nothing, and back again.
    for at in 0..all {
        assert!(rollup.set(at, other));
    }
    assert_eq!((rollup.town(), rollup.town().gap()), (tally_of(other, all), 0));
    for at in (0..all).rev() {
        assert!(rollup.set(at, poorest));
    }
    assert_eq!(rollup, anew());
}

#[test]
fn units_of_any_size_are_added_up_without_a_wrap() {
    // From 240,095.98 on the squares of 640 households of 50 persons no longer fit into 64 bits.
    let most = Yardstick::LINE.max().into();
    for case in [(0, 24_009_597), (0, most), (8, 24_009_597), (8, 24_009_598), (16, most)] {
        for first in [1, 319, 321, 638, 640, 641, 2_600] {
            assert_no_wrap(&[first, 3], Level::Village, case);
        }
        for joined in [Level::Village, Level::Zone, Level::Town] {
            assert_no_wrap(&[400, 400], joined, case);
            // Three of them have more than 640 households, two have not.
            assert_no_wrap(&[214, 214, 213, 214, 214, 212, 214], joined, case);
        }
    }
}

proptest! {
    #[test]
    fn a_roll_up_is_the_sums_unit_by_unit(
        township in testing::township(),
        known in vec(testing::circumstances(), 1..30),
        yardstick in testing::yardstick(),
    ) {
        let rollup = Rollup::new(register_of(&township, &known), yardstick);
        for unit in Unit::from(township.town()).subtree() {
            let households = unit.households();
            let known = households.map(|one| rollup.register().get(one.index()).unwrap());
            let expected = Tally::of_all(yardstick, known).unwrap();
            prop_assert_eq!(rollup.unit(unit), Some(expected));
        }
    }

    /// However the households fall into the blocks of the pass: no two blocks are alike.
    #[test]
    fn units_of_many_households_are_their_sums(
        sizes in vec(prop_oneof![4 => 0..40_usize, 2 => 300..345_usize, 1 => 600..1_100_usize], 1..9),
        joined in prop::sample::select(vec![Level::Village, Level::Zone, Level::Town]),
        known in vec(testing::circumstances(), 37),
        yardstick in testing::yardstick(),
    ) {
        let all = sizes.iter().sum();
        let households: Vec<Circumstances> = known.iter().copied().cycle().take(all).collect();
        let register = Register::new(groups_of(&sizes, joined), households.clone()).unwrap();
        let rollup = Rollup::new(register, yardstick);
        let mut rest = households.as_slice();
        for (group, size) in sizes.iter().enumerate() {
            let (own, others) = rest.split_at(*size);
            rest = others;
            let expected = Tally::of_all(yardstick, own.iter().copied()).unwrap();
            prop_assert_eq!(rollup.at(Level::Group, group), Some(expected));
        }
        let everyone = Tally::of_all(yardstick, households).unwrap();
        prop_assert_eq!(rollup.town(), everyone);
        prop_assert_eq!(rollup.at(joined, 0), Some(everyone));
    }

    /// Of any hierarchy, by the columns themselves.
    #[test]
    fn a_level_is_the_sum_of_the_level_below(
        register in testing::register(),
        yardstick in testing::yardstick(),
    ) {
        let everyone = Tally::of_all(yardstick, register.iter()).unwrap();
        let rollup = Rollup::new(register, yardstick);
        let mut sums: BTreeMap<Level, Tally> = BTreeMap::new();
        for (level, _, tally) in tallies(&rollup) {
            let sum = sums.entry(level).or_insert(Tally::new(yardstick));
            *sum = sum.merge(&tally).unwrap();
        }
        prop_assert_eq!(rollup.town(), everyone);
        for level in [Level::Village, Level::Group, Level::Household] {
            let sum = sums.get(&level).copied().unwrap_or(Tally::new(yardstick));
            prop_assert_eq!(sum, everyone, "{}", level);
        }
    }

    #[test]
    fn after_any_changes_a_roll_up_is_as_if_made_anew(
        register in testing::register(),
        yardstick in testing::yardstick(),
        changes in vec((any::<usize>(), testing::circumstances(), 0..4), 0..40),
    ) {
        let households = register.hierarchy().count(Level::Household);
        let mut rollup = Rollup::new(register.clone(), yardstick);
        let mut list: Vec<Circumstances> = register.iter().collect();
        for (at, new, kind) in changes {
            prop_assert!(!rollup.set(households, new));
            if households == 0 {
                continue;
            }
            let at = at % households;
            // Everything, or one thing alone.
            let now = match kind {
                0 => new,
                1 => list[at].with_verdicts(new.verdicts()),
                2 => list[at].with_income(new.income()).unwrap(),
                _ => list[at].with_verdicts(list[at].verdicts().with(3, new.verdicts().of(3))),
            };
            prop_assert!(rollup.set(at, now));
            list[at] = now;
        }
        let anew = Register::new(register.hierarchy().clone(), list).unwrap();
        let anew = Rollup::new(anew, yardstick);
        prop_assert_eq!(tallies(&rollup), tallies(&anew));
        prop_assert_eq!(rollup, anew);
    }

    #[test]
    fn whoever_is_not_known_is_named(
        register in testing::register(),
        yardstick in testing::yardstick(),
    ) {
        let (income, unclear): (Vec<usize>, Vec<usize>) =
            (register.income_unknown().collect(), register.unclear(&yardstick).collect());
        let rollup = Rollup::new(register, yardstick);
        for at in 0..rollup.register().hierarchy().count(Level::Household) {
            let tally = rollup.at(Level::Household, at).unwrap();
            prop_assert_eq!(tally.income_unknown().households == 1, income.contains(&at));
            prop_assert_eq!(tally.unclear().households == 1, unclear.contains(&at));
        }
        let town = rollup.town();
        prop_assert_eq!(town.income_unknown().households, u64::try_from(income.len()).unwrap());
        prop_assert_eq!(town.unclear().households, u64::try_from(unclear.len()).unwrap());
    }
}
