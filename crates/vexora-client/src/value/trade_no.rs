use pay_core::OrderId;

use super::InvalidValue;

pay_http::merchant_number! {
    /// The merchant's own number of an order or a disbursement: 1 to 32 ASCII letters, digits, `-` and `_` (section 3; the
    /// length is what the vendor says for South Korea, the characters are those of its samples and the dash).
    ///
    /// It makes the order findable after a failure, so it is unique for ever.
    pub struct TradeNo(32, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
}

/// An order's id, where it keeps Vexora's narrower rule.
impl TryFrom<&OrderId> for TradeNo {
    type Error = InvalidValue;

    fn try_from(id: &OrderId) -> Result<Self, InvalidValue> {
        Self::new(id.as_str())
    }
}
