use serde::Serialize;

use crate::basis::Assumptions;
use crate::calendar::{Span, Spans};
use crate::township::{Household, Post, PostRule, Responsibility, Tenure, Unit, Village};

/// How far the households of a unit were covered during a span, and what was missing.
///
/// A household counts from its first poor day on, and goes on counting after its exit. The posts
/// are those of the unit and of everything below it; communities lie outside the battlefields
/// (A11), so that of them only the households count. Nothing is cut off at the start of the drive.
///
/// In documents: see the fields; the unit by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage<'t> {
    /// The unit.
    pub unit: Unit<'t>,
    /// The days looked at.
    #[serde(flatten)]
    pub span: Span,
    /// The number of days in the span on which each household counted, added up.
    pub household_days: u64,
    /// Those of them on which the household had a helper.
    pub covered_days: u64,
    /// The runs of days without a helper, by household and first day.
    pub gaps: Vec<Gap<'t>>,
    /// The runs of days on which a post was not filled, by unit, post and first day.
    pub posts: Vec<VacantPost<'t>>,
    /// The assumptions that this rests on.
    pub assumptions: Assumptions,
}

/// A run of days on which a household had no helper (空档).
///
/// In documents `{"household": "h0007", "from": "2018-10-31", "until": "2018-11-03"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Gap<'t> {
    /// The household.
    pub household: Household<'t>,
    /// When.
    #[serde(flatten)]
    pub span: Span,
}

/// A run of days on which fewer people held a post than it has seats; nobody, where any number may.
///
/// In documents `{"post": "zone_leader", "unit": "z4", "from": "2018-11-05", "until": "2018-11-12"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct VacantPost<'t> {
    /// The post.
    pub post: Post,
    /// The unit.
    pub unit: Unit<'t>,
    /// When.
    #[serde(flatten)]
    pub span: Span,
}

/// Looks at every day of `span` for a unit and all that lies below it; what counts is said at
/// [`Coverage`].
///
/// One pass over the pairings of the households and the tenures of the posts.
///
/// ```
/// # #[cfg(feature = "json")] {
/// # use bangfu::{charter::Charter, coverage::coverage, roster::Roster, township::Level};
/// # let text = include_bytes!("../../examples/data/maoxi.json");
/// # let roster: Roster<'_> = bangfu::document::read(text)?;
/// # let township = roster.check(&Charter::maoxi().organisation)?;
/// let zone = township.unit(Level::Zone, "z4").unwrap();
/// let november = coverage(zone, "2018-11-01..2018-12-01".parse()?);
/// assert!(november.gaps.is_empty());
/// assert_eq!(november.posts[0].span.to_string(), "2018-11-05..2018-11-12"); // no zone leader
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn coverage(unit: Unit<'_>, span: Span) -> Coverage<'_> {
    let mut coverage = Coverage {
        unit,
        span,
        household_days: 0,
        covered_days: 0,
        gaps: Vec::new(),
        posts: Vec::new(),
        assumptions: Assumptions::default(),
    };
    for household in unit.households() {
        let counted = household.supported_from().map(Span::starting);
        let Some(counted) = counted.and_then(|counted| counted.intersection(span)) else {
            continue;
        };
        let helped = household.pairings().map(|pairing| pairing.span).collect::<Spans>();
        let household_days = counted.days().into();
        let covered_days = helped.days_within(counted).into();
        // INVARIANT: fewer than 2^17 days for each of fewer than 2^47 households.
        coverage.household_days = coverage.household_days.saturating_add(household_days);
        coverage.covered_days = coverage.covered_days.saturating_add(covered_days);
        let gaps = helped.gaps(counted).into_iter();
        coverage.gaps.extend(gaps.map(|span| Gap { household, span }));
    }
    for (responsibility, rule) in unit.organisation().chain() {
        for unit in unit.members(rule.level) {
            let needed = holders_needed(unit, responsibility, rule, &mut coverage.assumptions);
            if let Some(needed) = needed {
                coverage.posts.extend(vacancies(unit, rule.post, needed, span));
            }
        }
    }
    coverage.gaps.sort_by_key(|gap| (gap.household.id(), gap.span));
    coverage
        .posts
        .sort_by_key(|vacant| (vacant.unit.id(), vacant.post, vacant.span, vacant.unit.level()));
    coverage
}

/// How many people the mechanism needs in a post at a unit: one for each seat, one where any number
/// may hold it; nobody in a community, which lies outside the battlefields (A11).
pub(super) fn holders_needed(
    unit: Unit<'_>,
    responsibility: &Responsibility,
    rule: &PostRule,
    assumptions: &mut Assumptions,
) -> Option<usize> {
    if unit.village().is_some_and(Village::is_community) {
        assumptions.rest_on(&unit.organisation().records().community);
        return None;
    }
    assumptions.rest_on(&responsibility.basis);
    Some(rule.seats.map_or(1, |seats| seats.get().into()))
}

/// The runs of days of `span` on which fewer people held a post at a unit than were needed.
fn vacancies(
    unit: Unit<'_>,
    post: Post,
    needed: usize,
    span: Span,
) -> impl Iterator<Item = VacantPost<'_>> {
    let held = Spans::of_at_least(needed, unit.tenures(post).map(Tenure::span));
    held.gaps(span).into_iter().map(move |span| VacantPost { post, unit, span })
}
