//! The roll-up as one would write it first: a hash map for each level, and every household added to
//! its group's, its village's, its zone's and the town's sums.

use std::collections::HashMap;

use crate::data::{CUTOFF, ITEMS, LINE, Row, WEIGHTS};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub households: u64,
    pub persons: u64,
}

impl Count {
    fn add(&mut self, persons: u64) {
        self.households += 1;
        self.persons += persons;
    }
}

#[derive(Clone, Debug, Default)]
pub struct Sums {
    pub all: Count,
    pub income_unknown: Count,
    pub poor: Count,
    pub gap: u128,
    pub squared_gap: u128,
    pub all_met: Count,
    pub unclear: Count,
    pub deprived: Count,
    pub met: [Count; ITEMS],
    pub not_met: [Count; ITEMS],
    pub censored: [u64; ITEMS],
}

impl Sums {
    fn add(&mut self, row: &Row) {
        let persons = u64::from(row.persons);
        self.all.add(persons);
        match row.income {
            None => self.income_unknown.add(persons),
            Some(income) if income < LINE => {
                let gap = u128::try_from(LINE - income).unwrap();
                self.poor.add(persons);
                self.gap += gap * u128::from(persons);
                self.squared_gap += gap * gap * u128::from(persons);
            }
            Some(_) => {}
        }
        let lacking = row.items.iter().zip(WEIGHTS).filter(|(item, _)| **item == Some(false));
        let lacking: u16 = lacking.map(|(_, weight)| weight).sum();
        let is_clear = row.items.iter().all(Option::is_some);
        let is_deprived = is_clear && lacking >= CUTOFF;
        if row.items.iter().all(|item| *item == Some(true)) {
            self.all_met.add(persons);
        }
        if !is_clear {
            self.unclear.add(persons);
        }
        if is_deprived {
            self.deprived.add(persons);
        }
        for (at, item) in row.items.iter().enumerate() {
            match item {
                Some(true) => self.met[at].add(persons),
                Some(false) => {
                    self.not_met[at].add(persons);
                    if is_deprived {
                        self.censored[at] += persons;
                    }
                }
                None => {}
            }
        }
    }
}

/// The sums of each unit, level by level.
#[derive(Debug, Default)]
pub struct Maps {
    pub groups: HashMap<u32, Sums>,
    pub villages: HashMap<u32, Sums>,
    pub zones: HashMap<u32, Sums>,
    pub town: Sums,
}

pub fn roll_up(rows: &[Row]) -> Maps {
    let mut maps = Maps::default();
    for row in rows {
        maps.groups.entry(row.group).or_default().add(row);
        maps.villages.entry(row.village).or_default().add(row);
        maps.zones.entry(row.zone).or_default().add(row);
        maps.town.add(row);
    }
    maps
}
