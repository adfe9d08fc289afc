use std::fmt;

use pay_core::Untrusted;
use pay_http::json::{Problem, RawValue, Value};

/// An id of Monetix's or of the merchant's, which comes as text or as an integer of any length (section 2.3).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Id(Untrusted);

impl Id {
    /// The text, all digits of a number included.
    pub fn as_str(&self) -> &str {
        self.0.as_raw()
    }
}

/// Text, or an integer. The signature does not tell `1` from `true`, so a boolean is an error, and so is a number that
/// could be written in several ways. Empty text says nothing.
impl Value for Id {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let text = if is_integer(raw) {
            Some(raw.get().to_owned())
        } else {
            String::read(raw).map_err(|_| Problem::expected("a text or an integer"))?
        };
        Ok(text.filter(|text| !text.is_empty()).map(|text| Self(Untrusted::new(text))))
    }
}

/// Whether a JSON value is a number without point and exponent.
pub(super) fn is_integer(raw: &RawValue) -> bool {
    let digits = raw.get().strip_prefix('-').unwrap_or(raw.get());
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use pay_http::json::Field as _;

    use super::*;

    fn read(json: &str) -> Result<Option<String>, Problem> {
        let id = Option::<Id>::read(serde_json::from_str(json).unwrap())?;
        Ok(id.map(|id| id.as_str().to_owned()))
    }

    #[test]
    fn all_digits_of_an_operation_are_kept() {
        for json in ["5028800010128225", "18446744073709551616", r#""5028800010128225""#, r#""payment_47""#] {
            assert_eq!(read(json), Ok(Some(json.trim_matches('"').to_owned())));
        }
        assert_eq!((read(r#""""#), read("null")), (Ok(None), Ok(None)));
    }

    #[test]
    fn d36_another_json_type_is_no_id() {
        for json in ["true", "1.0", "1e3", "[]", "{}"] {
            assert!(read(json).is_err(), "{json}");
        }
    }
}
