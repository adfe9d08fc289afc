use pay_core::{Currency, Money, Untrusted};
use pay_http::json::{Members, Number, Problem, ProblemKind, RawValue, Value};

use super::{
    BankInfo, CardInfo, CustomerFees, Moment, OrderDetail, PaymentDetail, RefundInfo, Undescribed,
    WechatAlipayInfo,
};
use crate::status::OrderState;
use crate::value::AMOUNT;

pay_http::json_object! {
    /// `order_info`.
    pub struct OrderInfo {
        /// The gateway's name for the order, of 24 or 25 characters (E20). Whoever has it can pay the order.
        pub token: Option<Untrusted> = "token",
        /// The merchant's number.
        pub out_trade_no: Option<Untrusted> = "out_trade_no",
        /// The gateway's transaction, once there is one.
        pub transaction_id: Option<Untrusted> = "transaction_id",
        /// The description.
        pub body: Option<Untrusted> = "body",
        /// The amount, in whole units with decimals; below zero for withdrawals. See [`OrderInfo::amount`].
        pub total_amount: Option<Number> = "total_amount",
        /// `USD` or `KHR`.
        pub currency: Option<Untrusted> = "currency",
        /// `WAITING`, `SUCCESS` and so on. See [`OrderInfo::state`].
        pub status: Option<Untrusted> = "status",
        /// When it was paid.
        pub paid_at: Option<Moment> = "paid_at",
        /// When the merchant got the money.
        pub settled_at: Option<Moment> = "settled_at",
        /// The day of the settlement.
        pub settlement_date: Option<Moment> = "settlement_date",
        /// When it expires.
        pub expired_at: Option<Moment> = "expired_at",
        /// When it was made.
        pub created_at: Option<Moment> = "created_at",
        /// How it was paid.
        pub payment_detail: Option<PaymentDetail> = "payment_detail",
        /// The payer's bank.
        pub bank_info: Option<BankInfo> = "bank_info",
        /// What was given back so far.
        pub refund_histories: Vec<RefundInfo> = "refund_histories",
        /// Today's count, by Greenwich: `0001`.
        pub queue_number: Option<Untrusted> = "queue_number",
        /// Where the payer pays, from createorder alone.
        pub payment_link: Option<Untrusted> = "payment_link",
        /// Where notifications go.
        pub notify_url: Option<Untrusted> = "notify_url",
        /// `"4"`.
        pub version: Option<Untrusted> = "version",
        /// What is paid for.
        pub detail: Option<OrderDetail> = "detail",
        /// The merchant.
        pub seller: Option<Seller> = "seller",
        /// A tip.
        pub tip: Option<Number> = "tip",
        /// The bank's reference.
        pub bank_ref: Option<Untrusted> = "bank_ref",
        /// The payer's card.
        pub card_info: Option<CardInfo> = "card_info",
        /// The payer's WeChat or Alipay account.
        pub wechat_alipay_info: Option<WechatAlipayInfo> = "wechat_alipay_info",
        /// Opens the payer's app.
        pub deeplink: Option<Untrusted> = "deeplink",
        /// What went wrong before.
        pub error_logs: Vec<ErrorLog> = "error_logs",
        /// Fees, and what else belongs to the method.
        pub meta: Option<OrderMeta> = "meta",
        /// Opens the payer's app.
        pub dynamic_code_link: Option<Untrusted> = "dynamic_code_link",
    }
}

pay_http::json_object! {
    /// `seller` of an order.
    pub struct Seller {
        /// The seller code.
        pub code: Option<Untrusted> = "code",
        /// The name that the payer reads.
        pub display_name: Option<Untrusted> = "display_name",
        /// The merchant's number for card payments on a telephone.
        pub motp_mch_id: Option<Untrusted> = "motp_mch_id",
        /// Not described.
        pub m_id: Option<Untrusted> = "m_id",
    }
}

pay_http::json_object! {
    /// An item of `error_logs`.
    pub struct ErrorLog {
        /// The code.
        pub code: Option<Untrusted> = "code",
        /// The words.
        pub message: Option<Untrusted> = "message",
        /// When.
        pub created_at: Option<Moment> = "created_at",
    }
}

pay_http::json_object! {
    /// `meta` of an order.
    pub struct OrderMeta {
        /// What the payer pays on top with each method.
        pub customer_fees: Option<CustomerFees> = "customer_fees",
        /// Empty in the samples.
        pub additional: Option<Undescribed> = "additional",
        /// Empty in the samples.
        pub merchant_info: Option<Undescribed> = "merchant_info",
        /// Null in the samples.
        pub iframe_static_card: Option<Undescribed> = "iframe_static_card",
        /// The payer's WeChat or Alipay account, as peers see it in notifications.
        pub wechat_alipay_info: Option<WechatAlipayInfo> = "wechat_alipay_info",
    }
}

impl OrderInfo {
    /// The amount with its currency. Below zero only for withdrawals.
    pub fn amount(&self) -> Result<Money, Problem> {
        const SIGNED: pay_core::AmountFormat = AMOUNT.signed();
        let currency: Currency = required(self.currency.as_ref(), "currency")?
            .as_raw()
            .parse()
            .map_err(|_| Problem::expected("currency KHR or USD").inside("currency"))?;
        let amount = required(self.total_amount.as_ref(), "total_amount")?;
        amount.money(&SIGNED, currency).map_err(|error| Problem::from(error).inside("total_amount"))
    }

    /// The status, where there is one.
    pub fn state(&self) -> Option<OrderState> {
        self.status.as_ref().map(OrderState::read)
    }

    /// What was given back or is about to be, rejected refunds left out.
    pub fn refunded(&self) -> Result<Money, Problem> {
        let total = self.amount()?;
        let mut sum = Money::from_minor(0, total.currency());
        for (place, refund) in self.refund_histories.iter().enumerate() {
            let inside = |problem: Problem| problem.inside(&format!("[{place}]")).inside("refund_histories");
            if refund.is_rejected() {
                continue;
            }
            let amount = refund.amount().map_err(inside)?;
            sum = sum.checked_add(amount).ok_or_else(|| {
                inside(Problem::expected("the order's currency and a sum that fits").inside("amount"))
            })?;
        }
        Ok(sum)
    }

    /// What may still be given back.
    pub fn refundable(&self) -> Result<Money, Problem> {
        let (total, refunded) = (self.amount()?, self.refunded()?);
        let left = total.checked_sub(refunded).filter(|left| left.minor() >= 0);
        left.ok_or_else(|| Problem::expected("refunds up to the total").inside("refund_histories"))
    }

    /// The order of an answer that has it under `order_info`, or its members beside its own (E27).
    pub(super) fn beside(members: &mut Members<'_>) -> Result<Self, Problem> {
        match members.take("order_info")? {
            Some(order) => Ok(order),
            None => Self::take(members),
        }
    }
}

/// An order by itself, directly or under `order_info` (confirmKioskOrder has both forms).
pub(crate) fn read_order(raw: &RawValue) -> Result<Option<OrderInfo>, Problem> {
    if raw.get().starts_with('[') {
        return <OrderInfo as Value>::read(raw);
    }
    match Members::read(raw.get())?.take("order_info")? {
        Some(order) => Ok(Some(order)),
        None => <OrderInfo as Value>::read(raw),
    }
}

impl OrderInfo {
    /// Keeps what an answer has beyond its own members and the order's.
    pub(super) fn with_rest(self, members: Members<'_>) -> Self {
        let extra = members.rest();
        if extra.is_empty() { self } else { Self { extra, ..self } }
    }
}

pub(super) fn required<'a, T>(member: Option<&'a T>, name: &str) -> Result<&'a T, Problem> {
    member.ok_or_else(|| Problem::from(ProblemKind::Missing).inside(name))
}
