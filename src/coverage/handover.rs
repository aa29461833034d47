use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Duty, DutyName, Objection, Refusal, duties};
use crate::basis::{Assumptions, Sourced};
use crate::calendar::{Day, Span, Spans};
use crate::document::{Format, nullable};
use crate::quantity::Id;
use crate::township::{Person, Role, Succession, Tenure, Township};

/// Who leaves when, and to whom each duty passes, as a document holds it: one batch, not yet
/// checked.
///
/// In documents:
///
/// ```json
/// { "format": 1, "person": "p042", "from": "2018-10-08",
///   "transfers": [
///     {"post": "helper", "unit": "h0001", "from": "2018-09-10", "to": "p060"},
///     {"post": "supervisor", "unit": "510525108", "from": "2018-09-10", "to": null}] }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a handover")]
pub struct HandoverRecords<'a> {
    /// The format of the document.
    pub format: Format,
    /// The id of who leaves.
    #[serde(borrow)]
    pub person: Id<'a>,
    /// The first day on which they are gone.
    pub from: Day,
    /// To whom each duty passes.
    #[serde(borrow)]
    pub transfers: Vec<TransferRecord<'a>>,
}

/// To whom one duty passes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a transfer")]
pub struct TransferRecord<'a> {
    /// As what the person answers: in a post, or as `helper`.
    #[serde(rename = "post")]
    pub role: Role,
    /// The id of the unit, or of the household.
    #[serde(borrow)]
    pub unit: Id<'a>,
    /// The first day of the duty, as its record has it; with role and unit it names the duty.
    pub from: Day,
    /// The id of the successor; null if the duty is to lapse.
    #[serde(borrow, deserialize_with = "nullable")]
    pub to: Option<Id<'a>>,
}

/// A complete handover of everything that a person answers for (工作交接), checked as one batch.
///
/// It holds every duty of the person from the day on, and each of them passes to somebody who may
/// have it, or lapses because the mechanism can spare it. Nobody is missing who was not missing
/// before: no household is left behind `[F20]`.
///
/// In documents `{"person": "p042", "from": "2018-10-08", "successions": […], "assumptions":
/// ["A10"]}`, with a [`Succession`] for each duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Handover<'t> {
    /// Who leaves.
    pub person: Person<'t>,
    /// The first day on which they are gone.
    pub from: Day,
    /// What becomes of each duty, by unit, role and first day: all the changes to the records.
    pub successions: Vec<Succession<'t>>,
    /// The assumptions that this rests on.
    pub assumptions: Assumptions,
}

impl<'t> TransferRecord<'t> {
    /// That a duty passes to somebody, or lapses.
    #[must_use]
    pub fn new(duty: &Duty<'t>, to: Option<Person<'t>>) -> Self {
        Self {
            role: duty.role,
            unit: duty.unit.id().as_borrowed(),
            from: duty.span.from(),
            to: to.map(|person| person.id().as_borrowed()),
        }
    }

    fn duty(&self) -> DutyName {
        DutyName { unit: self.unit.clone().into_owned(), role: self.role, from: self.from }
    }
}

impl HandoverRecords<'_> {
    /// Checks the batch as a whole against the township: all of it, or a refusal that says
    /// everything that is left and everything that is wrong.
    ///
    /// - Every [duty](duties) of the person from the day on stands in the batch once, and nothing
    ///   else does.
    /// - A duty may lapse if the mechanism can spare it: if [nobody is missing](Duty::missing) then.
    /// - A successor is a known person other than who leaves, of a rank that the post is open to,
    ///   who on the days that pass holds neither this post nor one that excludes it `[F25]`.
    /// - A successor who takes over households has, while one of them is theirs, no more than
    ///   `caps` allows (A10), `None` being any number. Whoever they help counts, poor yet or not.
    ///
    /// A successor takes over exactly the days of who leaves, from the day on. So a household has one
    /// helper `[F61]` and no post more holders than seats, as before. The order of the transfers
    /// makes no difference. The roster takes an accepted batch up with
    /// [`Roster::after`](crate::roster::Roster::after).
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// # use bangfu::{charter::Charter, coverage::{HandoverRecords, TransferRecord, duties}};
    /// # use bangfu::{basis::Sourced, document::Format, roster::Roster, township::Person};
    /// # let text = include_bytes!("../../examples/data/maoxi.json");
    /// # let charter = Charter::maoxi();
    /// # let roster: Roster<'_> = bangfu::document::read(text)?;
    /// # let township = roster.check(&charter.organisation)?;
    /// let most = charter.pairing.caps;
    /// let caps = Sourced {
    ///     value: |helper: Person<'_>| Some((*most.value.of(helper.rank())).into()),
    ///     basis: most.basis,
    /// };
    /// // Who leads two groups and holds two paid posts leaves; the deputy secretary takes over all.
    /// let (person, deputy) = (township.person("p260").unwrap(), township.person("p258"));
    /// let from = "2018-10-08".parse()?;
    /// let mut batch = HandoverRecords {
    ///     format: Format,
    ///     person: person.id().as_borrowed(),
    ///     from,
    ///     transfers: (duties(person, from).all())
    ///         .map(|duty| TransferRecord::new(duty, deputy))
    ///         .collect(),
    /// };
    /// let handover = batch.check(&township, &caps)?;
    /// let after = roster.after(&handover.successions)?.check(&charter.organisation)?;
    /// assert_eq!(duties(after.person("p260").unwrap(), from).all().count(), 0);
    ///
    /// // All of it, or what is left.
    /// batch.transfers.remove(0);
    /// let refusal = batch.check(&township, &caps).unwrap_err();
    /// assert_eq!(refusal.to_string(), "`group_lead` at `209-3` from `2018-09-10` is left");
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Refusal`] with every [`Objection`] that does not only follow from another: a transfer with
    /// one takes no part in counting households.
    pub fn check<'t, C: Fn(Person<'t>) -> Option<u32>>(
        &self,
        township: &'t Township,
        caps: &Sourced<C>,
    ) -> Result<Handover<'t>, Refusal> {
        let mut batch = Batch::new(self, township);
        let Some(person) = township.person(self.person.as_str()) else {
            return Err(batch.refuse_of_nobody());
        };
        let duties = duties(person, self.from);
        let mut assumptions = duties.assumptions.clone();
        let mut successions = Vec::new();
        for duty in duties.all() {
            successions.extend(batch.succession(person, duty));
        }
        batch.refuse_what_is_no_duty();
        let mut taken: BTreeMap<Person<'t>, Vec<Span>> = BTreeMap::new();
        for succession in successions.iter().filter(|one| one.role == Role::Helper) {
            if let (Some(successor), Some(passed)) = (succession.successor, succession.passed()) {
                taken.entry(successor).or_default().push(passed);
            }
        }
        for (successor, taken) in taken {
            if let Some(cap) = (caps.value)(successor) {
                assumptions.rest_on(&caps.basis);
                batch.objections.extend(over_cap(successor, taken, cap));
            }
        }
        Refusal::none_or(batch.objections)?;
        successions.sort_by_key(|one| (one.unit.id(), one.role, one.span));
        Ok(Handover { person, from: self.from, successions, assumptions })
    }
}

/// The transfers by the duty that they name, and what was found against them so far.
struct Batch<'b, 't> {
    records: &'b HandoverRecords<'b>,
    township: &'t Township,
    transfers: BTreeMap<DutyName, Vec<&'b TransferRecord<'b>>>,
    objections: Vec<Objection>,
}

impl<'b, 't> Batch<'b, 't> {
    fn new(records: &'b HandoverRecords<'b>, township: &'t Township) -> Self {
        let mut transfers: BTreeMap<DutyName, Vec<_>> = BTreeMap::new();
        for transfer in &records.transfers {
            transfers.entry(transfer.duty()).or_default().push(transfer);
        }
        Self { records, township, transfers, objections: Vec::new() }
    }

    /// What becomes of a duty, if the batch says so once.
    fn succession(&mut self, person: Person<'t>, duty: &Duty<'t>) -> Option<Succession<'t>> {
        let name = duty.name();
        let transfers = self.transfers.remove(&name).unwrap_or_default();
        let (before, mut only) = (self.objections.len(), None);
        match transfers.as_slice() {
            [] => self.objections.push(Objection::Left { duty: name.clone() }),
            [_] => {}
            _ => self.objections.push(Objection::MoreThanOnce { duty: name.clone() }),
        }
        for transfer in transfers {
            let Some(to) = &transfer.to else {
                if duty.is_needed() {
                    let (duty, missing) = (name.clone(), duty.missing.clone());
                    self.objections.push(Objection::Needed { duty, missing });
                }
                continue;
            };
            only = self.successor(&name, to);
            if let (Some(successor), Role::Post(_)) = (only, duty.role) {
                self.refuse_unfit(duty, successor);
            }
        }
        let is_sound = self.objections.len() == before;
        is_sound.then_some(Succession {
            role: duty.role,
            unit: duty.unit,
            person,
            span: duty.span,
            on: self.records.from,
            successor: only,
        })
    }

    fn successor(&mut self, duty: &DutyName, id: &Id<'_>) -> Option<Person<'t>> {
        let successor = id.clone().into_owned();
        if *id == self.records.person {
            self.objections.push(Objection::Leaving { duty: duty.clone(), successor });
            return None;
        }
        let found = self.township.person(id.as_str());
        if found.is_none() {
            self.objections.push(Objection::UnknownSuccessor { duty: duty.clone(), successor });
        }
        found
    }

    /// Whether the organisation lets somebody have a post on the days that pass.
    fn refuse_unfit(&mut self, duty: &Duty<'t>, successor: Person<'t>) {
        let Role::Post(post) = duty.role else { return };
        let organisation = self.township.organisation();
        let (name, id) = (|| duty.name(), || successor.id().clone());
        let rank = successor.rank();
        if organisation.rule(post).is_none_or(|rule| !rule.ranks.contains(&rank)) {
            let refused = Objection::WrongRank { duty: name(), successor: id(), rank };
            self.objections.push(refused);
        }
        let passed = duty.span.intersection(Span::starting(self.records.from));
        let is_in_the_way =
            |tenure: &Tenure<'_>| passed.is_some_and(|passed| tenure.span().overlaps(passed));
        let mut held = successor.tenures().filter(is_in_the_way);
        if let Some(own) = held.find(|own| own.post() == post && own.unit() == duty.unit) {
            let (duty, successor, held) = (name(), id(), own.span());
            self.objections.push(Objection::HeldAlready { duty, successor, held });
        }
        let mut held = successor.tenures().filter(is_in_the_way);
        if let Some(own) = held.find(|own| organisation.excludes(post, own.post())) {
            let (duty, successor) = (name(), id());
            let (other, held) = (own.post(), own.span());
            self.objections.push(Objection::Excluded { duty, successor, other, held });
        }
    }

    /// Whatever the batch names that was not asked for.
    fn refuse_what_is_no_duty(&mut self) {
        for (name, transfers) in std::mem::take(&mut self.transfers) {
            for to in transfers.into_iter().filter_map(|transfer| transfer.to.as_ref()) {
                self.successor(&name, to);
            }
            self.objections.push(Objection::NotADuty { duty: name });
        }
    }

    /// Of somebody unknown nothing is known but who is not there to succeed them.
    fn refuse_of_nobody(mut self) -> Refusal {
        let person = self.records.person.clone().into_owned();
        self.refuse_what_is_no_duty();
        self.objections.retain(|found| matches!(found, Objection::UnknownSuccessor { .. }));
        self.objections.push(Objection::UnknownPerson { person });
        Refusal::of(self.objections)
    }
}

/// Whether somebody would help too many households while one of those taken over is theirs.
fn over_cap(successor: Person<'_>, taken: Vec<Span>, cap: u32) -> Option<Objection> {
    let own = successor.pairings().map(|pairing| pairing.span);
    let all: Vec<Span> = own.chain(taken.iter().copied()).collect();
    let most = usize::try_from(cap).unwrap_or(usize::MAX);
    let too_many = Spans::of_at_least(most.saturating_add(1), all.iter().copied());
    let on = too_many.intersection(&taken.into()).iter().next()?.from();
    let households = all.iter().filter(|span| span.contains(on)).count();
    Some(Objection::OverCap { successor: successor.id().clone(), on, households, cap })
}
