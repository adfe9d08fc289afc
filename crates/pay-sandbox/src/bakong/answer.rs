//! The envelope that every endpoint answers in (specification, sections 3.1 and 4.1).

use std::borrow::Cow;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;

/// An envelope with responseCode 0. Members without a value are null, not left out.
#[derive(Debug)]
pub(super) struct Success<T> {
    pub(super) message: &'static str,
    pub(super) data: T,
}

/// An envelope with responseCode 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    status: StatusCode,
    code: u16,
    message: Cow<'static, str>,
}

impl Refusal {
    pub(super) const NOT_FOUND: Self =
        Self::ok(1, "Transaction could not be found. Please check and try again.");
    pub(super) const STATIC_QR: Self = Self::ok(2, "Static QR not supported");
    pub(super) const FAILED: Self = Self::ok(3, "Transaction failed.");
    /// The vendor document's form of a failure.
    pub(super) const FAILED_CODE_1: Self = Self::ok(1, "Transaction failed.");
    pub(super) const DEEP_LINK_PROVIDER: Self = Self::ok(4, "Deeplink provider error");
    pub(super) const MISSING_FIELDS: Self = Self::ok(5, "Missing required fields");
    /// A body that is no JSON of the endpoint's shape.
    pub(super) const BAD_REQUEST: Self = Self::new(StatusCode::BAD_REQUEST, 5, "Missing required fields");
    pub(super) const UNAUTHORIZED: Self =
        Self::new(StatusCode::UNAUTHORIZED, 6, "Unauthorized, not yet requested for token or code invalid");
    pub(super) const UPSTREAM: Self = Self::ok(9, "Cannot connect to server");
    pub(super) const NOT_REGISTERED: Self = Self::ok(10, "Not registered yet");
    pub(super) const NO_ACCOUNT: Self = Self::ok(11, "Account ID not found");
    pub(super) const INVALID_ACCOUNT: Self = Self::ok(12, "Account ID is invalid");

    pub(super) fn quota(limit: u32) -> Self {
        let message = format!("Daily request limit of {limit} exceeded. Please try again tomorrow.");
        Self { status: StatusCode::OK, code: 17, message: Cow::Owned(message) }
    }

    /// Refusals arrive with HTTP 200 (section 4.2), but for those of token and shape.
    const fn ok(code: u16, message: &'static str) -> Self {
        Self::new(StatusCode::OK, code, message)
    }

    const fn new(status: StatusCode, code: u16, message: &'static str) -> Self {
        Self { status, code, message: Cow::Borrowed(message) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a, T> {
    response_code: u8,
    response_message: &'a str,
    error_code: Option<u16>,
    data: Option<T>,
}

impl<T: Serialize> IntoResponse for Success<T> {
    fn into_response(self) -> Response {
        let Self { message: response_message, data } = self;
        Json(Envelope { response_code: 0, response_message, error_code: None, data: Some(data) })
            .into_response()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let envelope = Envelope::<()> {
            response_code: 1,
            response_message: &self.message,
            error_code: Some(self.code),
            data: None,
        };
        (self.status, Json(envelope)).into_response()
    }
}
