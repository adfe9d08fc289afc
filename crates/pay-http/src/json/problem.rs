use std::fmt;

use pay_core::{AmountError, InvalidId, Untrusted};

/// What is wrong in a JSON text, and where. The value itself is not shown: it may be a payer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    path: String,
    kind: ProblemKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// It is not there, or null.
    Missing,
    /// It is something else.
    Expected(&'static str),
    /// This member of it is there twice.
    Repeated(Untrusted),
    /// It is no amount of its currency.
    Amount(AmountError),
    /// It is no account, order or transaction.
    Id(InvalidId),
}

impl Problem {
    /// A problem with the value that is being read.
    pub const fn new(kind: ProblemKind) -> Self {
        Self { path: String::new(), kind }
    }

    /// The value is not what it should be, in words that follow "expected".
    pub const fn expected(what: &'static str) -> Self {
        Self::new(ProblemKind::Expected(what))
    }

    /// The same, seen from one step further out.
    #[must_use]
    pub fn inside(self, name: &str) -> Self {
        let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        Self { path: format!("{name}{joint}{}", self.path), ..self }
    }

    /// Where, such as `data.order_info.total_amount`; nothing for the whole text.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong.
    pub const fn kind(&self) -> &ProblemKind {
        &self.kind
    }
}

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Self {
        Self::new(kind)
    }
}

impl From<AmountError> for Problem {
    fn from(error: AmountError) -> Self {
        Self::new(ProblemKind::Amount(error))
    }
}

impl From<InvalidId> for Problem {
    fn from(error: InvalidId) -> Self {
        Self::new(ProblemKind::Id(error))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        match &self.kind {
            ProblemKind::Missing => f.write_str("missing"),
            ProblemKind::Expected(what) => write!(f, "expected {what}"),
            ProblemKind::Repeated(name) => write!(f, "expected the member {name:?} once, found it again"),
            ProblemKind::Amount(error) => error.fmt(f),
            ProblemKind::Id(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Problem {}
