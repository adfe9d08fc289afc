//! What people do on the gateway's own pages, beside paying: enter a one-time password, save a card.

use serde::Serialize;

use super::card::SavePage;
use super::order::{Kind, Order, Payment};
use super::order_info::CardInfo;
use super::state::State;
use super::{Kess, KessOrder};

/// Why a one-time password is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KessOtpError {
    /// No order has this name.
    #[error("there is no such withdrawal")]
    NoWithdrawal,
    /// It needs none, or was confirmed before.
    #[error("the withdrawal asks for no password")]
    NotAsked,
    /// It was closed, or has expired.
    #[error("the withdrawal is closed or has expired")]
    Over,
    /// Another one was expected.
    #[error("the password is wrong")]
    Wrong,
    /// The wallet was emptied meanwhile.
    #[error("the wallet does not hold the amount")]
    NoMoney,
}

/// What a page of the gateway shows.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) order: KessOrder,
    pub(crate) body: String,
    /// The method that is chosen from the start.
    pub(crate) method: String,
}

/// What a person is asked to confirm by a password.
#[derive(Clone, Debug)]
pub(crate) struct OtpPage {
    pub(crate) order: KessOrder,
    pub(crate) receiver: String,
    pub(crate) asked: bool,
}

/// A saved card, in the members of `card_info`, and the page that it was saved on.
#[derive(Serialize)]
struct SavedCard<'a> {
    token: &'a str,
    status: &'static str,
    card_info: CardInfo<'a>,
    card_token: &'a str,
}

impl Kess {
    /// Whether withdrawals by token ask for a one-time password from now on; from the start they do.
    pub fn ask_for_otp(&self, asks: bool) {
        self.with(|state| state.otp = asks);
    }

    /// The one-time password of a withdrawal that waits for one: what its owner would read on a telephone.
    pub fn otp(&self, order: &str) -> Option<String> {
        self.with(|state| match &state.order_named(order)?.kind {
            Kind::Withdrawal(to) => to.otp.clone(),
            _ => None,
        })
    }

    /// Enters the one-time password of a withdrawal, as its owner would on the page of `verify_otp_url`.
    pub fn enter_otp(&self, order: &str, code: &str) -> Result<KessOrder, KessOtpError> {
        let now = self.now();
        let out_trade_no = self.with(|state| {
            let order = state.order_named(order).ok_or(KessOtpError::NoWithdrawal)?;
            let Kind::Withdrawal(to) = &order.kind else { return Err(KessOtpError::NoWithdrawal) };
            let Some(otp) = &to.otp else { return Err(KessOtpError::NotAsked) };
            if order.payment.is_some() {
                return Err(KessOtpError::NotAsked);
            }
            if order.is_over(now) {
                return Err(KessOtpError::Over);
            }
            if otp == code { Ok(order.out_trade_no.clone()) } else { Err(KessOtpError::Wrong) }
        })?;
        self.with(|state| {
            if !self.pay_out(state, &out_trade_no) {
                return Err(KessOtpError::NoMoney);
            }
            let order = state.order(&out_trade_no).map_err(|_| KessOtpError::NoWithdrawal)?;
            Ok(order.summary(now, None))
        })
    }

    /// Saves a card of the sandbox on the page of a `saveCard` link, named by the link or its token, and notifies
    /// the merchant. The card's token; `None`: there is no such page. A page saves one card.
    pub fn save_card(&self, page: &str) -> Option<String> {
        let now = self.now();
        let token = page.rsplit("token=").next().unwrap_or(page).to_owned();
        self.with(|state| {
            let at = state.cards.pages.iter().position(|page| page.token == token)?;
            if let Some(saved) = &state.cards.pages[at].card_token {
                return Some(saved.clone());
            }
            let card_token = state.draws.hex("KESS saved card", 40);
            state.cards.pages[at].card_token = Some(card_token.clone());
            state.cards.saved.push(card_token.clone());
            let SavePage { token, notify_url, .. } = state.cards.pages[at].clone();
            let notice = SavedCard {
                token: &token,
                status: "SUCCESS",
                card_token: &card_token,
                card_info: CardInfo {
                    bin: Some("411111"),
                    scheme: Some("VISA"),
                    card_token: Some(&card_token),
                    account_name: Some("Sandbox Payer"),
                    account_number: Some("411111******1111"),
                    ..CardInfo::default()
                },
            };
            let body = serde_json::value::to_raw_value(&notice).expect("names and plain values are JSON");
            state.tell(&token, &notify_url, &body, now);
            Some(card_token)
        })
    }

    /// Whether a card was saved under this token.
    pub(crate) fn has_card(&self, card_token: &str) -> bool {
        self.with(|state| state.cards.saved.iter().any(|saved| saved == card_token))
    }

    /// The page of a `saveCard` link.
    pub(crate) fn save_page(&self, token: &str) -> Option<SavePage> {
        self.with(|state| state.cards.pages.iter().find(|page| page.token == token).cloned())
    }

    /// The page of a payment link.
    pub(crate) fn page(&self, token: &str) -> Option<Page> {
        let now = self.now();
        self.with(|state| {
            let order = state.orders.iter().find(|order| order.token == token)?;
            if matches!(order.kind, Kind::Withdrawal(_)) {
                return None;
            }
            let method = super::pay::own_method(&order.kind).to_owned();
            Some(Page { order: order.summary(now, order.last_error()), body: order.body.clone(), method })
        })
    }

    /// The page of a `verify_otp_url`.
    pub(crate) fn otp_page(&self, token: &str) -> Option<OtpPage> {
        let now = self.now();
        self.with(|state| {
            let order = state.orders.iter().find(|order| order.token == token)?;
            let Kind::Withdrawal(to) = &order.kind else { return None };
            let receiver = format!("{} ({} {})", to.receiver_name, to.bic, to.account_number);
            let asked = to.otp.is_some() && order.payment.is_none() && !order.is_over(now);
            Some(OtpPage { order: order.summary(now, None), receiver, asked })
        })
    }

    /// Sends a withdrawal that asks for no password on its way.
    pub(super) fn start_withdrawal(&self, out_trade_no: &str) {
        self.with(|state| {
            let is = |order: &Order| matches!(&order.kind, Kind::Withdrawal(to) if to.otp.is_none());
            if state.order(out_trade_no).is_ok_and(is) && !self.pay_out(state, out_trade_no) {
                // Another one took the money since the order was opened.
                let now = self.now();
                if let Ok(order) = state.order_mut(out_trade_no) {
                    order.closed = Some(now);
                }
            }
        });
    }

    /// Takes the money from the wallet; it arrives after the sandbox's settlement delay.
    fn pay_out(&self, state: &mut State, out_trade_no: &str) -> bool {
        let at = self.now().after(self.settings().settlement);
        let transaction_id = format!("TR-{}", state.draws.digits("KESS withdrawal", 18));
        let Ok(order) = state.order(out_trade_no) else { return false };
        let amount = order.amount;
        let method = super::pay::own_method(&order.kind).to_owned();
        let wallet_id = state.wallets.merchants(amount.currency()).id.clone();
        if state.wallets.take(&wallet_id, amount).is_err() {
            return false;
        }
        if let Ok(order) = state.order_mut(out_trade_no) {
            order.payment = Some(Payment { transaction_id, method, amount, at });
        }
        state.notify(out_trade_no, at);
        true
    }
}
