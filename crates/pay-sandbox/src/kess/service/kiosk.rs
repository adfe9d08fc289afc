//! kioskCreateOrder and confirmKioskOrder: a card tapped on the merchant's telephone.

use serde::Serialize;
use serde_json::value::RawValue;

use super::json;
use super::order::Wanted;
use crate::Kess;
use crate::kess::asked::Asked;
use crate::kess::order::Kind;
use crate::kess::order_info::OrderInfo;
use crate::kess::pay::KessPay;
use crate::kess::refusal::Refusal;
use crate::number::Number;

#[derive(Serialize)]
struct PreOrder<'a> {
    amount: Number,
    fee: u8,
    total_amount: Number,
    order_ref: String,
    #[serde(rename = "pre_order_id")]
    id: String,
    order_info: OrderInfo<'a>,
}

/// The order's own token is its `pre_order_id`, as in the sample. There is no fee.
pub(super) fn create(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let wanted = Wanted::read(asked)?;
    let now = kess.now();
    kess.with(|state| {
        let order_ref = state.draws.digits("KESS kiosk order", 12);
        let order = wanted.open(state, now, Kind::Kiosk)?;
        let amount = Number(order.amount);
        let id = order.token.clone();
        let order_info = order.info(now);
        json(Ok(PreOrder { amount, fee: 0, total_amount: amount, order_ref, id, order_info }))
    })
}

/// The first confirmation is the tap: the card is charged, and the order succeeds after the sandbox's delay.
/// Later ones say how it stands. The members of the order stand directly in `data`, as in the sample.
pub(super) fn confirm(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let pre_order_id = asked.text("pre_order_id", 255)?;
    let now = kess.now();
    let (out_trade_no, is_new) = kess.with(|state| {
        let is = |order: &&crate::kess::order::Order| {
            matches!(order.kind, Kind::Kiosk) && order.token == pre_order_id
        };
        let order = state.orders.iter().find(is).ok_or(Refusal::NOT_FOUND)?;
        if order.payment.is_none() && order.is_over(now) {
            return Err(Refusal::EXPIRED);
        }
        Ok((order.out_trade_no.clone(), order.payment.is_none()))
    })?;
    if is_new {
        kess.pay(&out_trade_no, KessPay::new()).map_err(|_| Refusal::SYSTEM_ERROR)?;
    }
    kess.with(|state| Ok(state.order(&out_trade_no)?.info(now).json()))
}
