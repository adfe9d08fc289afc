use std::error::Error;

use pay_core::{Effect, Outcome};

use crate::{TransportError, TransportErrorKind};

/// What goes wrong in an [`Exchange`](crate::Exchange), before the client's error adds the operation: the client's own
/// class of it, and what is known of the request.
#[derive(Debug)]
pub struct Fault<K> {
    /// The class.
    pub kind: K,
    /// Whether the provider can have done what was asked.
    pub outcome: Outcome,
    /// What caused it. It is not printed: it may hold an address.
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

/// The classes of what goes wrong at a client: its [`ErrorKind`](crate::ErrorKind), as a rule.
pub trait FaultKind: From<TransportErrorKind> {
    /// What is known of a request that does `effect` and is answered like this. Of a failure on the way
    /// [`TransportError::outcome`] knows more.
    fn outcome(&self, effect: Effect) -> Outcome;
}

impl<K: FaultKind> Fault<K> {
    /// What an answer to a request that does `effect`, or a page in its place, amounts to.
    pub fn after(effect: Effect, kind: K) -> Self {
        let outcome = kind.outcome(effect);
        Self::new(kind, outcome)
    }
}

impl<K> Fault<K> {
    /// A fault with this outcome and no other cause.
    pub const fn new(kind: K, outcome: Outcome) -> Self {
        Self { kind, outcome, source: None }
    }

    /// A fault before anything was sent.
    pub const fn unsent(kind: K) -> Self {
        Self::new(kind, Outcome::NotSent)
    }

    /// Keeps what caused it.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..self }
    }
}

/// The outcome is the transport's: it knows more than the class does.
impl<K: From<TransportErrorKind>> From<TransportError> for Fault<K> {
    fn from(error: TransportError) -> Self {
        Self::new(error.kind().into(), error.outcome()).with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_of_a_time_out_is_the_transports() {
        for outcome in [Outcome::NotSent, Outcome::Unknown] {
            let fault: Fault<TransportErrorKind> =
                TransportError::new(TransportErrorKind::Timeout, outcome).into();
            assert_eq!((fault.kind, fault.outcome), (TransportErrorKind::Timeout, outcome));
            assert!(fault.source.is_some_and(|source| source.is::<TransportError>()));
        }
    }
}
