use std::collections::BTreeMap;

use pay_core::Timestamp;
use serde_json::value::RawValue;

use super::Settings;
use super::access::Access;
use super::bank::Banks;
use super::card::Cards;
use super::notify::KessForm;
use super::order::{Kind, Order};
use super::refusal::Refusal;
use super::wallet::Wallets;
use crate::courier::Courier;
use crate::seed::Draws;

/// What KESS knows, and a reset forgets.
pub(super) struct State {
    pub(super) access: Access,
    pub(super) orders: Vec<Order>,
    pub(super) wallets: Wallets,
    pub(super) banks: Banks,
    pub(super) cards: Cards,
    pub(super) courier: Courier,
    /// What notifications look like.
    pub(super) form: KessForm,
    /// The `out_trade_no` that queries for another one are answered with.
    pub(super) mixed_up: BTreeMap<String, String>,
    /// Whether withdrawals ask for a one-time password.
    pub(super) otp: bool,
    /// Whether refunds wait for somebody to settle them.
    pub(super) refunds_wait: bool,
    /// Something new to name.
    pub(super) draws: Draws,
}

impl State {
    pub(super) fn new(settings: &Settings, courier: Courier) -> Self {
        Self {
            access: Access::default(),
            orders: Vec::new(),
            wallets: Wallets::new(settings.started),
            banks: Banks::new(),
            cards: Cards::default(),
            courier,
            form: KessForm::default(),
            mixed_up: BTreeMap::new(),
            otp: true,
            refunds_wait: false,
            draws: Draws::new(settings.seed),
        }
    }

    pub(super) fn order(&self, out_trade_no: &str) -> Result<&Order, Refusal> {
        self.orders.iter().find(|order| order.out_trade_no == out_trade_no).ok_or(Refusal::NOT_FOUND)
    }

    pub(super) fn order_mut(&mut self, out_trade_no: &str) -> Result<&mut Order, Refusal> {
        self.orders.iter_mut().find(|order| order.out_trade_no == out_trade_no).ok_or(Refusal::NOT_FOUND)
    }

    /// The order that any of its names leads to: `out_trade_no`, token, payment link, text of its QR code.
    pub(super) fn order_named(&self, name: &str) -> Option<&Order> {
        // A link ends in the token; a query may follow it.
        let tail = name.rsplit('/').next().and_then(|tail| tail.split('?').next()).unwrap_or(name);
        self.orders.iter().find(|order| {
            order.out_trade_no == name
                || order.token == tail
                || matches!(&order.kind, Kind::Native { qr: Some(qr), .. } if qr == name)
        })
    }

    /// Tells the merchant what is known of an order at a moment, where there is an address for it.
    pub(super) fn notify(&self, out_trade_no: &str, at: Timestamp) {
        let Ok(order) = self.order(out_trade_no) else { return };
        if let Some(url) = &order.notify_url {
            self.tell(out_trade_no, url, &order.info(at).json(), at);
        }
    }

    /// Posts a JSON object of `at` to the merchant, signed.
    pub(super) fn tell(&self, about: &str, url: &str, members: &RawValue, at: Timestamp) {
        self.courier.plan(about, at, |signature| self.form.write(url, members, signature));
    }
}
