//! The answers of the vendor's signing sample, vector by vector, through the public API.
//!
//! Each vector of `fixtures/kess/signature-vectors.json` is one trial, named by its id and class, and so is
//! the list of numbers: `cargo test -p conformance --test sign_kess_vectors k044`.

use std::process::ExitCode;

use conformance::vectors;
use libtest_mimic::{Failed, Trial};
use pay_core::Secret;
use pay_sign::{Fields, ReadErrorKind, RefusalKind, Scheme, SignType, Signer};
use serde::Deserialize;

fn main() -> ExitCode {
    vectors::run("kess/signature-vectors.json", |document: Document| {
        let here = vectors::all_are_here([document.vectors.len()], [121]);
        let mut trials: Vec<_> = document.vectors.into_iter().map(Vector::into_trial).collect();
        // Another implementation's conversion to binary and back.
        let numbers = ("float_text_as_cpython_rounds_it", "kess/float-text.tsv");
        trials.extend([here, vectors::number_texts(numbers.0, numbers.1, Scheme::KESS, 599)]);
        trials
    })
}

#[derive(Deserialize)]
struct Document {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    id: String,
    class: String,
    client: Client,
    params_json: String,
    key: String,
    canonical: String,
    string_to_sign: String,
    md5: String,
    hmac_sha256: String,
    sample_returns: SampleReturns,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Debug)]
#[serde(rename_all = "snake_case")]
enum Client {
    Sign,
    Refuse,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum SampleReturns {
    Md5,
    HmacSha256,
    Unhashed,
}

impl Vector {
    fn into_trial(self) -> Trial {
        Trial::test(format!("{}_{}", self.id, self.class.replace('-', "_")), move || self.run())
    }

    fn run(&self) -> Result<(), Failed> {
        let fields = self.fields()?;
        let canonical = Scheme::KESS.canonical_text(&fields);
        assert_eq!(canonical.as_str(), self.canonical);
        assert_eq!(format!("{canonical}&key={}", self.key), self.string_to_sign);
        let Ok(secret) = Secret::new(self.key.as_str()) else {
            assert_eq!(self.client, Client::Refuse, "an empty secret");
            return Ok(());
        };
        // Both hashes of every vector, whatever its sign_type.
        let md5 = Signer::new(Scheme::KESS_MD5, secret.clone());
        let hmac = Signer::new(Scheme::KESS, secret);
        assert_eq!(md5.signature_of(&canonical), self.md5);
        assert_eq!(hmac.signature_of(&canonical), self.hmac_sha256);
        self.sign(&md5, &hmac, &fields)
    }

    fn sign(&self, md5: &Signer, hmac: &Signer, fields: &Fields) -> Result<(), Failed> {
        let (signer, other, expected) = match self.sample_returns {
            SampleReturns::Md5 => (md5, hmac, &self.md5),
            SampleReturns::HmacSha256 => (hmac, md5, &self.hmac_sha256),
            // What the sample gives back with the secret in it is given by neither.
            SampleReturns::Unhashed => {
                refused(md5, fields, undeclared(md5));
                refused(hmac, fields, undeclared(hmac));
                return Ok(());
            }
        };
        if self.id == "k101" {
            // The sample signs the last of two equal names. Such a document is not one to sign.
            refused(signer, fields, RefusalKind::Repeated);
            return Ok(());
        }
        // A signer signs under its own name alone.
        refused(other, fields, undeclared(other));
        match self.client {
            Client::Sign => {
                let request = signer.sign(fields.clone())?;
                assert_eq!(request.signature(), expected);
                // What is sent has the text that was signed.
                let sent = Fields::from_json(request.to_json())?;
                assert_eq!(Scheme::KESS.canonical_text(&sent).as_str(), self.canonical);
                assert_eq!(sent.text("sign"), Some(expected.as_str()));
            }
            Client::Refuse => {
                let why = match self.class.as_str() {
                    "number" => RefusalKind::NotFinite,
                    "numeric-keys" => RefusalKind::NumberLikeName,
                    _ => undeclared(signer),
                };
                refused(signer, fields, why);
            }
        }
        Ok(())
    }

    fn fields(&self) -> Result<Fields, Failed> {
        if self.id != "k101" {
            return Ok(Fields::from_json(&self.params_json)?);
        }
        let error = Fields::from_json(&self.params_json).expect_err("the name stands twice");
        assert_eq!(error.kind(), &ReadErrorKind::RepeatedName("a".into()));
        Ok(Fields::from_json_last_wins(&self.params_json)?)
    }
}

fn undeclared(signer: &Signer) -> RefusalKind {
    let md5 = signer.scheme().name() == Scheme::KESS_MD5.name();
    RefusalKind::Undeclared(if md5 { SignType::Md5 } else { SignType::HmacSha256 }.as_str())
}

fn refused(signer: &Signer, fields: &Fields, why: RefusalKind) {
    let refusal = signer.sign(fields.clone()).expect_err("the vector says that it is refused");
    assert_eq!(refusal.kind(), why);
}
