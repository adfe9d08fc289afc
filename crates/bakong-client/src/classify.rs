//! From an HTTP response to an answer of Bakong's, or to what kept it away: the specification's section 4.3, rules 3
//! to 5 (rules 1 and 2, where nothing whole came back, are in `error`).

mod wording;

use std::fmt;
use std::time::Duration;

use pay_core::{Throttle, Untrusted};
use pay_http::json::{self, Members, Number, Problem, ProblemKind, RawValue};
use pay_http::{Bytes, Unreachable, excerpt, http};

pub(crate) use self::wording::{Quota, Wording};
use crate::error::{Api, ErrorKind, Malformed, Unauthorized};

/// An answer of Bakong's, after the rules that all endpoints share.
#[derive(Clone, Debug)]
pub enum Answer<'a> {
    /// `responseCode` 0, in a 2xx and without an error code.
    Success(Success<'a>),
    /// Any other `responseCode`, which is not about the token or a quota.
    Refusal(Refusal),
}

/// The `data` of a success. `Debug` does not print it: it may be a token.
#[derive(Clone, Copy)]
pub struct Success<'a> {
    data: Option<&'a str>,
}

impl<'a> Success<'a> {
    /// The JSON text of `data`; `None` when it is null or absent.
    pub const fn data(&self) -> Option<&'a str> {
        self.data
    }

    /// The text of a member of `data`.
    pub(crate) fn text(&self, name: &str) -> Result<String, Problem> {
        let missing = || Problem::new(ProblemKind::Missing).inside(name);
        let members = self.data.map_or(Err(missing()), Members::read);
        let text = members.and_then(|mut members| members.required(name));
        text.map_err(|problem| problem.inside("data"))
    }
}

impl fmt::Debug for Success<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Success").finish_non_exhaustive()
    }
}

/// A `responseCode` that is not 0.
#[derive(Clone, Debug)]
pub struct Refusal {
    code: Code,
    message: Option<String>,
    http: http::StatusCode,
}

/// `errorCode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// Null, absent or 0.
    None,
    Number(i64),
    /// There, and no integer.
    Unreadable,
}

impl Refusal {
    /// `errorCode`, where there is a readable one that is not 0.
    pub const fn code(&self) -> Option<i64> {
        match self.code {
            Code::Number(number) => Some(number),
            Code::None | Code::Unreadable => None,
        }
    }

    pub(crate) fn is_server_error(&self) -> bool {
        self.http.is_server_error()
    }

    /// What the wording adds to the code (section 4.4).
    pub(crate) fn wording(&self) -> Wording {
        match self.code {
            Code::Unreadable => Wording::Other,
            _ => Wording::of(self.message.as_deref()),
        }
    }

    /// `responseMessage`, at most 256 bytes, without anything that may be a token.
    pub fn message(&self) -> Option<Untrusted> {
        self.message.as_deref().map(|message| excerpt(message.as_bytes()))
    }

    /// The error that a refusal is for an endpoint that gives its code no meaning of its own.
    pub fn into_error(self) -> ErrorKind {
        match self.code {
            Code::Number(9) => ErrorKind::Unreachable(Unreachable::Upstream),
            Code::None if self.http.is_server_error() => ErrorKind::Unreachable(Unreachable::Server),
            _ => ErrorKind::Api(Box::new(Api {
                code: self.code(),
                message: self.message(),
                http: self.http.as_u16(),
            })),
        }
    }
}

/// Reads any response. The body is tried as JSON whatever its status and content type, because business errors come
/// with both.
pub(crate) fn classify(
    response: &http::Response<Bytes>,
    retry_after: Option<Duration>,
) -> Result<Answer<'_>, ErrorKind> {
    let http = response.status();
    if http.is_redirection() {
        return Err(ErrorKind::Unreachable(Unreachable::Redirect));
    }
    let body = response.body();
    let Some(envelope) = json::text(body).and_then(Envelope::read) else {
        return Err(without_envelope(http, body, retry_after));
    };
    let throttled = |throttle| Err(ErrorKind::Throttled(throttle));
    let quota = if envelope.success { None } else { Quota::of(envelope.message.as_deref()) };
    match (envelope.code, quota) {
        (Code::Number(17), _) | (_, Some(Quota::Daily)) => return throttled(Throttle::Daily),
        (_, Some(Quota::Burst)) => return throttled(Throttle::Burst(retry_after)),
        _ if http == http::StatusCode::TOO_MANY_REQUESTS => return throttled(Throttle::Burst(retry_after)),
        _ => {}
    }
    if http == http::StatusCode::UNAUTHORIZED || envelope.code == Code::Number(6) {
        return Err(ErrorKind::Unauthorized(Unauthorized::Refused));
    }
    let Envelope { success, code, message, data } = envelope;
    if !success {
        return Ok(Answer::Refusal(Refusal { code, message, http }));
    }
    if !http.is_success() || code != Code::None {
        return Err(ErrorKind::Malformed(Malformed::Contradiction));
    }
    Ok(Answer::Success(Success { data }))
}

fn without_envelope(http: http::StatusCode, body: &[u8], retry_after: Option<Duration>) -> ErrorKind {
    match (http, Unreachable::in_place_of_an_answer(http, body)) {
        (http::StatusCode::UNAUTHORIZED, _) => ErrorKind::Unauthorized(Unauthorized::Refused),
        (http::StatusCode::TOO_MANY_REQUESTS, _) => ErrorKind::Throttled(Throttle::Burst(retry_after)),
        (_, Some(unreachable)) => ErrorKind::Unreachable(unreachable),
        _ if http.is_client_error() => {
            ErrorKind::Api(Box::new(Api { code: None, message: None, http: http.as_u16() }))
        }
        _ => ErrorKind::Malformed(Malformed::NotAnEnvelope),
    }
}

/// The four members that every answer has (section 3.1).
struct Envelope<'a> {
    success: bool,
    code: Code,
    message: Option<String>,
    data: Option<&'a str>,
}

impl<'a> Envelope<'a> {
    fn read(body: &'a str) -> Option<Self> {
        let mut members = Members::read(body).ok()?;
        let response_code: Number = members.readable("responseCode")?;
        // A fraction is a code, if not that of a success. What does not fit is none.
        response_code.truncated()?;
        Some(Self {
            success: response_code.whole() == Some(0),
            code: match members.take("errorCode") {
                Ok(None | Some(0)) => Code::None,
                Ok(Some(number)) => Code::Number(number),
                Err(_) => Code::Unreadable,
            },
            message: members.readable("responseMessage").filter(|text: &String| !text.trim().is_empty()),
            data: members.value("data").map(RawValue::get),
        })
    }
}

#[cfg(test)]
mod tests;
