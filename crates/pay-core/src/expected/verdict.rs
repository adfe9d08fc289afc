use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::{Expected, Observation, Payment};

/// One thing that is compared before an order counts as settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Check {
    /// The provider says paid, and the payment can be read.
    Status,
    /// The answer is about this order.
    Order,
    /// The currency is equal.
    Currency,
    /// The amount is equal in minor units.
    Amount,
    /// The receiver is one of the expected accounts.
    Receiver,
    /// The payment was made while the order was open, give or take the skew.
    Time,
    /// The money has not gone back.
    Reversal,
}

impl Check {
    /// The word for people and for JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Order => "order",
            Self::Currency => "currency",
            Self::Amount => "amount",
            Self::Receiver => "receiver",
            Self::Time => "time",
            Self::Reversal => "reversal",
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The result of one check, with both sides in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub(super) check: Check,
    pub(super) expected: String,
    pub(super) found: String,
    pub(super) agrees: bool,
}

impl Finding {
    /// What was compared.
    pub const fn check(&self) -> Check {
        self.check
    }

    /// What the order asks for.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What the provider answered, fit for a terminal.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// Whether both agree.
    pub const fn agrees(&self) -> bool {
        self.agrees
    }
}

/// The proof that an order was paid as it was asked for. Made by [`Expected::verify`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a settled order is what goods are handed out for"]
pub struct Settled {
    pub(super) payment: Payment,
    pub(super) findings: Vec<Finding>,
}

impl Settled {
    /// The payment that settled the order.
    pub const fn payment(&self) -> &Payment {
        &self.payment
    }

    /// Every check that was made, all of them agreeing.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// An observation that does not settle the order, with both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    pub(super) expected: Box<Expected>,
    pub(super) observation: Box<Observation>,
    pub(super) findings: Vec<Finding>,
}

impl Mismatch {
    /// What was asked for.
    pub fn expected(&self) -> &Expected {
        &self.expected
    }

    /// What the provider said.
    pub fn observation(&self) -> &Observation {
        &self.observation
    }

    /// Every check that was made, at least one of them not agreeing.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The checks that failed.
    pub fn failed(&self) -> impl Iterator<Item = Check> {
        self.findings.iter().filter(|finding| !finding.agrees).map(Finding::check)
    }

    /// Whether all is right but that the payment came after the order had expired.
    pub fn is_only_late(&self) -> bool {
        let late = self.observation.payment().and_then(|payment| payment.paid_at);
        late.is_some_and(|at| at > self.expected.expires_at) && self.failed().eq([Check::Time])
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for finding in self.findings.iter().filter(|finding| !finding.agrees) {
            let Finding { check, expected, found, .. } = finding;
            write!(f, "{separator}{check}: expected {expected}, found {found}")?;
            separator = "; ";
        }
        Ok(())
    }
}

impl core::error::Error for Mismatch {}
