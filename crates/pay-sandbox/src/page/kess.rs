//! The pages that KESS shows a payer: the order of a payment link, a one-time password, a card to save.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;

use super::html::{Carried, Shown, page};
use crate::kess::METHODS;
use crate::sandbox::Parts;
use crate::{Kess, KessPay, clock};

/// What a payer can meet (specification, section 5), beside a success.
const CODES: [&str; 8] = [
    "INSUFFICIENT_FUNDS",
    "DECLINED",
    "BLOCKED",
    "NEED_CONTACT",
    "NO_OTP",
    "CARD_NOT_SUPPORT_3DS",
    "NO_MATCH",
    "UNSPECIFIED_FAILURE",
];

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    method: String,
}

#[derive(Deserialize)]
pub(super) struct SavedCard {
    #[serde(default)]
    card_token: String,
}

/// The form as it was sent: the button that was pressed is there.
#[derive(Deserialize)]
pub(super) struct Paid {
    #[serde(default)]
    method: String,
    #[serde(default)]
    code: String,
    fails: Option<String>,
    waits: Option<String>,
}

pub(super) async fn show(
    State(parts): State<Parts>,
    Path(token): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Response {
    order(&parts, &token, &chosen.method, "")
}

/// An order and a saved card to pay it with.
pub(super) async fn show_saved(
    State(parts): State<Parts>,
    Path(token): Path<String>,
    Query(SavedCard { card_token }): Query<SavedCard>,
) -> Response {
    if parts.kess.has_card(&card_token) {
        order(&parts, &token, "VISA_MASTER", "<p>A saved card is chosen.</p>")
    } else {
        missing("card")
    }
}

pub(super) async fn pay(
    State(parts): State<Parts>,
    Path(token): Path<String>,
    Form(form): Form<Paid>,
) -> Response {
    let Some(shown) = parts.kess.page(&token) else { return missing("order") };
    let mut options = KessPay::new();
    if !form.method.is_empty() {
        options = options.method(form.method.clone());
    }
    if form.waits.is_some() {
        options = options.waits_for_final_status();
    } else if form.fails.is_some() {
        let code = if form.code.is_empty() { "UNSPECIFIED_FAILURE" } else { &form.code };
        options = options.fails(code);
    }
    let note = match parts.kess.pay(&shown.order.out_trade_no, options) {
        Err(error) => format!("<p class=\"no\">Not paid: {}.</p>", Shown(&error.to_string())),
        Ok(paid) => {
            let (class, what) = match (form.waits.is_some(), form.fails.is_some()) {
                (true, _) => ("no", "The bank has not decided yet."),
                (_, true) => ("no", "The payment failed."),
                _ => ("yes", "Paid."),
            };
            format!("<p class=\"{class}\">{what}</p>\n{}", back(paid.redirect.as_deref()))
        }
    };
    order(&parts, &token, &form.method, &note)
}

/// The order, and the form that pays it while it can be paid.
fn order(parts: &Parts, token: &str, chosen: &str, note: &str) -> Response {
    let Some(shown) = parts.kess.page(token) else { return missing("order") };
    let chosen = if chosen.is_empty() { &shown.method } else { chosen };
    let order = &shown.order;
    let form = if order.status == "WAITING" && order.paid.is_none() {
        form(chosen, &order.token)
    } else {
        String::new()
    };
    let body = format!(
        "<p>No money moves here. The sandbox's time is {}. <a href=\"/\">All of it</a></p>\n{note}\n<table>\n\
         <tr><th>To</th><td>{}</td></tr>\n<tr><th>For</th><td>{}</td></tr>\n\
         <tr><th>Order</th><td>{}</td></tr>\n<tr><th>Amount</th><td>{}</td></tr>\n\
         <tr><th>Status</th><td>{}</td></tr>\n</table>\n{form}",
        clock::print(parts.clock.now()),
        Kess::MERCHANT_NAME,
        Shown(&shown.body),
        Shown(&order.out_trade_no),
        order.amount,
        Shown(&order.status),
    );
    page("Pay an order", &body)
}

fn form(chosen: &str, token: &str) -> String {
    let method = |bic, title| {
        let selected = if bic == chosen { " selected" } else { "" };
        format!("<option value=\"{bic}\"{selected}>{title}</option>\n")
    };
    let methods: String = METHODS.into_iter().map(|known| method(known.bic, known.title)).collect();
    let code = |code| format!("<option>{code}</option>\n");
    let codes: String = CODES.into_iter().map(code).collect();
    format!(
        "<form method=\"post\" action=\"/pay/{token}\">\n<p><label>With <select name=\"method\">\n{methods}</select></label>\n\
         <button>Pay</button></p>\n\
         <p><label>or let it end as <select name=\"code\">\n{codes}</select></label>\n\
         <button name=\"fails\" value=\"1\">Fail</button>\n\
         <button name=\"waits\" value=\"1\">Leave undecided</button></p></form>"
    )
}

pub(super) async fn show_otp(State(parts): State<Parts>, Path(token): Path<String>) -> Response {
    otp(&parts, &token, "")
}

#[derive(Deserialize)]
pub(super) struct Otp {
    #[serde(default)]
    code: String,
}

pub(super) async fn enter_otp(
    State(parts): State<Parts>,
    Path(token): Path<String>,
    Form(Otp { code }): Form<Otp>,
) -> Response {
    let Some(shown) = parts.kess.otp_page(&token) else { return missing("withdrawal") };
    let note = match parts.kess.enter_otp(&shown.order.out_trade_no, code.trim()) {
        Ok(_) => "<p class=\"yes\">The money is on its way.</p>".to_owned(),
        Err(error) => format!("<p class=\"no\">Not sent: {}.</p>", Shown(&error.to_string())),
    };
    otp(&parts, &token, &note)
}

fn otp(parts: &Parts, token: &str, note: &str) -> Response {
    let Some(shown) = parts.kess.otp_page(token) else { return missing("withdrawal") };
    let form = if shown.asked {
        "<form method=\"post\"><p><label>One-time password <input name=\"code\" size=\"6\" inputmode=\"numeric\" \
         autocomplete=\"one-time-code\" required></label> <button>Send</button></p></form>"
    } else {
        ""
    };
    let body = format!(
        "<p>No money moves here. The password is at <code>/_sandbox/kess/orders</code>.</p>\n{note}\n\
         <p>{} to {}. Status: {}.</p>\n{form}",
        shown.order.amount,
        Shown(&shown.receiver),
        Shown(&shown.order.status),
    );
    page("Confirm a withdrawal", &body)
}

#[derive(Deserialize)]
pub(super) struct Saving {
    #[serde(default)]
    token: String,
}

pub(super) async fn show_save(
    State(parts): State<Parts>,
    Query(Saving { token }): Query<Saving>,
) -> Response {
    let Some(shown) = parts.kess.save_page(&token) else { return missing("page for saving a card") };
    let what = match shown.card_token {
        Some(card) => saved(&card, shown.redirect_url.as_deref()),
        None => format!(
            "<form action=\"/spa/inti-card\" method=\"post\"><input type=\"hidden\" name=\"token\" value=\"{}\">\
             <p><button>Save the card of the sandbox</button></p></form>",
            Carried(&token),
        ),
    };
    page("Save a card", &format!("<p>No card is asked for: there is one, which is nobody's.</p>\n{what}"))
}

pub(super) async fn save(State(parts): State<Parts>, Form(Saving { token }): Form<Saving>) -> Response {
    match (parts.kess.save_card(&token), parts.kess.save_page(&token)) {
        (Some(card), Some(shown)) => page("Save a card", &saved(&card, shown.redirect_url.as_deref())),
        _ => missing("page for saving a card"),
    }
}

fn saved(card: &str, redirect: Option<&str>) -> String {
    format!("<p class=\"yes\">Saved as <code>{}</code>.</p>\n{}", Shown(card), back(redirect))
}

/// The way back to the shop, to be clicked. The address is http or https: the order was refused otherwise.
fn back(redirect: Option<&str>) -> String {
    redirect
        .map_or_else(String::new, |url| format!("<p><a href=\"{}\">Back to the shop</a></p>", Carried(url)))
}

fn missing(what: &str) -> Response {
    (StatusCode::NOT_FOUND, page("Not found", &format!("<p>There is no such {what}.</p>"))).into_response()
}
