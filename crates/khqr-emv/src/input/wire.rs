//! The JSON shape of [`Input`].

use alloc::borrow::Cow;

use pay_core::Timestamp;
use serde::de::{Deserialize, Deserializer};

use super::Input;
use super::scalar::{Scalar, Text};

impl<'de> Deserialize<'de> for Input<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::<Scalar<'de>>::deserialize(deserializer).map(|wire| wire.into_input(|scalar| scalar))
    }
}

#[cfg(feature = "json")]
impl<'a> Input<'a> {
    /// Reads one JSON object, keeping the text of its numbers.
    ///
    /// A field of another name is an error, so that a misspelt one is not lost in silence.
    pub fn from_json(json: &'a str) -> Result<Self, serde_json::Error> {
        // A struct would also be read from an array, member by member in order, past the check of the names.
        if !json.trim_ascii_start().starts_with('{') {
            return Err(serde::de::Error::custom("expected a json object with the official field names"));
        }
        let wire: Wire<'a, super::scalar::JsonScalar<'a>> = serde_json::from_str(json)?;
        Ok(wire.into_input(|scalar| scalar.0))
    }
}

/// The fields, with numbers as `N` reads them.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[serde(bound(deserialize = "N: Deserialize<'de> + Default, 'de: 'a, 'a: 'de"))]
struct Wire<'a, N> {
    #[serde(borrow, default, rename = "bakongAccountID")]
    bakong_account_id: Text<'a>,
    #[serde(borrow, default)]
    merchant_name: Text<'a>,
    #[serde(borrow, default)]
    merchant_city: Text<'a>,
    #[serde(borrow, default, rename = "merchantID")]
    merchant_id: Text<'a>,
    #[serde(borrow, default)]
    acquiring_bank: Text<'a>,
    #[serde(borrow, default)]
    account_information: Text<'a>,
    #[serde(default)]
    currency: N,
    #[serde(default)]
    amount: N,
    #[serde(default)]
    expiration_timestamp: N,
    #[serde(borrow, default)]
    merchant_category_code: Text<'a>,
    #[serde(borrow, default)]
    upi_merchant_account: Text<'a>,
    #[serde(borrow, default)]
    bill_number: Text<'a>,
    #[serde(borrow, default)]
    mobile_number: Text<'a>,
    #[serde(borrow, default)]
    store_label: Text<'a>,
    #[serde(borrow, default)]
    terminal_label: Text<'a>,
    #[serde(borrow, default)]
    purpose_of_transaction: Text<'a>,
    #[serde(borrow, default)]
    language_preference: Text<'a>,
    #[serde(borrow, default)]
    merchant_name_alternate_language: Text<'a>,
    #[serde(borrow, default)]
    merchant_city_alternate_language: Text<'a>,
    #[serde(default)]
    now: Option<i64>,
}

impl<'a, N> Wire<'a, N> {
    fn into_input(self, scalar: impl Fn(N) -> Scalar<'a>) -> Input<'a> {
        let text = |text: Text<'a>| text.0.unwrap_or(Cow::Borrowed(""));
        Input {
            bakong_account_id: text(self.bakong_account_id),
            merchant_name: text(self.merchant_name),
            merchant_city: text(self.merchant_city),
            merchant_id: self.merchant_id.0,
            acquiring_bank: text(self.acquiring_bank),
            account_information: text(self.account_information),
            currency: scalar(self.currency),
            amount: scalar(self.amount),
            expiration_timestamp: scalar(self.expiration_timestamp),
            merchant_category_code: text(self.merchant_category_code),
            upi_merchant_account: text(self.upi_merchant_account),
            bill_number: text(self.bill_number),
            mobile_number: text(self.mobile_number),
            store_label: text(self.store_label),
            terminal_label: text(self.terminal_label),
            purpose_of_transaction: text(self.purpose_of_transaction),
            language_preference: text(self.language_preference),
            merchant_name_alternate_language: text(self.merchant_name_alternate_language),
            merchant_city_alternate_language: text(self.merchant_city_alternate_language),
            now: self.now.map(Timestamp::from_millis),
        }
    }
}
