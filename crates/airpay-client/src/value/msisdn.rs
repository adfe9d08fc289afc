use std::fmt;

use pay_http::value::InvalidValue;

use super::{InvalidMember, Member, Problem, Text, text};

/// A payer's telephone number: digits with the country code, without a plus, as in the sample (A17). Not printed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Msisdn(Text);

impl Msisdn {
    /// Checks a number such as `85512345678`. A leading 0 is refused: it is a national number.
    pub fn new(digits: impl Into<String>) -> Result<Self, InvalidMember> {
        let Self(digits) = Self::verbatim(digits)?;
        let invalid = |problem| Err(InvalidMember::new(Member::Msisdn, problem));
        match digits.as_str().char_indices().find(|(_, digit)| !digit.is_ascii_digit()) {
            Some((at, _)) => invalid(Problem::Value(InvalidValue::Character { at })),
            None if digits.as_str().starts_with('0') => invalid(Problem::LeadingZero),
            None => Ok(Self(digits)),
        }
    }

    /// Any text of 1 to 50 characters: for a merchant to whom Airpay has named another form.
    pub fn verbatim(text_of_it: impl Into<String>) -> Result<Self, InvalidMember> {
        text(Member::Msisdn, text_of_it).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for Msisdn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Msisdn([redacted])")
    }
}
