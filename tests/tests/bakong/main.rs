//! Bakong, by the specification's sections: requests, answers, errors, the token, lists, and orders.
//!
//! Snapshots are named `operation@aspect` and show what a reader compares with the document.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "the lints let a test panic, and not the functions beside it that several tests share"
)]

mod account;
mod checkout;
mod errors;
mod fixtures;
mod observe;
mod requests;
mod responses;
mod secrets;
mod status;
mod token;
mod wire;
