mod kind;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use pay_core::{OpenError, Outcome, Untrusted};

pub use self::kind::{ApiError, ErrorKind, RefusedQuestion};
use crate::Fault;

/// The error of every client: which operation, what went wrong in the client's own classes, and what is known of the
/// request.
///
/// Never a reason to call an order unpaid, or to send money a second time. It prints the operation and the class,
/// neither a body nor a header; what caused it is its source, and may hold an address.
#[derive(Debug)]
pub struct Error<K> {
    operation: Cow<'static, str>,
    fault: Fault<K>,
}

impl<K> Error<K> {
    /// A fault of `operation`, in the provider's word for it.
    pub fn new(operation: impl Into<Cow<'static, str>>, fault: Fault<K>) -> Self {
        Self { operation: operation.into(), fault }
    }

    /// The operation in the provider's word: a service or the path of an endpoint.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The class.
    pub const fn kind(&self) -> &K {
        &self.fault.kind
    }

    /// Whether the provider can have done what was asked.
    ///
    /// [`Unknown`](Outcome::Unknown) means: ask what became of it. It never means send again.
    pub const fn outcome(&self) -> Outcome {
        self.fault.outcome
    }
}

impl<K: fmt::Display> fmt::Display for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", Untrusted::new(self.operation.as_ref()), self.fault.kind)
    }
}

impl<K: fmt::Debug + fmt::Display> StdError for Error<K> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.fault.source.as_deref().map(|source| source as _)
    }
}

/// Of a request that was to open an order.
impl<K: fmt::Debug + fmt::Display + Send + Sync + 'static> From<Error<K>> for OpenError {
    fn from(error: Error<K>) -> Self {
        Self::new(error.outcome(), error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{TransportError, TransportErrorKind};

    #[test]
    fn it_says_the_operation_and_the_class_and_leads_to_its_cause() {
        let broken = TransportError::new(TransportErrorKind::Reset, Outcome::Unknown);
        let class = broken.to_string();
        let fault: Fault<TransportErrorKind> = broken.into();
        let error = Error::new("pay\u{202e}ment", fault);
        assert_eq!(error.operation(), "pay\u{202e}ment");
        assert_eq!(error.to_string(), format!("{}: {}", Untrusted::new("pay\u{202e}ment"), error.kind()));
        assert!(!error.to_string().contains('\u{202e}'));
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!(error.source().map(ToString::to_string), Some(class));
    }
}
