use std::fmt;

use pay_http::json::Problem;

/// Why an answer of Vexora's cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Malformed {
    /// The body is over the transport's cap.
    TooLarge,
    /// No JSON object that has a `code`.
    NotAnEnvelope,
    /// A success of the call beside an HTTP error, or `success` false beside a status that is none of a failure.
    Contradiction,
    /// A success of the call without `data`.
    NoData,
    /// Something in it is not what it should be.
    Unreadable(Problem),
    /// It is about another order than the one that was asked for.
    OtherOrder,
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
            Self::Contradiction => f.write_str("call succeeded beside an error"),
            Self::NoData => f.write_str("success without data"),
            Self::Unreadable(problem) => problem.fmt(f),
            Self::OtherOrder => f.write_str("answer is about another order"),
        }
    }
}
