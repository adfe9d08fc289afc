//! Airpay, by the specification's sections: the request and its limits, answers and errors, orders, postbacks, errata,
//! and the threats.
//!
//! Snapshots are named `operation@aspect` and show what a reader compares with the document.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "the lints let a test panic, and not the functions beside it that several tests share"
)]

mod addresses;
mod answers;
mod checkout;
mod errata;
mod errors;
mod hints;
mod limits;
mod postbacks;
mod requests;
mod secrets;
mod senders;
mod wire;
