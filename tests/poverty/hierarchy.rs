//! Which unit lies in which, as columns.

use bangfu::charter::Charter;
use bangfu::poverty::{Circumstances, Hierarchy, HierarchyError, Register};
use bangfu::roster::Roster;
use bangfu::testing;
use bangfu::township::{Household, Level};
use proptest::prelude::*;

fn refusal(groups: &[u32], villages: &[u32], zones: &[Option<u32>], count: usize) -> String {
    let made = Hierarchy::new(groups.to_vec(), villages, zones.iter().copied(), count);
    made.unwrap_err().to_string()
}

#[test]
fn columns_that_are_no_hierarchy_are_refused() {
    let behind = "the household at `2` stands behind one of a later unit";
    assert_eq!(refusal(&[0, 1, 0], &[0, 0], &[Some(0)], 1), behind);
    let behind = "the group at `1` stands behind one of a later unit";
    assert_eq!(refusal(&[], &[1, 0], &[Some(0), Some(0)], 1), behind);
    let behind = "the village at `1` stands behind one of a later unit";
    assert_eq!(refusal(&[], &[], &[None, Some(0)], 1), behind);
    assert_eq!(refusal(&[], &[], &[Some(1), Some(0)], 2), behind);
    let nowhere =
        |level, found: u32| format!("a {level} lies in a unit at `{found}`, which there is not");
    assert_eq!(refusal(&[0, 2], &[0, 0], &[None], 0), nowhere("household", 2));
    assert_eq!(refusal(&[], &[1], &[None], 0), nowhere("group", 1));
    assert_eq!(refusal(&[], &[], &[Some(0), None], 0), nowhere("village", 0));
    assert_eq!(refusal(&[], &[u32::MAX], &[None], 0), nowhere("group", 4_294_967_295));
    assert_eq!(refusal(&[], &[], &[Some(u32::MAX)], 3), nowhere("village", 4_294_967_295));
    let many = |found| format!("of the level `zone` there are {found}, more than 80000000");
    assert_eq!(refusal(&[], &[], &[], 80_000_001), many(80_000_001));
    assert_eq!(refusal(&[], &[], &[None], usize::MAX), many(usize::MAX));
}

#[test]
fn a_register_has_one_row_for_each_household() {
    let hierarchy = Hierarchy::new(vec![0, 0], &[0], [None], 0).unwrap();
    let household = Circumstances::new(1, None, bangfu::poverty::Verdicts::default()).unwrap();
    let error = Register::new(hierarchy, [household]).unwrap_err().to_string();
    assert_eq!(error, "`1` circumstances are not those of 2 households");
}

#[test]
fn maoxi_is_a_hierarchy() {
    let text = include_bytes!("../../examples/data/maoxi.json");
    let roster: Roster<'_> = bangfu::document::read(text).unwrap();
    let township = roster.check(&Charter::maoxi().organisation).unwrap();
    let hierarchy = Hierarchy::of(&township).unwrap();
    let counts = [Level::Zone, Level::Village, Level::Group, Level::Household];
    let counts = counts.map(|level| hierarchy.count(level));
    let expected = [
        township.zones().len(),
        township.villages().len(),
        township.groups().len(),
        township.households().len(),
    ];
    assert_eq!(counts, expected);
    assert_eq!(hierarchy.count(Level::Town), 1);
    let register =
        Register::of(&township, |household| Ok::<_, HierarchyError>(Circumstances::of(household)));
    let persons: u32 = register.unwrap().iter().map(Circumstances::persons).sum();
    assert_eq!(persons, township.households().map(Household::persons).sum::<u32>());
}

proptest! {
    #[test]
    fn any_township_is_a_hierarchy(township in testing::township()) {
        let hierarchy = Hierarchy::of(&township).unwrap();
        prop_assert_eq!(hierarchy.count(Level::Village), township.villages().len());
        prop_assert_eq!(hierarchy.count(Level::Household), township.households().len());
    }
}
