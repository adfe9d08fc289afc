//! The pages of Monetix: where a payer pays, at the Payment Page or at the bank that Gate's redirect leads to.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pay_core::Money;
use serde::Deserialize;

use super::html::{Carried, Shown, page};
use crate::monetix::{BANKS, Hosted};
use crate::sandbox::Parts;
use crate::{Monetix, MonetixPay, clock};

/// What a payer can meet (specification, section 7).
const CODES: [(&str, &str); 6] = [
    ("20000", "general decline"),
    ("20101", "limit exceeded"),
    ("20105", "insufficient funds"),
    ("20301", "cancelled by the payer"),
    ("20304", "wrong amount"),
    ("20602", "time-out"),
];

/// The form as it was sent: the button that was pressed is there.
#[derive(Deserialize)]
pub(super) struct Paid {
    bank: Option<u64>,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    code: String,
    other: Option<String>,
    declines: Option<String>,
    undecided: Option<String>,
}

pub(super) async fn show(State(parts): State<Parts>, Path(token): Path<String>) -> Response {
    hosted(&parts.monetix, &token)
}

pub(super) async fn pay(
    State(parts): State<Parts>,
    Path(token): Path<String>,
    Form(form): Form<Paid>,
) -> Response {
    let note = match carry_out(&parts.monetix, &token, &form) {
        Err(why) => format!("<p class=\"no\">Not paid: {}.</p>", Shown(&why)),
        Ok(redirect) => {
            let (class, what) = match (&form.declines, &form.undecided) {
                (Some(_), _) => ("no", "The payment is declined."),
                (_, Some(_)) => ("no", "The bank has not decided yet."),
                _ => ("yes", "Paid."),
            };
            format!("<p class=\"{class}\">{what}</p>\n{}", back(redirect.as_deref()))
        }
    };
    shown(&parts.monetix, &token, &note)
}

/// The page of a payment.
pub(crate) fn hosted(monetix: &Monetix, token: &str) -> Response {
    shown(monetix, token, "")
}

/// The page of a link that is not opened.
pub(crate) fn refused(code: &str, message: &str) -> Response {
    let why =
        format!("<p class=\"no\">The link is refused with code {}: {}.</p>", Shown(code), Shown(message));
    page("Not opened", &why)
}

/// Pays as the form says, and answers where the browser goes back to.
fn carry_out(monetix: &Monetix, token: &str, form: &Paid) -> Result<Option<String>, String> {
    let shown = monetix.hosted(token).ok_or("there is no such payment")?;
    let mut options = MonetixPay::new();
    if let Some(id) = form.bank.filter(|_| shown.chooses_bank) {
        options = options.bank(id);
    }
    if form.other.is_some() {
        let amount = Money::parse(form.amount.trim(), shown.payment.amount.currency());
        options = options.amount(amount.map_err(|error| error.to_string())?);
    }
    if form.undecided.is_some() {
        options = options.undecided("20802");
    } else if form.declines.is_some() {
        options = options.declines(if form.code.is_empty() { CODES[0].0 } else { &form.code });
    }
    let paid = monetix.pay(token, options).map_err(|error| error.to_string())?;
    Ok(paid.redirect)
}

/// The payment, and the form that pays it while it can be paid.
fn shown(monetix: &Monetix, token: &str, note: &str) -> Response {
    let Some(shown) = monetix.hosted(token) else {
        let missing = page("Not found", "<p>There is no such payment.</p>");
        return (StatusCode::NOT_FOUND, missing).into_response();
    };
    let payment = &shown.payment;
    let status = if payment.operations == 0 { "not confirmed yet" } else { &payment.status };
    let form = if shown.open { form(&shown, token) } else { String::new() };
    let body = format!(
        "<p>No money moves here. The sandbox's time is {}. <a href=\"/\">All of it</a></p>\n{note}\n<table>\n\
         <tr><th>Payment</th><td>{}</td></tr>\n<tr><th>For</th><td>{}</td></tr>\n\
         <tr><th>From</th><td>{}</td></tr>\n<tr><th>Bank</th><td>{}</td></tr>\n\
         <tr><th>Amount</th><td>{}</td></tr>\n<tr><th>Status</th><td>{}</td></tr>\n</table>\n{form}",
        clock::print(monetix.premises().clock.now()),
        Shown(&payment.payment_id),
        Shown(&shown.description),
        Shown(&shown.payer),
        shown.bank.unwrap_or("not chosen yet"),
        payment.amount,
        Shown(status),
    );
    page("Banks of Cambodia", &body)
}

fn form(shown: &Hosted, token: &str) -> String {
    let bank =
        |bank: &crate::monetix::Bank| format!("<option value=\"{}\">{}</option>\n", bank.id, bank.name);
    let banks = if shown.chooses_bank {
        let options: String = BANKS.iter().map(bank).collect();
        format!("<p><label>Bank <select name=\"bank\">\n{options}</select></label></p>\n")
    } else {
        String::new()
    };
    let code = |(code, words)| format!("<option value=\"{code}\">{code}, {words}</option>\n");
    let codes: String = CODES.into_iter().map(code).collect();
    format!(
        "<form method=\"post\" action=\"/monetix/{}/pay\">\n{banks}<p><button>Pay {}</button></p>\n\
         <p><label>or pay <input name=\"amount\" size=\"10\" inputmode=\"decimal\"></label>\n\
         <button name=\"other\" value=\"1\">Pay another amount</button></p>\n\
         <p><label>or let it end with <select name=\"code\">\n{codes}</select></label>\n\
         <button name=\"declines\" value=\"1\">Decline</button>\n\
         <button name=\"undecided\" value=\"1\">Leave undecided</button></p></form>",
        Carried(token),
        shown.payment.amount,
    )
}

/// The way back to the shop, to be clicked. The address is http or https: the payment was refused otherwise.
fn back(redirect: Option<&str>) -> String {
    redirect
        .map_or_else(String::new, |url| format!("<p><a href=\"{}\">Back to the shop</a></p>", Carried(url)))
}
