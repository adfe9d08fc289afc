//! Monetix, by the specification's sections: the Payment Page, the Gate, callbacks, the tables, and the threats.
//!
//! Snapshots are named `operation@aspect` and show what a reader compares with the document.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "the lints let a test panic, and not the functions beside it that several tests share"
)]

mod answers;
mod callback_checks;
mod callbacks;
mod checkout;
mod errata;
mod errors;
mod gate;
mod history;
mod observe;
mod page;
mod recover;
mod redirects;
mod secrets;
mod tables;
mod wire;
