//! From Bakong's words to the vocabulary of all providers.

use pay_core::{NoAnswer, NoAnswerReason, Observation, OrderKey, Payment, Untrusted};
use pay_http::RefusedQuestion;

use crate::endpoint::Lookup;
use crate::error::{Api, ErrorKind};
use crate::transaction::Transaction;

/// What Bakong said of an order. `named` is the order's key where the answer itself has it, as an item of a list does.
pub(crate) fn observation(lookup: Lookup, named: Option<&OrderKey>) -> Observation {
    match lookup {
        Lookup::Paid(transaction) => Observation::Paid(payment(*transaction, named)),
        Lookup::NotFound { doubtful: _ } => Observation::NotFound,
        Lookup::Failed(message) => Observation::Failed(message),
        Lookup::StaticQr => Observation::Untraceable(Untrusted::new("static QR")),
    }
}

/// What a failed question says of an order: nothing, unless Bakong said that it was paid.
pub(crate) fn without_lookup(kind: &ErrorKind) -> Result<Observation, NoAnswer> {
    match kind {
        ErrorKind::Malformed(malformed) if malformed.says_paid() => {
            Ok(Observation::PaidUnreadable(Untrusted::new(kind.to_string())))
        }
        _ => kind.of_order(),
    }
}

/// That there is no transaction is a [`Lookup`], and no refusal.
impl RefusedQuestion for Api {
    fn of_order(&self) -> Result<Observation, NoAnswerReason> {
        Err(NoAnswerReason::Rejected)
    }
}

fn payment(transaction: Transaction, named: Option<&OrderKey>) -> Payment {
    let reversal = transaction.reversal().cloned();
    let mut payment = Payment::new(transaction.hash, transaction.amount);
    payment.receiver = Some(transaction.to_account);
    payment.payer = transaction.from_account;
    payment.paid_at = transaction.created_at;
    payment.order = named.cloned();
    payment.reversal = reversal;
    payment
}

impl Transaction {
    /// The tracking status, where it says that the money went back or got stuck (section 3.4). Any other, known or
    /// not, is the last mile inside the merchant's bank and takes nothing away from the payment.
    pub fn reversal(&self) -> Option<&Untrusted> {
        self.tracking_status.as_ref().filter(|status| {
            let status = status.as_raw().trim();
            ["REFUNDED_BY_RECEIVER", "FAILED_AT_ACH"].iter().any(|word| status.eq_ignore_ascii_case(word))
        })
    }
}
