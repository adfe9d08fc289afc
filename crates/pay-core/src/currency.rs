use core::fmt;
use core::str::FromStr;

/// A currency that the rails of Cambodia settle in.
///
/// The exponent is the rail's, not ISO 4217's: ISO gives the riel two decimals, but KHQR and Bakong quote
/// whole riel. A wire that counts hundredths of a riel says so in its
/// [`AmountFormat`](crate::AmountFormat).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "UPPERCASE"))]
#[non_exhaustive]
pub enum Currency {
    /// Cambodian riel, no minor unit.
    Khr,
    /// United States dollar, in cents.
    Usd,
}

impl Currency {
    /// How many decimal digits the minor unit takes: 0 for the riel, 2 for the dollar.
    pub const fn exponent(self) -> u32 {
        match self {
            Self::Khr => 0,
            Self::Usd => 2,
        }
    }

    /// The ISO 4217 letters, in upper case.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Khr => "KHR",
            Self::Usd => "USD",
        }
    }

    /// The ISO 4217 number, as KHQR carries it in tag 53.
    pub const fn number(self) -> u16 {
        match self {
            Self::Khr => 116,
            Self::Usd => 840,
        }
    }

    /// The currency of an ISO 4217 number.
    pub const fn from_number(number: u16) -> Option<Self> {
        match number {
            116 => Some(Self::Khr),
            840 => Some(Self::Usd),
            _ => None,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    /// Reads the three letters in either case: providers answer `USD` and `usd`.
    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        [Self::Khr, Self::Usd]
            .into_iter()
            .find(|currency| currency.code().eq_ignore_ascii_case(text))
            .ok_or(UnknownCurrency)
    }
}

/// The text names neither KHR nor USD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCurrency;

impl fmt::Display for UnknownCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected currency KHR or USD")
    }
}

impl core::error::Error for UnknownCurrency {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_in_either_case_and_nothing_else() {
        assert_eq!("usd".parse(), Ok(Currency::Usd));
        assert_eq!("KHR".parse(), Ok(Currency::Khr));
        for wrong in ["", "US", "USD ", "116", "EUR", "ＵＳＤ"] {
            assert_eq!(wrong.parse::<Currency>(), Err(UnknownCurrency), "{wrong:?}");
        }
    }

    #[test]
    fn numbers_go_both_ways() {
        for currency in [Currency::Khr, Currency::Usd] {
            assert_eq!(Currency::from_number(currency.number()), Some(currency));
        }
        assert_eq!(Currency::from_number(978), None);
    }
}
