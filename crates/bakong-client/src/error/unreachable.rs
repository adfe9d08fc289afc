use std::fmt;

use pay_core::Outcome;
use pay_http::TransportErrorKind;

/// Why there is no answer of Bakong's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unreachable {
    /// The transport does not allow the request: scheme, host, size. It was not sent.
    NotAllowed,
    /// The host name has no address.
    Dns,
    /// No connection.
    Connect,
    /// No connection that can be trusted.
    Tls,
    /// Time ran out.
    Timeout,
    /// The connection broke.
    Reset,
    /// The response broke off.
    Truncated,
    /// What came back is not HTTP.
    Protocol,
    /// A 3xx. It was not followed, so that the token does not go elsewhere.
    Redirect,
    /// HTTP 403 without an answer of Bakong's: an address outside Cambodia, an endpoint that is closed at the edge,
    /// or a client that the edge does not like. The page does not tell them apart.
    Forbidden,
    /// HTTP 404 without an answer of Bakong's.
    NoSuchPath,
    /// HTTP 5xx without an answer of Bakong's, or with one that gives no code.
    Server,
    /// A page of HTML.
    Html,
    /// Bakong answers that something behind it does not: error code 9, or `SERVICE_FAILED` in a list.
    Upstream,
}

impl Unreachable {
    pub(super) const fn from_transport(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::NotAllowed => Self::NotAllowed,
            TransportErrorKind::Dns => Self::Dns,
            TransportErrorKind::Connect => Self::Connect,
            TransportErrorKind::Tls => Self::Tls,
            TransportErrorKind::Timeout => Self::Timeout,
            TransportErrorKind::Reset => Self::Reset,
            TransportErrorKind::Truncated => Self::Truncated,
            _ => Self::Protocol,
        }
    }

    /// What a page, as against the lack of one, says of the request.
    pub(super) const fn outcome(self) -> Outcome {
        match self {
            Self::Redirect | Self::Forbidden | Self::NoSuchPath => Outcome::Refused,
            _ => Outcome::Unknown,
        }
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAllowed => "request is not allowed by the transport",
            Self::Dns => "host name has no address",
            Self::Connect => "no connection",
            Self::Tls => "no trusted connection",
            Self::Timeout => "time ran out",
            Self::Reset => "connection broke",
            Self::Truncated => "response broke off",
            Self::Protocol => "response is not http",
            Self::Redirect => "redirected elsewhere, not followed",
            Self::Forbidden => {
                "forbidden at the edge: address outside Cambodia, endpoint closed, or client blocked"
            }
            Self::NoSuchPath => "no such path",
            Self::Server => "server error",
            Self::Html => "expected json, found a page of html",
            Self::Upstream => "bakong cannot reach what stands behind it",
        })
    }
}
