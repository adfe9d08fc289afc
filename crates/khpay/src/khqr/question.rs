//! One line that asks about a code.

use std::borrow::Cow;

use pay_core::Timestamp;
use serde::Deserialize;

/// A code, and the moment to judge it at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question<'a> {
    #[serde(borrow)]
    pub(super) qr: Cow<'a, str>,
    pub(super) now: Option<Timestamp>,
}

impl<'a> Question<'a> {
    /// Reads `{"qr": .., "now": ..}`, a JSON string, or the bare code: no code begins with a brace or a quote.
    pub(super) fn read(line: &'a str) -> Result<Self, String> {
        match line.trim_start().as_bytes().first() {
            Some(b'{') => serde_json::from_str(line).map_err(|error| error.to_string()),
            Some(b'"') => serde_json::from_str::<Text<'_>>(line)
                .map(|text| Self { qr: text.0, now: None })
                .map_err(|error| error.to_string()),
            _ => Ok(Self { qr: Cow::Borrowed(line), now: None }),
        }
    }
}

/// A JSON string, borrowed when it has no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_object_a_string_or_the_code() {
        for line in [r#"{"qr":"0002"}"#, r#""0002""#, "0002"] {
            assert_eq!(Question::read(line).unwrap().qr, "0002", "{line}");
        }
        let judged = Question::read(r#"{"qr":"0002","now":1750000000000}"#).unwrap();
        assert_eq!(judged.now, Some(Timestamp::from_millis(1_750_000_000_000)));
    }

    #[test]
    fn a_wrong_line_says_where() {
        let error = Question::read(r#"{"qr":7}"#).unwrap_err();
        assert!(error.contains("line 1 column 7"), "{error}");
        assert!(Question::read(r#"{"qr":"1","qrr":"2"}"#).unwrap_err().contains("qrr"));
    }
}
