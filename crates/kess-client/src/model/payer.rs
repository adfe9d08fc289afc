use pay_core::{Personal, Secret, Untrusted};
use pay_http::json::Number;

use super::{Moment, PaymentMethod};

pay_http::json_object! {
    /// `payment_detail`: how an order was paid.
    pub struct PaymentDetail {
        /// Its number.
        pub id: Option<i64> = "id",
        /// The payer's number.
        pub payer_id: Option<i64> = "payer_id",
        /// The method's number.
        pub method_id: Option<i64> = "method_id",
        /// The number of the tokenized account.
        pub tokenize_id: Option<i64> = "tokenize_id",
        /// What was done, in words.
        pub method_desc: Option<Untrusted> = "method_desc",
        /// The account's or card's holder.
        pub holder_name: Option<Personal> = "holder_name",
        /// The card.
        pub card_info: Option<CardInfo> = "card_info",
        /// The bank account.
        pub bank_info: Option<BankInfo> = "bank_info",
        /// When.
        pub created_at: Option<Moment> = "created_at",
        /// The method's code.
        pub payment_method_bic: Option<Untrusted> = "payment_method_bic",
        /// The method.
        pub payment_method: Option<PaymentMethod> = "payment_method",
    }
}

pay_http::json_object! {
    /// `bank_info`: the account that paid.
    pub struct BankInfo {
        /// The bank.
        pub sender_bank: Option<Untrusted> = "senderBank",
        /// The bank's participant code.
        pub sender_partcode: Option<Untrusted> = "senderPartcode",
        /// The account's holder.
        pub account_name: Option<Personal> = "account_name",
        /// The account.
        pub account_number: Option<Personal> = "account_number",
    }
}

pay_http::json_object! {
    /// `card_info`: the card that paid, or that was saved.
    pub struct CardInfo {
        /// The card's first digits.
        pub bin: Option<Untrusted> = "BIN",
        /// The card's network.
        pub scheme: Option<Untrusted> = "scheme",
        /// Good for paying with the card, so it is not printed.
        pub card_token: Option<Secret> = "card_token",
        /// The issuer.
        pub swift_code: Option<Untrusted> = "swift_code",
        /// Names the card, so it is not printed.
        pub card_hashed: Option<Secret> = "card_hashed",
        /// The card's holder.
        pub holder_name: Option<Personal> = "holder_name",
        /// A logo.
        pub account_logo: Option<Untrusted> = "account_logo",
        /// The account's name.
        pub account_name: Option<Personal> = "account_name",
        /// The card's number, masked if the gateway does so. Not printed.
        pub account_number: Option<Secret> = "account_number",
    }
}

pay_http::json_object! {
    /// `wechat_alipay_info`, in samples only.
    pub struct WechatAlipayInfo {
        /// The payer at WeChat or Alipay.
        pub openid: Option<Personal> = "openid",
        /// Which of both.
        pub service: Option<Untrusted> = "service",
        /// `USD`.
        pub currency: Option<Untrusted> = "currency",
        /// In that currency.
        pub total_amount: Option<Number> = "total_amount",
        /// In renminbi.
        pub total_amount_cny: Option<Number> = "total_amount_cny",
    }
}
