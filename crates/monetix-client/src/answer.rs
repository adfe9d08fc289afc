//! From an HTTP response to an answer of Monetix's, or to what kept it away (section 4.2).

use std::time::Duration;

use pay_core::Throttle;
use pay_http::json::{self, Members};
use pay_http::{Bytes, Unreachable, http};

use crate::error::{Api, ErrorKind, Malformed};

/// What Monetix answered, and did not call an error. `Debug` does not print it.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    json: &'a str,
    http: u16,
}

impl<'a> Answer<'a> {
    /// The JSON text: an object or a list.
    pub const fn json(&self) -> &'a str {
        self.json
    }

    /// The HTTP status, one of success.
    pub const fn http(&self) -> u16 {
        self.http
    }
}

impl std::fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("http", &self.http).finish_non_exhaustive()
    }
}

/// Reads any response. The body is tried as JSON whatever its status: a refusal comes with HTTP 200 or 4xx.
pub(crate) fn open(
    response: &http::Response<Bytes>,
    retry_after: Option<Duration>,
) -> Result<Answer<'_>, ErrorKind> {
    let status = response.status();
    if status.is_redirection() {
        return Err(ErrorKind::Unreachable(Unreachable::Redirect));
    }
    if status == http::StatusCode::TOO_MANY_REQUESTS {
        return Err(ErrorKind::Throttled(Throttle::Burst(retry_after)));
    }
    let body = response.body();
    let http = status.as_u16();
    let list = json::text(body).filter(|text| text.trim_ascii_start().starts_with('['));
    if let Some(json) = list.filter(|_| status.is_success()) {
        return Ok(Answer { json, http });
    }
    let Some((json, mut members)) = json::object(body)? else { return Err(without_json(status, body)) };
    let said: Option<String> = members.readable("status");
    match said.as_deref() {
        Some("error") => Err(refused(&mut members, http)),
        Some("success") if !status.is_success() => Err(Malformed::Contradiction.into()),
        _ if !status.is_success() => Err(refused(&mut members, http)),
        _ => Ok(Answer { json, http }),
    }
}

fn refused(members: &mut Members<'_>, http: u16) -> ErrorKind {
    ErrorKind::Api(Box::new(Api::read(members, http)))
}

fn without_json(status: http::StatusCode, body: &[u8]) -> ErrorKind {
    match Unreachable::in_place_of_an_answer(status, body) {
        Some(unreachable) => ErrorKind::Unreachable(unreachable),
        None if status.is_client_error() => ErrorKind::Unreachable(Unreachable::Page),
        None => ErrorKind::Malformed(Malformed::NotJson),
    }
}
