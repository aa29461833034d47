//! How single fields are read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::quantity::Id;

/// The format of a document, always the number 1; a document of another format is not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Format;

impl Format {
    /// The number of the format.
    pub const NUMBER: u8 = 1;
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(Self::NUMBER)
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = deserializer.deserialize_i64(Whole)?;
        if found == i64::from(Self::NUMBER) {
            return Ok(Self);
        }
        Err(de::Error::custom(match found {
            i64::MIN | i64::MAX => format!("unknown format, expected `{}`", Self::NUMBER),
            found => format!("unknown format `{found}`, expected `{}`", Self::NUMBER),
        }))
    }
}

/// Reads an id with a text of its own.
pub(crate) fn owned_id<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Id<'static>, D::Error> {
    Id::deserialize(deserializer).map(Id::into_owned)
}

/// Reads a list of ids with texts of their own, or null.
pub(crate) fn owned_ids_or_null<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<Id<'static>>>, D::Error> {
    let read: Option<Vec<Id<'de>>> = Option::deserialize(deserializer)?;
    Ok(read.map(|ids| ids.into_iter().map(Id::into_owned).collect()))
}

/// Reads a whole number. One beyond 64 bits becomes the nearest of 64 bits: it lies outside every
/// bound either way, and is a finding rather than a reading error.
pub(crate) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    deserializer.deserialize_i64(Whole)
}

/// Reads a whole number or null.
pub(crate) fn whole_or_null<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    let read: Option<WholeNumber> = Option::deserialize(deserializer)?;
    Ok(read.map(|WholeNumber(number)| number))
}

/// Reads a map of whole numbers, as `{"g0": 12}`.
pub(crate) fn whole_map<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<UniqueMap<'a, i64>, D::Error> {
    let read: UniqueMap<'a, WholeNumber> = UniqueMap::deserialize(deserializer)?;
    let entries = read.0.into_iter();
    Ok(UniqueMap(entries.map(|(key, WholeNumber(number))| (key, number)).collect()))
}

/// Reads a field that must be there, but may be null.
pub(crate) fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// Reads a name that may be null, borrowing it from the document where that is possible.
pub(crate) fn name<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Cow<'a, str>>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
    let name: Option<Name<'a>> = Option::deserialize(deserializer)?;
    Ok(name.map(|Name(name)| name))
}

/// Reads a field that may be null, which then means the same as if it were absent.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

struct WholeNumber(i64);

impl<'de> Deserialize<'de> for WholeNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        whole(deserializer).map(Self)
    }
}

struct Whole;

impl Visitor<'_> for Whole {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<i64, E> {
        Ok(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// JSON readers hand a number of more than 64 bits over as a float. One of that size has no
    /// fraction; anything smaller was written as a fraction and is refused.
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<i64, E> {
        const ABOVE: f64 = 9_223_372_036_854_775_808.0; // 2^63
        const BELOW: f64 = -9_223_372_036_854_775_808.0;
        if number >= ABOVE {
            Ok(i64::MAX)
        } else if number <= BELOW {
            Ok(i64::MIN)
        } else {
            Err(E::invalid_type(de::Unexpected::Float(number), &self))
        }
    }
}

/// A map from ids to values, in which no id stands twice: reading one that does is an error, where
/// an ordinary map would silently keep the last value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UniqueMap<'a, V>(
    /// The entries, by id.
    pub BTreeMap<Id<'a>, V>,
);

impl<'a, V> UniqueMap<'a, V> {
    /// The value of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&V> {
        self.0.get(id)
    }

    /// The entries, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&Id<'a>, &V)> {
        self.0.iter()
    }
}

impl<'a, V> FromIterator<(Id<'a>, V)> for UniqueMap<'a, V> {
    /// Of two entries of one id the later one stays.
    fn from_iter<I: IntoIterator<Item = (Id<'a>, V)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<V: Serialize> Serialize for UniqueMap<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for UniqueMap<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = BTreeMap<Id<'de>, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map keyed by id")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some(key) = map.next_key::<Id<'de>>()? {
                    if entries.contains_key(&key) {
                        let message = format_args!("the key `{key}` stands twice");
                        return Err(de::Error::custom(message));
                    }
                    entries.insert(key, map.next_value()?);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(Entries(PhantomData)).map(UniqueMap)
    }
}
