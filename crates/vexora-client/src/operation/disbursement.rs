use pay_core::{Currency, Effect};
use serde::Serialize;

use super::{Operation, Origin, names_no_other};
use crate::error::Malformed;
use crate::model::Payout;
use crate::value::{Amount, CallbackUrl, Code, Payer, Text, TradeNo};

/// Sends money to a wallet (section 4): one attempt on the wire, whatever becomes of it.
///
/// Not in the vendor document: described on the vendor's public pages for Cambodia, of which the stored copy breaks off
/// at `bankNumber`. That name, `notifyUrl` and `remark` are those of other countries.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Disbursement {
    trade_no: TradeNo,
    amount: Amount,
    #[serde(flatten)]
    payee: Payer,
    channel_code: Code,
    way_code: Code,
    bank_code: Code,
    bank_number: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_url: Option<CallbackUrl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<Text<255>>,
}

impl Disbursement {
    /// To the wallet of this number at Lanton.
    ///
    /// `bank_code` is one of an appendix that is not public: ask the vendor.
    pub fn new(trade_no: TradeNo, amount: Amount, payee: Payer, bank_code: Code, bank_number: Code) -> Self {
        let (channel_code, way_code) = (Code::ewallet(), Code::lanton());
        let (notify_url, remark) = (None, None);
        Self { trade_no, amount, payee, channel_code, way_code, bank_code, bank_number, notify_url, remark }
    }

    /// To another kind of account.
    #[must_use]
    pub fn channel(self, channel_code: Code, way_code: Code) -> Self {
        Self { channel_code, way_code, ..self }
    }

    /// Where Vexora tells the merchant's server what became of it: another address than that of orders, because a
    /// notification does not say which of the two it is about.
    #[must_use]
    pub fn notify_url(self, url: CallbackUrl) -> Self {
        Self { notify_url: Some(url), ..self }
    }

    /// Comes back as it is.
    #[must_use]
    pub fn remark(self, remark: Text<255>) -> Self {
        Self { remark: Some(remark), ..self }
    }

    /// The merchant's own number of it.
    pub const fn trade_no(&self) -> &TradeNo {
        &self.trade_no
    }

    /// The amount.
    pub const fn amount(&self) -> Amount {
        self.amount
    }
}

impl Operation for Disbursement {
    const NAME: &'static str = "disbursements";
    const EFFECT: Effect = Effect::MoneyOut;
    const ORIGIN: Origin = Origin::PublicPages;
    type Response = Payout;

    fn currency(&self) -> Option<Currency> {
        Some(self.amount.currency())
    }

    fn check(&self, response: &Payout) -> Result<(), Malformed> {
        names_no_other(response.trade_no.as_ref(), &self.trade_no)
    }
}
