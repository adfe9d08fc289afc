use std::error::Error;
use std::fmt;

use bytes::Bytes;
use pay_core::{BoxFuture, Outcome};

/// Sends one request and brings back one whole response.
///
/// One call is one request on the wire: an implementation repeats nothing and follows no redirect. A status of
/// 500 is a response. An error means that nothing whole came back, and says whether anything can have left.
///
/// [`call`](crate::call) puts the [`Effect`](pay_core::Effect) into the extensions of the request: a connection
/// that an earlier request left open is for [`Effect::Read`](pay_core::Effect::Read) only. A future that is
/// dropped before its end leaves the same behind as [`Outcome::Unknown`].
pub trait Transport: Send + Sync {
    /// Sends `request` once.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;
}

/// Nothing whole came back.
///
/// Its text names the kind and never the address, a header or a body.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    outcome: Outcome,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// What went wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The address breaks a rule of the transport: scheme, host, port, user name. It was not sent.
    NotAllowed,
    /// The name has no address.
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
    /// The body or the headers of the response are more than allowed.
    TooLarge,
    /// The response is not HTTP as it was asked for.
    Protocol,
}

impl TransportError {
    /// An error of this kind, and whether bytes of the request can have left.
    pub const fn new(kind: TransportErrorKind, outcome: Outcome) -> Self {
        Self { kind, outcome, source: None }
    }

    /// Keeps what caused it. It is not printed: it may hold an address.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// What went wrong.
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the provider can have got the request: [`Outcome::NotSent`] or [`Outcome::Unknown`].
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAllowed => "request is not allowed by the transport",
            Self::Dns => "host name has no address",
            Self::Connect => "no connection",
            Self::Tls => "no trusted connection",
            Self::Timeout => "time ran out",
            Self::Reset => "connection broke",
            Self::Truncated => "response broke off",
            Self::TooLarge => "response is larger than allowed",
            Self::Protocol => "response is not HTTP as asked for",
        })
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
