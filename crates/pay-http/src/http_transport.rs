mod body;
mod builder;
mod failure;
#[cfg(test)]
#[cfg(feature = "rustls")]
mod tls_tests;

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, Version};
use pay_core::{BoxFuture, Effect, Outcome};
use url::{Origin, Url};

pub use self::builder::{HttpTransportBuilder, SetupError};
use crate::{BaseUrl, Transport, TransportError, TransportErrorKind};

/// A [`Transport`] over TCP and TLS: HTTP/1.1, one request a call, whatever happens.
///
/// - Only the scheme, host and port of a [`BaseUrl`] that it was built for are spoken to, so the network only
///   with TLS 1.2 or 1.3; certificates are always verified. No proxy is used, nor read from the environment.
/// - Nothing is followed or repeated: a redirect is a response. A request whose [`Effect`] is
///   [`Read`](Effect::Read), as [`call`](crate::call) says, may use a connection that an earlier one left open;
///   every other gets a connection of its own, so that it cannot meet one that the provider is just closing.
/// - Connecting and the whole exchange have a time limit, head and body of the response have a size limit.
///   No compression is asked for, and none is accepted, so that the size on the wire is the size.
///
/// It needs a Tokio runtime with I/O and time. Clones share their connections.
#[derive(Clone)]
pub struct HttpTransport {
    allowed: Vec<Origin>,
    body_cap: usize,
    /// For requests that may be repeated: leaves connections open and uses them again.
    reusing: reqwest::Client,
    /// For all others: hyper-util sends a request again by itself when a reused connection turns out to be
    /// closed, and that cannot be switched off here. Without reuse there is nothing to send again.
    fresh: reqwest::Client,
}

impl HttpTransport {
    /// A transport to this provider, with the limits that [`HttpTransportBuilder`] names.
    pub fn new(base: &BaseUrl) -> Result<Self, SetupError> {
        Self::builder(base).build()
    }

    /// The same, with other limits or a name.
    pub fn builder(base: &BaseUrl) -> HttpTransportBuilder {
        HttpTransportBuilder::new(base)
    }

    async fn send_once(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let client = match request.extensions().get() {
            Some(Effect::Read) => &self.reusing,
            _ => &self.fresh,
        };
        let request = self.admit(request)?;
        let mut response = client.execute(request).await.map_err(failure::before_the_head)?;
        if is_encoded(response.headers()) {
            return Err(TransportError::new(TransportErrorKind::Protocol, Outcome::Unknown)
                .with_source("response is compressed, which was not asked for"));
        }
        let body = body::read(&mut response, self.body_cap).await?;
        let mut whole = http::Response::new(body);
        *whole.status_mut() = response.status();
        *whole.version_mut() = response.version();
        *whole.headers_mut() = std::mem::take(response.headers_mut());
        Ok(whole)
    }

    /// The request for the stack below, if it may leave.
    fn admit(&self, mut request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
        let refused = || TransportError::new(TransportErrorKind::NotAllowed, Outcome::NotSent);
        *request.version_mut() = Version::HTTP_11;
        // Judged as the stack below reads it, so that no second reading of an address can differ.
        let request = reqwest::Request::try_from(request).map_err(|_| refused())?;
        if self.is_allowed(request.url()) { Ok(request) } else { Err(refused()) }
    }

    fn is_allowed(&self, url: &Url) -> bool {
        self.allowed.contains(&url.origin()) && url.username().is_empty() && url.password().is_none()
    }
}

/// Bodies here are some kilobytes of JSON. Not to unpack them leaves no bomb to defuse.
fn is_encoded(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
    encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

impl Transport for HttpTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(self.send_once(request))
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed: Vec<_> = self.allowed.iter().map(Origin::ascii_serialization).collect();
        f.debug_struct("HttpTransport")
            .field("allowed", &allowed)
            .field("body_cap", &self.body_cap)
            .finish_non_exhaustive()
    }
}
