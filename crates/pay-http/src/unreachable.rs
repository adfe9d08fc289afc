use std::fmt;

use http::StatusCode;
use pay_core::Outcome;

use crate::TransportErrorKind;
use crate::json::without_mark;

/// Why there is no answer of the provider's: no connection, an error page, an outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unreachable {
    /// Nothing whole came back.
    Transport(TransportErrorKind),
    /// A 3xx. It was not followed, so that the token does not go elsewhere.
    Redirect,
    /// HTTP 403 without an answer of the provider's: the edge lets this address, this path or this client not in, and
    /// its page does not tell them apart.
    Forbidden,
    /// HTTP 404 without an answer of the provider's: probably another base address.
    NoSuchPath,
    /// HTTP 5xx without an answer of the provider's, or with one that gives no code.
    Server,
    /// A page in place of an answer.
    Page,
    /// The provider answers that something behind it does not.
    Upstream,
}

impl Unreachable {
    /// What a response is that has no answer of the provider's in its body. `None` for one that is no page either: what
    /// it is then depends on the provider, as a 401 and a 429 do, which are for the client to see first.
    pub fn in_place_of_an_answer(status: StatusCode, body: &[u8]) -> Option<Self> {
        match status.as_u16() {
            300..400 => Some(Self::Redirect),
            403 => Some(Self::Forbidden),
            404 => Some(Self::NoSuchPath),
            500.. => Some(Self::Server),
            _ => without_mark(body).trim_ascii_start().starts_with(b"<").then_some(Self::Page),
        }
    }

    /// What is known of the request after a response like this. Of a [`Transport`](Self::Transport) failure
    /// [`TransportError::outcome`](crate::TransportError::outcome) knows more.
    ///
    /// A redirect may follow on what was done (303 See Other, RFC 9110, section 15.4.4), so it is no refusal.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Transport(_) | Self::Redirect | Self::Server | Self::Page | Self::Upstream => {
                Outcome::Unknown
            }
            Self::Forbidden | Self::NoSuchPath => Outcome::Refused,
        }
    }
}

impl From<TransportErrorKind> for Unreachable {
    fn from(kind: TransportErrorKind) -> Self {
        Self::Transport(kind)
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Transport(kind) => return kind.fmt(f),
            Self::Redirect => "redirected elsewhere, not followed",
            Self::Forbidden => "forbidden at the edge",
            Self::NoSuchPath => "no such path",
            Self::Server => "server error",
            Self::Page => "expected json, found a page",
            Self::Upstream => "provider cannot reach what stands behind it",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d26_every_status_of_a_page_has_a_class() {
        let class = |status: u16, body: &str| {
            let status = StatusCode::from_u16(status).unwrap();
            Unreachable::in_place_of_an_answer(status, body.as_bytes())
        };
        for (status, expected) in [
            (200, Unreachable::Page),
            (303, Unreachable::Redirect),
            (403, Unreachable::Forbidden),
            (404, Unreachable::NoSuchPath),
            (413, Unreachable::Page),
            (500, Unreachable::Server),
            (599, Unreachable::Server),
        ] {
            assert_eq!(class(status, " \r\n\t<html>"), Some(expected), "{status}");
        }
        assert_eq!(class(502, ""), Some(Unreachable::Server));
        assert_eq!(class(200, "\u{feff}<html>"), Some(Unreachable::Page));
        assert_eq!(class(200, ""), None);
        assert_eq!(class(400, "Bad Request"), None);
    }
}
