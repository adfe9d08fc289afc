use khqr_emv::{Verified, VerifyError, verify};
use pay_core::{Clock as _, Timestamp, Untrusted};
use pay_watch::SystemClock;
use serde::Serialize;

use super::question::Question;
use super::{each_line, write_json};
use crate::exit::{Exit, Failure, Report};
use crate::time::{in_phnom_penh, or_now};

/// Judges one code as the official SDK would.
pub(super) fn one(code: &str, now: Option<Timestamp>) -> Report {
    let verdict = verify(code, or_now(now));
    let text = match &verdict {
        Ok(verified) => particulars(verified),
        Err(error) => match error.official_number() {
            Some(number) => format!("not valid: {error} [official error {number}]"),
            None => format!("not valid: {error}"),
        },
    };
    let exit = if verdict.is_ok() { Exit::Yes } else { Exit::No };
    let json = serde_json::to_value(Answer::new(verdict.as_ref().err())).expect("an answer is plain data");
    Report { text, json, exit }
}

/// What a person at a counter wants to see of a valid code.
fn particulars(verified: &Verified<'_>) -> String {
    let kind = if verified.is_dynamic() { "dynamic" } else { "static" };
    let name = Untrusted::from(verified.merchant_name());
    let account = Untrusted::from(verified.account_id());
    let mut lines = vec!["valid".to_owned(), format!("  {kind}, pays {name} ({account})")];
    if let Some(amount) = verified.amount() {
        lines.push(format!("  amount {} {}", Untrusted::from(amount.text()), verified.currency()));
    }
    lines.extend(verified.expires_at().map(|at| format!("  expires {}", in_phnom_penh(at))));
    lines.join("\n")
}

pub(super) fn lines(now: Option<Timestamp>) -> Result<Report, Failure> {
    // One moment for the whole run: a list is judged as a whole.
    let now = now.unwrap_or_else(|| SystemClock.now());
    each_line(|line, out| match line.text().and_then(Question::read) {
        Ok(question) => {
            let verdict = verify(&question.qr, question.now.unwrap_or(now));
            write_json(out, &Answer::new(verdict.as_ref().err()));
            verdict.is_ok()
        }
        Err(error) => {
            write_json(out, &serde_json::json!({ "error": error }));
            false
        }
    })
}

/// The official answer is `isValid` alone; the rest says why not.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    is_valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl Answer {
    fn new(error: Option<&VerifyError>) -> Self {
        Self {
            is_valid: error.is_none(),
            error_code: error.and_then(VerifyError::official_number),
            error: error.map(ToString::to_string),
        }
    }
}
