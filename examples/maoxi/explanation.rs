//! Sections of the report: why a household has the helper whom it has in the best plan, and what
//! would close a shortage.

use std::fmt::Write;

use bangfu::assign::{Language, Plan, Remedy, Wording, explain, remedies};
use bangfu::quantity::Id;

use crate::common::Stop;
use crate::report::{Report, person_name, unit_name};
use crate::table::{Left, Right, Table, commas};

/// How many candidates are shown.
const CANDIDATES: usize = 4;
/// A sentence longer than that lists too many people to be read here.
const LONGEST: usize = 400;

impl Report<'_> {
    /// What a person or household is called.
    fn name(&self, id: &Id<'_>) -> String {
        let id = id.as_str();
        let person = self.township.person(id).map(person_name);
        let group = || self.township.groups().find(|group| group.id().as_str() == id);
        let group = || {
            let group = group()?;
            Some(format!("{} {}", unit_name(group.village()), unit_name(group)))
        };
        person.or_else(group).unwrap_or_else(|| id.to_owned())
    }

    /// Why a household has its helper: the one for which anybody else would cost the most.
    pub fn explanation(&mut self, plan: &Plan<'_>) -> Result<(), Stop> {
        let mut explainer = explain(plan).map_err(Stop::refused)?;
        let hardest = plan.pairings().max_by_key(|pairing| {
            explainer.next_best(pairing.household).map(|next| (next.extra.cost, next.moves.len()))
        });
        let explanation = hardest.and_then(|hardest| explainer.household(hardest.household));
        let Some(explanation) = explanation else { return Ok(()) };
        for language in [Language::English, Language::Chinese] {
            let wording = Wording { language, name: |id: &Id<'static>| self.name(id) };
            let mut text = String::from("\n");
            for sentence in wording.explanation(&explanation) {
                if sentence.chars().count() < LONGEST {
                    writeln!(text, "  {sentence}")?;
                }
            }
            self.out.push_str(&text);
        }
        let mut table = Table::new([
            ("candidates", Left),
            ("minutes", Right),
            ("kept", Right),
            ("the whole plan would cost more", Right),
            ("households that move", Right),
        ]);
        for candidate in explanation.candidates.iter().take(CANDIDATES) {
            table.row([
                self.name(candidate.helper.id()),
                commas(candidate.parts.minutes),
                commas(candidate.parts.keep),
                commas(candidate.extra.cost),
                commas(candidate.moves.len()),
            ]);
        }
        self.table(&table);
        Ok(())
    }

    /// What would close a shortage. Of all the wider scopes that would help, of which there are many,
    /// the first of two classes.
    pub fn remedies(&mut self, plan: &Plan<'_>) -> Result<(), Stop> {
        for mut relief in remedies(plan).map_err(Stop::refused)? {
            let mut scopes = 0;
            relief.remedies.retain_mut(|remedy| {
                let Remedy::Scope { sites, .. } = remedy else { return true };
                sites.truncate(1);
                scopes += 1;
                scopes <= 2
            });
            // A class has no name: it is that of its first helper.
            let first_of = |class: &Id<'_>| {
                let first = plan.problem().helpers().find(|helper| helper.class() == class);
                first.map(|helper| format!("of {}", self.name(helper.id())))
            };
            let wording = Wording {
                language: Language::English,
                name: |id: &Id<'static>| first_of(id).unwrap_or_else(|| self.name(id)),
            };
            let mut text = String::new();
            for sentence in wording.relief(&relief) {
                if sentence.chars().count() < LONGEST {
                    writeln!(text, "  {sentence}")?;
                }
            }
            self.out.push_str(&text);
        }
        Ok(())
    }
}
