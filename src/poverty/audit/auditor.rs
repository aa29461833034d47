use std::collections::BTreeMap;

use super::bounds::{bounds_of, room};
use super::discrepancy::{AuditFinding, Demand, Discrepancy, FigureName};
use super::sheet::{Counted, Reported, Sheet, Term};
use super::{Audit, Check, Derived, DerivedValue, Unchecked, UnknownFigure};
use crate::basis::Assumptions;
use crate::calendar::Day;
use crate::poverty::{IncidenceLimit, NoIncidenceLimit, Standard};
use crate::quantity::Id;
use crate::township::Level;

/// An audit under way.
pub(super) struct Auditor<'s, 'r> {
    pub(super) sheet: &'s Sheet,
    pub(super) limit: Result<IncidenceLimit<'r>, NoIncidenceLimit>,
    /// The positions of the parts of each unit.
    pub(super) parts: Vec<Vec<usize>>,
    pub(super) audit: Audit<'s>,
}

impl<'s, 'r> Auditor<'s, 'r> {
    pub(super) fn new(sheet: &'s Sheet, village_standard: &'r Standard) -> Self {
        // INVARIANT: the year of a sheet is one of the calendar.
        let last_day = Day::new(sheet.year, 12, 31).unwrap_or(Day::MAX);
        let limit = village_standard.incidence_limit(sheet.region.as_ref(), last_day);
        let mut parts = vec![Vec::new(); sheet.units.len()];
        for (at, unit) in sheet.units.iter().enumerate() {
            if let Some(parts) = unit.parent.and_then(|parent| parts.get_mut(parent)) {
                parts.push(at);
            }
        }
        let audit = Audit {
            year: sheet.year,
            checked: 0,
            findings: Vec::new(),
            unchecked: Vec::new(),
            derived: Vec::new(),
            assumptions: Assumptions::default(),
        };
        Self { sheet, limit, parts, audit }
    }

    pub(super) fn made(&mut self) {
        // INVARIANT: there are not 2^64 units.
        self.audit.checked = self.audit.checked.saturating_add(1);
    }

    /// A check was made, and found something.
    pub(super) fn find(&mut self, unit: &'s Reported, discrepancy: Discrepancy<'s>) {
        self.made();
        self.audit.findings.push(AuditFinding { unit: &unit.id, level: unit.level, discrepancy });
    }

    /// A check could not be made.
    pub(super) fn skip(
        &mut self,
        unit: &'s Reported,
        check: Check,
        unknown: Vec<UnknownFigure<'s>>,
        reason: Option<NoIncidenceLimit>,
    ) {
        let (level, unit) = (unit.level, &unit.id);
        self.audit.unchecked.push(Unchecked { unit, level, check, unknown, reason });
    }

    /// A check could not be made, since of these figures of the unit some are unknown.
    pub(super) fn lack(
        &mut self,
        unit: &'s Reported,
        check: Check,
        figures: impl IntoIterator<Item = (FigureName, bool)>,
    ) {
        let unknown = figures.into_iter().filter(|(_, is_unknown)| *is_unknown);
        let unknown = unknown.map(|(figure, _)| UnknownFigure { unit: &unit.id, figure });
        self.skip(unit, check, unknown.collect(), None);
    }

    pub(super) fn derive(
        &mut self,
        unit: &'s Reported,
        figure: FigureName,
        check: Check,
        value: DerivedValue,
    ) {
        let derived = Derived { unit: &unit.id, level: unit.level, figure, check, value };
        self.audit.derived.push(derived);
    }
}

impl<'s> Auditor<'s, '_> {
    /// Holds what follows from the several checks together, and puts all in the order of the units.
    pub(super) fn end(mut self) -> Audit<'s> {
        let mut demands: BTreeMap<(&'s Id<'static>, FigureName), (Level, Vec<Demand>)> =
            BTreeMap::new();
        for Derived { unit, level, figure, check, value } in &self.audit.derived {
            if let DerivedValue::Count { least, most } = *value {
                let demand = Demand { check: *check, least, most };
                let entry = demands.entry((*unit, *figure)).or_insert((*level, Vec::new()));
                entry.1.push(demand);
            }
        }
        // The one figure that is held against two others of its unit, whether it follows or not.
        let poor = FigureName::Count(Term::Closing, Counted::Persons);
        for unit in &self.sheet.units {
            let is_unknown = unit.count(Term::Closing, Counted::Persons).is_none();
            if is_unknown && room(&bounds_of(unit, poor)).is_none() {
                demands.entry((&unit.id, poor)).or_insert((unit.level, Vec::new()));
            }
        }
        for ((id, figure), (_, values)) in &mut demands {
            let at = self.sheet.units.binary_search_by(|unit| unit.id.cmp(id));
            let unit = at.ok().and_then(|at| self.sheet.units.get(at));
            values.extend(unit.into_iter().flat_map(|unit| bounds_of(unit, *figure)));
        }
        for ((unit, figure), (level, mut values)) in demands {
            if values.len() > 1 {
                self.made();
            }
            if room(&values).is_none() {
                // Only those are told that leave no room for one another.
                let all = values.clone();
                let is_below =
                    |one: &Demand, other: &Demand| one.most.is_some_and(|most| most < other.least);
                values.retain(|one| {
                    all.iter().any(|other| is_below(one, other) || is_below(other, one))
                });
                values.sort_unstable();
                let discrepancy = Discrepancy::Contradiction { figure, values };
                self.audit.findings.push(AuditFinding { unit, level, discrepancy });
            }
        }
        self.audit.findings.sort_by_key(|finding| finding.unit);
        self.audit.derived.sort_by_key(|derived| (derived.unit, derived.figure, derived.check));
        self.audit
    }
}
