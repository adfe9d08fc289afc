use pay_core::Timestamp;

use super::answer::AirpayAnswers;
use super::notify::AirpayForm;
use super::order::{Order, Payment};
use crate::courier::Courier;
use crate::phnom_penh::zoned;
use crate::seed::Draws;

/// The count in the number of the sample, `LINKIT25112222229`, from which ours go on.
const SAMPLE_COUNT: usize = 22_229;

/// What Airpay knows, and a reset forgets.
pub(super) struct State {
    pub(super) orders: Vec<Order>,
    pub(super) answers: AirpayAnswers,
    /// What postbacks look like.
    pub(super) form: AirpayForm,
    /// Where they go; none was agreed on at the start.
    pub(super) postback_url: Option<String>,
    courier: Courier,
    draws: Draws,
}

impl State {
    pub(super) fn new(draws: Draws, courier: Courier) -> Self {
        Self {
            orders: Vec::new(),
            answers: AirpayAnswers::new(),
            form: AirpayForm::new(),
            postback_url: None,
            courier,
            draws,
        }
    }

    /// A number as the one of the sample: the day, and a count that anybody can guess (D-54).
    pub(super) fn next_trx_id(&self, now: Timestamp) -> String {
        format!("LINKIT{}{:05}", zoned(now).strftime("%y%m%d"), SAMPLE_COUNT + self.orders.len())
    }

    /// The token of a page.
    pub(super) fn draw_token(&mut self) -> String {
        self.draws.hex("Airpay page", 32)
    }

    /// Where the order is that any of its names leads to: `trxid`, Airpay's number, token, link, text of its KHQR.
    pub(super) fn order_at(&self, name: &str) -> Option<usize> {
        let token = name.rsplit('/').next().unwrap_or(name);
        self.orders.iter().position(|order| {
            order.trxid.as_deref() == Some(name)
                || order.trx_id == name
                || order.token == token
                || order.qr == name
        })
    }

    /// Tells the merchant how an attempt ends, where there is an address for it.
    pub(super) fn tell(&self, at: usize, payment: Payment) {
        let (Some(url), order) = (&self.postback_url, &self.orders[at]) else { return };
        let about = order.trxid.as_deref().unwrap_or(&order.trx_id);
        let parcel = self.form.write(url, &order.trx_id, payment.outcome, payment.at);
        self.courier.plan(about, payment.at, |_| parcel);
    }
}
