use core::fmt;

use pay_core::{AmountError, Currency};

use crate::tag::{Tag, TagPath};
use crate::{MAX_UNITS, OfficialError, Problem};

/// Why a code cannot be built or edited: what, and of which tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodeError {
    kind: EncodeErrorKind,
    path: TagPath,
}

impl EncodeError {
    /// What is wrong.
    pub const fn kind(&self) -> EncodeErrorKind {
        self.kind
    }

    /// The tag that cannot be written.
    pub const fn path(&self) -> TagPath {
        self.path
    }

    /// The number of the official package, where it has one.
    pub const fn official_number(&self) -> Option<u8> {
        match self.kind {
            EncodeErrorKind::Official(error) => Some(error.number()),
            EncodeErrorKind::Amount(_) => Some(OfficialError::AmountInvalid.number()),
            _ => None,
        }
    }
}

/// `expected a merchant name of at most 25 units (tag 59)`.
impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path == TagPath::WHOLE {
            return self.kind.fmt(f);
        }
        write!(f, "{} (tag {})", self.kind, self.path)
    }
}

impl core::error::Error for EncodeError {}

/// What is wrong with the input of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeErrorKind {
    /// A rule of the official package.
    Official(OfficialError),
    /// The amount cannot be written exactly in tag 54; official number 4.
    Amount(AmountError),
    /// The parts of a template, each within its limit, are together longer than a length can say (D1). The
    /// official package writes a code that it cannot read.
    TemplateTooLong {
        /// The template.
        tag: Tag,
        /// Its units.
        units: usize,
    },
    /// The creation, or the clock, is not a time of 13 digits.
    CreationOutOfRange,
    /// The amount is not of the code's currency.
    OtherCurrency {
        /// The code's, if it says one.
        expected: Option<Currency>,
    },
    /// [`Profile::Strict`](crate::Profile::Strict) refuses it.
    Strict(Problem),
    /// The edited code has more units than any QR symbol holds.
    TooLong {
        /// How many.
        units: usize,
    },
    /// The caller's buffer is too small.
    BufferTooSmall {
        /// The bytes that the code takes.
        needed: usize,
    },
    /// The caller's writer failed.
    Write,
}

impl EncodeErrorKind {
    pub(crate) const fn at(self, path: TagPath) -> EncodeError {
        EncodeError { kind: self, path }
    }
}

impl fmt::Display for EncodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Official(error) => error.fmt(f),
            Self::Amount(error) => error.fmt(f),
            Self::TemplateTooLong { units, .. } => {
                write!(f, "expected a template of at most 99 units, found {units}")
            }
            Self::CreationOutOfRange => f.write_str("expected a time of creation of 13 digits"),
            Self::OtherCurrency { expected: Some(currency) } => write!(f, "expected an amount in {currency}"),
            Self::OtherCurrency { expected: None } => f.write_str("expected currency 116 or 840 in the code"),
            Self::Strict(problem) => problem.fmt(f),
            Self::TooLong { units } => write!(f, "expected at most {MAX_UNITS} units, found {units}"),
            Self::BufferTooSmall { needed } => write!(f, "expected a buffer of {needed} bytes"),
            Self::Write => f.write_str("the writer failed"),
        }
    }
}
