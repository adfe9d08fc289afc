//! Why a text is no payload: what, and where.

use core::fmt;

use crate::tag::{Location, Tag};

/// The text is not a sequence of data objects, or its CRC does not hold.
///
/// The official package has one number for all of them, 8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    pub(crate) kind: ParseErrorKind,
    pub(crate) location: Location,
}

impl ParseError {
    /// What is wrong.
    pub const fn kind(&self) -> ParseErrorKind {
        self.kind
    }

    /// Where: the tags that lead there, and the bytes of the text.
    pub const fn location(&self) -> &Location {
        &self.location
    }
}

/// `expected two digits of length, found "0A" (29/00 at 21..23)`.
impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.kind, self.location)
    }
}

impl core::error::Error for ParseError {}

/// What is wrong with the structure of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// The text has more UTF-16 units than any QR symbol holds; see [`MAX_UNITS`](crate::MAX_UNITS).
    TooLong {
        /// How many there are.
        units: usize,
    },
    /// The text does not end in `6304` and four hex digits.
    CrcMissing,
    /// The CRC is not that of the text before it.
    CrcMismatch {
        /// The CRC in the text.
        carried: u16,
        /// The CRC of the text.
        computed: u16,
    },
    /// Something is left that is too short for a tag and a length.
    HeaderCutShort,
    /// The two characters of a tag are not ASCII digits.
    TagNotDigits {
        /// What stands there.
        found: [char; 2],
    },
    /// The two characters of a length are not ASCII digits.
    LengthNotDigits {
        /// What stands there.
        found: [char; 2],
    },
    /// The length runs past the end of the payload or of the template.
    ValueCutShort {
        /// The length that stands there, in UTF-16 units.
        declared: usize,
        /// The units that are left.
        available: usize,
    },
    /// The length ends between the two halves of a surrogate pair.
    CharacterSplit,
    /// The tag was there before, at the same level.
    DuplicateTag,
    /// Template 29 and template 30 in one payload.
    BothAccounts,
    /// Something follows the CRC object.
    CrcNotLast,
}

impl fmt::Display for ParseErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { units } => {
                write!(f, "expected at most {} units, found {units}", crate::MAX_UNITS)
            }
            Self::CrcMissing => f.write_str("expected 6304 and four hex digits at the end"),
            Self::CrcMismatch { carried, computed } => {
                write!(f, "crc is {carried:04X} but the payload sums to {computed:04X}")
            }
            Self::HeaderCutShort => {
                f.write_str("expected two digits of tag and two of length, found the end")
            }
            Self::TagNotDigits { found } => write!(f, "expected two digits of tag, found {}", Found(*found)),
            Self::LengthNotDigits { found } => {
                write!(f, "expected two digits of length, found {}", Found(*found))
            }
            Self::ValueCutShort { declared, available } => {
                write!(f, "expected a value of {declared} units, found {available}")
            }
            Self::CharacterSplit => f.write_str("the value ends inside a character"),
            Self::DuplicateTag => f.write_str("the tag is there twice"),
            Self::BothAccounts => {
                write!(f, "expected one account template, found {} and {}", Tag::INDIVIDUAL, Tag::MERCHANT)
            }
            Self::CrcNotLast => f.write_str("expected the crc to be the last object"),
        }
    }
}

/// Two characters of a text that nobody vouches for, quoted and escaped.
struct Found([char; 2]);

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}{}\"", self.0[0].escape_debug(), self.0[1].escape_debug())
    }
}
