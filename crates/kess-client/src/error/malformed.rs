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
    /// It is about another user.
    OtherUser,
    /// It is about another virtual card.
    OtherCard,
    /// It is about another bank account.
    OtherAccount,
    /// It is about another transfer between wallets.
    OtherTransfer,
    /// It is about another refund.
    OtherRefund,
    /// Somebody else was paid than the KHQR names.
    OtherReceiver,
    /// It is about another amount or currency than was asked for.
    OtherAmount,
    /// It is about another seller's order.
    OtherSeller,
    /// So many pages in a row with nothing new on them, of a list that says that it goes on.
    Repeating {
        /// How many.
        pages: u32,
    },
    /// So many pages in a row on which nothing has a name, of a list that says that it goes on: whether they repeat each
    /// other cannot be told.
    TooManyPages {
        /// How many.
        pages: u32,
    },
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
            Self::OtherUser => f.write_str("answer is about another user"),
            Self::OtherCard => f.write_str("answer is about another virtual card"),
            Self::OtherAccount => f.write_str("answer is about another bank account"),
            Self::OtherTransfer => f.write_str("answer is about another transfer"),
            Self::OtherRefund => f.write_str("answer is about another refund"),
            Self::OtherReceiver => f.write_str("answer is about a payment to another receiver"),
            Self::OtherAmount => f.write_str("answer is about another amount"),
            Self::OtherSeller => f.write_str("answer is about another seller's order"),
            Self::Repeating { pages } => {
                write!(f, "list goes on, and brings nothing new on {pages} pages in a row")
            }
            Self::TooManyPages { pages } => {
                write!(f, "list goes on behind {pages} pages in a row without names")
            }
            Self::Signature => f.write_str("response has no signature that holds"),
        }
    }
}
