//! `/_sandbox/kess/..`.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use pay_core::{Currency, Money};
use pay_sign::SignType;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::json::{self, Problem, Sent};
use crate::sandbox::Parts;
use crate::{Kess, KessNotification, KessOrder, KessPay, KessRefund, NotifyOptions, number};

/// What a client is configured with.
#[derive(Serialize)]
pub(super) struct Merchant {
    base_url: String,
    client_id: &'static str,
    client_secret: &'static str,
    username: &'static str,
    password: &'static str,
    seller_code: &'static str,
    api_secret_key: &'static str,
    public_key: &'static str,
}

pub(super) async fn merchant(State(parts): State<Parts>) -> Json<Merchant> {
    Json(Merchant {
        base_url: parts.kess.settings().base_url.clone(),
        client_id: Kess::CLIENT_ID,
        client_secret: Kess::CLIENT_SECRET,
        username: Kess::USERNAME,
        password: Kess::PASSWORD,
        seller_code: Kess::SELLER_CODE,
        api_secret_key: Kess::API_SECRET_KEY,
        public_key: Kess::PUBLIC_KEY,
    })
}

/// [`KessPay`] with the order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pay {
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
pub(super) struct OrderJson {
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

pub(super) async fn pay(
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

pub(super) async fn orders(State(parts): State<Parts>) -> Json<Vec<OrderJson>> {
    Json(parts.kess.orders().into_iter().map(|order| order_json(&parts.kess, order)).collect())
}

fn order_json(kess: &Kess, order: KessOrder) -> OrderJson {
    OrderJson {
        otp: kess.otp(&order.out_trade_no),
        out_trade_no: order.out_trade_no,
        token: order.token,
        status: order.status,
        amount: number::fixed(order.amount),
        currency: order.amount.currency().code(),
        paid: order.paid.map(number::fixed),
        paid_currency: order.paid.map(|paid| paid.currency().code()),
        paid_ms: order.paid_at.map(pay_core::Timestamp::as_millis),
        transaction_id: order.transaction_id,
        redirect: order.redirect,
    }
}

/// What an order is told to be; a status of null: its own again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tell {
    out_trade_no: String,
    #[serde(deserialize_with = "Option::deserialize")]
    status: Option<String>,
}

pub(super) async fn tell(State(parts): State<Parts>, Sent(tell): Sent<Tell>) -> Result<StatusCode, Problem> {
    let told = parts.kess.tell_status(&tell.out_trade_no, tell.status.as_deref());
    if told { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::absent("order")) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EnterOtp {
    order: String,
    code: String,
}

pub(super) async fn enter_otp(
    State(parts): State<Parts>,
    Sent(enter): Sent<EnterOtp>,
) -> Result<Json<OrderJson>, Problem> {
    let order = parts.kess.enter_otp(&enter.order, &enter.code).map_err(Problem::refused)?;
    Ok(Json(order_json(&parts.kess, order)))
}

#[derive(Serialize)]
pub(super) struct RefundJson {
    transaction_id: String,
    out_trade_no: String,
    amount: String,
    currency: &'static str,
    status: &'static str,
    merchant_reference: Option<String>,
    rejected_reason: Option<String>,
}

pub(super) async fn refunds(State(parts): State<Parts>) -> Json<Vec<RefundJson>> {
    Json(parts.kess.refunds().into_iter().map(RefundJson::from).collect())
}

/// `hold` for those to come, or one refund and its end.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeRefund {
    hold: Option<bool>,
    transaction_id: Option<String>,
    rejected_reason: Option<String>,
}

pub(super) async fn change_refund(
    State(parts): State<Parts>,
    Sent(change): Sent<ChangeRefund>,
) -> Result<Json<Vec<RefundJson>>, Problem> {
    let ended = match (change.hold, change.transaction_id, change.rejected_reason) {
        (Some(hold), None, None) => {
            parts.kess.hold_refunds(hold);
            return Ok(refunds(State(parts)).await);
        }
        (None, Some(id), None) => parts.kess.settle_refund(&id),
        (None, Some(id), Some(reason)) => parts.kess.reject_refund(&id, reason),
        _ => return Err(Problem::bad("expected hold, or transaction_id and perhaps rejected_reason")),
    };
    let ended = ended.ok_or_else(|| Problem::absent("pending refund"))?;
    Ok(Json(vec![ended.into()]))
}

impl From<KessRefund> for RefundJson {
    fn from(refund: KessRefund) -> Self {
        Self {
            transaction_id: refund.transaction_id,
            out_trade_no: refund.out_trade_no,
            amount: number::fixed(refund.amount),
            currency: refund.amount.currency().code(),
            status: refund.status,
            merchant_reference: refund.merchant_reference,
            rejected_reason: refund.rejected_reason,
        }
    }
}

#[derive(Serialize)]
pub(super) struct NotificationJson {
    number: u64,
    about: String,
    url: String,
    content_type: &'static str,
    body: String,
    attempts: Vec<AttemptJson>,
    next_ms: Option<i64>,
}

#[derive(Serialize)]
struct AttemptJson {
    at_ms: i64,
    status: Option<u16>,
    error: Option<String>,
}

pub(super) async fn notifications(State(parts): State<Parts>) -> Json<Vec<NotificationJson>> {
    Json(parts.kess.notifications().into_iter().map(NotificationJson::from).collect())
}

/// [`NotifyOptions`], or `again` with the number of a notification.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Notify {
    again: Option<u64>,
    copies: Option<u32>,
    late_ms: Option<u64>,
    #[serde(default)]
    form: bool,
    #[serde(default)]
    nested: bool,
    signature: Option<SignatureJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum SignatureJson {
    Md5,
    HmacSha256,
    Forged,
    Absent,
}

pub(super) async fn notify(
    State(parts): State<Parts>,
    Sent(wanted): Sent<Notify>,
) -> Result<Json<Vec<NotificationJson>>, Problem> {
    if let Some(number) = wanted.again {
        let sent = parts.kess.notify_again(number).ok_or_else(|| Problem::absent("notification"))?;
        return Ok(Json(vec![sent.into()]));
    }
    let mut options = NotifyOptions::new()
        .copies(wanted.copies.unwrap_or(1))
        .late(Duration::from_millis(wanted.late_ms.unwrap_or(0)));
    if wanted.form {
        options = options.form();
    }
    if wanted.nested {
        options = options.nested();
    }
    parts.kess.notify_as(match wanted.signature {
        None | Some(SignatureJson::Md5) => options,
        Some(SignatureJson::HmacSha256) => options.sign_type(SignType::HmacSha256),
        Some(SignatureJson::Forged) => options.forged(),
        Some(SignatureJson::Absent) => options.unsigned(),
    });
    Ok(notifications(State(parts)).await)
}

impl From<KessNotification> for NotificationJson {
    fn from(sent: KessNotification) -> Self {
        let attempts = sent.attempts.into_iter().map(|attempt| AttemptJson {
            at_ms: attempt.at.as_millis(),
            status: attempt.answer.as_ref().ok().copied(),
            error: attempt.answer.err(),
        });
        Self {
            number: sent.number,
            about: sent.about,
            url: sent.url,
            content_type: sent.content_type,
            body: sent.body,
            attempts: attempts.collect(),
            next_ms: sent.next.map(pay_core::Timestamp::as_millis),
        }
    }
}
