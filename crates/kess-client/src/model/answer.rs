//! Answers that have an order among their members.

use pay_core::{Personal, Secret, Timestamp, Untrusted};
use pay_http::json::{Members, Problem, RawValue, Value};

use super::{Moment, OrderInfo};

/// What nativePay answers: one of QR, link and deeplink, and the order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NativeOrder {
    /// The text to show as a QR.
    pub qrcode: Option<Untrusted>,
    /// A link to a page that shows the QR.
    pub qrcode_link: Option<Untrusted>,
    /// Opens the payer's app.
    pub deeplink: Option<Untrusted>,
    /// Seconds that the payer has.
    pub expires_in: Option<i64>,
    /// Whether the deeplink is for iOS.
    pub for_ios: Option<bool>,
    /// The method's logo.
    pub brand_logo: Option<Untrusted>,
    /// The payer's app.
    pub app_name: Option<Untrusted>,
    /// The method.
    pub service_code: Option<Untrusted>,
    /// The order.
    pub order: OrderInfo,
}

/// What directPay answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DirectOrder {
    /// The merchant has to let the payer confirm by 3-D Secure.
    pub required_3ds: Option<bool>,
    /// The card was in the request; otherwise the payer types it now.
    pub pre_card_input: Option<bool>,
    /// A whole HTML page to show to the payer, for 3-D Secure or for the card. Not printed: it may hold the bank's
    /// session. Whatever the page says, only queryOrder says that the order is paid.
    pub html_confirm_payment: Option<Secret>,
    /// The order.
    pub order: OrderInfo,
}

/// What withdraw answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Withdrawal {
    /// The holder of the receiving account.
    pub receiver_name: Option<Personal>,
    /// Somebody has to confirm it at [`verify_otp_url`](Withdrawal::verify_otp_url).
    pub is_required_otp: Option<bool>,
    /// Where to confirm it.
    pub verify_otp_url: Option<Untrusted>,
    /// The order, whose amount is below zero.
    pub order: OrderInfo,
}

/// What has to happen next to a withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WithdrawalStep {
    /// Open this page, and ask queryOrder afterwards, or when this time has passed without anybody confirming.
    AwaitingOtp {
        /// The page.
        url: Untrusted,
        /// When the gateway gives up, where it says so.
        until: Option<Timestamp>,
    },
    /// Ask queryOrder what became of it.
    Query,
}

impl Withdrawal {
    /// What to do at `now`. Without an OTP the document calls the withdrawal complete, and its sample says `WAITING`:
    /// ask.
    pub fn step(&self, now: Timestamp) -> WithdrawalStep {
        let until = self.order.expired_at.as_ref().and_then(Moment::utc);
        let is_open = until.is_none_or(|until| now < until);
        match &self.verify_otp_url {
            Some(url) if self.is_required_otp == Some(true) && is_open => {
                WithdrawalStep::AwaitingOtp { url: url.clone(), until }
            }
            _ => WithdrawalStep::Query,
        }
    }
}

impl Value for NativeOrder {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let mut members = Members::read(raw.get())?;
        let this = Self {
            qrcode: members.take("qrcode")?,
            qrcode_link: members.take("qrcode_link")?,
            deeplink: members.take("deeplink")?,
            expires_in: members.take("expires_in")?,
            for_ios: members.take("for_ios")?,
            brand_logo: members.take("brand_logo")?,
            app_name: members.take("app_name")?,
            service_code: members.take("service_code")?,
            order: OrderInfo::beside(&mut members)?,
        };
        Ok(Some(Self { order: this.order.with_rest(members), ..this }))
    }
}

impl Value for DirectOrder {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let mut members = Members::read(raw.get())?;
        let this = Self {
            required_3ds: members.take("required_3ds")?,
            pre_card_input: members.take("pre_card_input")?,
            html_confirm_payment: members.take("html_confirm_payment")?,
            order: OrderInfo::beside(&mut members)?,
        };
        Ok(Some(Self { order: this.order.with_rest(members), ..this }))
    }
}

impl Value for Withdrawal {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let mut members = Members::read(raw.get())?;
        let this = Self {
            receiver_name: members.take("receiver_name")?,
            is_required_otp: members.take("is_required_otp")?,
            verify_otp_url: members.take("verify_otp_url")?,
            order: OrderInfo::beside(&mut members)?,
        };
        Ok(Some(Self { order: this.order.with_rest(members), ..this }))
    }
}
