//! Scan and pay: paste a code, see what a bank's application would show, pay it.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pay_core::{Currency, Money, Timestamp};
use serde::Deserialize;

use super::html::{Carried, Shown, page};
use crate::bakong::Scan;
use crate::sandbox::Parts;
use crate::{PayOptions, clock};

#[derive(Deserialize)]
pub(super) struct Read {
    #[serde(default)]
    qr: String,
}

/// The form as it was sent. A box that is not ticked is not there.
#[derive(Deserialize)]
pub(super) struct Paid {
    qr: String,
    #[serde(default)]
    amount: String,
    fails: Option<String>,
    late: Option<String>,
    again: Option<String>,
}

pub(super) async fn show(State(parts): State<Parts>, Query(Read { qr }): Query<Read>) -> Response {
    // A person's clipboard often ends in a line end; a code never does.
    answer(&parts, qr.trim(), "")
}

/// A link of endpoint 9.
pub(super) async fn open(State(parts): State<Parts>, Path(link): Path<String>) -> Response {
    match parts.bakong.code_of_link(&link) {
        Some(qr) => answer(&parts, qr.trim(), ""),
        None => {
            (StatusCode::NOT_FOUND, page("Scan and pay", "<p>There is no such link.</p>")).into_response()
        }
    }
}

pub(super) async fn pay(State(parts): State<Parts>, Form(form): Form<Paid>) -> Response {
    let qr = form.qr.trim();
    let note = match carry_out(&parts, qr, &form) {
        Ok(note) => format!("<p class=\"yes\">{note}</p>"),
        Err(error) => format!("<p class=\"no\">Not paid: {}.</p>", Shown(&error)),
    };
    answer(&parts, qr, &note)
}

/// Pays, and says so in HTML.
fn carry_out(parts: &Parts, qr: &str, form: &Paid) -> Result<String, String> {
    let scan = Scan::read(qr, parts.clock.now(), form.late.is_some()).map_err(|error| error.to_string())?;
    let currency = scan.khqr.currency().unwrap_or(Currency::Khr);
    let amount = match form.amount.trim() {
        "" => None,
        text => Some(Money::parse(text, currency).map_err(|error| format!("amount: {error}"))?),
    };
    let mut options = PayOptions { amount, ..PayOptions::new() };
    if form.fails.is_some() {
        options = options.fails();
    }
    if form.late.is_some() {
        options = options.late();
    }
    if form.again.is_some() {
        options = options.again();
    }
    let paid = parts.pay(qr, options).map_err(|error| error.to_string())?;
    Ok(format!(
        "{} {} to {}, transaction <code>{}</code>, found from {} on.",
        if paid.failure.is_some() { "Failed on purpose:" } else { "Paid" },
        paid.amount,
        Shown(&paid.to_account),
        paid.hash,
        clock::print(paid.settled),
    ))
}

fn answer(parts: &Parts, qr: &str, note: &str) -> Response {
    let now = parts.clock.now();
    let what = if qr.is_empty() { String::new() } else { describe(qr, now) };
    let body = format!(
        "<p>A payer of the sandbox: no money moves. The sandbox's time is {}. <a href=\"/\">All of it</a></p>\n\
         {note}\n{what}\n\
         <form action=\"/pay\" method=\"get\"><p><label for=\"qr\">Text of a KHQR</label>\n\
         <textarea id=\"qr\" name=\"qr\" rows=\"4\" required>{}</textarea></p>\n\
         <p><button>Read</button></p></form>",
        clock::print(now),
        Carried(qr),
    );
    page("Scan and pay", &body)
}

/// What the code says, and the form that pays it.
fn describe(qr: &str, now: Timestamp) -> String {
    let scan = match Scan::read(qr, now, true) {
        Ok(scan) => scan,
        Err(error) => return format!("<p class=\"no\">{}.</p>", Shown(&error.to_string())),
    };
    let amount = scan.amount.map_or_else(|| "the payer's choice".to_owned(), |amount| amount.to_string());
    let expiry = scan.khqr.expires_at().map(|at| {
        let over = if at < now { ", over" } else { "" };
        format!("{}{over}", clock::print(at))
    });
    let md5 = scan.khqr.md5();
    let rows: String = [
        ("Merchant", Some(scan.merchant_name)),
        ("City", Some(scan.merchant_city)),
        ("Account", Some(scan.account)),
        ("Amount", Some(&*amount)),
        ("Bill", scan.khqr.bill_number()),
        ("Expires", expiry.as_deref()),
        ("MD5", Some(&*md5)),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some(format!("<tr><th>{name}</th><td>{}</td></tr>\n", Shown(text?))))
    .collect();
    format!(
        "<table>\n{rows}</table>\n\
         <form action=\"/pay\" method=\"post\">\n<input type=\"hidden\" name=\"qr\" value=\"{}\">\n\
         <p><label>Amount, if not the code's <input name=\"amount\" size=\"13\" inputmode=\"decimal\"></label></p>\n\
         <p><label><input type=\"checkbox\" name=\"fails\"> fails</label>\n\
         <label><input type=\"checkbox\" name=\"late\"> even if expired</label>\n\
         <label><input type=\"checkbox\" name=\"again\"> even if paid before</label></p>\n\
         <p><button>Pay</button></p></form>",
        Carried(qr),
    )
}
