use std::num::NonZeroU16;

use serde::{Deserialize, Serialize};

use crate::basis::{Basis, Sourced};

/// How a household leaves poverty (退出程序规定).
///
/// In documents `{"steps": {"assumption": "A34"}, "notice_days": {"value": 7, "basis": ..},
/// "watch_months": {"value": 12, "basis": ..}, "verifier": {"value": {"not_helper": {"months": 12}},
/// "basis": ..}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the rules of an exit")]
pub struct ExitRules {
    /// Who says which steps there are, in which order; see [`ExitStage`](super::ExitStage).
    pub steps: Basis,
    /// For how many days the notice is posted (公示期), its first day among them, before the exit may
    /// be announced.
    pub notice_days: Sourced<NonZeroU16>,
    /// For how many months at least the household is watched after its exit (监测期).
    pub watch_months: Sourced<u16>,
    /// Who may verify.
    pub verifier: Sourced<Verifier>,
}

/// Who may verify whether a household meets the standard (核实人).
///
/// In documents `"anyone"` or `{"not_helper": {"months": 12}}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Verifier {
    /// Whoever it is.
    Anyone,
    /// Nobody who helps the household on that day.
    NotHelper {
        /// Nor who did in so many months before; 0 for that day alone.
        months: u16,
    },
}

impl ExitRules {
    /// Every clause, assumption and decision that a value rests on.
    pub(crate) fn bases(&self) -> [&Basis; 4] {
        [&self.steps, &self.notice_days.basis, &self.watch_months.basis, &self.verifier.basis]
    }
}
