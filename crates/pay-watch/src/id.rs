use std::fmt;
use std::sync::Arc;

use pay_core::OrderId;

/// One registration of the merchant at one provider: what shares a quota and goes out of service together.
///
/// It outlives tokens and restarts. A provider's trial and production systems are two sources.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(Arc<str>);

impl SourceId {
    /// Any name, as the operator will read it in logs: `coffee-production`.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The name of an event, equal each time that the event is delivered: `<order id>/<version>`.
///
/// A handler that writes it down in the transaction of its own work recognises a repeat.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(String);

impl EventId {
    /// The event of the change that made this version of the order. A change has one event at most, and an
    /// order id holds no `/`, so that no two events share a name.
    pub fn new(order: &OrderId, version: u64) -> Self {
        Self(format!("{order}/{version}"))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
