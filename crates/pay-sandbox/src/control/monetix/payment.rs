//! Payments and their payers.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use pay_core::{Currency, Money, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::control::json::{self, Problem, Sent};
use crate::sandbox::Parts;
use crate::{Monetix, MonetixPay, MonetixPayment, number};

/// [`MonetixPay`] with the payment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct Pay {
    /// `payment_id`, token, hosted page, or a link to the Payment Page.
    payment: String,
    amount: Option<Box<RawValue>>,
    currency: Option<String>,
    bank: Option<u64>,
    settles_in_ms: Option<u64>,
    declines: Option<String>,
    undecided: Option<String>,
    #[serde(default)]
    late: bool,
    #[serde(default)]
    again: bool,
    #[serde(default)]
    silent: bool,
}

#[derive(Serialize)]
pub(in crate::control) struct PaymentJson {
    payment_id: String,
    token: String,
    status: String,
    amount: String,
    currency: &'static str,
    paid: Option<String>,
    paid_currency: Option<&'static str>,
    paid_ms: Option<i64>,
    operation_id: Option<u64>,
    code: Option<String>,
    operations: usize,
    redirect: Option<String>,
}

pub(in crate::control) async fn pay(
    State(parts): State<Parts>,
    Sent(pay): Sent<Pay>,
) -> Result<Json<PaymentJson>, Problem> {
    let amount = amount(&parts.monetix, &pay)?;
    let options = MonetixPay {
        amount,
        converted: None,
        bank: pay.bank,
        settles_in: pay.settles_in_ms.map(Duration::from_millis),
        declines: pay.declines,
        undecided: pay.undecided,
        late: pay.late,
        again: pay.again,
        silent: pay.silent,
    };
    let paid = parts.monetix.pay(&pay.payment, options).map_err(Problem::refused)?;
    Ok(Json(paid.into()))
}

/// In the payment's currency, unless another one stands beside it.
fn amount(monetix: &Monetix, pay: &Pay) -> Result<Option<Money>, Problem> {
    let Some(amount) = &pay.amount else { return Ok(None) };
    let currency = match &pay.currency {
        Some(letters) => letters.parse::<Currency>().map_err(|error| Problem::bad(error.to_string()))?,
        None => monetix
            .payment(&pay.payment)
            .map(|payment| payment.amount.currency())
            .ok_or_else(|| Problem::bad("expected a currency beside the amount"))?,
    };
    json::money(amount, currency).map(Some)
}

pub(in crate::control) async fn payments(State(parts): State<Parts>) -> Json<Vec<PaymentJson>> {
    Json(parts.monetix.payments().into_iter().map(PaymentJson::from).collect())
}

/// What a payment is told to be; a status of null: its own again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct Tell {
    payment_id: String,
    #[serde(deserialize_with = "Option::deserialize")]
    status: Option<String>,
}

pub(in crate::control) async fn tell(
    State(parts): State<Parts>,
    Sent(tell): Sent<Tell>,
) -> Result<StatusCode, Problem> {
    let told = parts.monetix.tell_status(&tell.payment_id, tell.status.as_deref());
    if told { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::absent("payment")) }
}

/// The code that refunds end with; null: they succeed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct DeclineRefunds {
    #[serde(deserialize_with = "Option::deserialize")]
    decline: Option<String>,
}

pub(in crate::control) async fn decline_refunds(
    State(parts): State<Parts>,
    Sent(wanted): Sent<DeclineRefunds>,
) -> StatusCode {
    parts.monetix.decline_refunds(wanted.decline.as_deref());
    StatusCode::NO_CONTENT
}

impl From<MonetixPayment> for PaymentJson {
    fn from(payment: MonetixPayment) -> Self {
        Self {
            payment_id: payment.payment_id,
            token: payment.token,
            status: payment.status,
            amount: number::fixed(payment.amount),
            currency: payment.amount.currency().code(),
            paid: payment.paid.map(number::fixed),
            paid_currency: payment.paid.map(|paid| paid.currency().code()),
            paid_ms: payment.paid_at.map(Timestamp::as_millis),
            operation_id: payment.operation_id,
            code: payment.code,
            operations: payment.operations,
            redirect: payment.redirect,
        }
    }
}
