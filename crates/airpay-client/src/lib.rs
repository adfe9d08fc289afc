#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod checkout;
mod client;
mod envelope;
mod error;
mod exchange;
mod notification;
mod request;
mod settings;
mod status;
mod value;

pub use crate::answer::{Answer, Data};
pub use crate::checkout::{Ewallet, NothingToShow};
pub use crate::client::Airpay;
pub use crate::error::{Api, Code, CodeClass, Error, ErrorKind, InvalidRequest, Malformed};
pub use crate::notification::{
    InvalidPostback, InvalidPostbackUrl, Notifications, PaymentHint, Peers, PlatformId, PostbackUrl,
    StoredOrder, UnverifiedPostback,
};
pub use crate::request::{Payer, PaymentRequest, Tracking};
pub use crate::settings::{Route, Settings};
pub use crate::status::PostbackStatus;
pub use crate::value::{InvalidMember, Member, Msisdn, PaymentMethod, Problem, ReturnUrl};
/// A class of [`ErrorKind`].
pub use pay_http::Unreachable;
/// What a [`Problem`] may be, as all clients have it.
pub use pay_http::value::{InvalidAddress, InvalidValue};
