use pay_core::{InvalidId, OrderKey, Untrusted};
use pay_http::json::{Problem, Value as _};

use super::covered::covered;
use super::{Account, General, Id, Operation, Payer, PaymentInfo, RedirectData};
use crate::error::FieldError;
use crate::words::{OperationStatus, PaymentStatus};

pay_http::json_object! {
    /// What Monetix reports of a payment, in a callback and in the answer to a question for its status.
    ///
    /// What its signature cannot cover is not in it: `frame_mode`, further signatures, empty lists and objects. What nothing
    /// here depends on, such as `interface_type` and `sum_request`, is left in `extra`, whatever its form.
    pub struct PaymentReport {
        /// The project.
        pub project_id: Option<Id> = "project_id",
        /// The ids, where a project has them under `general`.
        pub general: Option<General> = "general",
        /// The payment. Callbacks about tokens and consents have none.
        pub payment: Option<PaymentInfo> = "payment",
        /// The payer.
        pub customer: Option<Payer> = "customer",
        /// What the payer pays with.
        pub account: Option<Account> = "account",
        /// What was done, in a callback.
        pub operation: Option<Operation> = "operation",
        /// What was done, in a status.
        pub operations: Vec<Operation> = "operations",
        /// What went wrong.
        pub errors: Vec<FieldError> = "errors",
        /// Where the payer's browser goes next, by any of the names that it has.
        pub redirect_data: Option<RedirectData> = "redirect_data" | "return_url" | "redirectData",
    }
}

/// What tells one callback from another (section 6.4): a repeat has the same. The scheme has no time and no nonce, so a
/// body that is a year old verifies.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EventKey {
    /// The payment.
    pub payment: Option<Id>,
    /// The operation.
    pub operation: Option<Id>,
    /// Where the operation stands.
    pub operation_status: Option<OperationStatus>,
    /// Where the payment stands.
    pub payment_status: Option<PaymentStatus>,
}

impl PaymentReport {
    /// Reads a document whose names and depth have been checked by [`Fields`](pay_sign::Fields).
    pub(crate) fn of(json: &str) -> Result<Self, Problem> {
        Self::read(&covered(json)?)?.ok_or(Problem::expected("a json object"))
    }

    /// The merchant's id of the payment.
    pub fn payment_id(&self) -> Option<&Id> {
        let named = self.payment.as_ref().and_then(|payment| payment.id.as_ref());
        named.or_else(|| self.general.as_ref().and_then(|general| general.payment_id.as_ref()))
    }

    /// The project.
    pub fn project(&self) -> Option<&Id> {
        self.project_id
            .as_ref()
            .or_else(|| self.general.as_ref().and_then(|general| general.project_id.as_ref()))
    }

    /// Where the payment stands.
    pub fn status(&self) -> Option<&PaymentStatus> {
        self.payment.as_ref().and_then(|payment| payment.status.as_ref())
    }

    /// What was done, in the order of the document.
    pub fn all_operations(&self) -> impl Iterator<Item = &Operation> {
        self.operation.iter().chain(&self.operations)
    }

    /// What this callback is remembered by.
    pub fn event_key(&self) -> EventKey {
        let operation = self.operation.as_ref();
        EventKey {
            payment: self.payment_id().cloned(),
            operation: operation.and_then(|operation| operation.id.clone()),
            operation_status: operation.and_then(|operation| operation.status.clone()),
            payment_status: self.status().cloned(),
        }
    }

    /// The order that it is about, if it is about one.
    pub(crate) fn key(&self) -> Result<Option<OrderKey>, InvalidId> {
        self.payment_id().map(|id| OrderKey::new(id.as_str())).transpose()
    }

    /// What went wrong, in Monetix's words.
    pub(crate) fn reason(&self) -> Untrusted {
        let last = self.all_operations().last().map(Operation::reason);
        last.filter(|reason| !reason.as_raw().is_empty()).unwrap_or_else(|| {
            let first = self.errors.first().and_then(|error| error.message.clone());
            first.unwrap_or_else(|| Untrusted::new(self.status().map_or("", PaymentStatus::as_str)))
        })
    }
}
