//! The page that the link in Airpay's answer leads to.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;

use super::html::{Carried, Shown, page};
use crate::sandbox::Parts;
use crate::{Airpay, AirpayOutcome, AirpayPay, clock};

/// The form as it was sent: the button that was pressed is there.
#[derive(Deserialize)]
pub(super) struct Paid {
    fails: Option<String>,
    unknown: Option<String>,
}

pub(super) async fn show(State(parts): State<Parts>, Path(token): Path<String>) -> Response {
    order(&parts, &token, "")
}

pub(super) async fn pay(
    State(parts): State<Parts>,
    Path(token): Path<String>,
    Form(form): Form<Paid>,
) -> Response {
    let (options, class, what) = match (form.fails, form.unknown) {
        (Some(_), _) => (AirpayPay::new().fails(), "no", "The payment failed."),
        (_, Some(_)) => (AirpayPay::new().unknown(), "no", "Nobody knows what became of it."),
        _ => (AirpayPay::new(), "yes", "Paid."),
    };
    let note = match parts.airpay.pay(&token, options) {
        Err(error) => format!("<p class=\"no\">Not paid: {}.</p>", Shown(&error.to_string())),
        // The address is http or https: the request was refused otherwise.
        Ok(paid) => format!(
            "<p class=\"{class}\">{what}</p>\n<p><a href=\"{}\">Back to the shop</a></p>",
            Carried(&paid.return_url)
        ),
    };
    order(&parts, &token, &note)
}

/// The order, and the form that pays it while it can be paid.
fn order(parts: &Parts, token: &str, note: &str) -> Response {
    let Some(shown) = parts.airpay.page(token) else {
        return (StatusCode::NOT_FOUND, page("Not found", "<p>There is no such order.</p>")).into_response();
    };
    let order = &shown.order;
    let status = match order.outcome {
        None => "Nothing yet",
        Some(AirpayOutcome::Failed) => "0, failed",
        Some(AirpayOutcome::Success) => "1, success",
        Some(AirpayOutcome::Unknown) => "2, unknown reason",
    };
    let form = if shown.open { form(token) } else { String::new() };
    let body = format!(
        "<p>No money moves here. The sandbox's time is {}. <a href=\"/\">All of it</a></p>\n{note}\n<table>\n\
         <tr><th>To</th><td>{}</td></tr>\n<tr><th>From</th><td>{}</td></tr>\n<tr><th>For</th><td>{}</td></tr>\n\
         <tr><th>Order</th><td>{}</td></tr>\n<tr><th>At Airpay</th><td>{}</td></tr>\n\
         <tr><th>Amount</th><td>{}</td></tr>\n<tr><th>Status</th><td>{status}</td></tr>\n</table>\n\
         <p>The code is <code>{}</code>; a bank's application is <a href=\"/pay\">here</a>.</p>\n{form}",
        clock::print(parts.clock.now()),
        Airpay::MERCHANT_NAME,
        Shown(&shown.payer),
        Shown(&shown.description),
        Shown(order.trxid.as_deref().unwrap_or("without a number")),
        Shown(&order.trx_id),
        order.amount,
        Shown(&order.qr),
    );
    page("Pay an order", &body)
}

fn form(token: &str) -> String {
    format!(
        "<form method=\"post\" action=\"/airpay/pay/{}\">\n<p><button>Pay</button>\n\
         <button name=\"fails\" value=\"1\">Fail</button>\n\
         <button name=\"unknown\" value=\"1\">Leave unknown</button></p></form>",
        Carried(token)
    )
}
