//! Assignment: every plan is the best there is, and the certificate knows the best from any other.

mod certificate;
mod findings;
mod metamorphic;
mod model;
mod optimum;
mod reference;
mod shortage;
mod townships;

use bangfu::assign::{Plan, Problem, solve, verify};

/// The plan of a problem, which must be proved.
fn proved(problem: &Problem) -> Plan<'_> {
    let plan = solve(problem);
    let certificate = verify(problem, &plan).unwrap();
    assert_eq!((certificate.covered(), certificate.cost()), (plan.covered, plan.cost));
    assert_eq!(certificate.uncovered(), u64::try_from(plan.uncovered.len()).unwrap());
    plan
}

/// What counts: how many households are left over, then the cost.
fn worth(plan: &Plan<'_>) -> (u64, i64) {
    (u64::try_from(plan.uncovered.len()).unwrap(), plan.cost)
}
