//! Row 21: a QR or a link into the payer's app.

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service, Transaction};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::NativeOrder;
use crate::value::{ServiceCode, whole_flag};

/// Row 21: an order that the payer pays by scanning a QR, or in an app.
#[derive(Clone, Debug, Serialize)]
pub struct NativePay {
    #[serde(flatten)]
    transaction: Transaction,
    service_code: ServiceCode,
    #[serde(flatten)]
    deeplink: Option<Deeplink>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Deeplink {
    #[serde(serialize_with = "whole_flag")]
    only_deeplink: bool,
    #[serde(serialize_with = "whole_flag")]
    is_ios_device: bool,
}

impl NativePay {
    /// An order to be paid by this method, with a QR.
    pub const fn new(transaction: Transaction, service_code: ServiceCode) -> Self {
        Self { transaction, service_code, deeplink: None }
    }

    /// A link into the payer's app in place of a QR, for an iPhone or for an Android telephone.
    #[must_use]
    pub fn only_deeplink(self, is_ios_device: bool) -> Self {
        Self { deeplink: Some(Deeplink { only_deeplink: true, is_ios_device }), ..self }
    }
}

impl Service for NativePay {
    const NAME: &'static str = "webpay.acquire.nativePay";
    const EFFECT: Effect = Effect::Create;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = NativeOrder;

    fn read(&self, data: Data<'_>) -> Result<NativeOrder, Malformed> {
        let answer: NativeOrder = data.object()?;
        let order = answer.order.of(self.transaction.out_trade_no())?.over(self.transaction.total())?;
        Ok(NativeOrder { order, ..answer })
    }
}
