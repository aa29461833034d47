//! Roll-ups against sums made unit by unit, and after any changes against those made anew.

use std::collections::BTreeMap;

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

/// Two groups of so many households each, which lie in one unit from a level on.
fn groups_of(sizes: [usize; 2], joined: Level) -> Hierarchy {
    let groups = [vec![0; sizes[0]], vec![1; sizes[1]]].concat();
    let (villages, zones, zone_count) = match joined {
        Level::Town => ([0, 1], vec![Some(0), Some(1)], 2),
        Level::Zone => ([0, 1], vec![Some(0); 2], 1),
        _ => ([0, 0], vec![Some(0)], 1),
    };
    Hierarchy::new(groups, villages.to_vec(), zones, zone_count).unwrap()
}

/// At the highest line, with sixteen items.
fn the_highest() -> Yardstick {
    let document = serde_json::json!(
        {"line": "10000000.00", "poor": "below", "weights": vec![1; 16], "cutoff": 1});
    serde_json::from_value(document).unwrap()
}

/// The poorest household, and the largest; and one that is neither.
fn extremes() -> [Circumstances; 2] {
    let all = |verdict| vec![verdict; 16].into_iter().collect();
    let poorest = Circumstances::new(50, Some(Yuan::ZERO), all(Verdict::NotMet));
    let other = Circumstances::new(1, None, all(Verdict::Met));
    [poorest.unwrap(), other.unwrap()]
}

#[test]
fn units_of_any_size_are_added_up_without_a_wrap() {
    let (yardstick, [poorest, other]) = (the_highest(), extremes());
    let few = [1, 319, 320, 321, 1_021, 1_022, 1_024, 1_025, 2_600].map(|size| [size, 3]);
    let cases = few.into_iter().map(|sizes| (sizes, Level::Village));
    let joined = [Level::Village, Level::Zone, Level::Town].map(|level| ([700, 700], level));
    for (sizes, joined) in cases.chain(joined) {
        let all: usize = sizes.iter().sum();
        let anew = || {
            let hierarchy = groups_of(sizes, joined);
            Rollup::new(Register::new(hierarchy, vec![poorest; all]).unwrap(), yardstick)
        };
        let mut rollup = anew();
        let everyone = Tally::of_all(yardstick, vec![poorest; all]).unwrap();
        for level in [Level::Group, Level::Village, Level::Zone, Level::Town] {
            let households = if level > joined { sizes[0] } else { all };
            let expected = Tally::of_all(yardstick, vec![poorest; households]).unwrap();
            assert_eq!(rollup.at(level, 0), Some(expected), "{level} of {sizes:?}");
        }
        let persons = u128::try_from(all).unwrap() * 50;
        assert_eq!(everyone.squared_gap(), persons * 10_u128.pow(18));
        // Each to nothing, and back again.
        for at in 0..all {
            rollup.set(at, other).unwrap();
        }
        let expected = Tally::of_all(yardstick, vec![other; all]).unwrap();
        assert_eq!((rollup.town(), rollup.town().gap()), (expected, 0));
        for at in (0..all).rev() {
            rollup.set(at, poorest).unwrap();
        }
        assert_eq!(rollup, anew());
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
            prop_assert_eq!(rollup.set(households, new), None);
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
            prop_assert_eq!(rollup.set(at, now), Some(list[at]));
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
