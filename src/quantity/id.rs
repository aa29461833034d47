use std::borrow::{Borrow, Cow};
use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// The name by which a record is known in its list: 1 to 64 characters, none of them white space
/// or a control character.
///
/// Ids are compared and sorted by their bytes. An id read from a document borrows its text where it
/// can; [`into_owned`](Id::into_owned) frees it from the document.
///
/// ```
/// use bangfu::quantity::Id;
/// let id: Id = "h0001".parse()?;
/// assert_eq!(id.as_str(), "h0001");
/// assert_eq!(
///     Id::new("two words").unwrap_err().to_string(),
///     "an id holds no white space and no control character, found `' '`"
/// );
/// # Ok::<(), bangfu::quantity::IdError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id<'a>(Cow<'a, str>);

impl<'a> Id<'a> {
    /// The greatest number of characters.
    pub const MAX_CHARS: usize = 64;

    /// Makes an id of a text.
    ///
    /// # Errors
    /// [`IdError`] if the text is empty, longer than [`Id::MAX_CHARS`] characters, or holds white
    /// space or a control character.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Result<Self, IdError> {
        let text = text.into();
        // Most ids are of the characters of ASCII that can be seen: so many bytes, so many characters.
        if (1..=Self::MAX_CHARS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
        {
            return Ok(Self(text));
        }
        // Counts no further than needed: the text may be a megabyte long.
        let chars = text.chars().take(Self::MAX_CHARS.saturating_add(1)).count();
        if chars == 0 {
            return Err(IdError::Empty);
        }
        if chars > Self::MAX_CHARS {
            return Err(IdError::TooLong);
        }
        match text.chars().find(|c| c.is_whitespace() || c.is_control()) {
            Some(found) => Err(IdError::BadCharacter { found }),
            None => Ok(Self(text)),
        }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same id, borrowing this one's text.
    #[must_use]
    pub fn as_borrowed(&self) -> Id<'_> {
        Id(Cow::Borrowed(&self.0))
    }

    /// The same id with a text of its own.
    #[must_use]
    pub fn into_owned(self) -> Id<'static> {
        Id(Cow::Owned(self.0.into_owned()))
    }
}

/// Why a text is not an [`Id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The text is empty.
    #[error("an id holds at least 1 character")]
    Empty,
    /// The text has more than [`Id::MAX_CHARS`] characters.
    #[error("an id holds at most {} characters", Id::MAX_CHARS)]
    TooLong,
    /// The text holds white space or a control character.
    #[error("an id holds no white space and no control character, found `{found:?}`")]
    BadCharacter {
        /// The first such character.
        found: char,
    },
}

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Id<'static> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Id::new(text).map(Id::into_owned)
    }
}

impl AsRef<str> for Id<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Sound, since an id is ordered, compared and hashed as its text is.
impl Borrow<str> for Id<'_> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == *other
    }
}

impl PartialEq<&str> for Id<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == **other
    }
}

impl Serialize for Id<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Id<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Id<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id, as text")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Id<'de>, E> {
                Id::new(text).map_err(E::custom)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Id<'de>, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}
