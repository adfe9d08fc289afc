use std::collections::BTreeMap;

use pay_core::{Money, Timestamp};

use super::callback::MonetixForm;
use super::operation::{Kind, Operation, Stage};
use super::payment::Payment;
use super::refusal::MonetixErrors;
use crate::courier::Courier;
use crate::outbound::Parcel;
use crate::sandbox::Premises;
use crate::seed::Draws;

/// What Monetix knows, and a reset forgets.
pub(super) struct State {
    pub(super) payments: Vec<Payment>,
    /// The project's own.
    pub(super) callback_url: Option<String>,
    pub(super) errors: MonetixErrors,
    pub(super) form: MonetixForm,
    /// The `payment_id` that questions about another one are answered with.
    pub(super) mixed_up: BTreeMap<String, String>,
    /// The code that refunds end with, unless it is well.
    pub(super) refunds_decline: Option<String>,
    /// Something new to name.
    pub(super) draws: Draws,
    courier: Courier,
    base_url: String,
}

impl State {
    pub(super) fn new(premises: &Premises, courier: Courier) -> Self {
        Self {
            payments: Vec::new(),
            callback_url: None,
            errors: MonetixErrors::default(),
            form: MonetixForm::default(),
            mixed_up: BTreeMap::new(),
            refunds_decline: None,
            draws: Draws::new(premises.seed),
            courier,
            base_url: premises.base_url.clone(),
        }
    }

    /// A payment that the platform knows of.
    pub(super) fn registered(&self, payment_id: &str) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.id == payment_id && payment.is_registered())
    }

    pub(super) fn payment_mut(&mut self, payment_id: &str) -> Option<&mut Payment> {
        self.payments.iter_mut().find(|payment| payment.id == payment_id)
    }

    /// Puts a payment in the place of a mere visit of the same name.
    pub(super) fn put(&mut self, payment: Payment) {
        match self.payment_mut(&payment.id) {
            Some(visit) => *visit = payment,
            None => self.payments.push(payment),
        }
    }

    /// The payment that any of its names leads to: `payment_id`, token, the address of its hosted page.
    pub(super) fn named(&self, name: &str) -> Option<&Payment> {
        let tail = name.rsplit('/').next().and_then(|tail| tail.split('?').next()).unwrap_or(name);
        self.payments.iter().find(|payment| payment.id == name || payment.token == tail)
    }

    /// The address of a hosted page.
    pub(super) fn page_url(&self, token: &str) -> String {
        format!("{}/monetix/{token}", self.base_url)
    }

    /// The token of a hosted page that is new.
    pub(super) fn draw_token(&mut self) -> String {
        self.draws.hex("Monetix page", 24)
    }

    pub(super) fn draw_operation(
        &mut self,
        kind: Kind,
        amount: Money,
        now: Timestamp,
        stage: Stage,
    ) -> Operation {
        let digits = self.draws.digits("Monetix operation", 12);
        Operation {
            id: format!("5028{digits}").parse().expect("16 digits are within 64 bits"),
            kind,
            request_id: self.draws.hex("Monetix request", 40),
            amount,
            converted: amount,
            created: now,
            stage,
            provider_payment_id: self.draws.hex("Monetix provider", 16),
        }
    }

    /// Tells the shop what is known of an operation at a moment, where there is an address for it.
    pub(super) fn tell(&self, payment_id: &str, operation_id: u64, at: Timestamp) {
        let Some(payment) = self.payments.iter().find(|payment| payment.id == payment_id) else { return };
        let Some(operation) = payment.operations.iter().find(|known| known.id == operation_id) else {
            return;
        };
        let Some(url) = payment.callback.url.as_ref().or(self.callback_url.as_ref()) else { return };
        let bank_page = (operation.stage == Stage::Redirect).then(|| self.page_url(&payment.token));
        // A callback that needs an action cannot be switched off (specification, section 6.3).
        if payment.callback.disabled && bank_page.is_none() {
            return;
        }
        self.courier.plan(&payment.id, at.after(payment.callback.delay), |signature| {
            let body = self.form.callback(payment, operation, bank_page.as_deref(), at, signature);
            Parcel::post(url, "application/json", body)
        });
    }
}
