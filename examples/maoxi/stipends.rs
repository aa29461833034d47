//! Sections of the report: what the stipends of autumn come to, and what the next year will cost,
//! with the subsidies of the villages.

use std::collections::BTreeMap;
use std::fmt::Write;

use bangfu::calendar::{Month, Span};
use bangfu::charter::Charter;
use bangfu::quantity::Yuan;
use bangfu::stipend::{MonthPayroll, PayKind, Stipends, payroll, subsidies};
use bangfu::township::Village;

use crate::common::Stop;
use crate::report::{Report, constant, unit_name};
use crate::table::{Left, Right, Table, commas};

/// The first and the last month of the first payroll.
pub const PAYROLL: (&str, &str) = ("2018-09", "2018-12");
const NEXT_YEAR: (&str, &str) = ("2019-01", "2019-12");
const NEXT_YEAR_DAYS: &str = "2019-01-01..2020-01-01";
/// How many months a quarter has.
const QUARTER: u8 = 3;

/// An amount, if it is known.
fn amount(amount: Option<Yuan>) -> String {
    amount.map_or("–".to_owned(), commas)
}

impl<'t> Report<'t> {
    /// The stipends of autumn by village and by post.
    pub fn payroll(&mut self) -> Result<(), Stop> {
        let (first, last): (Month, Month) = (constant(PAYROLL.0)?, constant(PAYROLL.1)?);
        let payroll = payroll(self.township, &self.charter.stipend, first, last);
        let payroll = payroll.map_err(Stop::refused)?;
        self.heading(format_args!("stipends {first} to {last}, yuan"))?;
        let total = |name: &str, of_month: &dyn Fn(&MonthPayroll<'t>) -> Option<Yuan>| {
            let months: Vec<Option<Yuan>> = payroll.months.iter().map(of_month).collect();
            let sum = months.iter().copied().collect::<Option<Vec<Yuan>>>();
            let sum = sum.and_then(Yuan::checked_sum);
            let cells = months.into_iter().chain([sum]).map(amount);
            std::iter::once(name.to_owned()).chain(cells).collect::<Vec<String>>()
        };
        let columns = |name: &str| {
            let mut table = Table::new([(name, Left)]);
            for month in &payroll.months {
                table.column(month.month.to_string(), Right);
            }
            table.column("total", Right);
            table
        };
        let mut by_village = columns("村 village");
        let is_paid = |village: &Village<'_>| {
            payroll.months.iter().any(|month| month.by_village.contains_key(village.id()))
        };
        for village in self.township.villages().filter(is_paid) {
            by_village.row(total(&unit_name(village), &|month| {
                month.by_village.get(village.id()).copied()
            }));
        }
        by_village.row(total("together", &|month| Some(month.total)));
        self.table(&by_village);
        writeln!(self.out)?;
        let mut by_post = columns("职务 post");
        let schedule = self.charter.stipend.records();
        for paid in &schedule.posts {
            let Some(rate) = paid.rates.first() else { continue };
            let (title, monthly) = (self.title(paid.post), commas(rate.monthly));
            by_post.row(total(&format!("{title} {monthly} [{}]", rate.basis), &|month| {
                month.sum_of(|line| line.kind() == PayKind::Stipend && line.post() == paid.post)
            }));
        }
        for allowance in &schedule.allowances {
            let Some(rate) = allowance.rates.first() else { continue };
            let monthly = commas(rate.monthly);
            let name = format!("跨村任职 {} {monthly} [{}]", allowance.kind, rate.basis);
            by_post.row(total(&name, &|month| {
                month.sum_of(|line| line.kind() == PayKind::Allowance(&allowance.kind))
            }));
        }
        by_post.row(total("together", &|month| Some(month.total)));
        self.table(&by_post);
        Ok(self.assumptions(&payroll.assumptions)?)
    }

    /// What the stipends will cost next year, by quarter: as assumed and as decided.
    pub fn budget(&mut self, decided: &Charter) -> Result<(), Stop> {
        let (first, last): (Month, Month) = (constant(NEXT_YEAR.0)?, constant(NEXT_YEAR.1)?);
        let budget = |charter: &Charter| {
            let budget = Stipends::new(self.township, &charter.stipend).budget(first, last);
            let totals = budget.map_err(Stop::refused)?.totals;
            let mut by_quarter: BTreeMap<u8, Vec<Yuan>> = BTreeMap::new();
            for (month, amount) in totals.by_month {
                by_quarter.entry((month.month() - 1) / QUARTER + 1).or_default().push(amount);
            }
            let sum = |(quarter, months)| (quarter, Yuan::checked_sum(months));
            let by_quarter: BTreeMap<u8, Option<Yuan>> = by_quarter.into_iter().map(sum).collect();
            Ok::<_, Stop>((by_quarter, totals.total))
        };
        let ((assumed, assumed_total), (decided, decided_total)) =
            (budget(self.charter)?, budget(decided)?);
        self.heading(format_args!(
            "what {} will cost, if everyone stays in post who is now, yuan",
            first.year()
        ))?;
        let mut table = Table::new([
            ("stipends, quarter", Left),
            ("as things stand", Right),
            ("as decided", Right),
        ]);
        for (quarter, assumed) in assumed {
            let decided = decided.get(&quarter).copied().flatten();
            table.row([quarter.to_string(), amount(assumed), amount(decided)]);
        }
        table.row(["together".to_owned(), commas(assumed_total), commas(decided_total)]);
        self.table(&table);
        writeln!(self.out)?;
        Ok(())
    }

    /// What the villages get next year for office and living costs.
    pub fn subsidies(&mut self) -> Result<(), Stop> {
        let year: Span = constant(NEXT_YEAR_DAYS)?;
        let subsidies = subsidies(self.township, &self.charter.subsidy, year);
        let subsidies = subsidies.map_err(Stop::refused)?;
        let basis = &self.charter.subsidy.records().basis;
        let name = format!("subsidies [{basis}]");
        let mut table = Table::new([(&*name, Left), ("people", Right), ("amount", Right)]);
        for line in &subsidies.lines {
            let people = line.population.map_or("–".to_owned(), commas);
            table.row([unit_name(line.village), people, amount(line.amount)]);
        }
        table.row(["together".to_owned(), String::new(), amount(subsidies.total)]);
        self.table(&table);
        Ok(self.assumptions(&subsidies.assumptions)?)
    }
}
