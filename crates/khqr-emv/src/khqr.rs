use core::fmt;
use core::ops::Deref;

use crate::error::ParseError;
use crate::payload::check_length;
use crate::tag::{Location, Tag, TagPath};
use crate::{Payload, crc};

/// A payload whose structure and CRC hold.
///
/// Everything that [`Payload`] answers, this answers too. Whether it is a code that a bank's application
/// accepts now is another question: [`verify`](crate::verify).
///
/// ```
/// use khqr_emv::{Khqr, Tag};
///
/// let text = "00020101021129130009user@devb5204599953031165802KH5904Name6010Phnom Penh63049349";
/// let khqr = Khqr::parse(text)?;
/// assert_eq!(khqr.account_id(), Some("user@devb"));
/// assert_eq!(khqr.value(Tag::CATEGORY), Some("5999"));
/// assert_eq!(khqr.to_string(), text);
/// # Ok::<(), khqr_emv::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Khqr<'a> {
    payload: Payload<'a>,
}

impl<'a> Khqr<'a> {
    /// Reads a text and checks its CRC, in one pass each and without an allocation.
    ///
    /// Nothing is trimmed: a blank in front or a line end behind is an error.
    #[inline]
    pub fn parse(text: &'a str) -> Result<Self, ParseError> {
        check_length(text)?;
        check_crc(text)?;
        Payload::read(text).map(|payload| Self { payload })
    }

    /// The structure alone.
    pub const fn payload(&self) -> &Payload<'a> {
        &self.payload
    }
}

impl<'a> Deref for Khqr<'a> {
    type Target = Payload<'a>;

    fn deref(&self) -> &Payload<'a> {
        &self.payload
    }
}

/// The text, byte for byte.
impl fmt::Display for Khqr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.payload.fmt(f)
    }
}

/// The CRC at the end of a text, as an error with its place.
pub(crate) fn check_crc(text: &str) -> Result<(), ParseError> {
    crc::check(text).map_err(|kind| {
        let start = (text.len().saturating_sub(crc::TRAILER)..text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(text.len());
        ParseError { kind, location: Location::new(TagPath::root(Tag::CRC), start..text.len()) }
    })
}
