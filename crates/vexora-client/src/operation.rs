//! The operations (sections 3 and 4): one struct each, which is also the request's body.
//!
#![doc = include_str!("../OPERATIONS.md")]

mod balance;
mod checkout;
mod disbursement;
mod facts;
mod query;

use std::fmt;

use pay_core::{Currency, Effect, Untrusted};
use pay_http::json::{Problem, ProblemKind, Value};
use serde::Serialize;

pub use self::balance::BalanceQuery;
pub use self::checkout::HostedCheckout;
pub use self::disbursement::Disbursement;
pub use self::facts::{Facts, OPERATIONS};
pub use self::query::{DepositQuery, DisbursementQuery};
use crate::error::Malformed;
use crate::value::TradeNo;

/// One operation of Vexora: a JSON object, and the reading of its answer.
///
/// [`Vexora::call`](crate::Vexora::call) carries them all, and adds `timestamp` and `sign`.
pub trait Operation: Serialize + Send + Sync {
    /// The last word of its path, in Vexora's spelling.
    const NAME: &'static str;
    /// What it does at Vexora.
    const EFFECT: Effect;
    /// Where it is described.
    const ORIGIN: Origin;
    /// What `data` is when all is well.
    type Response: Value;

    /// The currency that its amount is meant in, where it has one.
    fn currency(&self) -> Option<Currency> {
        None
    }

    /// Whether the answer is about what was asked for: no signature says so (threat D-47).
    fn check(&self, response: &Self::Response) -> Result<(), Malformed>;
}

/// Where an operation is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// In the vendor's integration document.
    Document,
    /// Not there, but on the vendor's public pages for Cambodia.
    PublicPages,
    /// On the vendor's public pages for other countries alone: that Cambodia has it is assumed.
    OtherCountries,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Document => "vendor document",
            Self::PublicPages => "public pages for Cambodia",
            Self::OtherCountries => "public pages for other countries",
        })
    }
}

/// What an opening answers names this order, or none.
fn names_no_other(answered: Option<&Untrusted>, asked: &TradeNo) -> Result<(), Malformed> {
    match answered {
        Some(answered) if answered.as_raw() != asked.as_str() => Err(Malformed::OtherOrder),
        _ => Ok(()),
    }
}

/// What a question answers names this order.
fn names(answered: Option<&Untrusted>, asked: &TradeNo) -> Result<(), Malformed> {
    if answered.is_none() {
        return Err(Problem::from(ProblemKind::Missing).inside("tradeNo").inside("data").into());
    }
    names_no_other(answered, asked)
}
