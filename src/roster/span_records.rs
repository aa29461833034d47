use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::calendar::{Date, Few};

/// A span as a document gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a span")]
pub struct SpanRecord {
    /// The first day.
    pub from: Date,
    /// The first day no longer; open if none.
    #[serde(default)]
    pub until: Option<Date>,
}

/// A list of spans, in any order, as a document gives them. One by itself, as most records have it,
/// takes no memory elsewhere.
///
/// It is used as the slice of its spans is.
///
/// ```
/// use bangfu::roster::{SpanRecord, SpanRecords};
/// let first = SpanRecord { from: "2014-01-01".parse()?, until: Some("2018-12-20".parse()?) };
/// let mut poor = SpanRecords::from([first]);
/// assert_eq!(poor.last(), Some(&first));
/// // It fell back, and is poor still.
/// poor.extend([SpanRecord { from: "2019-06-01".parse()?, until: None }]);
/// assert_eq!(poor.len(), 2);
/// # Ok::<(), bangfu::calendar::DayError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SpanRecords(Few<SpanRecord>);

impl Default for SpanRecords {
    fn default() -> Self {
        Self(Few::EMPTY)
    }
}

impl fmt::Debug for SpanRecords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Deref for SpanRecords {
    type Target = [SpanRecord];

    fn deref(&self) -> &[SpanRecord] {
        &self.0
    }
}

impl DerefMut for SpanRecords {
    fn deref_mut(&mut self) -> &mut [SpanRecord] {
        &mut self.0
    }
}

impl<const N: usize> From<[SpanRecord; N]> for SpanRecords {
    fn from(spans: [SpanRecord; N]) -> Self {
        spans.into_iter().collect()
    }
}

impl FromIterator<SpanRecord> for SpanRecords {
    fn from_iter<I: IntoIterator<Item = SpanRecord>>(spans: I) -> Self {
        Self(spans.into_iter().collect())
    }
}

impl Extend<SpanRecord> for SpanRecords {
    fn extend<I: IntoIterator<Item = SpanRecord>>(&mut self, spans: I) {
        spans.into_iter().for_each(|span| self.0.push(span));
    }
}

impl<'s> IntoIterator for &'s SpanRecords {
    type Item = &'s SpanRecord;
    type IntoIter = std::slice::Iter<'s, SpanRecord>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for SpanRecords {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SpanRecords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = SpanRecords;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sequence")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<SpanRecords, A::Error> {
                let mut spans = Few::EMPTY;
                while let Some(span) = list.next_element()? {
                    spans.push(span);
                }
                Ok(SpanRecords(spans))
            }
        }
        deserializer.deserialize_seq(List)
    }
}
