use std::fmt;

use pay_http::json::Problem;

/// Why an answer of KESS's cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Malformed {
    /// The body is over the transport's cap.
    TooLarge,
    /// HTTP 2xx, and not a JSON object that says `success`.
    NotAnEnvelope,
    /// `success` beside an HTTP error or an error code.
    Contradiction,
    /// A success without `data`.
    NoData,
    /// Something in it is not what it should be.
    Unreadable(Problem),
    /// It is about another order than the one that was asked for.
    OtherOrder,
    /// It is about another amount or currency than was asked for.
    OtherAmount,
    /// It is about another seller's order.
    OtherSeller,
    /// Its signature is missing or does not hold, and the settings ask for one.
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
            Self::NotAnEnvelope => f.write_str("expected a json object with success"),
            Self::Contradiction => f.write_str("success beside an http error or an error code"),
            Self::NoData => f.write_str("success without data"),
            Self::Unreadable(problem) => problem.fmt(f),
            Self::OtherOrder => f.write_str("answer is about another order"),
            Self::OtherAmount => f.write_str("answer is about another amount"),
            Self::OtherSeller => f.write_str("answer is about another seller's order"),
            Self::Signature => f.write_str("response has no signature that holds"),
        }
    }
}
