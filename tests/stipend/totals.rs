//! Totals and budgets: every list is the sum of the lines, however they are put together.

use std::collections::BTreeMap;

use bangfu::charter::Charter;
use bangfu::stipend::{PayLine, Stipends, Totals};
use bangfu::testing;
use bangfu::township::Group;
use bangfu::{Month, Yuan};
use proptest::prelude::*;

/// The sums of some lines by a key, in fen.
fn sums<'l, K: Ord>(
    lines: &[(Month, PayLine<'l>)],
    key: impl Fn(Month, &PayLine<'l>) -> Option<K>,
) -> BTreeMap<K, i64> {
    let mut sums = BTreeMap::new();
    for (month, line) in lines {
        if let Some(key) = key(*month, line) {
            *sums.entry(key).or_insert(0) += line.amount().fen();
        }
    }
    sums
}

fn fen<K: Ord + ToString>(found: &BTreeMap<K, Yuan>) -> BTreeMap<String, i64> {
    found.iter().map(|(key, sum)| (key.to_string(), sum.fen())).collect()
}

fn of<'l>(part: &[(Month, PayLine<'l>)]) -> Totals<'l> {
    Totals::of(part.iter().map(|(month, line)| (*month, line))).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_list_is_the_sum_of_the_lines(
        township in testing::township(), cut in any::<prop::sample::Index>(),
    ) {
        let charter = Charter::maoxi();
        let stipends = Stipends::new(&township, &charter.stipend);
        let (first, last): (Month, Month) = ("2018-09".parse().unwrap(), "2019-08".parse().unwrap());
        let mut lines: Vec<(Month, PayLine<'_>)> = Vec::new();
        let assumptions =
            stipends.each_line(first, last, |month, line| lines.push((month, *line))).unwrap();
        let budget = stipends.budget(first, last).unwrap();
        prop_assert_eq!(&budget.assumptions, &assumptions);
        let totals = &budget.totals;
        prop_assert_eq!(totals.total.fen(), lines.iter().map(|(_, line)| line.amount().fen()).sum::<i64>());
        prop_assert_eq!(fen(&totals.by_month), sums(&lines, |month, _| Some(month.to_string())));
        prop_assert_eq!(
            fen(&totals.by_person),
            sums(&lines, |_, line| Some(line.person().id().to_string()))
        );
        prop_assert_eq!(fen(&totals.by_post), sums(&lines, |_, line| Some(line.post().to_string())));
        // A group's lines count in its village, a village's in its zone.
        let village = |line: &PayLine<'_>| {
            let id = line.unit().id().as_str();
            let group = township.group(id).filter(|_| line.post().as_str() == "group_cadre");
            group.map(Group::village).or_else(|| township.village(id))
        };
        prop_assert_eq!(
            fen(&totals.by_village),
            sums(&lines, |_, line| Some(village(line)?.id().to_string()))
        );
        prop_assert_eq!(
            fen(&totals.by_zone),
            sums(&lines, |_, line| Some(village(line)?.zone()?.id().to_string()))
        );
        // The payroll's own totals, and those of its parts in any grouping.
        prop_assert_eq!(&stipends.payroll(first, last).unwrap().totals().unwrap(), totals);
        let (left, right) = lines.split_at(cut.index(lines.len() + 1));
        prop_assert_eq!(&of(left).merge(of(right)).unwrap(), totals);
        prop_assert_eq!(&of(right).merge(of(left)).unwrap(), totals);
        prop_assert_eq!(&of(&lines).merge(Totals::default()).unwrap(), totals);
    }
}

#[test]
fn sums_that_do_not_fit_are_none() {
    let township = crate::maoxi().check(&Charter::maoxi().organisation).unwrap();
    let charter = Charter::maoxi();
    let month = "2018-10".parse().unwrap();
    let payroll = Stipends::new(&township, &charter.stipend).payroll(month, month).unwrap();
    let line = &payroll.months[0].lines[0];
    let one = Totals::of([(month, line)]).unwrap();
    assert!(one.clone().merge(one.clone()).is_some());
    // Each sum by itself.
    let huge: [for<'a> fn(&'a mut Totals<'_>) -> &'a mut Yuan; 6] = [
        |totals| &mut totals.total,
        |totals| totals.by_month.values_mut().next().unwrap(),
        |totals| totals.by_person.values_mut().next().unwrap(),
        |totals| totals.by_village.values_mut().next().unwrap(),
        |totals| totals.by_zone.values_mut().next().unwrap(),
        |totals| totals.by_post.values_mut().next().unwrap(),
    ];
    for sum in huge {
        let mut other = one.clone();
        *sum(&mut other) = Yuan::from_fen(i64::MAX - line.amount().fen());
        let most = one.clone().merge(other.clone()).unwrap();
        assert!(most.merge(one.clone()).is_none());
    }
}
