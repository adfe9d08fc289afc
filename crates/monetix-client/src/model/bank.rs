use pay_core::{AmountFormat, Currency, Money, Untrusted};
use pay_http::json::Problem;

use super::{Id, Units};
use crate::value::AMOUNT;

pay_http::json_object! {
    /// A bank that a payer can pay by (section 4.4).
    pub struct Bank {
        /// The id that a sale names.
        pub id: Option<Id> = "id",
        /// A short name, for internal use.
        pub abbr: Option<Untrusted> = "abbr",
        /// The name.
        pub name: Option<Untrusted> = "name",
        /// The name in the country's language.
        pub native_name: Option<Untrusted> = "nativeName",
        /// The least amount, in minor units of `limit_currency`.
        pub min_amount: Option<Units> = "minAmount",
        /// The most.
        pub max_amount: Option<Units> = "maxAmount",
        /// The currency of the limits.
        pub limit_currency: Option<String> = "limitCurrency",
        /// The currencies that it takes.
        pub currencies: Vec<BankCurrency> = "currencies",
    }
}

pay_http::json_object! {
    /// A currency of a bank.
    pub struct BankCurrency {
        /// The platform's id.
        pub id: Option<Id> = "id",
        /// The three letters.
        pub alpha: Option<String> = "alpha_3_4217",
        /// The three digits, which is text because zeros may lead.
        pub number: Option<Untrusted> = "number_3_4217",
        /// `fiat`.
        pub currency_type: Option<Untrusted> = "currency_type",
        /// How many decimals the platform gives it. It counts more than any table.
        pub exponent: Option<i64> = "exponent",
    }
}

impl Bank {
    /// The number that a [`Sale`](crate::Sale) names.
    pub fn bank_id(&self) -> Option<u64> {
        self.id.as_ref().and_then(|id| id.as_str().parse().ok())
    }

    /// How many decimals this bank's list gives a currency; `None` where the bank does not take it.
    pub fn exponent(&self, currency: Currency) -> Option<u32> {
        let is_it = |listed: &&BankCurrency| listed.alpha.as_deref() == Some(currency.code());
        self.currencies.iter().find(is_it).and_then(|listed| u32::try_from(listed.exponent?).ok())
    }

    /// The least and the most that can be paid, where the bank names them, by the exponent that it gives their currency.
    pub fn limits(&self) -> Result<(Option<Money>, Option<Money>), Problem> {
        let Some(code) = &self.limit_currency else { return Ok((None, None)) };
        let currency: Currency =
            code.parse().map_err(|_| Problem::expected("currency KHR or USD").inside("limitCurrency"))?;
        let format = match self.exponent(currency) {
            None => AMOUNT,
            Some(exponent @ 0..=MOST_EXPONENT) => AmountFormat::minor().scale(exponent),
            Some(_) => return Err(Problem::expected("an exponent of at most 4").inside("currencies")),
        };
        let read = |units: Option<&Units>, name: &str| {
            let money = units.map(|units| format.read(units.as_str(), currency)).transpose();
            money.map_err(|error| Problem::from(error).inside(name))
        };
        Ok((read(self.min_amount.as_ref(), "minAmount")?, read(self.max_amount.as_ref(), "maxAmount")?))
    }
}

/// The largest of any currency.
const MOST_EXPONENT: u32 = 4;
