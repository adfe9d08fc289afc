//! The endpoints of the Open API (specification, section 2): one struct each, which is also the request's body.

mod account;
mod check;
mod deeplink;
mod list;
mod renew;

use std::fmt;

use pay_core::Effect;
use serde::Serialize;

pub use self::account::{AccountCheck, CheckAccount};
pub use self::check::{
    CheckByExternalRef, CheckByHash, CheckByInstructionRef, CheckByMd5, CheckByShortHash, Lookup,
};
pub use self::deeplink::{GenerateDeeplink, ShortLink, SourceInfo};
pub use self::list::{CheckHashList, CheckMd5List, LIST_LIMIT, ListAnswer};
pub use self::renew::RenewToken;
use crate::classify::Answer;
use crate::error::ErrorKind;

/// One operation: a POST of the value itself as JSON, and the reading of its answer.
///
/// [`Bakong::call`](crate::Bakong::call) carries them all. An endpoint that Bakong adds is one more implementation.
pub trait Endpoint: Serialize + Send + Sync {
    /// The path behind `/v1/`, which is also the operation's name in spans and errors.
    const PATH: &'static str;
    /// Whether the access token is sent.
    const AUTH: Auth;
    /// What it does at Bakong.
    const EFFECT: Effect;
    /// What Bakong answers when all is well.
    type Response;

    /// Reads an answer that is neither about the token nor about a quota.
    ///
    /// A refusal whose code means nothing to this endpoint is [`Refusal::into_error`](crate::Refusal::into_error).
    fn read(&self, answer: Answer<'_>) -> Result<Self::Response, ErrorKind>;
}

/// Whether the access token goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// `Authorization: Bearer`.
    Token,
    /// Nothing: who needs no token is sent none.
    None,
}

/// A request breaks a rule of its endpoint. It is refused before a request of the quota is spent on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// A list takes 1 to 50 keys.
    ListSize {
        /// How many different ones were given.
        found: usize,
    },
    /// An account is `name@bank`: exactly one `@`, something on both sides, at most 32 characters.
    Account,
    /// All three texts of [`SourceInfo`] must be there.
    SourceInfo,
    /// An amount to look for must be above zero.
    Amount,
    /// The request cannot be written as JSON.
    Body,
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ListSize { found } => write!(f, "expected 1 to {LIST_LIMIT} keys, found {found}"),
            Self::Account => f.write_str("expected an account like name@bank of at most 32 characters"),
            Self::SourceInfo => {
                f.write_str("expected an icon, a name and a callback as the source of the link")
            }
            Self::Amount => f.write_str("expected an amount above zero"),
            Self::Body => f.write_str("request cannot be written as json"),
        }
    }
}

impl std::error::Error for InvalidRequest {}
