//! A section of the report: somebody leaves, with every duty handed over or refused.

use std::collections::BTreeMap;
use std::fmt::Write;

use bangfu::assign::{Event, ProblemRecords, Session, verify};
use bangfu::basis::Sourced;
use bangfu::calendar::Day;
use bangfu::coverage::{Duty, HandoverRecords, TransferRecord, duties};
use bangfu::document::Format;
use bangfu::township::{Person, Role};

use crate::common::Stop;
use crate::report::{Report, names, person_name, unit_name};
use crate::table::{Left, Table, commas};

impl<'t> Report<'t> {
    /// What becomes of the duties of whoever has both the most households and a post that the drive
    /// needs: the households go to those who do it best from now on, each post to a colleague.
    pub fn departure(&mut self, on: Day, records: &ProblemRecords<'_>) -> Result<(), Stop> {
        let township = self.township;
        let needed_post = |duty: &&Duty<'t>| duty.is_needed() && matches!(duty.role, Role::Post(_));
        let leaver = township
            .helpers_on(on)
            .filter(|helper| duties(*helper, on).held.iter().any(|duty| needed_post(&duty)));
        let leaver = leaver.max_by_key(|helper| helper.households_on(on).count());
        let Some(person) = leaver else { return Ok(()) };
        let duties = duties(person, on);
        let posts = duties.held.iter().filter(|duty| matches!(duty.role, Role::Post(_)));
        let posts: Vec<String> = posts
            .map(|duty| format!("{} {}", self.role(duty.role), unit_name(duty.unit)))
            .collect();
        writeln!(
            self.out,
            "\n  If {} ({}) leaves on {on}: {} households and {}.",
            person_name(person),
            person.id(),
            person.households_on(on).count(),
            posts.join(", "),
        )?;

        // The plan is mended, not made anew.
        let mut session = Session::new(records)?;
        let event = Event::HelperLeaves { helper: person.id().as_borrowed() };
        let changes = session.apply(&event).map_err(Stop::refused)?;
        let certificate = verify(&session.plan()).map_err(Stop::refused)?;
        writeln!(
            self.out,
            "  The best plan is mended with {} changes: {} covered at a cost of {} (proved).",
            commas(changes.len()),
            commas(certificate.covered()),
            commas(certificate.cost()),
        )?;

        // Today's pairings stay as they are but for the leaver's households: those go to whoever
        // they have in the mended plan, as far as there is room beside the households of today.
        let plan = session.plan();
        let caps = &self.charter.pairing.caps;
        let caps = Sourced {
            value: |helper: Person<'_>| Some(u32::from(*caps.value.of(helper.rank()))),
            basis: caps.basis.clone(),
        };
        let mut room: BTreeMap<Person<'t>, usize> = BTreeMap::new();
        let mut transfers = Vec::new();
        for duty in duties.all() {
            let successor = match duty.role {
                Role::Helper => {
                    let household = plan.problem().household(duty.unit.id().as_str());
                    let planned = household.and_then(|household| plan.helper(household));
                    let planned = planned.and_then(|helper| township.person(helper.id().as_str()));
                    let has_room = |helper: &Person<'t>| {
                        let taken = room.get(helper).copied().unwrap_or_default();
                        let cap = usize::from(*self.charter.pairing.caps.value.of(helper.rank()));
                        *helper != person && helper.households_on(on).count() + taken < cap
                    };
                    let village = duty.unit.village();
                    let near = township.helpers_on(on).filter(|one| one.home_village() == village);
                    planned.into_iter().chain(near).chain(township.helpers_on(on)).find(has_room)
                }
                Role::Post(_) => None,
            };
            if let Some(successor) = successor {
                *room.entry(successor).or_default() += 1;
            }
            transfers.push((duty, successor));
        }
        let batch = |transfers: &[(&Duty<'t>, Option<Person<'t>>)]| HandoverRecords {
            format: Format,
            person: person.id().as_borrowed(),
            from: on,
            transfers: transfers.iter().map(|(duty, to)| TransferRecord::new(duty, *to)).collect(),
        };
        // First the households alone: the posts would lapse.
        match batch(&transfers).check(township, &caps) {
            Ok(_) => writeln!(self.out, "  With the households handed over, nothing is left.")?,
            Err(refusal) => writeln!(self.out, "  The households alone are refused: {refusal}.")?,
        }
        // Then each post to the first of the same rank who may have it.
        for at in 0..transfers.len() {
            if !matches!(transfers[at].0.role, Role::Post(_)) || !transfers[at].0.is_needed() {
                continue;
            }
            let name = transfers[at].0.name();
            let colleagues = township.people().filter(|one| one.rank() == person.rank());
            for colleague in colleagues.filter(|one| *one != person) {
                transfers[at].1 = Some(colleague);
                let objections = batch(&transfers).check(township, &caps).err();
                let is_free = objections.is_none_or(|refusal| {
                    refusal.as_slice().iter().all(|one| one.duty() != Some(&name))
                });
                if is_free {
                    break;
                }
            }
        }
        let handover = batch(&transfers).check(township, &caps).map_err(Stop::refused)?;
        let mut table = Table::new([("handed over", Left), ("from", Left), ("to", Left)]);
        for succession in &handover.successions {
            table.row([
                format!("{} {}", self.role(succession.role), unit_name(succession.unit)),
                succession.on.to_string(),
                succession.successor.map_or("(lapses)".to_owned(), |one| names([one])),
            ]);
        }
        self.table(&table);
        self.assumptions(&handover.assumptions)?;
        Ok(())
    }
}
