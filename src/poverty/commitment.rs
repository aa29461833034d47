use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::calendar::Day;
use crate::quantity::{EmptyWhole, Ratio};
use crate::township::{Household, Level, Person, Township, Unit};

/// What a household said, or what was found there (答复).
///
/// In documents `yes`, `no` or `unasked`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// Nobody asked, or the answer is not known.
    #[default]
    Unasked,
}

/// What is known of a household about the two things for which its helper answers `[F14]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the replies of a household")]
pub struct Replies {
    /// Whether it meets the household standard (一超六有).
    pub standard: Reply,
    /// Whether it is satisfied with the help it gets (满意度).
    pub satisfaction: Reply,
}

/// The share of some households of which something is so, with those that were not asked named.
///
/// In documents `{"yes": 9, "no": 1, "unasked": ["h0012"], "rate": "9/10"}`; the rate is null if
/// nobody was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share<'t> {
    yes: u64,
    no: u64,
    unasked: Vec<Household<'t>>,
}

impl<'t> Share<'t> {
    fn add(&mut self, household: Household<'t>, reply: Reply) {
        // INVARIANT: a township has fewer than 2^64 households.
        match reply {
            Reply::Yes => self.yes = self.yes.saturating_add(1),
            Reply::No => self.no = self.no.saturating_add(1),
            Reply::Unasked => self.unasked.push(household),
        }
    }

    /// How many said yes.
    #[must_use]
    pub const fn yes(&self) -> u64 {
        self.yes
    }

    /// How many said no.
    #[must_use]
    pub const fn no(&self) -> u64 {
        self.no
    }

    /// Those that were not asked, in the order of the township. They are in neither number.
    #[must_use]
    pub fn unasked(&self) -> &[Household<'t>] {
        &self.unasked
    }

    /// The share that said yes of those that were asked.
    ///
    /// # Errors
    /// [`EmptyWhole`] if nobody was asked: then there is no share, neither 0 nor 100 %.
    pub fn rate(&self) -> Result<Ratio, EmptyWhole> {
        Ratio::new(self.yes, self.yes.saturating_add(self.no))
    }

    /// Whether it is at 100 % `[F14]`: there are households, all were asked, and all said yes.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.yes > 0 && self.no == 0 && self.unasked.is_empty()
    }
}

impl Serialize for Share<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut share = serializer.serialize_struct("Share", 4)?;
        share.serialize_field("yes", &self.yes)?;
        share.serialize_field("no", &self.no)?;
        share.serialize_field("unasked", &self.unasked)?;
        share.serialize_field("rate", &self.rate().ok())?;
        share.end()
    }
}

/// How far the two things are reached among some households (包保责任).
///
/// In documents `{"standard": {..}, "satisfaction": {..}}`, each a [`Share`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Commitment<'t> {
    /// The share that meets the household standard.
    pub standard: Share<'t>,
    /// The share that is satisfied.
    pub satisfaction: Share<'t>,
}

impl<'t> Commitment<'t> {
    /// That among the households of which something may be known, if there are any.
    fn of(
        households: impl Iterator<Item = Household<'t>>,
        known: &[Option<Replies>],
    ) -> Option<Self> {
        let mut commitment = Self::default();
        let mut is_empty = true;
        for household in households {
            if let Some(replies) = known.get(household.index()).copied().flatten() {
                commitment.standard.add(household, replies.standard);
                commitment.satisfaction.add(household, replies.satisfaction);
                is_empty = false;
            }
        }
        (!is_empty).then_some(commitment)
    }

    /// Whether both are at 100 %.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.standard.is_full() && self.satisfaction.is_full()
    }
}

/// How far the two things are reached on a day, by unit and by helper; see [`commitments`].
///
/// In documents: see the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Commitments<'t> {
    /// The day.
    pub on: Day,
    /// The town, the zones, the villages and the groups that have households which count, level by
    /// level, in the order of the township.
    pub units: Vec<UnitCommitment<'t>>,
    /// Each helper of households which count, by id.
    pub helpers: Vec<HelperCommitment<'t>>,
    /// Those of the households which have no helper on the day: nobody answers for them.
    pub without_helper: Vec<Household<'t>>,
}

/// The commitment of everyone in a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitCommitment<'t> {
    /// The unit.
    pub unit: Unit<'t>,
    /// Its level.
    pub level: Level,
    /// How far it is kept.
    #[serde(flatten)]
    pub commitment: Commitment<'t>,
}

/// The commitment of one helper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HelperCommitment<'t> {
    /// The helper.
    pub helper: Person<'t>,
    /// How far it is kept.
    #[serde(flatten)]
    pub commitment: Commitment<'t>,
}

/// How far the two things for which a helper answers are reached on a day: that the household meets
/// the standard, and that it is satisfied, both at 100 % `[F14]`.
///
/// A household counts from its first poor day on, and goes on counting after its exit: so does its
/// helper's responsibility. What is not known of a household is in no share; it is named. `replies`
/// is asked once for every household that counts. One pass over the households a level.
///
/// ```
/// # #[cfg(feature = "json")] {
/// # use bangfu::{charter::Charter, roster::Roster};
/// use bangfu::poverty::{Replies, Reply, commitments};
/// # let text = include_bytes!("../../examples/data/maoxi.json");
/// # let roster: Roster<'_> = bangfu::document::read(text)?;
/// # let township = roster.check(&Charter::maoxi().organisation)?;
/// let asked = |household: bangfu::township::Household<'_>| match household.id().as_str() {
///     "h0001" => Replies { standard: Reply::Yes, satisfaction: Reply::No },
///     "h0002" => Replies { standard: Reply::Yes, satisfaction: Reply::Unasked },
///     _ => Replies::default(),
/// };
/// let known = commitments(&township, "2018-12-31".parse()?, asked);
/// let town = &known.units[0].commitment;
/// assert_eq!(town.standard.rate()?.to_string(), "2/2");
/// assert_eq!(town.satisfaction.rate()?.to_string(), "0/1");
/// assert_eq!(town.standard.unasked().len(), 1_590);
/// assert!(!town.standard.is_full()); // nobody knows yet
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn commitments<'t>(
    township: &'t Township,
    on: Day,
    mut replies: impl FnMut(Household<'t>) -> Replies,
) -> Commitments<'t> {
    let known: Vec<Option<Replies>> = township
        .households()
        .map(|household| counts(household, on).then(|| replies(household)))
        .collect();
    let units =
        Unit::from(township.town()).subtree().filter(|unit| unit.level() < Level::Household);
    let units = units.filter_map(|unit| {
        let commitment = Commitment::of(unit.households(), &known)?;
        Some(UnitCommitment { unit, level: unit.level(), commitment })
    });
    let helpers = township.helpers_on(on).filter_map(|helper| {
        let commitment = Commitment::of(helper.households_on(on), &known)?;
        Some(HelperCommitment { helper, commitment })
    });
    let alone =
        |household: &Household<'_>| counts(*household, on) && household.helper_on(on).is_none();
    Commitments {
        on,
        units: units.collect(),
        helpers: helpers.collect(),
        without_helper: township.households().filter(alone).collect(),
    }
}

fn counts(household: Household<'_>, on: Day) -> bool {
    household.supported_from().is_some_and(|from| from <= on)
}
