use serde::Serialize;

use super::{InvalidValue, check};

/// A `channelCode`, `wayCode` or `bankCode`, or the number of an account: 1 to 64 ASCII letters, digits, `-` and `_`.
///
/// The appendices that list the codes are not public (V8), so the set is open.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// Any code, known here or not.
    pub fn new(code: impl Into<String>) -> Result<Self, InvalidValue> {
        let code = code.into();
        check(&code, MOST, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))?;
        Ok(Self(code))
    }

    /// `KHQR`: the channel and the way of the vendor's sample.
    pub fn khqr() -> Self {
        Self("KHQR".to_owned())
    }

    /// `EWALLET`: the channel of a disbursement.
    pub fn ewallet() -> Self {
        Self("EWALLET".to_owned())
    }

    /// `LANTON`: the way of a disbursement to a Lanton wallet.
    pub fn lanton() -> Self {
        Self("LANTON".to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const MOST: usize = 64;
