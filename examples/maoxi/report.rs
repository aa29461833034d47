//! The report, section by section: each asks the library one question and lays out the answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Write};

use bangfu::assign::{Figures, Plan, Terms, changes, draft, solve, verify};
use bangfu::basis::{Assumptions, Basis};
use bangfu::calendar::{Day, Span};
use bangfu::charter::Charter;
use bangfu::coverage::coverage;
use bangfu::quantity::Ratio;
use bangfu::township::{Level, Person, Post, Role, Township, Unit, Village, Zone};

use crate::common::Stop;
use crate::table::{Left, Right, Table, commas};
use crate::travel::Travel;

/// The day on which the report looks at posts and helpers, two weeks before its source.
const TODAY: &str = "2018-10-08";
/// From the start of the drive to the end of the year.
const AUTUMN: &str = "2018-09-10..2019-01-01";
const HELPER: &str = "帮扶责任人 helper";

pub struct Report<'t> {
    pub township: &'t Township,
    pub charter: &'t Charter,
    pub out: String,
}

impl From<fmt::Error> for Stop {
    fn from(error: fmt::Error) -> Self {
        Self::refused(error)
    }
}

/// A constant of this report.
pub fn constant<T: std::str::FromStr<Err: Display>>(text: &str) -> Result<T, Stop> {
    text.parse().map_err(Stop::refused)
}

pub fn unit_name<'u>(unit: impl Into<Unit<'u>>) -> String {
    let unit = unit.into();
    unit.name().unwrap_or(unit.id().as_str()).to_owned()
}

pub fn person_name(person: Person<'_>) -> String {
    person.name().unwrap_or(person.id().as_str()).to_owned()
}

pub fn names<'t>(people: impl IntoIterator<Item = Person<'t>>) -> String {
    let names: Vec<String> = people.into_iter().map(person_name).collect();
    if names.is_empty() { "(vacant)".to_owned() } else { names.join("、") }
}

fn percent(part: u64, whole: u64) -> String {
    Ratio::new(part, whole).map_or("–".to_owned(), |ratio| ratio.to_percent_half_up().to_string())
}

impl<'t> Report<'t> {
    pub fn new(township: &'t Township, charter: &'t Charter) -> Self {
        Self { township, charter, out: String::new() }
    }

    pub fn text(&self) -> &str {
        &self.out
    }

    pub fn heading(&mut self, text: impl Display) -> fmt::Result {
        let lead = if self.out.is_empty() { "" } else { "\n" };
        writeln!(self.out, "{lead}━━ {text} ━━")
    }

    pub fn table(&mut self, table: &Table) {
        table.write(&mut self.out);
    }

    /// What some figures rest on, a line each.
    pub fn assumptions(&mut self, assumptions: &Assumptions) -> fmt::Result {
        for assumption in assumptions {
            let wording = self.charter.wording(&Basis::Assumption(assumption.clone()));
            writeln!(self.out, "  assuming {assumption}: {}", wording.unwrap_or_default())?;
        }
        Ok(())
    }

    /// What a post is called, there and here: `组干部 group cadre`.
    pub fn title(&self, post: Post) -> String {
        format!("{} {}", self.charter.organisation.title(post), post.as_str().replace('_', " "))
    }

    /// As what somebody answers.
    pub fn role(&self, role: Role) -> String {
        match role {
            Role::Helper => HELPER.to_owned(),
            Role::Post(post) => self.title(post),
        }
    }

    fn level_name(&self, level: Level) -> String {
        format!("{} {level}", self.charter.organisation.level_name(level))
    }

    /// The command structure with its leaders.
    pub fn command(&mut self) -> Result<(), Stop> {
        let on: Day = constant(TODAY)?;
        let (township, town) = (self.township, self.township.town());
        let communities =
            township.villages().filter(|village| Village::is_community(*village)).count();
        self.heading(format_args!("{} ({}) on {on}", unit_name(town), town.id()))?;
        writeln!(
            self.out,
            "  {} people · {} zones · {} villages · {communities} community · {} groups · \
             {} households · {} cadres",
            commas(town.population()),
            township.zones().len(),
            township.villages().len() - communities,
            commas(township.groups().len()),
            commas(township.households().len()),
            commas(township.people().len()),
        )?;
        for post in [Post::Commander, Post::StayBehind, Post::Supervisor] {
            let holders = town.holders_on(post, on);
            writeln!(self.out, "  {}: {}", self.title(post), names(holders))?;
        }
        let organisation = &self.charter.organisation;
        let posts =
            [Post::ZoneLeader, Post::DispatchedCadre, Post::FirstSecretary, Post::VillageSecretary];
        let [leader, dispatched, first, secretary] = posts.map(|post| organisation.title(post));
        let mut zones = Table::new([
            (organisation.level_name(Level::Zone), Left),
            (leader, Left),
            (organisation.level_name(Level::Village), Left),
            (dispatched, Left),
            (first, Left),
            (secretary, Left),
            ("groups", Right),
            ("households", Right),
        ]);
        for village in township.villages() {
            let zone: Option<Zone<'_>> = village.zone();
            let is_first = zone.and_then(|zone| zone.villages().next()) == Some(village);
            let zone = zone.filter(|_| is_first);
            let holders = |post| names(village.holders_on(post, on));
            let in_zone = |post| if village.is_community() { String::new() } else { holders(post) };
            zones.row([
                zone.map(unit_name).unwrap_or_default(),
                zone.map(|zone| names(zone.holders_on(Post::ZoneLeader, on))).unwrap_or_default(),
                unit_name(village),
                in_zone(Post::DispatchedCadre),
                in_zone(Post::FirstSecretary),
                in_zone(Post::VillageSecretary),
                commas(village.groups().len()),
                commas(village.households().len()),
            ]);
        }
        self.table(&zones);
        let levels = [Level::Zone, Level::Village].map(|level| self.level_name(level));
        let legend: Vec<String> =
            levels.into_iter().chain(posts.map(|post| self.title(post))).collect();
        writeln!(self.out, "  {}", legend.join(" · "))?;
        Ok(())
    }

    /// One household's chain.
    pub fn chain(&mut self) -> Result<(), Stop> {
        let on: Day = constant(TODAY)?;
        let middle = self.township.households().len() / 2;
        let Some(household) = self.township.households().nth(middle) else { return Ok(()) };
        let chain = household.chain_on(on);
        self.heading(format_args!("who answers for household {} on {on}", household.id()))?;
        let mut places = Table::new([("level", Left), ("unit", Left), ("as", Left), ("who", Left)]);
        for place in &chain.places {
            places.row([
                self.level_name(place.level),
                unit_name(place.unit),
                self.role(place.role),
                names(place.holders.iter().copied()),
            ]);
        }
        self.table(&places);
        Ok(self.assumptions(&chain.assumptions)?)
    }

    /// Coverage since the start of the drive, with its gaps.
    pub fn coverage(&mut self) -> Result<(), Stop> {
        let span: Span = constant(AUTUMN)?;
        let coverage = coverage(self.township.town().into(), span);
        self.heading(format_args!("coverage {} to {}", span.from(), span.last()))?;
        writeln!(
            self.out,
            "  covered {} of {} household-days ({}), {} gaps; {} vacancies",
            commas(coverage.covered_days),
            commas(coverage.household_days),
            percent(coverage.covered_days, coverage.household_days),
            coverage.gaps.len(),
            coverage.posts.len(),
        )?;
        let mut missing = Table::new([
            ("missing", Left),
            ("at", Left),
            ("from", Left),
            ("to", Left),
            ("days", Right),
        ]);
        let mut row = |what: &str, at: String, span: Span| {
            let (from, to) = (span.from().to_string(), span.last().to_string());
            missing.row([what.to_owned(), at, from, to, commas(span.days())]);
        };
        for gap in &coverage.gaps {
            let village = gap.household.group().village();
            row(HELPER, format!("{} {}", unit_name(village), gap.household.id()), gap.span);
        }
        for vacant in &coverage.posts {
            let village = vacant.unit.village().filter(|_| vacant.unit.level() == Level::Group);
            let place = village.map(|village| unit_name(village) + " ").unwrap_or_default();
            row(&self.title(vacant.post), place + &unit_name(vacant.unit), vacant.span);
        }
        self.table(&missing);
        Ok(self.assumptions(&coverage.assumptions)?)
    }

    /// The best assignment against today's pairings, and what happens when a zone loses a third of
    /// its helpers.
    pub fn assignment(&mut self, travel: &Travel<'_>) -> Result<(), Stop> {
        let on: Day = constant(TODAY)?;
        let rules = &self.charter.pairing;
        let roads = |station, group| travel.minutes(station, group);
        let terms = Terms::new(self.township.helpers_on(on), roads);
        let draft = draft(self.township, on, rules, &terms);
        let problem = draft.records.check()?;
        let plan = solve(&problem);
        self.heading(format_args!(
            "the best helper for each of {} households, on {on}",
            commas(problem.households().len())
        ))?;
        let changes = changes(self.township, on, &plan).map_err(Stop::refused)?;
        let mut table = Table::new([("", Left), ("today", Right), ("best plan", Right)]);
        let today = Figures::of_incumbents(&problem);
        let best = Figures::of_plan(&plan);
        let cost = format!("cost (minutes less {} for each helper kept)", rules.keep.value);
        let rows: [(&str, String, String); 5] = [
            ("covered", commas(today.covered), commas(best.covered)),
            ("travel minutes", commas(today.minutes), commas(best.minutes)),
            (&cost, commas(today.cost), commas(best.cost)),
            ("helpers kept", commas(today.kept), commas(best.kept)),
            (
                "most households with one helper",
                commas(today.greatest_load),
                commas(best.greatest_load),
            ),
        ];
        for (what, today, planned) in rows {
            table.row([what.to_owned(), today, planned]);
        }
        self.table(&table);
        let proof = verify(&plan).map_err(Stop::refused)?;
        writeln!(
            self.out,
            "  {} changes. Proved optimal: no plan covers more than {}, none that does costs less than {}.",
            commas(changes.len()),
            commas(proof.covered()),
            commas(proof.cost()),
        )?;
        self.loads(&plan);
        self.assumptions(&draft.assumptions)?;
        self.explanation(&plan)?;
        self.shortage(on, travel)?;
        self.departure(on, &draft.records)
    }

    /// How many helpers have how many households.
    fn loads(&mut self, plan: &Plan<'_>) {
        let mut helpers_with: BTreeMap<u64, u64> = BTreeMap::new();
        for (_, load) in plan.loads() {
            *helpers_with.entry(load).or_default() += 1;
        }
        let mut table = Table::new([("households per helper", Left)]);
        let mut row = vec![format!("helpers, of {}", commas(plan.loads().len()))];
        for (load, helpers) in helpers_with {
            table.column(load.to_string(), Right);
            row.push(commas(helpers));
        }
        table.row(row);
        self.table(&table);
    }

    /// What the shortage says when one zone loses a third of its helpers.
    fn shortage(&mut self, on: Day, travel: &Travel<'_>) -> Result<(), Stop> {
        let Some(zone) = self.township.zones().nth(1) else { return Ok(()) };
        let rules = &self.charter.pairing;
        let is_of_zone =
            |helper: &Person<'t>| rules.station.value.station(*helper, on).zone() == Some(zone);
        let of_zone: Vec<Person<'t>> = self.township.helpers_on(on).filter(is_of_zone).collect();
        let lost: BTreeSet<Person<'t>> = of_zone.iter().copied().step_by(3).collect();
        let left = self.township.helpers_on(on).filter(|helper| !lost.contains(helper));
        let terms = Terms::new(left, |station, group| travel.minutes(station, group));
        let draft = draft(self.township, on, rules, &terms);
        let problem = draft.records.check()?;
        let plan = solve(&problem);
        let proof = verify(&plan).map_err(Stop::refused)?;
        writeln!(
            self.out,
            "\n  If {} loses a third of its helpers ({} of {}): {} covered, {} left over (proved).",
            unit_name(zone),
            lost.len(),
            of_zone.len(),
            commas(proof.covered()),
            commas(proof.uncovered()),
        )?;
        for shortage in plan.shortages() {
            writeln!(
                self.out,
                "  {} households may be served only by {} helpers, who have {} places: short by {}.",
                commas(shortage.households().len()),
                commas(shortage.helpers().len()),
                commas(shortage.capacity()),
                commas(shortage.short()),
            )?;
            let village = |household: bangfu::assign::Household<'_>| {
                let household = self.township.household(household.id().as_str());
                household.map(|household| household.group().village())
            };
            let mut by_village: BTreeMap<Village<'t>, u64> = BTreeMap::new();
            for village in shortage.households().filter_map(village) {
                *by_village.entry(village).or_default() += 1;
            }
            let villages: Vec<String> = by_village
                .into_iter()
                .map(|(village, count)| format!("{} {}", unit_name(village), commas(count)))
                .collect();
            writeln!(self.out, "  They live in: {}.", villages.join(", "))?;
        }
        self.remedies(&plan)
    }
}
