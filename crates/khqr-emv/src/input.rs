mod scalar;
mod wire;

use alloc::borrow::Cow;

pub use self::scalar::Scalar;
use pay_core::Timestamp;

use crate::builder::Numeric;
use crate::{AccountKind, Builder};

/// What a code is built from, in the field names of the official package's JSON.
///
/// For batches and for services in other languages: `bakongAccountID`, `merchantName`, `currency` (116 or 840),
/// `amount` and `expirationTimestamp` as numbers or text, and so on. Absent, null and empty count as not set.
/// Judged only when a code is built, in the official order and with the official numbers.
///
/// A number reaches the code by its text, never through a float: with a general deserializer a number must be an
/// integer (write `"10.50"`); `Input::from_json`, under the feature `json`, takes the token `10.50` as well.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use khqr_emv::Input;
/// use pay_core::Timestamp;
///
/// let input = Input::from_json(
///     r#"{"bakongAccountID":"user@devb","merchantName":"Name","currency":840,"amount":10.50,"expirationTimestamp":1750000060000}"#,
/// )?;
/// let code = input.builder().build(Timestamp::from_millis(1_750_000_000_000))?;
/// assert!(code.contains("540510.50"));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Input<'a> {
    /// 29/00 or 30/00.
    pub bakong_account_id: Cow<'a, str>,
    /// Tag 59.
    pub merchant_name: Cow<'a, str>,
    /// Tag 60; `Phnom Penh` where it is not set.
    pub merchant_city: Cow<'a, str>,
    /// 30/01. Where the field is there at all, empty too, the code is a merchant's.
    pub merchant_id: Option<Cow<'a, str>>,
    /// 29/02 or 30/02.
    pub acquiring_bank: Cow<'a, str>,
    /// 29/01.
    pub account_information: Cow<'a, str>,
    /// Tag 53; 116 where it is not set.
    pub currency: Scalar<'a>,
    /// Tag 54; none or zero for a static code.
    pub amount: Scalar<'a>,
    /// 99/01 in milliseconds, for a dynamic code.
    pub expiration_timestamp: Scalar<'a>,
    /// Tag 52; 5999 where it is not set.
    pub merchant_category_code: Cow<'a, str>,
    /// Tag 15.
    pub upi_merchant_account: Cow<'a, str>,
    /// 62/01.
    pub bill_number: Cow<'a, str>,
    /// 62/02.
    pub mobile_number: Cow<'a, str>,
    /// 62/03.
    pub store_label: Cow<'a, str>,
    /// 62/07.
    pub terminal_label: Cow<'a, str>,
    /// 62/08.
    pub purpose_of_transaction: Cow<'a, str>,
    /// 64/00.
    pub language_preference: Cow<'a, str>,
    /// 64/01.
    pub merchant_name_alternate_language: Cow<'a, str>,
    /// 64/02.
    pub merchant_city_alternate_language: Cow<'a, str>,
    /// `now`, in milliseconds: the moment to build at, for a batch that brings its own clock. It is no field of
    /// the official package, and [`builder`](Input::builder) takes no notice of it.
    pub now: Option<Timestamp>,
}

impl Input<'_> {
    /// A merchant's where there is a `merchantID`, else an individual's.
    pub const fn kind(&self) -> AccountKind {
        match self.merchant_id {
            Some(_) => AccountKind::Merchant,
            None => AccountKind::Individual,
        }
    }

    /// The builder of the code.
    pub fn builder(&self) -> Builder<'_> {
        self.builder_of(self.kind())
    }

    /// The builder of a code of this kind, whichever fields are set.
    pub fn builder_of(&self, kind: AccountKind) -> Builder<'_> {
        let base = match kind {
            AccountKind::Individual => Builder::individual(&self.bakong_account_id, &self.merchant_name)
                .account_information(&self.account_information)
                .acquiring_bank(&self.acquiring_bank),
            AccountKind::Merchant => Builder::merchant(
                &self.bakong_account_id,
                self.merchant_id.as_deref().unwrap_or_default(),
                &self.acquiring_bank,
                &self.merchant_name,
            ),
        };
        let mut builder = base
            .merchant_city(&self.merchant_city)
            .category(&self.merchant_category_code)
            .union_pay(&self.upi_merchant_account)
            .bill_number(&self.bill_number)
            .mobile_number(&self.mobile_number)
            .store_label(&self.store_label)
            .terminal_label(&self.terminal_label)
            .purpose(&self.purpose_of_transaction)
            .alternate_name(&self.language_preference, &self.merchant_name_alternate_language)
            .alternate_city(&self.merchant_city_alternate_language);
        builder.currency = numeric(&self.currency);
        builder.amount = numeric(&self.amount);
        builder.expires_at = numeric(&self.expiration_timestamp);
        builder
    }
}

fn numeric<'a, T>(scalar: &'a Scalar<'_>) -> Numeric<'a, T> {
    match scalar {
        Scalar::Unset => Numeric::Unset,
        // Zero and the empty text are equal to the official package.
        Scalar::Number(digits) if digits == "0" => Numeric::Unset,
        Scalar::Text(text) if text.is_empty() => Numeric::Unset,
        Scalar::Number(digits) => Numeric::Number(digits),
        Scalar::Text(text) => Numeric::Text(text),
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;

    #[test]
    fn a_general_deserializer_takes_integers_and_text() {
        let input: Input<'_> = serde_json::from_str(
            r#"{"bakongAccountID":"a@b","merchantName":"N\u1780","currency":840,"amount":"10.50","merchantCategoryCode":5411}"#,
        )
        .unwrap();
        assert_eq!(input.merchant_name, "Nក");
        assert_eq!(input.merchant_category_code, "5411");
        assert_eq!(input.currency, Scalar::Number("840".into()));
        assert_eq!(input.amount, Scalar::Text("10.50".into()));
        assert!(serde_json::from_str::<Input<'_>>(r#"{"amount":10.5}"#).is_err(), "it would be a float");
    }

    #[cfg(feature = "json")]
    #[test]
    fn json_keeps_the_text_of_a_number() {
        let amount = |json: &'static str| Input::from_json(json).map(|input| input.amount).unwrap();
        assert_eq!(amount(r#"{"amount":10.50}"#), Scalar::Number("10.50".into()));
        assert_eq!(amount(r#"{"amount":0.30000000000000004}"#), Scalar::Number("0.30000000000000004".into()));
        assert_eq!(amount(r#"{"amount": "\u0031"}"#), Scalar::Text("1".into()));
        assert_eq!(amount(r#"{"amount":null}"#), Scalar::Unset);
        assert_eq!(amount(r#"{"amount":false}"#), Scalar::Unset);
        for wrong in
            [r#"{"amount":[1]}"#, r#"{"amount":{}}"#, r#"{"bilNumber":"x"}"#, r#"{"amount":1,"amount":2}"#]
        {
            assert!(Input::from_json(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_merchant_id_makes_a_merchant() {
        let kind = |json: &'static str| serde_json::from_str::<Input<'_>>(json).unwrap().kind();
        assert_eq!(kind(r#"{"merchantID":""}"#), AccountKind::Merchant);
        assert_eq!(kind(r#"{"merchantID":null}"#), AccountKind::Individual);
        assert_eq!(kind("{}"), AccountKind::Individual);
    }
}
