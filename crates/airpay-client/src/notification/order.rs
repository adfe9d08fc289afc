use pay_core::{Money, Opened, OrderId};

use super::{PlatformId, UnverifiedPostback};
use crate::status::PostbackStatus;

/// What a shop wrote down when it opened an order: the pair of ids, and the amount, which no postback has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOrder {
    trxid: OrderId,
    platform_id: PlatformId,
    amount: Money,
}

/// A postback that names a stored order. Nothing of it is proved: look the payment up at Airpay, by the platform's id and
/// for this amount, before goods are handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "a hint is for a person to look into"]
pub struct PaymentHint {
    /// The merchant's own id.
    pub trxid: OrderId,
    /// The platform's id.
    pub platform_id: PlatformId,
    /// How much has to have been paid: the stored amount, not one of the postback's.
    pub expected_amount: Money,
    /// What is claimed.
    pub claim: PostbackStatus,
}

impl StoredOrder {
    /// A pair, and the amount. The platform's id comes from [`Answer::platform_id`](crate::Answer::platform_id).
    pub const fn new(trxid: OrderId, platform_id: PlatformId, amount: Money) -> Self {
        Self { trxid, platform_id, amount }
    }

    /// The pair of an order that [`Ewallet`](crate::Ewallet) opened; `None` where the answer did not name the platform's
    /// id, so that no postback can be told to be about it.
    pub fn of(opened: &Opened) -> Option<Self> {
        let key = opened.expected.key().as_str();
        let platform_id = PlatformId::new(key).ok().filter(|_| key != opened.id.as_str())?;
        Some(Self::new(opened.id.clone(), platform_id, opened.expected.amount()))
    }

    /// The merchant's own id.
    pub const fn trxid(&self) -> &OrderId {
        &self.trxid
    }

    /// The platform's id, by which a shop finds the order of a postback.
    pub const fn platform_id(&self) -> &PlatformId {
        &self.platform_id
    }

    /// What a postback hints at, if it is about this order. Acknowledge it first, and alike whether it is about any order.
    pub fn hint(&self, postback: &UnverifiedPostback) -> Option<PaymentHint> {
        (self.platform_id == postback.platform_id).then(|| PaymentHint {
            trxid: self.trxid.clone(),
            platform_id: self.platform_id.clone(),
            expected_amount: self.amount,
            claim: postback.status.clone(),
        })
    }
}
