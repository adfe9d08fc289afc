use pay_core::OrderId;

use super::InvalidValue;

pay_http::merchant_number! {
    /// The merchant's own number of an order, refund or withdrawal: 1 to 32 ASCII letters, digits and dashes (section 3.1).
    ///
    /// It makes the order findable after a failure, so it is unique for ever; the gateway refuses it a second time with
    /// [`Duplicated`](crate::Code::Duplicated).
    pub struct OutTradeNo(32, |c| c.is_ascii_alphanumeric() || c == '-');
}

/// An order's id, where it keeps KESS's narrower rule.
impl TryFrom<&OrderId> for OutTradeNo {
    type Error = InvalidValue;

    fn try_from(id: &OrderId) -> Result<Self, InvalidValue> {
        Self::new(id.as_str())
    }
}
