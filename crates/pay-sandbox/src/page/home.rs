//! What this is and what it answers to.

mod orders;

use axum::extract::State;
use axum::response::Response;

use super::html::{Shown, page};
use crate::sandbox::Parts;
use crate::{Bakong, Transaction, clock};

/// Payments that are listed.
const LISTED: usize = 10;

pub(super) async fn show(State(parts): State<Parts>) -> Response {
    let now = parts.clock.now();
    let run = if parts.clock.is_running() { "runs" } else { "is held" };
    let payments = parts.bakong.transactions();
    let rows: String = payments.iter().rev().take(LISTED).map(row).collect();
    let orders = orders::rows(&parts);
    let paths: String = CONTROL.iter().copied().map(control).collect();
    let body = format!(
        "<p>Doubles of Bakong, KESS PAY, Monetix, Vexora and Airpay, made from their documents. No money, no bank,\n\
         no people; what works here has not been tried there.</p>\n\
         <p><a href=\"/pay\"><b>Scan and pay</b></a> a KHQR. The clock {run} at {}. {} requests came in;\n\
         {} were charged to {} today.</p>\n\
         <h2>Last payments</h2>\n<table><tr><th>Hash</th><th>Amount</th><th>To</th><th>Found from</th></tr>\n\
         {rows}</table>\n<h2>Last orders</h2>\n\
         <table><tr><th>At</th><th>Order</th><th>Amount</th><th>Status</th></tr>\n{orders}</table>\n\
         <h2>Control</h2>\n<table>\n{paths}</table>\n\
         <p>JSON in and out; errors are <code>{{\"error\": \"..\"}}</code>. Members and values: README of\n\
         <code>pay-sandbox</code>.</p>",
        clock::print(now),
        parts.journal.len(),
        parts.bakong.charged_today(Bakong::EMAIL),
        Bakong::EMAIL,
    );
    page("Payment sandbox", &body)
}

fn control((path, what): (&str, &str)) -> String {
    format!("<tr><td><code>{path}</code></td><td>{what}</td></tr>\n")
}

fn row(paid: &Transaction) -> String {
    let failed = if paid.failure.is_some() { " (failed)" } else { "" };
    format!(
        "<tr><td><code>{}</code></td><td>{}{failed}</td><td>{}</td><td>{}</td></tr>\n",
        paid.short_hash(),
        paid.amount,
        Shown(&paid.to_account),
        clock::print(paid.settled),
    )
}

const CONTROL: &[(&str, &str)] = &[
    ("GET /_sandbox/clock", "the sandbox's time"),
    ("POST /_sandbox/clock", "<code>{\"advance_ms\": 2000}</code>, <code>to_ms</code>, <code>running</code>"),
    ("GET, DELETE /_sandbox/faults", "what is planned; end it"),
    (
        "POST /_sandbox/faults",
        "<code>{\"path\": \"/v1/..\", \"times\": 1, \"fault\": {\"kind\": \"gateway_timeout\"}}</code>",
    ),
    ("GET /_sandbox/journal?path=/v1/..", "what was sent, and how often"),
    ("DELETE /_sandbox/journal", "forget it"),
    ("POST /_sandbox/bakong/pay", "<code>{\"qr\": \"0002..\"}</code>"),
    ("GET /_sandbox/bakong/payments", "every payment"),
    ("POST /_sandbox/bakong/tokens", "<code>{\"email\": \"..\", \"lifetime_s\": 60}</code>, both optional"),
    ("GET, POST /_sandbox/bakong/accounts", "<code>{\"account_id\": \"name@bank\"}</code>"),
    ("GET, POST /_sandbox/bakong/quota", "<code>{\"limit\": 100}</code>, or null"),
    ("GET /_sandbox/kess/merchant", "the credentials of KESS's merchant"),
    ("POST /_sandbox/kess/pay", "<code>{\"order\": \"..\"}</code>: its number, token, link or code"),
    ("GET, POST /_sandbox/kess/orders", "every order; what one is told to be"),
    ("POST /_sandbox/kess/otp", "<code>{\"order\": \"..\", \"code\": \"..\"}</code>"),
    ("GET, POST /_sandbox/kess/refunds", "every refund; hold, settle or reject them"),
    ("GET, POST /_sandbox/kess/notifications", "what the shop was told and answered; how it is told"),
    ("GET, POST /_sandbox/monetix/project", "the credentials of Monetix's project; where callbacks go"),
    ("POST /_sandbox/monetix/pay", "<code>{\"payment\": \"..\"}</code>: its number, page or link"),
    ("GET, POST /_sandbox/monetix/payments", "every payment; what one is told to be"),
    ("POST /_sandbox/monetix/refunds", "how refunds end"),
    ("GET, POST /_sandbox/monetix/notifications", "its callbacks; how they are sent"),
    ("POST /_sandbox/monetix/form", "what callbacks look like"),
    ("GET /_sandbox/vexora/merchants", "the credentials of Vexora's merchants, and what they have"),
    ("POST /_sandbox/vexora/pay", "<code>{\"order\": \"..\"}</code>: its number, link or code"),
    ("GET, POST /_sandbox/vexora/orders", "every deposit; what one is told to be"),
    ("GET, POST /_sandbox/vexora/disbursements", "every disbursement; hold, settle or reject them"),
    ("GET, POST /_sandbox/vexora/notifications", "its webhooks; how they are sent"),
    ("POST /_sandbox/vexora/spelling", "how answers and webhooks are spelled"),
    ("GET, POST /_sandbox/airpay/merchant", "the key of Airpay's merchant; where postbacks go"),
    ("POST /_sandbox/airpay/pay", "<code>{\"order\": \"..\"}</code>: its number, link or code"),
    ("GET /_sandbox/airpay/orders", "every order"),
    ("GET, POST /_sandbox/airpay/notifications", "its postbacks; how they are sent"),
    ("POST /_sandbox/airpay/spelling", "how answers and postbacks are spelled"),
    ("POST /_sandbox/reset", "all as at the start, but for the clock"),
];
