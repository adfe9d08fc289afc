//! What the hosted page of an order shows.

use super::{Airpay, AirpayOrder};

/// An order on its page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) order: AirpayOrder,
    pub(crate) payer: String,
    pub(crate) description: String,
    /// Whether it can be paid.
    pub(crate) open: bool,
}

impl Airpay {
    /// The page of a token.
    pub(crate) fn page(&self, token: &str) -> Option<Page> {
        let now = self.now();
        self.with(|state| {
            let order = state.orders.iter().find(|order| order.token == token)?;
            Some(Page {
                order: self.summary(order, now),
                payer: order.name.clone(),
                description: order.description.clone(),
                open: !order.is_paid() && order.expires() > now,
            })
        })
    }
}
