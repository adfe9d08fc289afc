//! Rows 19, 20 and 24: payment methods, payment links, closing.

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service, Transaction};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{OrderInfo, PaymentMethod};
use crate::sealed::SealedCustomer;
use crate::value::{Amount, OutTradeNo, ServiceCode, Text};

/// Row 19: what a payer may pay with.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct PaymentMethods {}

impl Service for PaymentMethods {
    const NAME: &'static str = "webpay.acquire.getpaymentmethods";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Omitted;
    type Response = Vec<PaymentMethod>;

    fn read(&self, data: Data<'_>) -> Result<Vec<PaymentMethod>, Malformed> {
        data.list()
    }
}

/// Row 20: an order with a page where the payer chooses how to pay.
#[derive(Clone, Debug, Serialize)]
pub struct CreateOrder {
    #[serde(flatten)]
    transaction: Transaction,
    #[serde(skip_serializing_if = "Option::is_none")]
    login_type: Option<LoginType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<Setting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<SealedCustomer>,
}

/// `login_type`: the payer's session on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum LoginType {
    /// None.
    Anonymous,
    /// A KESS account.
    General,
    /// A Facebook account.
    Facebook,
}

/// `setting`: how the page looks. No signature covers it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Setting {
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<Text<64>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    enabled_payment_methods: Vec<ServiceCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_type: Option<Text<16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    background_color: Option<Text<16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_fee_amount: Option<Amount>,
}

impl Setting {
    /// `company`, `company-01` and so on.
    #[must_use]
    pub fn template(self, template: Text<64>) -> Self {
        Self { template: Some(template), ..self }
    }

    /// What the payer may choose from.
    #[must_use]
    pub fn enabled_payment_methods(self, methods: impl IntoIterator<Item = ServiceCode>) -> Self {
        Self { enabled_payment_methods: methods.into_iter().collect(), ..self }
    }

    /// `offline` for a QR even on a telephone, `online` for either.
    #[must_use]
    pub fn payment_type(self, payment_type: Text<16>) -> Self {
        Self { payment_type: Some(payment_type), ..self }
    }

    /// `#FFFFFF`.
    #[must_use]
    pub fn background_color(self, color: Text<16>) -> Self {
        Self { background_color: Some(color), ..self }
    }

    /// A fee to show.
    #[must_use]
    pub fn display_fee_amount(self, fee: Amount) -> Self {
        Self { display_fee_amount: Some(fee), ..self }
    }
}

impl CreateOrder {
    /// An order.
    pub const fn new(transaction: Transaction) -> Self {
        Self { transaction, login_type: None, setting: None, customer: None }
    }

    /// The payer's session.
    #[must_use]
    pub fn login_type(self, login_type: LoginType) -> Self {
        Self { login_type: Some(login_type), ..self }
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

impl Service for CreateOrder {
    const NAME: &'static str = "webpay.acquire.createorder";
    const EFFECT: Effect = Effect::Create;
    const SELLER: SellerCode = SellerCode::Sent;
    /// With its payment link.
    type Response = OrderInfo;

    fn read(&self, data: Data<'_>) -> Result<OrderInfo, Malformed> {
        data.order()?.of(self.transaction.out_trade_no())?.over(self.transaction.total())
    }
}

/// Row 24: no payment is wanted any more. One may still arrive: ask queryOrder.
#[derive(Clone, Debug, Serialize)]
pub struct CloseOrder {
    out_trade_no: OutTradeNo,
}

impl CloseOrder {
    /// Closes this order.
    pub const fn new(out_trade_no: OutTradeNo) -> Self {
        Self { out_trade_no }
    }
}

impl Service for CloseOrder {
    const NAME: &'static str = "webpay.acquire.closeorder";
    const EFFECT: Effect = Effect::Create;
    const SELLER: SellerCode = SellerCode::Omitted;
    type Response = OrderInfo;

    fn read(&self, data: Data<'_>) -> Result<OrderInfo, Malformed> {
        data.order()?.of(&self.out_trade_no)
    }
}
