use std::fmt;

use pay_core::Outcome;
use pay_http::TransportErrorKind;

/// Why there is no answer of KESS's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unreachable {
    /// Nothing whole came back.
    Transport(TransportErrorKind),
    /// A 3xx. It was not followed, so that the token does not go elsewhere.
    Redirect,
    /// HTTP 403 without an answer of KESS's: production takes known addresses alone.
    Forbidden,
    /// HTTP 404 without an answer of KESS's: probably another base address.
    NoSuchPath,
    /// HTTP 5xx without an answer of KESS's.
    Server,
    /// A page of HTML, or another 4xx without an answer of KESS's.
    Page,
}

impl Unreachable {
    pub(super) const fn outcome(self) -> Outcome {
        match self {
            // The transport's own outcome takes the place of this one: see `Fault`.
            Self::Transport(_) | Self::Redirect | Self::Server | Self::Page => Outcome::Unknown,
            Self::Forbidden | Self::NoSuchPath => Outcome::Refused,
        }
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Transport(TransportErrorKind::NotAllowed) => "request is not allowed by the transport",
            Self::Transport(TransportErrorKind::Dns) => "host name has no address",
            Self::Transport(TransportErrorKind::Connect) => "no connection",
            Self::Transport(TransportErrorKind::Tls) => "no trusted connection",
            Self::Transport(TransportErrorKind::Timeout) => "time ran out",
            Self::Transport(TransportErrorKind::Reset) => "connection broke",
            Self::Transport(TransportErrorKind::Truncated) => "response broke off",
            Self::Transport(_) => "response is not http as asked for",
            Self::Redirect => "redirected, not followed",
            Self::Forbidden => "forbidden before the gateway: is this address on its list?",
            Self::NoSuchPath => "no gateway at this address",
            Self::Server => "server error without an answer",
            Self::Page => "a page in place of an answer",
        })
    }
}
