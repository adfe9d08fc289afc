use std::fmt;

use pay_core::{Effect, Outcome, Untrusted};
use pay_http::{ApiError, Unreachable};

use super::{InvalidRequest, Malformed, Unauthorized};

/// KESS's own refusal or failure.
///
/// The document shows no sample of one (E36), so everything that peers have seen is tried: `code`, `error_code`,
/// `status_code` and `error` for the code, `message`, `error_description`, `msg`, `detail` and `error` for the words.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Api {
    /// The code, by its name or number in the body, else by the HTTP status.
    pub code: Option<Code>,
    /// KESS's words: at most 256 bytes, without anything that may be a token or a card's number.
    pub message: Option<Untrusted>,
    /// The HTTP status.
    pub http: u16,
    pub(crate) errors: Vec<(Untrusted, Vec<Untrusted>)>,
    pub(crate) named: bool,
    pub(crate) enveloped: bool,
    pub(crate) body: Untrusted,
}

/// The error codes of the document, the same for every service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// 400 `VALIDATION_ERROR`.
    ValidationError,
    /// 401 `UNAUTHENTICATED`.
    Unauthenticated,
    /// 403 `FORBIDDEN`.
    Forbidden,
    /// 404 `NOT_FOUND`.
    NotFound,
    /// 409 `DUPLICATED`: the same `out_trade_no` again. Ask what became of the first.
    Duplicated,
    /// 419 `EXPIRED`.
    Expired,
    /// 422 `PROCESS_FAILED`: something behind KESS failed, at an unknown point.
    ProcessFailed,
    /// 500 `SYSTEM_ERROR`.
    SystemError,
    /// 503 `FEATURE_UNDER_MAINTENANCE`.
    FeatureUnderMaintenance,
    /// 504 `GATEWAY_TIMEOUT`.
    GatewayTimeout,
}

impl Code {
    /// All of them, in the order of the document.
    pub const ALL: [Self; 10] = [
        Self::ValidationError,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::Duplicated,
        Self::Expired,
        Self::ProcessFailed,
        Self::SystemError,
        Self::FeatureUnderMaintenance,
        Self::GatewayTimeout,
    ];

    /// The number.
    pub const fn number(self) -> u16 {
        match self {
            Self::ValidationError => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Duplicated => 409,
            Self::Expired => 419,
            Self::ProcessFailed => 422,
            Self::SystemError => 500,
            Self::FeatureUnderMaintenance => 503,
            Self::GatewayTimeout => 504,
        }
    }

    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ValidationError => "VALIDATION_ERROR",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::Duplicated => "DUPLICATED",
            Self::Expired => "EXPIRED",
            Self::ProcessFailed => "PROCESS_FAILED",
            Self::SystemError => "SYSTEM_ERROR",
            Self::FeatureUnderMaintenance => "FEATURE_UNDER_MAINTENANCE",
            Self::GatewayTimeout => "GATEWAY_TIMEOUT",
        }
    }

    /// The code of a name or a number, with or without blanks around it, in either case.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_it = |code: &Self| code.name().eq_ignore_ascii_case(text) || code.number().to_string() == text;
        Self::ALL.into_iter().find(is_it)
    }
}

impl Api {
    /// The members that KESS complains of, by name, each with its complaints: at most 16, each of at most 4.
    ///
    /// Names and complaints are as short and clean as the [`message`](Self::message).
    pub fn errors(&self) -> impl ExactSizeIterator<Item = (&Untrusted, &[Untrusted])> {
        self.errors.iter().map(|(member, complaints)| (member, complaints.as_slice()))
    }

    /// The whole body, for a person: it may repeat what was sent, so it is printed neither here nor in logs.
    pub const fn body(&self) -> &Untrusted {
        &self.body
    }

    /// Whether there is no such record. A 404 that did not come as JSON is about a path.
    pub(crate) fn is_not_found(&self) -> bool {
        self.code == Some(Code::NotFound) && self.enveloped
    }
}

impl ApiError for Api {
    type Unauthorized = Unauthorized;
    type Malformed = Malformed;
    type InvalidRequest = InvalidRequest;

    const TOO_LARGE: Malformed = Malformed::TooLarge;

    /// A number alone that says "server error" may be any proxy's; and a failure without a code may be one of a
    /// sub-process.
    fn outcome(&self, _: Effect) -> Outcome {
        match self.code {
            Some(
                Code::ValidationError
                | Code::Unauthenticated
                | Code::Forbidden
                | Code::NotFound
                | Code::Duplicated
                | Code::Expired,
            ) => Outcome::Refused,
            Some(Code::FeatureUnderMaintenance) if self.named => Outcome::Refused,
            None if matches!(self.http, 400..=499) => Outcome::Refused,
            _ => Outcome::Unknown,
        }
    }

    fn hint(unreachable: Unreachable) -> Option<&'static str> {
        match unreachable {
            Unreachable::Forbidden => Some("forbidden before the gateway: is this address on its list?"),
            Unreachable::NoSuchPath => Some("no gateway at this address"),
            _ => None,
        }
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "{} ({})", code.name(), code.number())?,
            None => write!(f, "refused with http {}", self.http)?,
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        // Complaints may repeat what was sent; names do not.
        let Some(((first, _), others)) = self.errors.split_first() else { return Ok(()) };
        write!(f, " ({first}")?;
        for (member, _) in others.iter().take(SHOWN - 1) {
            write!(f, ", {member}")?;
        }
        f.write_str(if others.len() < SHOWN { ")" } else { ", ..)" })
    }
}

/// How many members are printed.
const SHOWN: usize = 3;

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("code", &self.code)
            .field("message", &self.message)
            .field("errors", &self.errors().map(|(member, _)| member).collect::<Vec<_>>())
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}
