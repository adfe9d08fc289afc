use std::fmt;

use pay_core::Untrusted;

/// A document that cannot be taken as fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    kind: ReadErrorKind,
    at: usize,
    unit: &'static str,
}

impl ReadError {
    pub(super) const fn new(kind: ReadErrorKind, byte: usize) -> Self {
        Self { kind, at: byte, unit: "byte" }
    }

    pub(super) const fn in_pairs(kind: ReadErrorKind, pair: usize) -> Self {
        Self { kind, at: pair, unit: "pair" }
    }

    /// What is wrong.
    pub const fn kind(&self) -> &ReadErrorKind {
        &self.kind
    }

    /// Where it was noticed, from 0: the byte of the text, or the index of the pair. Of a value that was
    /// serialised here, the byte of that JSON.
    pub const fn at(&self) -> usize {
        self.at
    }
}

/// What is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// More text than the limit, in bytes.
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// The text is not UTF-8.
    NotUtf8,
    /// The text is not JSON, or an escape in it is no character (`"\ud800"`).
    NotJson,
    /// The text is JSON, but not an object.
    NotAnObject,
    /// Objects and lists are nested deeper than the limit.
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// There are more values than the limit.
    TooManyValues {
        /// The limit.
        limit: usize,
    },
    /// The names on the paths of all values have more bytes than the limit: see
    /// [`Limits::DEFAULT`](crate::Limits::DEFAULT).
    PathsTooLong {
        /// The limit.
        limit: usize,
    },
    /// A number has more characters than the limit.
    NumberTooLong {
        /// The limit.
        limit: usize,
    },
    /// One object has a name twice.
    RepeatedName(Untrusted),
    /// A value of the program's own is a float.
    Float,
    /// A value of the program's own cannot be written as JSON.
    NotSerializable,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ReadErrorKind::TooLong { limit } => write!(f, "expected at most {limit} bytes"),
            ReadErrorKind::NotUtf8 => f.write_str("expected UTF-8"),
            ReadErrorKind::NotJson => f.write_str("expected JSON"),
            ReadErrorKind::NotAnObject => f.write_str("expected a JSON object"),
            ReadErrorKind::TooDeep { limit } => write!(f, "expected nesting of at most {limit}"),
            ReadErrorKind::TooManyValues { limit } => write!(f, "expected at most {limit} values"),
            ReadErrorKind::PathsTooLong { limit } => {
                write!(f, "expected paths of at most {limit} bytes, all values together")
            }
            ReadErrorKind::NumberTooLong { limit } => {
                write!(f, "expected a number of at most {limit} characters")
            }
            ReadErrorKind::RepeatedName(name) => write!(f, "expected the name {name:?} once, found it again"),
            ReadErrorKind::Float => f.write_str("expected a number with a text of its own, found a float"),
            ReadErrorKind::NotSerializable => f.write_str("value cannot be written as JSON"),
        }?;
        write!(f, ", at {} {}", self.unit, self.at)
    }
}

impl std::error::Error for ReadError {}
