use std::fmt;

use pay_core::{TransactionId, Untrusted};
use pay_http::json::Problem;

/// Why an answer of Bakong's cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Malformed {
    /// The body is over the transport's cap.
    TooLarge,
    /// HTTP 2xx, and not a JSON object with a readable `responseCode`.
    NotAnEnvelope,
    /// `responseCode` 0 beside an HTTP error or an error code.
    Contradiction,
    /// `responseCode` 0 says that the transaction exists, and there is none in the answer.
    PaidWithoutData,
    /// `responseCode` 0 or `SUCCESS` says that the transaction exists, and it cannot be read.
    PaidUnreadable {
        /// What is wrong, and where, such as `data.amount`.
        problem: Problem,
        /// The transaction's hash, where that much can be read: what a person asks the bank about.
        hash: Option<TransactionId>,
    },
    /// The answer is about another transaction than the one that was asked for.
    OtherTransaction,
    /// The `data` of another success cannot be read.
    Unreadable(Problem),
    /// A list does not answer for this key.
    Missing,
    /// A list answers twice for this key, and not alike.
    Conflict,
    /// A list gives this key a status that we do not know.
    UnknownStatus(Untrusted),
}

impl Malformed {
    /// Whether the answer says "paid" all the same, so that a person must look.
    pub const fn says_paid(&self) -> bool {
        matches!(self, Self::PaidWithoutData | Self::PaidUnreadable { .. })
    }
}

impl From<Problem> for Malformed {
    fn from(problem: Problem) -> Self {
        Self::Unreadable(problem)
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("response is larger than allowed"),
            Self::NotAnEnvelope => f.write_str("expected a json object with responseCode"),
            Self::Contradiction => f.write_str("responseCode 0 beside an http error or an error code"),
            Self::PaidWithoutData => f.write_str("responseCode 0 without the transaction"),
            Self::PaidUnreadable { problem, hash } => {
                f.write_str("transaction ")?;
                if let Some(hash) = hash {
                    write!(f, "{hash} ")?;
                }
                write!(f, "exists and cannot be read: {problem}")
            }
            Self::OtherTransaction => f.write_str("answer is about another transaction"),
            Self::Unreadable(problem) => problem.fmt(f),
            Self::Missing => f.write_str("list does not answer for this key"),
            Self::Conflict => f.write_str("list answers twice for this key, and not alike"),
            Self::UnknownStatus(status) => write!(f, "unknown status {status:?} in a list"),
        }
    }
}
