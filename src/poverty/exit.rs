mod event;
mod refusal;
mod rules;
mod stage;

use crate::basis::Assumptions;
use crate::calendar::{Day, Span, Spans, Timeline};
use crate::poverty::dates::months_earlier;
use crate::township::{Household, Person};

pub use event::{ExitEvent, ExitRecord, ExitRecordError, ExitStep};
pub use refusal::ExitRefusal;
pub use rules::{ExitRules, Verifier};
pub use stage::{Allowed, ExitKind, ExitStage, ExitState};

/// The way of one household out of poverty (脱贫程序): what happened, in order, and what that makes.
///
/// The villagers propose it (民主评议), somebody verifies that it meets the standard (核实), the
/// household consents (认可), a notice is posted for its days (公示), and the exit is announced
/// (公告): on that day it takes effect. Then the household is watched (监测). A relapse (返贫) begins a
/// new span of poverty, out of which the same way leads.
///
/// The events are only ever added to; everything else follows from them and the
/// [rules](ExitRules). The source is silent on all of it: the steps are those of the national opinion
/// of 2016 on the exit mechanism (A34).
///
/// ```
/// # #[cfg(feature = "json")] {
/// # use bangfu::{charter::Charter, roster::Roster};
/// use bangfu::poverty::{ExitCase, ExitStage, ExitStep::{Announced, Consented, Posted, Proposed, Verified}};
/// # let text = include_bytes!("../../examples/data/maoxi.json");
/// # let charter = Charter::maoxi();
/// # let roster: Roster<'_> = bangfu::document::read(text)?;
/// # let township = roster.check(&charter.organisation)?;
/// let on = "2018-12-31".parse()?;
/// let poor = township.households().find(|household| household.poor().at(on).is_some());
/// let mut case = ExitCase::new(poor.unwrap(), on, &charter.poverty.exit)?;
/// let by = township.person("p001").unwrap();
/// for (on, step) in [
///     ("2019-11-01", Proposed), ("2019-11-04", Verified { by }), ("2019-11-05", Consented),
///     ("2019-11-06", Posted),
/// ] {
///     case.record(step.on(on.parse()?))?;
/// }
/// let early = case.record(Announced.on("2019-11-12".parse()?)).unwrap_err();
/// assert_eq!(early.to_string(), "`announced` on 2019-11-12 is too early: it is allowed from 2019-11-13 on");
/// let state = case.record(Announced.on("2019-11-13".parse()?))?;
/// assert_eq!(state.stage, ExitStage::Watched);
/// assert!(case.poor().at("2019-11-12".parse()?).is_some());
/// assert!(case.poor().at("2019-11-13".parse()?).is_none());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExitCase<'t, 'r> {
    household: Household<'t>,
    /// The first day of the span out of which it leads.
    since: Day,
    rules: &'r ExitRules,
    // INVARIANT: what the events give, each of which was allowed when it came.
    events: Vec<ExitEvent<'t>>,
    state: ExitState,
}

impl<'t, 'r> ExitCase<'t, 'r> {
    /// The case of a household that is poor on a day, before anything happened. How its poverty
    /// goes on and ends is said by the events, and not by the roster, which may know it already.
    ///
    /// # Errors
    /// [`ExitRefusal::NotPoor`] if the household is not poor on the day: then there is nothing to
    /// get out of.
    pub fn new(
        household: Household<'t>,
        on: Day,
        rules: &'r ExitRules,
    ) -> Result<Self, ExitRefusal> {
        let not_poor = || ExitRefusal::NotPoor { household: household.id().clone(), on };
        let (span, ()) = household.poor().entry_at(on).ok_or_else(not_poor)?;
        let (since, state) = (span.from(), ExitState::poor_since(span.from()));
        Ok(Self { household, since, rules, events: Vec::new(), state })
    }

    /// The case after all that happened.
    ///
    /// # Errors
    /// [`ExitRefusal`] as of [`ExitCase::new`], or of the first event that was not allowed.
    pub fn replay(
        household: Household<'t>,
        on: Day,
        rules: &'r ExitRules,
        events: impl IntoIterator<Item = ExitEvent<'t>>,
    ) -> Result<Self, ExitRefusal> {
        let mut case = Self::new(household, on, rules)?;
        for event in events {
            case.record(event)?;
        }
        Ok(case)
    }

    /// Adds what happened, and returns where the case stands then.
    ///
    /// # Errors
    /// [`ExitRefusal`] if it cannot have happened so, and nothing has changed: a step that is not the
    /// next one, comes too early, or could come only after the calendar's end; a verification by the
    /// household's own helper.
    pub fn record(&mut self, event: ExitEvent<'t>) -> Result<ExitState, ExitRefusal> {
        let state = self.state.after(self.rules, event.step.kind(), event.on)?;
        if let Some(by) = event.step.verifier() {
            self.may_verify(by, event.on)?;
        }
        self.state = state;
        self.events.push(event);
        Ok(state)
    }

    /// Whether a person may verify on a day whether the household meets the standard.
    ///
    /// # Errors
    /// [`ExitRefusal::OwnHelper`] if they help the household on that day, or did within the time that
    /// the rules name.
    pub fn may_verify(&self, by: Person<'t>, on: Day) -> Result<(), ExitRefusal> {
        let Verifier::NotHelper { months } = self.rules.verifier.value else { return Ok(()) };
        let from = months_earlier(on, months.into()).unwrap_or(Day::MIN);
        let window = Span::new(from, on.next()).unwrap_or(Span::single(on));
        // By id: the person may be a view of the same township as it stood in the books on another day.
        let mut own = self.household.pairings().filter(|pairing| pairing.helper.id() == by.id());
        match own.rfind(|pairing| pairing.span.overlaps(window)) {
            None => Ok(()),
            Some(pairing) => Err(ExitRefusal::OwnHelper {
                by: by.id().clone(),
                household: self.household.id().clone(),
                on,
                helped: pairing.span,
                months,
            }),
        }
    }

    /// The household.
    #[must_use]
    pub const fn household(&self) -> Household<'t> {
        self.household
    }

    /// What happened, in order.
    #[must_use]
    pub fn events(&self) -> &[ExitEvent<'t>] {
        &self.events
    }

    /// Where the case stands, and since when.
    #[must_use]
    pub const fn state(&self) -> ExitState {
        self.state
    }

    /// What may happen next, each from which day on.
    #[must_use]
    pub fn allowed(&self) -> Vec<Allowed> {
        self.state.allowed(self.rules)
    }

    /// When the household was poor, after all that happened: an exit ends the open span on its day,
    /// a relapse begins a new one on its. [`flow`](crate::poverty::flow) reads it.
    #[must_use]
    pub fn poor(&self) -> Timeline<()> {
        let known = self.household.poor().iter().map(|(span, ())| span);
        let mut spans: Vec<Span> = known.take_while(|span| span.from() < self.since).collect();
        let mut open = Some(self.since);
        for event in &self.events {
            match (event.step.kind(), open) {
                (ExitKind::Announced, Some(from)) => {
                    spans.extend(Span::new(from, Some(event.on)));
                    open = None;
                }
                (ExitKind::Relapsed, None) => open = Some(event.on),
                _ => {}
            }
        }
        spans.extend(open.map(Span::starting));
        // INVARIANT: a notice takes a day at least, so that no span is empty; and events are in
        // order, so that none overlap.
        Timeline::new(spans.into_iter().map(|span| (span, ()))).unwrap_or_default()
    }

    /// When the household was watched, after all that happened: from each exit until the watch ends
    /// or it is poor again.
    #[must_use]
    pub fn watched(&self) -> Spans {
        let mut spans: Vec<Span> = Vec::new();
        let mut open = None;
        for event in &self.events {
            match event.step.kind() {
                ExitKind::Announced => open = Some(event.on),
                ExitKind::Relapsed | ExitKind::WatchEnded => {
                    let from = open.take();
                    spans.extend(from.and_then(|from| Span::new(from, Some(event.on)).ok()));
                }
                _ => {}
            }
        }
        spans.extend(open.map(Span::starting));
        spans.into_iter().collect()
    }

    /// The assumptions that the case rests on so far: what was used of the rules for what happened,
    /// and for the day from which it may be announced or its watch may end.
    #[must_use]
    pub fn assumptions(&self) -> Assumptions {
        let mut assumptions = Assumptions::default();
        assumptions.rest_on(&self.rules.steps);
        for event in &self.events {
            match event.step.kind() {
                ExitKind::Verified | ExitKind::NotVerified => {
                    assumptions.rest_on(&self.rules.verifier.basis);
                }
                ExitKind::Posted => assumptions.rest_on(&self.rules.notice_days.basis),
                ExitKind::Announced => assumptions.rest_on(&self.rules.watch_months.basis),
                _ => {}
            }
        }
        assumptions
    }
}
