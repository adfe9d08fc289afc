#![doc = include_str!("../README.md")]

mod bakong;
mod clock;
mod control;
mod fault;
mod journal;
mod page;
mod sandbox;
mod seed;
mod server;
mod token;
mod wire;

pub use crate::bakong::{AmountSpelling, Bakong, Failure, PayError, PayOptions, Transaction};
pub use crate::clock::SandboxClock;
pub use crate::fault::{Fault, Faults, Planned};
pub use crate::journal::{Entry, Journal};
pub use crate::sandbox::{Builder, Sandbox};
