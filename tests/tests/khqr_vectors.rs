//! The answers of the official package, vector by vector, through the public API.
//!
//! Each vector of `fixtures/khqr/vectors.json` is one trial, named by its kind, id and name:
//! `cargo test -p conformance --test khqr_vectors 144`.

use std::process::ExitCode;

use conformance::vectors;
use khqr_emv::{AccountKind, Input, Khqr, audit, decode, decode_lossy, decode_non_khqr, md5, verify};
use libtest_mimic::{Failed, Trial};
use pay_core::Timestamp;
use serde::Deserialize;
use serde_json::Value;

fn main() -> ExitCode {
    vectors::run("khqr/vectors.json", |document: Document| {
        let here = vectors::all_are_here([document.vectors.len()], [376]);
        document.vectors.into_iter().map(Vector::into_trial).chain([here]).collect()
    })
}

#[derive(Deserialize)]
struct Document {
    vectors: Vec<Vector>,
}

/// One vector; which members it has depends on its kind.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vector {
    id: u32,
    name: String,
    kind: Kind,
    op: Option<Op>,
    #[serde(default)]
    now: i64,
    input: Value,
    qr: Option<String>,
    md5: Option<String>,
    is_valid: Option<bool>,
    error_code: Option<u8>,
    fields: Option<Value>,
    /// What holds where the official answer is a defect.
    spec: Option<Spec>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Encode,
    Reject,
    Verify,
    Decode,
    DecodeNonKhqr,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Encode => "encode",
            Self::Reject => "reject",
            Self::Verify => "verify",
            Self::Decode => "decode",
            Self::DecodeNonKhqr => "decode_non_khqr",
        }
    }
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Op {
    Individual,
    Merchant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    is_valid: Option<bool>,
    error_code: Option<u8>,
}

impl Vector {
    fn into_trial(self) -> Trial {
        let slug: String = self
            .name
            .chars()
            .map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
            .collect();
        let kind = self.kind.name();
        Trial::test(format!("{kind}_{:03}_{slug}", self.id), move || self.run())
    }

    fn run(&self) -> Result<(), Failed> {
        match self.kind {
            Kind::Encode => self.encode(),
            Kind::Reject => self.reject(),
            Kind::Verify => self.verify(),
            Kind::Decode => self.decode(),
            Kind::DecodeNonKhqr => self.decode_non_khqr(),
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now)
    }

    fn text(&self) -> Result<&str, Failed> {
        self.input.as_str().ok_or_else(|| "the input of this vector is not a text".into())
    }

    fn account_kind(&self) -> Result<AccountKind, Failed> {
        match self.op {
            Some(Op::Individual) => Ok(AccountKind::Individual),
            Some(Op::Merchant) => Ok(AccountKind::Merchant),
            None => Err("a vector that encodes says for whom".into()),
        }
    }

    fn encode(&self) -> Result<(), Failed> {
        let (qr, key) = (self.qr.as_deref().unwrap_or_default(), self.md5.as_deref().unwrap_or_default());
        for json in self.spellings() {
            let input = Input::from_json(&json)?;
            let code = input.builder_of(self.account_kind()?).build(self.now())?;
            equal("code", &code.as_str(), &qr)?;
        }
        equal("md5", &md5(qr).as_str(), &key)?;
        equal("printed again", &Khqr::parse(qr)?.to_string().as_str(), &qr)?;
        equal("account", &verify(qr, self.now())?.account_kind(), &self.account_kind()?)
    }

    fn reject(&self) -> Result<(), Failed> {
        let expected = self.spec.as_ref().map_or(self.error_code, |spec| spec.error_code);
        for json in self.spellings() {
            let input = Input::from_json(&json)?;
            match input.builder_of(self.account_kind()?).build(self.now()) {
                Ok(code) => return Err(format!("built {code} instead of error {expected:?}").into()),
                Err(error) => equal(&format!("number of `{error}`"), &error.official_number(), &expected)?,
            }
        }
        Ok(())
    }

    /// The amounts of the vectors are the decimal text of JavaScript numbers, so they are tried as a text and
    /// as a number token.
    fn spellings(&self) -> Vec<String> {
        let as_text = self.input.to_string();
        let Some(Value::String(amount)) = self.input.get("amount") else { return vec![as_text] };
        let as_number = as_text.replace(&format!("\"amount\":\"{amount}\""), &format!("\"amount\":{amount}"));
        vec![as_text, as_number]
    }

    fn verify(&self) -> Result<(), Failed> {
        let valid = self.spec.as_ref().map_or(self.is_valid, |spec| spec.is_valid).unwrap_or_default();
        let number = self.spec.as_ref().map_or(self.error_code, |spec| spec.error_code);
        let answer = verify(self.text()?, self.now());
        equal("valid", &answer.is_ok(), &valid)?;
        equal("number", &answer.err().and_then(|error| error.official_number()), &number)?;
        equal("valid by audit", &audit(self.text()?, self.now()).is_valid(), &valid)
    }

    fn decode(&self) -> Result<(), Failed> {
        let (lossy, fault) = decode_lossy(self.text()?);
        match decode(self.text()?) {
            Ok(decoded) => equal("lossy", &(&lossy, &fault), &(&decoded, &None))?,
            // The official answer to a text whose structure is lost is what was read until there.
            Err(error) => equal("fault", &fault, &Some(error))?,
        }
        equal("fields", &Some(serde_json::to_value(lossy)?), &self.fields)?;
        match &self.md5 {
            Some(key) => equal("md5", &md5(self.text()?).as_str(), &key.as_str()),
            None => Ok(()),
        }
    }

    fn decode_non_khqr(&self) -> Result<(), Failed> {
        equal("fields", &Some(serde_json::to_value(decode_non_khqr(self.text()?)?)?), &self.fields)
    }
}

fn equal<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> Result<(), Failed> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}: expected {expected:?}, found {found:?}").into())
}
