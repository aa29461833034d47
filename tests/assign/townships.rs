//! Whole townships: those of the oracle, whose best cost another solver found, and generated ones
//! against the textbook.

use bangfu::assign::ProblemRecords;

use crate::reference::{Kind, textbook, township};
use crate::{proved, worth};

/// `(uncovered, cost)` of seed 1 of each kind, as OR-tools found it (`expected.jsonl`).
#[test]
fn townships_of_the_oracle_cost_what_another_solver_found() {
    const DEFAULT: &[u8] = include_bytes!("data/default.json");
    let townships: [(&[u8], i64, (u64, i64)); 5] = [
        (DEFAULT, 0, (0, 2269)),
        (include_bytes!("data/home.json"), 0, (0, 2461)),
        (include_bytes!("data/zones.json"), 0, (0, 2331)),
        (include_bytes!("data/short.json"), 0, (73, 20563)),
        (DEFAULT, 2, (0, 10605)),
    ];
    for (document, balance, best) in townships {
        let records: ProblemRecords<'_> = bangfu::document::read(document).unwrap();
        let problem = ProblemRecords { balance, ..records }.check().unwrap();
        assert_eq!(worth(&proved(&problem)), best);
    }
}

#[test]
fn generated_townships_cost_what_the_textbook_finds() {
    for kind in Kind::ALL {
        for seed in 1..=3 {
            let problem = township(kind, seed, 1, 4).check().unwrap();
            let plan = proved(&problem);
            assert_eq!(worth(&plan), textbook(&problem), "{kind:?} {seed}");
            assert_eq!(kind == Kind::Short, plan.shortages().len() > 0, "{kind:?} {seed}");
        }
    }
}
