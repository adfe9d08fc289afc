#![doc = include_str!("../README.md")]

mod airpay;
mod bakong;
mod clock;
mod content;
mod control;
mod courier;
mod fault;
mod journal;
mod kess;
mod monetix;
mod number;
mod outbound;
mod page;
mod phnom_penh;
mod sandbox;
mod seed;
mod server;
mod token;
mod vexora;
mod wire;

pub use crate::airpay::{
    Airpay, AirpayAnswers, AirpayForm, AirpayOrder, AirpayOutcome, AirpayPay, AirpayPayError,
};
pub use crate::bakong::{AmountSpelling, Bakong, Failure, PayError, PayOptions, Transaction};
pub use crate::clock::SandboxClock;
pub use crate::courier::{Attempt, NotifyOptions, SentNotification};
pub use crate::fault::{Fault, Faults, Planned};
pub use crate::journal::{Entry, Journal};
pub use crate::kess::{
    Kess, KessErrors, KessForm, KessOrder, KessOtpError, KessPay, KessPayError, KessRefund, VirtualCardError,
};
pub use crate::monetix::{Monetix, MonetixErrors, MonetixForm, MonetixPay, MonetixPayError, MonetixPayment};
pub use crate::sandbox::{Builder, Sandbox};
pub use crate::vexora::{
    Vexora, VexoraAnswers, VexoraBalance, VexoraDisbursement, VexoraForm, VexoraOrder, VexoraPay,
    VexoraPayError,
};
