//! The error numbers of the official package (specification, section 10).

use core::fmt;

macro_rules! numbers {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal, $text:literal;)+) => {
        /// What the official package answers, by its number.
        ///
        /// All 51 are here, also those that only its network calls raise (12 to 15, 29) and those that it
        /// declares and never raises (36).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum OfficialError {
            $($(#[doc = $doc])+ $name = $number,)+
        }

        impl OfficialError {
            /// Every one, in order of number.
            pub const ALL: [Self; 51] = [$(Self::$name,)+];

            const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

numbers! {
    /// Sub-tag 00 of the account is missing or empty.
    AccountIdRequired = 1, "expected a Bakong account id";
    /// Tag 59 is missing or empty.
    MerchantNameRequired = 2, "expected a merchant name";
    /// No `@` in the account id; at Bakong's account check, not exactly one.
    AccountIdInvalid = 3, "expected an @ in the Bakong account id";
    /// Tag 54: empty, above 13 units, negative, or not exact in its currency.
    AmountInvalid = 4, "expected an amount of 1 to 13 characters that is exact in its currency";
    /// Neither 29 nor 30.
    MerchantTypeRequired = 5, "expected an account template, 29 or 30";
    /// The account id has more than 32 units.
    AccountIdLength = 6, "expected a Bakong account id of at most 32 units";
    /// Tag 59 has more than 25 units.
    MerchantNameLength = 7, "expected a merchant name of at most 25 units";
    /// CRC, length or structure.
    KhqrInvalid = 8, "expected a sound structure and crc";
    /// Tag 53 is missing or empty.
    CurrencyRequired = 9, "expected a currency";
    /// 62/01.
    BillNumberLength = 10, "expected a bill number of 1 to 25 units";
    /// 62/03.
    StoreLabelLength = 11, "expected a store label of 1 to 25 units";
    /// 62/07.
    TerminalLabelLength = 12, "expected a terminal label of 1 to 25 units";
    /// The package could not reach Bakong.
    ConnectionTimeout = 13, "bakong cannot be reached";
    /// A field of the deep link's source is empty.
    DeepLinkSourceInvalid = 14, "expected a whole source of the deep link";
    /// Declared for a failure of Bakong.
    InternalServerError = 15, "bakong failed";
    /// Tag 00 has more than 2 units.
    PayloadFormatLength = 16, "expected a payload format of at most 2 units";
    /// Tag 01 has more than 2 units.
    InitiationLength = 17, "expected an initiation method of at most 2 units";
    /// Tag 52 has more than 4 units.
    CategoryLength = 18, "expected a category code of at most 4 units";
    /// Tag 53 has more than 3 units.
    CurrencyLength = 19, "expected a currency of at most 3 units";
    /// Tag 58 has more than 3 units.
    CountryLength = 20, "expected a country of at most 3 units";
    /// Tag 60 has more than 15 units.
    MerchantCityLength = 21, "expected a merchant city of at most 15 units";
    /// Tag 63 has more than 4 units.
    CrcLength = 22, "expected a crc of 4 units";
    /// Tag 00 is missing or empty.
    PayloadFormatRequired = 23, "expected a payload format";
    /// Tag 63 is missing.
    CrcRequired = 24, "expected a crc";
    /// Tag 52 is missing or empty.
    CategoryRequired = 25, "expected a category code";
    /// Tag 58 is missing or empty.
    CountryRequired = 26, "expected a country";
    /// Tag 60 is missing or empty.
    MerchantCityRequired = 27, "expected a merchant city";
    /// Tag 53 is neither 116 nor 840.
    CurrencyUnsupported = 28, "expected currency 116 or 840";
    /// The deep link's URL.
    DeepLinkUrlInvalid = 29, "expected the url of the deep link service";
    /// 30/01 is empty.
    MerchantIdRequired = 30, "expected a merchant id";
    /// 29/02 or 30/02 is empty.
    BankRequired = 31, "expected an acquiring bank";
    /// 30/01 has more than 32 units.
    MerchantIdLength = 32, "expected a merchant id of at most 32 units";
    /// 29/02 or 30/02 has more than 32 units.
    BankLength = 33, "expected an acquiring bank of at most 32 units";
    /// 62/02.
    MobileNumberLength = 34, "expected a mobile number of 1 to 25 units";
    /// 29/01 has more than 32 units; on verify 30/01 too.
    AccountInformationLength = 35, "expected account information of at most 32 units";
    /// Never raised: the order of tags is free.
    TagNotInOrder = 36, "expected the tags in order";
    /// A name or a city in another language, and no language (D3, D4).
    LanguageRequired = 37, "expected a language beside the alternate name or city";
    /// 64/00 has not 1 or 2 units.
    LanguageLength = 38, "expected a language of 1 or 2 units";
    /// 64/00 without 64/01.
    AlternateNameRequired = 39, "expected an alternate name beside the language";
    /// 64/01.
    AlternateNameLength = 40, "expected an alternate name of 1 to 25 units";
    /// 64/02.
    AlternateCityLength = 41, "expected an alternate city of 1 to 15 units";
    /// 62/08.
    PurposeLength = 42, "expected a purpose of 1 to 25 units";
    /// Tag 15 has more than 99 units.
    UnionPayLength = 43, "expected a UnionPay account of at most 99 units";
    /// Tag 15 with USD, on encode.
    UnionPayCurrency = 44, "expected KHR beside a UnionPay account";
    /// A dynamic code, or an amount, without an expiry.
    ExpirationRequired = 45, "expected an expiry beside the amount";
    /// The expiry is before now.
    Expired = 46, "the code has expired";
    /// Tag 01 is 12 and there is no tag 54.
    DynamicWithoutAmount = 47, "expected an amount in a dynamic code";
    /// Tag 01 is neither 11 nor 12.
    InitiationInvalid = 48, "expected initiation method 11 or 12";
    /// The expiry has not 13 digits.
    ExpirationLength = 49, "expected an expiry of 13 digits";
    /// The expiry is before the creation.
    ExpirationBeforeCreation = 50, "expected an expiry at or after the creation";
    /// Tag 52 is not all digits.
    CategoryInvalid = 51, "expected a category code of digits";
}

impl OfficialError {
    /// The number, 1 to 51.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The error of a number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }
}

/// What was expected, in words of our own.
impl fmt::Display for OfficialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_run_from_1_to_51() {
        for number in 1..=51 {
            assert_eq!(OfficialError::from_number(number).unwrap().number(), number);
        }
        assert_eq!(OfficialError::from_number(0), None);
        assert_eq!(OfficialError::from_number(52), None);
    }
}
