use std::collections::BTreeMap;

use super::access::Access;
use super::bank::Banks;
use super::card::Cards;
use super::notify::Outbox;
use super::order::{Kind, Order};
use super::refusal::Refusal;
use super::wallet::Wallets;
use super::{Kess, Settings};
use crate::seed::Seed;

/// What KESS knows, and a reset forgets.
pub(super) struct State {
    pub(super) access: Access,
    pub(super) orders: Vec<Order>,
    pub(super) wallets: Wallets,
    pub(super) banks: Banks,
    pub(super) cards: Cards,
    pub(super) outbox: Outbox,
    /// The `out_trade_no` that queries for another one are answered with.
    pub(super) mixed_up: BTreeMap<String, String>,
    /// Whether withdrawals ask for a one-time password.
    pub(super) otp: bool,
    /// Whether refunds wait for somebody to settle them.
    pub(super) refunds_wait: bool,
    seed: Seed,
    drawn: u64,
}

impl State {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            access: Access::default(),
            orders: Vec::new(),
            wallets: Wallets::new(settings.started),
            banks: Banks::new(),
            cards: Cards::default(),
            outbox: Outbox::default(),
            mixed_up: BTreeMap::new(),
            otp: true,
            refunds_wait: false,
            seed: settings.seed,
            drawn: 0,
        }
    }

    /// Something new to name: lower-case hex digits, at most 64.
    pub(super) fn draw_hex(&mut self, kind: &str, len: usize) -> String {
        let mut hex = self.seed.hex(kind, self.next());
        hex.truncate(len);
        hex
    }

    /// Decimal digits, at most 32.
    pub(super) fn draw_digits(&mut self, kind: &str, len: usize) -> String {
        self.seed.digits(kind, self.next(), len)
    }

    fn next(&mut self) -> u64 {
        self.drawn += 1;
        self.drawn
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
    pub(super) fn notify(&mut self, out_trade_no: &str, at: pay_core::Timestamp) {
        let Some(order) = self.orders.iter().find(|order| order.out_trade_no == out_trade_no) else { return };
        if let Some(url) = &order.notify_url {
            self.outbox.plan(out_trade_no, url, &order.info(at).json(), Kess::API_SECRET_KEY, at);
        }
    }
}
