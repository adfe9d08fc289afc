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
        /// The amount of the order, as other countries have it, or of the payment: see [`paid`](Deposit::paid).
        pub amount: Option<Number> = "amount",
        /// What was ordered, in other countries.
        pub order_amount: Option<Number> = "orderAmount",
        /// What was paid first, in other countries.
        pub pay_amount: Option<Number> = "payAmount",
        /// The same by another name, in other countries.
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

    /// What was paid: `payAmount` or `receivedAmount`, which have to agree, or else `amount`.
    ///
    /// The pages of other countries call `amount` that of the order, which no payment changes: it is not evidence of how
    /// much was paid where there is another.
    pub fn paid(&self, currency: Currency) -> Result<Money, Problem> {
        moved([&self.pay_amount, &self.received_amount, &self.amount], currency)
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
        /// The amount, in the answer to the query: see [`paid`](Payout::paid).
        pub amount: Option<Number> = "amount",
        /// What was to be sent, in other countries.
        pub order_amount: Option<Number> = "orderAmount",
        /// What was sent, in other countries.
        pub pay_amount: Option<Number> = "payAmount",
        /// The same by another name, in other countries.
        pub received_amount: Option<Number> = "receivedAmount",
        /// Words for a person.
        pub message: Option<Untrusted> = "message" | "desc",
        /// Local time without a zone; in the vendor's sample also of one that is under way.
        pub success_time: Option<Untrusted> = "successTime",
        /// The same of the opening, in other countries.
        pub create_time: Option<Untrusted> = "createTime",
        /// The request's, as it was.
        pub remark: Option<Untrusted> = "remark",
    }
}

impl Payout {
    /// The status, where there is one.
    pub fn state(&self) -> Option<Status> {
        self.status.as_ref().map(Status::read)
    }

    /// What went out, read as of a [`Deposit`].
    pub fn paid(&self, currency: Currency) -> Result<Money, Problem> {
        moved([&self.pay_amount, &self.received_amount, &self.amount], currency)
    }
}

/// The first of `payAmount`, `receivedAmount` and `amount` that is there. The first two have to agree.
fn moved(members: [&Option<Number>; 3], currency: Currency) -> Result<Money, Problem> {
    let named = ["payAmount", "receivedAmount", "amount"].into_iter().zip(members);
    let mut told = named.filter(|(_, member)| member.is_some());
    let Some((name, member)) = told.next() else { return money(None, "amount", currency) };
    let moved = money(member.as_ref(), name, currency)?;
    match told.next() {
        Some((other, member)) if other != "amount" && money(member.as_ref(), other, currency)? != moved => {
            Err(Problem::expected("the amount of payAmount").inside(other))
        }
        _ => Ok(moved),
    }
}
