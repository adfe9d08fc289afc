//! The two halves of a request to the Gate.

use std::time::Duration;

use pay_core::{Effect, Timestamp};
use pay_http::http::header::{HeaderValue, USER_AGENT};
use pay_http::http::{Request, Response, Uri};
use pay_http::json::RawValue;
use pay_http::{Bytes, Exchange};

use crate::answer::{Answer, open};
use crate::error::{ErrorKind, InvalidRequest, Malformed};

/// A signed request with everything that it needs.
pub(crate) struct Call<'a, R> {
    /// For spans, where only names of our own may stand.
    pub(crate) name: &'static str,
    pub(crate) effect: Effect,
    pub(crate) uri: Uri,
    /// The payment that it is about, where its body names one.
    pub(crate) payment_id: Option<&'a str>,
    /// The signed JSON.
    pub(crate) body: &'a RawValue,
    pub(crate) now: Timestamp,
    pub(crate) read: Read<'a, R>,
}

/// How an answer is read.
pub(crate) type Read<'a, R> = &'a (dyn Fn(Answer<'_>) -> Result<R, ErrorKind> + Send + Sync);

impl<R> Exchange for Call<'_, R> {
    type Output = R;
    type Kind = ErrorKind;

    fn name(&self) -> &'static str {
        self.name
    }

    fn effect(&self) -> Effect {
        self.effect
    }

    fn prepare(&self) -> Result<Request<Bytes>, ErrorKind> {
        let json = pay_http::json_post(self.uri.clone(), self.body);
        let mut request = json.map_err(|_| ErrorKind::InvalidRequest(InvalidRequest::Address))?;
        request.headers_mut().insert(USER_AGENT, OWN_NAME);
        Ok(request)
    }

    fn interpret(&self, response: Response<Bytes>) -> Result<R, ErrorKind> {
        let retry_after = pay_http::retry_after(response.headers(), self.now, LONGEST_WAIT);
        let answer = open(&response, retry_after).map_err(|kind| self.bound(kind))?;
        (self.read)(answer)
    }
}

impl<R> Call<'_, R> {
    /// A refusal, if it is one of this request.
    fn bound(&self, kind: ErrorKind) -> ErrorKind {
        match (kind.api(), self.payment_id) {
            (Some(api), Some(asked)) if api.is_about_another(asked) => Malformed::OtherPayment.into(),
            _ => kind,
        }
    }
}

const OWN_NAME: HeaderValue = HeaderValue::from_static(concat!("monetix-client/", env!("CARGO_PKG_VERSION")));

/// The longest wait that a `Retry-After` can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);
