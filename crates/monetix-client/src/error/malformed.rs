use std::fmt;

use pay_http::json::Problem;

/// Why an answer of Monetix's cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Malformed {
    /// The body is over the transport's cap.
    TooLarge,
    /// HTTP 2xx, and neither an object nor a list where one is due.
    NotJson,
    /// `success` beside an HTTP error.
    Contradiction,
    /// Neither `success` nor `error` where one of them is due.
    NoStatus,
    /// Something in it is not what it should be.
    Unreadable(Problem),
    /// It is about another payment than the one that was asked for.
    OtherPayment,
    /// It is about another project.
    OtherProject,
    /// It is about a payment, and has no signature.
    Unsigned,
    /// It has a signature that does not hold, or more than one.
    Signature,
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
            Self::NotJson => f.write_str("expected json, found other text"),
            Self::Contradiction => f.write_str("success beside an http error"),
            Self::NoStatus => f.write_str("expected a status of success or error"),
            Self::Unreadable(problem) => problem.fmt(f),
            Self::OtherPayment => f.write_str("answer is about another payment"),
            Self::OtherProject => f.write_str("answer is about another project"),
            Self::Unsigned => f.write_str("answer about a payment is not signed"),
            Self::Signature => f.write_str("response has no signature that holds"),
        }
    }
}
