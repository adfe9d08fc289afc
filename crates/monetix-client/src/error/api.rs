use std::convert::Infallible;
use std::fmt;

use pay_core::{Effect, Outcome, Untrusted};
use pay_http::json::{Members, Problem, RawValue, Value};
use pay_http::{ApiError, Unreachable, excerpt};

use super::{InvalidRequest, Malformed};
use crate::Code;
use crate::model::Id;

/// Monetix's own refusal or failure.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Api {
    /// The code, or that of the first of `errors`.
    pub code: Option<Code>,
    /// Monetix's words: at most 256 bytes, without anything that may be a signature or a key.
    pub message: Option<Untrusted>,
    /// Monetix's name for the request.
    pub request_id: Option<Untrusted>,
    /// The payment that it is about, where it says so: the one that was asked for.
    pub payment_id: Option<Id>,
    /// The members that it complains of.
    pub errors: Vec<FieldError>,
    /// The HTTP status, which is 200 for some refusals (section 4.2).
    pub http: u16,
}

/// An item of `errors`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The code.
    pub code: Option<Code>,
    /// The member.
    pub field: Option<Untrusted>,
    /// Monetix's words, as short and clean as [`Api::message`].
    pub message: Option<Untrusted>,
    /// More of them.
    pub description: Option<Untrusted>,
}

impl Api {
    /// Reads a refusal. Its members are not to be relied on: what cannot be read is left out.
    pub(crate) fn read(members: &mut Members<'_>, http: u16) -> Self {
        let errors: Vec<FieldError> = members.take("errors").unwrap_or_default();
        let first = errors.first().and_then(|error| error.code.clone());
        let [message, request_id] = ["message", "request_id"].map(|name| readable(members, name));
        let code = members.readable("code").or(first);
        Self { code, message, request_id, payment_id: members.readable("payment_id"), errors, http }
    }

    /// The refusal that an answer about a payment amounts to whose `errors` say why there is none (section 4.3).
    pub(crate) fn from_errors(errors: Vec<FieldError>, http: u16) -> Self {
        let code = errors.first().and_then(|error| error.code.clone());
        Self { code, message: None, request_id: None, payment_id: None, errors, http }
    }

    /// Whether it is about another payment than this one: the answer to somebody else's request.
    pub(crate) fn is_about_another(&self, payment_id: &str) -> bool {
        self.payment_id.as_ref().is_some_and(|other| other.as_str() != payment_id)
    }

    /// Whether Monetix answered with this code. Beside HTTP 5xx no code decides anything (section 4.6).
    pub(crate) fn is_code(&self, code: &str) -> bool {
        self.http < 500 && self.code.as_ref().is_some_and(|answered| answered.as_str() == code)
    }
}

impl ApiError for Api {
    type Unauthorized = Infallible;
    type Malformed = Malformed;
    type InvalidRequest = InvalidRequest;

    const TOO_LARGE: Malformed = Malformed::TooLarge;

    /// HTTP 5xx is never a refusal (section 4.6).
    fn outcome(&self, _: Effect) -> Outcome {
        match &self.code {
            _ if self.http >= 500 => Outcome::Unknown,
            Some(code) => code.outcome(),
            None if self.http >= 400 => Outcome::Refused,
            None => Outcome::Unknown,
        }
    }

    fn hint(unreachable: Unreachable) -> Option<&'static str> {
        match unreachable {
            Unreachable::Forbidden => Some("forbidden before the gate: is this address on its list?"),
            _ => None,
        }
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => match code.meaning() {
                Some(meaning) => write!(f, "{meaning} ({code})")?,
                None => write!(f, "refused with code {code}")?,
            },
            None => write!(f, "refused with http {}", self.http)?,
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        // Complaints may repeat what was sent; names do not.
        let mut fields = self.errors.iter().filter_map(|error| error.field.as_ref());
        let Some(first) = fields.next() else { return Ok(()) };
        write!(f, " ({first}")?;
        for field in fields.by_ref().take(SHOWN - 1) {
            write!(f, ", {field}")?;
        }
        f.write_str(if fields.next().is_some() { ", ..)" } else { ")" })
    }
}

/// How many members are printed.
const SHOWN: usize = 3;

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("code", &self.code)
            .field("message", &self.message)
            .field("errors", &self.errors)
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}

impl Value for FieldError {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let mut members = Members::read(raw.get())?;
        let [field, message, description] =
            ["field", "message", "description"].map(|name| readable(&mut members, name));
        Ok(Some(Self { code: members.readable("code"), field, message, description }))
    }
}

fn readable(members: &mut Members<'_>, name: &str) -> Option<Untrusted> {
    let text: Option<Untrusted> = members.readable(name);
    text.map(|text| excerpt(text.as_raw().as_bytes())).filter(|text| !text.as_raw().is_empty())
}
