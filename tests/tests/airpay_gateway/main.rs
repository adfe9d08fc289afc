//! Airpay through the crates: the client and the double, over real sockets and in virtual time.
//!
//! The client and the sandbox read the document each for itself; here they meet. There is nothing to ask, so that whatever
//! arrives is a hint, and no order is settled.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod hints;
mod orders;
mod requests;
mod senders;
mod shop;
mod unknown;
