use super::figures::BLOCK;
use super::gauge::{Gauge, Marks};
use super::lanes::LANES;
use super::unit::{Block, Column, Large};
use super::{Hierarchy, Register, Tally};
use crate::poverty::{Circumstances, Yardstick};
use crate::township::{Level, Unit};

/// The tally of every unit of a hierarchy (汇总): groups, villages, zones and the town, by one
/// yardstick.
///
/// It is made in one pass over the households. When the circumstances of one change, its own tally
/// and those of all units above it are then the same, to the bit, as if made anew.
///
/// What is kept are the sums of the groups and of the town: [`set`](Self::set) takes a time that
/// depends on neither the number of households nor that of units. Those of a village or a zone are
/// those of its groups, which lie side by side, and are added up when they are read, a few nanoseconds
/// a group.
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
/// assert!(rollup.set(household.index(), earns(household, "2800.00")?));
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
    kept: Kept,
}

/// The sums of the units, as wide as the items need.
#[expect(clippy::large_enum_variant, reason = "a roll-up has one")]
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kept {
    Income(Units<0>),
    Eight(Units<1>),
    Sixteen(Units<2>),
}

/// The sums of the groups, and of the town.
///
/// To keep those of villages and zones too would make a change take half as long again.
// INVARIANT: there are as many groups as in the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Units<const BYTES: usize> {
    groups: Column<BYTES>,
    town: Large<BYTES>,
}

impl<const BYTES: usize> Units<BYTES> {
    fn new(register: &Register, gauge: &Gauge) -> Self {
        let hierarchy = register.hierarchy();
        let largest = hierarchy.group_sizes().max().unwrap_or(0);
        let groups = Column::new(hierarchy.count(Level::Group), largest, gauge.line());
        let mut units = Self { groups, town: Large::empty() };
        let (mut rows, mut marks) = (register.rows(), Marks::default());
        for (group, mut households) in hierarchy.group_sizes().enumerate() {
            // Each is made when its households are added up, not before, so that their memory is
            // gone through once.
            units.groups.push();
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
                let mut sum = Block::empty();
                block.for_each(|mark| sum.add(&mark));
                units.change(group, &sum, count);
            }
        }
        units
    }

    /// Adds the sums of so many households of a group, a block at most, or what changes in them.
    #[inline]
    fn change(&mut self, group: usize, by: &Block<BYTES>, households: usize) {
        self.groups.change(group, by);
        self.town.change(by, households);
    }

    /// Puts other circumstances in the place of those of a household, and mends the sums above it.
    #[expect(clippy::inline_always, reason = "a tenth of the time")]
    #[inline(always)]
    fn set(
        &mut self,
        gauge: &Gauge,
        register: &mut Register,
        household: usize,
        now: Circumstances,
    ) -> Option<()> {
        let group = register.hierarchy().group_of(household)?;
        let before = register.replace(household, now)?;
        let (now, before) = (gauge.mark::<BYTES>(now), gauge.mark::<BYTES>(before));
        self.change(group, &Block::of_change(&now, &before), 1);
        Some(())
    }

    fn tally(
        &self,
        yardstick: Yardstick,
        hierarchy: &Hierarchy,
        level: Level,
        position: usize,
    ) -> Option<Tally> {
        let groups = hierarchy.groups_in(level, position)?;
        let total =
            if level == Level::Town { self.town.total() } else { self.groups.total(groups) };
        Some(Tally { yardstick, sums: total.sums(yardstick.weights().len()) })
    }
}

impl Rollup {
    /// Adds up a register by a yardstick, in one pass.
    #[must_use]
    pub fn new(register: Register, yardstick: Yardstick) -> Self {
        let gauge = Gauge::new(&yardstick);
        let kept = match yardstick.weights().len().div_ceil(LANES) {
            0 => Kept::Income(Units::new(&register, &gauge)),
            1 => Kept::Eight(Units::new(&register, &gauge)),
            _ => Kept::Sixteen(Units::new(&register, &gauge)),
        };
        Self { yardstick, gauge, register, kept }
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
        let (by, hierarchy) = (self.yardstick, self.register.hierarchy());
        match &self.kept {
            Kept::Income(units) => units.tally(by, hierarchy, level, position),
            Kept::Eight(units) => units.tally(by, hierarchy, level, position),
            Kept::Sixteen(units) => units.tally(by, hierarchy, level, position),
        }
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
    /// tallies of the units above it. Returns whether there is such a household; if not, nothing
    /// changes.
    #[must_use]
    pub fn set(&mut self, household: usize, now: Circumstances) -> bool {
        let Self { gauge, register, kept, .. } = self;
        let done = match kept {
            Kept::Income(units) => units.set(gauge, register, household, now),
            Kept::Eight(units) => units.set(gauge, register, household, now),
            Kept::Sixteen(units) => units.set(gauge, register, household, now),
        };
        done.is_some()
    }
}
