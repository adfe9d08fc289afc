//! The envelope of an answer. What is in `data` is in no document (specification, A11).

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};

use super::code::Refusal;

/// How Airpay answers from now on. By default at HTTP 200 whatever the code, which is a number, and with a link and a
/// KHQR in `data`.
///
/// ```
/// use pay_sandbox::AirpayAnswers;
///
/// let as_the_sample = AirpayAnswers::new().empty_data();
/// let as_other_apis = AirpayAnswers::new().by_status().text_codes();
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct AirpayAnswers {
    by_status: bool,
    text_codes: bool,
    empty_data: bool,
}

impl AirpayAnswers {
    /// HTTP 200, numbers, everything in `data`.
    pub const fn new() -> Self {
        Self { by_status: false, text_codes: false, empty_data: false }
    }

    /// An error has an HTTP status of its own: 400, 403, 409 or 500.
    #[must_use]
    pub const fn by_status(self) -> Self {
        Self { by_status: true, ..self }
    }

    /// `code` is text.
    #[must_use]
    pub const fn text_codes(self) -> Self {
        Self { text_codes: true, ..self }
    }

    /// `data` is `{}`, as in the sample: nothing leads to a page, and nothing says Airpay's own number.
    #[must_use]
    pub const fn empty_data(self) -> Self {
        Self { empty_data: true, ..self }
    }

    pub(super) fn respond(self, answer: Result<Value, Refusal>) -> Response {
        let (code, message, status, data) = match answer {
            Ok(data) => (200, "success", 200, data),
            Err(Refusal { code, reason }) => {
                (code.number, code.message, code.status, json!({ "reason": reason }))
            }
        };
        let body = json!({
            "code": if self.text_codes { json!(code.to_string()) } else { json!(code) },
            "message": message,
            "data": if self.empty_data { json!({}) } else { data },
        });
        let status = if self.by_status { status } else { 200 };
        (StatusCode::from_u16(status).expect("each of them is a status"), Json(body)).into_response()
    }
}
