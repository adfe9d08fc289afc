//! What holds for every document.

use std::collections::BTreeMap;

use pay_core::Secret;
use pay_sign::{Fields, Scheme, Signer, Verifier, VerifyError};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::Value;

const SCHEMES: [Scheme; 4] = [Scheme::KESS, Scheme::KESS_MD5, Scheme::VEXORA, Scheme::MONETIX];

fn signer(scheme: &Scheme) -> Signer {
    Signer::new(*scheme, Secret::new("secret").expect("it is not blank"))
}

fn verifier(scheme: &Scheme) -> Verifier {
    Verifier::new(*scheme, Secret::new("secret").expect("it is not blank"))
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(".*", inner, 0..4).prop_map(Value::from_iter),
        ]
    });
    btree_map(".*", value, 0..6).prop_map(Value::from_iter)
}

/// Names and texts that hold no separator of any scheme.
fn plain() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map("[a-z][a-z_]{0,8}x", "[a-zA-Z0-9][a-zA-Z0-9 ]{0,8}[a-zA-Z0-9]", 1..6)
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..64), text in r#"[\[\]{}",:a-e0-9.eE\\u+-]{0,48}"#) {
        for input in [bytes.as_slice(), text.as_bytes(), format!("{{\"a\":{text}}}").as_bytes()] {
            if let Ok(fields) = Fields::from_json(input) {
                for scheme in &SCHEMES {
                    let _ = signer(scheme).sign_request(fields.clone());
                    let _ = signer(scheme).explain(&fields).to_string();
                    prop_assert!(verifier(scheme).verify(&fields).is_err());
                }
            }
        }
    }

    #[test]
    fn what_is_sent_has_the_fields_that_were_signed(document in document()) {
        let fields = Fields::from_json(document.to_string()).unwrap();
        for scheme in &SCHEMES {
            let Ok(signed) = signer(scheme).sign(fields.clone()) else { continue };
            let sent = Fields::from_json(signed.to_json()).unwrap();
            let name = if fields.nested("general").is_none() && sent.text("signature").is_some() { "signature" } else { "sign" };
            prop_assert_eq!(sent.without(name), fields.clone().without(name));
            prop_assert!(verifier(scheme).verify(&Fields::from_json(signed.to_json()).unwrap()).is_ok());
        }
    }

    #[test]
    fn changing_a_signed_text_breaks_the_signature(members in plain(), which in any::<prop::sample::Index>()) {
        for scheme in &SCHEMES {
            let fields = Fields::from_pairs(members.clone()).unwrap();
            let signed = signer(scheme).sign_request(fields).unwrap();
            let sent = Fields::from_json(signed.to_json()).unwrap();
            let verdict = verifier(scheme).verify(&sent).unwrap();
            prop_assert!(verdict.ambiguous().is_empty());
            let name = which.get(&members.keys().collect::<Vec<_>>()).as_str();
            prop_assert!(verdict.coverage().covers(&[name]));
            let changed = sent.clone().with(name, format!("{}!", members[name]));
            prop_assert_eq!(verifier(scheme).verify(&changed).unwrap_err(), VerifyError::Mismatch);
            prop_assert_eq!(verifier(scheme).verify(&sent.clone().without(name)).unwrap_err(), VerifyError::Mismatch);
            let added = sent.with("added", "1");
            prop_assert_eq!(verifier(scheme).verify(&added).unwrap_err(), VerifyError::Mismatch);
        }
    }

    #[test]
    fn another_secret_does_not_verify_and_a_second_one_does(members in plain(), secret in "[a-z]{7,12}") {
        for scheme in &SCHEMES {
            let signed = signer(scheme).sign_request(Fields::from_pairs(members.clone()).unwrap()).unwrap();
            let sent = Fields::from_json(signed.to_json()).unwrap();
            let other = Verifier::new(*scheme, Secret::new(secret.clone()).unwrap());
            prop_assert_eq!(other.verify(&sent).unwrap_err(), VerifyError::Mismatch);
            let rotating = other.or_secret(Secret::new("secret").unwrap());
            prop_assert_eq!(rotating.verify(&sent).unwrap().secret(), 1);
        }
    }
}
