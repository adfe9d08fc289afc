//! Notifications: what is told to the merchant, and in which of the forms that are known or feared
//! (specification, section 6).

use std::time::Duration;

use pay_core::Secret;
use pay_sign::{Fields, Scheme, SignType, Signer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::Kess;
use crate::courier::{Acknowledgement, Signature, Terms};
use crate::outbound::Parcel;

/// The waits before an attempt is repeated, counted from the one before. The document says nothing of them.
const RETRIES: [Duration; 4] =
    [Duration::from_secs(15), Duration::from_secs(60), Duration::from_secs(300), Duration::from_secs(1_800)];

/// What is sent when, and what ends it.
pub(super) const TERMS: Terms =
    Terms { wait: |attempts| RETRIES.get(attempts.checked_sub(1)?).copied(), taken: Acknowledgement::Status };

/// What notifications of KESS look like from now on: the sections of the document that would say are empty. By
/// default JSON with the members of the order at the top, signed with MD5.
///
/// ```
/// use pay_sandbox::KessForm;
/// use pay_sign::SignType;
///
/// let as_a_form = KessForm::new().form();
/// let in_an_envelope = KessForm::new().nested().sign_type(SignType::HmacSha256);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct KessForm {
    form: bool,
    nested: bool,
    sign_type: SignType,
}

impl KessForm {
    /// As JSON, flat, signed with MD5.
    pub const fn new() -> Self {
        Self { form: false, nested: false, sign_type: SignType::Md5 }
    }

    /// As `application/x-www-form-urlencoded`: members that are lists, objects or null are left out.
    #[must_use]
    pub const fn form(self) -> Self {
        Self { form: true, ..self }
    }

    /// As JSON with the members under `data`, in the envelope of an answer. The signature is over the members
    /// of `data` and `sign_type`.
    #[must_use]
    pub const fn nested(self) -> Self {
        Self { nested: true, ..self }
    }

    /// With this hash.
    #[must_use]
    pub const fn sign_type(self, sign_type: SignType) -> Self {
        Self { sign_type, ..self }
    }
}

impl Default for KessForm {
    fn default() -> Self {
        Self::new()
    }
}

impl KessForm {
    /// What is posted to `url`. `members` is a JSON object.
    pub(super) fn write(self, url: &str, members: &RawValue, signature: Signature) -> Parcel {
        let (content_type, body) = self.body(members, signature);
        Parcel::post(url, content_type, body)
    }

    /// The content type and the body.
    fn body(self, members: &RawValue, signature: Signature) -> (&'static str, String) {
        if self.form {
            let signed = self.sign(Fields::from_pairs(scalars(members)), signature);
            let members: serde_json::Map<String, Value> =
                serde_json::from_str(&signed).expect("what was signed is a JSON object");
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(members.iter().filter_map(|(name, value)| Some((name, value.as_str()?))));
            return ("application/x-www-form-urlencoded", form.finish());
        }
        let signed = self.sign(Fields::from_json(members.get()), signature);
        if !self.nested {
            return ("application/json", signed);
        }
        // The signature of the members, moved to the envelope.
        let whole: serde_json::Map<String, Value> =
            serde_json::from_str(&signed).expect("what was signed is a JSON object");
        let mut envelope = serde_json::Map::from_iter([("success".to_owned(), Value::Bool(true))]);
        for name in ["sign", "sign_type"] {
            envelope.extend(whole.get(name).map(|value| (name.to_owned(), value.clone())));
        }
        let envelope = Value::Object(envelope).to_string();
        // `data` as text, so that its numbers stay as they were signed.
        ("application/json", format!("{},\"data\":{}}}", envelope.trim_end_matches('}'), members.get()))
    }

    fn sign(self, fields: Result<Fields, pay_sign::ReadError>, signature: Signature) -> String {
        let fields = fields.expect("members of our own are within every limit");
        let secret = signature.secret(Kess::API_SECRET_KEY);
        let unsigned = secret.is_none();
        let secret = Secret::new(secret.unwrap_or(Kess::API_SECRET_KEY)).expect("no secret here is blank");
        let signed = Signer::new(Scheme::kess(self.sign_type), secret)
            .sign(fields.with("sign_type", self.sign_type.as_str()))
            .expect("names of letters and short numbers can be signed")
            .to_json();
        if !unsigned {
            return signed;
        }
        let mut members: serde_json::Map<String, Value> =
            serde_json::from_str(&signed).expect("what was signed is a JSON object");
        members.remove("sign");
        members.remove("sign_type");
        Value::Object(members).to_string()
    }
}

/// The members that a form can carry: texts, and numbers as they are written.
fn scalars(members: &RawValue) -> Vec<(String, String)> {
    let members: std::collections::BTreeMap<String, &RawValue> =
        serde_json::from_str(members.get()).expect("members of our own are a JSON object");
    let text = |value: &RawValue| match value.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str(value.get()).ok(),
        Some(b'-' | b'0'..=b'9') => Some(value.get().to_owned()),
        _ => None,
    };
    members.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect()
}
