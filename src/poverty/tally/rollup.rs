use std::iter::zip;

use super::cell::{BLOCK, Cell, NARROW};
use super::gauge::{Gauge, Marks};
use super::hierarchy::Above;
use super::lanes::LANES;
use super::wide::Wide;
use super::{Register, Sums, Tally};
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

/// The sums of all units, level by level: of the groups, the villages, the zones and the town.
// INVARIANT: each level has as many as the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Levels<const BYTES: usize>([Column<BYTES>; 4]);

/// The sums of the units of a level: in 16 bits if no unit is too large for that.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column<const BYTES: usize> {
    Narrow(Vec<Cell<u16, BYTES>>),
    Wide(Vec<Wide<BYTES>>),
}

impl<const BYTES: usize> Column<BYTES> {
    /// Room for so many units, of so many households at most.
    fn new(count: usize, largest: usize) -> Self {
        if largest <= NARROW {
            Self::Narrow(Vec::with_capacity(count))
        } else {
            Self::Wide(Vec::with_capacity(count))
        }
    }

    /// Lets there be a unit of nobody at each position before this one.
    #[inline]
    fn grow(&mut self, count: usize) {
        match self {
            Self::Narrow(cells) => cells.resize(count, Cell::empty()),
            Self::Wide(cells) => cells.resize(count, Wide::empty()),
        }
    }

    #[inline]
    fn change<const SOME: usize>(&mut self, at: usize, by: &Cell<u16, SOME>, households: usize) {
        match self {
            Self::Narrow(cells) => {
                if let Some(cell) = cells.get_mut(at) {
                    cell.change(by);
                }
            }
            Self::Wide(cells) => {
                if let Some(cell) = cells.get_mut(at) {
                    cell.change(by, households);
                }
            }
        }
    }

    fn sums(&self, at: usize, items: usize) -> Option<Sums> {
        match self {
            Self::Narrow(cells) => cells.get(at).map(|cell| cell.sums(items)),
            Self::Wide(cells) => cells.get(at).map(|cell| cell.all().sums(items)),
        }
    }
}

impl<const BYTES: usize> Levels<BYTES> {
    fn new(register: &Register, gauge: &Gauge) -> Self {
        let hierarchy = register.hierarchy();
        let sizes = hierarchy.sizes();
        let mut levels = Self(sizes.map(|(count, largest)| Column::new(count, largest)));
        // The groups are the most: each is made when its households are added up, not before, so
        // that their memory is gone through once.
        for (column, (count, _)) in zip(&mut levels.0, sizes).skip(1) {
            column.grow(count);
        }
        let (mut rows, mut marks) = (register.rows(), Marks::default());
        for (above, mut households) in hierarchy.groups() {
            let ([groups, ..], [group, ..]) = (&mut levels.0, above);
            groups.grow(group.saturating_add(1));
            while households > 0 {
                if marks.is_spent() {
                    marks.fill::<BYTES>(gauge, rows.take(BLOCK));
                }
                // INVARIANT: there are as many rows as households, so each turn takes some.
                let block = marks.take(households);
                if block.len() == 0 {
                    break;
                }
                let count = block.len();
                households = households.saturating_sub(count);
                let mut sum = Cell::<u16, BYTES>::empty();
                block.for_each(|mark| sum.add(&mark));
                levels.change(above, &sum, count);
            }
        }
        levels
    }

    /// Mends the sums of all units above a household.
    // Not on its own: what is known of a household is then passed on in registers.
    #[expect(clippy::inline_always, reason = "an eighth of the time")]
    #[inline(always)]
    fn set(&mut self, gauge: &Gauge, above: Above, before: Circumstances, now: Circumstances) {
        let is_as_before = before.persons() == now.persons() && before.verdicts() == now.verdicts();
        if BYTES > 0 && is_as_before {
            self.change(above, &gauge.change::<0>(before, now), 1);
        } else {
            self.change(above, &gauge.change::<BYTES>(before, now), 1);
        }
    }

    /// Adds the sums of so many households of a group, a block at most, to those of the group and of
    /// the units above it; or what changes in them.
    #[inline]
    fn change<const SOME: usize>(&mut self, above: Above, by: &Cell<u16, SOME>, households: usize) {
        for (column, at) in zip(&mut self.0, &above) {
            column.change(*at, by, households);
        }
    }

    fn sums(&self, level: Level, at: usize, items: usize) -> Option<Sums> {
        let [groups, villages, zones, town] = &self.0;
        let column = match level {
            Level::Town => town,
            Level::Zone => zones,
            Level::Village => villages,
            Level::Group => groups,
            Level::Household => return None,
        };
        column.sums(at, items)
    }
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
        // INVARIANT: a household of the register is one of its hierarchy.
        let above = self.register.hierarchy().above(household)?;
        match &mut self.cells {
            Cells::Income(levels) => levels.set(&self.gauge, above, before, now),
            Cells::Eight(levels) => levels.set(&self.gauge, above, before, now),
            Cells::Sixteen(levels) => levels.set(&self.gauge, above, before, now),
        }
        Some(before)
    }
}
