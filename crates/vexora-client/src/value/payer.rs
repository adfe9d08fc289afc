use std::fmt;

use serde::Serialize;

use super::{InvalidValue, Mobile, Text, check};

/// Who pays, or who is paid. Nothing of it is printed.
///
/// The names are legal ones: they have to be those of the account that the money comes from, or goes to.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Payer {
    firstname: Text<64>,
    lastname: Text<64>,
    mobile: Mobile,
    email: String,
}

impl Payer {
    /// Checks the names (1 to 64 characters without `=`) and the address (at most 254 ASCII characters, one `@`, no `=`).
    pub fn new(
        firstname: &str,
        lastname: &str,
        mobile: Mobile,
        email: impl Into<String>,
    ) -> Result<Self, InvalidPayer> {
        let email = email.into();
        let wrong = |member| move |value| InvalidPayer { member, value };
        Ok(Self {
            firstname: name(firstname).map_err(wrong("firstname"))?,
            lastname: name(lastname).map_err(wrong("lastname"))?,
            mobile,
            email: address(&email).map(|()| email).map_err(wrong("email"))?,
        })
    }

    /// The mobile number.
    pub const fn mobile(&self) -> &Mobile {
        &self.mobile
    }
}

/// No name has a `=`, and without one it cannot pose as another member (threat D-45).
fn name(text: &str) -> Result<Text<64>, InvalidValue> {
    match text.find('=') {
        Some(at) => Err(InvalidValue::Character { at }),
        None => Text::new(text),
    }
}

fn address(text: &str) -> Result<(), InvalidValue> {
    check(text, 254, |c| c.is_ascii_graphic() && !matches!(c, '=' | '"' | '\\' | '<' | '>'))?;
    match text.split_once('@') {
        Some((local, domain)) if !local.is_empty() && !domain.is_empty() => match domain.find('@') {
            Some(at) => Err(InvalidValue::Character { at: local.len() + 1 + at }),
            None => Ok(()),
        },
        _ => Err(InvalidValue::Character { at: text.find('@').unwrap_or(text.len()) }),
    }
}

impl fmt::Debug for Payer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payer([redacted])")
    }
}

/// A member of a payer breaks its rule. The value is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPayer {
    member: &'static str,
    value: InvalidValue,
}

impl InvalidPayer {
    /// The member's name on the wire.
    pub const fn member(&self) -> &'static str {
        self.member
    }

    /// What is wrong with it.
    pub const fn value(&self) -> InvalidValue {
        self.value
    }
}

impl fmt::Display for InvalidPayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.member, self.value)
    }
}

impl std::error::Error for InvalidPayer {}

#[cfg(test)]
mod tests {
    use super::*;

    fn payer(firstname: &str, lastname: &str, email: &str) -> Result<Payer, InvalidPayer> {
        Payer::new(firstname, lastname, Mobile::new("012345678").unwrap(), email)
    }

    #[test]
    fn d45_a_name_or_an_address_cannot_pose_as_a_member() {
        assert!(payer("សុខ", "ដារ៉ា", "a@b.example").is_ok());
        for (firstname, lastname, email, member) in [
            ("Sokmobile=1", "Dara", "a@b.example", "firstname"),
            ("Sok", "x=", "a@b.example", "lastname"),
            ("Sok", "Dara", "a@b.examplemobile=1", "email"),
            ("", "Dara", "a@b.example", "firstname"),
            ("Sok", " Dara", "a@b.example", "lastname"),
            ("Sok", "Da\u{202e}ra", "a@b.example", "lastname"),
            ("Sok", "Dara", "", "email"),
            ("Sok", "Dara", "@", "email"),
            ("Sok", "Dara", "a@", "email"),
            ("Sok", "Dara", "@b", "email"),
            ("Sok", "Dara", "a", "email"),
            ("Sok", "Dara", "a@b@c", "email"),
            ("Sok", "Dara", "a b@c", "email"),
            ("Sok", "Dara", "<a@b>", "email"),
        ] {
            let error = payer(firstname, lastname, email).unwrap_err();
            assert_eq!(error.member(), member, "{firstname} {lastname} {email}");
        }
    }

    #[test]
    fn d16_a_payer_is_not_printed() {
        assert_eq!(format!("{:?}", payer("Canary", "Canary", "canary@b").unwrap()), "Payer([redacted])");
    }
}
