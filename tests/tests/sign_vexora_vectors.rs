//! The 27 documents of Vexora, one trial each, and the numbers of Java.

use std::process::ExitCode;

use conformance::vectors;
use libtest_mimic::{Failed, Trial};
use pay_core::Secret;
use pay_sign::{Fields, NumberText, Scheme, Signer, Verifier};
use serde::Deserialize;

fn main() -> ExitCode {
    vectors::run("vexora/signature-vectors.json", |document: Document| {
        let here = vectors::all_are_here([document.vectors.len()], [27]);
        let mut trials: Vec<_> = document.vectors.into_iter().map(Vector::into_trial).collect();
        // What `Double.toString` gives.
        let (name, doubles) =
            ("double_text_as_java_writes_it", Scheme::VEXORA.numbered(NumberText::JavaDouble));
        trials.extend([here, vectors::number_texts(name, "vexora/java-double.tsv", doubles, 151)]);
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
    basis: String,
    params_json: String,
    secret: String,
    canonical: String,
    string_to_hash: String,
    sign: String,
    #[serde(default)]
    accept_also: Vec<Other>,
}

/// What another implementation would have signed.
#[derive(Deserialize)]
struct Other {
    why: String,
    canonical: String,
    sign: String,
}

impl Vector {
    fn into_trial(self) -> Trial {
        Trial::test(format!("{}_{}", self.id, self.basis), move || self.run())
    }

    fn run(&self) -> Result<(), Failed> {
        let fields = Fields::from_json(&self.params_json)?;
        let secret = Secret::new(self.secret.as_str())?;
        let signed = Signer::new(Scheme::VEXORA, secret.clone()).sign(fields)?;
        assert_eq!(signed.canonical_text().as_str(), self.canonical);
        assert_eq!(format!("{}{}", signed.canonical_text(), self.secret), self.string_to_hash);
        assert_eq!(signed.signature(), self.sign);

        let received = Fields::from_json(signed.to_json())?;
        let exact = Verifier::new(Scheme::VEXORA.exact(), secret.clone());
        let verifier = Verifier::new(Scheme::VEXORA, secret);
        let verdict = verifier.verify(&received)?;
        assert_eq!(verdict.reading(), Scheme::VEXORA.reading());
        for other in &self.accept_also {
            let received = received.clone().with("sign", &other.sign);
            let verdict = verifier.verify(&received)?;
            let text = Scheme::VEXORA.canonical_text_as(verdict.reading(), &received);
            assert_eq!(text.as_str(), other.canonical, "{}", other.why);
            assert!(exact.verify(&received).is_err(), "{}", other.why);
        }
        Ok(())
    }
}
