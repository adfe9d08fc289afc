use pay_core::Secret;
use pay_sign::{Fields, SignType};

use crate::scope::{self, Scope, Verifiers};

/// What the signature of an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnvelopeCheck {
    /// It holds over this.
    ///
    /// Over [`Scope::Envelope`] it is one constant for each secret: every success has the same signature, so it says
    /// nothing about the order, the amount or the moment.
    Match(Scope),
    /// It holds over nothing that is known here.
    Mismatch,
    /// There is none, or no JSON object.
    Absent,
}

/// Verifies the signature in an answer's body, by the body's own `sign_type` (E33).
pub fn verify_envelope(body: &[u8], secret: &Secret) -> EnvelopeCheck {
    let Ok(fields) = Fields::from_json(body) else { return EnvelopeCheck::Absent };
    let verifiers = Verifiers::new(&[SignType::HmacSha256, SignType::Md5], secret);
    match scope::verify(&fields, &verifiers) {
        None => EnvelopeCheck::Absent,
        Some(Ok(signature)) => EnvelopeCheck::Match(signature.scope),
        Some(Err(())) => EnvelopeCheck::Mismatch,
    }
}
