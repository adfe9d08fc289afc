//! From Airpay's words to the vocabulary of all providers: the one place where a status is mapped (section 3).

use pay_core::{Observation, Untrusted};

/// `status` of a postback: a claim of whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PostbackStatus {
    /// `0`.
    Failed,
    /// `1`.
    Success,
    /// `2`: for an unknown reason. It is no failure.
    Unknown,
    /// Anything else, `01` and ` 1` too. Never paid, never failed.
    Other(Untrusted),
}

impl PostbackStatus {
    /// Reads a status, which is exactly one character or none that is known.
    pub fn read(text: &str) -> Self {
        match text {
            "0" => Self::Failed,
            "1" => Self::Success,
            "2" => Self::Unknown,
            _ => Self::Other(text.into()),
        }
    }

    /// What it claims of an order.
    ///
    /// Success has no amount and no currency, so it is never [`Observation::Paid`], which alone can settle an order: it is
    /// a payment whose particulars cannot be read, and a person must look.
    pub(crate) fn observation(&self, description: &Untrusted) -> Observation {
        match self {
            Self::Failed => Observation::Failed(description.clone()),
            Self::Success => Observation::PaidUnreadable("unsigned postback without an amount".into()),
            Self::Unknown => Observation::Unrecognized("2, unknown reason".into()),
            Self::Other(text) => Observation::Unrecognized(text.clone()),
        }
    }
}
