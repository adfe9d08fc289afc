use std::fmt;

use pay_core::{NoticeError, Untrusted};

/// A delivery that is no postback of Airpay's form, or did not come the agreed way. For the merchant's own log: the sender
/// is told nothing but [`Notifications::refusal`](crate::Notifications::refusal).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidPostback {
    /// The sender's address is not allowed, or not known although there is an allow-list.
    Peer,
    /// The path does not end in the secret segment.
    Path,
    /// The query is longer than any postback.
    TooMuch {
        /// Its bytes.
        found: usize,
        /// The most that are read.
        limit: usize,
    },
    /// A name or a value is not UTF-8 under its escapes; this is the place of its `name=value` in the query.
    NotUtf8 {
        /// Counted from 0.
        nth: usize,
    },
    /// A member is missing, or empty.
    Missing(&'static str),
    /// A member is there twice, or once and once more as a list, such as `status[]`.
    Repeated(Untrusted),
    /// `trx_id` and `trxid` are both there, and name two payments.
    TwoIds,
    /// A member has more characters than the document allows.
    TooLong {
        /// The member.
        member: &'static str,
        /// How many it has.
        found: usize,
        /// The most it takes.
        limit: usize,
    },
    /// The platform's id has characters that no identifier has.
    PlatformId,
    /// `trx_date` is no date of the documented form.
    Date,
    /// `trx_date` is too far from the time of the delivery.
    DateOutOfRange,
}

impl From<&InvalidPostback> for NoticeError {
    fn from(invalid: &InvalidPostback) -> Self {
        match invalid {
            InvalidPostback::Peer | InvalidPostback::Path => Self::NotAuthentic,
            _ => Self::Unreadable,
        }
    }
}

impl fmt::Display for InvalidPostback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Peer => f.write_str("sender is not on the allow-list"),
            Self::Path => f.write_str("path does not end in the agreed segment"),
            Self::TooMuch { found, limit } => {
                write!(f, "expected a query of at most {limit} bytes, found {found}")
            }
            Self::NotUtf8 { nth } => write!(f, "expected utf-8 in member {nth} of the query"),
            Self::Missing(member) => write!(f, "{member}: missing"),
            Self::Repeated(member) => write!(f, "expected the member {member} once, found it again"),
            Self::TwoIds => f.write_str("trx_id and trxid differ"),
            Self::TooLong { member, found, limit } => {
                write!(f, "{member}: expected at most {limit} characters, found {found}")
            }
            Self::PlatformId => f.write_str("trx_id: expected visible ASCII characters"),
            Self::Date => f.write_str("trx_date: expected YYYY-MM-DDTHH:MM:SS and an offset"),
            Self::DateOutOfRange => f.write_str("trx_date: too far from the time of the delivery"),
        }
    }
}

impl std::error::Error for InvalidPostback {}
