//! The two halves of the request.

use std::time::Duration;

use pay_core::{Effect, Timestamp};
use pay_http::http::header::{HeaderName, HeaderValue, USER_AGENT};
use pay_http::http::{Request, Response};
use pay_http::{Bytes, Exchange};

use crate::answer::Answer;
use crate::envelope;
use crate::error::{ErrorKind, InvalidRequest};
use crate::request::PaymentRequest;
use crate::settings::Settings;

/// The operation in Airpay's word: the last segment of its path.
pub(crate) const OPERATION: &str = "request";

/// A request with everything that it needs.
pub(crate) struct Call<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) request: &'a PaymentRequest,
    pub(crate) now: Timestamp,
}

impl Exchange for Call<'_> {
    type Output = Answer;
    type Kind = ErrorKind;

    fn name(&self) -> &'static str {
        OPERATION
    }

    fn effect(&self) -> Effect {
        Effect::Create
    }

    /// By POST: the document does not name the method, and the request has a body (A16). The header `apikey` is always
    /// sent, although "Authorizations" says none (A10).
    fn prepare(&self) -> Result<Request<Bytes>, ErrorKind> {
        let unaddressed = || ErrorKind::InvalidRequest(InvalidRequest::Address);
        let uri = self.settings.base.join(&self.settings.route.path()).map_err(|_| unaddressed())?;
        let mut request = pay_http::json_post(uri, self.request).map_err(|_| unaddressed())?;
        let mut key = HeaderValue::try_from(self.settings.api_key.expose()).map_err(|_| unaddressed())?;
        key.set_sensitive(true);
        request.headers_mut().insert(API_KEY, key);
        request.headers_mut().insert(USER_AGENT, OWN_NAME);
        Ok(request)
    }

    fn interpret(&self, response: Response<Bytes>) -> Result<Answer, ErrorKind> {
        let retry_after = pay_http::retry_after(response.headers(), self.now, LONGEST_WAIT);
        let answer = envelope::open(&response, retry_after, &self.settings.api_key)?;
        Ok(answer.to(self.request.own_id()))
    }
}

const API_KEY: HeaderName = HeaderName::from_static("apikey");

const OWN_NAME: HeaderValue = HeaderValue::from_static(concat!("airpay-client/", env!("CARGO_PKG_VERSION")));

/// The longest wait that a `Retry-After` can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);
