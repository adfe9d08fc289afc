//! `POST {domain}/api/v1/ext/{country}/{channel}/games/{service_ewallet}/request` (specification, section 1).

use axum::extract::{FromRequest as _, Path, Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use khqr_emv::Builder;
use pay_core::Timestamp;
use serde_json::{Value, json};

use super::Airpay;
use super::asked::{Asked, MAX};
use super::code::{Code, Refusal};
use super::order::Order;
use crate::content;
use crate::fault::UpstreamDown;

/// The account that the codes pay to.
const ACCOUNT: &str = "khqr@airpay";
/// The bank that it is held at.
const BANK: &str = "Airpay";
/// Letters and digits, at most 32.
const MERCHANT_ID: &str = "000000001";
/// What the document names beside KHQR, for another country (A5).
const INDONESIAN: [&str; 5] = ["Dana", "astrapay", "ovo", "shopeepay", "linkaja"];

pub(super) async fn handle(
    State(airpay): State<Airpay>,
    Path(parts): Path<[String; 3]>,
    request: Request,
) -> Response {
    let answer = answer(&airpay, &parts, request).await;
    airpay.answers().respond(answer)
}

async fn answer(airpay: &Airpay, parts: &[String; 3], request: Request) -> Result<Value, Refusal> {
    check_key(request.headers())?;
    check_path(parts)?;
    if !content::is_json(request.headers()) {
        return Err(Refusal::new(Code::BAD_REQUEST, "expected the content type application/json"));
    }
    let down = request.extensions().get::<UpstreamDown>().is_some();
    let broken = |_| Refusal::new(Code::INTERNAL, "the body did not arrive");
    let body = Bytes::from_request(request, &()).await.map_err(broken)?;
    let asked = Asked::read(&body)?;
    if down {
        return Err(Refusal::new(Code::INTERNAL, "what stands behind Airpay is down"));
    }
    open(airpay, asked)
}

fn check_key(headers: &HeaderMap) -> Result<(), Refusal> {
    let key = headers.get("apikey").map(http::HeaderValue::as_bytes);
    if key == Some(Airpay::API_KEY.as_bytes()) {
        return Ok(());
    }
    let reason = if key.is_some() { "apikey: it is of nobody here" } else { "expected the header apikey" };
    Err(Refusal::new(Code::INVALID_SOURCE, reason))
}

fn check_path([country, channel, service]: &[String; 3]) -> Result<(), Refusal> {
    for (name, part) in [("country", country), ("channel", channel), ("service_ewallet", service)] {
        if part.chars().count() > MAX {
            return Err(Refusal::of(name, format!("expected at most {MAX} characters")));
        }
    }
    match (&**country, &**channel, &**service) {
        (Airpay::COUNTRY, Airpay::CHANNEL, Airpay::SERVICE) => Ok(()),
        (Airpay::COUNTRY, Airpay::CHANNEL, _) => {
            Err(Refusal::new(Code::INVALID_SERVICE, "service_ewallet: expected ewallet"))
        }
        (Airpay::COUNTRY, other, _) if INDONESIAN.contains(&other) => {
            Err(Refusal::new(Code::CHANNEL_NOT_ACTIVE, "channel: expected KHQR"))
        }
        (Airpay::COUNTRY, ..) => Err(Refusal::new(Code::INVALID_CHANNEL, "channel: expected KHQR")),
        _ => Err(Refusal::of("country", "expected KH")),
    }
}

fn open(airpay: &Airpay, asked: Asked) -> Result<Value, Refusal> {
    let now = airpay.now();
    airpay.with(|state| {
        if asked.trxid.is_some() && state.orders.iter().any(|order| order.trxid == asked.trxid) {
            return Err(Refusal::new(Code::DUPLICATE, "trxid: it was used before"));
        }
        let mut order = Order {
            trx_id: state.next_trx_id(now),
            trxid: asked.trxid,
            token: state.draw_token(),
            qr: String::new(),
            name: asked.name,
            description: asked.description,
            amount: asked.amount,
            return_url: asked.return_url,
            created: now,
            payments: Vec::new(),
        };
        order.qr = code_of(&order, now)?;
        let data = json!({
            "trx_id": order.trx_id,
            "payment_url": airpay.payment_link(&order.token),
            "qr_string": order.qr,
        });
        state.orders.push(order);
        Ok(data)
    })
}

/// A KHQR that names the order by Airpay's own number.
fn code_of(order: &Order, now: Timestamp) -> Result<String, Refusal> {
    Builder::merchant(ACCOUNT, MERCHANT_ID, BANK, Airpay::MERCHANT_NAME)
        .amount(order.amount)
        .expires_at(order.expires())
        .bill_number(&order.trx_id)
        .build(now)
        .map_err(|_| Refusal::of("amount", "expected an amount that fits a KHQR"))
}
