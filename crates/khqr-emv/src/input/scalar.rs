use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// A number or a text, by its characters: `10.50` stays `10.50`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scalar<'a> {
    /// Absent or null.
    #[default]
    Unset,
    /// The token of a number.
    Number(Cow<'a, str>),
    /// A text. A boolean is its name, which no field accepts.
    Text(Cow<'a, str>),
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer, or a decimal in quotes")
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Unset)
    }

    fn visit_none<E: Error>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Unset)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Scalar<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar<'de>, E> {
        Ok(boolean(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Number(Cow::Owned(value.to_string())))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Number(Cow::Owned(value.to_string())))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Owned(String::from(value))))
    }
}

/// False counts as not set, as it does in the official package.
fn boolean(value: bool) -> Scalar<'static> {
    if value { Scalar::Text(Cow::Borrowed("true")) } else { Scalar::Unset }
}

/// A text field; an integer is its digits, as the official package prints it.
#[derive(Default)]
pub(super) struct Text<'a>(pub(super) Option<Cow<'a, str>>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Scalar::deserialize(deserializer)? {
            Scalar::Unset => Ok(Self(None)),
            // The number zero is as good as the empty text.
            Scalar::Number(digits) if digits == "0" => Ok(Self(Some(Cow::Borrowed("")))),
            Scalar::Number(text) | Scalar::Text(text) => Ok(Self(Some(text))),
        }
    }
}

/// A number or a text of a JSON document, the number by its token.
#[cfg(feature = "json")]
#[derive(Default)]
pub(super) struct JsonScalar<'a>(pub(super) Scalar<'a>);

#[cfg(feature = "json")]
impl<'de> Deserialize<'de> for JsonScalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&serde_json::value::RawValue>::deserialize(deserializer)?.get();
        let scalar = match raw.as_bytes().first() {
            Some(b'-' | b'0'..=b'9') => Scalar::Number(Cow::Borrowed(raw)),
            _ => serde_json::from_str(raw).map_err(D::Error::custom)?,
        };
        Ok(Self(scalar))
    }
}
