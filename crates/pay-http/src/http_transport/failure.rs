//! What an error of the stack below means: its kind, and whether the request can have left.
//!
//! The stack tells it in a chain of causes: reqwest's error, hyper-util's, then hyper's or that of the system.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::iter;

use pay_core::Outcome;

use crate::{TransportError, TransportErrorKind as Kind};

/// Failures until the head of the response is there.
pub(super) fn before_the_head(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        Kind::Timeout
    } else if error.is_dns() {
        Kind::Dns
    } else if error.is_connect() {
        if is_of_the_handshake(&error) { Kind::Tls } else { Kind::Connect }
    } else {
        match cause::<hyper::Error>(&error) {
            Some(head) if head.is_parse_too_large() => Kind::TooLarge,
            Some(head) if head.is_parse() => Kind::Protocol,
            _ => Kind::Reset,
        }
    };
    // In HTTP/1.1, hyper cancels only what it has not begun to write.
    let is_unwritten =
        error.is_connect() || cause::<hyper::Error>(&error).is_some_and(hyper::Error::is_canceled);
    let outcome = if is_unwritten { Outcome::NotSent } else { Outcome::Unknown };
    TransportError::new(kind, outcome).with_source(error.without_url())
}

/// Failures after the head.
pub(super) fn in_the_body(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        Kind::Timeout
    } else {
        match cause::<io::Error>(&error).map(io::Error::kind) {
            Some(ErrorKind::InvalidInput | ErrorKind::InvalidData) => Kind::Protocol,
            _ => Kind::Truncated,
        }
    };
    TransportError::new(kind, Outcome::Unknown).with_source(error.without_url())
}

/// hyper-rustls puts what went wrong in a handshake, an end of the connection too, into an I/O error of kind
/// `Other`; what goes wrong below TLS has a kind of its own.
fn is_of_the_handshake(error: &reqwest::Error) -> bool {
    cause::<io::Error>(error).is_some_and(|error| error.kind() == ErrorKind::Other)
}

fn cause<E: Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    iter::successors(error.source(), |&cause| cause.source()).find_map(|cause| cause.downcast_ref())
}
