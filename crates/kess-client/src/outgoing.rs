//! What became of money that left the merchant. Nothing here sends any: each call of a service is one request, and after
//! an unknown outcome these are asked (section 1.2, threats F-01 and F-33).

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use pay_core::{
    BoxFuture, Expected, Money, Observation, Observed, OrderKey, Payment, StatusSource, Timestamp,
    TransactionId, Untrusted,
};

use crate::Kess;
use crate::error::Error;
use crate::model::RefundInfo;
use crate::service::{Payout, QueryRefund};
use crate::status::{self, OrderState, REFUND_HORIZON};
use crate::value::OutTradeNo;

/// Asks queryOrder about withdrawals, by their `out_trade_no`.
///
/// To `Expected` and to a watcher a withdrawal is an order seen from the other side: "paid" is money that went out, and
/// its amount, which the gateway writes below zero, is positive here.
#[derive(Debug)]
pub struct Withdrawals(Arc<Kess>);

/// Asks queryRefund about refunds, by the merchant's own reference for them.
#[derive(Debug)]
pub struct Refunds(Arc<Kess>);

impl Withdrawals {
    /// Those of a client's merchant.
    pub const fn new(kess: Arc<Kess>) -> Self {
        Self(kess)
    }

    /// What the withdrawal has to be: to be written down at `now`, before it is sent. It is looked for until
    /// [`Expected::UNKNOWN_FOR`] has passed, or as long as it may be confirmed, whichever is later.
    pub fn expected(payout: &Payout, now: Timestamp) -> Expected {
        let confirmable = Duration::from_secs(payout.lifetime().unwrap_or_default().into());
        let (key, amount) = (payout.out_trade_no().to_key(), payout.amount().money());
        Expected::outgoing(key, amount, now, Expected::UNKNOWN_FOR.max(confirmable))
    }

    async fn observation(&self, out_trade_no: OutTradeNo) -> Result<Observation, Error> {
        Ok(status::withdrawal(&self.0.own_order(out_trade_no).await?))
    }
}

impl Refunds {
    /// Those of a client's merchant.
    pub const fn new(kess: Arc<Kess>) -> Self {
        Self(kess)
    }

    /// What a refund has to be: to be written down at `now`, before it is sent. It is looked for until [`Expected::UNKNOWN_FOR`]
    /// has passed.
    pub fn expected(reference: &OutTradeNo, amount: Money, now: Timestamp) -> Expected {
        Expected::outgoing(reference.to_key(), amount, now, Expected::UNKNOWN_FOR)
    }

    /// The same for a refund that the gateway has called pending, over the 15 days that a bank may take.
    ///
    /// One that was followed by [`expected`](Self::expected) needs review when it has no end by then; it is followed on
    /// by this, under another name for the watcher.
    pub fn expected_by_the_bank(reference: &OutTradeNo, amount: Money, now: Timestamp) -> Expected {
        Expected::outgoing(reference.to_key(), amount, now, REFUND_HORIZON)
    }

    async fn observation(&self, reference: OutTradeNo) -> Result<Observation, Error> {
        let refund = self.0.call(&QueryRefund::by_reference(reference.clone())).await?;
        Ok(refunded(&refund, &reference))
    }
}

impl StatusSource for Withdrawals {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(pay_http::observe_by_number(keys, |out_trade_no| self.observation(out_trade_no)))
    }
}

impl StatusSource for Refunds {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(pay_http::observe_by_number(keys, |reference| self.observation(reference)))
    }
}

/// What the gateway says of a refund. Who asks by a reference is answered about it alone: another one is an error before.
fn refunded(refund: &RefundInfo, reference: &OutTradeNo) -> Observation {
    if refund.is_rejected() {
        return Observation::Failed(refund.rejected_reason.clone().unwrap_or_default());
    }
    match refund.state() {
        Some(OrderState::Refunded | OrderState::PartiallyRefunded) => match given_back(refund, reference) {
            Ok(payment) => Observation::Paid(payment),
            Err(reason) => Observation::PaidUnreadable(Untrusted::new(reason)),
        },
        Some(OrderState::PendingRefund | OrderState::PendingPartialRefund) => Observation::Pending,
        Some(OrderState::Other(text)) => Observation::Unrecognized(text),
        Some(OrderState::Waiting | OrderState::Success | OrderState::Closed) | None => {
            Observation::Unrecognized(refund.status.clone().unwrap_or_default())
        }
    }
}

fn given_back(refund: &RefundInfo, reference: &OutTradeNo) -> Result<Payment, String> {
    let amount = refund.amount().map_err(|problem| problem.to_string())?;
    // A part of an order has the transaction of the order, so the reference is what tells two parts apart.
    let id = TransactionId::new(reference.as_str()).map_err(|error| error.to_string())?;
    Ok(Payment::new(id, amount))
}

#[cfg(test)]
mod tests {
    use pay_core::{Currency, OrderStatus};
    use pay_http::json::{RawValue, Value as _};

    use super::*;
    use crate::value::Amount;

    fn said(json: &str) -> Observation {
        let raw = RawValue::from_string(json.to_owned()).unwrap();
        refunded(&RefundInfo::read(&raw).unwrap().unwrap(), &OutTradeNo::new("R-1").unwrap())
    }

    /// The words of section 3.3, and of the document's queryRefund.
    #[test]
    fn f31_every_word_of_a_refund_has_a_meaning() {
        let status =
            |word: &str| said(&format!(r#"{{"status":"{word}","amount":5,"currency":"USD"}}"#)).status();
        assert_eq!(status("REFUNDED"), OrderStatus::Paid);
        assert_eq!(status(" PARTIAL_REFUNDED"), OrderStatus::Paid);
        assert_eq!(status("PENDING_REFUNDED"), OrderStatus::Pending);
        assert_eq!(status("PENDING_PARTIAL_REFUND"), OrderStatus::Pending);
        for word in ["SUCCESS", "WAITING", "CLOSED", "WAITING_FINAL_STATUS", ""] {
            assert_eq!(status(word), OrderStatus::Unrecognized, "{word}");
        }
        assert_eq!(said("{}").status(), OrderStatus::Unrecognized);
    }

    #[test]
    fn a_refund_that_the_bank_rejected_is_failed_whatever_its_status() {
        let rejected =
            said(r#"{"status":"REFUNDED","amount":5,"currency":"USD","rejected_reason":"account closed"}"#);
        assert_eq!(rejected, Observation::Failed(Untrusted::new("account closed")));
    }

    #[test]
    fn what_was_given_back_without_an_amount_goes_to_a_person() {
        let Observation::Paid(payment) = said(r#"{"status":"REFUNDED","amount":"5.25","currency":"USD"}"#)
        else {
            unreachable!("not given back")
        };
        assert_eq!(payment.amount, Money::from_minor(525, Currency::Usd));
        for json in [r#"{"status":"REFUNDED","currency":"USD"}"#, r#"{"status":"REFUNDED","amount":5}"#] {
            assert!(matches!(said(json), Observation::PaidUnreadable(_)), "{json}");
        }
    }

    #[test]
    fn a_withdrawal_is_looked_for_as_long_as_it_can_be_confirmed() {
        let amount = Amount::new(Money::from_minor(1_000, Currency::Usd)).unwrap();
        let payout = Payout::new(OutTradeNo::new("WD-1").unwrap(), amount);
        let now = Timestamp::from_millis(0);
        let seconds = |payout: &Payout| Withdrawals::expected(payout, now).expires_at().since(now).as_secs();
        assert_eq!(seconds(&payout), 900);
        assert_eq!(seconds(&payout.clone().expires_in(60)), 900);
        assert_eq!(seconds(&payout.expires_in(1_800)), 1_800);
    }
}
