use std::fmt;

use serde::de::DeserializeOwned;

use crate::fields::{Fields, Limits, ReadError};
use crate::verifier::{Verdict, Verifier, VerifyError};

/// What a document from outside claims, before its signature was looked at.
///
/// It keeps the fields of the received bytes and hands the value over in two ways: with a
/// [`Verdict`], or as a [`claim`](Unverified::claim), which is good for finding the order to ask about and
/// for nothing else. `Debug` prints neither.
///
/// ```
/// use pay_core::Secret;
/// use pay_sign::{Scheme, Unverified, Verifier};
///
/// #[derive(serde::Deserialize)]
/// struct Notice {
///     out_trade_no: String,
/// }
///
/// let body = r#"{"out_trade_no":"T-1","status":"SUCCESS","sign_type":"MD5"}"#;
/// let notice = Unverified::<Notice>::from_json(body)?;
/// let verifier = Verifier::new(Scheme::KESS_MD5, Secret::new("secret")?);
/// assert!(notice.verify(&verifier).is_err());
/// assert_eq!(notice.claim().out_trade_no, "T-1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Unverified<T> {
    fields: Fields,
    value: T,
}

impl<T: DeserializeOwned> Unverified<T> {
    /// Reads the bytes that arrived, within [`Limits::DEFAULT`].
    pub fn from_json(body: impl AsRef<[u8]>) -> Result<Self, UnreadableError> {
        Self::from_json_within(body, Limits::DEFAULT)
    }

    /// Reads the bytes that arrived, within limits of one's own.
    pub fn from_json_within(body: impl AsRef<[u8]>, limits: Limits) -> Result<Self, UnreadableError> {
        let fields = Fields::from_json_within(&body, limits).map_err(UnreadableError::Read)?;
        // The bytes again, not the fields: a `RawValue` inside `T` keeps their text.
        let value = serde_json::from_slice(body.as_ref())
            .map_err(|error| UnreadableError::Shape { line: error.line(), column: error.column() })?;
        Ok(Self { fields, value })
    }
}

impl<T> Unverified<T> {
    /// A value that was read from these fields by other means, such as a form.
    pub const fn new(fields: Fields, value: T) -> Self {
        Self { fields, value }
    }

    /// The value and what its signature says.
    pub fn verify(&self, verifier: &Verifier) -> Result<(&T, Verdict), VerifyError> {
        Ok((&self.value, verifier.verify(&self.fields)?))
    }

    /// What the document claims, true or not.
    pub const fn claim(&self) -> &T {
        &self.value
    }

    /// The fields, for verifying a part of them.
    pub const fn fields(&self) -> &Fields {
        &self.fields
    }
}

impl<T> fmt::Debug for Unverified<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unverified({:?})", self.fields)
    }
}

/// A document that is not of the expected form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnreadableError {
    /// It cannot be taken as fields.
    Read(ReadError),
    /// Its members are not those of the type.
    Shape {
        /// The line at which that was noticed, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
}

impl fmt::Display for UnreadableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Shape { line, column } => {
                write!(f, "expected other members or types, at line {line}, column {column}")
            }
        }
    }
}

impl std::error::Error for UnreadableError {}

#[cfg(test)]
mod tests {
    use pay_core::Secret;

    use super::*;
    use crate::scheme::Scheme;
    use crate::signer::Signer;

    #[derive(serde::Deserialize, Debug)]
    struct Notice {
        amount: Box<serde_json::value::RawValue>,
    }

    #[test]
    fn the_value_is_read_from_the_bytes_whose_signature_is_verified() {
        let secret = || Secret::new("secret").unwrap();
        let fields = Fields::from_json(r#"{"amount":3.0000}"#).unwrap();
        let body = Signer::new(Scheme::VEXORA, secret()).sign(fields).unwrap().to_json();
        let notice = Unverified::<Notice>::from_json(&body).unwrap();
        let (notice, verdict) = notice.verify(&Verifier::new(Scheme::VEXORA, secret())).unwrap();
        assert_eq!(notice.amount.get(), "3.0000");
        assert!(verdict.coverage().covers(&["amount"]));
    }

    #[test]
    fn what_is_no_document_or_no_notice_is_said_with_its_place_and_without_its_text() {
        let refused = |body: &str| Unverified::<Notice>::from_json(body).unwrap_err();
        assert_eq!(refused("<html>").to_string(), "expected JSON, at byte 0");
        assert_eq!(
            refused("{\n\"canary\":1}").to_string(),
            "expected other members or types, at line 2, column 11"
        );
        let notice = Unverified::<Notice>::from_json(r#"{"amount":7731}"#).unwrap();
        assert_eq!(format!("{notice:?}"), r#"Unverified(Fields ["amount"])"#);
    }
}
