//! Days on which a post is held, but not paid as yet or any more.

use bangfu::charter::Charter;
use bangfu::stipend::{PostRates, Rate, Schedule, Stipends};
use bangfu::township::Post;

fn rate(from: &str, until: Option<&str>) -> Rate {
    let day = |text: &str| text.parse().unwrap();
    Rate {
        monthly: "100.00".parse().unwrap(),
        from: day(from),
        until: until.map(day),
        basis: Charter::maoxi().stipend.records().posts[0].rates[0].basis.clone(),
    }
}

#[test]
fn days_before_the_first_rate_and_after_the_last_are_named() {
    let charter = Charter::maoxi();
    let township = crate::maoxi().check(&charter.organisation).unwrap();
    let mut records = charter.stipend.records().clone();
    let rates = vec![rate("2018-10-10", Some("2018-11-20"))];
    records.posts.push(PostRates { post: Post::Commander, rates });
    let schedule = Schedule::new(records).unwrap();
    let stipends = Stipends::new(&township, &schedule);
    let (first, last) = ("2018-09".parse().unwrap(), "2018-12".parse().unwrap());
    let unpaid = stipends.unpaid(first, last).unwrap();
    let told: Vec<String> = unpaid.iter().map(|one| format!("{} {}", one.span, one.why)).collect();
    let before =
        "2018-09-10..2018-10-10 `commander` has no stipend before 2018-10-10, as on 2018-09-10";
    let after = "2018-11-20..2019-01-01 `commander` has no stipend any more on 2018-11-20";
    assert_eq!(told, [before, after, before, after]);
    // Posts that are never paid are left out, and under Maoxi's schedule every other is paid.
    assert_eq!(Stipends::new(&township, &charter.stipend).unpaid(first, last), Ok(Vec::new()));
    assert!(stipends.unpaid(last, first).is_err());
}
