use pay_core::{Currency, Effect};
use serde::Serialize;

use super::{Operation, Origin, names_no_other};
use crate::error::Malformed;
use crate::model::CheckoutOrder;
use crate::value::{Amount, CallbackUrl, Code, Payer, Text, TradeNo};

/// Opens an order with a page where the payer pays (section 3). Every member is required.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HostedCheckout {
    trade_no: TradeNo,
    amount: Amount,
    #[serde(flatten)]
    payer: Payer,
    channel_code: Code,
    way_code: Code,
    notify_url: CallbackUrl,
    return_url: CallbackUrl,
    remark: Text<255>,
}

impl HostedCheckout {
    /// An order paid by KHQR.
    ///
    /// `remark` comes back as it is. It cannot be empty: empty text is not signed, and the member is required (V6).
    pub fn new(
        trade_no: TradeNo,
        amount: Amount,
        payer: Payer,
        notify_url: CallbackUrl,
        return_url: CallbackUrl,
        remark: Text<255>,
    ) -> Self {
        let (channel_code, way_code) = (Code::khqr(), Code::khqr());
        Self { trade_no, amount, payer, channel_code, way_code, notify_url, return_url, remark }
    }

    /// Paid in another way.
    #[must_use]
    pub fn channel(self, channel_code: Code, way_code: Code) -> Self {
        Self { channel_code, way_code, ..self }
    }
}

impl Operation for HostedCheckout {
    const NAME: &'static str = "checkout";
    const EFFECT: Effect = Effect::Create;
    const ORIGIN: Origin = Origin::Document;
    type Response = CheckoutOrder;

    fn currency(&self) -> Option<Currency> {
        Some(self.amount.currency())
    }

    fn check(&self, response: &CheckoutOrder) -> Result<(), Malformed> {
        names_no_other(response.trade_no.as_ref(), &self.trade_no)
    }
}
