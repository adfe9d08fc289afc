//! What the public kits of the platform family sign, sort and accept: 108 documents, 95 lists of paths, 13
//! documents on which the kits differ, 19 callbacks. One trial each.

use std::collections::BTreeMap;
use std::process::ExitCode;

use conformance::vectors;
use libtest_mimic::{Failed, Trial};
use pay_core::Secret;
use pay_sign::{Fields, Order, Scheme, Signer, Verifier, VerifyError};
use serde::Deserialize;

fn main() -> ExitCode {
    vectors::run("monetix/signature-vectors.json", |document: Document| {
        let found = [
            document.vectors.len(),
            document.natural_order.len(),
            document.divergent.len(),
            document.callback_checks.len(),
        ];
        let mut trials = vec![vectors::all_are_here(found, [108, 95, 13, 19])];
        trials.extend(document.vectors.into_iter().map(Vector::into_trial));
        for (place, list) in document.natural_order.into_iter().enumerate() {
            trials.push(Trial::test(format!("natural_order_{place}"), move || list.run()));
        }
        trials.extend(document.divergent.into_iter().map(Divergent::into_trial));
        trials.extend(document.callback_checks.into_iter().map(Callback::into_trial));
        trials
    })
}

#[derive(Deserialize)]
struct Document {
    vectors: Vec<Vector>,
    natural_order: Vec<Paths>,
    divergent: Vec<Divergent>,
    callback_checks: Vec<Callback>,
}

#[derive(Deserialize)]
struct Vector {
    id: String,
    secret: String,
    params_json: String,
    canonical: String,
    signature: String,
}

impl Vector {
    fn into_trial(self) -> Trial {
        Trial::test(format!("vector_{}", self.id), move || self.run())
    }

    fn run(&self) -> Result<(), Failed> {
        let fields = match self.id.as_str() {
            "dup-keys" => Fields::from_json_last_wins(&self.params_json)?,
            _ => Fields::from_json(&self.params_json)?,
        };
        let canonical = Scheme::MONETIX.canonical_text(&fields);
        assert_eq!(canonical.as_str(), self.canonical);
        let Ok(secret) = Secret::new(self.secret.as_str()) else {
            assert_eq!(self.id, "secret-empty");
            return Ok(());
        };
        let signer = Signer::new(Scheme::MONETIX, secret.clone());
        assert_eq!(signer.signature_of(&canonical), self.signature);
        match self.id.as_str() {
            "dup-keys" => assert!(signer.sign(fields).is_err()),
            // The kits sign what they are given; ours takes the old signature out first.
            "signature-left-in" | "signature-general-left-in" => {
                assert_ne!(signer.sign(fields)?.signature(), self.signature);
            }
            _ => {
                let request = signer.sign(fields)?;
                assert_eq!(request.signature(), self.signature);
                let sent = Fields::from_json(request.to_json())?;
                let verdict = Verifier::new(Scheme::MONETIX, secret).verify(&sent)?;
                assert_eq!(verdict.reading().order, Order::Natural);
                assert_eq!(verdict.coverage(), canonical.coverage());
            }
        }
        Ok(())
    }
}

/// Paths, and their order under PHP's natural sort.
#[derive(Deserialize)]
struct Paths {
    input: Vec<String>,
    sorted: Vec<String>,
}

impl Paths {
    fn run(&self) -> Result<(), Failed> {
        let fields = Fields::from_pairs(self.input.iter().map(|path| (path, "")))?;
        let canonical = Scheme::MONETIX.canonical_text(&fields);
        let paths: Vec<_> = canonical.coverage().paths().map(|path| path.join(":")).collect();
        assert_eq!(paths, self.sorted);
        Ok(())
    }
}

/// A document on which the kits differ.
#[derive(Deserialize)]
struct Divergent {
    id: String,
    secret: String,
    params_json: String,
    outputs: BTreeMap<String, String>,
    signatures: BTreeMap<String, Option<String>>,
}

impl Divergent {
    fn into_trial(self) -> Trial {
        Trial::test(format!("divergent_{}", self.id), move || self.run())
    }

    /// The kits whose signature is accepted, and the one that ours equals.
    fn expected(&self) -> (&[&str], Option<&str>) {
        const ALL: &[&str] = &["go", "java", "js", "php", "python"];
        match self.id.as_str() {
            "int-u64max" => (&["java", "python"], Some("python")),
            "float-1e21" => (&["php"], Some("php")),
            "float-0.1+0.2" => (&["java", "js", "php", "python"], Some("php")),
            "float-neg-zero" => (&["java", "php", "python"], Some("php")),
            "key-digit-suffix" | "key-numeric-embedded" | "key-address-lines" => (ALL, Some("php")),
            // Sorted like PHP, the separator in a name not doubled: what PHP of the Monetix brand does.
            "key-colon" => (ALL, None),
            "key-colon-nested" | "key-collision" | "key-tie-value" => (ALL, Some("js")),
            _ => (&[], None),
        }
    }

    fn run(&self) -> Result<(), Failed> {
        let fields = Fields::from_json(&self.params_json)?;
        let secret = Secret::new(self.secret.as_str())?;
        let signer = Signer::new(Scheme::MONETIX, secret.clone());
        let verifier = Verifier::new(Scheme::MONETIX, secret);
        let (accepted, ours) = self.expected();
        let holds = |(kit, signature): (&'_ String, &'_ Option<String>)| {
            let received = fields.clone().with("signature", signature.as_deref()?);
            let verdict = verifier.verify(&received).ok()?;
            let text = Scheme::MONETIX.canonical_text_as(verdict.reading(), &fields);
            assert_eq!(text.as_str(), self.outputs[kit]);
            Some(kit.clone())
        };
        let found: Vec<_> = self.signatures.iter().filter_map(holds).collect();
        assert_eq!(found, accepted);
        match ours {
            Some(kit) => {
                assert_eq!(signer.sign(fields.clone())?.canonical_text().as_str(), self.outputs[kit]);
            }
            None if self.id == "key-colon" => {
                assert_eq!(signer.sign(fields.clone())?.canonical_text().as_str(), "a:b:1;a:c:2");
            }
            None => assert!(signer.sign(fields.clone()).is_err()),
        }
        // Sent is none of them, but for names that all sort alike in what we were told to use.
        let sortable =
            matches!(self.id.as_str(), "key-digit-suffix" | "key-numeric-embedded" | "key-address-lines");
        let whole = self.id == "int-u64max";
        assert_eq!(signer.sign_request(fields).is_ok(), sortable || whole);
        Ok(())
    }
}

/// A callback with something odd about its signature.
#[derive(Deserialize)]
struct Callback {
    id: String,
    secret: String,
    body: String,
    recommended: String,
}

impl Callback {
    fn into_trial(self) -> Trial {
        Trial::test(format!("callback_{}", self.id), move || self.run())
    }

    fn run(&self) -> Result<(), Failed> {
        let verifier = Verifier::new(Scheme::MONETIX, Secret::new(self.secret.as_str())?);
        let fields = Fields::from_json(&self.body)?;
        let verdict = verifier.verify(&fields);
        let error = match self.id.as_str() {
            "missing" | "body-wrapper" => VerifyError::Unsigned,
            "null-signature" | "empty-signature" | "whitespace-in-sig" | "sig-object" => {
                VerifyError::Encoding
            }
            "wrong" => VerifyError::Mismatch,
            "semicolon-resplit" => {
                assert!(verdict?.ambiguous().covers(&["payment", "id"]));
                return Ok(());
            }
            _ if self.recommended.starts_with("accept") => {
                let verdict = verdict?;
                assert!(verdict.ambiguous().is_empty());
                assert!(verdict.coverage().covers(&["payment", "status"]));
                assert!(!verdict.coverage().paths().flatten().any(|name| name == "frame_mode"));
                return Ok(());
            }
            _ => VerifyError::Repeated,
        };
        assert_eq!(self.recommended, "reject");
        assert_eq!(verdict.expect_err("the fixture says that it is rejected"), error);
        Ok(())
    }
}
