//! The two halves of a request to Vexora.

use std::time::Duration;

use pay_core::{Effect, Timestamp};
use pay_http::http::header::{HeaderName, HeaderValue, USER_AGENT};
use pay_http::http::{Request, Response};
use pay_http::json::RawValue;
use pay_http::{Bytes, Exchange};

use crate::envelope::open;
use crate::error::{ErrorKind, InvalidRequest};
use crate::model::Answer;
use crate::operation::Operation;
use crate::settings::Settings;

/// A signed request with everything that it needs.
pub(crate) struct Call<'a, O> {
    pub(crate) settings: &'a Settings,
    pub(crate) operation: &'a O,
    /// The signed JSON.
    pub(crate) body: &'a RawValue,
    pub(crate) now: Timestamp,
}

impl<O: Operation> Exchange for Call<'_, O> {
    type Output = Answer<O::Response>;
    type Kind = ErrorKind;

    fn name(&self) -> &'static str {
        O::NAME
    }

    fn effect(&self) -> Effect {
        O::EFFECT
    }

    fn prepare(&self) -> Result<Request<Bytes>, ErrorKind> {
        let unaddressed = || ErrorKind::InvalidRequest(InvalidRequest::Address);
        let uri = self.settings.base.join(&self.settings.path_of(O::NAME)).map_err(|_| unaddressed())?;
        let mut request = pay_http::json_post(uri, self.body).map_err(|_| unaddressed())?;
        request.headers_mut().insert(MERCHANT_NO, self.settings.merchant_no.to_header());
        request.headers_mut().insert(USER_AGENT, OWN_NAME);
        Ok(request)
    }

    fn interpret(&self, response: Response<Bytes>) -> Result<Answer<O::Response>, ErrorKind> {
        let retry_after = pay_http::retry_after(response.headers(), self.now, LONGEST_WAIT);
        let answer: Answer<O::Response> = open(&response, O::EFFECT, retry_after)?;
        self.operation.check(&answer.data).map_err(ErrorKind::Malformed)?;
        Ok(answer)
    }
}

/// Names of headers have no capitals on the wire of HTTP/2, and none that count in HTTP/1.1.
const MERCHANT_NO: HeaderName = HeaderName::from_static("merchantno");

const OWN_NAME: HeaderValue = HeaderValue::from_static(concat!("vexora-client/", env!("CARGO_PKG_VERSION")));

/// The longest wait that a `Retry-After` can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);
