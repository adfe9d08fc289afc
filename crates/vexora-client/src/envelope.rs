//! From an HTTP response to the `data` of a call that succeeded, or to what kept it away (sections 3 and 5).

use std::time::Duration;

use pay_core::{Effect, Throttle, Timestamp, Untrusted};
use pay_http::http::{Response, StatusCode};
use pay_http::json::{self, Members, Number, RawValue, Value};
use pay_http::{Bytes, Unreachable, excerpt};

use crate::error::{Api, ErrorKind, Malformed, ResponseCode};
use crate::model::Answer;
use crate::status::Status;

/// Reads any response. The body is tried as JSON whatever its status and content type.
pub(crate) fn open<T: Value>(
    response: &Response<Bytes>,
    effect: Effect,
    retry_after: Option<Duration>,
) -> Result<Answer<T>, ErrorKind> {
    let http = response.status();
    if http.is_redirection() {
        return Err(ErrorKind::Unreachable(Unreachable::Redirect));
    }
    let body = response.body();
    if http == StatusCode::TOO_MANY_REQUESTS && !may_have_been_done(body) {
        return Err(ErrorKind::Throttled(Throttle::Burst(retry_after)));
    }
    let Some((text, mut members)) = json::object(body)? else { return Err(without_envelope(http, body)) };
    let code: Option<Untrusted> = members.take("code")?;
    let Some(code) = code else { return Err(without_envelope(http, body)) };
    let code = ResponseCode::read(&code);
    let msg: Option<Untrusted> = members.readable("msg");
    if code != ResponseCode::Succeeded {
        let message = msg.filter(|msg| !msg.as_raw().trim().is_empty());
        return Err(ErrorKind::Api(Box::new(Api {
            code,
            message: message.map(|msg| excerpt(msg.as_raw().as_bytes())),
            http: http.as_u16(),
            body: Untrusted::new(text),
        })));
    }
    if !http.is_success() {
        return Err(Malformed::Contradiction.into());
    }
    let success: Option<bool> = members.take("success")?;
    let status = members.value("data").and_then(status_in);
    let data: Option<T> = members.take("data")?;
    let data = data.ok_or(Malformed::NoData)?;
    if success == Some(false) && denies(status.as_ref(), effect) {
        return Err(Malformed::Contradiction.into());
    }
    let timestamp: Option<Number> = members.readable("timestamp");
    let timestamp = timestamp.and_then(|number| number.whole()).map(Timestamp::from_millis);
    Ok(Answer { data, msg, success, timestamp, extra: members.rest(), body: Untrusted::new(text) })
}

/// Whether a body beside 429 has a code that is no refusal.
fn may_have_been_done(body: &[u8]) -> bool {
    let code = match json::object(body) {
        Ok(Some((_, mut members))) => members.readable::<Untrusted>("code"),
        _ => None,
    };
    let code = code.as_ref().map(ResponseCode::read);
    matches!(code, Some(ResponseCode::Succeeded | ResponseCode::SystemException))
}

/// Whether `success` false denies what the status says: what is not listed as a failure, unless it is asked about and open.
const fn denies(status: Option<&Status>, effect: Effect) -> bool {
    match status {
        Some(Status::Failed | Status::UnknownError | Status::DailyAmountReached) => false,
        Some(Status::Processing | Status::Other(_)) => !matches!(effect, Effect::Read),
        Some(Status::Succeeded | Status::PartiallyPaid) | None => true,
    }
}

fn status_in(data: &RawValue) -> Option<Status> {
    let mut members = Members::read(data.get()).ok()?;
    members.readable::<Untrusted>("status").as_ref().map(Status::read)
}

fn without_envelope(http: StatusCode, body: &[u8]) -> ErrorKind {
    match Unreachable::in_place_of_an_answer(http, body) {
        Some(unreachable) => ErrorKind::Unreachable(unreachable),
        None if http == StatusCode::UNAUTHORIZED => ErrorKind::Unreachable(Unreachable::Forbidden),
        None => ErrorKind::Malformed(Malformed::NotAnEnvelope),
    }
}
