//! KESS PAY: section 2 of its specification.

use super::{Keying, Order, Reading, Scheme, Seam};
use crate::algorithm::{Algorithm, Encoding};
use crate::number::NumberText;
use crate::rule::Rule;

/// The value of `sign_type`: the two hashes that the gateway knows.
///
/// For any other value, lower case included, the vendor's sample returns the text to sign with the secret in
/// it, unhashed. Here there is no other value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum SignType {
    /// `MD5`, with the secret appended. What the samples of the document use.
    Md5,
    /// `HMAC-SHA256`, with the secret appended and as the key.
    #[default]
    HmacSha256,
}

impl SignType {
    /// As the wire spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::HmacSha256 => "HMAC-SHA256",
        }
    }
}

impl Scheme {
    /// KESS PAY with `HMAC-SHA256`, the better of the two.
    pub const KESS: Self = Self::kess(SignType::HmacSha256);

    /// KESS PAY with `MD5`.
    pub const KESS_MD5: Self = Self::kess(SignType::Md5);

    /// KESS PAY. Sorted `name=text` joined by `&`, then `&key=` and the secret.
    pub const fn kess(sign_type: SignType) -> Self {
        let (name, algorithm) = match sign_type {
            SignType::Md5 => ("KESS MD5", Algorithm::Md5),
            SignType::HmacSha256 => ("KESS HMAC-SHA256", Algorithm::HmacSha256),
        };
        Self {
            name,
            pair: "=",
            item: "&",
            path: None,
            booleans: ["", "1"],
            drops_empty_text: true,
            drops: &["sign"],
            strips_ends: true,
            reading: Reading::new(Order::PhpNames, NumberText::Php, None),
            also: &[],
            keying: Keying::Suffix("&key="),
            algorithm,
            encoding: Encoding::Hex,
            declares: Some(("sign_type", sign_type.as_str())),
            places: &[&["sign"]],
            unsignable: &[Rule::NoNumberLikeNames, Rule::FewLongNumbers, Rule::FiniteNumbers],
            outbound: &[
                Rule::NoNull,
                Rule::NoEmptyText,
                Rule::NoBooleans,
                Rule::NumbersAsWritten,
                Rule::CleanText,
                Rule::NoStrippedEnds,
                Rule::NamesWithout("&"),
                Rule::NamesWithout("="),
                Rule::NoItemInText(REQUEST_MEMBERS),
            ],
            seam: Seam::Item,
        }
    }
}

/// The scalar members of the requests: sections 3.1 and 4 of the specification.
const REQUEST_MEMBERS: &[&str] = &[
    "amount",
    "auth_code",
    "bank_account",
    "bank_account_number",
    "bank_account_token",
    "bic",
    "body",
    "callback_url",
    "card",
    "comment",
    "cumulative_limit",
    "currency",
    "customer",
    "description",
    "email",
    "end_date",
    "expires_in",
    "first_name",
    "from",
    "from_wallet_id",
    "is_ios_device",
    "last_name",
    "login_type",
    "max_trans",
    "merchant_reference",
    "muser_identity",
    "notify_url",
    "only_deeplink",
    "out_trade_no",
    "page",
    "partial_refund_amount",
    "partial_refund_amount_ccy",
    "per_page",
    "phone_number",
    "pre_order_id",
    "purchase_req_id",
    "purchase_type",
    "qrcode",
    "reason",
    "redirect_url",
    "remark",
    "seller_code",
    "service",
    "service_code",
    "sign",
    "sign_type",
    "start_date",
    "status",
    "to",
    "to_wallet_id",
    "total_amount",
    "trans_limit_amount",
    "transaction_id",
    "transaction_ref",
    "user_id",
    "valid_for",
    "wallet_id",
    "wallet_ref",
];
