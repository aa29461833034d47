use std::fmt;
use std::str::FromStr;

use super::post::{UnknownWord, words};
use crate::quantity::serde_as_text;

words! {
    /// The kind of a unit (层级), from the town down to the household.
    ///
    /// A community stands on the level of the villages. Levels are ordered from the whole to its
    /// parts: the town is the smallest value, the household the greatest.
    #[derive(PartialOrd, Ord)]
    Level, "a level (`town`, `zone`, `village`, `group`, `household`)":
    /// 镇, the centre (一个中心).
    Town = "town",
    /// 战区: some villages under one leader.
    Zone = "zone",
    /// 村 (战场), or a community (社区).
    Village = "village",
    /// 村民小组 (作战单元).
    Group = "group",
    /// 贫困户 (战斗堡垒).
    Household = "household",
}
