use std::fmt;

use pay_http::json::Problem;

/// Why an answer of Airpay's cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Malformed {
    /// The body is over the transport's cap.
    TooLarge,
    /// HTTP 2xx, and not a JSON object that has a `code`.
    NotAnEnvelope,
    /// Code 200 beside an HTTP error.
    Contradiction,
    /// Something in it is not what it should be.
    Unreadable(Problem),
}

impl From<Problem> for Malformed {
    fn from(problem: Problem) -> Self {
        Self::Unreadable(problem)
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("response is larger than allowed"),
            Self::NotAnEnvelope => f.write_str("expected a json object with a code"),
            Self::Contradiction => f.write_str("code 200 beside an http error"),
            Self::Unreadable(problem) => problem.fmt(f),
        }
    }
}
