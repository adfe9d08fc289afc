use std::borrow::Cow;
use std::fmt;

use pay_core::Secret;

use crate::canonical::{CanonicalText, Leaf, items, leaves, text_of};
use crate::fields::{Fields, Value};
use crate::rule::{Refusal, RefusalKind, Rule};
use crate::scheme::Scheme;

/// Signs documents under one scheme with one secret.
///
/// ```
/// use pay_core::Secret;
/// use pay_sign::{Fields, Scheme, Signer};
///
/// let signer = Signer::new(Scheme::VEXORA, Secret::new("app-secret")?);
/// let balance = Fields::new().with("timestamp", "1778919600000");
/// let signed = signer.sign_request(balance)?;
/// assert_eq!(signed.canonical_text().as_str(), "timestamp=1778919600000");
/// assert!(signed.to_json().starts_with(r#"{"timestamp":"1778919600000","sign":""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Signer {
    scheme: Scheme,
    secret: Secret,
}

impl Signer {
    /// A signer.
    pub const fn new(scheme: Scheme, secret: Secret) -> Self {
        Self { scheme, secret }
    }

    /// The scheme.
    pub const fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// Signs what we send to the provider.
    ///
    /// Where the scheme declares its algorithm (`sign_type`) and the document does not yet, it is added at
    /// the end. Refused is all that [`sign`](Signer::sign) refuses, and what the provider could read
    /// otherwise than it was meant: see [`RefusalKind`].
    pub fn sign_request(&self, mut fields: Fields) -> Result<Signed, Refusal> {
        if let Some((member, name)) = self.scheme.declares
            && fields.at(&[member]).is_none()
        {
            fields.set(member.to_owned(), Value::Text(name.to_owned()));
        }
        self.sign_under(fields, self.scheme.outbound)
    }

    /// Signs a document as the provider would sign it.
    ///
    /// Refused is what has no signature to rely on: an algorithm that is not declared or is another one, a
    /// name given twice, names or numbers that the provider's own versions disagree about.
    pub fn sign(&self, fields: Fields) -> Result<Signed, Refusal> {
        self.sign_under(fields, &[])
    }

    /// The signature of a canonical text, whatever became of the document. For showing what a counterpart
    /// did; what is sent comes out of [`sign_request`](Signer::sign_request).
    pub fn signature_of(&self, text: &CanonicalText) -> String {
        let Scheme { algorithm, keying, encoding, .. } = self.scheme;
        encoding.encode(&algorithm.tag(keying, text.as_str(), &self.secret))
    }

    fn sign_under(&self, mut fields: Fields, rules: &[Rule]) -> Result<Signed, Refusal> {
        let scheme = &self.scheme;
        scheme.places.iter().for_each(|place| fields.take(place));
        let looked_at = leaves(scheme, &fields);
        check(scheme, &fields, &looked_at)?;
        let items = items(scheme, scheme.reading, &looked_at);
        rules.iter().try_for_each(|rule| rule.check(scheme, &looked_at, &items))?;
        let canonical = CanonicalText::of(scheme, &items);
        let signature = self.signature_of(&canonical);
        fields.put(place(scheme, &fields), &signature);
        Ok(Signed { scheme: self.scheme, fields, canonical, signature })
    }

    pub(crate) const fn secret(&self) -> &Secret {
        &self.secret
    }
}

/// Whether a document, its signature taken out, can be signed under a scheme at all.
pub(crate) fn check(scheme: &Scheme, fields: &Fields, leaves: &[Leaf<'_>]) -> Result<(), Refusal> {
    if fields.repeated() {
        return Err(Refusal::new(RefusalKind::Repeated, ""));
    }
    if let Some((member, name)) = scheme.declares
        && fields.text(member) != Some(name)
    {
        return Err(Refusal::new(RefusalKind::Undeclared(name), member));
    }
    scheme.unsignable.iter().try_for_each(|rule| rule.check(scheme, leaves, &[]))
}

/// Where the signature goes: the last place whose parent is there.
fn place(scheme: &Scheme, fields: &Fields) -> &'static [&'static str] {
    let has_parent = |place: &&&'static [&'static str]| match place.split_last() {
        Some((_, [])) => true,
        Some((_, parent)) => matches!(fields.at(parent), Some(Value::Object(_))),
        None => false,
    };
    scheme.places.iter().rev().find(has_parent).copied().unwrap_or_default()
}

/// A document with its signature in it. Body and canonical text come from the same fields, and nothing else
/// turns into a body.
#[derive(Clone)]
pub struct Signed {
    scheme: Scheme,
    fields: Fields,
    canonical: CanonicalText,
    signature: String,
}

impl Signed {
    /// The JSON body: members in the order they were given, numbers as they were written, text in UTF-8.
    pub fn to_json(&self) -> String {
        self.fields.write_json()
    }

    /// Names and texts for a form or a query, not yet percent-encoded; each text is the one that was
    /// signed. Refused are members that have none: lists, objects, and what the scheme leaves out.
    pub fn to_pairs<'a>(&'a self) -> Result<Vec<(&'a str, Cow<'a, str>)>, Refusal> {
        let reading = self.scheme.reading;
        let pair = |(name, value): &'a (String, Value)| {
            let kind = || if value.is_nested() { RefusalKind::Nested } else { RefusalKind::Null };
            let text = text_of(value, &self.scheme, reading).ok_or_else(|| Refusal::new(kind(), name))?;
            Ok((name.as_str(), text))
        };
        self.fields.members().iter().map(pair).collect()
    }

    /// What was hashed, without the secret.
    pub const fn canonical_text(&self) -> &CanonicalText {
        &self.canonical
    }

    /// The signature, as it stands in the body.
    pub fn signature(&self) -> &str {
        &self.signature
    }
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signed({}, {:?})", self.scheme.name(), self.fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(scheme: &Scheme, json: &str) -> Signed {
        let signer = Signer::new(*scheme, Secret::new("secret").unwrap());
        signer.sign_request(Fields::from_json(json).unwrap()).unwrap()
    }

    #[test]
    fn the_declared_algorithm_is_added_once_and_another_one_refused() {
        let json = sign(&Scheme::KESS_MD5, r#"{"a":"1"}"#).to_json();
        assert!(json.starts_with(r#"{"a":"1","sign_type":"MD5","sign":""#), "{json}");
        let json = sign(&Scheme::KESS_MD5, r#"{"sign_type":"MD5","a":"1"}"#).to_json();
        assert!(json.starts_with(r#"{"sign_type":"MD5","a":"1","sign":""#), "{json}");
        let signer = Signer::new(Scheme::KESS, Secret::new("secret").unwrap());
        let refusal = signer.sign_request(Fields::new().with("sign_type", "MD5")).unwrap_err();
        assert_eq!(refusal.to_string(), "expected the value \"HMAC-SHA256\", in sign_type");
    }

    #[test]
    fn the_signature_goes_where_its_parent_is() {
        let gate = sign(&Scheme::MONETIX, r#"{"general":{"project_id":1},"customer":{"id":"c"}}"#).to_json();
        assert!(gate.starts_with(r#"{"general":{"project_id":1,"signature":""#), "{gate}");
        let page = sign(&Scheme::MONETIX, r#"{"project_id":1}"#).to_json();
        assert!(page.starts_with(r#"{"project_id":1,"signature":""#), "{page}");
    }

    #[test]
    fn pairs_have_the_text_that_was_signed() {
        let signed =
            sign(&Scheme::MONETIX, r#"{"project_id":1234,"close_on_missclick":true,"payment_id":"X 1"}"#);
        let pairs = signed.to_pairs().unwrap();
        let expected = [("project_id", "1234"), ("close_on_missclick", "1"), ("payment_id", "X 1")];
        assert_eq!(
            pairs[..3].iter().map(|(name, text)| (*name, text.as_ref())).collect::<Vec<_>>(),
            expected
        );
        assert_eq!(pairs[3], ("signature", signed.signature().into()));
        let nested = sign(&Scheme::MONETIX, r#"{"payment":{"id":"1"}}"#);
        assert_eq!(nested.to_pairs().unwrap_err().kind(), RefusalKind::Nested);
    }
}
