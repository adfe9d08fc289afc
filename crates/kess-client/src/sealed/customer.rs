use std::fmt;

use pay_core::{Secret, Untrusted};
use pay_sign::{EncryptError, EncryptionKey};
use serde::Serialize;

use super::{SealedCustomer, seal};

/// A person, for orders, withdrawals and tokenized accounts. Nothing is printed, and all of it is wiped when dropped.
///
/// An RSA block is small: with a key of 1024 bits only the four members of [`new`](Customer::new) fit, and an address
/// of the documented 1000 characters fits no usual key (`kess-rsa.md`). What does not fit is refused, with the lengths.
#[derive(Clone)]
pub struct Customer {
    phone_number: Secret,
    email: Secret,
    first_name: Secret,
    last_name: Secret,
    address: Option<Secret>,
    city: Option<Secret>,
    postcode: Option<Secret>,
    phone_code: Option<Secret>,
}

#[derive(Serialize)]
struct Wire<'a> {
    phone_number: &'a str,
    email: &'a str,
    first_name: &'a str,
    last_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postcode: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_code: Option<&'a str>,
}

impl Customer {
    /// A person: a telephone in digits with its leading zero, a mail address, two names.
    pub fn new(
        phone_number: &str,
        email: &str,
        first_name: &str,
        last_name: &str,
    ) -> Result<Self, InvalidCustomer> {
        let email = member("email", email, 255)?;
        if !email.expose().contains('@') {
            return Err(InvalidCustomer("email"));
        }
        Ok(Self {
            phone_number: digits("phone_number", phone_number)?,
            email,
            first_name: member("first_name", first_name, 255)?,
            last_name: member("last_name", last_name, 255)?,
            address: None,
            city: None,
            postcode: None,
            phone_code: None,
        })
    }

    /// At most 1000 characters.
    pub fn address(self, address: &str) -> Result<Self, InvalidCustomer> {
        Ok(Self { address: Some(member("address", address, 1_000)?), ..self })
    }

    /// At most 500 characters.
    pub fn city(self, city: &str) -> Result<Self, InvalidCustomer> {
        Ok(Self { city: Some(member("city", city, 500)?), ..self })
    }

    /// At most 50 characters.
    pub fn postcode(self, postcode: &str) -> Result<Self, InvalidCustomer> {
        Ok(Self { postcode: Some(member("postcode", postcode, 50)?), ..self })
    }

    /// The country's code, such as `855`; seen elsewhere, and not in the document.
    pub fn phone_code(self, phone_code: &str) -> Result<Self, InvalidCustomer> {
        Ok(Self { phone_code: Some(digits("phone_code", phone_code)?), ..self })
    }

    /// As only KESS can read it.
    pub fn seal(&self, key: &EncryptionKey) -> Result<SealedCustomer, EncryptError> {
        let optional = |member: &'_ Option<Secret>| member.as_ref().map_or(0, |part| part.expose().len());
        let length = [&self.phone_number, &self.email, &self.first_name, &self.last_name]
            .iter()
            .map(|part| part.expose().len())
            .chain([&self.address, &self.city, &self.postcode, &self.phone_code].map(optional))
            .sum();
        let wire = Wire {
            phone_number: self.phone_number.expose(),
            email: self.email.expose(),
            first_name: self.first_name.expose(),
            last_name: self.last_name.expose(),
            address: self.address.as_ref().map(Secret::expose),
            city: self.city.as_ref().map(Secret::expose),
            postcode: self.postcode.as_ref().map(Secret::expose),
            phone_code: self.phone_code.as_ref().map(Secret::expose),
        };
        seal(&wire, length, key).map(SealedCustomer)
    }
}

fn member(name: &'static str, text: &str, most: usize) -> Result<Secret, InvalidCustomer> {
    let fits = text.chars().count() <= most && !text.chars().any(Untrusted::is_unprintable);
    if !fits {
        return Err(InvalidCustomer(name));
    }
    Secret::new(text).map_err(|_| InvalidCustomer(name))
}

fn digits(name: &'static str, text: &str) -> Result<Secret, InvalidCustomer> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        member(name, text, 20)
    } else {
        Err(InvalidCustomer(name))
    }
}

impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Customer([redacted])")
    }
}

/// A member of a customer is empty, too long, or of other characters than it takes. Its text is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCustomer(&'static str);

impl InvalidCustomer {
    /// The member.
    pub const fn member(&self) -> &'static str {
        self.0
    }
}

impl fmt::Display for InvalidCustomer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is empty, too long or not plain text", self.0)
    }
}

impl std::error::Error for InvalidCustomer {}
