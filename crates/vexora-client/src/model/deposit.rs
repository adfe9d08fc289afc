use pay_core::{Currency, Money, Untrusted};
use pay_http::json::{Number, Problem};

use super::money;
use crate::status::Status;

pay_http::json_object! {
    /// An order, as the query answers it.
    pub struct Deposit {
        /// The merchant's own number.
        pub trade_no: Option<Untrusted> = "tradeNo",
        /// Vexora's number of it.
        pub platform_trade_no: Option<Untrusted> = "platFormTradeNo" | "platformTradeNo" | "payproTradeNo",
        /// See [`state`](Deposit::state).
        pub status: Option<Untrusted> = "status",
        /// The amount; see [`paid`](Deposit::paid).
        pub amount: Option<Number> = "amount",
        /// What was ordered, in other countries.
        pub order_amount: Option<Number> = "orderAmount",
        /// What was paid, in other countries.
        pub pay_amount: Option<Number> = "payAmount",
        /// What reached the merchant, in other countries.
        pub received_amount: Option<Number> = "receivedAmount",
        /// Words for a person.
        pub message: Option<Untrusted> = "message" | "desc",
        /// Local time without a zone, such as `2024-07-01 18:34:31`: no evidence of a moment.
        pub success_time: Option<Untrusted> = "successTime",
        /// The same of the opening, in other countries.
        pub create_time: Option<Untrusted> = "createTime",
        /// The request's, as it was.
        pub remark: Option<Untrusted> = "remark",
    }
}

impl Deposit {
    /// The status, where there is one.
    pub fn state(&self) -> Option<Status> {
        self.status.as_ref().map(Status::read)
    }

    /// What was paid: `payAmount`, or else `amount`. An error where both are there and differ.
    pub fn paid(&self, currency: Currency) -> Result<Money, Problem> {
        let amount = || money(self.amount.as_ref(), "amount", currency);
        if self.pay_amount.is_none() {
            return amount();
        }
        let paid = money(self.pay_amount.as_ref(), "payAmount", currency)?;
        if self.amount.is_some() && amount()? != paid {
            return Err(Problem::expected("the amount of amount").inside("payAmount"));
        }
        Ok(paid)
    }
}

pay_http::json_object! {
    /// A disbursement. The members of the answer are assumed from those of an order (section 4).
    pub struct Payout {
        /// The merchant's own number.
        pub trade_no: Option<Untrusted> = "tradeNo",
        /// Vexora's number of it.
        pub platform_trade_no: Option<Untrusted> = "platFormTradeNo" | "platformTradeNo" | "payproTradeNo",
        /// See [`state`](Payout::state).
        pub status: Option<Untrusted> = "status",
        /// The amount, in the answer to the query.
        pub amount: Option<Number> = "amount",
        /// Words for a person.
        pub message: Option<Untrusted> = "message" | "desc",
        /// Local time without a zone.
        pub success_time: Option<Untrusted> = "successTime",
        /// The request's, as it was.
        pub remark: Option<Untrusted> = "remark",
    }
}

impl Payout {
    /// The status, where there is one.
    pub fn state(&self) -> Option<Status> {
        self.status.as_ref().map(Status::read)
    }

    /// The amount.
    pub fn paid(&self, currency: Currency) -> Result<Money, Problem> {
        money(self.amount.as_ref(), "amount", currency)
    }
}
