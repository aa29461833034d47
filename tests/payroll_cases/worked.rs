//! What comes out of a case, in the notation in which the clerk writes.

use bangfu::calendar::Day;
use bangfu::charter::Charter;
use bangfu::chrono::Datelike;
use bangfu::document::read;
use bangfu::roster::Roster;
use bangfu::stipend::{MonthPayroll, PayKind, PayLine, Payroll, Schedule, Stipends};
use bangfu::township::{StepTaken, Township};
use serde_json::json;

use crate::case::Case;

impl Case<'_> {
    /// Where the payroll is not as the case says; `None` if they agree.
    pub fn mismatch(&self, file: &str) -> Option<String> {
        let found = match self.work() {
            Ok(found) => found,
            Err(fault) => return Some(format!("{file}:{}: {fault}", self.line)),
        };
        let said: Vec<&str> = self.expected.iter().map(|(_, said)| said.as_str()).collect();
        let agree = |pairs: &mut dyn Iterator<Item = (&&str, &String)>| {
            pairs.take_while(|(said, found)| *said == *found).count()
        };
        // Only what lies between is shown: one missing line should not make all after it differ.
        let before = agree(&mut said.iter().zip(&found));
        if before == said.len() && before == found.len() {
            return None;
        }
        let most = said.len().min(found.len()) - before;
        let after = agree(&mut said.iter().rev().zip(found.iter().rev())).min(most);
        let says = &self.expected[before..said.len() - after];
        let line = says.first().map_or(self.line, |(number, _)| *number);
        let head = format!("{file}:{line}: case `{}`\n", self.title);
        let says = says.iter().map(|(number, said)| (format!("line {number} says"), said));
        let found = found[before..found.len() - after].iter();
        let found = found.map(|found| ("found".to_owned(), found));
        let shown = says.chain(found).map(|(who, line)| format!("  {who:<15}{line}\n"));
        Some([head].into_iter().chain(shown).collect())
    }

    /// The lines that come out; a case that is unsound as a whole has none.
    fn work(&self) -> Result<Vec<String>, String> {
        let ([first, ..], [.., last]) = (self.months.as_slice(), self.months.as_slice()) else {
            return Err("the case has no month".to_owned());
        };
        let township = self.township()?;
        let refused = |error: &dyn std::fmt::Display| {
            let months = self.months.iter().map(|month| format!("month {month}"));
            Ok(months.chain([format!("refused {error}")]).collect())
        };
        let schedule = match self.schedule() {
            Ok(schedule) => schedule,
            Err(error) => return refused(&error),
        };
        let steps = self.steps_taken(&township)?;
        match Stipends::new(&township, &schedule).with_steps(steps).payroll(*first, *last) {
            Ok(payroll) => Ok(lines(&payroll)),
            Err(error) => refused(&error),
        }
    }

    fn township(&self) -> Result<Township, String> {
        let document = json!({
            "format": 1,
            "town": {"id": "t", "population": 9000},
            "zones": [{"id": "z"}],
            "villages": [
                {"id": "v0", "zone": "z"}, {"id": "v1", "zone": "z"}, {"id": "v2", "zone": "z"},
                {"id": "c", "zone": null, "community": true},
            ],
            "groups": [
                {"id": "g0", "village": "v0"}, {"id": "g1", "village": "v1"},
                {"id": "g2", "village": "v2"}, {"id": "g3", "village": "v0"},
            ],
            "households": [], "people": self.people, "tenures": self.tenures, "pairings": [],
        })
        .to_string();
        let roster: Roster<'_> =
            read(document.as_bytes()).map_err(|report| format!("{report:?}"))?;
        roster.check(&Charter::maoxi().organisation).map_err(|findings| {
            let said = findings
                .iter()
                .map(|finding| format!("{} at `{}`", finding.fault.code(), finding.path));
            said.collect::<Vec<String>>().join(", ")
        })
    }

    fn schedule(&self) -> Result<Schedule, impl std::fmt::Display> {
        let amendments = self.amendments.iter().cloned();
        Schedule::new(self.rules.clone()).and_then(|schedule| {
            amendments
                .into_iter()
                .try_fold(schedule, |so_far, (post, rate)| so_far.amended(post, rate))
        })
    }

    fn steps_taken<'t>(&self, township: &'t Township) -> Result<Vec<StepTaken<'t>>, String> {
        let taken = self.steps.iter().map(|step| {
            let person = township.person(step.person).ok_or_else(|| {
                format!("a step is taken against `{}`, whom nobody knows", step.person)
            })?;
            let (on, annulled) = (step.on, step.annulled);
            Ok(StepTaken { person, step: step.step, on, recorded: None, annulled })
        });
        taken.collect()
    }
}

fn lines(payroll: &Payroll<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for month in &payroll.months {
        lines.push(format!("month {}", month.month));
        lines.extend(month.lines.iter().map(|line| in_words(month, line)));
        let villages = month.by_village.iter().map(|(id, sum)| format!("{id} {sum}"));
        let villages = or(villages.collect::<Vec<String>>().join(", "), "none");
        lines.push(format!("total {} villages {villages}", month.total));
    }
    let assumptions = payroll.assumptions.iter().map(ToString::to_string);
    let assumptions = or(assumptions.collect::<Vec<String>>().join(" "), "nothing");
    lines.push(format!("assuming {assumptions}"));
    let months = payroll.months.iter().map(|month| month.total.fen());
    if months.sum::<i64>() != payroll.total.fen() {
        lines.push(format!("the months do not add up to {}", payroll.total));
    }
    lines
}

fn in_words(month: &MonthPayroll<'_>, line: &PayLine<'_>) -> String {
    let (kind, span, days, of) = (line.kind(), line.span(), line.days(), line.of());
    let (monthly, amount, source) = (line.monthly(), line.amount(), line.source());
    let whose =
        format!("{} {} {} {}", line.person().id(), kind.as_str(), line.post(), line.unit().id());
    let first = day_of_month(span.from());
    let run = match span.until().filter(|until| until.month() == month.month) {
        Some(until) => format!("{first}..{}", day_of_month(until)),
        None => format!("{first}.."),
    };
    let source = source.basis();
    let after = kind.step().map_or(String::new(), |step| format!(" after {step}"));
    match kind {
        PayKind::Release(_) if (days, monthly) == (of, amount) => {
            format!("paid {whose} = {amount} by {source}{after}")
        }
        PayKind::Cap | PayKind::Deduction(_) | PayKind::Withholding(_)
            if month.lines.iter().any(|other| is_taken_from(line, other)) =>
        {
            format!("less {whose} {run} of {monthly} = {amount} by {source}{after}")
        }
        _ => format!("paid {whose} {run} {monthly} x {days}/{of} = {amount} by {source}{after}"),
    }
}

/// Whether a line may be the one from which another takes something.
fn is_taken_from(less: &PayLine<'_>, line: &PayLine<'_>) -> bool {
    let whose = (less.person(), less.post(), less.unit());
    line.amount().fen() > 0
        && whose == (line.person(), line.post(), line.unit())
        && (less.span(), less.days(), less.of()) == (line.span(), line.days(), line.of())
        && less.monthly() == line.monthly()
}

fn day_of_month(day: Day) -> u32 {
    day.to_date().day()
}

fn or(text: String, empty: &str) -> String {
    if text.is_empty() { empty.to_owned() } else { text }
}
