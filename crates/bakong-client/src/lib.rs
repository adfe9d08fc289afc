#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod checkout;
mod classify;
mod client;
pub mod endpoint;
mod environment;
mod error;
mod exchange;
mod key;
mod list_path;
mod qr;
mod source;
mod status;
mod token;
mod transaction;

pub use crate::checkout::{CheckoutError, KhqrCheckout, MAX_LIFETIME, MerchantProfile};
pub use crate::classify::{Answer, Refusal, Success};
pub use crate::client::Bakong;
pub use crate::endpoint::{AccountCheck, ListAnswer, Lookup, ShortLink};
pub use crate::environment::{Environment, OtherAddress};
pub use crate::error::{Api, Error, ErrorKind, Malformed, Unauthorized};
pub use crate::key::{FullHash, InvalidKey, Md5, Reference, ShortHash};
pub use crate::qr::{DynamicQr, QrError};
pub use crate::token::{
    AccessToken, Fingerprint, InvalidEmail, InvalidToken, RegisteredEmail, TokenSource, TokenSourceError,
    TokenStatus,
};
pub use crate::transaction::Transaction;
/// A class of [`ErrorKind`].
pub use pay_http::Unreachable;
