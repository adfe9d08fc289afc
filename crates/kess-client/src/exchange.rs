//! The two halves of a request to the gateway.

use std::time::Duration;

use pay_core::{Effect, Timestamp};
use pay_http::http::header::{AUTHORIZATION, HeaderValue, USER_AGENT};
use pay_http::http::{Request, Response};
use pay_http::json::RawValue;
use pay_http::{Bytes, Exchange};

use crate::check::{EnvelopeCheck, verify_envelope};
use crate::envelope::{Data, open};
use crate::error::{ErrorKind, InvalidRequest, Malformed};
use crate::settings::Settings;
use crate::token::Token;

/// A signed request with everything that it needs.
pub(crate) struct Call<'a, R> {
    pub(crate) settings: &'a Settings,
    /// For spans, where only names of our own may stand.
    pub(crate) name: &'static str,
    pub(crate) effect: Effect,
    /// The signed JSON.
    pub(crate) body: &'a RawValue,
    pub(crate) token: &'a Token,
    pub(crate) now: Timestamp,
    pub(crate) read: Read<'a, R>,
}

/// How the `data` of a success is read.
pub(crate) type Read<'a, R> = &'a (dyn Fn(Data<'_>) -> Result<R, Malformed> + Send + Sync);

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
        let unaddressed = || ErrorKind::InvalidRequest(InvalidRequest::Address);
        let uri = self.settings.base.join("/api/mch/v2/gateway").map_err(|_| unaddressed())?;
        let mut request = pay_http::json_post(uri, self.body).map_err(|_| unaddressed())?;
        let bearer = pay_http::bearer(&self.token.access).map_err(|_| unaddressed())?;
        request.headers_mut().insert(AUTHORIZATION, bearer);
        request.headers_mut().insert(USER_AGENT, OWN_NAME);
        Ok(request)
    }

    fn interpret(&self, response: Response<Bytes>) -> Result<R, ErrorKind> {
        let retry_after = pay_http::retry_after(response.headers(), self.now, LONGEST_WAIT);
        let data = open(&response, retry_after)?;
        self.check_signature(response.body())?;
        (self.read)(data).map_err(ErrorKind::Malformed)
    }
}

impl<R> Call<'_, R> {
    /// Records what the signature says; refuses the answer only where the settings ask for one that holds.
    fn check_signature(&self, body: &[u8]) -> Result<(), ErrorKind> {
        let check = verify_envelope(body, self.settings.response_secret());
        tracing::debug!(operation = self.name, ?check, "signature of the answer");
        match check {
            EnvelopeCheck::Mismatch | EnvelopeCheck::Absent if self.settings.requires_signature => {
                Err(ErrorKind::Malformed(Malformed::Signature))
            }
            _ => Ok(()),
        }
    }
}

pub(crate) const OWN_NAME: HeaderValue =
    HeaderValue::from_static(concat!("kess-client/", env!("CARGO_PKG_VERSION")));

/// The longest wait that a `Retry-After` can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);
