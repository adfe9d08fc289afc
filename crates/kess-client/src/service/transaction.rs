use serde::Serialize;

use crate::value::{Amount, CallbackUrl, OutTradeNo, Text, Total};

/// The members that all services share which make an order (section 3.1, "transaction").
#[derive(Clone, Debug, Serialize)]
pub struct Transaction {
    out_trade_no: OutTradeNo,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Text<255>>,
    total_amount: Total,
    currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_url: Option<CallbackUrl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<CallbackUrl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in: Option<u32>,
}

impl Transaction {
    /// An order over an [`Amount`] or another [`Total`], with a description that the payer reads.
    pub fn new(out_trade_no: OutTradeNo, total: impl Into<Total>, body: Text<255>) -> Self {
        Self { body: Some(body), ..Self::without_body(out_trade_no, total.into()) }
    }

    fn without_body(out_trade_no: OutTradeNo, total: Total) -> Self {
        Self {
            out_trade_no,
            body: None,
            currency: total.currency().code(),
            total_amount: total,
            notify_url: None,
            redirect_url: None,
            expires_in: None,
        }
    }

    /// Where KESS tells the merchant's server what became of it.
    #[must_use]
    pub fn notify_url(self, url: CallbackUrl) -> Self {
        Self { notify_url: Some(url), ..self }
    }

    /// Where the payer's browser goes afterwards.
    #[must_use]
    pub fn redirect_url(self, url: CallbackUrl) -> Self {
        Self { redirect_url: Some(url), ..self }
    }

    /// How many seconds the payer has; 1800 where it is not said.
    #[must_use]
    pub fn expires_in(self, seconds: u32) -> Self {
        Self { expires_in: Some(seconds), ..self }
    }

    /// The merchant's number.
    pub const fn out_trade_no(&self) -> &OutTradeNo {
        &self.out_trade_no
    }

    /// What it is over.
    pub const fn total(&self) -> &Total {
        &self.total_amount
    }
}

/// The same members for money that goes out, where the description may be left out (E25).
#[derive(Clone, Debug, Serialize)]
pub struct Payout {
    #[serde(flatten)]
    transaction: Transaction,
    #[serde(skip)]
    amount: Amount,
}

impl Payout {
    /// A withdrawal of `amount`.
    pub fn new(out_trade_no: OutTradeNo, amount: Amount) -> Self {
        Self { transaction: Transaction::without_body(out_trade_no, amount.into()), amount }
    }

    /// What it is for.
    #[must_use]
    pub fn body(self, body: Text<255>) -> Self {
        Self { transaction: Transaction { body: Some(body), ..self.transaction }, ..self }
    }

    /// Where KESS tells the merchant's server what became of it.
    #[must_use]
    pub fn notify_url(self, url: CallbackUrl) -> Self {
        Self { transaction: self.transaction.notify_url(url), ..self }
    }

    /// Where the browser of whoever confirms it goes afterwards.
    #[must_use]
    pub fn redirect_url(self, url: CallbackUrl) -> Self {
        Self { transaction: self.transaction.redirect_url(url), ..self }
    }

    /// How many seconds it may be confirmed for.
    #[must_use]
    pub fn expires_in(self, seconds: u32) -> Self {
        Self { transaction: self.transaction.expires_in(seconds), ..self }
    }

    /// The merchant's number.
    pub const fn out_trade_no(&self) -> &OutTradeNo {
        self.transaction.out_trade_no()
    }

    /// The amount.
    pub const fn amount(&self) -> Amount {
        self.amount
    }

    /// For how long it may be confirmed, where that is said.
    pub const fn lifetime(&self) -> Option<u32> {
        self.transaction.expires_in
    }
}
