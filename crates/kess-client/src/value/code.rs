use std::fmt;

use serde::{Serialize, Serializer};

use super::{InvalidValue, Text};

/// A payment method: the `service_code` of a native order, the `bic` of a bank (section 3.4). The set is open.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ServiceCode(Text<32>);

impl ServiceCode {
    /// The 22 codes of the document.
    pub const KNOWN: [&'static str; 22] = [
        "ABAAKHPP",
        "ACLBKHPP",
        "ALIPAY",
        "KHQR",
        "BIOBKHPP",
        "CADIKHPP",
        "CHNOKHPP",
        "EMONEY",
        "FTCCKHPP",
        "GOOGLEPAY",
        "HATHKHPP",
        "KESSKH",
        "KESSKHQR",
        "PPCBKHPP",
        "SBPLKHPP",
        "TRUEMONEY",
        "UPAY",
        "UNIONPAY",
        "VBLCKHPP",
        "VISA_MASTER",
        "WECHAT",
        "WING",
    ];

    /// Any code, known here or not.
    pub fn new(code: impl Into<String>) -> Result<Self, InvalidValue> {
        Text::new(code).map(Self)
    }

    /// `KHQR`: Bakong.
    pub fn khqr() -> Self {
        Self::known("KHQR")
    }

    /// `KESSKHQR`: KESS PAY's own KHQR.
    pub fn kess_khqr() -> Self {
        Self::known("KESSKHQR")
    }

    /// `WECHAT`, which quickpay takes.
    pub fn wechat() -> Self {
        Self::known("WECHAT")
    }

    /// `ALIPAY`, which quickpay takes.
    pub fn alipay() -> Self {
        Self::known("ALIPAY")
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    fn known(code: &'static str) -> Self {
        Self(Text::new(code).expect("a code of the document is short and plain"))
    }
}

/// The digits that a payer's wallet shows: 1 to 32 of them. `Debug` does not print them: they are good for a payment.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthCode {
    digits: Text<32>,
    as_number: bool,
}

impl AuthCode {
    /// Digits, sent as text: beyond 18 of them PHP would lose some in a number (E15).
    pub fn new(digits: impl Into<String>) -> Result<Self, InvalidValue> {
        let digits = Text::<32>::new(digits)?;
        match digits.as_str().char_indices().find(|(_, digit)| !digit.is_ascii_digit()) {
            Some((at, _)) => Err(InvalidValue::Character { at }),
            None => Ok(Self { digits, as_number: false }),
        }
    }

    /// Sends it as a JSON number, as the sample does. Refused for more than 18 digits and for leading zeros.
    pub fn as_number(self) -> Result<Self, InvalidValue> {
        let digits = self.digits.as_str();
        if digits.len() > MOST_NUMBER {
            return Err(InvalidValue::TooLong { limit: MOST_NUMBER });
        }
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(InvalidValue::Character { at: 0 });
        }
        Ok(Self { as_number: true, ..self })
    }
}

const MOST_NUMBER: usize = 18;

impl Serialize for AuthCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.digits.as_str().parse::<u64>() {
            Ok(number) if self.as_number => serializer.serialize_u64(number),
            _ => self.digits.serialize(serializer),
        }
    }
}

impl fmt::Debug for AuthCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthCode([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Errata E15: beyond 64 bits PHP turns the number into a float.
    #[test]
    fn a_payers_code_keeps_all_its_digits() {
        let json = |code: &AuthCode| serde_json::to_string(code).unwrap();
        let long = AuthCode::new("287654321098765432101234").unwrap();
        assert_eq!(json(&long), r#""287654321098765432101234""#);
        assert_eq!(long.as_number(), Err(InvalidValue::TooLong { limit: 18 }));
        assert_eq!(json(&AuthCode::new("1234567").unwrap().as_number().unwrap()), "1234567");
        assert_eq!(AuthCode::new("0123").unwrap().as_number(), Err(InvalidValue::Character { at: 0 }));
        assert_eq!(AuthCode::new("12a"), Err(InvalidValue::Character { at: 2 }));
    }
}
