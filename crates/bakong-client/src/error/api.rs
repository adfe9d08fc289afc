use std::fmt;

use pay_core::{Effect, Outcome, Untrusted};
use pay_http::{ApiError, Unreachable};

use super::{Malformed, Unauthorized};
use crate::endpoint::InvalidRequest;

/// Bakong's own refusal of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Api {
    /// `errorCode`, where there is one. These are the server's numbers (specification, section 4.1), which are
    /// not those of the official KHQR package.
    pub code: Option<i64>,
    /// `responseMessage`.
    pub message: Option<Untrusted>,
    /// The HTTP status.
    pub http: u16,
}

impl ApiError for Api {
    type Unauthorized = Unauthorized;
    type Malformed = Malformed;
    type InvalidRequest = InvalidRequest;

    const TOO_LARGE: Malformed = Malformed::TooLarge;

    fn outcome(&self, _: Effect) -> Outcome {
        Outcome::Refused
    }

    fn hint(unreachable: Unreachable) -> Option<&'static str> {
        match unreachable {
            Unreachable::Forbidden => {
                Some("forbidden at the edge: address outside Cambodia, endpoint closed, or client blocked")
            }
            Unreachable::Upstream => Some("bakong cannot reach what stands behind it"),
            _ => None,
        }
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused with http {}", self.http)?;
        if let Some(code) = self.code {
            write!(f, ", error code {code}")?;
        }
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}
