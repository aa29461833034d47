//! From what is earned to what is paid: caps, steps of discipline, and the document.

use std::collections::{BTreeMap, BTreeSet};

use bangfu::basis::Basis;
use bangfu::roster::{PersonRecord, Roster};
use bangfu::stipend::{
    Cap, ConcurrentPosts, Deduction, Effect, PartMonth, Rate, RoundingUnit, ScheduleRecords,
};
use bangfu::township::Level;
use serde_json::{Map, Value, json};

use super::StepRecord;
use super::days::{Held, Kind, held_by, rate_on};
use super::month::{Line, MonthNo, earned_in, is_worked, records, round};

pub struct Oracle<'r> {
    rules: &'r ScheduleRecords,
    /// By id, each with what they ever held and the steps that count, in their order.
    people: Vec<Someone<'r>>,
}

struct Someone<'r> {
    record: &'r PersonRecord<'r>,
    held: Vec<Held<'r>>,
    steps: Vec<(StepRecord, &'r Deduction)>,
}

/// A month of one person on the way from what is earned to what is paid.
struct Paying<'r> {
    lines: Vec<Line<'r>>,
    /// What is left of each line.
    left: Vec<i128>,
    /// What a cap takes off, with the position of the line.
    cuts: Vec<(usize, Line<'r>)>,
    taken: Vec<Line<'r>>,
    rests: BTreeSet<String>,
}

type Withheld<'r> = BTreeMap<(usize, usize), Vec<Line<'r>>>;

fn rest_on(rests: &mut BTreeSet<String>, basis: &Basis) {
    rests.extend(basis.assumption().map(ToString::to_string));
}

/// The months from that of the step on.
fn months(step: &StepRecord, deduction: &Deduction) -> (MonthNo, MonthNo) {
    let first = MonthNo::of(step.on);
    (first, MonthNo(first.0 + i32::from(deduction.months.get()) - 1))
}

/// The month in which it is paid out, if it is kept back.
fn release(step: &StepRecord, deduction: &Deduction) -> Option<MonthNo> {
    let (_, last) = months(step, deduction);
    (deduction.effect == Effect::Withheld).then_some(MonthNo(last.0 + 1))
}

impl<'r> Oracle<'r> {
    pub fn new(roster: &'r Roster<'r>, rules: &'r ScheduleRecords, steps: &[StepRecord]) -> Self {
        let mut people: Vec<&PersonRecord<'_>> = roster.people.iter().collect();
        people.sort_by_key(|person| person.id.as_str());
        let someone = |record: &'r PersonRecord<'r>| {
            let own = steps.iter().filter(|one| !one.is_annulled && record.id == *one.person);
            let mut own: Vec<StepRecord> = own.cloned().collect();
            own.sort_by_key(|one| (one.on, one.step));
            let follows = |one: StepRecord| {
                let mut deductions = rules.deductions.value.iter();
                Some((one.clone(), deductions.find(|deduction| deduction.step == one.step)?))
            };
            let steps = own.into_iter().filter_map(follows).collect();
            Someone { record, held: held_by(roster, record), steps }
        };
        Self { rules, people: people.into_iter().map(someone).collect() }
    }

    /// The document of the months, or what is said instead.
    pub fn document(
        &self,
        steps: &[StepRecord],
        first: MonthNo,
        last: MonthNo,
    ) -> Result<Value, String> {
        let start = self.rules.start.value.first_day().to_date();
        let needed = self.needed(first, last).max(MonthNo::of(start));
        self.refuse(needed, first, last)?;
        let mut withheld = Withheld::new();
        let mut rests = BTreeSet::new();
        let mut written = Vec::new();
        let mut total = 0;
        for month in (needed.0..=last.0).map(MonthNo) {
            let paid = self.month(month, &mut withheld);
            for (someone, paying) in self.people.iter().zip(&paid) {
                let is_paid_out = someone.steps.iter().any(|(step, deduction)| {
                    let (from, until) = months(step, deduction);
                    let out = release(step, deduction);
                    from <= month
                        && month <= until
                        && out.is_some_and(|out| first <= out && out <= last)
                });
                if month >= first || is_paid_out {
                    rests.extend(paying.rests.iter().cloned());
                    if month == MonthNo::of(start) && is_paid_out && !paying.lines.is_empty() {
                        rest_on(&mut rests, &self.rules.start.basis);
                    }
                }
            }
            if month >= first {
                let lines: Vec<Line<'_>> = paid.into_iter().flat_map(|paid| paid.lines).collect();
                total += lines.iter().map(|line| line.amount).sum::<i128>();
                written.push(write(month, &lines));
            }
        }
        if first == MonthNo::of(start) {
            rest_on(&mut rests, &self.rules.start.basis);
        }
        if steps.iter().any(|step| !step.is_annulled && MonthNo::of(step.on) <= last) {
            rest_on(&mut rests, &self.rules.deductions.basis);
        }
        Ok(json!({"months": written, "total": yuan(total), "assumptions": rests}))
    }

    /// The first month in which something is kept back that is paid out in these months.
    fn needed(&self, first: MonthNo, last: MonthNo) -> MonthNo {
        let steps = self.people.iter().flat_map(|someone| &someone.steps);
        let paid_out = steps.filter(|(step, deduction)| {
            release(step, deduction).is_some_and(|out| first <= out && out <= last)
        });
        let begins = paid_out.map(|(step, deduction)| months(step, deduction).0);
        begins.min().unwrap_or(first).min(first)
    }

    fn refuse(&self, needed: MonthNo, first: MonthNo, last: MonthNo) -> Result<(), String> {
        let start = self.rules.start.value.first_day().to_date();
        if last < first {
            return Err(format!("`{first}` lies after `{last}`"));
        }
        if first < MonthNo::of(start) {
            return Err(format!(
                "not_yet_effective: `{first}` lies before the first month of the schedule, `{}`",
                MonthNo::of(start)
            ));
        }
        let months = || (needed.0..=last.0).map(MonthNo);
        if let PartMonth::WorkingDays(calendar) = &self.rules.part_month.value {
            let calendar = records(calendar);
            for month in months() {
                let worked: Option<Vec<bool>> =
                    month.days().into_iter().map(|on| is_worked(&calendar, on)).collect();
                match worked {
                    None => {
                        return Err(format!(
                            "the calendar of working days does not know all of `{month}`"
                        ));
                    }
                    Some(worked) if !worked.contains(&true) => {
                        return Err(format!("`{month}` has no working day"));
                    }
                    Some(_) => {}
                }
            }
        }
        if self.rules.concurrent_posts.value == ConcurrentPosts::Refuse {
            for someone in &self.people {
                for month in months() {
                    let found = earned_in(self.rules, someone.record, &someone.held, month);
                    if let Some(on) = found.contested_on {
                        let person = &someone.record.id;
                        return Err(format!(
                            "`{person}` holds several paid posts on {on}: a decision is asked for"
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    /// What everybody is paid for a month.
    fn month(&self, month: MonthNo, withheld: &mut Withheld<'r>) -> Vec<Paying<'r>> {
        let mut all: Vec<Paying<'r>> = Vec::new();
        for someone in &self.people {
            let earned = earned_in(self.rules, someone.record, &someone.held, month);
            let mut rests = BTreeSet::new();
            for (is_used, basis) in [
                (earned.is_part, &self.rules.part_month.basis),
                (earned.is_contested, &self.rules.concurrent_posts.basis),
                (earned.is_rounded, &self.rules.rounding.basis),
            ] {
                if is_used {
                    rest_on(&mut rests, basis);
                }
            }
            let left = earned.lines.iter().map(|line| line.amount).collect();
            all.push(Paying {
                lines: earned.lines,
                left,
                cuts: Vec::new(),
                taken: Vec::new(),
                rests,
            });
        }
        self.cap(month, &mut all);
        for (at, paying) in all.iter_mut().enumerate() {
            self.take(at, month, paying, withheld);
            self.pay_out(at, month, paying, withheld);
            paying.lines.append(&mut paying.taken);
            Line::sort(&mut paying.lines);
            for line in &paying.lines {
                rest_on(&mut paying.rests, line.basis);
                if let Some(basis) = line.condition {
                    rest_on(&mut paying.rests, basis);
                }
            }
        }
        all
    }

    /// Cuts the units, from the groups up to the town.
    fn cap(&self, month: MonthNo, all: &mut [Paying<'r>]) {
        for level in [Level::Group, Level::Village, Level::Zone, Level::Town] {
            let lines = all.iter().flat_map(|paying| &paying.lines);
            let places = lines.flat_map(|line| line.held.places.clone());
            let units: BTreeSet<&str> =
                places.filter(|place| place.0 == level).map(|place| place.1).collect();
            for unit in units {
                let Some(cap) = self.cap_of(level, unit, month) else { continue };
                let most = i128::from(cap.monthly.fen());
                let due: i128 = all
                    .iter()
                    .flat_map(|paying| paying.lines.iter().zip(&paying.left))
                    .filter(|(line, _)| line.lies_in(level, unit))
                    .map(|(_, left)| left)
                    .sum();
                if due <= most {
                    continue;
                }
                let (mut seen, mut cut) = (0, 0);
                for paying in all.iter_mut() {
                    for (nth, line) in paying.lines.iter().enumerate() {
                        if line.lies_in(level, unit) {
                            seen += paying.left[nth];
                            let off = seen * (due - most) / due - cut;
                            cut += off;
                            paying.left[nth] -= off;
                            let cut = less(line, off, Kind::Cap, &cap.basis);
                            paying.cuts.extend(cut.map(|cut| (nth, cut)));
                        }
                    }
                }
            }
        }
        // Those of one line stand together, from the group up.
        for paying in all {
            paying.cuts.sort_by_key(|(nth, _)| *nth);
            paying.taken.extend(paying.cuts.drain(..).map(|(_, cut)| cut));
        }
    }

    /// The cap of a unit: its own, or else that of all units of the level.
    fn cap_of(&self, level: Level, unit: &str, month: MonthNo) -> Option<&'r Rate> {
        let names =
            |cap: &Cap| cap.units.as_ref().map(|units| units.iter().any(|one| *one == *unit));
        let caps = || self.rules.caps.iter().filter(|cap| cap.level == level);
        let own = caps().find(|cap| names(cap) == Some(true));
        let cap = own.or_else(|| caps().find(|cap| names(cap).is_none()))?;
        rate_on(&cap.rates, month.days()[0])
    }

    /// Takes off what follows from steps of discipline.
    fn take(
        &self,
        at: usize,
        month: MonthNo,
        paying: &mut Paying<'r>,
        withheld: &mut Withheld<'r>,
    ) {
        let rounding = self.rules.rounding.value;
        let due = paying.left.clone();
        for (step_at, (step, deduction)) in self.people[at].steps.iter().enumerate() {
            let (from, until) = months(step, deduction);
            if month < from || until < month {
                continue;
            }
            let kind = match deduction.effect {
                Effect::Deducted => Kind::Deduction(step.step),
                Effect::Withheld => Kind::Withholding(step.step),
            };
            let share = deduction.share;
            let (part, whole) = (i128::from(share.part()), i128::from(share.whole()));
            let (mut seen, mut taken): (i128, i128) = (0, 0);
            for (nth, line) in paying.lines.iter().enumerate() {
                if !line.kind.is_stipend() {
                    continue;
                }
                seen += due[nth];
                let (of, before) = match rounding.per {
                    RoundingUnit::Line => (due[nth], 0),
                    RoundingUnit::PersonMonth => (seen, taken),
                };
                if of * part % whole != 0 {
                    rest_on(&mut paying.rests, &self.rules.rounding.basis);
                }
                let share = round(rounding.mode, of * part, whole) - before;
                let off = share.min(paying.left[nth]);
                taken += off;
                paying.left[nth] -= off;
                if let Some(less) = less(line, off, kind, &deduction.basis) {
                    if deduction.effect == Effect::Withheld {
                        withheld.entry((at, step_at)).or_default().push(less.clone());
                    }
                    paying.taken.push(less);
                }
            }
        }
    }

    /// Pays out what was kept back: for each step, post and unit one line of the whole month.
    fn pay_out(&self, at: usize, month: MonthNo, paying: &mut Paying<'r>, withheld: &Withheld<'r>) {
        for (step_at, (step, deduction)) in self.people[at].steps.iter().enumerate() {
            if release(step, deduction) != Some(month) {
                continue;
            }
            let mut out: Vec<Line<'r>> = Vec::new();
            let days = month.days();
            for less in withheld.get(&(at, step_at)).into_iter().flatten() {
                let same = |line: &&mut Line<'_>| {
                    (line.held.post, line.held.unit) == (less.held.post, less.held.unit)
                };
                if let Some(line) = out.iter_mut().find(same) {
                    line.amount -= less.amount;
                    line.monthly = line.amount;
                    continue;
                }
                let of = i128::try_from(days.len()).expect("few");
                out.push(Line {
                    kind: Kind::Release(step.step),
                    from: days[0],
                    until: days[days.len() - 1].succ_opt().expect("a day"),
                    days: of,
                    of,
                    monthly: -less.amount,
                    amount: -less.amount,
                    ..less.clone()
                });
            }
            paying.taken.extend(out);
        }
    }
}

/// A line that takes something off another.
fn less<'r>(line: &Line<'r>, off: i128, kind: Kind<'r>, basis: &'r Basis) -> Option<Line<'r>> {
    let taken = Line { kind, amount: -off, basis, condition: None, ..line.clone() };
    (off > 0).then_some(taken)
}

fn yuan(fen: i128) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}

fn write(month: MonthNo, lines: &[Line<'_>]) -> Value {
    let mut by_village: BTreeMap<&str, i128> = BTreeMap::new();
    for line in lines {
        if let Some(village) = line.held.village() {
            *by_village.entry(village).or_default() += line.amount;
        }
    }
    let by_village: Map<String, Value> =
        by_village.into_iter().map(|(id, sum)| (id.to_owned(), yuan(sum).into())).collect();
    let written = lines.iter().map(|line| {
        let mut document = json!({
            "person": line.person, "post": line.held.post.as_str(), "unit": line.held.unit,
            "kind": line.kind.word(), "from": line.from.to_string(),
            "until": line.until.to_string(),
            "days": u64::try_from(line.days).expect("few"),
            "of": u64::try_from(line.of).expect("few"),
            "monthly": yuan(line.monthly), "amount": yuan(line.amount),
            "source": line.basis.id().as_str(),
        });
        if let Some(step) = line.kind.step() {
            document["step"] = step.as_str().into();
        }
        document
    });
    let total = lines.iter().map(|line| line.amount).sum();
    let written: Vec<Value> = written.collect();
    json!({
        "month": month.to_string(), "total": yuan(total), "lines": written,
        "by_village": by_village,
    })
}
