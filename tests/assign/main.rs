//! Assignment: every plan is the best there is, and the certificate knows the best from any other.

mod certificate;
mod comparison;
mod explanation;
mod findings;
mod generator;
mod metamorphic;
mod model;
mod optimum;
mod reference;
mod remedies;
mod session;
mod shortage;
mod threads;
mod townships;
mod wording;

use bangfu::assign::{Certificate, Plan, PlanRecords, Problem, Refutation, solve, verify};

/// The plan of a problem, which must be proved.
fn proved(problem: &Problem) -> Plan<'_> {
    let plan = solve(problem);
    let certificate = verify(&plan).unwrap();
    assert_eq!((certificate.covered(), certificate.cost()), (plan.covered(), plan.cost()));
    assert_eq!(certificate.uncovered(), u64::try_from(plan.uncovered().count()).unwrap());
    // What a document would say of it is the same plan.
    let read = plan.records().check(problem).unwrap();
    assert_eq!(verify(&read), Ok(certificate));
    plan
}

/// The plan of a problem as a document holds it.
fn claim(problem: &Problem) -> PlanRecords<'_> {
    solve(problem).records()
}

/// What is to be said of a plan in a document.
fn judge(problem: &Problem, plan: &PlanRecords<'_>) -> Result<Certificate, Refutation> {
    verify(&plan.check(problem)?)
}

/// What counts: how many households are left over, then the cost.
fn worth(plan: &Plan<'_>) -> (u64, i64) {
    (u64::try_from(plan.uncovered().count()).unwrap(), plan.cost())
}

/// FNV-1a, of 64 bits.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
