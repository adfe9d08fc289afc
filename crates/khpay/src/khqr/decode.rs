use khqr_emv::{Decoded, decode};
use pay_core::Untrusted;
use serde_json::json;

use super::question::Question;
use super::{each_line, write_json};
use crate::exit::{Exit, Failure, Report};

/// Reads one code. What cannot be read is a no, with the place.
pub(super) fn one(code: &str) -> Report {
    match decode(code) {
        Ok(decoded) => Report { text: table(&decoded), json: answer(code, &decoded), exit: Exit::Yes },
        Err(error) => Report {
            text: format!("not readable: {error}"),
            json: json!({ "error": error.to_string() }),
            exit: Exit::No,
        },
    }
}

pub(super) fn lines() -> Result<Report, Failure> {
    each_line(|line, out| {
        let question = line.text().and_then(Question::read);
        match question.and_then(|question| match decode(&question.qr) {
            Ok(decoded) => {
                write_json(out, &answer(&question.qr, &decoded));
                Ok(())
            }
            Err(error) => Err(error.to_string()),
        }) {
            Ok(()) => true,
            Err(error) => {
                write_json(out, &json!({ "error": error }));
                false
            }
        }
    })
}

fn answer(code: &str, decoded: &Decoded<'_>) -> serde_json::Value {
    let mut answer = serde_json::to_value(decoded).expect("a decoded code is text under text keys");
    answer["md5"] = khqr_emv::md5(code).as_str().into();
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
