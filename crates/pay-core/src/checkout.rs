use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;
use core::time::Duration;

use crate::{BoxFuture, Expected, Money, OrderId, OrderKey, Outcome, Receiver, Timestamp};

/// A way to open an order: afterwards the payer has something to scan, to follow or to submit.
pub trait Checkout: Send + Sync {
    /// Opens `order` at `now`. One request at most goes over the wire, and none where the order is made
    /// locally, as a KHQR is.
    fn open<'a>(&'a self, order: &'a NewOrder, now: Timestamp) -> BoxFuture<'a, Result<Opened, OpenError>>;
}

/// An order as the merchant asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewOrder {
    /// The merchant's own id, unique for ever: it makes the order findable after a failure.
    pub id: OrderId,
    /// How much the payer owes.
    pub amount: Money,
    /// What the payer reads, in a few words. Providers limit its length.
    pub description: String,
    /// How long the payer has.
    pub lifetime: Duration,
}

impl NewOrder {
    /// How long the payer has unless [`lifetime`](NewOrder::lifetime) says otherwise: the ten minutes that
    /// the National Bank allows a QR.
    pub const DEFAULT_LIFETIME: Duration = Duration::from_secs(600);

    /// An order of `amount`, open for ten minutes.
    pub fn new(id: OrderId, amount: Money, description: impl Into<String>) -> Self {
        Self { id, amount, description: description.into(), lifetime: Self::DEFAULT_LIFETIME }
    }

    /// How long the payer has.
    #[must_use]
    pub fn lifetime(self, lifetime: Duration) -> Self {
        Self { lifetime, ..self }
    }

    /// The order as it was opened at `now`: the provider is asked about it by `key`, and who has to be paid is `receiver`.
    pub fn opened(
        &self,
        now: Timestamp,
        key: OrderKey,
        receiver: Receiver,
        presentation: Presentation,
    ) -> Opened {
        let expected = Expected::new(key, self.amount, receiver, now, now.after(self.lifetime));
        Opened::new(self.id.clone(), presentation, expected)
    }
}

/// An order that the payer can now pay.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Opened {
    /// The merchant's id.
    pub id: OrderId,
    /// What to show the payer.
    pub presentation: Presentation,
    /// What a payment must be to settle it; keep it in the database beside the order.
    pub expected: Expected,
}

impl Opened {
    /// An opened order.
    pub const fn new(id: OrderId, presentation: Presentation, expected: Expected) -> Self {
        Self { id, presentation, expected }
    }
}

/// How a payer pays.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presentation {
    /// Scans this text as a QR code.
    Qr(String),
    /// Follows this link.
    Redirect(String),
    /// Submits this form from the browser.
    Form {
        /// Where to.
        action: String,
        /// Its hidden fields, in order.
        fields: Vec<(String, String)>,
    },
}

/// An order could not be opened.
#[derive(Debug)]
pub struct OpenError {
    outcome: Outcome,
    source: Box<dyn Error + Send + Sync>,
}

impl OpenError {
    /// What is known of the request, and the provider's own error.
    pub fn new(outcome: Outcome, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { outcome, source: source.into() }
    }

    /// Whether the order may exist at the provider all the same.
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.outcome {
            Outcome::NotSent => "order not opened",
            Outcome::Refused => "order refused by the provider",
            Outcome::Unknown => "order may have been opened",
        })
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}
