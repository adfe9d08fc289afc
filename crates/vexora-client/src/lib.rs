#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod checkout;
mod client;
mod envelope;
mod error;
mod exchange;
pub mod model;
mod notification;
pub mod operation;
mod outgoing;
#[cfg(feature = "khqr")]
mod pay_info;
mod settings;
mod source;
mod status;
mod value;

pub use crate::checkout::{InvalidOrder, PaymentLink};
pub use crate::client::Vexora;
pub use crate::error::{Api, Error, ErrorKind, InvalidRequest, Malformed, ResponseCode};
pub use crate::notification::{Claim, Notification, Notifications, Signed};
pub use crate::outgoing::Disbursements;
#[cfg(feature = "khqr")]
pub use crate::pay_info::InvalidPayInfo;
pub use crate::settings::Settings;
pub use crate::status::{Collection, Disbursed, Status};
pub use crate::value::{
    Amount, CallbackUrl, Code, InvalidAddress, InvalidPayer, InvalidValue, MerchantNo, Mobile, Payer, Text,
    TradeNo,
};
/// A class of [`ErrorKind`].
pub use pay_http::Unreachable;
/// Re-exported, because settings and notifications need them.
pub use pay_sign::{Keying, NumberText, Reading, Scheme};
