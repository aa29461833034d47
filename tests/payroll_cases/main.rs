//! The payroll against cases worked out by hand, which a clerk can read, check and add to:
//! `notation.txt` says how.

mod case;
mod words;
mod worked;

use case::Case;

const TOPICS: &[(&str, &str)] = &[
    ("months.txt", include_str!("months.txt")),
    ("posts.txt", include_str!("posts.txt")),
    ("travel.txt", include_str!("travel.txt")),
    ("parts.txt", include_str!("parts.txt")),
    ("rounding.txt", include_str!("rounding.txt")),
    ("caps.txt", include_str!("caps.txt")),
    ("discipline.txt", include_str!("discipline.txt")),
    ("amendments.txt", include_str!("amendments.txt")),
];

const NOTATION: &str = include_str!("notation.txt");

const FEWEST_CASES: usize = 200;

/// The cases of a file, or what it says that cannot be read.
fn cases<'a>(file: &str, text: &'a str) -> Result<Vec<Case<'a>>, String> {
    let mut cases: Vec<Case<'a>> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let (said, comment) = line.split_once('#').unwrap_or((line, ""));
        let place = |fault: String| format!("{file}:{number}: {fault}");
        if let Some(title) = said.strip_prefix("case:").map(str::trim) {
            if cases.iter().any(|case| case.title == title) {
                return Err(place(format!("a second case `{title}`")));
            }
            cases.push(Case::new(title, number));
        } else if let Some(case) = cases.last_mut() {
            case.has_comment |= !comment.trim().is_empty();
            case.read(number, said).map_err(place)?;
        } else if !said.trim().is_empty() {
            return Err(place("no case has begun".to_owned()));
        }
    }
    Ok(cases)
}

/// What of the cases of a file is not as it says, each with file and line.
fn mismatches(file: &str, text: &str) -> Vec<String> {
    match cases(file, text) {
        Ok(cases) => cases.iter().filter_map(|case| case.mismatch(file)).collect(),
        Err(fault) => vec![fault],
    }
}

#[test]
fn every_case_comes_out_as_by_hand() {
    let found: Vec<String> =
        TOPICS.iter().flat_map(|(file, text)| mismatches(file, text)).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn there_are_cases_enough_and_each_is_worked_out() {
    let all = || TOPICS.iter().flat_map(|(file, text)| cases(file, text).expect("cases"));
    assert!(all().count() >= FEWEST_CASES, "{} cases", all().count());
    let bare: Vec<&str> = all().filter(|case| !case.has_comment).map(|case| case.title).collect();
    assert!(bare.is_empty(), "without a comment: {bare:?}");
}

#[test]
fn every_word_that_is_used_is_explained() {
    let first_word = |line: &'static str| line.split(['#', ' ']).find(|word| !word.is_empty());
    let explained: Vec<&str> = NOTATION.lines().filter_map(first_word).collect();
    for (file, text) in TOPICS {
        let said = text.lines().filter(|line| !line.starts_with('#'));
        for word in said.filter_map(first_word) {
            assert!(explained.contains(&word), "{file}: `{word}`");
        }
    }
}

const SOUND: &str = "\
case: a whole month
home p v0
held p village_secretary v0 2018-01-01..
month 2018-10
paid p stipend village_secretary v0 1.. 1200.00 x 31/31 = 1200.00 by F81
total 1200.00 villages v0 1200.00
assuming nothing
";

#[test]
fn wrong_figure_is_shown_with_what_was_found() {
    assert_eq!(mismatches("a.txt", SOUND), [""; 0]);
    let wrong = SOUND.replace("= 1200.00", "= 1300.00");
    assert_eq!(
        mismatches("a.txt", &wrong),
        ["a.txt:5: case `a whole month`
  line 5 says    paid p stipend village_secretary v0 1.. 1200.00 x 31/31 = 1300.00 by F81
  found          paid p stipend village_secretary v0 1.. 1200.00 x 31/31 = 1200.00 by F81
"]
    );
    let (short, _) = SOUND.split_at(SOUND.find("total").expect("a total"));
    assert_eq!(
        mismatches("a.txt", short),
        ["a.txt:1: case `a whole month`
  found          total 1200.00 villages v0 1200.00
  found          assuming nothing
"]
    );
    let more = SOUND.replace("assuming nothing", "assuming nothing\nassuming A2");
    assert_eq!(
        mismatches("a.txt", &more),
        ["a.txt:8: case `a whole month`
  line 8 says    assuming A2
"]
    );
}

#[test]
fn what_cannot_be_read_is_named_by_file_and_line() {
    for (right, wrong, fault) in [
        ("home p", "hame p", "a.txt:2: unknown word `hame`"),
        ("case: a", "a", "a.txt:1: no case has begun"),
        ("village_secretary v0 2", "secretary v0 2", "a.txt:3: `secretary` is no post"),
        ("2018-01-01..", "2018-01-01", "a.txt:3: `2018-01-01` is no span of days"),
        ("held p", "held q", "a.txt:1: unknown_reference at `tenures[0].person`"),
        ("v0 2018", "v7 2018", "a.txt:1: unknown_reference at `tenures[0].unit`"),
        ("home p v0", "home p", "a.txt:2: a village is missing"),
        ("home p v0", "home p v0 village now", "a.txt:2: `now` is too much"),
        ("home p v0", "round up", "a.txt:2: `per` is missing"),
        ("home p v0", "round off per line", "a.txt:2: `off` is no way of rounding"),
        ("2018-10\n", "2018-10\nmonth 2018-12\n", "a.txt:5: 2018-12 does not follow 2018-10"),
        ("month 2018-10", "", "a.txt:5: no month has begun"),
        ("paid p", "pays p", "a.txt:5: `pays` has no place behind a month"),
        ("assuming nothing", "case: a whole month", "a.txt:7: a second case `a whole month`"),
        (
            "assuming nothing",
            "rate group_cadre 1.00 2018-10-01.. by F85",
            "a.txt:7: `rate` has no place behind a month",
        ),
        (
            "month 2018-10",
            "rate group_cadre 1.00 2018-10-01.. by F85",
            "a.txt:4: `F85` is no clause, assumption or decision",
        ),
    ] {
        let text = SOUND.replacen(right, wrong, 1);
        assert_eq!(mismatches("a.txt", &text), [fault], "{text}");
    }
}
