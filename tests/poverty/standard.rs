//! Standards as data: Maoxi's own, the faults one by one, and the documents.

use bangfu::basis::Sourced;
use bangfu::charter::Charter;
use bangfu::chrono;
use bangfu::poverty::{
    Comparison, EvidenceAge, Extent, Item, Region, Standard, StandardFault, StandardRecords, Test,
    Threshold, Validity, Verdicts,
};
use bangfu::quantity::{Ratio, Yuan};
use bangfu::testing;
use proptest::prelude::*;
use serde_json::{Value, json};

type Change = fn(&mut StandardRecords);

fn household() -> StandardRecords {
    Charter::maoxi().poverty.household_standard.records().clone()
}

fn village() -> StandardRecords {
    Charter::maoxi().poverty.village_standard.records().clone()
}

/// What faulty tables are refused with, made or read.
fn refused(records: StandardRecords) -> Vec<StandardFault> {
    let document = serde_json::to_value(&records).unwrap();
    let through_serde = serde_json::from_value::<Standard>(document).unwrap_err();
    let faults = Standard::new(records).unwrap_err();
    assert_eq!(through_serde.to_string(), faults.to_string());
    faults.as_slice().to_vec()
}

#[track_caller]
fn assert_faults(mut records: StandardRecords, change: Change, expected: &[&str]) {
    change(&mut records);
    let found: Vec<String> = refused(records).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

fn lines(records: &mut StandardRecords) -> &mut Vec<Threshold<Yuan>> {
    match &mut records.items[0].test {
        Test::Amount { lines, .. } => lines,
        other => panic!("{other:?}"),
    }
}

fn limits(records: &mut StandardRecords) -> (&mut Sourced<Comparison>, &mut Vec<Threshold<Ratio>>) {
    match &mut records.items[0].test {
        Test::Share { passes, limits } => (passes, limits),
        other => panic!("{other:?}"),
    }
}

fn region(code: &str) -> Region {
    code.parse().unwrap()
}

#[test]
fn the_standards_of_maoxi_are_those_known_from_elsewhere() {
    let ids = |records: &StandardRecords| {
        records.items.iter().map(|item| item.id.to_string()).collect::<Vec<_>>()
    };
    let six = ["education", "medical_care", "housing", "water", "electricity", "radio_tv"];
    let mut records = household();
    assert_eq!(ids(&records), [&["income", "food_and_clothing"][..], &six[..]].concat());
    let five = ["collective_income", "road", "clinic", "culture_room", "network"];
    assert_eq!(ids(&village()), [&["incidence"][..], &five[..]].concat());
    assert!(records.items.iter().chain(&village().items).all(|item| item.mandatory));

    let Test::Amount { passes, .. } = &records.items[0].test else { panic!() };
    assert_eq!((passes.value, passes.basis.to_string().as_str()), (Comparison::Over, "A12"));
    let of_year = |line: &Threshold<Yuan>| {
        let span = line.valid.span().unwrap();
        assert_eq!((&line.valid.region, line.basis.to_string().as_str()), (&None, "A31"));
        (span.to_string(), line.value.to_string())
    };
    let table: Vec<_> = lines(&mut records).iter().map(of_year).collect();
    let expected = [
        ("2013-01-01..2014-01-01", "2736.00"),
        ("2014-01-01..2015-01-01", "2800.00"),
        ("2015-01-01..2016-01-01", "2855.00"),
        ("2016-01-01..2017-01-01", "2952.00"),
        ("2019-01-01..2020-01-01", "3218.00"),
    ];
    assert_eq!(table, expected.map(|(span, line)| (span.to_owned(), line.to_owned())));

    let mut records = village();
    assert_eq!(records.items[0].evidence, Some(EvidenceAge::SameYear));
    let (passes, limits) = limits(&mut records);
    assert_eq!(passes.value, Comparison::Below);
    assert_eq!(limits.len(), 1);
    assert_eq!(
        (limits[0].value.to_string().as_str(), &limits[0].valid),
        ("3/100", &Validity::ALWAYS)
    );
}

#[test]
fn items_are_counted_and_named_once() {
    assert_faults(household(), |records| records.items.clear(), &["there is no item"]);
    assert_faults(
        household(),
        |records| records.items.iter_mut().for_each(|item| item.mandatory = false),
        &["no item is mandatory"],
    );
    assert_faults(
        household(),
        |records| records.items.push(records.items[5].clone()),
        &["the item `water` stands twice"],
    );
    let many = |count: usize| {
        let mut records = household();
        let item = |at| Item { id: format!("i{at}").parse().unwrap(), ..records.items[5].clone() };
        records.items = (0..count).map(item).collect();
        records
    };
    assert_eq!(Standard::MOST_ITEMS, Verdicts::MOST_ITEMS);
    assert!(Standard::new(many(16)).is_ok());
    assert_faults(many(17), |_| (), &["there are 17 items, more than 16"]);
}

#[test]
fn what_never_holds_is_refused() {
    assert_faults(
        household(),
        |records| {
            records.items[2].valid.from = Some("2016-01-01".parse().unwrap());
            records.items[2].valid.until = Some("2016-01-01".parse().unwrap());
            lines(records)[0].valid.until = Some("2012-12-31".parse().unwrap());
        },
        &[
            "the item `income` has a line or limit that never holds: \
             `2012-12-31` is not after `2013-01-01`",
            "the item `education` never holds: `2016-01-01` is not after `2016-01-01`",
        ],
    );
    assert_faults(
        household(),
        |records| lines(records).clear(),
        &["the item `income` has nothing to be held against"],
    );
}

#[test]
fn lines_and_limits_lie_within_bounds() {
    for (fen, is_refused) in
        [(0, true), (-1, true), (1, false), (999_999_999, false), (1_000_000_001, true)]
    {
        let mut records = household();
        lines(&mut records)[1].value = Yuan::from_fen(fen);
        if is_refused {
            let line = Yuan::from_fen(fen);
            let expected = format!(
                "the item `income` has the line `{line}`, which is not from 0.01 to 10000000.00"
            );
            assert_faults(records, |_| (), &[&expected]);
        } else {
            assert!(Standard::new(records).is_ok());
        }
    }
    assert_faults(
        village(),
        |records| limits(records).1[0].value = "101/100".parse().unwrap(),
        &["the item `incidence` has the limit `101/100`, which is more than 1"],
    );
    assert_faults(
        village(),
        |records| limits(records).1[0].value = "0/100".parse().unwrap(),
        &["the item `incidence` has the limit `0/100`, and no share from 0 to 1 is below it"],
    );
    assert_faults(
        village(),
        |records| {
            records.incidence = None;
            let (passes, limits) = limits(records);
            (passes.value, limits[0].value) = (Comparison::Over, "100/100".parse().unwrap());
        },
        &["the item `incidence` has the limit `100/100`, and no share from 0 to 1 is over it"],
    );
    // By this one a village of which everyone is poor would leave the list.
    assert_faults(
        village(),
        |records| {
            let (passes, limits) = limits(records);
            (passes.value, limits[0].value) = (Comparison::AtMost, "100/100".parse().unwrap());
        },
        &[
            "the item `incidence` has the limit `100/100`, and every share from 0 to 1 is at most it",
        ],
    );
    let line_of = |comparison: Comparison, line: Yuan| {
        let mut records = household();
        let Test::Amount { passes, lines } = &mut records.items[0].test else { panic!() };
        (passes.value, lines[0].value) = (comparison, line);
        records
    };
    assert_faults(
        line_of(Comparison::Over, Test::MOST),
        |_| (),
        &["the item `income` has the line `10000000.00`, \
           and no amount from -10000000.00 to 10000000.00 is over it"],
    );
    assert_faults(
        line_of(Comparison::AtMost, Test::MOST),
        |_| (),
        &["the item `income` has the line `10000000.00`, \
           and every amount from -10000000.00 to 10000000.00 is at most it"],
    );
}

const COMPARISONS: [Comparison; 4] =
    [Comparison::Over, Comparison::AtLeast, Comparison::Below, Comparison::AtMost];

/// Whether a line or limit is refused as what none of the answers passes, or each.
fn assert_decides(records: StandardRecords, is_passed: &[bool]) {
    let faults = Standard::new(records).err();
    let faults = faults.as_ref().map_or(&[][..], |faults| faults.as_slice());
    let is_right = match faults {
        [StandardFault::NothingPasses { .. }] => !is_passed.contains(&true),
        [StandardFault::EverythingPasses { .. }] => !is_passed.contains(&false),
        [] => is_passed.contains(&true) && is_passed.contains(&false),
        _ => false,
    };
    assert!(is_right, "{faults:?} {is_passed:?}");
}

/// Looking through every share of the whole, and through the amounts at all ends.
#[test]
fn each_line_and_limit_is_passed_by_some_and_not_by_others() {
    for comparison in COMPARISONS {
        for (part, whole) in
            (1..=6_u64).flat_map(|whole| (0..=whole).map(move |part| (part, whole)))
        {
            let limit = Ratio::new(part, whole).unwrap();
            let shares = (0..=12).map(|part| Ratio::new(part, 12).unwrap());
            let shares = shares.chain((0..=whole).map(|part| Ratio::new(part, whole).unwrap()));
            let is_passed: Vec<bool> =
                shares.map(|share| comparison.passes(share, limit)).collect();
            let mut records = village();
            records.incidence = None;
            let (passes, limits) = limits(&mut records);
            (passes.value, limits[0].value) = (comparison, limit);
            assert_decides(records, &is_passed);
        }
        for fen in [1, 2, 321_800, 999_999_999, 1_000_000_000] {
            let around = [-1_000_000_000, -999_999_999, 0, fen - 1, fen, fen + 1, 1_000_000_000];
            let amounts = around.into_iter().filter(|amount| *amount <= Test::MOST.fen());
            let line = Yuan::from_fen(fen);
            let is_passed: Vec<bool> =
                amounts.map(|amount| comparison.passes(Yuan::from_fen(amount), line)).collect();
            let mut records = household();
            let Test::Amount { passes, lines } = &mut records.items[0].test else { panic!() };
            passes.value = comparison;
            lines[0].value = line;
            assert_decides(records, &is_passed);
        }
    }
}

#[test]
fn two_lines_of_one_region_never_hold_on_one_day() {
    fn again(records: &mut StandardRecords, region: Option<Region>, from: &str) {
        let mut line = lines(records)[4].clone();
        line.valid.region = region;
        line.valid.from = Some(from.parse().unwrap());
        lines(records).push(line);
    }
    assert_faults(
        household(),
        |records| again(records, None, "2019-12-31"),
        &["the item `income` has two lines or limits of everywhere on one day: \
           `2019-12-31..2020-01-01` overlaps `2019-01-01..2020-01-01`"],
    );
    assert_faults(
        household(),
        |records| {
            again(records, Some(region("510525")), "2018-01-01");
            again(records, Some(region("510525")), "2019-06-01");
            again(records, Some(region("520324")), "2018-01-01");
        },
        &["the item `income` has two lines or limits of `510525` on one day: \
           `2019-06-01..2020-01-01` overlaps `2018-01-01..2020-01-01`"],
    );
}

/// However many they are: each is held against those of its own region and id only.
#[test]
fn long_tables_are_checked_too() {
    let many = 0..60_000_u32;
    let mut records = household();
    let of_everywhere = lines(&mut records)[4].clone();
    let code =
        |at: u32| format!("51{:02}{:02}{:03}", 1 + at / 10_000, 1 + at / 500 % 20, 1 + at % 500);
    for at in many.clone() {
        let mut line = of_everywhere.clone();
        line.valid.region = Some(region(&code(at)));
        lines(&mut records).push(line);
    }
    assert!(Standard::new(records.clone()).is_ok());
    let last = lines(&mut records).last().unwrap().clone();
    lines(&mut records).insert(0, last);
    assert_faults(
        records,
        |_| (),
        &["the item `income` has two lines or limits of `510620500` on one day: \
           `2019-01-01..2020-01-01` overlaps `2019-01-01..2020-01-01`"],
    );

    let mut records = household();
    let item = |at| Item { id: format!("i{at}").parse().unwrap(), ..records.items[5].clone() };
    records.items = many.map(item).collect();
    records.items.push(records.items[0].clone());
    assert_faults(
        records,
        |_| (),
        &["there are 60001 items, more than 16", "the item `i0` stands twice"],
    );
}

#[test]
fn the_incidence_is_a_mandatory_share_with_a_ceiling() {
    let refusal = |id: &str| {
        format!("the incidence `{id}` is no mandatory item with a share below, or at most, a limit")
    };
    let changes: [Change; 3] = [
        |records| limits(records).0.value = Comparison::AtLeast,
        |records| records.items[0].mandatory = false,
        |records| records.items[0].test = Test::Fact,
    ];
    for change in changes {
        assert_faults(village(), change, &[&refusal("incidence")]);
    }
    assert_faults(
        village(),
        |records| records.incidence = Some("gold".parse().unwrap()),
        &[&refusal("gold")],
    );
}

/// A standard is made for the regions that it names anywhere; for everywhere if it names none.
#[test]
fn a_standard_is_made_for_the_regions_that_it_names() {
    let covers = |change: Change| {
        let mut records = household();
        change(&mut records);
        let standard = Standard::new(records).unwrap();
        let covers = |code: &&str| standard.covers(Some(&region(code)));
        let all = ["51", "5105", "510525", "510525108205", "52", "15"];
        (all.into_iter().filter(covers).collect::<Vec<_>>(), standard.covers(None))
    };
    let all = vec!["51", "5105", "510525", "510525108205", "52", "15"];
    assert_eq!(covers(|_| ()), (all, true));
    let within = vec!["5105", "510525", "510525108205"];
    assert_eq!(
        covers(|records| records.items[3].valid.region = Some(region("5105"))),
        (within.clone(), false)
    );
    assert_eq!(
        covers(|records| lines(records)[0].valid.region = Some(region("5105"))),
        (within.clone(), false)
    );
    assert_eq!(covers(|records| records.regions = vec![region("5105")]), (within, false));
    let both: Change = |records| {
        lines(records)[0].valid.region = Some(region("510525"));
        records.regions = vec![region("52")];
    };
    assert_eq!(covers(both), (vec!["510525", "510525108205", "52"], false));
}

/// One that lies in another is no other fault, and changes nothing.
#[test]
fn each_of_the_regions_stands_once() {
    assert_faults(
        household(),
        |records| records.regions = ["52", "51", "52", "5105", "51", "52"].map(region).into(),
        &[
            "`regions[2]` names `52` again",
            "`regions[4]` names `51` again",
            "`regions[5]` names `52` again",
        ],
    );
    // What an item names may stand there too.
    let mut records = household();
    records.items[3].valid.region = Some(region("51"));
    records.regions = ["51", "5105"].map(region).into();
    assert!(Standard::new(records).is_ok());
}

/// In a part of a region, or of everywhere, is not in all of it.
#[test]
fn what_holds_in_a_part_does_not_hold_in_the_whole() {
    let on = |day: &str| day.parse().unwrap();
    let mut valid = Validity {
        region: Some(region("5105")),
        from: Some(on("2018-01-01")),
        until: Some(on("2019-01-01")),
    };
    for (code, expected) in [
        (Some("5105"), Extent::Whole),
        (Some("510525108205"), Extent::Whole),
        (Some("51"), Extent::Part),
        (None, Extent::Part),
        (Some("5106"), Extent::None),
        (Some("52"), Extent::None),
    ] {
        let code = code.map(region);
        assert_eq!(valid.extent(code.as_ref(), on("2018-01-01")), expected);
        assert_eq!(valid.extent(code.as_ref(), on("2018-12-31")), expected);
        for day in ["2017-12-31", "2019-01-01"] {
            assert_eq!(valid.extent(code.as_ref(), on(day)), Extent::None);
        }
    }
    valid.region = None;
    for code in [None, Some(region("51"))] {
        assert_eq!(valid.extent(code.as_ref(), on("2018-01-01")), Extent::Whole);
    }
}

#[test]
fn codes_of_regions_nest_at_their_parts() {
    for (code, message) in [
        ("", "has 2, 4, 6, 9 or 12 digits, not 0"),
        ("5", "has 2, 4, 6, 9 or 12 digits, not 1"),
        ("510", "has 2, 4, 6, 9 or 12 digits, not 3"),
        ("5105251082050", "has 2, 4, 6, 9 or 12 digits, not 13"),
        ("5l0525", "holds digits only, found `'l'`"),
        ("51 525", "holds digits only, found `' '`"),
        ("-10525", "holds digits only, found `'-'`"),
        ("５１", "holds digits only, found `'５'`"),
        ("510000", "does not end in a part of zeros: write `51`"),
        ("510500", "does not end in a part of zeros: write `5105`"),
        ("510525000000", "does not end in a part of zeros: write `510525`"),
        ("441900", "does not end in a part of zeros: write `4419`"),
        ("000000", "is not all zeros"),
    ] {
        let refusal = code.parse::<Region>().unwrap_err();
        assert_eq!(refusal.to_string(), format!("the code of a region {message}"));
    }
    // A city without counties, and a town of it.
    assert!(region("4419").contains(&region("441900103")));
    assert!(!region("510525").contains(&region("510524")));
    assert!(region("510525").to_string() == "510525" && region("51") < region("5105"));
}

#[test]
fn every_fault_comes_in_one_go() {
    let mut records = household();
    records.items.iter_mut().for_each(|item| item.mandatory = false);
    records.items.push(records.items[1].clone());
    lines(&mut records)[0].value = Yuan::ZERO;
    let again = lines(&mut records)[1].clone();
    lines(&mut records).push(again);
    let faults = refused(records);
    assert!(matches!(
        faults.as_slice(),
        [
            StandardFault::NoneMandatory,
            StandardFault::LineOutOfRange { .. },
            StandardFault::Overlap { .. },
            StandardFault::ItemTwice { .. },
        ]
    ));
}

#[test]
fn a_document_says_where_and_when_in_full() {
    let read = |pointer: &str, value: Option<Value>| {
        let mut document = serde_json::to_value(household()).unwrap();
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        let fields = document.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        match value {
            Some(value) => drop(fields.insert(field.to_owned(), value)),
            None => drop(fields.remove(field).unwrap()),
        }
        let text = serde_json::to_vec(&document).unwrap();
        bangfu::document::read::<Standard>(&text).map_err(|error| error.to_string())
    };
    assert!(read("/items/0/valid/until", None).is_ok());
    assert!(read("/incidence", Some(Value::Null)).is_ok());
    assert_eq!(read("/regions", Some(Value::Null)), Ok(Standard::new(household()).unwrap()));
    assert!(read("/regions", Some(json!("51"))).is_err());
    assert!(read("/regions", Some(json!(["51", "5203"]))).is_ok());
    for (field, value) in [("/regions", json!(["5"])), ("/items/0/valid/region", json!("5l"))] {
        let refusal = read(field, Some(value)).unwrap_err();
        assert!(refusal.contains("the code of a region "), "{refusal}");
    }
    for field in ["/items/0/valid/region", "/items/0/valid/from", "/items/0/evidence"] {
        let name = field.rsplit_once('/').unwrap().1;
        assert!(read(field, None).unwrap_err().contains(&format!("missing field `{name}`")));
        assert!(read(field, Some(Value::Null)).is_ok());
    }
    for (age, is_read) in [
        (json!("any"), true),
        (json!("same_year"), true),
        (json!({"months": 1}), true),
        (json!({"months": 255}), true),
        (json!({"months": 0}), false),
        (json!({"months": 256}), false),
        (json!("months"), false),
        (json!("never"), false),
    ] {
        assert_eq!(read("/items/0/evidence", Some(age)).is_ok(), is_read);
    }
    assert!(read("/items/0/test", Some(json!("fact"))).is_ok());
    assert!(read("/items/0/test", Some(json!("amount"))).is_err());
    assert!(read("/items/0/test", Some(json!({"fact": {}}))).is_err());
    assert!(read("/items/0/test/amount/more", Some(json!(1))).is_err());
    assert!(read("/items/0/test/amount/passes/value", Some(json!("below"))).is_ok());
    assert!(read("/items/0/test/amount/passes/value", Some(json!("under"))).is_err());
}

proptest! {
    /// Codes come back as they were; one contains what its text begins.
    #[test]
    fn regions_are_ordered_and_nest_as_their_texts(a in testing::region(), b in testing::region()) {
        prop_assert_eq!(a.to_string().parse(), Ok(a.clone()));
        prop_assert_eq!(a.contains(&b), b.as_str().starts_with(a.as_str()));
        prop_assert_eq!(a.cmp(&b), a.as_str().cmp(b.as_str()));
        prop_assert!(a.contains(&a) && !(a != b && a.contains(&b) && b.contains(&a)));
    }

    #[test]
    fn standards_come_back_as_they_were(standard in testing::standard()) {
        let text = serde_json::to_vec(&standard).unwrap();
        prop_assert_eq!(bangfu::document::read::<Standard>(&text), Ok(standard.clone()));
        prop_assert_eq!(Standard::new(standard.records().clone()), Ok(standard.clone()));
        for (position, item) in standard.items().iter().enumerate() {
            prop_assert_eq!(standard.position(item.id.as_str()), Some(position));
        }
        prop_assert_eq!(standard.position("none"), None);
    }

    /// In each region, everywhere before all others, the first two lines that share a day are told, as
    /// looking through the whole table for each region finds them.
    #[test]
    fn the_first_two_lines_that_share_a_day_are_told_region_by_region(
        places in prop::collection::vec(
            (prop::option::of(0..3_usize), prop::option::of(0..9_u32), prop::option::of(0..9_u32)),
            1..12,
        ),
    ) {
        let day = |at: u32| format!("2019-01-{:02}", 10 + at);
        let mut records = household();
        let line = lines(&mut records)[0].clone();
        let of_place = |(code, from, until): &(Option<usize>, Option<u32>, Option<u32>)| {
            let parsed = |at: &Option<u32>| at.map(|at| day(at).parse().unwrap());
            let region = code.map(|code| region(["5105", "510525", "52"][code]));
            let valid = Validity { region, from: parsed(from), until: parsed(until) };
            Threshold { valid, ..line.clone() }
        };
        *lines(&mut records) = places.iter().map(of_place).collect();
        let mut expected = Vec::new();
        for code in [None, Some(0), Some(1), Some(2)] {
            let ends = |(_, from, until): &(_, Option<u32>, Option<u32>)| {
                // Before and after every day.
                (from.map_or(-1, i64::from), until.map_or(99, i64::from))
            };
            let own = places.iter().filter(|place| place.0 == code).map(ends);
            let mut own: Vec<_> = own.filter(|(from, until)| from < until).collect();
            own.sort_unstable();
            let first = own.windows(2).find(|pair| pair[1].0 < pair[0].1);
            expected.extend(first.map(|pair| (code, pair[0], pair[1])));
        }
        let faults = Standard::new(records).err();
        let faults = faults.iter().flat_map(bangfu::document::TableFaults::as_slice);
        let found: Vec<_> = faults
            .filter_map(|fault| match fault {
                StandardFault::Overlap { region: found, overlap, .. } => {
                    let found = found.as_ref().map(Region::as_str);
                    let code = found.map(|found| {
                        ["5105", "510525", "52"].iter().position(|code| *code == found).unwrap()
                    });
                    let ends = |span: bangfu::calendar::Span| {
                        let number = |day: bangfu::Day| {
                            day.to_string()[8..].parse::<i64>().unwrap() - 10
                        };
                        let is_open = span.from() == bangfu::Day::MIN;
                        let from = if is_open { -1 } else { number(span.from()) };
                        (from, span.until().map_or(99, number))
                    };
                    Some((code, ends(overlap.earlier), ends(overlap.later)))
                }
                _ => None,
            })
            .collect();
        prop_assert_eq!(found, expected);
    }

    /// A standard is made for those of its regions that a region lies in, whatever their order; those
    /// that lie in others change nothing, and with none it is made for everywhere.
    #[test]
    fn regions_that_lie_in_others_change_nothing(
        regions in prop::collection::vec(testing::region(), 0..6), asked in testing::region(),
    ) {
        let mut records = household();
        let repeats: Vec<usize> = (0..regions.len())
            .filter(|at| regions[..*at].contains(&regions[*at]))
            .collect();
        records.regions = regions.clone();
        let standard = match Standard::new(records.clone()) {
            Ok(standard) => standard,
            Err(faults) => {
                let expected = repeats.iter().map(|at| {
                    StandardFault::RegionTwice { at: *at, region: regions[*at].clone() }
                });
                prop_assert_eq!(faults.as_slice(), expected.collect::<Vec<_>>());
                return Ok(());
            }
        };
        prop_assert!(repeats.is_empty());
        let is_within = |one: &Region| one.contains(&asked);
        let expected = regions.is_empty() || regions.iter().any(is_within);
        prop_assert_eq!(standard.covers(Some(&asked)), expected);
        prop_assert_eq!(standard.covers(None), regions.is_empty());
        records.regions.retain(|one| {
            !regions.iter().any(|other| other != one && other.contains(one))
        });
        records.regions.reverse();
        let outermost = Standard::new(records).unwrap();
        prop_assert_eq!(outermost.covers(Some(&asked)), expected);
    }

    /// Evidence is too old exactly if its day, moved on by the months, lies before the appraisal's.
    #[test]
    fn months_of_age_are_counted_by_the_calendar(
        on in testing::day(), months in 1..40_u8, aside in -40..40_i64,
    ) {
        let date = on.to_date() - chrono::Months::new(months.into()) + chrono::Days::new(40);
        let found = date - chrono::Days::new((40 + aside).unsigned_abs());
        let Ok(found) = bangfu::Day::try_from(found) else { return Ok(()) };
        let age = EvidenceAge::Months(months.try_into().unwrap());
        let key = |day: bangfu::Day| {
            let month = day.month();
            let of_month = (day.to_string()[8..]).parse::<u32>().unwrap();
            (u32::from(month.year()) * 12 + u32::from(month.month()), of_month)
        };
        let ((month, day), (now, today)) = (key(found), key(on));
        let allowed = match (month + u32::from(months)).cmp(&now) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            // Where there is no such day in the month, its last one stands for it.
            std::cmp::Ordering::Equal => day >= today.min(found.month().days()),
        };
        prop_assert_eq!(age.allows(found, on), allowed);
        prop_assert!(EvidenceAge::Any.allows(found, on));
        prop_assert_eq!(EvidenceAge::SameYear.allows(found, on), found.year() == on.year());
    }
}
