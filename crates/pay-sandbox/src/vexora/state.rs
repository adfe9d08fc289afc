use std::collections::BTreeMap;

use pay_core::Timestamp;

use super::answer::VexoraAnswers;
use super::deposit::Deposit;
use super::disbursement::Disbursement;
use super::merchant::Merchant;
use super::notify::{Notice, VexoraForm};
use super::refusal::Refusal;
use crate::courier::Courier;
use crate::seed::Draws;

/// What Vexora knows, and a reset forgets.
pub(super) struct State {
    pub(super) deposits: Vec<Deposit>,
    pub(super) disbursements: Vec<Disbursement>,
    /// How answers are spelled.
    pub(super) answers: VexoraAnswers,
    /// What notifications look like.
    pub(super) form: VexoraForm,
    /// The `tradeNo` that queries for another one are answered with.
    pub(super) mixed_up: BTreeMap<String, String>,
    /// Whether disbursements wait for somebody to end them.
    pub(super) hold: bool,
    courier: Courier,
    draws: Draws,
}

impl State {
    pub(super) fn new(draws: Draws, courier: Courier) -> Self {
        Self {
            deposits: Vec::new(),
            disbursements: Vec::new(),
            answers: VexoraAnswers::default(),
            form: VexoraForm::default(),
            mixed_up: BTreeMap::new(),
            hold: false,
            courier,
            draws,
        }
    }

    /// Vexora's name for an order: as long as the one of the sample.
    pub(super) fn draw_platform_trade_no(&mut self) -> String {
        format!("vx{}", self.draws.hex("Vexora trade", 15))
    }

    /// The token of a page.
    pub(super) fn draw_token(&mut self) -> String {
        self.draws.hex("Vexora page", 32)
    }

    /// Whether a merchant has used a name before, for whatever.
    pub(super) fn is_free(&self, merchant: &Merchant, trade_no: &str) -> Result<(), Refusal> {
        let taken = |owner: &Merchant, name: &str| owner.number == merchant.number && name == trade_no;
        let used = self.deposits.iter().any(|deposit| taken(deposit.merchant, &deposit.trade_no))
            || self.disbursements.iter().any(|out| taken(out.merchant, &out.trade_no));
        if used { Err(Refusal::of("tradeNo", "the number was used before")) } else { Ok(()) }
    }

    /// Where the deposit is that any of its names leads to: `tradeNo`, `platFormTradeNo`, token, payment link, text
    /// of its KHQR.
    pub(super) fn deposit_at(&self, name: &str) -> Option<usize> {
        let token = name.rsplit("token=").next().unwrap_or(name);
        self.deposits.iter().position(|deposit| {
            deposit.trade_no == name
                || deposit.platform_trade_no == name
                || deposit.token == token
                || deposit.qr.as_deref() == Some(name)
        })
    }

    /// Where the disbursement is, by `tradeNo` or `platFormTradeNo`.
    pub(super) fn disbursement_at(&self, name: &str) -> Option<usize> {
        self.disbursements.iter().position(|out| out.trade_no == name || out.platform_trade_no == name)
    }

    /// Tells the merchant what will be known of a deposit at a moment.
    pub(super) fn tell_deposit(&self, at: usize, when: Timestamp) {
        let deposit = &self.deposits[at];
        self.tell(&deposit.notify_url, &Notice::of_deposit(deposit, when), deposit.merchant, when);
    }

    /// Tells the merchant of the end of a disbursement, where there is an address for it.
    pub(super) fn tell_disbursement(&self, at: usize, when: Timestamp) {
        let out = &self.disbursements[at];
        if let Some(url) = &out.notify_url {
            self.tell(url, &Notice::of_disbursement(out, when), out.merchant, when);
        }
    }

    fn tell(&self, url: &str, notice: &Notice<'_>, merchant: &Merchant, when: Timestamp) {
        let form = self.form;
        self.courier.plan(notice.trade_no, when, |signature| form.write(url, notice, merchant, signature));
    }
}
