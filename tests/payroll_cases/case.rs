//! A case as the clerk wrote it.

use std::num::NonZeroU8;

use bangfu::basis::{Basis, Sourced};
use bangfu::calendar::{Day, Month, Span, Workdays, WorkdaysRecords};
use bangfu::charter::Charter;
use bangfu::quantity::{Id, RoundingMode};
use bangfu::stipend::{
    Allowance, Cap, Combination, ConcurrentPosts, Condition, Counts, Deduction, Effect, PartMonth,
    Place, Posts, Rate, Rounding, RoundingUnit, ScheduleRecords,
};
use bangfu::township::{Level, Post, Step};
use serde_json::{Value, json};

use crate::words::{Words, parse};

pub struct Case<'a> {
    pub title: &'a str,
    pub line: usize,
    pub has_comment: bool,
    pub people: Vec<Value>,
    pub tenures: Vec<Value>,
    pub steps: Vec<StepRecord<'a>>,
    pub rules: ScheduleRecords,
    /// In their order, as each holds over those before it.
    pub amendments: Vec<(Post, Rate)>,
    pub months: Vec<Month>,
    /// What should come out, line by line, without comments and needless blanks.
    pub expected: Vec<(usize, String)>,
    calendar: Option<Workdays>,
}

pub struct StepRecord<'a> {
    pub person: &'a str,
    pub step: Step,
    pub on: Day,
    pub annulled: Option<Day>,
}

impl<'a> Case<'a> {
    pub fn new(title: &'a str, line: usize) -> Self {
        Self {
            title,
            line,
            has_comment: false,
            people: Vec::new(),
            tenures: Vec::new(),
            steps: Vec::new(),
            rules: Charter::maoxi().stipend.into(),
            amendments: Vec::new(),
            months: Vec::new(),
            expected: Vec::new(),
            calendar: None,
        }
    }

    /// Takes in a further line.
    pub fn read(&mut self, number: usize, said: &'a str) -> Result<(), String> {
        let mut words = Words::of(said);
        if words.is_empty() {
            return Ok(());
        }
        let head = words.next("a word")?;
        match head {
            "month" => {
                let month: Month = words.parse("month")?;
                if let Some(last) = self.months.last().filter(|last| last.next() != Some(month)) {
                    return Err(format!("{month} does not follow {last}"));
                }
                self.months.push(month);
            }
            "paid" | "less" | "total" | "assuming" | "refused" if self.months.is_empty() => {
                return Err("no month has begun".to_owned());
            }
            "paid" | "less" | "total" | "assuming" | "refused" => {
                // What follows is compared word for word with what is worked out.
                words = Words::of("");
            }
            other if !self.months.is_empty() => {
                return Err(format!("`{other}` has no place behind a month"));
            }
            _ => {
                self.rule(head, &mut words)?;
                return words.end();
            }
        }
        let plain: Vec<&str> = said.split_whitespace().collect();
        self.expected.push((number, plain.join(" ")));
        words.end()
    }

    fn rule(&mut self, head: &str, words: &mut Words<'a>) -> Result<(), String> {
        match head {
            "home" => {
                let (person, village) = (words.next("a person")?, words.next("a village")?);
                let village = (village != "none").then_some(village);
                let rank = if words.is_empty() { "village" } else { words.next("a rank")? };
                self.people.push(json!({"id": person, "rank": rank, "village": village}));
            }
            "held" => {
                let person = words.next("a person")?;
                let post: Post = words.parse("post")?;
                let unit = words.next("a unit")?;
                let days = words.span()?;
                self.tenures.push(json!({
                    "person": person, "post": post, "unit": unit,
                    "from": days.from(), "until": days.until(),
                }));
            }
            "step" => {
                let person = words.next("a person")?;
                let (step, on) = (words.parse("step")?, words.parse("day")?);
                let annulled =
                    if words.takes("annulled") { Some(words.parse("day")?) } else { None };
                self.steps.push(StepRecord { person, step, on, annulled });
            }
            "start" => {
                let start = words.parse("month or day")?;
                settle(&mut self.rules.start, start, words)?;
            }
            "rate" => self.amendments.push((words.parse("post")?, words.rate()?)),
            "without" => {
                let name = words.next("a post or an allowance")?;
                let before = (self.rules.posts.len(), self.rules.allowances.len());
                self.rules.posts.retain(|paid| paid.post.as_str() != name);
                self.rules.allowances.retain(|allowance| allowance.kind.as_str() != name);
                if before == (self.rules.posts.len(), self.rules.allowances.len()) {
                    return Err(format!("`{name}` is no stipend or allowance of Maoxi"));
                }
            }
            "allowance" => self.allowance(words)?,
            "earns" => self.earns(words)?,
            "round" => {
                let mode = mode(words.next("a way of rounding")?)?;
                words.expect("per")?;
                let per = match words.next("what is rounded")? {
                    "line" => RoundingUnit::Line,
                    "person_month" => RoundingUnit::PersonMonth,
                    other => return Err(format!("`{other}` is nothing that is rounded")),
                };
                settle(&mut self.rules.rounding, Rounding { mode, per }, words)?;
            }
            "workdays" => self.calendar = Some(workdays(words)?),
            "part_month" => {
                let rule = match words.next("a rule for parts of a month")? {
                    "calendar_days" => PartMonth::CalendarDays,
                    "whole_month" => PartMonth::WholeMonth,
                    "fifteenth" => PartMonth::Fifteenth,
                    "working_days" => PartMonth::WorkingDays(
                        self.calendar.clone().ok_or("the line `workdays` is missing before it")?,
                    ),
                    other => return Err(format!("`{other}` is no rule for parts of a month")),
                };
                settle(&mut self.rules.part_month, rule, words)?;
            }
            "concurrent" => {
                let rule = match words.next("a rule for several posts")? {
                    "highest_only" => ConcurrentPosts::HighestOnly,
                    "highest_plus_supplement" => ConcurrentPosts::HighestPlusSupplement(vec![]),
                    "combined" => ConcurrentPosts::Combined(vec![]),
                    "sum" => ConcurrentPosts::Sum,
                    "refuse" => ConcurrentPosts::Refuse,
                    other => return Err(format!("`{other}` is no rule for several posts")),
                };
                settle(&mut self.rules.concurrent_posts, rule, words)?;
            }
            "supplement" => match &mut self.rules.concurrent_posts.value {
                ConcurrentPosts::HighestPlusSupplement(rates) => rates.push(words.rate()?),
                _ => return Err("no supplement is paid by the rule for several posts".to_owned()),
            },
            "together" => match &mut self.rules.concurrent_posts.value {
                ConcurrentPosts::Combined(table) => {
                    let (posts, rate) = (words.list("post")?, words.rate()?);
                    match table.iter_mut().find(|one| one.posts == posts) {
                        Some(one) => one.rates.push(rate),
                        None => table.push(Combination { posts, rates: vec![rate] }),
                    }
                }
                _ => return Err("the rule for several posts is not `combined`".to_owned()),
            },
            "cap" => self.cap(words)?,
            "deduct" => self.deduction(Effect::Deducted, words)?,
            "withhold" => self.deduction(Effect::Withheld, words)?,
            "discipline" => self.rules.deductions.basis = words.own_basis()?,
            other => return Err(format!("unknown word `{other}`")),
        }
        Ok(())
    }

    /// The allowance of a name, which may be new.
    fn allowance_called(&mut self, kind: Id<'static>) -> &mut Allowance {
        let allowances = &mut self.rules.allowances;
        let known = allowances.iter().position(|allowance| allowance.kind == kind);
        let at = known.unwrap_or_else(|| {
            let basis = Basis::Assumption("A5".parse().expect("a number"));
            let value = Condition {
                posts: Posts::Paid,
                level: None,
                units: None,
                place: Place::Anywhere,
                counts: Counts::PaidThatDay,
            };
            let condition = Sourced { value, basis };
            allowances.push(Allowance { kind, rates: Vec::new(), condition });
            allowances.len() - 1
        });
        &mut allowances[at]
    }

    fn allowance(&mut self, words: &mut Words<'a>) -> Result<(), String> {
        let (kind, rate) = (words.parse("name")?, words.rate()?);
        self.allowance_called(kind).rates.push(rate);
        Ok(())
    }

    fn earns(&mut self, words: &mut Words<'a>) -> Result<(), String> {
        let kind: Id<'static> = words.parse("name")?;
        let posts = if words.takes("any_paid_post") {
            Posts::Paid
        } else {
            Posts::Listed(words.list("post")?)
        };
        let level: Option<Level> =
            if words.takes("at") { Some(words.parse("level")?) } else { None };
        let units = if words.takes("in") { Some(words.list("unit")?) } else { None };
        let place = match words.next("a place")? {
            "anywhere" => Place::Anywhere,
            "away" => Place::Away,
            "home" => Place::Home,
            other => return Err(format!("`{other}` is no place")),
        };
        let counts = match words.next("`held` or `paid_that_day`")? {
            "held" => Counts::Held,
            "paid_that_day" => Counts::PaidThatDay,
            other => return Err(format!("`{other}` is neither `held` nor `paid_that_day`")),
        };
        let value = Condition { posts, level, units, place, counts };
        settle(&mut self.allowance_called(kind).condition, value, words)
    }

    fn cap(&mut self, words: &mut Words<'a>) -> Result<(), String> {
        let level = words.parse("level")?;
        let units = if words.takes("all") { None } else { Some(words.list("unit")?) };
        let rate = words.rate()?;
        let caps = &mut self.rules.caps;
        match caps.iter_mut().find(|cap| (cap.level, &cap.units) == (level, &units)) {
            Some(cap) => cap.rates.push(rate),
            None => caps.push(Cap { level, units, rates: vec![rate] }),
        }
        Ok(())
    }

    fn deduction(&mut self, effect: Effect, words: &mut Words<'a>) -> Result<(), String> {
        let (step, share) = (words.parse("step")?, words.parse("share")?);
        words.expect("for")?;
        let months: NonZeroU8 = words.parse("number of months")?;
        words.expect("months")?;
        let basis = words.own_basis()?;
        self.rules.deductions.value.push(Deduction { step, share, months, effect, basis });
        Ok(())
    }
}

/// Chooses otherwise: still an assumption, unless the line says who decided it.
fn settle<T>(rule: &mut Sourced<T>, value: T, words: &mut Words<'_>) -> Result<(), String> {
    rule.value = value;
    if let Some(basis) = words.basis()? {
        rule.basis = basis;
    }
    Ok(())
}

fn mode(word: &str) -> Result<RoundingMode, String> {
    match word {
        "half_up" => Ok(RoundingMode::HalfUp),
        "half_even" => Ok(RoundingMode::HalfEven),
        "down" => Ok(RoundingMode::Down),
        "up" => Ok(RoundingMode::Up),
        other => Err(format!("`{other}` is no way of rounding")),
    }
}

fn workdays(words: &mut Words<'_>) -> Result<Workdays, String> {
    let within = words.span()?;
    let mut spans = |word: &str| -> Result<Vec<Span>, String> {
        words.expect(word)?;
        let list = words.next("a span of days")?;
        let spans = list.split(',').filter(|_| list != "none");
        spans.map(|span| parse(span, "span of days")).collect()
    };
    let (off, worked) = (spans("off")?, spans("worked")?);
    Workdays::new(WorkdaysRecords { within, off, worked }).map_err(|error| error.to_string())
}
