//! Deposits and their payers.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use pay_core::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::control::json::{self, Problem, Sent};
use crate::sandbox::Parts;
use crate::{VexoraOrder, VexoraPay, number};

/// [`VexoraPay`] with the deposit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pay {
    /// `tradeNo`, `platFormTradeNo`, payment link, or the text of its KHQR.
    order: String,
    amount: Option<Box<RawValue>>,
    settles_in_ms: Option<u64>,
    /// A status.
    fails: Option<String>,
    #[serde(default)]
    late: bool,
    #[serde(default)]
    again: bool,
    #[serde(default)]
    silent: bool,
}

#[derive(Serialize)]
pub(super) struct OrderJson {
    trade_no: String,
    platform_trade_no: String,
    payment_link: String,
    qr: Option<String>,
    status: String,
    amount: String,
    currency: &'static str,
    paid: String,
    paid_ms: Option<i64>,
}

pub(super) async fn pay(
    State(parts): State<Parts>,
    Sent(pay): Sent<Pay>,
) -> Result<Json<OrderJson>, Problem> {
    let order = parts.vexora.order(&pay.order).ok_or_else(|| Problem::absent("deposit"))?;
    let currency = order.amount.currency();
    let options = VexoraPay {
        amount: pay.amount.map(|amount| json::money(&amount, currency)).transpose()?,
        settles_in: pay.settles_in_ms.map(Duration::from_millis),
        fails: pay.fails,
        late: pay.late,
        again: pay.again,
        silent: pay.silent,
    };
    parts.vexora.pay(&pay.order, options).map(OrderJson::from).map(Json).map_err(Problem::refused)
}

pub(super) async fn orders(State(parts): State<Parts>) -> Json<Vec<OrderJson>> {
    Json(parts.vexora.orders().into_iter().map(OrderJson::from).collect())
}

/// What an order is told to be; a status of null: its own again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tell {
    trade_no: String,
    #[serde(deserialize_with = "Option::deserialize")]
    status: Option<String>,
}

pub(super) async fn tell(State(parts): State<Parts>, Sent(tell): Sent<Tell>) -> Result<StatusCode, Problem> {
    let told = parts.vexora.tell_status(&tell.trade_no, tell.status.as_deref());
    if told { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::absent("order")) }
}

impl From<VexoraOrder> for OrderJson {
    fn from(order: VexoraOrder) -> Self {
        Self {
            trade_no: order.trade_no,
            platform_trade_no: order.platform_trade_no,
            payment_link: order.payment_link,
            qr: order.qr,
            status: order.status,
            amount: number::fixed(order.amount),
            currency: order.amount.currency().code(),
            paid: number::fixed(order.paid),
            paid_ms: order.paid_at.map(Timestamp::as_millis),
        }
    }
}
