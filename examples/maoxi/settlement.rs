//! Sections of the report: what is settled when more is known than when the stipends were paid, or when
//! it was decided otherwise with effect in the past.

use std::collections::BTreeMap;
use std::fmt::Write;

use bangfu::basis::Assumptions;
use bangfu::calendar::{Day, Month};
use bangfu::charter::Charter;
use bangfu::stipend::{Difference, Issued, Item, PayKind, PayLine, Reason, Stipends, payroll};
use bangfu::township::Person;

use crate::common::Stop;
use crate::report::{Report, constant, person_name, unit_name};
use crate::stipends::PAYROLL;
use crate::table::{Left, Right, Table, commas};

/// The month that was paid, and the day of its payment.
const OCTOBER: &str = "2018-10";
const PAID: &str = "2018-10-31";

/// Their numbers: `A2, A4`.
fn numbers(assumptions: &Assumptions) -> String {
    let numbers: Vec<String> = assumptions.iter().map(|one| one.0.to_string()).collect();
    numbers.join(", ")
}

/// Why a difference is there.
fn why(difference: &Difference<'_>) -> String {
    let reasons: Vec<String> = difference.reasons.iter().map(Reason::to_string).collect();
    reasons.join("; ")
}

impl Report<'_> {
    /// What a line is paid for.
    fn paid_for(&self, line: &PayLine<'_>) -> String {
        let what = format!("{} {}", self.title(line.post()), unit_name(line.unit()));
        if line.kind() == PayKind::Stipend {
            what
        } else {
            format!("{}, {what}", line.kind().as_str())
        }
    }

    /// A month that was paid before everything was known of it, and what is paid afterwards.
    pub fn correction(&mut self) -> Result<(), Stop> {
        let (month, paid): (Month, Day) = (constant(OCTOBER)?, constant(PAID)?);
        let (township, schedule) = (self.township, &self.charter.stipend);
        let books = township.as_known_on(paid);
        let then = payroll(&books, schedule, month, month).map_err(Stop::refused)?;
        self.heading(format_args!("settlement of {month}, which was paid on {paid}"))?;
        writeln!(
            self.out,
            "  {} of the {} tenures of today stood in the books; by them {} yuan were paid.",
            commas(books.people().flat_map(Person::tenures).count()),
            commas(township.people().flat_map(Person::tenures).count()),
            commas(then.total),
        )?;
        let mut late = Table::new([
            ("entered afterwards", Left),
            ("who", Left),
            ("from", Left),
            ("entered on", Left),
        ]);
        for tenure in township.people().flat_map(Person::tenures) {
            let Some(recorded) = tenure.recorded().filter(|recorded| *recorded > paid) else {
                continue;
            };
            if tenure.span().overlaps(month.span()) {
                late.row([
                    format!("{} {}", self.title(tenure.post()), unit_name(tenure.unit())),
                    person_name(tenure.person()),
                    tenure.span().from().to_string(),
                    recorded.to_string(),
                ]);
            }
        }
        self.table(&late);
        writeln!(self.out)?;

        let mut issued = Issued::default();
        issued.issue(&then).map_err(Stop::refused)?;
        let stipends = Stipends::new(township, schedule);
        let settlement = stipends.settle(&issued, month, month).map_err(Stop::refused)?;
        let due = stipends.payroll(month, month).map_err(Stop::refused)?;
        let mut lines = Table::new([
            ("to be settled", Left),
            ("issued", Right),
            ("due", Right),
            ("amount", Right),
            ("why", Left),
        ]);
        let mut words = String::new();
        for difference in settlement.months.iter().flat_map(|month| &month.lines) {
            let is_of = |line: &&PayLine<'_>| Item::from(*line) == difference.item;
            let due = due.months.iter().flat_map(|month| &month.lines).find(is_of);
            let what =
                due.map_or_else(|| difference.item.kind.to_string(), |line| self.paid_for(line));
            let amounts = [difference.issued, difference.due, difference.amount].map(commas);
            lines.row([what].into_iter().chain(amounts).chain([why(difference)]));
            if let Some(line) = due {
                let (who, trace) = (person_name(line.person()), line.trace(schedule));
                writeln!(words, "  {who}, {}: {trace}", line.kind().as_str())?;
            }
        }
        lines.row(["together".to_owned(), String::new(), String::new(), commas(settlement.total)]);
        self.table(&lines);
        self.out.push_str(&words);

        issued.pay(&settlement).map_err(Stop::refused)?;
        let again = stipends.settle(&issued, month, month).map_err(Stop::refused)?;
        let left: usize = again.months.iter().map(|month| month.lines.len()).sum();
        writeln!(self.out, "  Once that is paid, settling again finds {left} lines.")?;
        Ok(())
    }

    /// What changes when it is decided what was assumed, and a rate is amended.
    pub fn decision(&mut self, decided: &Charter) -> Result<(), Stop> {
        let (first, last): (Month, Month) = (constant(PAYROLL.0)?, constant(PAYROLL.1)?);
        self.heading(format_args!("what decisions change, {first} to {last}"))?;
        let before = self.charter.bases();
        for basis in decided.bases().into_iter().filter(|basis| !before.contains(basis)) {
            let wording = decided.wording(basis).unwrap_or_default();
            writeln!(self.out, "  decision {basis}: {wording}")?;
        }
        let paid = payroll(self.township, &self.charter.stipend, first, last);
        let paid = paid.map_err(Stop::refused)?;
        let mut issued = Issued::default();
        issued.issue(&paid).map_err(Stop::refused)?;
        let stipends = Stipends::new(self.township, &decided.stipend);
        let due = stipends.payroll(first, last).map_err(Stop::refused)?;
        let settlement = stipends.settle(&issued, first, last).map_err(Stop::refused)?;
        let mut table = Table::new([
            ("month", Left),
            ("paid as assumed", Right),
            ("due as decided", Right),
            ("difference", Right),
            ("why", Left),
        ]);
        for (paid, due) in paid.months.iter().zip(&due.months) {
            let settled = settlement.months.iter().find(|settled| settled.month == due.month);
            let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
            for line in settled.into_iter().flat_map(|settled| &settled.lines) {
                *reasons.entry(why(line)).or_default() += 1;
            }
            let reasons =
                reasons.iter().map(|(why, lines)| format!("{} lines: {why}", commas(lines)));
            let reasons: Vec<String> = reasons.collect();
            table.row([
                due.month.to_string(),
                commas(paid.total),
                commas(due.total),
                settled.map_or("–".to_owned(), |settled| commas(settled.total)),
                reasons.join("; "),
            ]);
        }
        let totals = [paid.total, due.total, settlement.total].map(commas);
        table.row(["together".to_owned()].into_iter().chain(totals));
        self.table(&table);
        writeln!(
            self.out,
            "  What was paid rests on the assumptions {}; what is due on {}.",
            numbers(&paid.assumptions),
            numbers(&due.assumptions),
        )?;
        Ok(())
    }
}
