use serde::{Deserialize, Serialize};

use super::answers::ON;
use super::{AnswerRecord, Appraisal, Standard};
use crate::calendar::{Date, Day};
use crate::document::{Fault, Findings, Format, Report, owned_id};
use crate::poverty::{PovertyRules, Region};
use crate::quantity::Id;

/// What was found at one household or in one village, as a document holds it (核查表).
///
/// In documents `{"format": 1, "household": "h0001", "region": "510525", "on": "2018-11-20",
/// "answers": [..]}`, of a village with `village` instead of `household`; each answer is an
/// [`AnswerRecord`].
///
/// ```
/// # #[cfg(feature = "json")] {
/// use bangfu::{charter::Charter, poverty::AnswerSheet};
/// let sheet = br#"{"format": 1, "household": "h0001", "region": "510525", "on": "2018-11-20",
///     "answers": [{"item": "income", "amount": "3300.00", "on": "2018-10-02"},
///                 {"item": "water", "holds": false, "on": "2018-10-02"}]}"#;
/// let sheet: AnswerSheet = bangfu::document::read(sheet)?;
/// let rules = Charter::maoxi().poverty;
/// let appraisal = sheet.appraise(&rules)?.appraisal;
/// let decision = appraisal.decision();
/// assert_eq!(decision.as_str(), "refused");
/// assert_eq!(decision.failed()[0].id, "water");
/// // No line of 2018 is confirmed, and none is guessed.
/// let income = appraisal.item("income").unwrap();
/// assert_eq!(income.unknown.unwrap().to_string(), "no line in force");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Raw", into = "Raw")]
pub struct AnswerSheet {
    /// Of what it is.
    pub subject: Subject,
    /// The region in which it lies.
    pub region: Region,
    /// The day of the appraisal.
    pub on: Date,
    /// What was found.
    pub answers: Vec<AnswerRecord>,
}

/// What is appraised, by its id.
///
/// In documents `"household": "h0001"` or `"village": "510525108205"` among other fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A household, by the household standard.
    Household(Id<'static>),
    /// A village, by the village standard.
    Village(Id<'static>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a sheet of answers")]
struct Raw {
    format: Format,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    household: Option<Owned>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    village: Option<Owned>,
    region: Region,
    on: Date,
    answers: Vec<AnswerRecord>,
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Owned(#[serde(deserialize_with = "owned_id")] Id<'static>);

impl From<AnswerSheet> for Raw {
    fn from(sheet: AnswerSheet) -> Self {
        let AnswerSheet { subject, region, on, answers } = sheet;
        let (household, village) = match subject {
            Subject::Household(id) => (Some(Owned(id)), None),
            Subject::Village(id) => (None, Some(Owned(id))),
        };
        Self { format: Format, household, village, region, on, answers }
    }
}

impl TryFrom<Raw> for AnswerSheet {
    type Error = &'static str;

    fn try_from(raw: Raw) -> Result<Self, &'static str> {
        let subject = match (raw.household, raw.village) {
            (Some(Owned(id)), None) => Subject::Household(id),
            (None, Some(Owned(id))) => Subject::Village(id),
            _ => return Err("a sheet is either of a `household` or of a `village`"),
        };
        Ok(Self { subject, region: raw.region, on: raw.on, answers: raw.answers })
    }
}

/// The appraisal of a sheet.
///
/// In documents the fields of the [`Appraisal`], and before them what was appraised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetAppraisal<'s> {
    /// What was appraised.
    #[serde(flatten)]
    pub subject: Subject,
    /// How it stands.
    #[serde(flatten)]
    pub appraisal: Appraisal<'s>,
}

impl AnswerSheet {
    /// Checks the sheet as a whole, and holds it against the standard for its subject.
    ///
    /// # Errors
    /// [`Findings`] with everything that is wrong, as of [`Standard::check`], and a day of the
    /// appraisal that lies outside the calendar.
    pub fn appraise<'r>(&self, rules: &'r PovertyRules) -> Result<SheetAppraisal<'r>, Findings> {
        let standard: &'r Standard = match self.subject {
            Subject::Household(_) => &rules.household_standard,
            Subject::Village(_) => &rules.village_standard,
        };
        let mut report = Report::default();
        let on = Day::try_from(self.on);
        if on.is_err() {
            report.add(ON.path(), Fault::DayOutOfRange { found: self.on });
        }
        let answers = standard.answers(&self.answers, &mut report);
        report.end()?;
        // INVARIANT: a day outside the calendar was reported.
        let appraisal = answers.appraise(&self.region, on.unwrap_or(Day::MIN));
        Ok(SheetAppraisal { subject: self.subject.clone(), appraisal })
    }
}
