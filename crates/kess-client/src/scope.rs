//! What a signature of KESS's covers, if it holds at all: nobody says which members are signed (sections 2.5 and 6).

use pay_core::Secret;
use pay_sign::{Coverage, Fields, Scheme, SignType, Verifier};

/// The readings of the signing rule, in the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// The members at the top, lists and objects left out. Of an envelope that is `sign_type` and `success`: nothing of
    /// `data`.
    Envelope,
    /// The members of `data`, with the envelope's `sign_type`.
    DataWithSignType,
    /// The members of `data` alone.
    Data,
}

/// A signature that holds.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) scope: Scope,
    /// The members of that scope that it covers.
    pub(crate) coverage: Coverage,
    /// The same signature fits another document.
    pub(crate) is_ambiguous: bool,
}

/// Verifies by the `sign_type` that a document declares, and by no other (threat D-10).
#[derive(Clone, Debug)]
pub(crate) struct Verifiers(Vec<Pair>);

#[derive(Clone, Debug)]
struct Pair {
    sign_type: &'static str,
    /// For the signed text with `sign_type` in it.
    declared: Verifier,
    undeclared: Verifier,
}

impl Verifiers {
    pub(crate) fn new(sign_types: &[SignType], secret: &Secret) -> Self {
        let pair = |sign_type: &SignType| {
            let scheme = Scheme::kess(*sign_type);
            Pair {
                sign_type: sign_type.as_str(),
                declared: Verifier::new(scheme, secret.clone()),
                undeclared: Verifier::new(scheme.undeclared(), secret.clone()),
            }
        };
        Self(sign_types.iter().map(pair).collect())
    }

    /// By this secret, too.
    pub(crate) fn or_secret(self, secret: &Secret) -> Self {
        let or = |Pair { sign_type, declared, undeclared }| Pair {
            sign_type,
            declared: declared.or_secret(secret.clone()),
            undeclared: undeclared.or_secret(secret.clone()),
        };
        Self(self.0.into_iter().map(or).collect())
    }
}

/// Tries the readings. `None` for a document without a text in `sign`; an error says nothing but that none holds.
pub(crate) fn verify(fields: &Fields, verifiers: &Verifiers) -> Option<Result<Signature, ()>> {
    if !fields.names().any(|name| name == "sign") {
        return None;
    }
    let sign_type = fields.text("sign_type");
    let pair = verifiers.0.iter().find(|pair| Some(pair.sign_type) == sign_type);
    let Some(Pair { sign_type, declared, undeclared }) = pair else { return Some(Err(())) };
    let signature = |scope, verdict: pay_sign::Verdict| Signature {
        scope,
        coverage: verdict.coverage().clone(),
        is_ambiguous: !verdict.ambiguous().is_empty(),
    };
    if let Ok(verdict) = declared.verify(fields) {
        return Some(Ok(signature(Scope::Envelope, verdict)));
    }
    let (Some(data), Some(sign)) = (fields.nested("data"), fields.text("sign")) else {
        return Some(Err(()));
    };
    let with_sign_type = data.clone().with("sign_type", *sign_type);
    if let Ok(verdict) = declared.verify_detached(&with_sign_type, sign) {
        return Some(Ok(signature(Scope::DataWithSignType, verdict)));
    }
    match undeclared.verify_detached(&data, sign) {
        Ok(verdict) => Some(Ok(signature(Scope::Data, verdict))),
        Err(_) => Some(Err(())),
    }
}
