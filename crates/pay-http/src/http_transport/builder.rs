use std::time::Duration;

use http::HeaderValue;
use http::header::{ACCEPT_ENCODING, HeaderMap};
use thiserror::Error;
use url::Origin;

use super::HttpTransport;
use crate::BaseUrl;

/// The limits of an [`HttpTransport`], and whom it may speak to.
#[derive(Clone, Debug)]
pub struct HttpTransportBuilder {
    allowed: Vec<Origin>,
    user_agent: HeaderValue,
    connect_timeout: Duration,
    timeout: Duration,
    body_cap: usize,
    #[cfg(all(test, feature = "rustls"))]
    test_root: Option<reqwest::Certificate>,
}

impl HttpTransportBuilder {
    pub(super) fn new(base: &BaseUrl) -> Self {
        Self {
            allowed: vec![base.origin()],
            user_agent: HeaderValue::from_static(concat!("pay-http/", env!("CARGO_PKG_VERSION"))),
            connect_timeout: Duration::from_secs(3),
            timeout: Duration::from_secs(10),
            body_cap: 1 << 20,
            #[cfg(all(test, feature = "rustls"))]
            test_root: None,
        }
    }

    /// Allows a second scheme, host and port, for a provider that has several.
    #[must_use]
    pub fn allow(mut self, base: &BaseUrl) -> Self {
        self.allowed.push(base.origin());
        self
    }

    /// What `User-Agent` says where a request does not say it: the name and version of the software that asks.
    ///
    /// ```
    /// use pay_http::http::HeaderValue;
    ///
    /// let name = HeaderValue::from_static(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")));
    /// # let base: pay_http::BaseUrl = "http://127.0.0.1:1".parse()?;
    /// let transport = pay_http::HttpTransport::builder(&base).user_agent(name).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn user_agent(mut self, name: HeaderValue) -> Self {
        self.user_agent = name;
        self
    }

    /// The time for name, connection and TLS together; 3 s, and never more than the whole has.
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// The time for the whole exchange, up to the last byte of the body; 10 s.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// The most bytes that a response's body may have; 1 MiB.
    #[must_use]
    pub fn body_cap(mut self, bytes: usize) -> Self {
        self.body_cap = bytes;
        self
    }

    /// Trusts this authority (DER) besides those of the system.
    #[cfg(test)]
    #[cfg(feature = "rustls")]
    pub(super) fn test_root(mut self, root: &[u8]) -> Self {
        self.test_root = Some(reqwest::Certificate::from_der(root).unwrap());
        self
    }

    /// Sets the transport up. Reads the system's trusted certificates, unless only loopback hosts without TLS
    /// are allowed.
    pub fn build(self) -> Result<HttpTransport, SetupError> {
        if cfg!(not(feature = "rustls")) && !self.is_plain() {
            return Err(SetupError::NoTls);
        }
        let build =
            |stack: reqwest::ClientBuilder| stack.build().map_err(|error| SetupError::Stack(error.into()));
        let reusing = build(self.stack().pool_idle_timeout(IDLE))?;
        let fresh = build(self.stack().pool_max_idle_per_host(0))?;
        Ok(HttpTransport { allowed: self.allowed, body_cap: self.body_cap, reusing, fresh })
    }

    /// Says everything that matters, defaults too: another crate of the same build may enable features of reqwest
    /// that change them.
    fn stack(&self) -> reqwest::ClientBuilder {
        let stack = reqwest::Client::builder()
            // HTTP/2 has answers that invite to send again (GOAWAY, REFUSED_STREAM), and shares one connection
            // among requests, so that a failure is never of one request alone.
            .http1_only()
            .http1_max_headers(MAX_HEADERS)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .no_proxy()
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .no_hickory_dns()
            .user_agent(self.user_agent.clone())
            .default_headers(HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("identity"))]))
            .connect_timeout(self.connect_timeout.min(self.timeout))
            .timeout(self.timeout);
        #[cfg(feature = "rustls")]
        let stack = self.tls(stack);
        stack
    }

    #[cfg(feature = "rustls")]
    fn tls(&self, stack: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        let stack = stack.tls_backend_rustls().tls_version_min(reqwest::tls::Version::TLS_1_2);
        #[cfg(test)]
        if let Some(root) = &self.test_root {
            return stack.tls_certs_merge([root.clone()]);
        }
        // An image without certificates can still speak to a loopback host.
        if self.is_plain() { stack.tls_certs_only([]) } else { stack }
    }

    /// Whether nobody is allowed who is spoken to with TLS.
    fn is_plain(&self) -> bool {
        let is_plain = |origin: &Origin| matches!(origin, Origin::Tuple(scheme, ..) if scheme == "http");
        self.allowed.iter().all(is_plain)
    }
}

/// Connections are left open for less time than servers usually leave them (nginx: 75 s).
const IDLE: Duration = Duration::from_secs(30);
/// With their names and values they may have 400 KiB, says hyper.
const MAX_HEADERS: usize = 100;

/// An [`HttpTransport`] cannot be set up.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SetupError {
    /// An `https` address, and a build without the feature `rustls`.
    #[error("expected the feature rustls for an https address")]
    NoTls,
    /// The stack below failed, for instance because the system has no trusted certificates.
    #[error("http stack cannot be set up")]
    Stack(#[source] Box<dyn std::error::Error + Send + Sync>),
}
