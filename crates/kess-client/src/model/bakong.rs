use pay_core::{Personal, Untrusted};
use pay_http::json::{Number, Problem, RawValue, Value};

pay_http::json_object! {
    /// `bakong_info`: a bank that takes part in Bakong.
    pub struct BakongMember {
        /// Its name.
        pub name: Option<Untrusted> = "name",
        /// Its code.
        pub bic: Option<Untrusted> = "bic",
        /// Its logo.
        pub logo: Option<Untrusted> = "logo",
    }
}

pay_http::json_object! {
    /// What generateKhqr answers.
    pub struct GeneratedKhqr {
        /// The text to show as a QR.
        pub qr_string: Option<Untrusted> = "qr_string",
        /// Its MD5, by which Bakong is asked about it.
        pub md5: Option<Untrusted> = "md5",
    }
}

pay_http::json_object! {
    /// `khqr_info`: the objects of a KHQR, as the gateway reads them.
    pub struct KhqrInfo {
        /// `29` or `30`: the template that names the account.
        pub merchant_type: Option<Untrusted> = "merchantType",
        /// The Bakong account.
        pub bakong_account_id: Option<Personal> = "bakongAccountID",
        /// The account at its bank.
        pub account_information: Option<Personal> = "accountInformation",
        /// The merchant at its bank.
        pub merchant_id: Option<Untrusted> = "merchantID",
        /// The bank.
        pub acquiring_bank: Option<Untrusted> = "acquiringBank",
        /// The bill.
        pub bill_number: Option<Untrusted> = "billNumber",
        /// The telephone.
        pub mobile_number: Option<Personal> = "mobileNumber",
        /// The store.
        pub store_label: Option<Untrusted> = "storeLabel",
        /// The terminal.
        pub terminal_label: Option<Untrusted> = "terminalLabel",
        /// What it is for.
        pub purpose_of_transaction: Option<Untrusted> = "purposeOfTransaction",
        /// The second language.
        pub language_preference: Option<Untrusted> = "languagePreference",
        /// The name in it.
        pub merchant_name_alternate_language: Option<Untrusted> = "merchantNameAlternateLanguage",
        /// The city in it.
        pub merchant_city_alternate_language: Option<Untrusted> = "merchantCityAlternateLanguage",
        /// `01`.
        pub payload_format_indicator: Option<Untrusted> = "payloadFormatIndicator",
        /// `11` for static, `12` for dynamic; so spelt on the wire (E35).
        pub point_of_initiation_method: Option<Untrusted> = "pointofInitiationMethod",
        /// The merchant at UnionPay.
        pub union_pay_merchant: Option<Untrusted> = "unionPayMerchant",
        /// `5999`.
        pub merchant_category_code: Option<Untrusted> = "merchantCategoryCode",
        /// `usd`, in lower case.
        pub transaction_currency: Option<Untrusted> = "transactionCurrency",
        /// `"10"`.
        pub transaction_amount: Option<Untrusted> = "transactionAmount",
        /// `KH`.
        pub country_code: Option<Untrusted> = "countryCode",
        /// The name.
        pub merchant_name: Option<Untrusted> = "merchantName",
        /// The city.
        pub merchant_city: Option<Untrusted> = "merchantCity",
        /// The value of tag 99: sub-tag 00, its length and milliseconds, as `00131736836325291`.
        pub timestamp: Option<Untrusted> = "timestamp",
        /// The checksum.
        pub crc: Option<Untrusted> = "crc",
    }
}

pay_http::json_object! {
    /// What payKhqr answers.
    pub struct KhqrPayment {
        /// `TR...`.
        pub transaction_ref: Option<Untrusted> = "transaction_ref",
        /// Who was paid.
        pub receiver_info: Option<ReceiverInfo> = "receiver_info",
        /// A name in the table, `1` in the sample (E8).
        pub status: Option<KhqrPaymentStatus> = "status",
        /// `USD` or `KHR`.
        pub currency: Option<Untrusted> = "currency",
        /// How much.
        pub amount: Option<Number> = "amount",
    }
}

pay_http::json_object! {
    /// `receiver_info`.
    pub struct ReceiverInfo {
        /// The name.
        pub receiver_name: Option<Personal> = "receiver_name",
        /// The bank.
        pub receiver_bank: Option<Untrusted> = "receiver_bank",
        /// The Bakong account.
        pub receiver_bakong_id: Option<Personal> = "receiver_bakong_id",
        /// The account at the bank.
        pub receiver_acc_info: Option<Personal> = "receiver_acc_info",
    }
}

/// The status of a payment by payKhqr (section 3.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KhqrPaymentStatus {
    /// `SUCCEEDED`.
    Succeeded,
    /// `REFUNDED`.
    Refunded,
    /// `CREATED`.
    Created,
    /// `FAILED`.
    Failed,
    /// `BLOCKED`.
    Blocked,
    /// `CANCEL`.
    Cancel,
    /// `FAILED ON VERIFY TRX`.
    FailedOnVerify,
    /// A number whose meaning the document does not say: `1` in its sample.
    Code(i64),
    /// Any other text. Never final.
    Other(Untrusted),
}

impl Value for KhqrPaymentStatus {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        if let Ok(Some(code)) = <i64 as Value>::read(raw) {
            return Ok(Some(Self::Code(code)));
        }
        let Some(text) = <Untrusted as Value>::read(raw)? else { return Ok(None) };
        let known = match text.as_raw().trim().to_ascii_uppercase().as_str() {
            "SUCCEEDED" => Self::Succeeded,
            "REFUNDED" => Self::Refunded,
            "CREATED" => Self::Created,
            "FAILED" => Self::Failed,
            "BLOCKED" => Self::Blocked,
            "CANCEL" => Self::Cancel,
            "FAILED ON VERIFY TRX" => Self::FailedOnVerify,
            _ => Self::Other(text),
        };
        Ok(Some(known))
    }
}
