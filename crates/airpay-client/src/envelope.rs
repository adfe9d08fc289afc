//! From an HTTP response to an answer, or to what kept it away (section 2).

use std::time::Duration;

use pay_core::{Secret, Throttle, Untrusted};
use pay_http::json::{self, Members, Value};
use pay_http::{Bytes, Unreachable, excerpt, http};

use crate::answer::{Answer, Data};
use crate::error::{Api, Code, ErrorKind, Malformed};

/// Reads any response. The body comes first and the status second: a code may come with HTTP 200, and a success with
/// another status is none.
pub(crate) fn open(
    response: &http::Response<Bytes>,
    retry_after: Option<Duration>,
    api_key: &Secret,
) -> Result<Answer, ErrorKind> {
    let http = response.status();
    if http.is_redirection() {
        return Err(ErrorKind::Unreachable(Unreachable::Redirect));
    }
    let body = response.body();
    let throttled = ErrorKind::Throttled(Throttle::Burst(retry_after));
    let without_code = |instead: ErrorKind| match http {
        http::StatusCode::TOO_MANY_REQUESTS => throttled.clone(),
        _ => instead,
    };
    let Some((_, mut members)) = json::object(body)? else {
        return Err(without_code(without_envelope(http, body)));
    };
    let message = message(&mut members, api_key);
    let code: Option<i64> = members.take("code")?;
    match code {
        Some(SUCCESS) if http.is_success() => {
            let data = Data::new(members.value("data").map(ToOwned::to_owned));
            Ok(Answer::new(message, data))
        }
        Some(SUCCESS) => Err(ErrorKind::Malformed(Malformed::Contradiction)),
        None if http.is_success() => Err(ErrorKind::Malformed(Malformed::NotAnEnvelope)),
        code => {
            let code = code.map(Code::from_number);
            let api = ErrorKind::Api(Box::new(Api { code, message, http: http.as_u16() }));
            Err(if code.is_none() { without_code(api) } else { api })
        }
    }
}

const SUCCESS: i64 = 200;

fn without_envelope(http: http::StatusCode, body: &[u8]) -> ErrorKind {
    match Unreachable::in_place_of_an_answer(http, body) {
        Some(unreachable) => ErrorKind::Unreachable(unreachable),
        None if http.is_client_error() => {
            ErrorKind::Api(Box::new(Api { code: None, message: None, http: http.as_u16() }))
        }
        None => ErrorKind::Malformed(Malformed::NotAnEnvelope),
    }
}

/// Airpay's words: short, and without what may be a token. A message may repeat the request.
fn message(members: &mut Members<'_>, api_key: &Secret) -> Option<Untrusted> {
    let text = members.value("message").and_then(|raw| <Untrusted as Value>::read(raw).ok().flatten())?;
    let text = text.as_raw().replace(api_key.expose(), "[redacted]");
    Some(excerpt(text.as_bytes())).filter(|text| !text.as_raw().is_empty())
}
