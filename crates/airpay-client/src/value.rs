//! The values that a request is made of: each one proves the rule of its member (section 1).

mod member;
mod method;
mod msisdn;
mod return_url;
mod segment;

use std::fmt;

use pay_http::value::{InvalidAddress, InvalidValue};

pub use self::member::Member;
pub use self::method::PaymentMethod;
pub use self::msisdn::Msisdn;
pub use self::return_url::ReturnUrl;
pub(crate) use self::segment::Segment;

/// 1 to 50 characters, counted as such and not as bytes.
pub(crate) type Text = pay_http::value::Text<{ Member::LIMIT }>;

/// Checks the text of a member: length first, so that the error has the exact count.
pub(crate) fn text(member: Member, text: impl Into<String>) -> Result<Text, InvalidMember> {
    let text = text.into();
    check_length(member, &text)?;
    Text::new(text).map_err(|invalid| InvalidMember::new(member, Problem::Value(invalid)))
}

pub(crate) fn check_length(member: Member, text: &str) -> Result<(), InvalidMember> {
    let found = text.chars().count();
    if found > Member::LIMIT {
        return Err(InvalidMember::new(member, Problem::TooLong { found, limit: Member::LIMIT }));
    }
    Ok(())
}

/// A value breaks the rule of its member. The value is not repeated. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidMember {
    member: Member,
    problem: Problem,
}

impl InvalidMember {
    pub(crate) const fn new(member: Member, problem: Problem) -> Self {
        Self { member, problem }
    }

    /// The member.
    pub const fn member(&self) -> Member {
        self.member
    }

    /// What is wrong with it.
    pub const fn problem(&self) -> Problem {
        self.problem
    }
}

/// What is wrong with the value of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// More characters than the member takes.
    TooLong {
        /// How many there are.
        found: usize,
        /// The most it takes.
        limit: usize,
    },
    /// It is empty, or has a character that the member does not take, or is no amount that can be written.
    Value(InvalidValue),
    /// It is no address that a payer's browser is sent to.
    Address(InvalidAddress),
    /// It is not one segment of a path: `.`, `..`, or with a slash in it.
    Segment,
    /// A telephone number begins with 0, which is no country code.
    LeadingZero,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { found, limit } => write!(f, "expected at most {limit} characters, found {found}"),
            Self::Value(invalid) => invalid.fmt(f),
            Self::Address(invalid) => invalid.fmt(f),
            Self::Segment => {
                f.write_str("expected one segment of a path, without slashes and not dots alone")
            }
            Self::LeadingZero => f.write_str("expected a country code such as 855, found a leading 0"),
        }
    }
}

impl fmt::Display for InvalidMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.member, self.problem)
    }
}

impl std::error::Error for InvalidMember {}
