//! The envelope around every answer, in the two forms that the document has of it (specification, V2).

use pay_core::{Money, Timestamp};
use serde::Serialize;
use serde_json::value::RawValue;

use super::refusal::Refusal;
use crate::number::{fixed, raw};

/// How answers spell what the document's table and its sample spell differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum VexoraAnswers {
    /// As the samples: `timestamp` and amounts are numbers, `success` is a boolean, `data` of a failure is null.
    #[default]
    Sample,
    /// As the tables: all of them are text, and a failure has no `data`.
    Table,
}

#[derive(Serialize)]
struct Envelope<'a> {
    msg: &'a str,
    code: &'a str,
    timestamp: Box<RawValue>,
    success: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a RawValue>,
}

impl VexoraAnswers {
    /// The body of an answer. It has no signature.
    pub(super) fn envelope(self, answer: Result<&RawValue, &Refusal>, now: Timestamp) -> String {
        let (msg, code, data) = match answer {
            Ok(data) => ("success", "0000", Some(data)),
            Err(refusal) => {
                (refusal.message(), refusal.code(), (self == Self::Sample).then_some(RawValue::NULL))
            }
        };
        let timestamp = self.token(now.as_millis().to_string());
        let success = self.token(answer.is_ok().to_string());
        let envelope = Envelope { msg, code, timestamp, success, data };
        serde_json::to_string(&envelope).expect("names and JSON are JSON")
    }

    /// An amount in `data`.
    pub(super) fn amount(self, money: Money) -> Box<RawValue> {
        self.token(fixed(money))
    }

    fn token(self, plain: String) -> Box<RawValue> {
        raw(match self {
            Self::Sample => plain,
            Self::Table => format!("\"{plain}\""),
        })
    }
}

/// `data` of an answer.
pub(super) fn data<T: Serialize>(members: &T) -> Box<RawValue> {
    serde_json::value::to_raw_value(members).expect("names and plain values are JSON")
}

#[cfg(test)]
mod tests {
    use pay_core::Currency;

    use super::*;

    #[test]
    fn amounts_have_all_decimals_in_both_forms() {
        let spelled = |answers: VexoraAnswers, minor, currency| {
            answers.amount(Money::from_minor(minor, currency)).get().to_owned()
        };
        assert_eq!(spelled(VexoraAnswers::Sample, 30_050, Currency::Usd), "300.50");
        assert_eq!(spelled(VexoraAnswers::Sample, 30_000, Currency::Usd), "300.00");
        assert_eq!(spelled(VexoraAnswers::Table, 30_000, Currency::Usd), "\"300.00\"");
        assert_eq!(spelled(VexoraAnswers::Sample, 300, Currency::Khr), "300");
    }
}
