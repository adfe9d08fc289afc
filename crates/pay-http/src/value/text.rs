use pay_core::Untrusted;
use serde::Serialize;

use super::InvalidValue;

/// 1 to `MAX` characters that a provider reads back as they were sent.
///
/// Refused is what it could change or show otherwise than it was meant: white space at an end, which servers trim, and
/// control, invisible and bidirectional characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// Checks the text, which is kept as it is.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidValue> {
        let text = text.into();
        if text.is_empty() {
            return Err(InvalidValue::Empty);
        }
        if text.chars().count() > MAX {
            return Err(InvalidValue::TooLong { limit: MAX });
        }
        let outer = text.len() - text.trim_start().len();
        if outer > 0 {
            return Err(InvalidValue::Character { at: 0 });
        }
        if text.trim_end().len() < text.len() {
            return Err(InvalidValue::Character { at: text.trim_end().len() });
        }
        match text.char_indices().find(|(_, character)| Untrusted::is_unprintable(*character)) {
            Some((at, _)) => Err(InvalidValue::Character { at }),
            None => Ok(Self(text)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> std::str::FromStr for Text<MAX> {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_reads_what_was_sent() {
        assert_eq!(Text::<3>::new("ភ្ន").map(|text| text.as_str().len()), Ok(9), "characters, not bytes");
        assert_eq!(Text::<3>::new("abcd"), Err(InvalidValue::TooLong { limit: 3 }));
        assert_eq!(Text::<3>::new(""), Err(InvalidValue::Empty));
        assert_eq!(Text::<9>::new(" a"), Err(InvalidValue::Character { at: 0 }));
        assert_eq!(Text::<9>::new("a\u{a0}"), Err(InvalidValue::Character { at: 1 }));
        assert_eq!(Text::<9>::new("a\u{202e}b"), Err(InvalidValue::Character { at: 1 }));
    }
}
