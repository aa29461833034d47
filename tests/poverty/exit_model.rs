//! Random steps of many households out of poverty, against a model that keeps nothing but the list
//! of what happened and reads it anew for every question.

use std::collections::BTreeSet;

use bangfu::calendar::Day;
use bangfu::charter::Charter;
use bangfu::poverty::{
    Allowed, ExitCase, ExitKind, ExitRecord, ExitRefusal, ExitRules, ExitStage, Flow, Verifier,
    flow,
};
use bangfu::testing;
use bangfu::township::{Household, Person, Township};
use chrono::Datelike;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use bangfu::chrono;

/// What happened, and nothing else.
struct Model<'a> {
    poor_from: Day,
    rules: &'a ExitRules,
    happened: Vec<(ExitKind, Day)>,
}

impl Model<'_> {
    fn count(&self, kinds: &[ExitKind], since: usize) -> usize {
        self.happened[since..].iter().filter(|(kind, _)| kinds.contains(kind)).count()
    }

    fn last_day(&self) -> Day {
        self.happened.last().map_or(self.poor_from, |(_, on)| *on)
    }

    /// Where the attempt under way begins in the list: behind whatever ended one.
    fn attempt(&self) -> usize {
        let ends = [
            ExitKind::NotProposed,
            ExitKind::NotVerified,
            ExitKind::Declined,
            ExitKind::Upheld,
            ExitKind::Withdrawn,
            ExitKind::Relapsed,
        ];
        self.happened.iter().rposition(|(kind, _)| ends.contains(kind)).map_or(0, |at| at + 1)
    }

    fn day_of(&self, kind: ExitKind) -> Option<Day> {
        let attempt = self.happened[self.attempt()..].iter();
        attempt.rev().find(|(one, _)| *one == kind).map(|(_, on)| *on)
    }

    fn is_out(&self) -> bool {
        self.count(&[ExitKind::Announced], 0) > self.count(&[ExitKind::Relapsed], 0)
    }

    fn open_objections(&self) -> usize {
        let attempt = self.attempt();
        self.count(&[ExitKind::Objected], attempt) - self.count(&[ExitKind::Dismissed], attempt)
    }

    fn stage(&self) -> ExitStage {
        let has = |kind| self.day_of(kind).is_some();
        match () {
            () if self.is_out() && has(ExitKind::WatchEnded) => ExitStage::Out,
            () if self.is_out() => ExitStage::Watched,
            () if has(ExitKind::Posted) && self.open_objections() > 0 => ExitStage::Disputed,
            () if has(ExitKind::Posted) => ExitStage::OnNotice,
            () if has(ExitKind::Consented) => ExitStage::Consented,
            () if has(ExitKind::Verified) => ExitStage::Verified,
            () if has(ExitKind::Proposed) => ExitStage::Proposed,
            () => ExitStage::Poor,
        }
    }

    /// The kinds that come next.
    fn next(&self) -> &'static [ExitKind] {
        match self.stage() {
            ExitStage::Poor => &[ExitKind::Proposed, ExitKind::NotProposed],
            ExitStage::Proposed => {
                &[ExitKind::Verified, ExitKind::NotVerified, ExitKind::Withdrawn]
            }
            ExitStage::Verified => &[ExitKind::Consented, ExitKind::Declined, ExitKind::Withdrawn],
            ExitStage::Consented => &[ExitKind::Posted, ExitKind::Withdrawn],
            ExitStage::OnNotice => &[ExitKind::Objected, ExitKind::Announced, ExitKind::Withdrawn],
            ExitStage::Disputed => {
                &[ExitKind::Objected, ExitKind::Dismissed, ExitKind::Upheld, ExitKind::Withdrawn]
            }
            ExitStage::Watched => &[ExitKind::Relapsed, ExitKind::WatchEnded],
            ExitStage::Out => &[ExitKind::Relapsed],
        }
    }

    /// The first day of each kind that may come next.
    fn allowed(&self) -> BTreeSet<(ExitKind, Day)> {
        let now = self.last_day();
        let from = |kind: &ExitKind| match kind {
            // On the day of the exit it is out.
            ExitKind::Relapsed => Some(self.day_of(ExitKind::Announced)?.next()?.max(now)),
            ExitKind::Announced => {
                // The notice stands for so many days; the day after the last of them.
                let mut day = self.day_of(ExitKind::Posted)?;
                for _ in 0..self.rules.notice_days.value.get() {
                    day = day.next()?;
                }
                Some(day.max(now))
            }
            ExitKind::WatchEnded => {
                let exit = self.day_of(ExitKind::Announced)?;
                let months = u32::from(exit.month().month()) - 1;
                let months = months + u32::from(self.rules.watch_months.value);
                let year = exit.year() + u16::try_from(months / 12).unwrap();
                let month = u8::try_from(months % 12 + 1).unwrap();
                // The same day, or the last one before it that there is.
                let same = exit.to_date().day();
                let days = (1..=same).rev().find_map(|day| {
                    chrono::NaiveDate::from_ymd_opt(year.into(), month.into(), day)
                });
                Some(Day::try_from(days.unwrap()).ok()?.max(now))
            }
            _ => Some(now),
        };
        self.next().iter().filter_map(|kind| Some((*kind, from(kind)?))).collect()
    }

    /// Whether the household is poor on a day from its last known poor span on.
    fn is_poor(&self, on: Day) -> bool {
        let until =
            |kind| self.happened.iter().filter(|(one, day)| *one == kind && *day <= on).count();
        on >= self.poor_from && until(ExitKind::Announced) == until(ExitKind::Relapsed)
    }
}

/// Whether they help the household on the day or on one of the months before it, day by day.
fn is_own_helper(household: Household<'_>, by: Person<'_>, on: Day, rules: &ExitRules) -> bool {
    let Verifier::NotHelper { months } = rules.verifier.value else { return false };
    let (mut year, mut month) = (i32::from(on.year()), i32::from(on.month().month()));
    month -= i32::from(months);
    while month < 1 {
        (year, month) = (year - 1, month + 12);
    }
    let today = on.to_date().day();
    let first = (1..=today)
        .rev()
        .find_map(|day| chrono::NaiveDate::from_ymd_opt(year, u32::try_from(month).unwrap(), day));
    let mut day = Some(on);
    while let Some(one) = day.filter(|one| one.to_date() >= first.unwrap()) {
        if household.helper_on(one) == Some(by) {
            return true;
        }
        day = one.previous();
    }
    false
}

fn exit_rules() -> impl Strategy<Value = ExitRules> {
    let verifier = prop_oneof![
        1 => Just(Verifier::Anyone),
        3 => (0..14_u16).prop_map(|months| Verifier::NotHelper { months }),
    ];
    (1..20_u16, 0..14_u16, verifier).prop_map(|(notice, watch, verifier)| {
        let mut rules = Charter::maoxi().poverty.exit;
        rules.notice_days.value = notice.try_into().unwrap();
        rules.watch_months.value = watch;
        rules.verifier.value = verifier;
        rules
    })
}

/// What is to happen: which of the kinds, whether only of those that may, after how many days, by
/// whom.
type Try = (usize, bool, i64, usize);

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let days = prop_oneof![4 => Just(0_i64), 6 => 0..12_i64, 1 => 0..500_i64, 1 => -3..0_i64];
    vec((any::<usize>(), prop::bool::weighted(0.9), days, any::<usize>()), 0..60)
}

fn moved(day: Day, days: i64) -> Day {
    let date = day.to_date() + chrono::TimeDelta::days(days);
    Day::try_from(date).unwrap_or(day)
}

/// How often what came out.
#[derive(Default)]
struct Seen {
    steps: BTreeSet<ExitKind>,
    stages: BTreeSet<ExitStage>,
    refusals: BTreeSet<&'static str>,
}

/// Lets it all happen to one household, and holds every answer against the model's.
fn run(
    household: Household<'_>,
    township: &Township,
    rules: &ExitRules,
    tries: &[Try],
    seen: &mut Seen,
) {
    let people: Vec<Person<'_>> = township.people().collect();
    // Helpers first, so that some are barred.
    let helpers = household.pairings().map(|pairing| pairing.helper);
    let verifiers: Vec<Person<'_>> = helpers.chain(people).collect();
    // Out of one of its spans, whatever is known of later.
    let known = tries.len() % household.poor().len().max(1);
    let Some((open, ())) = household.poor().iter().nth(known) else {
        assert!(ExitCase::new(household, Day::MAX, rules).is_err());
        return;
    };
    let on = if tries.len().is_multiple_of(2) { open.from() } else { open.last() };
    let mut case = ExitCase::new(household, on, rules).unwrap();
    let mut model = Model { poor_from: open.from(), rules, happened: Vec::new() };
    for &(kind, is_next, days, by) in tries {
        let allowed = model.allowed();
        let next: Vec<ExitKind> = allowed.iter().map(|(kind, _)| *kind).collect();
        let kinds = if is_next { next } else { ExitKind::ALL.to_vec() };
        let kind = kinds[kind % kinds.len()];
        let Some(by) = verifiers.get(by % verifiers.len().max(1)) else { return };
        let from = allowed.iter().find(|(one, _)| *one == kind).map(|(_, from)| *from);
        // Some come right in time, some too early for a notice or a watch.
        let base = if days % 2 == 0 { from.unwrap_or(model.last_day()) } else { model.last_day() };
        let on = moved(base, days);
        let is_verification = [ExitKind::Verified, ExitKind::NotVerified].contains(&kind);
        let by_whom = is_verification.then(|| by.id().as_borrowed());
        let record = ExitRecord { on, step: kind, by: by_whom };
        let event = record.of(township).unwrap();
        assert_eq!((event.on, event.step.kind()), (on, kind));
        assert_eq!(ExitRecord::from(event), record);
        let text = serde_json::to_vec(&event).unwrap();
        assert_eq!(bangfu::document::read(&text), Ok(record));
        let step = event.step;
        let before = case.clone();
        match case.record(event) {
            Ok(state) => {
                assert!(from.unwrap() <= on);
                assert!(step.verifier().is_none() || !is_own_helper(household, *by, on, rules));
                let stage_before = model.stage();
                model.happened.push((kind, on));
                assert_eq!((state.stage, state.last), (model.stage(), on));
                let since = if stage_before == state.stage { before.state().since } else { on };
                assert_eq!(state.since, since);
                seen.steps.insert(kind);
                let expected = match kind {
                    ExitKind::Announced => Some(Flow::Exited),
                    ExitKind::Relapsed => Some(Flow::Relapsed),
                    _ => None,
                };
                if let Some(expected) = expected {
                    assert_eq!(flow(&case.poor(), on), expected);
                }
            }
            Err(refusal) => {
                assert_eq!(case, before);
                seen.refusals.insert(match &refusal {
                    ExitRefusal::NotNext { allowed, .. } => {
                        assert!(!model.next().contains(&kind));
                        assert_eq!(*allowed, case.allowed());
                        "not_next"
                    }
                    ExitRefusal::OutOfCalendar { .. } => {
                        assert!(model.next().contains(&kind) && from.is_none());
                        "out_of_calendar"
                    }
                    ExitRefusal::TooEarly { from: told, .. } => {
                        assert_eq!(from, Some(*told));
                        assert!(on < *told);
                        "too_early"
                    }
                    ExitRefusal::OwnHelper { helped, .. } => {
                        assert!(from.unwrap() <= on && is_own_helper(household, *by, on, rules));
                        assert!(
                            household
                                .pairings()
                                .any(|one| one.span == *helped && one.helper == *by)
                        );
                        "own_helper"
                    }
                    other => panic!("{other}"),
                });
            }
        }
        let allowed: BTreeSet<(ExitKind, Day)> =
            case.allowed().iter().map(|Allowed { kind, from }| (*kind, *from)).collect();
        assert_eq!(allowed, model.allowed());
        assert_eq!(u64::from(case.state().objections), model.open_objections() as u64);
        assert_eq!(case.state().stage.is_poor(), !model.is_out());
        let is_watched = case.watched().contains(case.state().last);
        assert_eq!(is_watched, case.state().stage == ExitStage::Watched);
        seen.stages.insert(case.state().stage);
    }
    let events: Vec<_> = case.events().to_vec();
    assert_eq!(ExitCase::replay(household, on, rules, events), Ok(case.clone()));
    assert_spans(&case, &model, known);
}

/// The spans, so many of which were known before, day by day around every event.
fn assert_spans(case: &ExitCase<'_, '_>, model: &Model<'_>, known: usize) {
    let household = case.household();
    let poor = case.poor();
    let relapses = model.count(&[ExitKind::Relapsed], 0);
    assert_eq!(poor.len(), known + 1 + relapses);
    assert!(poor.iter().zip(household.poor().iter()).take(known).all(|(one, other)| one == other));
    for (_, on) in &model.happened {
        for on in [on.previous(), Some(*on), on.next()].into_iter().flatten() {
            if on >= model.poor_from {
                assert_eq!(poor.at(on).is_some(), model.is_poor(on), "{on}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_case_is_what_the_list_of_its_events_says(
        township in testing::township(), rules in exit_rules(), tries in vec(tries(), 4),
    ) {
        let mut seen = Seen::default();
        for (household, tries) in township.households().zip(&tries) {
            run(household, &township, &rules, tries, &mut seen);
        }
    }
}

/// Were some step never taken, nothing would be known of it.
#[test]
fn every_step_stage_and_refusal_occurs() {
    let mut runner = TestRunner::deterministic();
    let mut seen = Seen::default();
    for _ in 0..40 {
        let strategy = (testing::township(), exit_rules(), vec(tries(), 8));
        let (township, rules, tries) = strategy.new_tree(&mut runner).unwrap().current();
        for (household, tries) in township.households().zip(&tries) {
            run(household, &township, &rules, tries, &mut seen);
        }
    }
    assert_eq!(seen.steps, ExitKind::ALL.into());
    assert_eq!(seen.stages.len(), 8);
    assert_eq!(seen.refusals, ["not_next", "too_early", "own_helper"].into());
}
