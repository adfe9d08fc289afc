use pay_core::{Money, Timestamp};
use serde::Serialize;
use serde_json::value::RawValue;

use super::amount::AmountSpelling;

/// A payment that the sandbox's payer made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transaction {
    /// 64 lower-case hex digits, from the seed and a count.
    pub hash: String,
    /// The MD5 of the code that was paid.
    pub md5: String,
    /// The account that paid: the payer bank's, not the person's.
    pub from_account: String,
    /// The account that was paid.
    pub to_account: String,
    /// What was paid.
    pub amount: Money,
    /// The payer's note.
    pub description: Option<String>,
    /// When the payer paid.
    pub created: Timestamp,
    /// When the payment is settled: from then on it is found.
    pub settled: Timestamp,
    /// How it failed, if it did.
    pub failure: Option<Failure>,
    /// The last mile to the receiver's bank, which Bakong reports beside the payment; usually nothing.
    pub tracking_status: Option<String>,
    /// The payer side's own reference; usually nothing.
    pub instruction_ref: Option<String>,
    /// The payer bank's reference, never the merchant's.
    pub external_ref: Option<String>,
}

/// How a failed payment is told: the documents disagree (specification, section 4.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// errorCode 3, as the document of 2021 has it.
    #[default]
    Code3,
    /// errorCode 1 and another message than "not found", as the vendor document prints it.
    Code1,
}

impl Transaction {
    /// The first 8 digits of the hash.
    pub fn short_hash(&self) -> &str {
        self.hash.get(..8).unwrap_or(&self.hash)
    }

    /// `data` of an answer: what is not there is null, never left out.
    pub(super) fn body(&self, spelling: AmountSpelling) -> TransactionBody<'_> {
        TransactionBody {
            hash: &self.hash,
            from_account_id: &self.from_account,
            to_account_id: &self.to_account,
            currency: self.amount.currency().code(),
            amount: spelling.json(self.amount),
            description: self.description.as_deref(),
            created_date_ms: self.created.as_millis(),
            acknowledged_date_ms: self.settled.as_millis(),
            tracking_status: self.tracking_status.as_deref(),
            receiver_bank: None,
            receiver_bank_account: None,
            instruction_ref: self.instruction_ref.as_deref(),
            external_ref: self.external_ref.as_deref(),
        }
    }
}

/// The members of section 3.2, in the order of the live sample.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TransactionBody<'a> {
    hash: &'a str,
    from_account_id: &'a str,
    to_account_id: &'a str,
    currency: &'static str,
    amount: Box<RawValue>,
    description: Option<&'a str>,
    created_date_ms: i64,
    acknowledged_date_ms: i64,
    tracking_status: Option<&'a str>,
    receiver_bank: Option<&'a str>,
    receiver_bank_account: Option<&'a str>,
    instruction_ref: Option<&'a str>,
    external_ref: Option<&'a str>,
}
