//! A transaction as Bakong tells it (specification, section 3.2).

use pay_core::{
    AccountId, AmountError, AmountFormat, Currency, InvalidId, Money, Timestamp, TransactionId, Untrusted,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::{FieldProblem, Malformed};
use crate::wire::{self, Whole};

/// How Bakong writes amounts: JSON numbers without trailing zeros, riel whole.
pub(crate) const AMOUNT: AmountFormat = AmountFormat::shortest();

/// A movement of money at Bakong, not yet compared with any order.
///
/// Members that Bakong leaves out, sets to null or writes in a form that we do not know are `None`; the first four are
/// always there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transaction {
    /// 64 hexadecimal digits in lower case.
    pub hash: TransactionId,
    /// How much, exactly.
    pub amount: Money,
    /// Who was paid: a Bakong account, or the settlement account of a bank.
    pub to_account: AccountId,
    /// Who paid: often the payer's bank, not the person.
    pub from_account: Option<AccountId>,
    /// The payer's or the bank's words.
    pub description: Option<Untrusted>,
    /// When it was made, by Bakong's clock; a fraction of a millisecond is cut off.
    pub created_at: Option<Timestamp>,
    /// When the receiving side acknowledged it.
    pub acknowledged_at: Option<Timestamp>,
    /// When it was responded to.
    pub responded_at: Option<Timestamp>,
    /// The last mile to the merchant's own account (section 3.4). Usually nothing.
    pub tracking_status: Option<Untrusted>,
    /// The receiver's bank.
    pub receiver_bank: Option<Untrusted>,
    /// The receiver's account there, masked.
    pub receiver_bank_account: Option<Untrusted>,
    /// A reference assigned on the payer's side.
    pub instruction_ref: Option<Untrusted>,
    /// The payer's bank's reference.
    pub external_ref: Option<Untrusted>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'a"))]
struct Wire<'a> {
    hash: Option<&'a RawValue>,
    amount: Option<&'a RawValue>,
    currency: Option<&'a RawValue>,
    to_account_id: Option<&'a RawValue>,
    from_account_id: Option<&'a RawValue>,
    description: Option<&'a RawValue>,
    created_date_ms: Option<&'a RawValue>,
    /// So spelled by one peer (section 3.2).
    create_date_ms: Option<&'a RawValue>,
    acknowledged_date_ms: Option<&'a RawValue>,
    responded_date_ms: Option<&'a RawValue>,
    tracking_status: Option<&'a RawValue>,
    receiver_bank: Option<&'a RawValue>,
    receiver_bank_account: Option<&'a RawValue>,
    instruction_ref: Option<&'a RawValue>,
    external_ref: Option<&'a RawValue>,
}

impl Transaction {
    /// Reads the JSON object at `path`. Whoever calls this has been told that the transaction exists, so what cannot
    /// be read is [`Malformed::PaidUnreadable`].
    pub(crate) fn read(json: &str, path: &str) -> Result<Self, Malformed> {
        let Some(wire) = wire::object::<Wire<'_>>(json) else {
            let problem = FieldProblem::Type { expected: "an object without repeated members" };
            return Err(Malformed::PaidUnreadable { path: path.to_owned(), problem, hash: None });
        };
        let hash = wire.hash();
        wire.transaction(hash.clone()).map_err(|(member, problem)| Malformed::PaidUnreadable {
            path: format!("{path}.{member}"),
            problem,
            hash: hash.ok(),
        })
    }
}

impl Wire<'_> {
    fn transaction(
        &self,
        hash: Result<TransactionId, FieldProblem>,
    ) -> Result<Transaction, (&'static str, FieldProblem)> {
        Ok(Transaction {
            hash: hash.map_err(|problem| ("hash", problem))?,
            amount: self.amount()?,
            to_account: self.to_account().map_err(|problem| ("toAccountId", problem))?,
            from_account: self
                .from_account_id
                .and_then(wire::text)
                .and_then(|text| AccountId::new(text).ok()),
            description: untrusted(self.description),
            created_at: moment(self.created_date_ms).or_else(|| moment(self.create_date_ms)),
            acknowledged_at: moment(self.acknowledged_date_ms),
            responded_at: moment(self.responded_date_ms),
            tracking_status: untrusted(self.tracking_status),
            receiver_bank: untrusted(self.receiver_bank),
            receiver_bank_account: untrusted(self.receiver_bank_account),
            instruction_ref: untrusted(self.instruction_ref),
            external_ref: untrusted(self.external_ref),
        })
    }

    fn hash(&self) -> Result<TransactionId, FieldProblem> {
        let text = required_text(self.hash)?;
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(FieldProblem::Hash);
        }
        // One transaction must not count as two because its hash comes in another case.
        TransactionId::new(text.to_ascii_lowercase()).map_err(FieldProblem::Id)
    }

    /// The amount's text, read without a float. A text in quotes is read like a number: some answers have one.
    fn amount(&self) -> Result<Money, (&'static str, FieldProblem)> {
        let currency: Currency = required_text(self.currency)
            .and_then(|text| text.parse().map_err(|_| FieldProblem::Currency))
            .map_err(|problem| ("currency", problem))?;
        let raw = self.amount.ok_or(("amount", FieldProblem::Missing))?;
        let number = match raw.get().as_bytes().first() {
            Some(b'"') => wire::text(raw),
            Some(b'-' | b'0'..=b'9') => Some(raw.get().to_owned()),
            _ => None,
        };
        let number = number.ok_or(("amount", FieldProblem::Type { expected: "a number" }))?;
        let amount: Result<Money, AmountError> = AMOUNT.read_number(&number, currency);
        amount.map_err(|error| ("amount", FieldProblem::Amount(error)))
    }

    fn to_account(&self) -> Result<AccountId, FieldProblem> {
        let account: Result<AccountId, InvalidId> = AccountId::new(required_text(self.to_account_id)?);
        account.map_err(FieldProblem::Id)
    }
}

fn required_text(raw: Option<&RawValue>) -> Result<String, FieldProblem> {
    wire::text(raw.ok_or(FieldProblem::Missing)?).ok_or(FieldProblem::Type { expected: "a text" })
}

fn untrusted(raw: Option<&RawValue>) -> Option<Untrusted> {
    wire::text(raw?).map(Untrusted::new)
}

fn moment(raw: Option<&RawValue>) -> Option<Timestamp> {
    let number = wire::number_text(raw?)?;
    Whole::read(&number).map(|millis| Timestamp::from_millis(millis.value))
}
