//! Endpoints 1 to 5: what became of one transaction.

use pay_core::{Effect, Money, Untrusted};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Auth, Endpoint, InvalidRequest};
use crate::classify::{Answer, Refusal, Wording};
use crate::error::{ErrorKind, Malformed};
use crate::key::{FullHash, Md5, Reference, ShortHash};
use crate::transaction::{AMOUNT, Transaction};

/// What Bakong knows of a transaction that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lookup {
    /// It exists. Whether it is the one that an order asks for is for [`Expected::verify`](pay_core::Expected::verify).
    Paid(Box<Transaction>),
    /// It does not exist: not yet, or never.
    NotFound {
        /// Whether code or message leave room for doubt (section 4.4). It is not found all the same, because that
        /// only costs another question.
        doubtful: bool,
    },
    /// It failed. Ask once more before acting on it.
    Failed(Untrusted),
    /// The key is that of a static QR, which Bakong does not follow.
    StaticQr,
}

/// Endpoint 1: by the MD5 of the QR's text. The one that a shop uses.
#[derive(Clone, Debug, Serialize)]
pub struct CheckByMd5 {
    /// The MD5 of the whole KHQR.
    pub md5: Md5,
}

impl Endpoint for CheckByMd5 {
    const PATH: &'static str = "check_transaction_by_md5";
    const AUTH: Auth = Auth::Token;
    const EFFECT: Effect = Effect::Read;
    type Response = Lookup;

    fn read(&self, answer: Answer<'_>) -> Result<Lookup, ErrorKind> {
        lookup(Self::PATH, answer)
    }
}

/// Endpoint 2: by the transaction's whole hash.
#[derive(Clone, Debug, Serialize)]
pub struct CheckByHash {
    /// The hash that an earlier answer or the payer's bank gave.
    pub hash: FullHash,
}

impl Endpoint for CheckByHash {
    const PATH: &'static str = "check_transaction_by_hash";
    const AUTH: Auth = Auth::Token;
    const EFFECT: Effect = Effect::Read;
    type Response = Lookup;

    fn read(&self, answer: Answer<'_>) -> Result<Lookup, ErrorKind> {
        only(lookup(Self::PATH, answer)?, self.hash.as_str())
    }
}

/// Endpoint 3: by the first 8 digits of the hash, which a receipt shows, with amount and currency.
#[derive(Clone, Debug, Serialize)]
pub struct CheckByShortHash {
    hash: ShortHash,
    amount: Box<RawValue>,
    currency: &'static str,
}

impl CheckByShortHash {
    /// The amount must be above zero.
    pub fn new(hash: ShortHash, amount: Money) -> Result<Self, InvalidRequest> {
        if !amount.is_positive() {
            return Err(InvalidRequest::Amount);
        }
        let text = AMOUNT.write(amount).map_err(|_| InvalidRequest::Amount)?;
        let number = RawValue::from_string(text.as_str().to_owned()).map_err(|_| InvalidRequest::Amount)?;
        Ok(Self { hash, amount: number, currency: amount.currency().code() })
    }
}

impl Endpoint for CheckByShortHash {
    const PATH: &'static str = "check_transaction_by_short_hash";
    const AUTH: Auth = Auth::Token;
    const EFFECT: Effect = Effect::Read;
    type Response = Lookup;

    fn read(&self, answer: Answer<'_>) -> Result<Lookup, ErrorKind> {
        only(lookup(Self::PATH, answer)?, self.hash.as_str())
    }
}

/// Endpoint 4: by a reference that the payer's side assigned. It is not the merchant's bill number, and it is usually
/// not set at all.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckByInstructionRef {
    /// The reference.
    pub instruction_ref: Reference,
}

impl Endpoint for CheckByInstructionRef {
    const PATH: &'static str = "check_transaction_by_instruction_ref";
    const AUTH: Auth = Auth::Token;
    const EFFECT: Effect = Effect::Read;
    type Response = Lookup;

    fn read(&self, answer: Answer<'_>) -> Result<Lookup, ErrorKind> {
        lookup(Self::PATH, answer)
    }
}

/// Endpoint 5: by the payer's bank's reference, such as `100FT35340355905`. It is not the merchant's bill number.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckByExternalRef {
    /// The reference.
    pub external_ref: Reference,
}

impl Endpoint for CheckByExternalRef {
    const PATH: &'static str = "check_transaction_by_external_ref";
    const AUTH: Auth = Auth::Token;
    const EFFECT: Effect = Effect::Read;
    type Response = Lookup;

    fn read(&self, answer: Answer<'_>) -> Result<Lookup, ErrorKind> {
        lookup(Self::PATH, answer)
    }
}

impl Lookup {
    pub(super) fn paid(transaction: Transaction) -> Self {
        Self::Paid(Box::new(transaction))
    }
}

fn lookup(operation: &'static str, answer: Answer<'_>) -> Result<Lookup, ErrorKind> {
    let refusal = match answer {
        Answer::Success(success) => {
            let json = success.data().ok_or(ErrorKind::Malformed(Malformed::PaidWithoutData))?;
            return Transaction::read(json, "data").map(Lookup::paid).map_err(ErrorKind::Malformed);
        }
        Answer::Refusal(refusal) => refusal,
    };
    let found = refused(refusal)?;
    if matches!(found, Lookup::NotFound { doubtful: true }) {
        tracing::warn!(operation, "ambiguous refusal read as not found");
    }
    Ok(found)
}

/// Failed, not found, or an error: the table of section 4.4.
fn refused(refusal: Refusal) -> Result<Lookup, ErrorKind> {
    let wording = refusal.wording();
    let not_found = |doubtful| Ok(Lookup::NotFound { doubtful });
    match (refusal.code(), wording) {
        // An outage that speaks in words is an outage.
        (None, _) if refusal.is_server_error() => Err(refusal.into_error()),
        (Some(2), _) => Ok(Lookup::StaticQr),
        // Code and words disagree, or the words are new.
        (Some(3), Wording::CouldNotBeFound) | (Some(1), Wording::Other) => not_found(true),
        (Some(3), _) | (Some(1) | None, Wording::Failed) => {
            Ok(Lookup::Failed(refusal.message().unwrap_or_default()))
        }
        (Some(1) | None, Wording::CouldNotBeFound | Wording::NotFound) => not_found(false),
        _ => Err(refusal.into_error()),
    }
}

/// A lookup by hash must answer with that hash: a mixed-up connection or cache may not.
fn only(found: Lookup, head: &str) -> Result<Lookup, ErrorKind> {
    match &found {
        Lookup::Paid(transaction) if !transaction.hash.as_str().starts_with(head) => {
            Err(ErrorKind::Malformed(Malformed::OtherTransaction))
        }
        _ => Ok(found),
    }
}
