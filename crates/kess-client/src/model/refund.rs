use pay_core::{Currency, Money, Untrusted};
use pay_http::json::{Number, Problem};

use super::order::required;
use crate::status::RefundState;
use crate::value::AMOUNT;

pay_http::json_object! {
    /// An item of `refund_histories`.
    pub struct RefundInfo {
        /// How much is given back. See [`RefundInfo::amount`].
        pub amount: Option<Number> = "amount",
        /// `USD` or `KHR`.
        pub currency: Option<Untrusted> = "currency",
        /// `REFUNDED` and so on. See [`RefundInfo::state`].
        pub status: Option<Untrusted> = "status",
        /// Why.
        pub reason: Option<Untrusted> = "reason",
        /// The gateway's transaction.
        pub transaction_id: Option<Untrusted> = "transaction_id",
        /// Why it was refused.
        pub rejected_reason: Option<Untrusted> = "rejected_reason",
        /// The order's number.
        pub out_trade_no: Option<Untrusted> = "out_trade_no",
        /// The merchant's own number for the refund.
        pub merchant_reference: Option<Untrusted> = "merchant_reference",
    }
}

impl RefundInfo {
    /// The amount with its currency.
    pub fn amount(&self) -> Result<Money, Problem> {
        let currency: Currency = required(self.currency.as_ref(), "currency")?
            .as_raw()
            .parse()
            .map_err(|_| Problem::expected("currency KHR or USD").inside("currency"))?;
        let amount = required(self.amount.as_ref(), "amount")?;
        amount.money(&AMOUNT, currency).map_err(|error| Problem::from(error).inside("amount"))
    }

    /// The status, where there is one.
    pub fn state(&self) -> Option<RefundState> {
        self.status.as_ref().map(RefundState::read)
    }

    /// Whether the gateway gives a reason for having refused it.
    pub fn is_rejected(&self) -> bool {
        self.rejected_reason.as_ref().is_some_and(|reason| !reason.as_raw().trim().is_empty())
    }
}
