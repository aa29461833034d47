use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::quantity::serde_as_text;

/// Defines an enum whose values have one word each, in documents and on the screen.
macro_rules! words {
    (
        $(#[$meta:meta])* $name:ident, $what:literal:
        $($(#[$doc:meta])* $variant:ident = $word:literal,)*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// All values, in the order of the hierarchy.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word for it in documents.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                let mut all = Self::ALL.iter().copied();
                let found = all.find(|value| value.as_str() == text);
                found.ok_or_else(|| UnknownWord { what: $what, found: text.to_owned() })
            }
        }

        serde_as_text!($name, $what);
    };
}

pub(super) use words;

words! {
    /// The standing of a person (级别): of which level of government or village they are cadres.
    ///
    /// ```
    /// use bangfu::township::Rank;
    /// assert_eq!("county".parse(), Ok(Rank::County));
    /// ```
    Rank, "a rank (`city`, `county`, `town`, `village`, `group`)":
    /// 市级.
    City = "city",
    /// 县级.
    County = "county",
    /// 镇级.
    Town = "town",
    /// 村级.
    Village = "village",
    /// 组级.
    Group = "group",
}

words! {
    /// An office that a person can hold at a unit (职务).
    ///
    /// Which unit, how many seats and who may hold it is said by the
    /// [`Organisation`](super::Organisation). Posts are ordered by their word in documents, byte
    /// by byte.
    ///
    /// ```
    /// use bangfu::township::Post;
    /// assert_eq!(Post::VillageSecretary.to_string(), "village_secretary");
    /// assert!(Post::GroupLead < Post::ZoneLeader);
    /// ```
    Post, "a post, such as `village_secretary`":
    /// 总指挥: plans, decides and commands the whole `[F21]`.
    Commander = "commander",
    /// 留守领导: runs the town's daily work behind the front `[F25]`.
    StayBehind = "stay_behind",
    /// 督查: of the supervision body `[F24, F92]`.
    Supervisor = "supervisor",
    /// 战区领导: holds full responsibility for a zone `[F31]`.
    ZoneLeader = "zone_leader",
    /// 镇下派干部: leads the battlefield for the town `[F31, F41]`.
    DispatchedCadre = "dispatched_cadre",
    /// 第一书记: leads the battlefield, sent from above `[F41]`.
    FirstSecretary = "first_secretary",
    /// 村支书: the village Party secretary `[F81]`, who leads the battlefield as branch secretary
    /// `[F41]` (A13).
    VillageSecretary = "village_secretary",
    /// 主任: the village director `[F82]`.
    VillageDirector = "village_director",
    /// 副支书 `[F83]`.
    DeputySecretary = "deputy_secretary",
    /// 副主任 `[F83]`.
    DeputyDirector = "deputy_director",
    /// 监委主任: chair of the village supervision committee `[F83]`.
    SupervisionChair = "supervision_chair",
    /// 民兵连长 `[F84]`.
    MilitiaCommander = "militia_commander",
    /// 妇女主任 `[F84]`.
    WomensDirector = "womens_director",
    /// 组干部: cadre of a villager group `[F85]`.
    GroupCadre = "group_cadre",
    /// 作战单元责任人: the one cadre responsible for a group `[F51]`.
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

/// A text is none of the words that may stand in its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not {what}")]
pub struct UnknownWord {
    /// The text.
    pub found: String,
    /// What was expected.
    pub what: &'static str,
}
