//! Result codes (section 7): `operation.code`, `errors[].code`, and `code` of a refusal.

mod table;

use std::fmt;

use pay_core::{Outcome, Untrusted};
use pay_http::json::{Problem, RawValue, Value};

pub use self::table::KnownCode;

/// A result code, kept as text: Monetix adds codes, and writes them as text and as numbers.
///
/// ```
/// use monetix_client::{Code, CodeClass, RetryAdvice};
///
/// let code = Code::new("3041");
/// assert_eq!((code.class(), code.retry_advice()), (CodeClass::Business, RetryAdvice::Ask));
/// let later = Code::new("20999");
/// assert_eq!((later.class(), later.meaning()), (CodeClass::PaymentSystem, None));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Code(Untrusted);

/// The family of a code, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CodeClass {
    /// `0`.
    Success,
    /// `1xx`, `3xx` to `9xx`: a result of the platform.
    Platform,
    /// `1xxx`: refused for its risk.
    Risk,
    /// `2xxx`: the request is wrong.
    Validation,
    /// `3xxx`: the request breaks a rule of the project or of the payment.
    Business,
    /// `9999`, `19999`, `29999`: under way.
    Awaiting,
    /// `10xxx`: refused by a card's bank.
    Acquirer,
    /// `20xxx`: refused by the payment system of another method. The family of the banks of Cambodia.
    PaymentSystem,
    /// `30xxx`: refused when the merchant was asked to confirm.
    Confirmation,
    /// A number outside of the families, or no number.
    Unknown,
}

/// What may follow a code. Nothing here is ever done by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryAdvice {
    /// It was done.
    NotNeeded,
    /// It is not decided, or was asked for before: ask for the status.
    Ask,
    /// It was not done, for a reason that passes: after a question for the status, the same request with the same id.
    RepeatLater,
    /// The request, or the project, is to be put right first.
    Correct,
    /// This payment has failed. The payer may try again, as another payment with another id.
    NewPayment,
    /// It was refused as such. Another try is for a person to decide.
    Stop,
}

impl Code {
    /// A code, whatever it is.
    pub fn new(code: impl Into<String>) -> Self {
        Self(Untrusted::new(code))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_raw()
    }

    /// The family.
    pub fn class(&self) -> CodeClass {
        match self.number() {
            Some(0) => CodeClass::Success,
            Some(9_999 | 19_999 | 29_999) => CodeClass::Awaiting,
            Some(100..=199 | 300..=999) => CodeClass::Platform,
            Some(1_000..=1_999) => CodeClass::Risk,
            Some(2_000..=2_999) => CodeClass::Validation,
            Some(3_000..=3_999) => CodeClass::Business,
            Some(10_000..=10_999) => CodeClass::Acquirer,
            Some(20_000..=20_999) => CodeClass::PaymentSystem,
            Some(30_000..=30_999) => CodeClass::Confirmation,
            _ => CodeClass::Unknown,
        }
    }

    /// What it says, for the codes that are known one by one.
    pub fn meaning(&self) -> Option<&'static str> {
        self.known().map(|known| known.meaning)
    }

    /// Whether it says that something was done.
    pub fn is_success(&self) -> bool {
        self.class() == CodeClass::Success
    }

    /// Whether the operation is decided. A code of no known family is not.
    pub fn is_final(&self) -> bool {
        let waits = self.known().is_some_and(|known| known.waits);
        !waits && !matches!(self.class(), CodeClass::Awaiting | CodeClass::Unknown)
    }

    /// What may follow; by the family, where the code is not known by itself.
    pub fn retry_advice(&self) -> RetryAdvice {
        match (self.known(), self.class()) {
            (Some(known), _) => known.advice,
            (None, CodeClass::Success) => RetryAdvice::NotNeeded,
            (None, CodeClass::Platform | CodeClass::Awaiting | CodeClass::Unknown) => RetryAdvice::Ask,
            (None, CodeClass::Risk | CodeClass::Confirmation) => RetryAdvice::Stop,
            (None, CodeClass::Validation | CodeClass::Business) => RetryAdvice::Correct,
            (None, CodeClass::Acquirer | CodeClass::PaymentSystem) => RetryAdvice::NewPayment,
        }
    }

    /// What a refusal with this code says of the request.
    pub(crate) fn outcome(&self) -> Outcome {
        match self.class() {
            // Refused before anything was begun.
            CodeClass::Risk | CodeClass::Validation | CodeClass::Business => Outcome::Refused,
            _ if !self.is_final() || self.is_success() => Outcome::Unknown,
            _ => match self.retry_advice() {
                RetryAdvice::Ask | RetryAdvice::RepeatLater | RetryAdvice::NotNeeded => Outcome::Unknown,
                RetryAdvice::Correct | RetryAdvice::NewPayment | RetryAdvice::Stop => Outcome::Refused,
            },
        }
    }

    fn known(&self) -> Option<&'static KnownCode> {
        let number = self.number()?;
        table::KNOWN.iter().find(|known| known.number == number)
    }

    /// The number of a code that is written as Monetix writes it.
    fn number(&self) -> Option<u32> {
        let text = self.as_str();
        let is_plain = text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number: u32 = text.parse().ok().filter(|_| is_plain)?;
        (number.to_string() == text).then_some(number)
    }

    /// The codes that are known one by one.
    pub const KNOWN: &'static [KnownCode] = table::KNOWN;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Text or a whole number. Empty text says nothing.
impl Value for Code {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let code = <crate::model::Id as Value>::read(raw)?;
        Ok(code.map(|code| Self::new(code.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_is_no_plain_number_has_no_family() {
        for text in [
            "", "00", "0x0", "-1", "1e3", "20000 ", "100000", "success", "٠", "+0", "50", "200", "299",
            "40000",
        ] {
            let code = Code::new(text);
            assert_eq!(code.class(), CodeClass::Unknown, "{text:?}");
            assert!(!code.is_final() && !code.is_success(), "{text:?}");
            assert_eq!((code.retry_advice(), code.outcome()), (RetryAdvice::Ask, Outcome::Unknown));
        }
    }

    #[test]
    fn every_known_code_is_there_once_in_order() {
        assert!(Code::KNOWN.is_sorted_by(|one, other| one.number < other.number));
    }

    #[test]
    fn what_is_not_decided_is_never_called_refused() {
        for known in Code::KNOWN {
            let code = known.code();
            if !code.is_final() {
                assert_eq!(
                    (code.retry_advice(), code.outcome()),
                    (RetryAdvice::Ask, Outcome::Unknown),
                    "{code}"
                );
            }
        }
    }
}
