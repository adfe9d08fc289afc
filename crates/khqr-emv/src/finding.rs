//! What a check of a code can find.

use core::fmt;

use crate::error::ParseErrorKind;
use crate::lint::Lint;
use crate::tag::Location;
use crate::{OfficialError, ParseError};

/// One thing that is wrong with a code, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    problem: Problem,
    location: Location,
}

impl Finding {
    pub(crate) const fn new(problem: Problem, location: Location) -> Self {
        Self { problem, location }
    }

    /// What is wrong.
    pub const fn problem(&self) -> Problem {
        self.problem
    }

    /// Where: the tags that lead there, and the bytes of the text. What is missing has an empty range.
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// Who refuses the code for it.
    pub const fn severity(&self) -> Severity {
        match self.problem {
            Problem::Structure(_) | Problem::Official(_) => Severity::Error,
            Problem::Lint(lint) => lint.severity(),
        }
    }

    /// The number of the official package, where it has one: 8 for every fault of structure.
    pub const fn official_number(&self) -> Option<u8> {
        match self.problem {
            Problem::Structure(_) => Some(OfficialError::KhqrInvalid.number()),
            Problem::Official(error) => Some(error.number()),
            Problem::Lint(_) => None,
        }
    }
}

/// `expected a bill number of 1 to 25 units (62/01 at 97..123)`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.problem, self.location)
    }
}

impl From<ParseError> for Finding {
    fn from(error: ParseError) -> Self {
        Self::new(Problem::Structure(error.kind), error.location)
    }
}

/// What is wrong, by the rule that it breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Problem {
    /// Structure or CRC.
    Structure(ParseErrorKind),
    /// A rule of the official package.
    Official(OfficialError),
    /// A rule of ours, beyond it.
    Lint(Lint),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Structure(kind) => kind.fmt(f),
            Self::Official(error) => error.fmt(f),
            Self::Lint(lint) => lint.fmt(f),
        }
    }
}

/// Who refuses a code for a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nobody; a person should look.
    Advice,
    /// [`Profile::Strict`](crate::Profile::Strict).
    Strict,
    /// Everybody: the official package too.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Advice => "advice",
            Self::Strict => "strict",
            Self::Error => "error",
        })
    }
}
