//! What the test targets beside this library share.
//!
//! - [`fixture`] reads `fixtures/`.
//! - [`wire`] is a network in memory, and [`clock`] a clock moved by hand: a client is tried alone with them.
//! - [`listener`] is the shop's address for notifications, [`told`] its back-end, [`desk`] its cashier, [`browser`] the
//!   payer's and [`drive`] its day: with them a client meets the double over real sockets and in virtual time. [`tap`] listens on that wire, [`outages`] is what goes
//!   wrong on it for a while, and [`crowd`] a thousand at once.
//! - [`output`] catches what is logged and printed.
//! - [`vectors`] makes a named trial of each vector of a fixture.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test ends where it is surprised")]

pub mod browser;
pub mod clock;
pub mod crowd;
pub mod desk;
pub mod drive;
mod fixture;
pub mod listener;
mod outages;
pub mod output;
pub mod tap;
pub mod told;
pub mod vectors;
pub mod wire;

pub use crate::fixture::fixture;
pub use crate::outages::outages;

/// The example of the repository's README, compiled with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
