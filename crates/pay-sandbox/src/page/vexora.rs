//! The page that Vexora's `paymentLink` leads to.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pay_core::Money;
use serde::Deserialize;

use super::html::{Carried, Shown, page};
use crate::sandbox::Parts;
use crate::{Vexora, VexoraPay, clock, number};

/// How a payment can fail (specification, section 5).
const STATUSES: [&str; 4] = ["00029", "0029", "00032", "0100019"];

#[derive(Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    token: String,
}

/// The form as it was sent: the button that was pressed is there.
#[derive(Deserialize)]
pub(super) struct Paid {
    #[serde(default)]
    token: String,
    /// Of a part.
    #[serde(default)]
    amount: String,
    #[serde(default)]
    status: String,
    part: Option<String>,
    fails: Option<String>,
}

pub(super) async fn show(State(parts): State<Parts>, Query(link): Query<Link>) -> Response {
    order(&parts, &link.token, "")
}

pub(super) async fn pay(State(parts): State<Parts>, Form(form): Form<Paid>) -> Response {
    let note = match carry_out(&parts.vexora, &form) {
        Err(why) => format!("<p class=\"no\">Not paid: {}.</p>", Shown(&why)),
        Ok(return_url) => {
            let (class, what) = match (&form.fails, &form.part) {
                (Some(_), _) => ("no", "The payment failed."),
                (_, Some(_)) => ("yes", "Paid a part."),
                _ => ("yes", "Paid."),
            };
            format!(
                "<p class=\"{class}\">{what}</p>\n<p><a href=\"{}\">Back to the shop</a></p>",
                Carried(&return_url)
            )
        }
    };
    order(&parts, &form.token, &note)
}

/// Where the payer goes back to. The address is http or https: the order was refused otherwise.
fn carry_out(vexora: &Vexora, form: &Paid) -> Result<String, String> {
    let mut options = VexoraPay::new();
    if form.fails.is_some() {
        options = options.fails_as(if form.status.is_empty() { STATUSES[0] } else { &form.status });
    } else if form.part.is_some() {
        let shown = vexora.page(&form.token).ok_or("there is no such deposit")?;
        let amount = Money::parse(form.amount.trim(), shown.order.amount.currency());
        options = options.amount(amount.map_err(|error| error.to_string())?);
    }
    let paid = vexora.pay(&form.token, options).map_err(|error| error.to_string())?;
    Ok(paid.return_url)
}

/// The deposit, and the form that pays it while it can be paid.
fn order(parts: &Parts, token: &str, note: &str) -> Response {
    let Some(shown) = parts.vexora.page(token) else {
        let missing = page("Not found", "<p>There is no such deposit.</p>");
        return (StatusCode::NOT_FOUND, missing).into_response();
    };
    let order = &shown.order;
    let code = order.qr.as_deref().map_or_else(String::new, |qr| {
        format!(
            "<p>The code is <code>{}</code>; a bank's application is <a href=\"/pay\">here</a>.</p>\n",
            Shown(qr)
        )
    });
    let body = format!(
        "<p>No money moves here. The sandbox's time is {}. <a href=\"/\">All of it</a></p>\n{note}\n<table>\n\
         <tr><th>To</th><td>{}</td></tr>\n<tr><th>From</th><td>{}</td></tr>\n\
         <tr><th>Order</th><td>{}</td></tr>\n<tr><th>Amount</th><td>{}</td></tr>\n\
         <tr><th>Paid</th><td>{}</td></tr>\n<tr><th>Status</th><td>{}</td></tr>\n</table>\n{code}{}",
        clock::print(parts.clock.now()),
        Vexora::MERCHANT_NAME,
        Shown(&shown.payer),
        Shown(&order.trade_no),
        order.amount,
        order.paid,
        Shown(&order.status),
        shown.open.map_or_else(String::new, |open| form(open, token)),
    );
    page("Pay a deposit", &body)
}

fn form(open: Money, token: &str) -> String {
    let token = Carried(token);
    let option = |status| format!("<option>{status}</option>\n");
    let statuses: String = STATUSES.into_iter().map(option).collect();
    format!(
        "<form method=\"post\" action=\"/vexora/pay\"><input type=\"hidden\" name=\"token\" value=\"{token}\">\n\
         <p><button>Pay {open}</button></p>\n\
         <p><label>or pay <input name=\"amount\" size=\"10\" inputmode=\"decimal\" value=\"{}\"></label>\n\
         <button name=\"part\" value=\"1\">Pay a part</button></p>\n\
         <p><label>or let it end as <select name=\"status\">\n{statuses}</select></label>\n\
         <button name=\"fails\" value=\"1\">Fail</button></p></form>",
        number::fixed(open),
    )
}
