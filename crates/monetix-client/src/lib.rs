#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod checkout;
mod client;
mod code;
pub mod endpoint;
mod error;
mod exchange;
pub mod model;
mod notification;
mod page;
mod recover;
mod settings;
mod source;
mod status;
mod value;
mod words;

pub use crate::answer::Answer;
pub use crate::checkout::PaymentPage;
pub use crate::client::Monetix;
pub use crate::code::{Code, CodeClass, KnownCode, RetryAdvice};
pub use crate::endpoint::{Accepted, Banks, CallbackControl, Raw, Refund, Sale, Status};
pub use crate::error::{Api, Error, ErrorKind, FieldError, InvalidRequest, Malformed};
pub use crate::model::{Bank, InvalidRedirect, PaymentReport, RedirectData};
pub use crate::notification::{Notifications, Signed};
#[cfg(feature = "encrypted-link")]
pub use crate::page::{EncryptionKey, InvalidKey};
pub use crate::page::{Page, PageRequest};
pub use crate::recover::{Begun, SETTLES_AFTER};
pub use crate::settings::{CAMBODIA_REFUND_PATH, Hosts, Settings, TRXHOST_GATE, TRXHOST_PAGE};
pub use crate::value::{
    Amount, CallbackUrl, Customer, InvalidAddress, InvalidValue, PaymentId, Plain, RefundId,
};
pub use crate::words::{OperationStatus, OperationType, PaymentStatus, PaymentType};
/// A class of [`ErrorKind`].
pub use pay_http::Unreachable;
/// Re-exported, because raw requests, callbacks and their verdicts need them.
pub use pay_sign::{Fields, Reading, Unverified, VerifyError};
