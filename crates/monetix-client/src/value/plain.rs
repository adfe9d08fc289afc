use pay_http::value::Text;
use serde::Serialize;

use super::InvalidValue;

/// 1 to 255 characters that Monetix reads back as they were signed.
///
/// Refused are white space at an end, control and invisible characters, and `;`, which separates what is signed and has no
/// escape: a text with it could pass for several members (section 2.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Plain(Text<255>);

impl Plain {
    /// Checks the text, which is kept as it is.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidValue> {
        let text = Text::new(text)?;
        match text.as_str().find(SEPARATOR) {
            Some(at) => Err(InvalidValue::Character { at }),
            None => Ok(Self(text)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

const SEPARATOR: char = ';';

impl std::str::FromStr for Plain {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d34_a_text_that_could_pass_for_two_members_is_no_text() {
        assert_eq!(Plain::new("d;payment:status:success"), Err(InvalidValue::Character { at: 1 }));
        assert_eq!(Plain::new(";"), Err(InvalidValue::Character { at: 0 }));
        assert!(Plain::new("payment:status:success").is_ok(), "a colon alone separates nothing");
    }
}
