//! The 27 documents of Vexora, one trial each, and the numbers of Java.

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use pay_core::Secret;
use pay_sign::{Fields, NumberText, Scheme, Signer, Verifier};
use serde::Deserialize;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let document: Document = serde_json::from_str(&conformance::fixture("vexora/signature-vectors.json"))
        .expect("the fixture is whole");
    let total = document.vectors.len();
    let mut trials: Vec<_> = document.vectors.into_iter().map(Vector::into_trial).collect();
    trials.push(Trial::test("all_27_are_here", move || {
        assert_eq!(total, 27);
        Ok(())
    }));
    trials.push(Trial::test("double_text_as_java_writes_it", java_doubles));
    libtest_mimic::run(&arguments, trials).exit_code()
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

/// `java-double.tsv`: what `Double.toString` gives.
fn java_doubles() -> Result<(), Failed> {
    let scheme = Scheme::VEXORA.numbered(NumberText::JavaDouble);
    let list = conformance::fixture("vexora/java-double.tsv");
    for line in list.lines() {
        let (token, text) = line.split_once('\t').ok_or("a line is two columns")?;
        let fields = Fields::from_json(format!("{{\"n\":{token}}}"))?;
        assert_eq!(scheme.canonical_text(&fields).as_str(), format!("n={text}"), "{token}");
    }
    assert_eq!(list.lines().count(), 151);
    Ok(())
}
