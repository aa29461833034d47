use super::cell::{BLOCK, Cell};
use super::change::Change;
use super::gauge::{Gauge, Marks};
use super::lanes::{Counter, LANES};
use super::{Hierarchy, Register, Sums, Tally};
use crate::poverty::{Circumstances, Yardstick};
use crate::township::{Level, Unit};

/// The tally of every unit of a hierarchy (汇总): groups, villages, zones and the town, by one
/// yardstick.
///
/// It is made in one pass over the households. When the circumstances of one change, its own tally
/// and those of the units above it change, in a time that depends on neither the number of
/// households nor that of units; and all of them are then the same, to the bit, as if made anew.
///
/// ```
/// # #[cfg(feature = "json")] {
/// # use bangfu::{charter::Charter, roster::Roster};
/// use bangfu::poverty::{Circumstances, PoorAt, Register, Rollup, Yardstick, YardstickRecords};
/// # let text = include_bytes!("../../../examples/data/maoxi.json");
/// # let roster: Roster<'_> = bangfu::document::read(text)?;
/// # let township = roster.check(&Charter::maoxi().organisation)?;
/// let line = "2952.00".parse()?;
/// let records = YardstickRecords { line, poor: PoorAt::Below, weights: Vec::new(), cutoff: 0 };
/// let earns = |household, yuan: &str| -> Result<Circumstances, Box<dyn std::error::Error>> {
///     Ok(Circumstances::of(household).with_income(Some(yuan.parse()?))?)
/// };
/// let register = Register::of(&township, |household| earns(household, "3000.00"))?;
/// let mut rollup = Rollup::new(register, Yardstick::new(records)?);
/// assert_eq!(rollup.town().poor().households, 0);
///
/// let household = township.household("h0001").ok_or("no such household")?;
/// rollup.set(household.index(), earns(household, "2800.00")?);
/// assert_eq!(rollup.town().poor().households, 1);
/// let village = rollup.unit(household.group().village().into()).ok_or("no such village")?;
/// assert_eq!(village.poor().households, 1);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rollup {
    yardstick: Yardstick,
    gauge: Gauge,
    register: Register,
    cells: Cells,
}

/// The sums of all units, as wide as the items need.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cells {
    Income(Levels<0>),
    Eight(Levels<1>),
    Sixteen(Levels<2>),
}

/// The sums of all units, level by level.
// INVARIANT: each level has as many as the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Levels<const BYTES: usize> {
    groups: Groups<BYTES>,
    villages: Vec<Cell<u32, BYTES>>,
    zones: Vec<Cell<u32, BYTES>>,
    town: Cell<u32, BYTES>,
}

/// The sums of the groups, in 16 bits if no group is larger than a block: they are the most.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Groups<const BYTES: usize> {
    Narrow(Vec<Cell<u16, BYTES>>),
    Wide(Vec<Cell<u32, BYTES>>),
}

impl<const BYTES: usize> Levels<BYTES> {
    fn new(register: &Register, gauge: &Gauge) -> Self {
        let hierarchy = register.hierarchy();
        let empty = |level| vec![Cell::empty(); hierarchy.count(level)];
        let (mut villages, mut zones) = (empty(Level::Village), empty(Level::Zone));
        let groups = if hierarchy.groups().all(|(households, _)| households <= BLOCK) {
            Groups::Narrow(groups(register, gauge, &mut villages))
        } else {
            Groups::Wide(groups(register, gauge, &mut villages))
        };
        let mut town = Cell::empty();
        for (at, village) in villages.iter().enumerate() {
            if let Some(zone) = hierarchy.zone_of(at).and_then(|zone| zones.get_mut(zone)) {
                zone.plus(village);
            }
            town.plus(village);
        }
        Self { groups, villages, zones, town }
    }

    /// Mends the sums of all units above a household.
    fn change(
        &mut self,
        gauge: &Gauge,
        hierarchy: &Hierarchy,
        household: usize,
        before: Circumstances,
        now: Circumstances,
    ) {
        let Some((group, village, zone)) = hierarchy.above(household) else { return };
        let change = Change::of::<BYTES>(gauge, before, now);
        let village = self.villages.get_mut(village);
        let zone = zone.and_then(|zone| self.zones.get_mut(zone));
        let above = [village, zone, Some(&mut self.town)];
        match &mut self.groups {
            Groups::Narrow(groups) => change.apply(groups.get_mut(group), above),
            Groups::Wide(groups) => change.apply(groups.get_mut(group), above),
        }
    }

    fn sums(&self, level: Level, at: usize, items: usize) -> Option<Sums> {
        match level {
            Level::Town => Some(&self.town).filter(|_| at == 0).map(|cell| cell.sums(items)),
            Level::Zone => self.zones.get(at).map(|cell| cell.sums(items)),
            Level::Village => self.villages.get(at).map(|cell| cell.sums(items)),
            Level::Group => match &self.groups {
                Groups::Narrow(groups) => groups.get(at).map(|cell| cell.sums(items)),
                Groups::Wide(groups) => groups.get(at).map(|cell| cell.sums(items)),
            },
            Level::Household => None,
        }
    }
}

/// Adds up group by group, and each group to its village.
fn groups<T: Counter, const BYTES: usize>(
    register: &Register,
    gauge: &Gauge,
    villages: &mut [Cell<u32, BYTES>],
) -> Vec<Cell<T, BYTES>> {
    let hierarchy = register.hierarchy();
    let mut groups = Vec::with_capacity(hierarchy.count(Level::Group));
    let (mut rows, mut marks) = (register.rows(), Marks::default());
    for (mut households, village) in hierarchy.groups() {
        let mut cell = Cell::empty();
        while households > 0 {
            if marks.is_spent() {
                marks.fill::<BYTES>(gauge, rows.take(BLOCK));
            }
            // INVARIANT: there are as many rows as households, so each turn takes some.
            let block = marks.take(households);
            if block.persons.is_empty() {
                break;
            }
            households = households.saturating_sub(block.persons.len());
            cell.add_block(&block);
        }
        if let Some(village) = villages.get_mut(village) {
            village.plus(&cell);
        }
        groups.push(cell);
    }
    groups
}

impl Rollup {
    /// Adds up a register by a yardstick, in one pass.
    #[must_use]
    pub fn new(register: Register, yardstick: Yardstick) -> Self {
        let gauge = Gauge::new(&yardstick);
        let cells = match yardstick.weights().len().div_ceil(LANES) {
            0 => Cells::Income(Levels::new(&register, &gauge)),
            1 => Cells::Eight(Levels::new(&register, &gauge)),
            _ => Cells::Sixteen(Levels::new(&register, &gauge)),
        };
        Self { yardstick, gauge, register, cells }
    }

    /// What it is measured by.
    #[must_use]
    pub const fn yardstick(&self) -> &Yardstick {
        &self.yardstick
    }

    /// The circumstances of the households as they now are.
    #[must_use]
    pub const fn register(&self) -> &Register {
        &self.register
    }

    /// The circumstances of the households as they now are, to be added up by another yardstick.
    #[must_use]
    pub fn into_register(self) -> Register {
        self.register
    }

    /// The tally of the unit at a position of a level, as in the views of the township; none if there
    /// is no such unit.
    #[must_use]
    pub fn at(&self, level: Level, position: usize) -> Option<Tally> {
        if level == Level::Household {
            return self.register.get(position).map(|known| Tally::of(self.yardstick, known));
        }
        let items = self.yardstick.weights().len();
        let sums = match &self.cells {
            Cells::Income(levels) => levels.sums(level, position, items),
            Cells::Eight(levels) => levels.sums(level, position, items),
            Cells::Sixteen(levels) => levels.sums(level, position, items),
        };
        sums.map(|sums| Tally { yardstick: self.yardstick, sums })
    }

    /// The tally of a unit of the township, or one of the same hierarchy.
    #[must_use]
    pub fn unit(&self, unit: Unit<'_>) -> Option<Tally> {
        let position = match unit {
            Unit::Town(_) => 0,
            Unit::Zone(zone) => zone.index(),
            Unit::Village(village) => village.index(),
            Unit::Group(group) => group.index(),
            Unit::Household(household) => household.index(),
        };
        self.at(unit.level(), position)
    }

    /// The tally of the town: of everyone.
    #[must_use]
    pub fn town(&self) -> Tally {
        self.at(Level::Town, 0).unwrap_or(Tally::new(self.yardstick))
    }

    /// Puts other circumstances in the place of those of the household at a position, and mends the
    /// tallies of the units above it. Returns those before; none, and changes nothing, if there is no
    /// such household.
    pub fn set(&mut self, household: usize, now: Circumstances) -> Option<Circumstances> {
        let before = self.register.replace(household, now)?;
        let (gauge, hierarchy) = (&self.gauge, self.register.hierarchy());
        match &mut self.cells {
            Cells::Income(levels) => levels.change(gauge, hierarchy, household, before, now),
            Cells::Eight(levels) => levels.change(gauge, hierarchy, household, before, now),
            Cells::Sixteen(levels) => levels.change(gauge, hierarchy, household, before, now),
        }
        Some(before)
    }
}
