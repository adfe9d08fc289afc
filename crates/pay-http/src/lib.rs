#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod base_url;
mod error;
mod excerpt;
mod exchange;
mod fault;
#[cfg(feature = "reqwest")]
mod http_transport;
pub mod json;
mod observe;
mod renewable;
mod request;
mod retry_after;
mod transport;
mod unreachable;
pub mod value;

pub use crate::base_url::{BaseUrl, BaseUrlError, is_web_link, is_web_link_to};
pub use crate::error::{ApiError, Error, ErrorKind, RefusedQuestion};
pub use crate::excerpt::excerpt;
pub use crate::exchange::{Exchange, call};
pub use crate::fault::{Fault, FaultKind};
#[cfg(feature = "reqwest")]
pub use crate::http_transport::{HttpTransport, HttpTransportBuilder, SetupError};
pub use crate::observe::observe_by_number;
pub use crate::renewable::Renewable;
pub use crate::request::{bearer, json_post};
pub use crate::retry_after::retry_after;
pub use crate::transport::{Transport, TransportError, TransportErrorKind};
pub use crate::unreachable::Unreachable;
/// The body of every request and response here.
pub use bytes::Bytes;
/// The request and response types here, as the `http` crate has them.
pub use http;
