//! Signatures made wrongly, by a hash of our own over texts written out here, and what is said of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use pay_core::Secret;
use pay_sign::{Algorithm, Fields, Mistake, Order, Scheme, Signer};
use sha2::Sha512;

const KESS: &str =
    r#"{"sign_type":"MD5","total_amount":10.50,"flag":false,"body":"","note":null,"sign":"old"}"#;
const MONETIX: &str = r#"{"a10":1,"a9":true,"n":null,"signature":"old"}"#;

fn diagnose(scheme: &Scheme, json: &str, secret: &str, signature: &str) -> Option<Mistake> {
    let signer = Signer::new(*scheme, Secret::new(secret).expect("it is not blank"));
    signer.diagnose(&Fields::from_json(json).expect("it is an object"), signature)
}

#[test]
fn kess() {
    let md5 = |text: &str| hex::encode(Md5::digest(text));
    for (hashed, mistake) in [
        ("flag=&sign_type=MD5&total_amount=10.5&key=k", Mistake::None),
        ("flag=&sign_type=MD5&total_amount=10.50&key=k", Mistake::NumbersAsWritten),
        ("flag=false&sign_type=MD5&total_amount=10.5&key=k", Mistake::BooleansAsWords),
        ("flag=0&sign_type=MD5&total_amount=10.5&key=k", Mistake::BooleansAsDigits),
        ("flag=&note=null&sign_type=MD5&total_amount=10.5&key=k", Mistake::NullAsText),
        ("flag=&note=&sign_type=MD5&total_amount=10.5&key=k", Mistake::NullAsEmpty),
        ("body=&flag=&sign_type=MD5&total_amount=10.5&key=k", Mistake::EmptyTextSigned),
        ("flag=&sign=old&sign_type=MD5&total_amount=10.5&key=k", Mistake::SignatureLeftIn),
        ("flag=&sign_type=MD5&total_amount=10.5k", Mistake::SecretWithoutName),
        ("kflag=&sign_type=MD5&total_amount=10.5", Mistake::SecretFirst),
    ] {
        assert_eq!(diagnose(&Scheme::KESS_MD5, KESS, "k", &md5(hashed)), Some(mistake), "{hashed}");
    }
    let right = md5("flag=&sign_type=MD5&total_amount=10.5&key=k");
    let capitals = diagnose(&Scheme::KESS_MD5, KESS, "k", &right.to_uppercase());
    assert_eq!(capitals, Some(Mistake::SignatureCase));
    assert_eq!(diagnose(&Scheme::KESS_MD5, KESS, "k\n", &right), Some(Mistake::SecretTrimmed));
    let base64 = STANDARD.encode(hex::decode(&right).expect("it is hex"));
    assert_eq!(diagnose(&Scheme::KESS_MD5, KESS, "k", &base64), Some(Mistake::Base64));
    assert_eq!(diagnose(&Scheme::KESS, KESS, "k", &right), Some(Mistake::Algorithm(Algorithm::Md5)));
    assert_eq!(diagnose(&Scheme::KESS_MD5, KESS, "k", &md5("something else")), None);
    assert_eq!(diagnose(&Scheme::KESS_MD5, KESS, "k", "no signature"), None);
}

#[test]
fn monetix() {
    let hmac = |text: &str| {
        let mac = Hmac::<Sha512>::new_from_slice(b"k").expect("HMAC takes a key of any length");
        mac.chain_update(text).finalize().into_bytes()
    };
    for (hashed, mistake) in [
        ("a9:1;a10:1;n:", Mistake::None),
        ("a10:1;a9:1;n:", Mistake::Order(Order::PathBytes)),
        ("a9:true;a10:1;n:", Mistake::BooleansAsWords),
        ("a9:1;a10:1;n:null", Mistake::NullAsText),
        ("a9:1;a10:1", Mistake::NullLeftOut),
        ("a9:1;a10:1;n:;signature:old", Mistake::SignatureLeftIn),
    ] {
        let signature = STANDARD.encode(hmac(hashed));
        assert_eq!(diagnose(&Scheme::MONETIX, MONETIX, "k", &signature), Some(mistake), "{hashed}");
    }
    let right = hmac("a9:1;a10:1;n:");
    assert_eq!(diagnose(&Scheme::MONETIX, MONETIX, "k", &hex::encode(right)), Some(Mistake::Hex));
    let hex_in_base64 = STANDARD.encode(hex::encode(right));
    assert_eq!(diagnose(&Scheme::MONETIX, MONETIX, "k", &hex_in_base64), Some(Mistake::HexInBase64));
    // A member that is left out for another reason hides no signature that was left in.
    let widget = MONETIX.replacen('{', r#"{"frame_mode":"popup","#, 1);
    let left_in = STANDARD.encode(hmac("a9:1;a10:1;n:;signature:old"));
    assert_eq!(diagnose(&Scheme::MONETIX, &widget, "k", &left_in), Some(Mistake::SignatureLeftIn));
    let lower = STANDARD.encode(right).to_lowercase();
    assert_eq!(diagnose(&Scheme::MONETIX, MONETIX, "k", &lower), Some(Mistake::SignatureCase));
}
