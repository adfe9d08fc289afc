//! A transaction as Bakong tells it (specification, section 3.2).

use pay_core::{AccountId, AmountFormat, Currency, Money, Timestamp, TransactionId, Untrusted};
use pay_http::json::{Members, Number, Problem, ProblemKind};

use crate::error::Malformed;

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

impl Transaction {
    /// Reads the JSON object at `path`. Whoever calls this has been told that the transaction exists, so what cannot
    /// be read is [`Malformed::PaidUnreadable`].
    pub(crate) fn read(json: &str, path: &str) -> Result<Self, Malformed> {
        let unreadable = |problem: Problem, hash| {
            let problem = problem.inside(path);
            Malformed::PaidUnreadable { problem, hash }
        };
        let mut members = Members::read(json).map_err(|problem| unreadable(problem, None))?;
        let hash = hash(&mut members).map_err(|problem| unreadable(problem, None))?;
        Self::of(&mut members, hash.clone()).map_err(|problem| unreadable(problem, Some(hash)))
    }

    fn of(members: &mut Members<'_>, hash: TransactionId) -> Result<Self, Problem> {
        Ok(Self {
            hash,
            amount: amount(members)?,
            to_account: to_account(members)?,
            from_account: members
                .readable("fromAccountId")
                .and_then(|text: String| AccountId::new(text).ok()),
            description: untrusted(members, "description"),
            // `createDateMs` is how one peer spells it (section 3.2).
            created_at: moment(members, "createdDateMs").or_else(|| moment(members, "createDateMs")),
            acknowledged_at: moment(members, "acknowledgedDateMs"),
            responded_at: moment(members, "respondedDateMs"),
            tracking_status: untrusted(members, "trackingStatus"),
            receiver_bank: untrusted(members, "receiverBank"),
            receiver_bank_account: untrusted(members, "receiverBankAccount"),
            instruction_ref: untrusted(members, "instructionRef"),
            external_ref: untrusted(members, "externalRef"),
        })
    }
}

fn hash(members: &mut Members<'_>) -> Result<TransactionId, Problem> {
    let text: String = members.required("hash")?;
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Problem::expected("64 hexadecimal digits").inside("hash"));
    }
    // One transaction must not count as two because its hash comes in another case.
    TransactionId::new(text.to_ascii_lowercase()).map_err(|error| Problem::from(error).inside("hash"))
}

/// The amount's text, read without a float. A text in quotes is read like a number: some answers have one.
fn amount(members: &mut Members<'_>) -> Result<Money, Problem> {
    let currency: String = members.required("currency")?;
    let currency: Currency =
        currency.parse().map_err(|_| Problem::expected("currency KHR or USD").inside("currency"))?;
    // Not a `Number`: of a text that is none, the error says from which byte on.
    let inside = |problem: Problem| problem.inside("amount");
    let amount: Option<Untrusted> =
        members.take("amount").map_err(|_| inside(Problem::expected("a number")))?;
    let amount = amount.ok_or_else(|| inside(ProblemKind::Missing.into()))?;
    AMOUNT.read_number(amount.as_raw(), currency).map_err(|error| inside(error.into()))
}

fn to_account(members: &mut Members<'_>) -> Result<AccountId, Problem> {
    let text: String = members.required("toAccountId")?;
    AccountId::new(text).map_err(|error| Problem::from(error).inside("toAccountId"))
}

fn untrusted(members: &mut Members<'_>, name: &str) -> Option<Untrusted> {
    members.readable(name).map(|text: String| Untrusted::new(text))
}

/// Milliseconds, of which a fraction is cut off.
fn moment(members: &mut Members<'_>, name: &str) -> Option<Timestamp> {
    members.readable::<Number>(name)?.truncated().map(Timestamp::from_millis)
}
