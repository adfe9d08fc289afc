//! Monetix through all the crates: the client, the double and the watcher, over real sockets and in virtual time.
//!
//! The client and the sandbox read the documents each for itself; here they meet.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod answers;
mod gate;
mod money_out;
mod notifications;
mod orders;
mod overtaken;
mod page;
mod refunds;
mod replays;
mod sales;
mod schedule;
mod shop;
