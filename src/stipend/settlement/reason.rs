use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::{IssuedLine, Item};
use crate::calendar::{Day, Span, Spans};
use crate::quantity::Yuan;
use crate::stipend::{PayKind, PayLine};
use crate::township::{Step, Tenure};

/// Why a line of a settlement is there.
///
/// In documents `{"reason": "days_due", "days": [{"from": "2018-09-10", "until": "2018-10-01"}],
/// "recorded": "2018-10-08"}`; its text form says the same in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// Days are due for which nothing was issued: a tenure was entered late, or begins or ends
    /// otherwise.
    DaysDue {
        /// The days.
        days: Spans,
        /// The last day on which a tenure behind them became known, of those that meet one another
        /// up to these days, if the roster says.
        recorded: Option<Day>,
    },
    /// Days were issued that are not due: a tenure begins or ends otherwise, or another post counts.
    DaysNotDue {
        /// The days.
        days: Spans,
    },
    /// Days were issued at another rate: it was amended with effect in the past.
    Rate {
        /// The days.
        days: Spans,
        /// The rate at which they were issued.
        issued: Yuan,
        /// The rate that is due.
        due: Yuan,
    },
    /// Days that were issued stand for another share of the month: other days count beside them, or
    /// the days are counted otherwise.
    Share {
        /// The days.
        days: Spans,
    },
    /// A step of discipline now counts, or more follows from it.
    StepCounts {
        /// The step.
        step: Step,
    },
    /// A step of discipline no longer counts: it was annulled, or nothing follows from it any more.
    StepAnnulled {
        /// The step.
        step: Step,
    },
    /// Nothing of its own: what changed elsewhere changes the share that falls here, of a cut, a
    /// deduction or a rounding.
    Elsewhere,
}

/// Why a due line of an item is not what was issued. `stays` says whether the stipend of the same
/// post was paid then, and still is.
pub(super) fn reasons(
    item: &Item<'_>,
    issued: &[IssuedLine<'_>],
    due: &[PayLine<'_>],
    stays: bool,
) -> Vec<Reason> {
    // Of what is taken off a stipend that stays, the days say nothing.
    if stays && (issued.is_empty() || due.is_empty()) {
        match item.step {
            Some(step) if issued.is_empty() => return vec![Reason::StepCounts { step }],
            Some(step) => return vec![Reason::StepAnnulled { step }],
            None if item.kind == PayKind::Cap.as_str() => return vec![Reason::Elsewhere],
            None => {}
        }
    }
    let mut reasons = Vec::new();
    let days_issued: Spans = issued.iter().filter_map(IssuedLine::span).collect();
    let days_due: Spans = due.iter().map(PayLine::span).collect();
    let days = days_due.difference(&days_issued);
    if !days.is_empty() {
        let recorded = due.iter().filter_map(|line| recorded_behind(&days, line)).max();
        reasons.push(Reason::DaysDue { days, recorded });
    }
    let days = days_issued.difference(&days_due);
    if !days.is_empty() {
        reasons.push(Reason::DaysNotDue { days });
    }
    let mut rates: BTreeMap<(Yuan, Yuan), Vec<Span>> = BTreeMap::new();
    let mut shares = Vec::new();
    // What is paid out after it was kept back has no rate of its own.
    let has_rate = due.iter().all(|line| !matches!(line.kind(), PayKind::Release(_)));
    let pairs = issued.iter().flat_map(|then| due.iter().map(move |now| (then, now)));
    for (then, now) in pairs.filter(|_| has_rate) {
        let Some(common) = then.span().and_then(|span| span.intersection(now.span())) else {
            continue;
        };
        if then.monthly != now.monthly() {
            rates.entry((then.monthly, now.monthly())).or_default().push(common);
        } else if then.of != now.of()
            || (then.span() == Some(now.span()) && then.days != now.days())
        {
            shares.push(common);
        }
    }
    reasons.extend(rates.into_iter().map(|((issued, due), days)| Reason::Rate {
        days: days.into_iter().collect(),
        issued,
        due,
    }));
    if !shares.is_empty() {
        reasons.push(Reason::Share { days: shares.into_iter().collect() });
    }
    if reasons.is_empty() {
        reasons.push(Reason::Elsewhere);
    }
    reasons
}

/// The last day on which a tenure behind some days of a line became known. Behind a day are all
/// tenures of the run, up to that day: of equal posts its first day decides which of them counts.
fn recorded_behind(days: &Spans, line: &PayLine<'_>) -> Option<Day> {
    let post = (line.post(), line.unit());
    let tenures = || line.person().tenures().filter(|one| (one.post(), one.unit()) == post);
    let runs: Spans = tenures().map(Tenure::span).collect();
    let is_behind = |tenure: &Tenure<'_>| {
        let from = tenure.span().from();
        let mut run = runs.iter().filter(|run| run.contains(from));
        let rest = run.find_map(|run| Span::new(from, run.until()).ok());
        rest.is_some_and(|rest| days.days_within(rest) > 0)
    };
    tenures().filter(is_behind).filter_map(Tenure::recorded).max()
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DaysDue { days, recorded: Some(recorded) } => {
                write!(f, "{days} is due, recorded on {recorded}")
            }
            Self::DaysDue { days, recorded: None } => write!(f, "{days} is due"),
            Self::DaysNotDue { days } => write!(f, "{days} is not due"),
            Self::Rate { days, issued, due } => {
                write!(f, "{days} is paid at {due} a month, not at {issued}")
            }
            Self::Share { days } => write!(f, "{days} stands for another share of the month"),
            Self::StepCounts { step } => write!(f, "the step `{step}` counts"),
            Self::StepAnnulled { step } => write!(f, "the step `{step}` no longer counts"),
            Self::Elsewhere => f.write_str("what changed elsewhere changes the share of this"),
        }
    }
}
