//! Maoxi's own charter, table by table. Clauses `F..` are those of the report of 2018-10-23;
//! assumptions `A..` are this crate's choices where it is silent.

mod standards;

use std::num::{NonZeroU8, NonZeroU16};

use super::{Charter, Wording};
use crate::assign::{ByRank, PairingRules, Scope, StationRule};
use crate::basis::{Assumption, Basis, Clause, Sourced};
use crate::calendar::Month;
use crate::poverty::{Goal, IncidenceBase, Method, PovertyRules, Target};
use crate::quantity::{Id, Percent, RoundingMode, Yuan};
use crate::stipend::{
    Allowance, ConcurrentPosts, Condition, Counts, PartMonth, Place, PostRates, Posts, Rate,
    Rounding, RoundingUnit, Schedule, ScheduleRecords, Start, SubsidyMethod, SubsidyRecords,
    SubsidyRules,
};
use crate::township::Level::{Group, Household, Town, Village, Zone};
use crate::township::Post::{
    self, Commander, DeputyDirector, DeputySecretary, DispatchedCadre, FirstSecretary, GroupCadre,
    GroupLead, MilitiaCommander, StayBehind, SupervisionChair, Supervisor, VillageDirector,
    VillageSecretary, WomensDirector, ZoneLeader,
};
use crate::township::{
    Exclusion, Level, LevelName, Organisation, OrganisationRecords, PostRule, Rank, Responsibility,
};

const LEVELS: &[(Level, &str, &str)] = &[
    (Town, "中心", "F21"),
    (Zone, "战区", "F31"),
    (Village, "战场", "F41"),
    (Group, "作战单元", "F51"),
    (Household, "战斗堡垒", "F61"),
];

const ANY: u8 = 0;
const TOWN: &[Rank] = &[Rank::Town];
const ABOVE_TOWN: &[Rank] = &[Rank::County, Rank::Town];
const ABOVE_VILLAGE: &[Rank] = &[Rank::City, Rank::County, Rank::Town];
const ABOVE_GROUP: &[Rank] = &[Rank::City, Rank::County, Rank::Town, Rank::Village];
const VILLAGE: &[Rank] = &[Rank::Village];
const VILLAGE_OR_GROUP: &[Rank] = &[Rank::Village, Rank::Group];

/// Post, title, level, seats, ranks of the holder, source.
type PostRow = (Post, &'static str, Level, u8, &'static [Rank], &'static [&'static str]);

const POSTS: &[PostRow] = &[
    (Commander, "总指挥", Town, 2, TOWN, &["F21"]),
    (StayBehind, "留守领导", Town, ANY, TOWN, &["F25"]),
    (Supervisor, "督查", Town, ANY, ABOVE_TOWN, &["F24", "F92"]),
    (ZoneLeader, "战区领导", Zone, 1, TOWN, &["F31"]),
    (DispatchedCadre, "镇下派干部", Village, ANY, TOWN, &["F31", "F41"]),
    (FirstSecretary, "第一书记", Village, 1, ABOVE_VILLAGE, &["F41"]),
    (VillageSecretary, "村支书", Village, 1, VILLAGE, &["F81"]),
    (VillageDirector, "主任", Village, 1, VILLAGE, &["F82"]),
    (DeputySecretary, "副支书", Village, ANY, VILLAGE, &["F83"]),
    (DeputyDirector, "副主任", Village, ANY, VILLAGE, &["F83"]),
    (SupervisionChair, "监委主任", Village, 1, VILLAGE, &["F83"]),
    (MilitiaCommander, "民兵连长", Village, 1, VILLAGE, &["F84"]),
    (WomensDirector, "妇女主任", Village, 1, VILLAGE, &["F84"]),
    (GroupCadre, "组干部", Group, ANY, VILLAGE_OR_GROUP, &["F85"]),
    (GroupLead, "作战单元责任人", Group, 1, ABOVE_GROUP, &["F51"]),
];

/// Who answers for a household beside its helper, from the household upwards; whether in a
/// community too.
const CHAIN: &[(Post, bool, &str)] = &[
    (GroupLead, false, "F51"),
    (DispatchedCadre, false, "F41"),
    (FirstSecretary, false, "F41"),
    (VillageSecretary, true, "A13"),
    (ZoneLeader, false, "F31"),
    (Commander, true, "F21"),
];

/// Yuan a month, from September 2018 on.
const STIPENDS: &[(Post, i64, &str)] = &[
    (VillageSecretary, 1_200, "F81"),
    (VillageDirector, 1_000, "F82"),
    (DeputySecretary, 800, "F83"),
    (DeputyDirector, 800, "F83"),
    (SupervisionChair, 800, "F83"),
    (MilitiaCommander, 600, "F84"),
    (WomensDirector, 600, "F84"),
    (GroupCadre, 400, "F85"),
];
const TRAVEL_YUAN: i64 = 300;

/// Yuan a year, at the smallest village and at the largest.
const SUBSIDY_YUAN: (i64, i64) = (60_000, 80_000);

/// By how many minutes the helper whom a household knows is preferred.
const KEEP_MINUTES: u32 = 10;

/// The 2.27 % of `[F11]`.
const INCIDENCE_2018_HUNDREDTHS: u64 = 227;

const WORDING: &[(&str, &str)] = &[
    ("F20", "one list, four levels of guarantee: no household is left behind, from 2018-09-10 on"),
    ("F21", "the town Party secretary and the mayor are the general commanders"),
    ("F24", "the commanders set up a supervision body for standing supervision"),
    ("F25", "the deputy Party secretary and one deputy mayor stay behind and run the daily work"),
    (
        "F31",
        "three villages make one zone, under one Party-committee member with dispatched cadres",
    ),
    ("F33", "a zone leader may dispatch staff across the villages of the zone"),
    (
        "F41",
        "each village is a battlefield, led jointly by the dispatched town cadre, the first \
         secretary and the branch secretary",
    ),
    ("F51", "each villager group is a unit with one responsible cadre of city to village level"),
    ("F61", "each poor household is a fortress with one helper"),
    (
        "F71",
        "each village gets 60,000 to 80,000 yuan a year for office and living costs, by its \
         population, kept by a named person for that use only",
    ),
    ("F80", "village and group cadres are paid a stipend from September 2018 on"),
    ("F81", "village Party secretary: 1,200 yuan a month"),
    ("F82", "village director: 1,000 yuan a month"),
    (
        "F83",
        "deputy secretary, deputy director, chair of the supervision committee: 800 yuan a month",
    ),
    ("F84", "militia commander, women's director: 600 yuan a month"),
    ("F85", "group cadre: 400 yuan a month"),
    ("F86", "a village cadre who serves in another village: 300 yuan a month for travel on top"),
    ("F92", "a supervision and assessment group watches the rules"),
    (
        "F95",
        "who does not mend their ways after a reminder: criticism, an admonishing talk, disciplinary \
         action, reassignment",
    ),
    ("F96", "steps of discipline bear on awards and on performance pay"),
    ("F10", "in 2018, 507 households with 2,307 persons leave poverty"),
    ("F11", "in 2018 the poverty incidence falls to 2.27 %"),
    ("F12", "in 2018, 3 poor villages are delisted"),
    ("F13", "in 2019 everyone is out of poverty"),
    (
        "F14",
        "each household's helper answers for two things, both at 100 %: the household standard and \
         the household's satisfaction",
    ),
    ("A1", "the stipends start on 2018-09-01, though the drive itself starts on 2018-09-10"),
    ("A2", "a part of a month is paid by calendar days in post"),
    ("A3", "of two paid posts on one day only the highest is paid"),
    ("A4", "each line is rounded half up to the fen, once, at its end"),
    (
        "A5",
        "whoever holds a paid village post outside the home village serves in another village, \
         paid that day or not, group cadres excluded; one allowance a day",
    ),
    ("A6", "nothing is deducted after a step of discipline until a table is given"),
    ("A7", "the incidence is a share of the whole population of the town"),
    (
        "A8",
        "the subsidy of a village goes in a straight line from the least at the smallest village to \
         the most at the largest, rounded half up to the yuan; a part of a year by its calendar days",
    ),
    (
        "A10",
        "a helper has at most so many households: city 2, county 3, town 5, village 8, group 8",
    ),
    ("A11", "the community belongs to the town, to no zone, and lies outside the battlefields"),
    (
        "A12",
        "the income line is given as a dated table, and the line of the day of the \
         appraisal counts; over is strictly over",
    ),
    (
        "A13",
        "the branch secretary who leads the battlefield is the village Party secretary who is paid",
    ),
    (
        "A20",
        "whoever has no home village is stationed in the village of their post, else in the zone of \
         their post, else in the zone where they help, else in the town",
    ),
    ("A21", "cadres of every rank may help"),
    (
        "A22",
        "city and county cadres help within the zone, as the staff does whom its leader may dispatch",
    ),
    ("A23", "a helper who is kept counts 10 minutes less"),
    ("A24", "a household in another village counts the minutes of the way and no more"),
    ("A25", "each further household of a helper counts the same"),
    ("A26", "loads need not be even, as long as nobody has more than they may"),
    ("A27", "nobody needs to have any household"),
    (
        "A30",
        "a household leaves poverty by the standard known from elsewhere: income, with food \
         and clothing no worry; and education, medical care, housing, water, electricity, \
         radio or television",
    ),
    (
        "A31",
        "the national income line, yuan a year and head: 2,736 (2013), 2,800 (2014), 2,855 \
         (2015), 2,952 (2016), 3,218 (2019); of the other years none is confirmed",
    ),
    (
        "A32",
        "a village leaves the list by the standard of Sichuan known from elsewhere: \
         incidence below 3 % in the year of delisting; and collective income, hardened \
         road, clinic, culture room, communication network",
    ),
    ("A33", "the evidence for an item may be of any age"),
    (
        "A34",
        "a household leaves poverty by the steps of the national opinion of 2016: appraisal \
         by the villagers, verification, consent, public notice, announcement; a watch \
         follows",
    ),
    ("A35", "the public notice is posted for 7 days"),
    ("A36", "a household is watched for 12 months after its exit"),
    ("A37", "nobody verifies a household whom they help, or helped in the 12 months before"),
    (
        "A40",
        "a target is given on in proportion to the poor, by the greatest remainders; of equal ones the \
         greater weight goes first, then the smaller id",
    ),
];

impl Charter {
    /// The charter of Maoxi town, Gulin county, Sichuan, in 2018, after the report of 2018-10-23 on
    /// the town: its clauses `F..`, and this crate's assumptions `A..` where it is silent.
    ///
    /// | | |
    /// |---|---|
    /// | `F20` | one list, four levels of guarantee: no household is left behind, from 2018-09-10 on |
    /// | `F21` | the town Party secretary and the mayor are the general commanders |
    /// | `F24` | the commanders set up a supervision body for standing supervision |
    /// | `F25` | the deputy Party secretary and one deputy mayor stay behind and run the daily work |
    /// | `F31` | three villages make one zone, under one Party-committee member with dispatched cadres |
    /// | `F33` | a zone leader may dispatch staff across the villages of the zone |
    /// | `F41` | each village is a battlefield, led jointly by the dispatched town cadre, the first secretary and the branch secretary |
    /// | `F51` | each villager group is a unit with one responsible cadre of city to village level |
    /// | `F61` | each poor household is a fortress with one helper |
    /// | `F71` | each village gets 60,000 to 80,000 yuan a year for office and living costs, by its population, kept by a named person for that use only |
    /// | `F80` | village and group cadres are paid a stipend from September 2018 on |
    /// | `F81` | village Party secretary: 1,200 yuan a month |
    /// | `F82` | village director: 1,000 yuan a month |
    /// | `F83` | deputy secretary, deputy director, chair of the supervision committee: 800 yuan a month |
    /// | `F84` | militia commander, women's director: 600 yuan a month |
    /// | `F85` | group cadre: 400 yuan a month |
    /// | `F86` | a village cadre who serves in another village: 300 yuan a month for travel on top |
    /// | `F92` | a supervision and assessment group watches the rules |
    /// | `F95` | who does not mend their ways after a reminder: criticism, an admonishing talk, disciplinary action, reassignment |
    /// | `F96` | steps of discipline bear on awards and on performance pay |
    /// | `F10` | in 2018, 507 households with 2,307 persons leave poverty |
    /// | `F11` | in 2018 the poverty incidence falls to 2.27 % |
    /// | `F12` | in 2018, 3 poor villages are delisted |
    /// | `F13` | in 2019 everyone is out of poverty |
    /// | `F14` | each household's helper answers for two things, both at 100 %: the household standard and the household's satisfaction |
    /// | `A1` | the stipends start on 2018-09-01, though the drive itself starts on 2018-09-10 |
    /// | `A2` | a part of a month is paid by calendar days in post |
    /// | `A3` | of two paid posts on one day only the highest is paid |
    /// | `A4` | each line is rounded half up to the fen, once, at its end |
    /// | `A5` | whoever holds a paid village post outside the home village serves in another village, paid that day or not, group cadres excluded; one allowance a day |
    /// | `A6` | nothing is deducted after a step of discipline until a table is given |
    /// | `A7` | the incidence is a share of the whole population of the town |
    /// | `A8` | the subsidy of a village goes in a straight line from the least at the smallest village to the most at the largest, rounded half up to the yuan; a part of a year by its calendar days |
    /// | `A10` | a helper has at most so many households: city 2, county 3, town 5, village 8, group 8 |
    /// | `A11` | the community belongs to the town, to no zone, and lies outside the battlefields |
    /// | `A12` | the income line is given as a dated table, and the line of the day of the appraisal counts; over is strictly over |
    /// | `A13` | the branch secretary who leads the battlefield is the village Party secretary who is paid |
    /// | `A20` | whoever has no home village is stationed in the village of their post, else in the zone of their post, else in the zone where they help, else in the town |
    /// | `A21` | cadres of every rank may help |
    /// | `A22` | city and county cadres help within the zone, as the staff does whom its leader may dispatch |
    /// | `A23` | a helper who is kept counts 10 minutes less |
    /// | `A24` | a household in another village counts the minutes of the way and no more |
    /// | `A25` | each further household of a helper counts the same |
    /// | `A26` | loads need not be even, as long as nobody has more than they may |
    /// | `A27` | nobody needs to have any household |
    /// | `A30` | a household leaves poverty by the standard known from elsewhere: income, with food and clothing no worry; and education, medical care, housing, water, electricity, radio or television |
    /// | `A31` | the national income line, yuan a year and head: 2,736 (2013), 2,800 (2014), 2,855 (2015), 2,952 (2016), 3,218 (2019); of the other years none is confirmed |
    /// | `A32` | a village leaves the list by the standard of Sichuan known from elsewhere: incidence below 3 % in the year of delisting; and collective income, hardened road, clinic, culture room, communication network |
    /// | `A33` | the evidence for an item may be of any age |
    /// | `A34` | a household leaves poverty by the steps of the national opinion of 2016: appraisal by the villagers, verification, consent, public notice, announcement; a watch follows |
    /// | `A35` | the public notice is posted for 7 days |
    /// | `A36` | a household is watched for 12 months after its exit |
    /// | `A37` | nobody verifies a household whom they help, or helped in the 12 months before |
    /// | `A40` | a target is given on in proportion to the poor, by the greatest remainders; of equal ones the greater weight goes first, then the smaller id |
    #[must_use]
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "constant, and tested")]
    pub fn maoxi() -> Self {
        Self {
            organisation: Organisation::new(organisation()).expect("the organisation is sound"),
            pairing: pairing(),
            stipend: Schedule::new(stipend()).expect("the schedule is sound"),
            subsidy: SubsidyRules::new(subsidy()).expect("the rules are sound"),
            poverty: poverty(),
            wording: WORDING
                .iter()
                .map(|(number, text)| Wording { basis: basis(number), text: (*text).to_owned() })
                .collect(),
        }
    }
}

/// `F81` is a clause, `A2` an assumption.
#[expect(clippy::expect_used, reason = "constant, and tested")]
fn basis(number: &'static str) -> Basis {
    let id = Id::new(number).expect("the number is an id");
    if number.starts_with('A') {
        Basis::Assumption(Assumption(id))
    } else {
        Basis::Clause(Clause(id))
    }
}

fn sourced<T>(value: T, number: &'static str) -> Sourced<T> {
    Sourced { value, basis: basis(number) }
}

fn organisation() -> OrganisationRecords {
    let post = |(post, title, level, seats, ranks, source): &PostRow| PostRule {
        post: *post,
        title: (*title).to_owned(),
        level: *level,
        seats: NonZeroU8::new(*seats),
        ranks: ranks.to_vec(),
        basis: source.iter().copied().map(basis).collect(),
    };
    let place = |(post, in_community, source): &(Post, bool, &'static str)| Responsibility {
        post: *post,
        in_community: *in_community,
        basis: basis(source),
    };
    let name = |(level, name, source): &(Level, &str, &'static str)| LevelName {
        level: *level,
        name: (*name).to_owned(),
        basis: basis(source),
    };
    OrganisationRecords {
        levels: LEVELS.iter().map(name).collect(),
        posts: POSTS.iter().map(post).collect(),
        zone_size: sourced(const { NonZeroU16::new(3).unwrap() }, "F31"),
        community: basis("A11"),
        exclusions: vec![Exclusion {
            post: StayBehind,
            excludes: vec![ZoneLeader, DispatchedCadre],
            basis: basis("F25"),
        }],
        chain: CHAIN.iter().map(place).collect(),
    }
}

fn pairing() -> PairingRules {
    let caps = ByRank { city: 2, county: 3, town: 5, village: 8, group: 8 };
    let within_zone = |source| sourced(Scope::Zone, source);
    PairingRules {
        ranks: sourced(Rank::ALL.to_vec(), "A21"),
        caps: sourced(caps, "A10"),
        least: sourced(ByRank { city: 0, county: 0, town: 0, village: 0, group: 0 }, "A27"),
        station: sourced(StationRule::HomeThenPostThenHelped, "A20"),
        scope: ByRank {
            city: within_zone("A22"),
            county: within_zone("A22"),
            town: within_zone("F33"),
            village: within_zone("F33"),
            group: within_zone("F33"),
        },
        keep: sourced(KEEP_MINUTES, "A23"),
        cross_village: sourced(0, "A24"),
        balance: sourced(0, "A25"),
        fairness: sourced(None, "A26"),
    }
}

#[expect(clippy::expect_used, reason = "constant, and tested")]
fn stipend() -> ScheduleRecords {
    let start = Month::new(2018, 9).expect("the month exists");
    let since_start = |yuan, source| {
        let from = start.first_day();
        vec![Rate { monthly: whole_yuan(yuan), from, until: None, basis: basis(source) }]
    };
    let paid = |(post, yuan, source): &(Post, i64, &'static str)| PostRates {
        post: *post,
        rates: since_start(*yuan, source),
    };
    let elsewhere = Condition {
        posts: Posts::Paid,
        level: Some(Village),
        units: None,
        place: Place::Away,
        counts: Counts::Held,
    };
    ScheduleRecords {
        start: sourced(Start::Month(start), "A1"),
        posts: STIPENDS.iter().map(paid).collect(),
        allowances: vec![Allowance {
            kind: Id::new("travel").expect("the text is an id"),
            rates: since_start(TRAVEL_YUAN, "F86"),
            condition: sourced(elsewhere, "A5"),
        }],
        caps: Vec::new(),
        deductions: sourced(Vec::new(), "A6"),
        part_month: sourced(PartMonth::CalendarDays, "A2"),
        concurrent_posts: sourced(ConcurrentPosts::HighestOnly, "A3"),
        rounding: sourced(Rounding { mode: RoundingMode::HalfUp, per: RoundingUnit::Line }, "A4"),
    }
}

fn subsidy() -> SubsidyRecords {
    let (least, most) = SUBSIDY_YUAN;
    SubsidyRecords {
        least: whole_yuan(least),
        most: whole_yuan(most),
        basis: basis("F71"),
        method: sourced(SubsidyMethod::StraightLine, "A8"),
    }
}

fn whole_yuan(yuan: i64) -> Yuan {
    Yuan::from_fen(yuan.saturating_mul(100))
}

fn poverty() -> PovertyRules {
    let target = |year, goal, source| {
        let basis = basis(source);
        Target { year, unit: None, goal, baseline: None, basis }
    };
    let incidence = Percent::from_hundredths(INCIDENCE_2018_HUNDREDTHS);
    PovertyRules {
        incidence_base: sourced(IncidenceBase::TownPopulation, "A7"),
        targets: vec![
            target(2018, Goal::ExitedHouseholds(507), "F10"),
            target(2018, Goal::ExitedPersons(2_307), "F10"),
            target(2018, Goal::Incidence(incidence), "F11"),
            target(2018, Goal::DelistedVillages(3), "F12"),
            target(2019, Goal::PoorPersons(0), "F13"),
        ],
        household_standard: standards::household(),
        village_standard: standards::village(),
        exit: standards::exit(),
        apportionment: Some(sourced(Method::Hamilton, "A40")),
    }
}
