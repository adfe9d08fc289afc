#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod check;
mod checkout;
mod client;
mod envelope;
mod error;
mod exchange;
mod hosted;
pub mod model;
mod notification;
mod outgoing;
mod pages;
mod redirect;
mod refund;
mod scope;
mod sealed;
pub mod service;
mod settings;
mod source;
mod status;
mod token;
mod value;

pub use crate::check::{EnvelopeCheck, verify_envelope};
pub use crate::checkout::{InvalidOrder, NativeQr, PaymentLink};
pub use crate::client::Kess;
pub use crate::envelope::Data;
pub use crate::error::{Api, Code, Error, ErrorKind, InvalidRequest, Malformed, Unauthorized};
pub use crate::notification::{Notification, Notifications, RefundNotice, SaveCardNotice, Signed};
pub use crate::outgoing::{Refunds, Withdrawals};
pub use crate::pages::{Items, Paged, Pages, Turn};
pub use crate::redirect::{GatewayCode, InvalidRedirect, PayResponse, RedirectHint};
pub use crate::scope::Scope;
pub use crate::sealed::{Card, Customer, InvalidCard, InvalidCustomer, SealedCard, SealedCustomer};
pub use crate::settings::{Credentials, Settings};
pub use crate::status::{OrderState, REFUND_HORIZON, RefundState};
pub use crate::value::{
    Amount, AuthCode, CallbackUrl, Date, InvalidAddress, InvalidValue, OutTradeNo, ServiceCode, Text, Total,
};
/// What to do with a notification: `confirm_notification(&kess, &notice, &expected)` asks queryOrder, and compares.
pub use pay_core::{Unconfirmed, confirm_notification};
/// A class of [`ErrorKind`].
pub use pay_http::Unreachable;
/// Re-exported, because settings and card data need them.
pub use pay_sign::{EncryptError, EncryptionKey, Fields, KeyError, SignType};
