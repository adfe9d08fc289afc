use std::fmt;

use pay_core::Secret;

use crate::algorithm::Tag;
use crate::canonical::{CanonicalText, Leaf, Texts, items, unsigned_leaves};
use crate::coverage::Coverage;
use crate::fields::{Fields, Value};
use crate::scheme::{Reading, Scheme};
use crate::signer::check;

/// Verifies documents that a provider signed.
///
/// It takes several secrets, for the days on which one follows another, and several schemes where the
/// provider may choose.
///
/// ```
/// use pay_core::Secret;
/// use pay_sign::{Fields, Scheme, Verifier};
///
/// let verifier = Verifier::new(Scheme::KESS, Secret::new("new")?)
///     .or_scheme(Scheme::KESS_MD5)
///     .or_secret(Secret::new("abc123")?);
/// let body = r#"{"out_trade_no":"ORDER-1","seller_code":"SELLER","service":"webpay.acquire.queryOrder",
///     "sign_type":"MD5","sign":"cfe72b9f39febd2fd45b82bb31e6452e"}"#;
/// let verdict = verifier.verify(&Fields::from_json(body)?)?;
/// assert!(verdict.coverage().covers(&["out_trade_no"]));
/// assert!(!verdict.coverage().covers(&["status"]));
/// assert_eq!(verdict.secret(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    schemes: Vec<Scheme>,
    secrets: Vec<Secret>,
}

impl Verifier {
    /// A verifier.
    pub fn new(scheme: Scheme, secret: Secret) -> Self {
        Self { schemes: vec![scheme], secrets: vec![secret] }
    }

    /// Accepts this scheme, too.
    #[must_use]
    pub fn or_scheme(mut self, scheme: Scheme) -> Self {
        self.schemes.push(scheme);
        self
    }

    /// Accepts this secret, too.
    #[must_use]
    pub fn or_secret(mut self, secret: Secret) -> Self {
        self.secrets.push(secret);
        self
    }

    /// Verifies the signature that stands in a document.
    ///
    /// Read the fields from the very bytes that arrived. A good verdict says who signed, not when: every
    /// scheme here can be replayed, and the amount, the order and the receiver are still to be compared.
    pub fn verify(&self, fields: &Fields) -> Result<Verdict, VerifyError> {
        self.under_any(|scheme| self.verify_under(scheme, fields, signature_in(scheme, fields)?))
    }

    /// Verifies a signature that stands elsewhere, over all the fields given.
    pub fn verify_detached(&self, fields: &Fields, signature: &str) -> Result<Verdict, VerifyError> {
        self.under_any(|scheme| self.verify_under(scheme, fields, signature))
    }

    /// The first verdict, or the error of the scheme that came furthest.
    fn under_any(
        &self,
        verify: impl Fn(&Scheme) -> Result<Verdict, VerifyError>,
    ) -> Result<Verdict, VerifyError> {
        let mut furthest = VerifyError::Unsigned;
        for scheme in &self.schemes {
            match verify(scheme) {
                Ok(verdict) => return Ok(verdict),
                Err(error) => furthest = furthest.max(error),
            }
        }
        Err(furthest)
    }

    fn verify_under(
        &self,
        scheme: &Scheme,
        fields: &Fields,
        signature: &str,
    ) -> Result<Verdict, VerifyError> {
        let leaves = unsigned_leaves(scheme, fields);
        // Before anything is hashed: the declared algorithm, and what the scheme cannot sign.
        check(scheme, fields, &leaves).map_err(|_| VerifyError::Unverifiable)?;
        let given = scheme.encoding.decode(signature, scheme.algorithm).ok_or(VerifyError::Encoding)?;
        let first = CanonicalText::of(scheme, &items(scheme, scheme.reading, &leaves));
        let found = match self.secret_of(scheme, first.as_str(), &given) {
            Some(secret) => Some((scheme.reading, secret, first)),
            None => self.otherwise(scheme, &leaves, first, &given),
        };
        let (reading, secret, canonical) = found.ok_or(VerifyError::Mismatch)?;
        let (coverage, ambiguous) = canonical.into_coverage();
        Ok(Verdict { scheme: *scheme, reading, secret, coverage, ambiguous })
    }

    /// The first other reading under which a secret makes the signature, and which secret.
    fn otherwise(
        &self,
        scheme: &Scheme,
        leaves: &[Leaf<'_>],
        first: CanonicalText,
        given: &Tag,
    ) -> Option<(Reading, usize, CanonicalText)> {
        let mut texts = Texts::new(scheme, leaves);
        let mut tried = vec![first.into_text()];
        for reading in scheme.also.iter().copied() {
            let text = texts.text(reading);
            if tried.contains(&text) {
                continue;
            }
            if let Some(secret) = self.secret_of(scheme, &text, given) {
                return Some((reading, secret, CanonicalText::of(scheme, &items(scheme, reading, leaves))));
            }
            tried.push(text);
        }
        None
    }

    /// Which secret makes the signature of a text. All are tried, whichever holds.
    fn secret_of(&self, scheme: &Scheme, text: &str, given: &Tag) -> Option<usize> {
        let holds = |secret| scheme.algorithm.tag(scheme.keying, text, secret).matches(given).into();
        self.secrets
            .iter()
            .map(holds)
            .enumerate()
            .fold(None, |found, (place, holds): (_, bool)| found.or(holds.then_some(place)))
    }
}

/// The signature of a document. There has to be one, in one place, and it has to be text.
pub(crate) fn signature_in<'a>(scheme: &Scheme, fields: &'a Fields) -> Result<&'a str, VerifyError> {
    let mut found = scheme.places.iter().filter_map(|place| fields.at(place));
    let signature = found.next().ok_or(VerifyError::Unsigned)?;
    if scheme.path.is_some() && count(fields, scheme.signature_name()) > 1 {
        return Err(VerifyError::Repeated);
    }
    match signature {
        Value::Text(text) => Ok(text),
        _ => Err(VerifyError::Encoding),
    }
}

/// How often a name stands in a document, at all depths.
fn count(fields: &Fields, name: &str) -> usize {
    let mut count = 0;
    let mut left: Vec<&Value> = Vec::new();
    for (other, value) in fields.members() {
        count += usize::from(other == name);
        left.push(value);
    }
    while let Some(value) = left.pop() {
        match value {
            Value::List(items) => left.extend(items),
            Value::Object(members) => {
                count += members.iter().filter(|(other, _)| other == name).count();
                left.extend(members.iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    count
}

/// A signature that holds, and what that says.
#[derive(Clone, Debug)]
pub struct Verdict {
    scheme: Scheme,
    reading: Reading,
    secret: usize,
    coverage: Coverage,
    ambiguous: Coverage,
}

impl Verdict {
    /// The members that the signature covers. Nothing else in the document is from the provider for sure.
    pub const fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Covered members whose name or text could be the seam between two members. If there are any, the same
    /// signature fits another document: ask the provider before acting.
    pub const fn ambiguous(&self) -> &Coverage {
        &self.ambiguous
    }

    /// Which secret it was, in the order in which they were given.
    pub const fn secret(&self) -> usize {
        self.secret
    }

    /// The scheme.
    pub const fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The reading of the scheme that the signature was made by.
    pub const fn reading(&self) -> Reading {
        self.reading
    }
}

/// A document that is not verified. What it says is worth no more than if anybody had sent it.
///
/// Of a signature that does not hold nothing is said but that; the others concern the form of the document,
/// which its sender knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum VerifyError {
    /// There is no signature.
    Unsigned,
    /// The document names another algorithm, or is one that the scheme cannot sign.
    Unverifiable,
    /// There is more than one signature.
    Repeated,
    /// The signature is not of the scheme's form and length.
    Encoding,
    /// The signature does not hold.
    Mismatch,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unsigned => "expected a signature",
            Self::Unverifiable => "document has no signature under this scheme",
            Self::Repeated => "expected one signature",
            Self::Encoding => "signature is not of the scheme's form",
            Self::Mismatch => "signature does not hold",
        })
    }
}

impl std::error::Error for VerifyError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signer::Signer;

    fn secret() -> Secret {
        Secret::new("test-secret-0123456789").unwrap()
    }

    #[test]
    fn a_part_of_a_document_verifies_by_itself_or_with_what_the_envelope_declares() {
        let body = r#"{"success":true,"data":{"out_trade_no":"T-1","status":"SUCCESS"},"sign_type":"MD5"}"#;
        let data = Fields::from_json(body).unwrap().nested("data").unwrap();
        let declared = data.clone().with("sign_type", "MD5");
        for (scheme, part) in [(Scheme::KESS_MD5, declared), (Scheme::KESS_MD5.undeclared(), data)] {
            let signed = Signer::new(scheme, secret()).sign(part.clone()).unwrap();
            let verifier = Verifier::new(scheme, secret());
            let verdict = verifier.verify_detached(&part, signed.signature()).unwrap();
            assert!(verdict.coverage().covers_all(&[&["out_trade_no"], &["status"]]));
            assert_eq!(verifier.verify_detached(&part, &"0".repeat(32)).unwrap_err(), VerifyError::Mismatch);
        }
    }

    #[test]
    fn the_error_of_the_scheme_that_came_furthest_is_told() {
        let verifier = Verifier::new(Scheme::KESS, secret()).or_scheme(Scheme::KESS_MD5);
        let document = Fields::from_json(r#"{"a":"1","sign_type":"MD5"}"#).unwrap();
        assert_eq!(verifier.verify(&document).unwrap_err(), VerifyError::Unsigned);
        let wrong = document.with("sign", "0".repeat(32));
        assert_eq!(verifier.verify(&wrong).unwrap_err(), VerifyError::Mismatch);
        assert_eq!(verifier.verify(&wrong.with("sign", "?")).unwrap_err(), VerifyError::Encoding);
    }

    /// Thousands of them in some kilobytes of text took seconds to write as PHP does, before the signature was compared.
    #[test]
    fn d38_numbers_made_to_take_long_are_refused_before_any_is_written() {
        for (scheme, name) in [(Scheme::MONETIX, "signature"), (Scheme::KESS_MD5.undeclared(), "sign")] {
            for token in ["1.5e300", "4.9e-324", "0.30000000000000004"] {
                let document = |count: usize| {
                    let members = (0..count).map(|nth| format!("\"n{nth}\":{token}")).collect::<Vec<_>>();
                    Fields::from_json(format!("{{{}}}", members.join(","))).unwrap()
                };
                let verified = |count: usize| {
                    let signed = Signer::new(scheme, secret()).sign(document(64)).unwrap();
                    let received = document(count).with(name, signed.signature());
                    Verifier::new(scheme, secret()).verify(&received).map(|_| ())
                };
                assert_eq!(verified(64), Ok(()), "{token}");
                assert_eq!(verified(65), Err(VerifyError::Unverifiable), "{token}");
                let refusal = Signer::new(scheme, secret()).sign(document(65)).unwrap_err();
                assert_eq!(refusal.to_string(), "expected at most 64 numbers of many digits, in n64");
            }
        }
        // Usual amounts are as many as the document holds, and so are long integers where they stay as they are.
        let many = |token: &str| {
            let members = (0..500).map(|nth| format!("\"n{nth}\":{token}")).collect::<Vec<_>>();
            Fields::from_json(format!("{{{}}}", members.join(","))).unwrap()
        };
        assert!(Signer::new(Scheme::MONETIX, secret()).sign(many("1234567.25")).is_ok());
        assert!(Signer::new(Scheme::MONETIX, secret()).sign(many("5028800010128225123")).is_ok());
    }

    #[test]
    fn neither_a_verifier_nor_a_verdict_prints_the_secret() {
        let signed = Signer::new(Scheme::VEXORA, secret()).sign(Fields::new().with("a", "1")).unwrap();
        let verifier = Verifier::new(Scheme::VEXORA, secret());
        let verdict = verifier.verify(&Fields::from_json(signed.to_json()).unwrap()).unwrap();
        let printed =
            format!("{verifier:?} {verdict:?} {signed:?} {:?}", Signer::new(Scheme::VEXORA, secret()));
        assert!(!printed.contains("test-secret"), "{printed}");
    }
}
