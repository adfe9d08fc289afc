use crate::payload::check_length;
use crate::reader::Cut;
use crate::tag::{Tag, sub};
use crate::{AccountKind, ParseError, Payload};

/// Reads every field that the official package knows, and judges none of them.
///
/// Missing fields, wrong lengths, a wrong CRC and an expired time are no errors; only a text whose structure
/// is lost is one (specification, section 8).
///
/// ```
/// let code = "00020101021129130009user@devb5204599953031165802KH6010Phnom Penh63040DE3";
/// let decoded = khqr_emv::decode(code)?;
/// assert_eq!(decoded.bakong_account_id, Some("user@devb"));
/// assert_eq!(decoded.merchant_name, None);
/// # Ok::<(), khqr_emv::ParseError>(())
/// ```
pub fn decode(text: &str) -> Result<Decoded<'_>, ParseError> {
    Payload::read(text).map(|payload| Decoded::from(&payload))
}

/// Reads what there is of a text, whatever it is, and says what stopped it or was passed over.
///
/// Where [`decode`] has an error, the official package answers with the fields that it read until then; so does
/// this. A value that is cut short is what is there of it. Of a tag that is there twice, the first counts. For
/// showing to people: money goes by [`verify`](crate::verify).
pub fn decode_lossy(text: &str) -> (Decoded<'_>, Option<ParseError>) {
    if let Err(error) = check_length(text) {
        return (Decoded::default(), Some(error));
    }
    let mut first = None;
    let payload = Payload::salvage(text, Cut::Keep, |error| {
        first.get_or_insert(error);
    });
    (Decoded::from(&payload), first)
}

/// The fields of a code as the official `decode` gives them: text exactly as carried, or nothing.
///
/// With the feature `serde` it serializes in the official spelling, absent fields as null.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Decoded<'a> {
    /// `29` or `30`.
    pub merchant_type: Option<&'static str>,
    /// 29/00 or 30/00.
    #[cfg_attr(feature = "serde", serde(rename = "bakongAccountID"))]
    pub bakong_account_id: Option<&'a str>,
    /// 29/01.
    pub account_information: Option<&'a str>,
    /// 30/01.
    #[cfg_attr(feature = "serde", serde(rename = "merchantID"))]
    pub merchant_id: Option<&'a str>,
    /// 29/02 or 30/02.
    pub acquiring_bank: Option<&'a str>,
    /// 62/01.
    pub bill_number: Option<&'a str>,
    /// 62/02.
    pub mobile_number: Option<&'a str>,
    /// 62/03.
    pub store_label: Option<&'a str>,
    /// 62/07.
    pub terminal_label: Option<&'a str>,
    /// 62/08.
    pub purpose_of_transaction: Option<&'a str>,
    /// 64/00.
    pub language_preference: Option<&'a str>,
    /// 64/01.
    pub merchant_name_alternate_language: Option<&'a str>,
    /// 64/02.
    pub merchant_city_alternate_language: Option<&'a str>,
    /// 99/00.
    pub creation_timestamp: Option<&'a str>,
    /// 99/01.
    pub expiration_timestamp: Option<&'a str>,
    /// Tag 00.
    pub payload_format_indicator: Option<&'a str>,
    /// Tag 01; the spelling is the official one.
    #[cfg_attr(feature = "serde", serde(rename = "pointofInitiationMethod"))]
    pub point_of_initiation_method: Option<&'a str>,
    /// Tag 15.
    pub union_pay_merchant: Option<&'a str>,
    /// Tag 52.
    pub merchant_category_code: Option<&'a str>,
    /// Tag 53.
    pub transaction_currency: Option<&'a str>,
    /// Tag 54.
    pub transaction_amount: Option<&'a str>,
    /// Tag 58.
    pub country_code: Option<&'a str>,
    /// Tag 59.
    pub merchant_name: Option<&'a str>,
    /// Tag 60.
    pub merchant_city: Option<&'a str>,
    /// Tag 63.
    pub crc: Option<&'a str>,
}

impl<'a> From<&Payload<'a>> for Decoded<'a> {
    fn from(payload: &Payload<'a>) -> Self {
        Self {
            merchant_type: payload.account_kind().map(|kind| match kind {
                AccountKind::Individual => "29",
                AccountKind::Merchant => "30",
            }),
            bakong_account_id: payload.account_id(),
            account_information: payload.account_information(),
            merchant_id: payload.merchant_id(),
            acquiring_bank: payload.acquiring_bank(),
            bill_number: payload.bill_number(),
            mobile_number: payload.mobile_number(),
            store_label: payload.store_label(),
            terminal_label: payload.terminal_label(),
            purpose_of_transaction: payload.purpose(),
            language_preference: payload.nested(Tag::LANGUAGE, sub::PREFERENCE),
            merchant_name_alternate_language: payload.nested(Tag::LANGUAGE, sub::ALTERNATE_NAME),
            merchant_city_alternate_language: payload.nested(Tag::LANGUAGE, sub::ALTERNATE_CITY),
            creation_timestamp: payload.nested(Tag::TIMESTAMPS, sub::CREATION),
            expiration_timestamp: payload.nested(Tag::TIMESTAMPS, sub::EXPIRATION),
            payload_format_indicator: payload.value(Tag::PAYLOAD_FORMAT),
            point_of_initiation_method: payload.value(Tag::INITIATION),
            union_pay_merchant: payload.value(Tag::UNION_PAY),
            merchant_category_code: payload.value(Tag::CATEGORY),
            transaction_currency: payload.value(Tag::CURRENCY),
            transaction_amount: payload.value(Tag::AMOUNT),
            country_code: payload.value(Tag::COUNTRY),
            merchant_name: payload.merchant_name(),
            merchant_city: payload.merchant_city(),
            crc: payload.value(Tag::CRC),
        }
    }
}
