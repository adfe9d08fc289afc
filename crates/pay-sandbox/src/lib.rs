#![doc = include_str!("../README.md")]

mod bakong;
mod clock;
mod content;
mod control;
mod fault;
mod journal;
mod kess;
mod number;
mod outbound;
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
pub use crate::kess::{
    Kess, KessAttempt, KessErrors, KessNotification, KessOrder, KessOtpError, KessPay, KessPayError,
    KessRefund, NotifyOptions, VirtualCardError,
};
pub use crate::sandbox::{Builder, Sandbox};
