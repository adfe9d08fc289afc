//! What can go wrong between a client and a provider, on purpose.

mod body;
mod rules;

use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER, SERVER};
use http::{HeaderValue, StatusCode};

pub(crate) use self::body::{drip, truncate};
pub use self::rules::{Faults, Planned};

/// One thing that goes wrong with one request.
///
/// The edge faults (`Forbidden`, `GatewayTimeout`, `TooManyRequests`, `Answer`, `CutBefore`) answer in the
/// provider's place, so that it neither counts nor does anything. With `Upstream` the provider counts, and
/// refuses; with `Late` it does its part when the client may have given up. With the others it has done its
/// part, and the client does not get to know, or late.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// 403 with the HTML page of an nginx: an address outside the country, a path closed at the edge.
    Forbidden,
    /// 504 with the HTML page of an nginx.
    GatewayTimeout,
    /// 429 with an empty body, and a `Retry-After` of this text, if any: seconds, a date, or nonsense.
    TooManyRequests {
        /// The value of the header.
        retry_after: Option<HeaderValue>,
    },
    /// Any answer; see also [`Fault::answer`].
    Answer(Box<http::Response<Bytes>>),
    /// The request is read whole and thrown away; the connection is closed without an answer.
    CutBefore,
    /// The request is carried out; then the connection is closed without an answer.
    CutAfter,
    /// The request is carried out; the answer announces its whole length and breaks off after so many bytes.
    Truncate {
        /// Bytes of the body that are sent.
        keep: usize,
    },
    /// The request is carried out; the body of the answer comes in pieces.
    Drip {
        /// Bytes of a piece, at least one.
        chunk: usize,
        /// Real time before each piece.
        pause: Duration,
    },
    /// The request is carried out; the answer comes after this much real time.
    Delay(Duration),
    /// The request is carried out; no answer ever comes, and the connection stays open.
    Hang,
    /// The request is carried out after this much of the sandbox's time, whether or not the client still waits
    /// for the answer.
    Late(Duration),
    /// What stands behind the provider is down, and the provider says so in its own words: errorCode 9 of
    /// Bakong for one transaction, the status `SERVICE_FAILED` for an item of a list.
    Upstream {
        /// The items of a list that fail; none named: all.
        keys: Vec<String>,
    },
}

impl Fault {
    /// An answer of this status, type and body.
    pub fn answer(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut response = http::Response::new(body.into());
        *response.status_mut() = status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        Self::Answer(Box::new(response))
    }

    /// The name in the journal and in the control interface.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::GatewayTimeout => "gateway_timeout",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::Answer(_) => "answer",
            Self::CutBefore => "cut_before",
            Self::CutAfter => "cut_after",
            Self::Truncate { .. } => "truncate",
            Self::Drip { .. } => "drip",
            Self::Delay(_) => "delay",
            Self::Hang => "hang",
            Self::Late(_) => "late",
            Self::Upstream { .. } => "upstream",
        }
    }

    /// What the edge answers in the provider's place, if this is a fault of the edge.
    pub(crate) fn edge(&self) -> Option<Response> {
        match self {
            Self::Forbidden => Some(nginx(StatusCode::FORBIDDEN)),
            Self::GatewayTimeout => Some(nginx(StatusCode::GATEWAY_TIMEOUT)),
            Self::TooManyRequests { retry_after } => {
                let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
                if let Some(value) = retry_after {
                    response.headers_mut().insert(RETRY_AFTER, value.clone());
                }
                Some(response)
            }
            Self::Answer(answer) => Some(http::Response::clone(answer).map(Body::from)),
            Self::CutBefore => Some(Cut::response()),
            Self::CutAfter
            | Self::Truncate { .. }
            | Self::Drip { .. }
            | Self::Delay(_)
            | Self::Hang
            | Self::Late(_)
            | Self::Upstream { .. } => None,
        }
    }
}

/// Marks a response that is never sent: the server closes the connection in its place.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the connection is cut here on purpose")]
pub(crate) struct Cut;

impl Cut {
    pub(crate) fn response() -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(Self);
        response
    }

    pub(crate) fn is_in(response: &Response) -> bool {
        response.extensions().get::<Self>().is_some()
    }
}

/// Marks a request whose provider finds what stands behind it down, for these items or, when none is named,
/// for all.
#[derive(Clone, Debug)]
pub(crate) struct UpstreamDown(pub(crate) Vec<String>);

impl UpstreamDown {
    pub(crate) fn hits(&self, key: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|down| down == key)
    }
}

/// The error page of an nginx, which knows nothing of the provider behind it.
pub(crate) fn nginx(status: StatusCode) -> Response {
    // The names of RFC 9110, which nginx prints in its own way for one of them.
    let reason = match status {
        StatusCode::GATEWAY_TIMEOUT => "Gateway Time-out",
        _ => status.canonical_reason().unwrap_or_default(),
    };
    let title = format!("{} {reason}", status.as_u16());
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    );
    (status, [(CONTENT_TYPE, "text/html"), (SERVER, "nginx")], page).into_response()
}
