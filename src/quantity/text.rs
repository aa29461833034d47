//! The text forms: their grammar, and serde through them, so that no document can bypass a rule.

/// Implements `Serialize` by `Display` and `Deserialize` by `FromStr`.
macro_rules! serde_as_text {
    ($type:ty, $expecting:literal) => {
        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                struct Text;
                impl ::serde::de::Visitor<'_> for Text {
                    type Value = $type;
                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str($expecting)
                    }
                    fn visit_str<E: ::serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}

pub(crate) use serde_as_text;

/// Why a text is not a number with two decimals.
pub(super) enum NotHundredths {
    Malformed,
    TooLarge,
}

/// Reads `123.45` as 12345: digits without leading zeros, a point, two digits.
pub(super) fn hundredths(text: &str) -> Result<u128, NotHundredths> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts = text.split_once('.').filter(|(whole, decimals)| {
        let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
        is_digits(whole) && is_digits(decimals) && decimals.len() == 2 && !has_leading_zero
    });
    let (whole, decimals) = parts.ok_or(NotHundredths::Malformed)?;
    let parse = |part: &str| part.parse::<u128>().ok();
    let value = || parse(whole)?.checked_mul(100)?.checked_add(parse(decimals)?);
    value().ok_or(NotHundredths::TooLarge)
}
