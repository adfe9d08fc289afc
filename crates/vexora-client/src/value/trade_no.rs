use std::fmt;

use pay_core::{OrderId, OrderKey};
use serde::Serialize;

use super::{InvalidValue, check};

/// The merchant's own number of an order or a disbursement: 1 to 32 ASCII letters, digits, `-` and `_` (section 3; the
/// length is what the vendor says for South Korea, the characters are those of its samples and the dash).
///
/// It makes the order findable after a failure, so it is unique for ever.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct TradeNo(String);

impl TradeNo {
    /// Checks length and characters.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidValue> {
        let text = text.into();
        check(&text, MOST, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))?;
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same as the word by which an order is observed.
    pub fn to_key(&self) -> OrderKey {
        OrderKey::new(self.0.as_str()).expect("letters, digits, - and _, at most 32")
    }
}

const MOST: usize = 32;

impl fmt::Display for TradeNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for TradeNo {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::new(text)
    }
}

/// An order's id, where it keeps Vexora's narrower rule.
impl TryFrom<&OrderId> for TradeNo {
    type Error = InvalidValue;

    fn try_from(id: &OrderId) -> Result<Self, InvalidValue> {
        Self::new(id.as_str())
    }
}
