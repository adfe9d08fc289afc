//! KESS PAY through all the crates: the client, the double and the watcher, over real sockets and in virtual time.
//!
//! The client and the sandbox read the document each for itself; here they meet.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod answers;
mod browser;
mod cards;
mod money_out;
mod notifications;
mod orders;
mod outgoing;
mod refunds;
mod services;
mod shop;
mod tokens;
mod unknown;
mod withdrawals;
