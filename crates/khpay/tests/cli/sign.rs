//! `khpay sign explain`, on a signature that the vendor's own program made.

use crate::run::{Ran, khpay};

const SECRET: &str = "abc123";
const ORDER: &str = r#"{"out_trade_no":"ORDER-1","seller_code":"SELLER","service":"webpay.acquire.queryOrder","sign_type":"MD5","sign":"cfe72b9f39febd2fd45b82bb31e6452e"}"#;

fn explain(scheme: &str, document: &str) -> Ran {
    use std::io::Write as _;
    let mut command = khpay(&["sign", "explain", "--scheme", scheme]);
    command.env("KHPAY_SIGN_SECRET", SECRET);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(document.as_bytes()).unwrap();
    Ran::of(child.wait_with_output().unwrap())
}

#[test]
fn the_steps_end_in_the_signature_and_hide_the_secret() {
    let ran = explain("kess", ORDER);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("signature   cfe72b9f39febd2fd45b82bb31e6452e"), "{}", ran.stdout);
    assert!(ran.stdout.contains("own signature holds"), "{}", ran.stdout);
    assert!(ran.stdout.contains("&key=[secret]") && !ran.stdout.contains(SECRET), "{}", ran.stdout);
}

/// The signatures are of `md5sum` and `openssl dgst -sha512 -hmac`, over the text that the mistake makes.
#[test]
fn the_doctor_names_the_mistake_that_was_made() {
    for (scheme, document, words) in [
        (
            "kess",
            r#"{"flag":false,"sign_type":"MD5","sign":"2d089f53cefc27ffe1ff6b098ee6dbb2"}"#,
            "booleans were signed as true and false",
        ),
        (
            "vexora",
            r#"{"amount":"300","remark":"a","sign":"c381e74ca53352d2fdc6bb54378d06f0"}"#,
            "secret stood before",
        ),
        (
            "monetix",
            r#"{"a":1,"signature":"4aea097d033d3be1a5c0823a9a0d53c8270fe5e44afce800ae82f8ef08bf1a78f9918d1874f4707a06b7df658a532ab8230082c25ec12bb102b06ec5bcf543e1"}"#,
            "hexadecimal",
        ),
    ] {
        let ran = explain(scheme, document);
        assert_eq!(ran.code, 1, "{}", ran.stdout);
        assert!(ran.stdout.contains(words), "{scheme}: {}", ran.stdout);
    }
    let ran = explain(
        "monetix",
        r#"{"a10":1,"a9":2,"signature":"PEl9h3h6tR35+6U5KBwZxwXMm/YfgE1/d2sMq+lKurA0AKhouvvP+INz1FDGCgS/u07wUUh+0Bmi/23UazAVyw=="}"#,
    );
    assert_eq!(ran.code, 0, "another order is accepted, and named: {}", ran.stdout);
    assert!(ran.stdout.contains("the members were sorted by byte"), "{}", ran.stdout);
    let ran = explain("kess", &ORDER.replace("ORDER-1", "ORDER-2"));
    assert!(ran.stdout.contains("no single common mistake"), "{}", ran.stdout);
}

#[test]
fn a_signature_that_does_not_hold_is_a_no() {
    let ran = explain("kess", &ORDER.replace("ORDER-1", "ORDER-2"));
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("signature does not hold"), "{}", ran.stdout);
}

#[test]
fn a_document_that_cannot_be_signed_is_a_no_with_its_reason() {
    let ran = explain("kess", r#"{"out_trade_no":"ORDER-1","sign_type":"none"}"#);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("no signature: expected the value"), "{}", ran.stdout);
}

#[test]
fn what_is_no_document_is_bad_input() {
    for document in ["", "[", "7", r#"{"a":"1","a":"2"}"#] {
        let ran = explain("kess", document);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{document:?}: {}", ran.stderr);
    }
}
