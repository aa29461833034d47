//! Assignment: one helper for every household, as many households as possible, at the least cost.
//!
//! The flow: [`ProblemRecords`], as a document holds them or as [`draft`] makes them of a township by
//! its [`PairingRules`], are checked into a [`Problem`]; [`solve`] makes the best [`Plan`] of it; and
//! [`verify`], which shares no code with the solver, turns the plan into a [`Certificate`], or says
//! with figures what is wrong with it. [`explain`] says why a household has its helper, [`remedies`]
//! what would close a shortage, [`compare`] how two plans differ, and [`Wording`] tells all of it. A
//! [`Session`] keeps a plan the best while helpers and households come and go.
//!
//! ```text
//! ProblemRecords ──check──> Problem ──solve──> Plan ──verify──> Certificate
//!       └─────────────────> Session ──plan──────┘ └──explain, remedies, compare──> Wording
//! ```
//!
//! A helper may serve a household when the helper's class lists the household's site and the
//! household does not bar the helper. That costs the class's minutes to the site, less
//! [`keep`](Problem::keep) if the helper is the household's incumbent; the k-th household of a
//! helper costs [`balance`](Problem::balance) times k more. Every household has at most one helper
//! `[F61]`, no helper more households than their capacity. First as many households as possible are
//! covered, those that are pinned to one helper before others; then as many places as possible are
//! filled that helpers should have filled at least; then the cost is the smallest, and the loads are
//! as even as [`Fairness`] asks.
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use bangfu::assign::{ProblemRecords, solve, verify};
//! let document = br#"{ "format": 1,
//!     "classes": [{"id": "c0", "minutes": {"g0": 12}}, {"id": "c1", "minutes": {"g0": 35}}],
//!     "helpers": [{"id": "p0", "class": "c0", "capacity": 1},
//!                 {"id": "p1", "class": "c1", "capacity": 1}],
//!     "households": [{"id": "h0", "site": "g0", "incumbent": "p0"}, {"id": "h1", "site": "g0"},
//!                    {"id": "h2", "site": "g0", "barred": ["p1"]}],
//!     "keep": 10, "balance": 0 }"#;
//! let problem = bangfu::document::read::<ProblemRecords>(document)?.check()?;
//! let plan = solve(&problem);
//! assert_eq!(plan.cost(), 12 - 10 + 35);
//! assert_eq!(plan.uncovered().count(), 1);
//! assert_eq!(verify(&plan)?.cost(), plan.cost());
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod certificate;
mod comparison;
mod drive;
mod eligibility;
mod explain;
mod figures;
mod plan;
mod problem;
mod rules;
mod session;
mod solver;

#[doc(alias = "最优性证明")]
pub use certificate::Certificate;
pub use certificate::{Refutation, verify};
pub use comparison::{Comparison, LoadCount, Move, compare};
pub use drive::{Change, Draft, ForeignPlan, changes, draft};
#[doc(alias = "不能结对的原因")]
pub use eligibility::Obstacle;
pub use eligibility::{Terms, obstacles, obstacles_at};
#[doc(alias = "解释")]
pub use explain::Explanation;
pub use explain::remedies::{Relief, Remedy, Site, Widening, remedies};
pub use explain::wording::{Language, Wording};
pub use explain::{Candidate, Chosen, Excluded, Explainer, Extra, Parts, Rule, explain};
pub use figures::Figures;
#[doc(alias = "帮扶方案")]
pub use plan::Plan;
#[doc(alias = "缺口")]
pub use plan::Shortage;
pub use plan::{PairingRecord, PlanRecords, PlannedPairing, ShortageRecord};
#[doc(alias = "帮扶责任人")]
pub use problem::Helper;
#[doc(alias = "贫困户")]
pub use problem::Household;
pub use problem::{ClassRecord, Fairness, HelperRecord, HouseholdRecord, Problem, ProblemRecords};
#[doc(alias = "结对规则")]
pub use rules::PairingRules;
#[doc(alias = "帮扶范围")]
pub use rules::Scope;
#[doc(alias = "驻地")]
pub use rules::Station;
pub use rules::{ByRank, StationRule};
#[doc(alias = "动态调整")]
pub use session::Session;
pub use session::{Event, EventError, Reassignment};

/// Makes the best plan for a problem: as many households as possible are covered, and no plan that
/// covers as many costs less.
///
/// Whatever the order of the records, the plan is the same. Its prices prove that it is the best,
/// see [`verify`].
///
/// # Complexity
/// The memory is linear in the size of the document. Sites and classes make a small graph, whose
/// cheapest flow takes a few pivots for each of its nodes, and a pivot a look at the edges of a node;
/// the households cost a look each. One search, linear in the worst case, comes on top for every
/// household that would go to somebody whom it bars.
#[must_use]
pub fn solve(problem: &Problem) -> Plan<'_> {
    Plan::new(problem, solver::solve(problem.instance()))
}
