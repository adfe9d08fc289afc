//! Rows 22 and 23: taking a payer's money at once, by a code on their telephone or by their card.

use pay_core::Effect;
use serde::Serialize;

use super::{LoginType, SellerCode, Service, Setting, Transaction};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{DirectOrder, OrderInfo};
use crate::sealed::{SealedCard, SealedCustomer};
use crate::value::{AuthCode, CallbackUrl, OutTradeNo, ServiceCode, Text, Total};

/// Row 22: charges the code that a payer's wallet shows.
#[derive(Clone, Debug, Serialize)]
pub struct QuickPay {
    out_trade_no: OutTradeNo,
    auth_code: AuthCode,
    body: Text<255>,
    total_amount: Total,
    currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_url: Option<CallbackUrl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    login_type: Option<LoginType>,
    service_code: ServiceCode,
}

impl QuickPay {
    /// By [`ServiceCode::wechat`] or [`ServiceCode::alipay`].
    pub fn new(
        out_trade_no: OutTradeNo,
        auth_code: AuthCode,
        total: impl Into<Total>,
        body: Text<255>,
        service_code: ServiceCode,
    ) -> Self {
        let total_amount = total.into();
        Self {
            out_trade_no,
            auth_code,
            body,
            currency: total_amount.currency().code(),
            total_amount,
            notify_url: None,
            login_type: None,
            service_code,
        }
    }

    /// Where KESS tells the merchant's server what became of it.
    #[must_use]
    pub fn notify_url(self, url: CallbackUrl) -> Self {
        Self { notify_url: Some(url), ..self }
    }

    /// The payer's session, which the samples send and the table does not have.
    #[must_use]
    pub fn login_type(self, login_type: LoginType) -> Self {
        Self { login_type: Some(login_type), ..self }
    }
}

impl Service for QuickPay {
    const NAME: &'static str = "webpay.acquire.quickpay";
    const EFFECT: Effect = Effect::MoneyOut;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = OrderInfo;

    fn read(&self, data: Data<'_>) -> Result<OrderInfo, Malformed> {
        data.order()?.of(&self.out_trade_no)?.over(&self.total_amount)
    }
}

/// Row 23: charges a card. Show the page of the answer, then trust queryOrder alone.
#[derive(Clone, Debug, Serialize)]
pub struct DirectPay {
    #[serde(flatten)]
    transaction: Transaction,
    card: SealedCard,
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<Setting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<SealedCustomer>,
}

impl DirectPay {
    /// Charges this card.
    pub const fn new(transaction: Transaction, card: SealedCard) -> Self {
        Self { transaction, card, setting: None, customer: None }
    }

    /// How the page looks.
    #[must_use]
    pub fn setting(self, setting: Setting) -> Self {
        Self { setting: Some(setting), ..self }
    }

    /// Who pays.
    #[must_use]
    pub fn customer(self, customer: SealedCustomer) -> Self {
        Self { customer: Some(customer), ..self }
    }
}

impl Service for DirectPay {
    const NAME: &'static str = "webpay.acquire.directPay";
    const EFFECT: Effect = Effect::MoneyOut;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = DirectOrder;

    fn read(&self, data: Data<'_>) -> Result<DirectOrder, Malformed> {
        let answer: DirectOrder = data.object()?;
        let order = answer.order.of(self.transaction.out_trade_no())?.over(self.transaction.total())?;
        Ok(DirectOrder { order, ..answer })
    }
}
