use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::words::{UnknownWord, words};
use crate::quantity::serde_as_text;

words! {
    /// The standing of a person (级别): of which level of government or village they are cadres.
    ///
    /// Ranks are ordered from the city down: the city is the smallest value, the group the greatest.
    ///
    /// ```
    /// use bangfu::township::Rank;
    /// assert_eq!("county".parse(), Ok(Rank::County));
    /// ```
    #[derive(PartialOrd, Ord)]
    Rank, "a rank (`city`, `county`, `town`, `village`, `group`)":
    /// A cadre of the city (市级).
    #[doc(alias = "市级")]
    City = "city",
    /// A cadre of the county (县级).
    #[doc(alias = "县级")]
    County = "county",
    /// A cadre of the town (镇级).
    #[doc(alias = "镇级")]
    Town = "town",
    /// A cadre of an administrative village (村级).
    #[doc(alias = "村级")]
    Village = "village",
    /// A cadre of a villager group (组级).
    #[doc(alias = "组级")]
    Group = "group",
}

words! {
    /// An office that a person can hold at a unit (职务).
    ///
    /// Which unit, how many seats and who may hold it is said by the
    /// [`Organisation`](super::Organisation); what it pays, by
    /// [`Schedule::rate`](crate::stipend::Schedule::rate). Posts are ordered by their word in
    /// documents, byte by byte.
    ///
    /// ```
    /// use bangfu::township::Post;
    /// assert_eq!(Post::VillageSecretary.to_string(), "village_secretary");
    /// assert!(Post::GroupLead < Post::ZoneLeader);
    /// ```
    Post, "a post, such as `village_secretary`":
    /// A general commander, who plans, decides and commands the whole `[F21]` (总指挥).
    #[doc(alias = "总指挥")]
    Commander = "commander",
    /// Who stays behind and runs the town's daily work `[F25]` (留守领导).
    #[doc(alias = "留守领导")]
    StayBehind = "stay_behind",
    /// Of the supervision body `[F24, F92]` (督查).
    #[doc(alias = "督查")]
    Supervisor = "supervisor",
    /// Who holds full responsibility for a zone `[F31]` (战区领导).
    #[doc(alias = "战区领导")]
    ZoneLeader = "zone_leader",
    /// Who leads the battlefield for the town `[F31, F41]` (镇下派干部).
    #[doc(alias = "镇下派干部")]
    DispatchedCadre = "dispatched_cadre",
    /// The first secretary, who leads the battlefield, sent from above `[F41]` (第一书记).
    #[doc(alias = "第一书记")]
    FirstSecretary = "first_secretary",
    /// The village Party secretary, paid `[F81]`, who leads the battlefield as branch secretary
    /// `[F41]` (A13) (村支书).
    #[doc(alias = "村支书")]
    VillageSecretary = "village_secretary",
    /// The village director, paid `[F82]` (主任).
    #[doc(alias = "主任")]
    VillageDirector = "village_director",
    /// A deputy village Party secretary, paid `[F83]` (副支书).
    #[doc(alias = "副支书")]
    DeputySecretary = "deputy_secretary",
    /// A deputy village director, paid `[F83]` (副主任).
    #[doc(alias = "副主任")]
    DeputyDirector = "deputy_director",
    /// The chair of the village supervision committee, paid `[F83]` (监委主任).
    #[doc(alias = "监委主任")]
    SupervisionChair = "supervision_chair",
    /// The commander of the village militia, paid `[F84]` (民兵连长).
    #[doc(alias = "民兵连长")]
    MilitiaCommander = "militia_commander",
    /// The women's director of the village, paid `[F84]` (妇女主任).
    #[doc(alias = "妇女主任")]
    WomensDirector = "womens_director",
    /// A cadre of a villager group, paid `[F85]` (组干部).
    #[doc(alias = "组干部")]
    GroupCadre = "group_cadre",
    /// The one cadre responsible for a group `[F51]` (作战单元责任人).
    #[doc(alias = "作战单元责任人")]
    GroupLead = "group_lead",
}

impl Ord for Post {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Post {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
