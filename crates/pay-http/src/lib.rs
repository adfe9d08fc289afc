#![doc = include_str!("../README.md")]

mod exchange;
mod transport;

pub use crate::exchange::{Exchange, call};
pub use crate::transport::{Transport, TransportError, TransportErrorKind};
/// The body of every request and response here.
pub use bytes::Bytes;
/// The request and response types here, as the `http` crate has them.
pub use http;
