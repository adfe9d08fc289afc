//! How Gate and the Payment Page say no: the codes of section 7 of the specification that can come up here.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;

/// Whether a rejected request of Gate is told by the HTTP status: the documents leave it open, so a client has
/// to read both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MonetixErrors {
    /// HTTP 400, of an internal error 500.
    #[default]
    ByStatus,
    /// HTTP 200; the body alone says it.
    ByBody,
}

/// One code, and the member that is to blame, where it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) message: &'static str,
    field: Option<&'static str>,
}

/// What a rejected request said of itself, as far as it can be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) project_id: Option<u64>,
    pub(super) payment_id: Option<String>,
}

impl Refusal {
    pub(super) const INTERNAL: Self = Self::new("501", "Internal error");
    pub(super) const INVALID_JSON: Self = Self::new("2003", "Invalid JSON");
    pub(super) const CUSTOMER_ID: Self = Self::new("2124", "Invalid customer ID").of("customer.id");
    pub(super) const EMAIL: Self = Self::new("2426", "Invalid customer email").of("customer.email");
    pub(super) const UNKNOWN_METHOD: Self = Self::new("2541", "Unknown payment method");
    pub(super) const BANK_OR_CURRENCY: Self =
        Self::new("2641", "Invalid bank code or currency").of("account.bank_id");
    pub(super) const ABOVE_LIMIT: Self = Self::new("2642", "Amount above the limit").of("payment.amount");
    pub(super) const NO_BANK: Self = Self::new("2801", "Bank not found").of("account.bank_id");
    pub(super) const CURRENCY_DISABLED: Self = Self::new("3023", "Currency disabled").of("payment.currency");
    pub(super) const PAYMENT_EXISTS: Self =
        Self::new("3041", "Payment ID already exists").of("general.payment_id");
    pub(super) const NOT_FOUND: Self = Self::new("3061", "Transaction not found");
    pub(super) const REFUND_EXISTS: Self =
        Self::new("3230", "Refund ID already exists").of("payment.merchant_refund_id");
    pub(super) const BANK_MISSING: Self = Self::new("3244", "Bank ID must be defined").of("account.bank_id");
    pub(super) const WRONG_SIGNATURE: Self = Self::new("3261", "Invalid signature");
    pub(super) const NO_SIGNATURE: Self = Self::new("3262", "Empty signature").of("general.signature");
    pub(super) const REFUND_ABOVE_PAID: Self =
        Self::new("3283", "Refund amount is more than the paid amount").of("payment.amount");
    pub(super) const REFUND_CURRENCY: Self =
        Self::new("3284", "Refund currency is not the currency of the payment").of("payment.currency");
    pub(super) const BELOW_LIMIT: Self = Self::new("3358", "Amount below the limit").of("payment.amount");

    const fn new(code: &'static str, message: &'static str) -> Self {
        Self { code, message, field: None }
    }

    /// The same, of another member.
    pub(super) const fn of(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }

    /// A member that is not there.
    pub(super) const fn missing(field: &'static str) -> Self {
        Self::new("2004", "Required field missing").of(field)
    }

    /// A member that is there and not as it has to be. The catalogue has a number for each member; of those that
    /// are not known this is the general one.
    pub(super) const fn malformed(field: &'static str) -> Self {
        Self::new("702", "Malformed request").of(field)
    }

    /// The HTTP status, where that tells it.
    pub(super) fn status(self) -> StatusCode {
        if self == Self::INTERNAL { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::BAD_REQUEST }
    }

    /// Gate's answer.
    pub(super) fn respond(self, errors: MonetixErrors, named: Named) -> Response {
        let status = match errors {
            MonetixErrors::ByBody => StatusCode::OK,
            MonetixErrors::ByStatus => self.status(),
        };
        let body = Body {
            status: "error",
            code: self.code,
            message: self.message,
            project_id: named.project_id,
            payment_id: named.payment_id,
            errors: self.field.map(|_| [self.item()]),
        };
        (status, Json(body)).into_response()
    }

    /// An item of `errors`.
    pub(super) const fn item(self) -> Item {
        Item { code: self.code, field: self.field, message: self.message, description: self.message }
    }
}

#[derive(Serialize)]
struct Body {
    status: &'static str,
    code: &'static str,
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    project_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<[Item; 1]>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Item {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    message: &'static str,
    description: &'static str,
}
