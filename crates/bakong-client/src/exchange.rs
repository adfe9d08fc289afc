//! The two halves of a request, and what was spent on the wire.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use pay_core::{BoxFuture, Effect, Outcome, Timestamp};
use pay_http::http::header::{AUTHORIZATION, HeaderValue, USER_AGENT};
use pay_http::http::{Request, Response};
use pay_http::{BaseUrl, Bytes, Exchange, Transport, TransportError};

use crate::classify::classify;
use crate::endpoint::{Endpoint, InvalidRequest};
use crate::error::{ErrorKind, Unauthorized};
use crate::token::AccessToken;

/// The longest wait that a `Retry-After` can ask for: the quota is a day's.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// A request without a name is suspected of being refused at the edge, and one with a browser's would be a lie.
const OWN_NAME: HeaderValue = HeaderValue::from_static(concat!("bakong-client/", env!("CARGO_PKG_VERSION")));

/// An endpoint with everything that its request needs.
pub(crate) struct Call<'a, E> {
    pub(crate) base: &'a BaseUrl,
    pub(crate) endpoint: &'a E,
    pub(crate) token: Option<&'a AccessToken>,
    pub(crate) now: Timestamp,
}

impl<E: Endpoint> Exchange for Call<'_, E> {
    type Output = E::Response;
    type Kind = ErrorKind;

    fn name(&self) -> &'static str {
        E::PATH
    }

    fn effect(&self) -> Effect {
        E::EFFECT
    }

    fn prepare(&self) -> Result<Request<Bytes>, ErrorKind> {
        let invalid = || ErrorKind::InvalidRequest(InvalidRequest::Body);
        let uri = self.base.join(&format!("/v1/{}", E::PATH)).map_err(|_| invalid())?;
        let mut request = pay_http::json_post(uri, self.endpoint).map_err(|_| invalid())?;
        request.headers_mut().insert(USER_AGENT, OWN_NAME);
        if let Some(token) = self.token {
            let not_a_header = |_| ErrorKind::Unauthorized(Unauthorized::NoToken);
            let bearer = pay_http::bearer(token.secret()).map_err(not_a_header)?;
            request.headers_mut().insert(AUTHORIZATION, bearer);
        }
        Ok(request)
    }

    fn interpret(&self, response: Response<Bytes>) -> Result<E::Response, ErrorKind> {
        let retry_after = pay_http::retry_after(response.headers(), self.now, LONGEST_WAIT);
        let answer = classify(&response, retry_after)?;
        self.endpoint.read(answer)
    }
}

/// What one call of the caller's cost: requests are charged against a daily quota, refused ones too.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    requests: AtomicU32,
    renewed: AtomicBool,
}

impl Spent {
    pub(crate) fn requests(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Whether another token was taken on the way.
    pub(crate) fn has_renewed(&self) -> bool {
        self.renewed.load(Ordering::Relaxed)
    }

    pub(crate) fn note_renewal(&self) {
        self.renewed.store(true, Ordering::Relaxed);
    }
}

/// Counts what can have reached Bakong.
pub(crate) struct Metered<'a> {
    pub(crate) transport: &'a dyn Transport,
    pub(crate) spent: &'a Spent,
}

impl Transport for Metered<'_> {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let result = self.transport.send(request).await;
            if !matches!(&result, Err(error) if error.outcome() == Outcome::NotSent) {
                self.spent.requests.fetch_add(1, Ordering::Relaxed);
            }
            result
        })
    }
}

/// What an endpoint reads in a response.
#[cfg(test)]
pub(crate) fn read<E: Endpoint>(
    endpoint: &E,
    http: u16,
    content_type: &'static str,
    body: impl Into<Bytes>,
) -> Result<E::Response, ErrorKind> {
    let base = crate::Environment::Sit.base_url();
    let call = Call { base: &base, endpoint, token: None, now: Timestamp::from_millis(0) };
    let response = Response::builder().status(http).header("content-type", content_type);
    call.interpret(response.body(body.into()).expect("a whole response"))
}

#[cfg(test)]
mod tests {
    use pay_http::Unreachable;
    use pay_http::http::HeaderMap;

    use super::*;
    use crate::Environment;
    use crate::endpoint::{CheckByMd5, RenewToken};
    use crate::key::Md5;
    use crate::token::RegisteredEmail;

    const BASE: &str = "https://api-bakong.nbc.gov.kh";

    fn endpoint() -> CheckByMd5 {
        CheckByMd5 { md5: Md5::new("d60f3db96913029a2af979a1662c1e72").unwrap() }
    }

    fn prepared<E: Endpoint>(endpoint: &E, token: Option<&AccessToken>) -> Request<Bytes> {
        let base = Environment::Production.base_url();
        Call { base: &base, endpoint, token, now: Timestamp::from_millis(0) }.prepare().unwrap()
    }

    /// The token goes to the environment's own host, over TLS, to endpoints that ask for it, and marked so that
    /// nothing prints it.
    #[test]
    fn d33_the_token_goes_to_the_environments_host_alone() {
        let token = AccessToken::new("canary-7731").unwrap();
        let request = prepared(&endpoint(), Some(&token));
        assert_eq!(request.uri().to_string(), format!("{BASE}/v1/check_transaction_by_md5"));
        assert!(request.headers()[AUTHORIZATION].is_sensitive());
        assert!(!format!("{request:?}").contains("canary"));
        let renewal = RenewToken { email: RegisteredEmail::new("shop@example.com").unwrap() };
        assert!(!prepared(&renewal, None).headers().contains_key(AUTHORIZATION));
    }

    /// Reading a redirect makes no second request, so no header goes along with one.
    #[test]
    fn d33_a_redirect_to_another_host_is_an_error_whatever_its_body() {
        for status in [301, 302, 303, 307, 308] {
            let paid = r#"{"responseCode":0,"data":null}"#;
            let error = read(&endpoint(), status, "application/json", paid).unwrap_err();
            assert_eq!(error, ErrorKind::Unreachable(Unreachable::Redirect), "{status}");
        }
    }

    #[test]
    fn a_name_of_its_own_and_no_browsers() {
        let headers: HeaderMap = prepared(&endpoint(), None).headers().clone();
        assert!(headers[USER_AGENT].to_str().unwrap().starts_with("bakong-client/"));
    }
}
