//! KESS PAY, by the specification's sections: every service, the token, errors, orders, notifications, and the threats.
//!
//! Snapshots are named `service@aspect` and show what a reader compares with the document.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "the lints let a test panic, and not the functions beside it that several tests share"
)]

mod answers;
mod bound;
mod checkout;
mod errata;
mod errors;
mod members;
mod money_out;
mod notifications;
mod observe;
mod pages;
mod refunds;
mod secrets;
mod services;
mod shapes;
mod token;
mod typed;
mod values;
mod wire;
