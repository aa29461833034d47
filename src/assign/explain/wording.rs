use super::remedies::{Relief, Remedy, Site, Widening};
use super::sentences::{Noun, Sentence};
use super::{Candidate, Explanation, Extra, Parts, Rule};
use crate::assign::comparison::{Comparison, Move};
use crate::assign::problem::{Helper, Household};
use crate::quantity::Id;

/// The language of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
    /// Chinese (中文), in simplified characters.
    Chinese,
}

/// How explanations are put into words: in which language, and by which names.
///
/// Every explanation is a list of whole sentences. All they say is in the data; lists that are long
/// are cut short, with the number of those left out.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use bangfu::assign::{Language, ProblemRecords, Wording, explain, solve};
/// let document = br#"{ "format": 1,
///     "classes": [{"id": "c0", "minutes": {"g0": 12}}],
///     "helpers": [{"id": "p0", "class": "c0", "capacity": 1}],
///     "households": [{"id": "h0", "site": "g0", "incumbent": "p0"}],
///     "keep": 10, "balance": 0 }"#;
/// let problem = bangfu::document::read::<ProblemRecords>(document)?.check()?;
/// let plan = solve(&problem);
/// let explanation = explain(&plan)?.household(problem.household("h0").unwrap()).unwrap();
///
/// let wording = Wording { language: Language::Chinese, name: |_: &_| "张三".to_owned() };
/// assert_eq!(Wording::by_id(Language::English).explanation(&explanation), [
///     "Household h0 has p0 as its helper.",
///     "This counts as 2 minutes: 12 minutes on the way, \
///      less 10 minutes because the household keeps its helper.",
///     "Nobody else could serve the household.",
/// ]);
/// assert!(wording.explanation(&explanation)[0].ends_with("由张三结对帮扶。"));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Wording<N: Fn(&Id<'static>) -> String> {
    /// The language.
    pub language: Language,
    /// What a helper, household, class or site of that id is called.
    pub name: N,
}

/// The most names that a list in a sentence holds.
const MOST_NAMES: usize = 6;

impl Wording<fn(&Id<'static>) -> String> {
    /// Everybody and everything is called by the id.
    #[must_use]
    pub fn by_id(language: Language) -> Self {
        Self { language, name: ToString::to_string }
    }
}

impl<N: Fn(&Id<'static>) -> String> Wording<N> {
    /// Why a household has its helper, or none.
    pub fn explanation(&self, explanation: &Explanation<'_>) -> Vec<String> {
        let Explanation { household, chosen, candidates, excluded } = explanation;
        let mut text = Vec::new();
        let name = self.household(*household);
        let others = candidates.len();
        if let Some(chosen) = chosen {
            let helper = self.helper(chosen.helper);
            text.push(self.say(Sentence::Served, &[("household", &name), ("helper", &helper)]));
            text.push(self.parts(chosen.parts));
            let all = self.count(others.saturating_add(1), Noun::Helper);
            let cheaper = usize::try_from(chosen.cheaper).unwrap_or(usize::MAX);
            let nearer = self.count(cheaper, Noun::Helper);
            text.push(match (others, cheaper) {
                (0, _) => self.say(Sentence::NobodyElse, &[]),
                (_, 0) => self.say(Sentence::NobodyNearer, &[("helpers", &all)]),
                _ => self.say(Sentence::SomeNearer, &[("helpers", &all), ("nearer", &nearer)]),
            });
        } else {
            text.push(self.say(Sentence::LeftOver, &[("household", &name)]));
            if others == 0 {
                text.push(self.say(Sentence::Nobody, &[]));
            }
        }
        if let Some(next) = candidates.first() {
            let sentence =
                if chosen.is_some() { Sentence::NextBest } else { Sentence::BestForLeftOver };
            text.extend(self.candidate(sentence, next));
        }
        // Who is pinned to one helper is excluded from all others alike.
        if let Some(pinned) = household.pinned() {
            text.push(self.say(Sentence::Pinned, &[("helper", &self.helper(pinned))]));
        }
        for (rule, sentence) in [
            (Rule::OutOfScope, Sentence::OutOfScope),
            (Rule::Barred, Sentence::Barred),
            (Rule::NoCapacity, Sentence::NoCapacity),
        ] {
            // Of several rules the first is told.
            let by_rule = excluded.iter().filter(|one| one.rules.first() == Some(&rule));
            let helpers: Vec<String> = by_rule
                .map(|one| one.helper)
                .filter(|helper| household.pinned().is_none_or(|pinned| pinned == *helper))
                .map(|helper| self.helper(helper))
                .collect();
            if !helpers.is_empty() {
                text.push(self.say(sentence, &[("helpers", &self.list(&helpers))]));
            }
        }
        text
    }

    /// What is short, and every change that would help.
    pub fn relief(&self, relief: &Relief<'_>) -> Vec<String> {
        let households: Vec<String> =
            relief.households.iter().map(|one| self.household(*one)).collect();
        let helpers: Vec<String> = relief.helpers.iter().map(|one| self.helper(*one)).collect();
        let count = self.count(households.len(), Noun::Household);
        let mut text = Vec::new();
        if helpers.is_empty() {
            text.push(self.say(Sentence::ShortWithoutHelpers, &[("households", &count)]));
        } else {
            let places = usize::try_from(relief.capacity).unwrap_or(usize::MAX);
            let short = usize::try_from(relief.short).unwrap_or(usize::MAX);
            text.push(self.say(
                Sentence::Short,
                &[
                    ("households", &count),
                    ("helpers", &self.count(helpers.len(), Noun::Helper)),
                    ("places", &self.count(places, Noun::Place)),
                    ("short", &self.count(short, Noun::Household)),
                ],
            ));
        }
        text.push(self.say(Sentence::Households, &[("names", &self.list(&households))]));
        if !helpers.is_empty() {
            text.push(self.say(Sentence::Helpers, &[("names", &self.list(&helpers))]));
        }
        let has_remedies = !relief.remedies.is_empty();
        let intro = if has_remedies { Sentence::Remedies } else { Sentence::NoRemedy };
        text.push(self.say(intro, &[]));
        for remedy in &relief.remedies {
            self.remedy(remedy, &mut text);
        }
        text
    }

    /// Two plans side by side.
    pub fn comparison(&self, comparison: &Comparison<'_>) -> Vec<String> {
        let Comparison { before, after, moves, loads } = comparison;
        let row = |sentence, before: &dyn ToString, after: &dyn ToString| {
            let (before, after) = (before.to_string(), after.to_string());
            self.say(sentence, &[("before", &before), ("after", &after)])
        };
        let mut text = vec![
            row(Sentence::Covered, &before.covered, &after.covered),
            row(Sentence::Uncovered, &before.uncovered, &after.uncovered),
            row(Sentence::CostInAll, &before.cost, &after.cost),
            row(Sentence::Minutes, &before.minutes, &after.minutes),
            row(Sentence::Keep, &before.keep, &after.keep),
            row(Sentence::Balance, &before.balance, &after.balance),
            row(Sentence::Kept, &before.kept, &after.kept),
            row(Sentence::GreatestLoad, &before.greatest_load, &after.greatest_load),
        ];
        if before.short_of_least.max(after.short_of_least) > 0 {
            text.push(row(Sentence::ShortOfLeast, &before.short_of_least, &after.short_of_least));
        }
        for one in loads {
            let households = usize::try_from(one.households).unwrap_or(usize::MAX);
            let (before, after) = (one.before.to_string(), one.after.to_string());
            text.push(self.say(
                Sentence::Load,
                &[
                    ("households", &self.count(households, Noun::Household)),
                    ("before", &before),
                    ("after", &after),
                ],
            ));
        }
        if moves.is_empty() {
            text.push(self.say(Sentence::NoChanges, &[]));
            return text;
        }
        let changes = [Sentence::FromTo, Sentence::To, Sentence::Out];
        let told: Vec<String> = moves.iter().map(|one| self.moved(one, changes)).collect();
        let households = self.count(moves.len(), Noun::Household);
        let semicolon = self.say(Sentence::Semicolon, &[]);
        let told = self.row(&told, &semicolon, &semicolon);
        text.push(self.say(Sentence::Changes, &[("households", &households), ("moves", &told)]));
        text
    }

    fn parts(&self, parts: Parts) -> String {
        let minutes = |number: i64| self.minutes(number);
        let mut told =
            vec![self.say(Sentence::OnTheWay, &[("minutes", &minutes(parts.minutes.into()))])];
        if parts.keep > 0 {
            told.push(self.say(Sentence::ForKeeping, &[("minutes", &minutes(parts.keep.into()))]));
        }
        if parts.balance > 0 {
            let load = usize::try_from(parts.load).unwrap_or(usize::MAX);
            let households = self.count(load, Noun::Household);
            let balance = minutes(parts.balance.cast_signed());
            told.push(
                self.say(
                    Sentence::ForTheLoad,
                    &[("minutes", &balance), ("households", &households)],
                ),
            );
        }
        let told = told.join(&self.say(Sentence::Clause, &[]));
        self.say(Sentence::Cost, &[("cost", &minutes(parts.cost())), ("parts", &told)])
    }

    /// What a candidate would cost in all, and who would move beside the household.
    fn candidate(&self, sentence: Sentence, candidate: &Candidate<'_>) -> Vec<String> {
        let helper = self.helper(candidate.helper);
        let extra = self.extra(candidate.extra);
        let mut text = vec![self.say(sentence, &[("helper", &helper), ("extra", &extra)])];
        let others = candidate.moves.iter().skip(1);
        let moves = [Sentence::MovesFromTo, Sentence::MovesTo, Sentence::MovesOut];
        let others: Vec<String> = others.map(|one| self.moved(one, moves)).collect();
        if !others.is_empty() {
            let moves = others.join(&self.say(Sentence::Clause, &[]));
            text.push(self.say(Sentence::Moves, &[("moves", &moves)]));
        }
        text
    }

    fn extra(&self, extra: Extra) -> String {
        let number = |number: i64| usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX);
        let mut told = Vec::new();
        if extra.uncovered != 0 {
            let households = self.count(number(extra.uncovered), Noun::Household);
            told.push(self.say(Sentence::MoreUncovered, &[("households", &households)]));
        }
        if extra.uncovered_pinned > 0 {
            let households = self.count(number(extra.uncovered_pinned), Noun::Household);
            told.push(self.say(Sentence::MorePinned, &[("households", &households)]));
        }
        if extra.short_of_least != 0 {
            let is_more = extra.short_of_least > 0;
            let sentence = if is_more { Sentence::MoreShort } else { Sentence::LessShort };
            let places = self.count(number(extra.short_of_least), Noun::Place);
            told.push(self.say(sentence, &[("places", &places)]));
        }
        if extra.unevenness != 0 {
            let is_more = extra.unevenness > 0;
            let sentence = if is_more { Sentence::MoreUneven } else { Sentence::LessUneven };
            told.push(self.say(sentence, &[]));
        }
        if extra.cost != 0 {
            let sentence = if extra.cost > 0 { Sentence::MoreCost } else { Sentence::LessCost };
            let minutes = self.minutes(extra.cost.saturating_abs());
            told.push(self.say(sentence, &[("minutes", &minutes)]));
        }
        if told.is_empty() {
            told.push(self.say(Sentence::NoWorse, &[]));
        }
        told.join(&self.say(Sentence::Clause, &[]))
    }

    /// A move; `sentences` from somebody to somebody, to somebody, and from somebody.
    fn moved(&self, one: &Move<'_>, sentences: [Sentence; 3]) -> String {
        let [from_to, only_to, only_from] = sentences;
        let household = self.household(one.household);
        let from = one.from.map(|helper| self.helper(helper)).unwrap_or_default();
        let to = one.to.map(|helper| self.helper(helper)).unwrap_or_default();
        let sentence = match (one.from, one.to) {
            (Some(_), Some(_)) => from_to,
            (None, _) => only_to,
            (_, None) => only_from,
        };
        self.say(sentence, &[("household", &household), ("from", &from), ("to", &to)])
    }

    fn remedy(&self, remedy: &Remedy<'_>, text: &mut Vec<String>) {
        let covered = |covers: u64| {
            self.count(usize::try_from(covers).unwrap_or(usize::MAX), Noun::Household)
        };
        let one = covered(1);
        let any_of = |helpers: &[Helper<'_>]| {
            let names: Vec<String> = helpers.iter().map(|one| self.helper(*one)).collect();
            self.one_of(&names)
        };
        text.push(match remedy {
            Remedy::Helper { class, covers } => self.say(
                Sentence::MoreHelpers,
                &[("class", &(self.name)(class)), ("households", &covered(*covers))],
            ),
            Remedy::Capacity { helpers, .. } => self
                .say(Sentence::MorePlaces, &[("helper", &any_of(helpers)), ("households", &one)]),
            Remedy::Bar { household, helpers } => self.say(
                Sentence::BarLifted,
                &[
                    ("household", &self.household(*household)),
                    ("helper", &any_of(helpers)),
                    ("households", &one),
                ],
            ),
            Remedy::Pin { household, helper } => self.say(
                Sentence::PinReleased,
                &[
                    ("household", &self.household(*household)),
                    ("helper", &self.helper(*helper)),
                    ("households", &one),
                ],
            ),
            Remedy::Scope { class, sites } => {
                // Sites for which the same is to be said, in one sentence.
                let alike = |one: &Widening<'_>, other: &Widening<'_>| {
                    (one.covers, &one.helpers) == (other.covers, &other.helpers)
                };
                for group in sites.chunk_by(alike) {
                    let Some(Widening { covers, helpers, .. }) = group.first() else { continue };
                    let sites: Vec<String> = group.iter().map(|one| self.site(one.site)).collect();
                    let helpers: Vec<String> =
                        helpers.iter().map(|one| self.helper(*one)).collect();
                    let is_none = helpers.is_empty();
                    let sentence =
                        if is_none { Sentence::WiderScopeOfAll } else { Sentence::WiderScope };
                    text.push(self.say(
                        sentence,
                        &[
                            ("class", &(self.name)(class)),
                            ("helpers", &self.list(&helpers)),
                            ("site", &self.one_of(&sites)),
                            ("households", &covered(*covers)),
                        ],
                    ));
                }
                return;
            }
        });
    }

    fn household(&self, household: Household<'_>) -> String {
        (self.name)(household.id())
    }

    fn helper(&self, helper: Helper<'_>) -> String {
        (self.name)(helper.id())
    }

    fn site(&self, site: Site<'_>) -> String {
        match site {
            Site::Listed(site) => (self.name)(site),
            Site::Of(household) => {
                self.say(Sentence::SiteOf, &[("household", &self.household(household))])
            }
        }
    }

    fn minutes(&self, minutes: i64) -> String {
        let is_one = minutes == 1;
        self.counted(&minutes.to_string(), is_one, Noun::Minute)
    }

    fn count(&self, count: usize, noun: Noun) -> String {
        self.counted(&count.to_string(), count == 1, noun)
    }

    fn counted(&self, number: &str, is_one: bool, noun: Noun) -> String {
        let [one, several, chinese] = noun.words();
        let template = match (self.language, is_one) {
            (Language::English, true) => one,
            (Language::English, false) => several,
            (Language::Chinese, _) => chinese,
        };
        fill(template, &[("n", number)])
    }

    /// One of several names, or the only one.
    fn one_of(&self, names: &[String]) -> String {
        let list = self.list(names);
        if names.len() < 2 { list } else { self.say(Sentence::OneOf, &[("names", &list)]) }
    }

    /// Names in a row.
    fn list(&self, names: &[String]) -> String {
        self.row(names, &self.say(Sentence::Comma, &[]), &self.say(Sentence::And, &[]))
    }

    /// What stands in a row, between others `comma`, before the last `and`; of many the first, and how
    /// many there are.
    fn row(&self, items: &[String], comma: &str, and: &str) -> String {
        if let (Some(first), true) = (items.get(..MOST_NAMES), items.len() > MOST_NAMES) {
            let rest = items.len().saturating_sub(MOST_NAMES).to_string();
            let (first, total) = (first.join(comma), items.len().to_string());
            let values = [("names", &*first), ("rest", &*rest), ("total", &*total)];
            return self.say(Sentence::Others, &values);
        }
        match items {
            [first @ .., last] if !first.is_empty() => [&*first.join(comma), last].join(and),
            _ => items.concat(),
        }
    }

    fn say(&self, sentence: Sentence, values: &[(&str, &str)]) -> String {
        let [english, chinese] = sentence.words();
        let template = match self.language {
            Language::English => english,
            Language::Chinese => chinese,
        };
        fill(template, values)
    }
}

/// Puts values in for the names in braces.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut pieces = template.split('{');
    text.extend(pieces.next());
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
        text.extend(values.iter().find(|(key, _)| *key == name).map(|(_, value)| *value));
        text.push_str(rest);
    }
    text
}
