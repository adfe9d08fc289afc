use std::fmt;

use pay_core::{OrderId, OrderKey};
use serde::Serialize;

use super::InvalidValue;

/// The merchant's own number of an order, refund or withdrawal: 1 to 32 ASCII letters, digits and dashes (section 3.1).
///
/// It makes the order findable after a failure, so it is unique for ever; the gateway refuses it a second time with
/// [`Duplicated`](crate::Code::Duplicated).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct OutTradeNo(String);

impl OutTradeNo {
    /// Checks length and characters.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidValue> {
        let text = text.into();
        if text.is_empty() {
            return Err(InvalidValue::Empty);
        }
        if text.len() > MOST {
            return Err(InvalidValue::TooLong { limit: MOST });
        }
        match text.char_indices().find(|(_, c)| !(c.is_ascii_alphanumeric() || *c == '-')) {
            Some((at, _)) => Err(InvalidValue::Character { at }),
            None => Ok(Self(text)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same as the word by which an order is observed.
    pub fn to_key(&self) -> OrderKey {
        OrderKey::new(self.0.as_str()).expect("letters, digits and dashes, at most 32")
    }
}

const MOST: usize = 32;

impl fmt::Display for OutTradeNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for OutTradeNo {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::new(text)
    }
}

/// An order's id, where it keeps KESS's narrower rule.
impl TryFrom<&OrderId> for OutTradeNo {
    type Error = InvalidValue;

    fn try_from(id: &OrderId) -> Result<Self, InvalidValue> {
        Self::new(id.as_str())
    }
}
