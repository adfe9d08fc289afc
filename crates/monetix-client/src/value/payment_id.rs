use pay_core::OrderId;
use serde::Serialize;

use super::InvalidValue;

pay_http::merchant_number! {
    /// The merchant's own id of a payment: 1 to 255 ASCII letters, digits, `-`, `_` and `.` (section 4.6).
    ///
    /// It makes the payment findable after a failure, so it is unique for ever; Monetix refuses it a second time with code
    /// 3041. Its limits are not published: these are what nothing on the way can misread.
    pub struct PaymentId(255, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
}

/// The merchant's own id of a refund, under the rule of a [`PaymentId`]. Monetix refuses it a second time with code 3230,
/// which is what makes a refund safe to ask about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct RefundId(PaymentId);

impl RefundId {
    /// Checks length and characters.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidValue> {
        PaymentId::new(text).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Every order's id is a payment's id: the rule of an order is the narrower one.
impl From<&OrderId> for PaymentId {
    fn from(id: &OrderId) -> Self {
        Self(id.as_str().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn d59_a_payment_id_carries_no_sql_path_or_separator() {
        for (text, at) in [("'; DROP TABLE", 0), ("../../", 2), ("a;b", 1), ("a b", 1), ("a\n", 1), ("ប", 0)]
        {
            assert_eq!(PaymentId::new(text), Err(InvalidValue::Character { at }), "{text}");
        }
        assert_eq!(PaymentId::new("x".repeat(256)), Err(InvalidValue::TooLong { limit: 255 }));
        assert_eq!(PaymentId::new(""), Err(InvalidValue::Empty));
    }

    proptest! {
        #[test]
        fn every_order_id_is_a_payment_id(text in "[A-Za-z0-9_.-]{1,64}") {
            let order = OrderId::new(text.as_str()).unwrap();
            prop_assert_eq!(PaymentId::from(&order), PaymentId::new(text).unwrap());
        }
    }
}
