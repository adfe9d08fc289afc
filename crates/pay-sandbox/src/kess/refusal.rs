//! How the gateway says no (specification, section 1.2). The document has the numbers and names and no sample;
//! the shape around them is ours.

use std::borrow::Cow;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;

/// Where the number of an error stands: the document does not say, so a client has to read both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KessErrors {
    /// The HTTP status has the number, and so has the body.
    #[default]
    ByStatus,
    /// HTTP 200; the body alone has it.
    ByBody,
}

/// One of the ten errors, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    code: u16,
    name: &'static str,
    message: Cow<'static, str>,
    /// The member that is wrong, where it is one.
    member: Option<&'static str>,
}

impl Refusal {
    pub(super) const UNAUTHENTICATED: Self = Self::new(401, "UNAUTHENTICATED", "Unauthenticated.");
    pub(super) const FORBIDDEN: Self = Self::new(403, "FORBIDDEN", "Access denied.");
    pub(super) const NOT_FOUND: Self = Self::new(404, "NOT_FOUND", "Record not found.");
    pub(super) const DUPLICATED: Self = Self::new(409, "DUPLICATED", "Existing record found.");
    pub(super) const EXPIRED: Self = Self::new(419, "EXPIRED", "Requesting record was expired.");
    pub(super) const SYSTEM_ERROR: Self = Self::new(500, "SYSTEM_ERROR", "Internal server error.");
    pub(super) const MAINTENANCE: Self =
        Self::new(503, "FEATURE_UNDER_MAINTENANCE", "Feature is under maintenance.");

    const fn new(code: u16, name: &'static str, message: &'static str) -> Self {
        Self { code, name, message: Cow::Borrowed(message), member: None }
    }

    /// 400: a member is missing or not as it has to be.
    pub(super) fn invalid(member: &'static str, message: impl Into<String>) -> Self {
        let message = Cow::Owned(message.into());
        Self { message, member: Some(member), ..Self::new(400, "VALIDATION_ERROR", "") }
    }

    /// 400: the body is no JSON object.
    pub(super) fn unreadable(message: impl Into<String>) -> Self {
        Self { message: Cow::Owned(message.into()), ..Self::new(400, "VALIDATION_ERROR", "") }
    }

    /// 422: understood, and it does not go.
    pub(super) const fn failed(message: &'static str) -> Self {
        Self::new(422, "PROCESS_FAILED", message)
    }

    pub(super) fn respond(&self, errors: KessErrors) -> Response {
        let Self { code, name, message, member } = self;
        let errors_of = member.map(|member| std::collections::BTreeMap::from([(member, [message])]));
        let body = Body { success: false, code: *code, status_code: name, message, errors: errors_of };
        let status = match errors {
            KessErrors::ByStatus => StatusCode::from_u16(*code).expect("each of the ten is a status"),
            KessErrors::ByBody => StatusCode::OK,
        };
        (status, Json(body)).into_response()
    }
}

#[derive(Serialize)]
struct Body<'a> {
    success: bool,
    code: u16,
    status_code: &'static str,
    message: &'a str,
    /// As Laravel, which the gateway is made with, lists what is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<std::collections::BTreeMap<&'static str, [&'a Cow<'static, str>; 1]>>,
}
