#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

#[cfg(feature = "alloc")]
mod audit;
mod builder;
mod crc;
mod decoded;
mod edit;
mod emv;
mod encode_error;
mod error;
mod fields;
mod finding;
mod index;
#[cfg(feature = "serde")]
mod input;
mod khqr;
mod lint;
mod md5;
mod official;
mod payload;
mod reader;
mod rules;
mod scan;
#[cfg(all(test, feature = "alloc"))]
mod steps;
mod tag;
mod units;
mod verify;

#[cfg(feature = "alloc")]
pub use crate::audit::{Report, audit};
pub use crate::builder::{Builder, MAX_ENCODED};
pub use crate::decoded::{Decoded, decode, decode_lossy};
pub use crate::edit::Edit;
pub use crate::emv::{EmvMap, EmvValue, decode_non_khqr};
pub use crate::encode_error::{EncodeError, EncodeErrorKind};
pub use crate::error::{ParseError, ParseErrorKind};
pub use crate::fields::{Amount, UnreadableAmount};
pub use crate::finding::{Finding, Problem, Severity};
#[cfg(feature = "serde")]
pub use crate::input::{Input, Scalar};
pub use crate::khqr::Khqr;
pub use crate::lint::Lint;
pub use crate::md5::{Md5Key, md5};
pub use crate::official::OfficialError;
pub use crate::payload::Payload;
pub use crate::reader::{Object, Objects};
pub use crate::tag::{Location, Tag, TagPath, sub};
pub use crate::verify::{Profile, Verified, VerifyError, verify};

/// The most UTF-16 units of a text that is read: no QR symbol holds more characters.
pub const MAX_UNITS: usize = 4296;

/// Whose account a code pays into: which of the two account templates it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// Template 29.
    Individual,
    /// Template 30.
    Merchant,
}

impl AccountKind {
    /// The tag of the template.
    pub const fn tag(self) -> Tag {
        match self {
            Self::Individual => Tag::INDIVIDUAL,
            Self::Merchant => Tag::MERCHANT,
        }
    }
}
