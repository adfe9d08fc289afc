//! Which mistake explains a signature that does not hold.

use std::fmt;

use pay_core::Secret;

use crate::algorithm::{Algorithm, Encoding};
use crate::fields::Fields;
use crate::number::NumberText;
use crate::scheme::{Keying, Order, Scheme};
use crate::signer::Signer;
use crate::verifier::signature_in;

impl Signer {
    /// Looks for the one common mistake that makes a given signature out of a document and this signer's
    /// secret. For a person at a terminal; a notification is verified by a [`Verifier`](crate::Verifier).
    ///
    /// ```
    /// use pay_core::Secret;
    /// use pay_sign::{Fields, Mistake, Scheme, Signer};
    ///
    /// let signer = Signer::new(Scheme::KESS_MD5, Secret::new("secret")?);
    /// let order = Fields::from_json(r#"{"sign_type":"MD5","total_amount":10.50}"#)?;
    /// // md5("sign_type=MD5&total_amount=10.50&key=secret")
    /// let mistake = signer.diagnose(&order, "809aa4ce18992dee9fbc29fbcb9d72da");
    /// assert_eq!(mistake, Some(Mistake::NumbersAsWritten));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// `None` if no single one does: another secret, another document, or two mistakes at once.
    pub fn diagnose(&self, fields: &Fields, signature: &str) -> Option<Mistake> {
        let scheme = self.scheme();
        let mut unsigned = fields.clone();
        scheme.places.iter().for_each(|place| unsigned.take(place));
        let right = self.signature_of(&scheme.canonical_text(&unsigned));
        if right == signature {
            return Some(Mistake::None);
        }
        if right.eq_ignore_ascii_case(signature) {
            return Some(Mistake::SignatureCase);
        }
        let makes = |scheme: &Scheme, fields: &Fields, secret: &Secret| {
            let text = scheme.canonical_text(fields);
            let tag = scheme.algorithm.tag(scheme.keying, text.as_str(), secret);
            let given = scheme.encoding.decode(signature, scheme.algorithm);
            given.is_some_and(|given| tag.matches(&given).into())
        };
        // Dropped by name, as KESS does, or taken out before: whichever it is, it was not.
        let left_in = [Scheme { drops: &[], ..*scheme }, *scheme];
        if left_in.iter().any(|scheme| makes(scheme, fields, self.secret())) {
            return Some(Mistake::SignatureLeftIn);
        }
        let text = scheme.canonical_text(&unsigned);
        let right = scheme.algorithm.tag(scheme.keying, text.as_str(), self.secret());
        if scheme.encoding == Encoding::Base64 && scheme.encoding.encode(&right.in_hex()) == signature {
            return Some(Mistake::HexInBase64);
        }
        let trimmed = Secret::new(self.secret().expose().trim()).ok()?;
        if self.secret().has_outer_whitespace() && makes(scheme, &unsigned, &trimmed) {
            return Some(Mistake::SecretTrimmed);
        }
        let mut variants = variants(scheme).into_iter();
        variants.find(|(_, variant)| makes(variant, &unsigned, self.secret())).map(|(mistake, _)| mistake)
    }

    /// The same for the signature that stands in the document. `None` also where none does.
    pub fn diagnose_own(&self, fields: &Fields) -> Option<Mistake> {
        self.diagnose(fields, signature_in(self.scheme(), fields).ok()?)
    }
}

/// What somebody did otherwise than the scheme says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mistake {
    /// Nothing: the signature is right.
    None,
    /// Capitals and small letters of the signature were changed.
    SignatureCase,
    /// The old or empty signature was signed with the other members.
    SignatureLeftIn,
    /// White space around the secret was cut off.
    SecretTrimmed,
    /// The items stood in this order.
    Order(Order),
    /// Numbers were signed as they stand in the JSON.
    NumbersAsWritten,
    /// Numbers were signed as PHP, Java or a formatter writes them.
    NumbersRewritten,
    /// `null` was signed as the text `null`.
    NullAsText,
    /// `null` was signed as empty text.
    NullAsEmpty,
    /// `null` was left out.
    NullLeftOut,
    /// Booleans were signed as `true` and `false`.
    BooleansAsWords,
    /// Booleans were signed as `1` and `0`.
    BooleansAsDigits,
    /// Members with empty text were signed.
    EmptyTextSigned,
    /// Members with empty text were left out.
    EmptyTextLeftOut,
    /// The secret stood before the text.
    SecretFirst,
    /// The secret stood directly behind the text.
    SecretWithoutName,
    /// The secret was the key of the HMAC alone.
    SecretAsKeyAlone,
    /// The hash was this one.
    Algorithm(Algorithm),
    /// The bytes were written in hexadecimal.
    Hex,
    /// The bytes were written in base64.
    Base64,
    /// The bytes were written in hexadecimal, and that in base64.
    HexInBase64,
}

fn variants(scheme: &Scheme) -> Vec<(Mistake, Scheme)> {
    let base = *scheme;
    let mut variants = Vec::new();
    for order in [Order::PathBytes, Order::Natural, Order::ItemBytes, Order::PerLevel, Order::PhpNames] {
        variants.push((Mistake::Order(order), base.ordered(order)));
    }
    variants.push((Mistake::NumbersAsWritten, base.numbered(NumberText::Raw)));
    for numbers in [NumberText::Php, NumberText::JavaDouble, NumberText::WithoutTrailingZeros] {
        variants.push((Mistake::NumbersRewritten, base.numbered(numbers)));
    }
    for (mistake, null) in
        [(Mistake::NullAsText, Some("null")), (Mistake::NullAsEmpty, Some("")), (Mistake::NullLeftOut, None)]
    {
        variants.push((mistake, Scheme { reading: base.reading.null(null), ..base }));
    }
    variants.extend([
        (Mistake::BooleansAsWords, Scheme { booleans: ["false", "true"], ..base }),
        (Mistake::BooleansAsDigits, Scheme { booleans: ["0", "1"], ..base }),
        (Mistake::EmptyTextSigned, Scheme { drops_empty_text: false, ..base }),
        (Mistake::EmptyTextLeftOut, Scheme { drops_empty_text: true, ..base }),
        (Mistake::SecretFirst, base.keyed(Keying::Prefix(""))),
        (Mistake::SecretWithoutName, base.keyed(Keying::Suffix(""))),
        (Mistake::SecretAsKeyAlone, base.keyed(Keying::KeyOnly)),
        (Mistake::Hex, Scheme { encoding: Encoding::Hex, ..base }),
        (Mistake::Base64, Scheme { encoding: Encoding::Base64, ..base }),
    ]);
    for algorithm in [Algorithm::Md5, Algorithm::HmacSha256, Algorithm::HmacSha512] {
        variants.push((Mistake::Algorithm(algorithm), Scheme { algorithm, ..base }));
    }
    variants
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "the signature is right",
            Self::SignatureCase => "the letters of the signature changed their case",
            Self::SignatureLeftIn => "the signature member itself was signed",
            Self::SecretTrimmed => "white space around the secret was cut off",
            Self::Order(Order::PathBytes | Order::PhpNames) => "the members were sorted by byte",
            Self::Order(Order::Natural) => "the members were sorted in natural order",
            Self::Order(Order::ItemBytes) => "the members were sorted together with their text",
            Self::Order(Order::PerLevel) => "the members were sorted level by level",
            Self::NumbersAsWritten => "numbers were signed as they stand in the JSON",
            Self::NumbersRewritten => "numbers were signed in another form than the scheme's",
            Self::NullAsText => "null was signed as the text null",
            Self::NullAsEmpty => "null was signed as empty text",
            Self::NullLeftOut => "null was left out",
            Self::BooleansAsWords => "booleans were signed as true and false",
            Self::BooleansAsDigits => "booleans were signed as 1 and 0",
            Self::EmptyTextSigned => "members with empty text were signed",
            Self::EmptyTextLeftOut => "members with empty text were left out",
            Self::SecretFirst => "the secret stood before the text",
            Self::SecretWithoutName => "the secret stood directly behind the text",
            Self::SecretAsKeyAlone => "the secret was the key of the hash alone",
            Self::Algorithm(algorithm) => return write!(f, "the hash was {}", algorithm.name()),
            Self::Hex => "the signature was written in hexadecimal",
            Self::Base64 => "the signature was written in base64",
            Self::HexInBase64 => "the signature was written in hexadecimal before base64",
        })
    }
}
