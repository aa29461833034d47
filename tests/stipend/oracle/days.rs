//! What a person earns on one day, as the docs of the rules word it.

use std::cmp::Reverse;

use bangfu::basis::Basis;
use bangfu::chrono::NaiveDate;
use bangfu::roster::{PersonRecord, Roster};
use bangfu::stipend::{ConcurrentPosts, Condition, Counts, Place, Posts, Rate, ScheduleRecords};
use bangfu::township::{Level, Post, Step};

/// What a line is for, in the order of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind<'r> {
    Stipend,
    Supplement,
    Allowance(&'r str),
    Cap,
    Deduction(Step),
    Withholding(Step),
    Release(Step),
}

impl<'r> Kind<'r> {
    pub fn word(self) -> &'r str {
        match self {
            Kind::Stipend => "stipend",
            Kind::Supplement => "supplement",
            Kind::Allowance(name) => name,
            Kind::Cap => "cap",
            Kind::Deduction(_) => "deduction",
            Kind::Withholding(_) => "withholding",
            Kind::Release(_) => "release",
        }
    }

    pub fn step(self) -> Option<Step> {
        match self {
            Kind::Deduction(step) | Kind::Withholding(step) | Kind::Release(step) => Some(step),
            _ => None,
        }
    }

    pub fn is_stipend(self) -> bool {
        matches!(self, Kind::Stipend | Kind::Supplement)
    }
}

/// One post at one unit, held from a day on without a break: tenures that meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held<'r> {
    pub post: Post,
    pub unit: &'r str,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    /// The unit and those above it, with their levels.
    pub places: Vec<(Level, &'r str)>,
}

impl<'r> Held<'r> {
    pub fn is_on(&self, on: NaiveDate) -> bool {
        self.from <= on && self.until.is_none_or(|until| on < until)
    }

    pub fn village(&self) -> Option<&'r str> {
        let mut places = self.places.iter();
        places.find(|(level, _)| *level == Level::Village).map(|(_, id)| *id)
    }
}

/// The units of which kind have a post.
fn level(post: Post) -> Level {
    match post {
        Post::Commander | Post::StayBehind | Post::Supervisor => Level::Town,
        Post::ZoneLeader => Level::Zone,
        Post::GroupCadre | Post::GroupLead => Level::Group,
        _ => Level::Village,
    }
}

/// A unit and those above it.
fn places<'r>(roster: &'r Roster<'r>, level: Level, unit: &'r str) -> Vec<(Level, &'r str)> {
    let above = match level {
        Level::Group => {
            let group = roster.groups.iter().find(|group| group.id == *unit).expect("a group");
            places(roster, Level::Village, group.village.as_str())
        }
        Level::Village => {
            let village = roster.villages.iter().find(|one| one.id == *unit).expect("a village");
            let town = || places(roster, Level::Town, roster.town.id.as_str());
            village
                .zone
                .as_ref()
                .map_or_else(town, |zone| places(roster, Level::Zone, zone.as_str()))
        }
        Level::Zone => places(roster, Level::Town, roster.town.id.as_str()),
        _ => Vec::new(),
    };
    std::iter::once((level, unit)).chain(above).collect()
}

/// Everything that a person ever held.
pub fn held_by<'r>(roster: &'r Roster<'r>, person: &PersonRecord<'_>) -> Vec<Held<'r>> {
    type Tenure<'r> = bangfu::roster::TenureRecord<'r>;
    let own = || roster.tenures.iter().filter(|tenure| tenure.person == person.id);
    let is_same =
        |one: &Tenure<'_>, other: &Tenure<'_>| (one.post, &one.unit) == (other.post, &other.unit);
    let firsts = own()
        .filter(|tenure| !own().any(|one| is_same(one, tenure) && one.until == Some(tenure.from)));
    let run = |tenure: &'r Tenure<'r>| {
        let mut until = tenure.until;
        while let Some(next) = own().find(|one| is_same(one, tenure) && Some(one.from) == until) {
            until = next.until;
        }
        Held {
            post: tenure.post,
            unit: tenure.unit.as_str(),
            from: tenure.from.to_date(),
            until: until.map(bangfu::calendar::Date::to_date),
            places: places(roster, level(tenure.post), tenure.unit.as_str()),
        }
    };
    firsts.map(run).collect()
}

/// The one rate that holds on a day.
pub fn rate_on(rates: &[Rate], on: NaiveDate) -> Option<&Rate> {
    rates.iter().find(|rate| {
        rate.from.to_date() <= on && rate.until.is_none_or(|until| on < until.to_date())
    })
}

fn stipend(rules: &ScheduleRecords, post: Post, on: NaiveDate) -> Option<&Rate> {
    let paid = rules.posts.iter().find(|paid| paid.post == post)?;
    rate_on(&paid.rates, on)
}

/// Something that is earned on a day.
#[derive(Clone, Copy, Debug)]
pub struct Earned<'r> {
    pub kind: Kind<'r>,
    /// The position of the post among those that the person ever held.
    pub held: usize,
    pub rate: &'r Rate,
    /// The condition, of an allowance.
    pub condition: Option<&'r Basis>,
}

impl Earned<'_> {
    /// Whether it is the same thing on two days, so that both belong to one line.
    pub fn is_same(&self, other: &Self) -> bool {
        (self.kind, self.held) == (other.kind, other.held) && std::ptr::eq(self.rate, other.rate)
    }
}

pub struct OnDay<'r> {
    pub earned: Vec<Earned<'r>>,
    /// How many posts with a stipend are held.
    pub paid_posts: usize,
}

/// A post held on a day, with its stipend of that day.
#[derive(Clone, Copy)]
struct Today<'h, 'r> {
    at: usize,
    held: &'h Held<'r>,
    rate: Option<&'r Rate>,
}

impl<'r> Today<'_, 'r> {
    /// The highest stipend, then the smallest first day, unit, post.
    fn rank(&self) -> (Reverse<i64>, NaiveDate, &'r str, &'static str) {
        let monthly = self.rate.map_or(-1, |rate| rate.monthly.fen());
        (Reverse(monthly), self.held.from, self.held.unit, self.held.post.as_str())
    }
}

fn first_of<'h, 'r>(posts: impl Iterator<Item = Today<'h, 'r>>) -> Option<Today<'h, 'r>>
where
    'r: 'h,
{
    posts.min_by_key(Today::rank)
}

pub fn on_day<'r>(
    rules: &'r ScheduleRecords,
    person: &PersonRecord<'_>,
    all: &[Held<'r>],
    on: NaiveDate,
) -> OnDay<'r> {
    let today: Vec<Today<'_, 'r>> = all
        .iter()
        .enumerate()
        .filter(|(_, held)| held.is_on(on))
        .map(|(at, held)| Today { at, held, rate: stipend(rules, held.post, on) })
        .collect();
    let paid: Vec<Today<'_, 'r>> = today.iter().copied().filter(|one| one.rate.is_some()).collect();
    let mut earned = Vec::new();
    let mut earn = |kind, one: Today<'_, 'r>, rate, condition| {
        earned.push(Earned { kind, held: one.at, rate, condition });
    };
    let highest = first_of(paid.iter().copied());
    // The positions of the posts for which a stipend is paid.
    let mut counted: Vec<usize> = Vec::new();
    match (&rules.concurrent_posts.value, highest) {
        (_, None) => {}
        (ConcurrentPosts::Sum, _) => {
            for one in &paid {
                earn(Kind::Stipend, *one, one.rate.expect("paid"), None);
                counted.push(one.at);
            }
        }
        (policy, Some(highest)) => {
            let combined = match policy {
                ConcurrentPosts::Combined(table) => combination(table, &paid, on),
                _ => None,
            };
            let (one, rate) = combined.unwrap_or((highest, highest.rate.expect("paid")));
            earn(Kind::Stipend, one, rate, None);
            counted.push(one.at);
            if let ConcurrentPosts::HighestPlusSupplement(rates) = policy
                && paid.len() > 1
                && let Some(rate) = rate_on(rates, on)
            {
                earn(Kind::Supplement, highest, rate, None);
            }
        }
    }
    for allowance in &rules.allowances {
        let condition = &allowance.condition;
        let meets = |one: &Today<'_, 'r>| {
            meets(&condition.value, person, one.held)
                && (condition.value.posts != Posts::Paid || one.rate.is_some())
                && (condition.value.counts == Counts::Held || counted.contains(&one.at))
        };
        if let Some(rate) = rate_on(&allowance.rates, on)
            && let Some(one) = first_of(today.iter().copied().filter(meets))
        {
            earn(Kind::Allowance(allowance.kind.as_str()), one, rate, Some(&condition.basis));
        }
    }
    OnDay { earned, paid_posts: paid.len() }
}

/// The rate for posts that are held together, of the most posts, then the highest, then the first.
fn combination<'h, 'r>(
    table: &'r [bangfu::stipend::Combination],
    paid: &[Today<'h, 'r>],
    on: NaiveDate,
) -> Option<(Today<'h, 'r>, &'r Rate)> {
    let mut best: Option<(usize, i64, Today<'h, 'r>, &'r Rate)> = None;
    for one in table {
        let is_held = |post: &Post| paid.iter().any(|paid| paid.held.post == *post);
        let Some(rate) = rate_on(&one.rates, on) else { continue };
        if !one.posts.iter().all(is_held) {
            continue;
        }
        let weight = (one.posts.len(), rate.monthly.fen());
        if best.is_none_or(|(posts, monthly, ..)| weight > (posts, monthly)) {
            let named = paid.iter().copied().filter(|paid| one.posts.contains(&paid.held.post));
            let named = first_of(named).expect("two posts or more");
            best = Some((weight.0, weight.1, named, rate));
        }
    }
    best.map(|(_, _, named, rate)| (named, rate))
}

/// Whether a post passes the tests that have nothing to do with stipends.
fn meets(condition: &Condition, person: &PersonRecord<'_>, held: &Held<'_>) -> bool {
    let is_listed = match &condition.posts {
        Posts::Paid => true,
        Posts::Listed(posts) => posts.contains(&held.post),
    };
    let home = person.village.as_ref().map(bangfu::quantity::Id::as_str);
    let lies = match (condition.place, home, held.village()) {
        (Place::Anywhere, ..) => true,
        (Place::Away, Some(home), Some(village)) => home != village,
        (Place::Home, Some(home), Some(village)) => home == village,
        _ => false,
    };
    let is_level = condition.level.is_none_or(|level| held.places[0].0 == level);
    let is_unit =
        condition.units.as_ref().is_none_or(|units| units.iter().any(|unit| *unit == *held.unit));
    is_listed && lies && is_level && is_unit
}
