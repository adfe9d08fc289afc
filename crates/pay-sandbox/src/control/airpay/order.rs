//! Orders and their payers.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use pay_core::Currency;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::control::json::{self, Problem, Sent};
use crate::sandbox::Parts;
use crate::{AirpayOrder, AirpayOutcome, AirpayPay, number};

/// [`AirpayPay`] with the order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pay {
    /// `trxid`, Airpay's number, the link, or the text of its KHQR.
    order: String,
    outcome: Option<OutcomeJson>,
    amount: Option<Box<RawValue>>,
    currency: Option<String>,
    settles_in_ms: Option<u64>,
    #[serde(default)]
    late: bool,
    #[serde(default)]
    again: bool,
    #[serde(default)]
    silent: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum OutcomeJson {
    Failed,
    Success,
    Unknown,
}

#[derive(Serialize)]
pub(super) struct OrderJson {
    trx_id: String,
    trxid: Option<String>,
    payment_link: String,
    qr: String,
    amount: String,
    currency: &'static str,
    /// `0`, `1` or `2`.
    status: Option<&'static str>,
    paid: Vec<MoneyJson>,
}

#[derive(Serialize)]
struct MoneyJson {
    amount: String,
    currency: &'static str,
}

pub(super) async fn pay(
    State(parts): State<Parts>,
    Sent(pay): Sent<Pay>,
) -> Result<Json<OrderJson>, Problem> {
    let order = parts.airpay.order(&pay.order).ok_or_else(|| Problem::absent("order"))?;
    // In the order's currency, unless another one stands beside it.
    let currency = match &pay.currency {
        Some(letters) => letters.parse::<Currency>().map_err(|error| Problem::bad(error.to_string()))?,
        None => order.amount.currency(),
    };
    let options = AirpayPay {
        outcome: match pay.outcome {
            None | Some(OutcomeJson::Success) => AirpayOutcome::Success,
            Some(OutcomeJson::Failed) => AirpayOutcome::Failed,
            Some(OutcomeJson::Unknown) => AirpayOutcome::Unknown,
        },
        amount: pay.amount.map(|amount| json::money(&amount, currency)).transpose()?,
        settles_in: pay.settles_in_ms.map(Duration::from_millis),
        late: pay.late,
        again: pay.again,
        silent: pay.silent,
    };
    parts.airpay.pay(&pay.order, options).map(OrderJson::from).map(Json).map_err(Problem::refused)
}

pub(super) async fn orders(State(parts): State<Parts>) -> Json<Vec<OrderJson>> {
    Json(parts.airpay.orders().into_iter().map(OrderJson::from).collect())
}

impl From<AirpayOrder> for OrderJson {
    fn from(order: AirpayOrder) -> Self {
        let money = |paid: pay_core::Money| MoneyJson {
            amount: number::fixed(paid),
            currency: paid.currency().code(),
        };
        Self {
            trx_id: order.trx_id,
            trxid: order.trxid,
            payment_link: order.payment_link,
            qr: order.qr,
            amount: number::fixed(order.amount),
            currency: order.amount.currency().code(),
            status: order.outcome.map(AirpayOutcome::code),
            paid: order.paid.into_iter().map(money).collect(),
        }
    }
}
