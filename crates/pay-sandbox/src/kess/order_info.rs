//! `order_info` on the wire (specification, section 3.2): the members of the samples, null where nothing is said.

use pay_core::{Money, Timestamp};
use serde::Serialize;
use serde_json::value::RawValue;

use super::Kess;
use super::method::{self, Method};
use super::order::{Attempt, Kind, Order};
use super::refund::RefundItem;
use super::time::instant;
use crate::number::{self, Number};

/// An empty object, as PHP writes it.
const EMPTY: [(); 0] = [];

#[derive(Serialize)]
pub(super) struct OrderInfo<'a> {
    token: &'a str,
    out_trade_no: &'a str,
    transaction_id: Option<&'a str>,
    body: &'a str,
    total_amount: Number,
    currency: &'static str,
    notify_url: Option<&'a str>,
    version: &'static str,
    meta: Option<()>,
    status: &'a str,
    paid_at: Option<String>,
    settled_at: Option<String>,
    settlement_date: Option<String>,
    expired_at: String,
    created_at: String,
    detail: [(); 0],
    seller: Seller,
    tip: Option<()>,
    bank_ref: Option<()>,
    bank_info: [(); 0],
    refund_histories: Vec<RefundItem<'a>>,
    payment_detail: Option<PaymentDetail<'a>>,
    error_logs: Vec<ErrorLog<'a>>,
    card_info: CardInfo<'a>,
    wechat_alipay_info: WalletInfo<'a>,
    queue_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_link: Option<String>,
}

#[derive(Serialize)]
struct Seller {
    code: &'static str,
    display_name: &'static str,
    motp_mch_id: &'static str,
    m_id: Option<()>,
}

#[derive(Serialize)]
struct ErrorLog<'a> {
    code: &'a str,
    message: &'static str,
    created_at: String,
}

#[derive(Serialize)]
struct PaymentDetail<'a> {
    id: u32,
    payer_id: u32,
    method_id: u32,
    tokenize_id: Option<u32>,
    method_desc: &'static str,
    holder_name: &'a str,
    card_info: Option<()>,
    bank_info: Option<()>,
    created_at: String,
    payment_method_bic: &'a str,
    payment_method: PaymentMethod<'a>,
}

/// The second of the two shapes that a payment method has (E22).
#[derive(Serialize)]
struct PaymentMethod<'a> {
    id: u32,
    title: &'a str,
    instruction_text: Option<()>,
    r#type: &'static str,
    img: String,
    app_name: &'a str,
    app_logo: Option<()>,
    brand_logo: Option<()>,
    ios_deeplink: Option<()>,
    android_deeplink: Option<()>,
    swift_code: &'a str,
    payment_type: &'static str,
    sort_level: &'static str,
    emv_enabled: u8,
    native_pay_enabled: u8,
    activated: u8,
    created_at: Option<()>,
    updated_at: Option<()>,
    deleted_at: Option<()>,
}

#[derive(Serialize, Default)]
pub(super) struct CardInfo<'a> {
    #[serde(rename = "BIN")]
    pub(super) bin: Option<&'a str>,
    pub(super) scheme: Option<&'a str>,
    pub(super) card_token: Option<&'a str>,
    pub(super) swift_code: Option<&'a str>,
    pub(super) card_hashed: Option<&'a str>,
    pub(super) holder_name: Option<&'a str>,
    pub(super) account_logo: Option<&'a str>,
    pub(super) account_name: Option<&'a str>,
    pub(super) account_number: Option<&'a str>,
}

#[derive(Serialize, Default)]
struct WalletInfo<'a> {
    openid: Option<&'static str>,
    service: Option<&'a str>,
    currency: Option<&'static str>,
    total_amount: Option<String>,
    total_amount_cny: Option<String>,
}

impl Order {
    /// What is known of the order at a moment.
    pub(super) fn info(&self, now: Timestamp) -> OrderInfo<'_> {
        let paid = self.paid(now);
        let amount = paid.map_or(self.amount, |payment| payment.amount);
        let outgoing = matches!(self.kind, Kind::Withdrawal(_));
        let minor = if outgoing { -amount.minor() } else { amount.minor() };
        let at = paid.map(|payment| instant(payment.at));
        OrderInfo {
            token: &self.token,
            out_trade_no: &self.out_trade_no,
            transaction_id: paid.map(|payment| &*payment.transaction_id),
            body: &self.body,
            total_amount: Number(Money::from_minor(minor, amount.currency())),
            currency: amount.currency().code(),
            notify_url: self.notify_url.as_deref(),
            version: "4",
            meta: None,
            status: self.status(now),
            paid_at: at.clone(),
            settled_at: at,
            settlement_date: None,
            expired_at: instant(self.expires),
            created_at: instant(self.created),
            detail: EMPTY,
            seller: Seller {
                code: Kess::SELLER_CODE,
                display_name: Kess::MERCHANT_NAME,
                motp_mch_id: "111702",
                m_id: None,
            },
            tip: None,
            bank_ref: None,
            bank_info: EMPTY,
            refund_histories: self.refunds.iter().map(|refund| refund.item(now)).collect(),
            payment_detail: self.payment_detail(now),
            error_logs: self.errors.iter().map(ErrorLog::from).collect(),
            card_info: CardInfo::default(),
            wechat_alipay_info: self.wallet_info(now),
            queue_number: format!("{:04}", self.queue),
            payment_link: None,
        }
    }

    fn payment_detail(&self, now: Timestamp) -> Option<PaymentDetail<'_>> {
        let (bic, description, holder_name, kind, at) = match (&self.kind, self.paid(now)) {
            (Kind::Withdrawal(to), _) => (
                &to.bic,
                "Transfer to customer bank (From Merchant wallet)",
                &*to.receiver_name,
                "tokenize_bank_account",
                self.created,
            ),
            (_, Some(payment)) => (&payment.method, "Payment", "Sandbox Payer", "payment", payment.at),
            (_, None) => return None,
        };
        let Method { id, title, bic } = method::named(bic.strip_suffix("XXX").unwrap_or(bic));
        Some(PaymentDetail {
            id: self.queue,
            payer_id: 1,
            method_id: id,
            tokenize_id: None,
            method_desc: description,
            holder_name,
            card_info: None,
            bank_info: None,
            created_at: instant(at),
            payment_method_bic: bic,
            payment_method: PaymentMethod {
                id,
                title,
                instruction_text: None,
                r#type: kind,
                img: format!("payment-methods/{bic}.png"),
                app_name: title,
                app_logo: None,
                brand_logo: None,
                ios_deeplink: None,
                android_deeplink: None,
                swift_code: bic,
                payment_type: "offline",
                sort_level: "1",
                emv_enabled: 0,
                native_pay_enabled: 1,
                activated: 1,
                created_at: None,
                updated_at: None,
                deleted_at: None,
            },
        })
    }

    /// Amounts as text with two decimals, as in the sample. Yuan are not reckoned.
    fn wallet_info(&self, now: Timestamp) -> WalletInfo<'_> {
        match self.paid(now) {
            Some(payment) if matches!(&*payment.method, "WECHAT" | "ALIPAY") => WalletInfo {
                openid: Some("2088632596656451"),
                service: Some(&payment.method),
                currency: Some(payment.amount.currency().code()),
                total_amount: Some(number::fixed(payment.amount)),
                total_amount_cny: None,
            },
            _ => WalletInfo::default(),
        }
    }
}

impl OrderInfo<'_> {
    /// Where the payer is sent; only the answer to createorder says it.
    pub(super) fn with_link(self, link: String) -> Self {
        Self { payment_link: Some(link), ..self }
    }

    pub(super) fn json(&self) -> Box<RawValue> {
        serde_json::value::to_raw_value(self).expect("names and plain values are JSON")
    }
}

impl<'a> From<&'a Attempt> for ErrorLog<'a> {
    fn from(attempt: &'a Attempt) -> Self {
        Self { code: &attempt.code, message: "The payment failed.", created_at: instant(attempt.at) }
    }
}
