//! Rows 17 and 18: tap to phone.

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service, Transaction};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{KioskOrder, OrderInfo};
use crate::value::Text;

/// Row 17: an order that is paid by a card held to a telephone.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct KioskCreateOrder(Transaction);

impl KioskCreateOrder {
    /// An order.
    pub const fn new(transaction: Transaction) -> Self {
        Self(transaction)
    }
}

impl Service for KioskCreateOrder {
    const NAME: &'static str = "webpay.acquire.kioskCreateOrder";
    const EFFECT: Effect = Effect::Create;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = KioskOrder;

    /// The order's own total may have the fee in it, so that the kiosk's amount is compared in its place.
    fn read(&self, data: Data<'_>) -> Result<KioskOrder, Malformed> {
        let answer: KioskOrder = data.object()?;
        let order = answer.order.of(self.0.out_trade_no())?;
        let order = order.before_the_fee(answer.amount.as_ref(), self.0.total())?;
        Ok(KioskOrder { order, ..answer })
    }
}

/// Row 18: the payer agrees to it, and the card is charged.
///
/// After an unknown outcome, ask [`QueryOrder`](super::QueryOrder) by the `out_trade_no` of the [`KioskOrder`].
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmKioskOrder {
    pre_order_id: Text<64>,
}

impl ConfirmKioskOrder {
    /// The `pre_order_id` of the [`KioskOrder`].
    pub const fn new(pre_order_id: Text<64>) -> Self {
        Self { pre_order_id }
    }
}

impl Service for ConfirmKioskOrder {
    const NAME: &'static str = "webpay.acquire.confirmKioskOrder";
    const EFFECT: Effect = Effect::MoneyOut;
    const SELLER: SellerCode = SellerCode::Omitted;
    type Response = OrderInfo;

    fn read(&self, data: Data<'_>) -> Result<OrderInfo, Malformed> {
        data.order()
    }
}
