//! A payment through all the crates: checkout, client, sandbox and watcher, over real sockets and in virtual time.
//!
//! The client and the sandbox read the documents each for itself; here they meet.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod endings;
mod faults;
mod lists;
mod quota;
mod shop;
