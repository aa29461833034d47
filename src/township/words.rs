//! Enums with one word each.

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
            /// All values, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its position among all, for arrays beside them.
            #[must_use]
            #[expect(clippy::as_conversions, reason = "the values are numbered in their order")]
            pub const fn index(self) -> usize {
                self as usize
            }

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

/// A text is none of the words that may stand in its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not {what}")]
pub struct UnknownWord {
    /// The text.
    pub found: String,
    /// What was expected.
    pub what: &'static str,
}
