//! Rows 8 to 11: Bakong through KESS.

use std::fmt;

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service, bound};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{BakongMember, GeneratedKhqr, KhqrInfo, KhqrPayment};
use crate::value::{Amount, Text};

/// Row 8: the banks that take part.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct BakongMembers {}

impl Service for BakongMembers {
    const NAME: &'static str = "webpay.acquire.getbakongmembers";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Omitted;
    type Response = Vec<BakongMember>;

    fn read(&self, data: Data<'_>) -> Result<Vec<BakongMember>, Malformed> {
        data.list()
    }
}

/// Row 9: a KHQR that pays into a wallet. `Debug` does not print the wallet, which may be an account (E30).
#[derive(Clone, Serialize)]
pub struct GenerateKhqr {
    wallet_ref: Text<64>,
    user_id: Text<64>,
    #[serde(serialize_with = "Amount::or_zero")]
    amount: Option<Amount>,
}

impl GenerateKhqr {
    /// Without an amount, the payer enters one. Whether `wallet_ref` is the wallet's id or its account number is not
    /// said (E30). The currency is the wallet's; it is not sent, and a code in another one is an error.
    pub const fn new(wallet_ref: Text<64>, user_id: Text<64>, amount: Option<Amount>) -> Self {
        Self { wallet_ref, user_id, amount }
    }
}

impl fmt::Debug for GenerateKhqr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("GenerateKhqr");
        shown.field("user_id", &self.user_id).field("amount", &self.amount).finish_non_exhaustive()
    }
}

impl Service for GenerateKhqr {
    const NAME: &'static str = "webpay.acquire.generateKhqr";
    const EFFECT: Effect = Effect::Create;
    const SELLER: SellerCode = SellerCode::Omitted;
    type Response = GeneratedKhqr;

    fn read(&self, data: Data<'_>) -> Result<GeneratedKhqr, Malformed> {
        let generated: GeneratedKhqr = data.object()?;
        bound::code(generated.qr_string.as_ref(), self.amount)?;
        Ok(generated)
    }
}

/// Row 10: what a KHQR says.
#[derive(Clone, Debug, Serialize)]
pub struct DecodeKhqr {
    qrcode: Text<600>,
}

impl DecodeKhqr {
    /// The text of a KHQR.
    pub const fn new(qrcode: Text<600>) -> Self {
        Self { qrcode }
    }
}

impl Service for DecodeKhqr {
    const NAME: &'static str = "webpay.acquire.decodeKhqr";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Omitted;
    type Response = KhqrInfo;

    fn read(&self, data: Data<'_>) -> Result<KhqrInfo, Malformed> {
        data.object()
    }
}

/// Row 11: pays a KHQR out of the merchant's wallet.
///
/// It has no number of the merchant's own: after an unknown outcome, look for it in
/// [`ListTransactions`](super::ListTransactions).
#[derive(Clone, Debug, Serialize)]
pub struct PayKhqr {
    qrcode: Text<600>,
    #[serde(serialize_with = "Amount::as_text")]
    amount: Amount,
    currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<Text<255>>,
}

impl PayKhqr {
    /// Pays so much.
    pub const fn new(qrcode: Text<600>, amount: Amount) -> Self {
        Self { qrcode, amount, currency: amount.currency(), remark: None }
    }

    /// What it is for.
    #[must_use]
    pub fn remark(self, remark: Text<255>) -> Self {
        Self { remark: Some(remark), ..self }
    }
}

impl Service for PayKhqr {
    const NAME: &'static str = "webpay.acquire.payKhqr";
    const EFFECT: Effect = Effect::MoneyOut;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = KhqrPayment;

    fn read(&self, data: Data<'_>) -> Result<KhqrPayment, Malformed> {
        let paid: KhqrPayment = data.object()?;
        bound::receiver(paid.receiver_info.as_ref(), self.qrcode.as_str())?;
        bound::currency(paid.currency.as_ref(), self.amount)?;
        bound::amount(paid.amount.as_ref(), self.amount)?;
        Ok(paid)
    }
}
