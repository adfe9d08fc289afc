use std::fmt;

use pay_core::{Effect, NoAnswer, NoAnswerReason, Observation, Outcome, Throttle};

use crate::json::Problem;
use crate::{FaultKind, TransportErrorKind, Unreachable};

/// The class of an [`Error`](crate::Error), the same in every client but for what is the provider's own: its refusal `A`,
/// which brings the other types along.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind<A: ApiError> {
    /// The provider refused the request, or failed at it.
    Api(Box<A>),
    /// The provider does not accept the token, or there is none to send.
    Unauthorized(A::Unauthorized),
    /// The provider asks for fewer requests: HTTP 429, or a quota of its own.
    Throttled(Throttle),
    /// No answer of the provider's: no connection, an error page, an outage.
    Unreachable(Unreachable),
    /// An answer of the provider's that cannot be read or believed, or is about something else.
    Malformed(A::Malformed),
    /// The request cannot be made, signed or sent. Nothing was sent.
    InvalidRequest(A::InvalidRequest),
}

/// A provider's own refusal or failure, and what else is its own in the errors of its client.
pub trait ApiError: Clone + fmt::Debug + fmt::Display + Eq {
    /// Why there is no token that it accepts. [`Infallible`](std::convert::Infallible) where there are no tokens.
    type Unauthorized: Clone + fmt::Debug + fmt::Display + Eq;
    /// Why an answer cannot be used.
    type Malformed: Clone + fmt::Debug + fmt::Display + Eq + From<Problem>;
    /// Why a request cannot be sent.
    type InvalidRequest: Clone + fmt::Debug + fmt::Display + Eq;

    /// The body of an answer is over the transport's cap.
    const TOO_LARGE: Self::Malformed;

    /// Whether the provider did not do what `effect` is, or may have done it all the same.
    fn outcome(&self, effect: Effect) -> Outcome;

    /// What a person should look at in place of the words of `unreachable`, where the provider's case is a special one.
    fn hint(unreachable: Unreachable) -> Option<&'static str>;
}

/// A refusal of a provider that can be asked about an order.
pub trait RefusedQuestion: ApiError {
    /// What it says of the order that was asked about: nothing, for this reason, unless it says that there is none.
    fn of_order(&self) -> Result<Observation, NoAnswerReason>;
}

impl<A: ApiError> ErrorKind<A> {
    /// The provider's own refusal, if it is one.
    pub const fn api(&self) -> Option<&A> {
        match self {
            Self::Api(api) => Some(api),
            _ => None,
        }
    }
}

impl<A: RefusedQuestion> ErrorKind<A> {
    /// What a question that ended in this says of the order that was asked about.
    pub fn of_order(&self) -> Result<Observation, NoAnswer> {
        let reason = match self {
            Self::Api(api) => match api.of_order() {
                Ok(observation) => return Ok(observation),
                Err(reason) => reason,
            },
            Self::Unauthorized(_) => NoAnswerReason::Unauthorized,
            Self::Throttled(throttle) => NoAnswerReason::Throttled(*throttle),
            Self::Unreachable(_) => NoAnswerReason::Unreachable,
            Self::Malformed(_) => NoAnswerReason::Unreadable,
            Self::InvalidRequest(_) => NoAnswerReason::Rejected,
        };
        Err(NoAnswer::new(reason, self.to_string()))
    }
}

impl<A: ApiError> FaultKind for ErrorKind<A> {
    fn outcome(&self, effect: Effect) -> Outcome {
        match self {
            Self::Api(api) => api.outcome(effect),
            Self::Unauthorized(_) | Self::Throttled(_) => Outcome::Refused,
            Self::Unreachable(unreachable) => unreachable.outcome(),
            Self::Malformed(_) => Outcome::Unknown,
            Self::InvalidRequest(_) => Outcome::NotSent,
        }
    }
}

impl<A: ApiError> From<TransportErrorKind> for ErrorKind<A> {
    fn from(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::TooLarge => Self::Malformed(A::TOO_LARGE),
            kind => Self::Unreachable(kind.into()),
        }
    }
}

impl<A: ApiError> From<Problem> for ErrorKind<A> {
    fn from(problem: Problem) -> Self {
        Self::Malformed(problem.into())
    }
}

impl<A: ApiError> fmt::Display for ErrorKind<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(api) => api.fmt(f),
            Self::Unauthorized(unauthorized) => unauthorized.fmt(f),
            Self::Throttled(throttle) => throttle.fmt(f),
            Self::Unreachable(unreachable) => match A::hint(*unreachable) {
                Some(hint) => f.write_str(hint),
                None => unreachable.fmt(f),
            },
            Self::Malformed(malformed) => malformed.fmt(f),
            Self::InvalidRequest(invalid) => invalid.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::{Fault, TransportError};

    /// All that the provider of these tests ever refuses with.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct NoSuchOrder;

    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Malformed(Option<Problem>);

    type Kind = ErrorKind<NoSuchOrder>;

    impl From<Problem> for Malformed {
        fn from(problem: Problem) -> Self {
            Self(Some(problem))
        }
    }

    impl fmt::Display for Malformed {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match &self.0 {
                Some(problem) => problem.fmt(f),
                None => f.write_str("too large"),
            }
        }
    }

    impl fmt::Display for NoSuchOrder {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("no such order")
        }
    }

    impl ApiError for NoSuchOrder {
        type Unauthorized = Infallible;
        type Malformed = Malformed;
        type InvalidRequest = &'static str;

        const TOO_LARGE: Malformed = Malformed(None);

        fn outcome(&self, effect: Effect) -> Outcome {
            if effect == Effect::MoneyOut { Outcome::Unknown } else { Outcome::Refused }
        }

        fn hint(unreachable: Unreachable) -> Option<&'static str> {
            (unreachable == Unreachable::Forbidden).then_some("is this address on its list?")
        }
    }

    impl RefusedQuestion for NoSuchOrder {
        fn of_order(&self) -> Result<Observation, NoAnswerReason> {
            Ok(Observation::NotFound)
        }
    }

    #[test]
    fn the_outcome_is_the_classs_and_of_a_refusal_the_providers() {
        let outcome = |kind: Kind, effect| Fault::after(effect, kind).outcome;
        let refused = || Kind::Api(Box::new(NoSuchOrder));
        assert_eq!(outcome(refused(), Effect::Create), Outcome::Refused);
        assert_eq!(outcome(refused(), Effect::MoneyOut), Outcome::Unknown);
        assert_eq!(outcome(Kind::Throttled(Throttle::Daily), Effect::MoneyOut), Outcome::Refused);
        assert_eq!(outcome(Kind::Unreachable(Unreachable::Server), Effect::MoneyOut), Outcome::Unknown);
        assert_eq!(outcome(Problem::expected("an id").into(), Effect::Create), Outcome::Unknown);
        assert_eq!(outcome(Kind::InvalidRequest("no id"), Effect::MoneyOut), Outcome::NotSent);
    }

    #[test]
    fn a_body_over_the_cap_is_an_answer_that_cannot_be_read() {
        let fault = |kind| Fault::<Kind>::from(TransportError::new(kind, Outcome::Unknown)).kind;
        assert_eq!(fault(TransportErrorKind::TooLarge), Kind::Malformed(NoSuchOrder::TOO_LARGE));
        let reset = TransportErrorKind::Reset;
        assert_eq!(fault(reset), Kind::Unreachable(Unreachable::Transport(reset)));
    }

    #[test]
    fn only_the_provider_says_something_of_an_order() {
        assert_eq!(Kind::Api(Box::new(NoSuchOrder)).of_order(), Ok(Observation::NotFound));
        for (kind, reason) in [
            (Kind::Throttled(Throttle::Daily), NoAnswerReason::Throttled(Throttle::Daily)),
            (Kind::Unreachable(Unreachable::Forbidden), NoAnswerReason::Unreachable),
            (Kind::Malformed(NoSuchOrder::TOO_LARGE), NoAnswerReason::Unreadable),
            (Kind::InvalidRequest("no id"), NoAnswerReason::Rejected),
        ] {
            let no_answer = NoAnswer::new(reason, kind.to_string());
            assert_eq!(kind.of_order(), Err(no_answer), "{kind}");
        }
    }

    #[test]
    fn a_hint_stands_in_place_of_the_class() {
        let printed = |unreachable| Kind::Unreachable(unreachable).to_string();
        assert_eq!(printed(Unreachable::Forbidden), "is this address on its list?");
        assert_eq!(printed(Unreachable::Server), Unreachable::Server.to_string());
    }
}
