use khqr_emv::{Decoded, ParseError, decode_lossy};
use pay_core::Untrusted;
use serde_json::json;

use super::question::Question;
use super::{each_line, write_json};
use crate::exit::{Exit, Failure, Report};

/// Reads what there is of one code. One that breaks off, or says a thing twice, is a no with the place, after the
/// fields that could be read.
pub(super) fn one(code: &str) -> Report {
    let (decoded, fault) = decode_lossy(code);
    let mut text = table(&decoded);
    if let Some(fault) = &fault {
        text = format!("{text}\nnot all of it is readable: {fault}");
    }
    let exit = if fault.is_none() { Exit::Yes } else { Exit::No };
    Report { text: text.trim_start().to_owned(), json: answer(code, &decoded, fault.as_ref()), exit }
}

pub(super) fn lines() -> Result<Report, Failure> {
    each_line(|line, out| match line.text().and_then(Question::read) {
        Ok(question) => {
            let (decoded, fault) = decode_lossy(&question.qr);
            write_json(out, &answer(&question.qr, &decoded, fault.as_ref()));
            fault.is_none()
        }
        Err(error) => {
            write_json(out, &json!({ "error": error }));
            false
        }
    })
}

/// The official fields, with `md5` and, where something is wrong, `error` beside them.
fn answer(code: &str, decoded: &Decoded<'_>, fault: Option<&ParseError>) -> serde_json::Value {
    let mut answer = serde_json::to_value(decoded).expect("a decoded code is text under text keys");
    answer["md5"] = khqr_emv::md5(code).as_str().into();
    if let Some(fault) = fault {
        answer["error"] = fault.to_string().into();
    }
    answer
}

/// The fields that are there, in the official spelling, aligned.
fn table(decoded: &Decoded<'_>) -> String {
    let fields = serde_json::to_value(decoded).expect("a decoded code is text under text keys");
    let fields = fields.as_object().expect("a decoded code is an object");
    let present = || fields.iter().filter_map(|(name, value)| Some((name, value.as_str()?)));
    let width = present().map(|(name, _)| name.len()).max().unwrap_or(0);
    present()
        .map(|(name, value)| format!("{name:width$}  {}", Untrusted::from(value)))
        .collect::<Vec<_>>()
        .join("\n")
}
