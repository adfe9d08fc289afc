use std::fmt;

use pay_core::{InvalidId, OrderKey};

/// Airpay's own id of a payment, such as `LINKIT25112222229`: 1 to 150 visible ASCII characters.
///
/// Nothing is derived from it: the digits of the sample look like another day than the sample's date (A12).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlatformId(OrderKey);

impl PlatformId {
    /// The most characters that a postback gives it (section 3, A14).
    pub const LIMIT: usize = 150;

    /// Checks length and characters.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
        let key = OrderKey::new(text)?;
        if key.as_str().len() > Self::LIMIT {
            return Err(InvalidId::TooLong { limit: Self::LIMIT });
        }
        Ok(Self(key))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The same as the key of an order.
    pub fn to_key(&self) -> OrderKey {
        self.0.clone()
    }
}

impl fmt::Display for PlatformId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
