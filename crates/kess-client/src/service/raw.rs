use pay_core::Effect;
use pay_sign::Fields;

use super::Facts;

/// A service by its name, with members by theirs: for what the document does not have.
///
/// Known elsewhere are `webpay.acquire.` with `subscription`, `generateSubscriptionLink`, `cancelSubscription`,
/// `reActiveSubscription`, `getSubscriptionTrxs`, `getSubscriptions` and `partnerconfirmfundtransfer` (section 4.7).
#[derive(Clone, Debug)]
pub struct Raw {
    pub(crate) service: String,
    pub(crate) effect: Effect,
    pub(crate) fields: Fields,
}

impl Raw {
    /// A request without `service`, `sign_type` and `sign`, which are added, and with `seller_code` where it is wanted.
    ///
    /// What the service does is known for those of the document, whatever capitals their names have (E1), and the name is
    /// sent as it is given; any other is taken for one that moves money.
    pub fn new(service: impl Into<String>, fields: Fields) -> Self {
        let service = service.into();
        Self { effect: Facts::of(&service).map_or(Effect::MoneyOut, |facts| facts.effect), service, fields }
    }

    /// What the service does, for one that the document does not have. For the others it stays what it is.
    #[must_use]
    pub fn effect(self, effect: Effect) -> Self {
        if Facts::of(&self.service).is_some() { self } else { Self { effect, ..self } }
    }
}
