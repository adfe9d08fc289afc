//! Rows 32 and 33: money out of the merchant's wallet.

use std::fmt;

use pay_core::{Effect, Secret};
use serde::{Serialize, Serializer};

use super::{Payout, SellerCode, Service};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{OrderInfo, Withdrawal};
use crate::sealed::SealedCustomer;
use crate::value::{ServiceCode, Text};

/// Row 32: to an account that was tokenized before. Somebody may have to confirm it: see
/// [`Withdrawal::step`](crate::model::Withdrawal::step).
#[derive(Clone, Debug, Serialize)]
pub struct Withdraw {
    #[serde(flatten)]
    payout: Payout,
    #[serde(serialize_with = "exposed")]
    bank_account_token: Secret,
    customer: SealedCustomer,
}

impl Withdraw {
    /// To the account of this token, for its owner.
    pub const fn new(payout: Payout, bank_account_token: Secret, customer: SealedCustomer) -> Self {
        Self { payout, bank_account_token, customer }
    }
}

/// The token goes into the request, and nowhere else.
fn exposed<S: Serializer>(token: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(token.expose())
}

impl Service for Withdraw {
    const NAME: &'static str = "webpay.acquire.withdraw";
    const EFFECT: Effect = Effect::MoneyOut;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = Withdrawal;

    fn read(&self, data: Data<'_>) -> Result<Withdrawal, Malformed> {
        let answer: Withdrawal = data.object()?;
        let order = answer.order.of(self.payout.out_trade_no())?.paying_out(self.payout.amount())?;
        Ok(Withdrawal { order, ..answer })
    }
}

/// Row 33: to an account by its number; the `bic` of ACLEDA is `ACLBKHPPXXX` here (E26). `Debug` does not print the
/// account.
#[derive(Clone, Serialize)]
pub struct WithdrawByBankNumber {
    #[serde(flatten)]
    payout: Payout,
    bic: ServiceCode,
    bank_account: Text<64>,
    customer: SealedCustomer,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<Text<64>>,
}

impl WithdrawByBankNumber {
    /// To this account, for its owner.
    pub const fn new(
        payout: Payout,
        bic: ServiceCode,
        bank_account: Text<64>,
        customer: SealedCustomer,
    ) -> Self {
        Self { payout, bic, bank_account, customer, user_id: None }
    }

    /// The user whose money it is.
    #[must_use]
    pub fn user_id(self, user_id: Text<64>) -> Self {
        Self { user_id: Some(user_id), ..self }
    }
}

impl fmt::Debug for WithdrawByBankNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("WithdrawByBankNumber");
        shown.field("payout", &self.payout).field("bic", &self.bic).finish_non_exhaustive()
    }
}

impl Service for WithdrawByBankNumber {
    const NAME: &'static str = "webpay.acquire.withdrawByBankNumber";
    const EFFECT: Effect = Effect::MoneyOut;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = OrderInfo;

    fn read(&self, data: Data<'_>) -> Result<OrderInfo, Malformed> {
        data.order()?.of(self.payout.out_trade_no())?.paying_out(self.payout.amount())
    }
}
