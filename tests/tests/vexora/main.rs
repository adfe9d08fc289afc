//! Vexora, by the specification's sections: every operation, codes and statuses, orders, notifications, and the threats.
//!
//! Snapshots are named `operation@aspect` and show what a reader compares with the document.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "the lints let a test panic, and not the functions beside it that several tests share"
)]

mod answers;
mod checkout;
mod codes;
mod errata;
mod money_out;
mod notifications;
mod observe;
mod operations;
mod pay_info;
mod seams;
mod secrets;
mod values;
mod wire;
