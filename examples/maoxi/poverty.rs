//! Sections of the report: the way of the town out of poverty from 2018 to 2020, its targets, and
//! who leaves by which standard.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use bangfu::basis::{Assumptions, Basis};
use bangfu::calendar::Day;
use bangfu::charter::Charter;
use bangfu::poverty::{
    AnswerSheet, Appraisal, ExitCase, ExitDecision, ExitKind, ExitStep, Figure, Flow, Goal,
    Headcount, Item, Outlook, Replies, Reply, Standing, Subject, Target, UnitKind, UnitName,
    apportion_target, commitments, flow, progress, standing,
};
use bangfu::quantity::{Id, Percent};
use bangfu::township::{Household, Level, Post};

use crate::common::{Stop, document};
use crate::report::{Report, constant, person_name, unit_name};
use crate::table::{Left, Right, Table, commas};

/// The days on which the report looks at the poor.
const COURSE: [&str; 7] = [
    "2017-12-31",
    "2018-09-10",
    "2018-12-31",
    "2019-06-30",
    "2019-12-31",
    "2020-06-30",
    "2020-12-31",
];
/// The days on which it looks at the targets of the year.
const LOOKS: [&str; 4] = ["2018-09-10", "2018-11-30", "2018-12-31", "2019-06-30"];
/// The end of the year of which the report is, and the day before it began.
const YEAR_END: &str = "2018-12-31";
const YEAR_BEFORE: &str = "2017-12-31";
/// What the report's exit takes, in days: the steps before the announcement.
const STEPS: [&str; 4] = ["2018-11-20", "2018-11-26", "2018-12-03", "2018-12-09"];

fn rate(rate: Option<Percent>) -> String {
    rate.map_or("–".to_owned(), |rate| rate.to_string())
}

fn figure(figure: Figure) -> String {
    match figure {
        Figure::Count(count) => commas(count),
        Figure::Rate(rate) => rate.to_string(),
    }
}

/// What is needed to meet a target in time.
fn needed(standing: &Standing<'_>) -> String {
    match (standing.met, standing.outlook) {
        (Some(true), _) => "–".to_owned(),
        (_, Outlook::Running { required, .. }) => {
            format!("{} a month", commas(required.per_month_ceil))
        }
        _ => String::new(),
    }
}

/// What will be at the present pace.
fn forecast(standing: &Standing<'_>) -> String {
    match standing.outlook {
        Outlook::Running { forecast: Some(forecast), .. } => {
            let figure = forecast.rate.map_or(commas(forecast.cautious), |rate| rate.to_string());
            let meets = if forecast.meets { "enough" } else { "too few" };
            let meets = match standing.target.goal {
                Goal::Incidence(_) | Goal::PoorPersons(_) if !forecast.meets => "too many",
                _ => meets,
            };
            format!("{figure}, {meets}")
        }
        _ => String::new(),
    }
}

/// The decision of an appraisal and its reasons: of a refusal what is not met, of what is undetermined
/// what is unknown.
fn told(appraisal: &Appraisal<'_>) -> String {
    let decision = appraisal.decision();
    let unknown = |item: &&Item| {
        let why = appraisal.item(item.id.as_str()).and_then(|one| one.unknown);
        let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
        format!("{} is unknown{why}", item.title)
    };
    let failed = decision.failed().iter().map(|item| format!("{} is not met", item.title));
    let [failed, missing] = [failed.collect(), decision.missing().iter().map(unknown).collect()]
        .map(|reasons: Vec<String>| reasons.join("; "));
    match &decision {
        ExitDecision::Exit => "exit: every mandatory item is met".to_owned(),
        ExitDecision::Refused { .. } if missing.is_empty() => format!("refused: {failed}"),
        ExitDecision::Refused { .. } => format!("refused: {failed}; besides, {missing}"),
        ExitDecision::Undetermined { why, .. } if missing.is_empty() => {
            format!("undetermined: {why}")
        }
        ExitDecision::Undetermined { .. } => format!("undetermined: {missing}"),
    }
}

/// The decisions by which an appraisal has its lines and limits.
fn decisions<'a>(appraisal: &'a Appraisal<'_>) -> impl Iterator<Item = &'a Basis> {
    let bases = appraisal.items.iter().filter_map(|item| Some(item.threshold.as_ref()?.basis()));
    bases.filter(|basis| matches!(basis, Basis::Decision(_)))
}

/// The first day on which a step may come next.
fn first_day_of(case: &ExitCase<'_, '_>, kind: ExitKind) -> Result<Day, Stop> {
    let next = case.allowed().into_iter().find(|next| next.kind == kind);
    next.map(|next| next.from).ok_or_else(|| Stop::refused(format_args!("`{kind}` is not next")))
}

impl<'t> Report<'t> {
    /// How many were poor on some days of three years.
    pub fn course(&mut self) -> Result<(), Stop> {
        self.heading("the way out, 2018 to 2020")?;
        let mut table = Table::new([
            ("on", Left),
            ("poor households", Right),
            ("poor persons", Right),
            ("incidence", Right),
            ("out this year", Right),
            ("back this year", Right),
            ("villages delisted", Right),
        ]);
        for on in COURSE {
            let progress = progress(self.township, constant(on)?, &self.charter.poverty);
            let year = progress.year;
            table.row([
                on.to_owned(),
                commas(progress.poor.households),
                commas(progress.poor.persons),
                rate(progress.incidence),
                commas(year.exited.households),
                commas(year.relapsed.households),
                year.delisted_villages.to_string(),
            ]);
        }
        self.table(&table);
        writeln!(self.out, "  From 2019 on all of it is made up: the source says what is to be.")?;
        Ok(())
    }

    /// How things stand against the targets of the year, on the way and at its end.
    pub fn targets(&mut self) -> Result<(), Stop> {
        self.heading("the targets")?;
        let mut table = Table::new([
            ("on", Left),
            ("measure", Left),
            ("goal", Right),
            ("actual", Right),
            ("to go", Right),
            ("needed", Right),
            ("at this pace", Left),
            ("source", Left),
        ]);
        for on in LOOKS {
            for standing in progress(self.township, constant(on)?, &self.charter.poverty).targets {
                table.row([
                    on.to_owned(),
                    standing.target.goal.measure().replace('_', " "),
                    figure(standing.target.goal.figure()),
                    standing.actual.map_or("unknown".to_owned(), figure),
                    match (standing.met, standing.remaining) {
                        (Some(true), _) => "met".to_owned(),
                        (_, remaining) => remaining.map(commas).unwrap_or_default(),
                    },
                    needed(&standing),
                    forecast(&standing),
                    standing.target.basis.to_string(),
                ]);
            }
        }
        self.table(&table);
        Ok(())
    }

    /// The target of the year given on to the villages, and what became of it.
    pub fn allotment(&mut self) -> Result<(), Stop> {
        let (before, year_end): (Day, Day) = (constant(YEAR_BEFORE)?, constant(YEAR_END)?);
        let rules = &self.charter.poverty;
        let Some(method) = &rules.apportionment else { return Ok(()) };
        let goals = rules.targets.iter().filter(|target| target.year == year_end.year());
        let target = goals.fold(Headcount::default(), |target, one| match one.goal {
            Goal::ExitedHouseholds(households) => Headcount { households, ..target },
            Goal::ExitedPersons(persons) => Headcount { persons, ..target },
            _ => target,
        });
        let allotment = apportion_target(self.township, before, method, target);
        self.heading(format_args!(
            "{} households with {} persons, apportioned to the villages",
            commas(target.households),
            commas(target.persons),
        ))?;
        let mut table = Table::new([
            ("村 village", Left),
            ("poor households", Right),
            ("persons", Right),
            ("to leave: households", Right),
            ("persons", Right),
            ("left: households", Right),
            ("persons", Right),
            ("", Left),
        ]);
        let with_poor = allotment.villages.iter().filter(|one| one.allotment.stock.households > 0);
        for village in with_poor {
            let (stock, share) = (village.allotment.stock, village.allotment.share);
            let unit = UnitName { level: Level::Village, id: village.village.id().clone() };
            let left = |goal| {
                let (unit, basis) = (Some(unit.clone()), method.basis.clone());
                let own = Target { year: year_end.year(), unit, goal, baseline: None, basis };
                standing(self.township, year_end, rules, &own)
            };
            let households = left(Goal::ExitedHouseholds(share.households));
            let persons = left(Goal::ExitedPersons(share.persons));
            let met = [households.met, persons.met].map(|met| met == Some(true));
            table.row([
                unit_name(village.village),
                commas(stock.households),
                commas(stock.persons),
                commas(share.households),
                commas(share.persons),
                households.actual.map(figure).unwrap_or_default(),
                persons.actual.map(figure).unwrap_or_default(),
                if met == [true; 2] { "met" } else { "short" }.to_owned(),
            ]);
        }
        self.table(&table);
        writeln!(
            self.out,
            "  in sum: households {}, persons {}",
            allotment.households, allotment.persons
        )?;
        Ok(self.assumptions(&allotment.assumptions)?)
    }

    /// Households held against the standard: one that leaves, one that is refused, one of which too
    /// little is known; and the steps of the one that leaves.
    pub fn exits(&mut self, decided: &Charter, sheets: &[Vec<u8>]) -> Result<(), Stop> {
        self.heading("who leaves: 一超六有")?;
        writeln!(
            self.out,
            "  By the line of 2018 as it was decided; none is confirmed elsewhere."
        )?;
        let mut known = BTreeMap::new();
        let mut rests_on = (Assumptions::default(), BTreeSet::new());
        for sheet in sheets {
            let sheet: AnswerSheet = document(sheet)?;
            let id = match &sheet.subject {
                Subject::Household(id) | Subject::Village(id) => id.clone(),
            };
            let appraisal = sheet.appraise(&decided.poverty)?.appraisal;
            let decision = appraisal.decision();
            writeln!(self.out, "  {id} on {}: {}", appraisal.on, told(&appraisal))?;
            // By the source alone, without the decision.
            let undecided = sheet.appraise(&self.charter.poverty)?.appraisal;
            writeln!(self.out, "    as things were: {}", told(&undecided))?;
            rests_on.0 = rests_on.0.merge(appraisal.assumptions.clone());
            rests_on.1.extend(decisions(&appraisal).cloned());
            let household = self.township.household(id.as_str());
            known.insert(id, Reply::from(&decision));
            let found = household.filter(|_| decision.as_str() == "exit");
            if let Some(household) = found {
                let of_steps = self.steps(household, appraisal.on)?;
                rests_on.0 = rests_on.0.merge(of_steps);
            }
        }
        for decision in rests_on.1 {
            let wording = decided.wording(&decision).unwrap_or_default();
            writeln!(self.out, "  decision {decision}: {wording}")?;
        }
        self.assumptions(&rests_on.0)?;
        self.commitment(&known)
    }

    /// The two things for which helpers answer, as far as they are known.
    fn commitment(&mut self, known: &BTreeMap<Id<'static>, Reply>) -> Result<(), Stop> {
        let on: Day = constant(YEAR_END)?;
        let commitments = commitments(self.township, on, |household| Replies {
            standard: known.get(household.id()).copied().unwrap_or_default(),
            satisfaction: Reply::Unasked,
        });
        for of in commitments.units.iter().filter(|of| of.level == Level::Town) {
            let standard = &of.commitment.standard;
            writeln!(
                self.out,
                "  Of the standard, for which helpers answer [F14]: {} meets it, {} does not, {} are unasked.",
                commas(standard.yes()),
                commas(standard.no()),
                commas(standard.unasked().len()),
            )?;
        }
        Ok(())
    }

    /// The way of one household out of poverty, step by step, and what that rests on.
    fn steps(&mut self, household: Household<'t>, on: Day) -> Result<Assumptions, Stop> {
        let rules = &self.charter.poverty.exit;
        let Ok(mut case) = ExitCase::new(household, on, rules) else {
            return Ok(Assumptions::default());
        };
        let village = household.group().village();
        let [proposed, verified, consented, posted] = STEPS;
        let verified: Day = constant(verified)?;
        if let Some(own) = household.helper_on(verified)
            && let Err(refusal) = case.may_verify(own, verified)
        {
            writeln!(self.out, "    refused: {refusal}")?;
        }
        let cadres = village.holders_on(Post::DispatchedCadre, verified);
        let by = cadres.into_iter().find(|cadre| case.may_verify(*cadre, verified).is_ok());
        let Some(by) = by else { return Ok(Assumptions::default()) };
        for (on, step) in [
            (constant(proposed)?, ExitStep::Proposed),
            (verified, ExitStep::Verified { by }),
            (constant(consented)?, ExitStep::Consented),
            (constant(posted)?, ExitStep::Posted),
        ] {
            case.record(step.on(on)).map_err(Stop::refused)?;
        }
        let announced = first_day_of(&case, ExitKind::Announced)?;
        case.record(ExitStep::Announced.on(announced)).map_err(Stop::refused)?;
        let steps: Vec<String> = case
            .events()
            .iter()
            .map(|event| format!("{} {}", event.step.kind(), event.on))
            .collect();
        writeln!(self.out, "    {}, by {}", steps.join(", "), person_name(by))?;
        let poor = case.poor();
        let is_known = poor == *household.poor();
        writeln!(
            self.out,
            "    out of poverty on {announced}{}; watched until {} at least",
            if is_known && flow(&poor, announced) == Flow::Exited {
                ", as the roster says"
            } else {
                ""
            },
            first_day_of(&case, ExitKind::WatchEnded)?,
        )?;
        Ok(case.assumptions())
    }

    /// The poor of every village and zone at the end of the year.
    pub fn incidence(&mut self) -> Result<(), Stop> {
        let on: Day = constant(YEAR_END)?;
        let progress = progress(self.township, on, &self.charter.poverty);
        self.heading(format_args!("poverty on {on}"))?;
        writeln!(
            self.out,
            "  {} households with {} persons are poor: {} of {}",
            commas(progress.poor.households),
            commas(progress.poor.persons),
            rate(progress.incidence),
            commas(progress.population),
        )?;
        let published =
            progress.incidence.and_then(|rate| rate.parts_of(progress.population.into()));
        if let Some(persons) = published {
            let (least, most) = (commas(persons.start()), commas(persons.end()));
            writeln!(self.out, "  no other numbers than {least} to {most} publish as that")?;
        }
        let mut units = Table::new([
            ("村 village", Left),
            ("people", Right),
            ("poor households", Right),
            ("poor persons", Right),
            ("incidence", Right),
        ]);
        for unit in progress.units.iter().filter(|unit| unit.level != UnitKind::Community) {
            units.row([
                unit_name(unit.unit),
                commas(unit.population),
                commas(unit.poor_households),
                commas(unit.poor_persons),
                rate(unit.incidence),
            ]);
        }
        self.table(&units);
        Ok(self.assumptions(&progress.assumptions)?)
    }
}
