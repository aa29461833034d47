//! The parts of a township are solved apart, with the feature `rayon` on many threads: the plan is
//! the same to the byte.

use bangfu::assign::solve;

use crate::fingerprint;
use crate::generator::{Kind, Size, township};

/// What the plan of seed 1 without the feature comes to, so that a build with it can be held against
/// one without. A change of the solver that chooses among equals in another way changes it.
const FINGERPRINT: u64 = 0x2462_1195_5c21_8d5b;

fn plan() -> String {
    let problem = township(Kind::Zones, Size::FULL, 1, 0).check().unwrap();
    serde_json::to_string(&solve(&problem)).unwrap()
}

#[test]
fn the_plan_is_the_same_to_the_byte_with_threads_and_without() {
    assert_eq!(format!("{:016x}", fingerprint(&plan())), format!("{FINGERPRINT:016x}"));
}

#[cfg(feature = "rayon")]
#[test]
fn any_number_of_threads_makes_the_same_plan() {
    for threads in [1, 2, 3, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(plan), plan(), "{threads} threads");
    }
}
