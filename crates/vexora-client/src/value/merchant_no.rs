use pay_http::http::HeaderValue;

use super::{InvalidValue, check};

/// The merchant's number, which goes into the header `merchantNo`: 1 to 32 ASCII digits. The vendor's have ten.
///
/// No signature covers the header (threat D-47); digits alone cannot end it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MerchantNo(String);

impl MerchantNo {
    /// Checks the number.
    pub fn new(number: impl Into<String>) -> Result<Self, InvalidValue> {
        let number = number.into();
        check(&number, MOST, |c| c.is_ascii_digit())?;
        Ok(Self(number))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn to_header(&self) -> HeaderValue {
        HeaderValue::try_from(self.0.as_str()).expect("digits are a header's value")
    }
}

const MOST: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d47_a_number_that_would_end_the_header_is_refused() {
        for wrong in ["", " 1234567890", "1234567890\r\nX-Admin: 1", "1234567890\n", "12345-6789", "１２３"]
        {
            assert!(MerchantNo::new(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(MerchantNo::new("1234567890").unwrap().to_header(), "1234567890");
    }
}
