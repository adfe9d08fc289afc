use std::fmt;

use pay_core::Untrusted;

use crate::canonical::{items, leaves, text_of};
use crate::fields::{Fields, Value};
use crate::rule::Refusal;
use crate::scheme::{Keying, Scheme};
use crate::signer::Signer;

impl Signer {
    /// How the signature of a document comes about, step by step, for a person who looks for the difference
    /// to somebody else's.
    ///
    /// The secret is masked wherever it stands. The members are shown with their values: do not log it.
    pub fn explain(&self, fields: &Fields) -> Explanation {
        let scheme = self.scheme();
        let mut unsigned = fields.clone();
        scheme.places.iter().for_each(|place| unsigned.take(place));
        let mask = |text: &str| Untrusted::new(text.replace(self.secret().expose(), MASK));
        let canonical = scheme.canonical_text(&unsigned);
        Explanation {
            scheme: *scheme,
            members: members(scheme, &unsigned, &mask),
            canonical: mask(canonical.as_str()),
            hashed: hashed(scheme, &mask(canonical.as_str())),
            signature: self.sign(fields.clone()).map(|_| self.signature_of(&canonical)),
            warning: self.sign_request(fields.clone()).err(),
        }
    }
}

/// The steps from a document to its signature. Made by [`Signer::explain`]; printed as text.
#[derive(Clone, Debug)]
pub struct Explanation {
    scheme: Scheme,
    members: Vec<Step>,
    canonical: Untrusted,
    hashed: Untrusted,
    signature: Result<String, Refusal>,
    warning: Option<Refusal>,
}

#[derive(Clone, Debug)]
struct Step {
    path: Untrusted,
    kind: String,
    /// The text that is signed, or why there is none.
    text: Result<Untrusted, &'static str>,
}

impl Explanation {
    /// The signature, or why there is none.
    pub fn signature(&self) -> Result<&str, &Refusal> {
        self.signature.as_deref()
    }

    /// The canonical text, with the secret masked should it stand in there.
    pub const fn canonical_text(&self) -> &Untrusted {
        &self.canonical
    }

    /// Why this document should not be sent to the provider, if there is a reason.
    pub const fn warning(&self) -> Option<&Refusal> {
        self.warning.as_ref()
    }
}

const MASK: &str = "[secret]";

fn members(scheme: &Scheme, fields: &Fields, mask: &impl Fn(&str) -> Untrusted) -> Vec<Step> {
    let looked_at = leaves(scheme, fields);
    let ordered = items(scheme, scheme.reading, &looked_at);
    let signed = ordered.iter().map(|item| Step {
        path: mask(&item.path),
        kind: kind(item.leaf.value, mask),
        text: Ok(mask(&item.text)),
    });
    let left_out = looked_at.iter().filter(|leaf| text_of(leaf.value, scheme, scheme.reading).is_none());
    let left_out = left_out.map(|leaf| Step {
        path: mask(&leaf.shown()),
        kind: kind(leaf.value, mask),
        text: Err(if matches!(leaf.value, Value::Text(_)) { "empty" } else { "not signed" }),
    });
    signed.chain(left_out).collect()
}

/// What stands in the document: of a number the token, since its signed text may be another.
fn kind(value: &Value, mask: &impl Fn(&str) -> Untrusted) -> String {
    match value {
        Value::Number(token) => format!("the number {}", mask(token)),
        other => other.kind().to_owned(),
    }
}

/// What is hashed, the secret in its place masked.
fn hashed(scheme: &Scheme, canonical: &Untrusted) -> Untrusted {
    let canonical = canonical.as_raw();
    Untrusted::new(match scheme.keying {
        Keying::Suffix(before) => [canonical, before, MASK].concat(),
        Keying::Prefix(after) => [MASK, after, canonical].concat(),
        Keying::KeyOnly => canonical.to_owned(),
    })
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "scheme      {}", self.scheme.name())?;
        writeln!(f, "members     in the order in which they are signed:")?;
        for Step { path, kind, text } in &self.members {
            match text {
                Ok(text) => writeln!(f, "  {path} ({kind}): {text}")?,
                Err(reason) => writeln!(f, "  {path} ({kind}): left out, {reason}")?,
            }
        }
        writeln!(f, "canonical   {}", self.canonical)?;
        writeln!(f, "hashed      {}", self.hashed)?;
        writeln!(f, "hash        {}", self.scheme.algorithm().name())?;
        match &self.signature {
            Ok(signature) => writeln!(f, "signature   {signature}")?,
            Err(refusal) => writeln!(f, "no signature: {refusal}")?,
        }
        match &self.warning {
            Some(refusal) if self.signature.is_ok() => writeln!(f, "not for sending: {refusal}"),
            _ => Ok(()),
        }
    }
}
