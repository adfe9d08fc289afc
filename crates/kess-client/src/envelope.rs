//! From an HTTP response to the `data` of a success, or to what kept it away (section 1.2).

mod words;

use std::time::Duration;

use pay_core::{Throttle, Untrusted};
use pay_http::json::{self, Members, Problem, RawValue, Value};
use pay_http::{Bytes, Unreachable, http};

use crate::error::{Api, Code, ErrorKind, Malformed, Unauthorized};
use crate::model::OrderInfo;

/// The `data` of a success. `Debug` does not print it.
#[derive(Clone, Copy)]
pub struct Data<'a>(Option<&'a RawValue>);

impl<'a> Data<'a> {
    /// The JSON text; `None` when it is null or absent.
    pub fn json(&self) -> Option<&'a str> {
        self.0.map(RawValue::get)
    }

    /// An object.
    pub fn object<V: Value>(&self) -> Result<V, Malformed> {
        self.read(V::read)
    }

    /// A list of objects.
    pub fn list<V: Value>(&self) -> Result<Vec<V>, Malformed> {
        self.read(|raw| <Vec<V> as json::Field>::read(raw).map(Some))
    }

    /// An order, directly or under `order_info`.
    pub fn order(&self) -> Result<OrderInfo, Malformed> {
        self.read(crate::model::read_order)
    }

    fn read<T>(&self, read: impl FnOnce(&'a RawValue) -> Result<Option<T>, Problem>) -> Result<T, Malformed> {
        let raw = self.0.ok_or(Malformed::NoData)?;
        read(raw).map_err(|problem| problem.inside("data"))?.ok_or(Malformed::NoData)
    }
}

impl std::fmt::Debug for Data<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Data").finish_non_exhaustive()
    }
}

/// Reads any response. The body is tried as JSON whatever its status and content type: whether the codes of the
/// document are HTTP statuses or members of the body is not said (E36).
pub(crate) fn open(
    response: &http::Response<Bytes>,
    retry_after: Option<Duration>,
) -> Result<Data<'_>, ErrorKind> {
    let http = response.status();
    if http.is_redirection() {
        return Err(ErrorKind::Unreachable(Unreachable::Redirect));
    }
    if http == http::StatusCode::TOO_MANY_REQUESTS {
        return Err(ErrorKind::Throttled(Throttle::Burst(retry_after)));
    }
    let body = response.body();
    let Some((text, mut members)) = json::object(body)? else { return Err(without_envelope(http, body)) };
    let (code, named) = code(&members);
    let code = code.or_else(|| Code::read(http.as_str()));
    if code == Some(Code::Unauthenticated) {
        return Err(ErrorKind::Unauthorized(Unauthorized::Refused));
    }
    let success: Option<bool> = members.take("success")?;
    match success {
        Some(true) if http.is_success() && code.is_none() => Ok(Data(members.value("data"))),
        Some(true) => Err(Malformed::Contradiction.into()),
        None if http.is_success() && code.is_none() => Err(Malformed::NotAnEnvelope.into()),
        _ => Err(ErrorKind::Api(Box::new(Api {
            code,
            message: words::message(&members),
            errors: words::errors(&members),
            http: http.as_u16(),
            named,
            enveloped: true,
            body: Untrusted::new(text),
        }))),
    }
}

fn without_envelope(http: http::StatusCode, body: &[u8]) -> ErrorKind {
    match (http, Unreachable::in_place_of_an_answer(http, body)) {
        (http::StatusCode::UNAUTHORIZED, _) => ErrorKind::Unauthorized(Unauthorized::Refused),
        (_, Some(unreachable)) => ErrorKind::Unreachable(unreachable),
        _ if http.is_client_error() => ErrorKind::Unreachable(Unreachable::Page),
        _ => ErrorKind::Malformed(Malformed::NotAnEnvelope),
    }
}

/// The code that the body gives, and whether by its name, which may stand beside its number.
pub(crate) fn code(members: &Members<'_>) -> (Option<Code>, bool) {
    let texts =
        ["code", "status_code", "error_code", "error"].into_iter().filter_map(|name| text(members, name));
    let mut codes = texts.filter_map(|text| Some((Code::read(&text)?, text)));
    match codes.next() {
        Some((code, text)) => {
            let is_name = |(also, text): (Code, String)| also == code && text.trim().parse::<u16>().is_err();
            (Some(code), codes.chain([(code, text)]).any(is_name))
        }
        None => (None, false),
    }
}

pub(crate) fn text(members: &Members<'_>, name: &str) -> Option<String> {
    let text = <Untrusted as Value>::read(members.raw(name)?).ok()??;
    Some(text.as_raw().to_owned())
}
