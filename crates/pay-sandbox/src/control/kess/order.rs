//! Orders and their payers.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use pay_core::{Currency, Money, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::control::json::{self, Problem, Sent};
use crate::sandbox::Parts;
use crate::{Kess, KessOrder, KessPay, number};

/// [`KessPay`] with the order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct Pay {
    /// `out_trade_no`, token, payment link, or the text of a QR code.
    order: String,
    amount: Option<Box<RawValue>>,
    currency: Option<String>,
    method: Option<String>,
    settles_in_ms: Option<u64>,
    fails: Option<String>,
    #[serde(default)]
    waits: bool,
    #[serde(default)]
    late: bool,
    #[serde(default)]
    silent: bool,
}

#[derive(Serialize)]
pub(in crate::control) struct OrderJson {
    out_trade_no: String,
    token: String,
    status: String,
    amount: String,
    currency: &'static str,
    paid: Option<String>,
    paid_currency: Option<&'static str>,
    paid_ms: Option<i64>,
    transaction_id: Option<String>,
    redirect: Option<String>,
    otp: Option<String>,
}

pub(in crate::control) async fn pay(
    State(parts): State<Parts>,
    Sent(pay): Sent<Pay>,
) -> Result<Json<OrderJson>, Problem> {
    let amount = amount(&parts.kess, &pay)?;
    let options = KessPay {
        amount,
        method: pay.method,
        settles_in: pay.settles_in_ms.map(Duration::from_millis),
        fails: pay.fails,
        waits: pay.waits,
        late: pay.late,
        silent: pay.silent,
    };
    let paid = parts.kess.pay(&pay.order, options).map_err(Problem::refused)?;
    Ok(Json(order_json(&parts.kess, paid)))
}

/// In the order's currency, unless another one stands beside it.
fn amount(kess: &Kess, pay: &Pay) -> Result<Option<Money>, Problem> {
    let Some(amount) = &pay.amount else { return Ok(None) };
    let currency = match &pay.currency {
        Some(letters) => letters.parse::<Currency>().map_err(|error| Problem::bad(error.to_string()))?,
        None => kess
            .order(&pay.order)
            .map(|order| order.amount.currency())
            .ok_or_else(|| Problem::bad("expected a currency beside the amount"))?,
    };
    json::money(amount, currency).map(Some)
}

pub(in crate::control) async fn orders(State(parts): State<Parts>) -> Json<Vec<OrderJson>> {
    Json(parts.kess.orders().into_iter().map(|order| order_json(&parts.kess, order)).collect())
}

pub(in crate::control) fn order_json(kess: &Kess, order: KessOrder) -> OrderJson {
    OrderJson {
        otp: kess.otp(&order.out_trade_no),
        out_trade_no: order.out_trade_no,
        token: order.token,
        status: order.status,
        amount: number::fixed(order.amount),
        currency: order.amount.currency().code(),
        paid: order.paid.map(number::fixed),
        paid_currency: order.paid.map(|paid| paid.currency().code()),
        paid_ms: order.paid_at.map(Timestamp::as_millis),
        transaction_id: order.transaction_id,
        redirect: order.redirect,
    }
}

/// What an order is told to be; a status of null: its own again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct Tell {
    out_trade_no: String,
    #[serde(deserialize_with = "Option::deserialize")]
    status: Option<String>,
}

pub(in crate::control) async fn tell(
    State(parts): State<Parts>,
    Sent(tell): Sent<Tell>,
) -> Result<StatusCode, Problem> {
    let told = parts.kess.tell_status(&tell.out_trade_no, tell.status.as_deref());
    if told { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::absent("order")) }
}
