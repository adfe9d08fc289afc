//! Hostile documents, as far as the signature decides. What a client has to do besides is tried with it.

use md5::{Digest as _, Md5};
use pay_core::Secret;
use pay_sign::{Fields, Keying, ReadErrorKind, RefusalKind, Scheme, Signer, Verdict, Verifier, VerifyError};

fn secret() -> Secret {
    Secret::new("test-secret-0123456789").expect("it is not blank")
}

fn fields(json: &str) -> Fields {
    Fields::from_json(json).expect("it is an object")
}

fn text(scheme: &Scheme, json: &str) -> String {
    scheme.canonical_text(&fields(json)).to_string()
}

fn signature(scheme: &Scheme, json: &str) -> String {
    Signer::new(*scheme, secret()).sign(fields(json)).expect("it can be signed").signature().to_owned()
}

fn refused(scheme: &Scheme, json: &str) -> RefusalKind {
    Signer::new(*scheme, secret()).sign_request(fields(json)).expect_err("it is refused").kind()
}

fn verify(scheme: &Scheme, json: &str) -> Result<Verdict, VerifyError> {
    Verifier::new(*scheme, secret()).verify(&fields(json))
}

/// Gives the signature of one document to another.
fn verify_with_signature_of(
    scheme: &Scheme,
    signed: &str,
    member: &str,
    other: &str,
) -> Result<Verdict, VerifyError> {
    let signed = signature(scheme, signed);
    Verifier::new(*scheme, secret()).verify(&fields(other).with(member, signed))
}

/// What the vendor's sample, and the kits of the platform family, gave when they were run.
#[test]
fn the_texts_are_those_of_the_oracle() {
    for (json, expected) in [
        (r#"{"total_amount":10.0}"#, "total_amount=10"),
        (r#"{"total_amount":"10.50"}"#, "total_amount=10.50"),
        (r#"{"a":0.00001,"b":1e25,"c":-0.0}"#, "a=1.0E-5&b=1.0E+25&c=-0"),
        (r#"{"a":0.30000000000000004,"b":1.0000000000000002}"#, "a=0.3&b=1"),
        (r#"{"10":"a","9":"b","B":"c","a":"d","0":"zero"}"#, "0=zero&9=b&10=a&B=c&a=d"),
        (r#"{"Sign":"x","SIGN":"y","sign":"z"}"#, "SIGN=y&Sign=x"),
        (
            r#"{"success":true,"data":{"status":"SUCCESS"},"sign":"x","sign_type":"MD5"}"#,
            "sign_type=MD5&success=1",
        ),
    ] {
        assert_eq!(text(&Scheme::KESS, json), expected);
    }
    for (json, expected) in [
        (r#"{"a":["x","y"]}"#, "a:0:x;a:1:y"),
        (r#"{"a":{"b":1,"frame_mode":"evil"}}"#, "a:b:1"),
        (r#"{"a10":1,"a9":2,"A1":3}"#, "A1:3;a9:2;a10:1"),
    ] {
        assert_eq!(text(&Scheme::MONETIX, json), expected);
    }
}

const ORDER: &str = r#"{"body":"x","out_trade_no":"T1","sign_type":"MD5","total_amount":"10"}"#;

#[test]
fn d01_a_body_that_poses_as_an_order_number_is_seen_and_never_sent() {
    let forged = r#"{"body":"x&out_trade_no=T1","sign_type":"MD5","total_amount":"10"}"#;
    assert_eq!(text(&Scheme::KESS_MD5, forged), text(&Scheme::KESS_MD5, ORDER));

    let verdict = verify_with_signature_of(&Scheme::KESS_MD5, ORDER, "sign", forged).unwrap();
    assert!(!verdict.coverage().covers(&["out_trade_no"]));
    assert!(verdict.ambiguous().covers(&["body"]));

    assert_eq!(refused(&Scheme::KESS_MD5, forged), RefusalKind::ItemInText("out_trade_no"));
    // The same in a name.
    let named = r#"{"body=x&out_trade_no":"T1","sign_type":"MD5","total_amount":"10"}"#;
    let verdict = verify_with_signature_of(&Scheme::KESS_MD5, ORDER, "sign", named).unwrap();
    assert!(verdict.ambiguous().covers(&["body=x&out_trade_no"]));
    assert_eq!(refused(&Scheme::KESS_MD5, named), RefusalKind::Separator("&"));
    // A name that only this document has.
    let own = r#"{"body":"x&descriptor=T1","descriptor":"d"}"#;
    assert_eq!(refused(&Scheme::KESS, own), RefusalKind::OwnItemInText);
    let address = fields(r#"{"notify_url":"https://m.example/n?a=1&b=2","body":"Tom & Jerry = fun"}"#);
    assert!(Signer::new(Scheme::KESS, secret()).sign_request(address).is_ok());
}

#[test]
fn d02_the_key_is_last_and_a_blank_one_is_none() {
    let posing = r#"{"body":"x&key=ABC","sign_type":"MD5"}"#;
    let explanation = Signer::new(Scheme::KESS_MD5, secret()).explain(&fields(posing)).to_string();
    assert!(explanation.contains("hashed      body=x&key=ABC&sign_type=MD5&key=[secret]\n"), "{explanation}");
    assert!(Secret::new("").is_err());
    let with_newline = Secret::new("test-secret-0123456789\n").unwrap();
    assert!(with_newline.has_outer_whitespace());
    let signed = Signer::new(Scheme::KESS_MD5, with_newline).sign(fields(ORDER)).unwrap();
    assert_ne!(signed.signature(), signature(&Scheme::KESS_MD5, ORDER));
}

#[test]
fn d03_separators_that_would_be_cut_off_are_not_sent_and_are_seen() {
    let last = r#"{"sign_type":"MD5","z":"v&&&"}"#;
    assert_eq!(text(&Scheme::KESS_MD5, r#"{"z":"v&&&"}"#), "z=v");
    assert_eq!(refused(&Scheme::KESS_MD5, last), RefusalKind::StrippedEnd);
    assert_eq!(refused(&Scheme::KESS_MD5, r#"{"&a":"x","sign_type":"MD5"}"#), RefusalKind::StrippedEnd);
    let verdict = verify_with_signature_of(&Scheme::KESS_MD5, r#"{"sign_type":"MD5","z":"v"}"#, "sign", last);
    assert!(verdict.unwrap().ambiguous().covers(&["z"]));
}

#[test]
fn d04_what_stands_inside_data_is_not_covered() {
    let envelope = r#"{"success":true,"data":{"token":"1","status":"WAITING"},"sign_type":"MD5"}"#;
    for other in [
        r#"{"success":true,"data":{"token":"1","status":"SUCCESS"},"sign_type":"MD5"}"#,
        r#"{"success":true,"data":[{"status":"SUCCESS"}],"sign_type":"MD5"}"#,
        r#"{"success":true,"sign_type":"MD5"}"#,
    ] {
        let verdict = verify_with_signature_of(&Scheme::KESS_MD5, envelope, "sign", other).unwrap();
        assert_eq!(verdict.coverage().to_string(), "sign_type, success");
        assert!(!verdict.coverage().covers(&["data"]) && !verdict.coverage().covers(&["data", "status"]));
    }
}

#[test]
fn d06_false_empty_true_and_one_sign_as_the_oracle_says_and_booleans_are_not_sent() {
    assert_eq!(text(&Scheme::KESS, r#"{"a":true,"b":false,"c":0,"d":"0"}"#), "a=1&b=&c=0&d=0");
    assert_eq!(text(&Scheme::KESS, r#"{"a":null,"b":""}"#), "");
    for flag in ["true", "1", "\"1\""] {
        assert_eq!(text(&Scheme::KESS, &format!("{{\"a\":{flag}}}")), "a=1");
    }
    assert_eq!(refused(&Scheme::KESS, r#"{"b":false}"#), RefusalKind::Boolean);
    assert_eq!(refused(&Scheme::KESS, r#"{"b":""}"#), RefusalKind::EmptyText);
    assert_eq!(refused(&Scheme::KESS, r#"{"b":null}"#), RefusalKind::Null);
}

#[test]
fn d08_numbers_that_php_would_shorten_are_not_sent() {
    for (token, signed) in [
        ("9223372036854775808", "9.2233720368548E+18"),
        ("123456789012345.67", "1.2345678901235E+14"),
        ("10.50", "10.5"),
        ("1e1", "10"),
    ] {
        let json = format!("{{\"total_amount\":{token}}}");
        assert_eq!(text(&Scheme::KESS, &json), format!("total_amount={signed}"));
        assert_eq!(refused(&Scheme::KESS, &json), RefusalKind::NotAsWritten, "{token}");
    }
    let exact = fields(r#"{"total_amount":10.5,"amount":4100000}"#);
    assert!(Signer::new(Scheme::KESS, secret()).sign_request(exact).is_ok());
}

#[test]
fn d10_another_sign_type_is_rejected_before_hashing() {
    // Signed rightly under MD5, which this receiver does not take.
    let signed = Signer::new(Scheme::KESS_MD5, secret()).sign(fields(ORDER)).unwrap();
    assert_eq!(verify(&Scheme::KESS, &signed.to_json()).unwrap_err(), VerifyError::Unverifiable);
    assert!(verify(&Scheme::KESS_MD5, &signed.to_json()).is_ok());
    for sign_type in [r#","sign_type":"md5""#, r#","sign_type":"none""#, r#","sign_type":true"#, ""] {
        let json = format!(r#"{{"a":"1"{sign_type},"sign":"{}"}}"#, signed.signature());
        assert_eq!(verify(&Scheme::KESS_MD5, &json).unwrap_err(), VerifyError::Unverifiable, "{sign_type}");
    }
}

/// Two texts of 128 bytes with one MD5, public since 2004.
const COLLISION: [&str; 2] = [
    "d131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f8955ad340609f4b30283e488832571415a\
     085125e8f7cdc99fd91dbdf280373c5bd8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0\
     e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70",
    "d131dd02c5e6eec4693d9a0698aff95c2fcab50712467eab4004583eb8fb7f8955ad340609f4b30283e4888325f1415a\
     085125e8f7cdc99fd91dbd7280373c5bd8823e3156348f5bae6dacd436c919c6dd53e23487da03fd02396306d248cda0\
     e99f33420f577ee8ce54b67080280d1ec69821bcb6a8839396f965ab6ff72a70",
];

/// Two printable texts with one MD5, of 72 bytes: not a whole number of blocks.
const TEXT_COLLISION: [&str; 2] = [
    "TEXTCOLLBYfGiJUETHQ4hAcKSMd5zYpgqf1YRDhkmxHkhPWptrkoyz28wnI9V0aHeAuaKnak",
    "TEXTCOLLBYfGiJUETHQ4hEcKSMd5zYpgqf1YRDhkmxHkhPWptrkoyz28wnI9V0aHeAuaKnak",
];

#[test]
fn d11_a_collision_survives_an_appended_secret_and_is_not_utf8() {
    let [a, b] = COLLISION.map(|digits| hex::decode(digits).unwrap());
    assert_ne!(a, b);
    let signed =
        |text: &[u8]| Md5::new().chain_update(text).chain_update("&total_amount=10&key=SECRET").finalize();
    assert_eq!(signed(&a), signed(&b));
    for text in [a, b] {
        let json = [b"{\"body\":\"", text.as_slice(), b"\"}"].concat();
        assert_eq!(Fields::from_json(json).unwrap_err().kind(), &ReadErrorKind::NotUtf8);
    }
}

#[test]
fn d11_the_printable_collision_does_not_survive_the_secret() {
    let [a, b] = TEXT_COLLISION;
    assert_eq!(hex::encode(Md5::digest(a)), "faad49866e9498fc1719f5289e7a0269");
    assert_eq!(Md5::digest(a), Md5::digest(b));
    let order = |body: &str| format!(r#"{{"body":"{body}","sign_type":"MD5"}}"#);
    assert_ne!(signature(&Scheme::KESS_MD5, &order(a)), signature(&Scheme::KESS_MD5, &order(b)));
}

#[test]
fn d12_a_signature_that_is_no_text_or_a_magic_number_does_not_hold() {
    let with = |sign: &str| format!(r#"{{"a":"1","sign_type":"MD5","sign":{sign}}}"#);
    for sign in ["true", "0", "[]", "null", "{}"] {
        assert_eq!(verify(&Scheme::KESS_MD5, &with(sign)).unwrap_err(), VerifyError::Encoding, "{sign}");
    }
    let magic = with("\"0e462097431906509019562988736854\"");
    assert_eq!(verify(&Scheme::KESS_MD5, &magic).unwrap_err(), VerifyError::Mismatch);
}

#[test]
fn d13_only_the_whole_signature_holds_in_either_case() {
    let document = r#"{"a":"1","sign_type":"MD5"}"#;
    let right = signature(&Scheme::KESS_MD5, document);
    let verify =
        |sign: &str| Verifier::new(Scheme::KESS_MD5, secret()).verify(&fields(document).with("sign", sign));
    assert!(verify(&right).is_ok());
    assert!(verify(&right.to_uppercase()).is_ok(), "counterparts are known that write capitals");
    for wrong in [
        "",
        &right[..1],
        &right[..30],
        &format!("{right}00"),
        &format!("{right}0"),
        &format!(" {right}"),
        &format!("{right}\n"),
        &format!("0x{}", &right[2..]),
    ] {
        assert_eq!(verify(wrong).unwrap_err(), VerifyError::Encoding, "{wrong:?}");
    }
    let flipped = if right.starts_with('0') { "1" } else { "0" };
    assert_eq!(verify(&format!("{flipped}{}", &right[1..])).unwrap_err(), VerifyError::Mismatch);
}

/// No part of a signature is worth anything, under any secret: nobody learns from the answer how far it was right. That
/// the comparison takes one time is the work of `subtle`, and cannot be proved without a clock.
#[test]
fn d14_right_leading_bytes_earn_the_same_answer_as_none() {
    let document = fields(r#"{"a":"1"}"#);
    let new = || Secret::new("another-secret-0123456789").expect("it is not blank");
    for scheme in [Scheme::KESS.undeclared(), Scheme::KESS_MD5.undeclared(), Scheme::VEXORA] {
        let right = hex::decode(signature(&scheme, r#"{"a":"1"}"#)).unwrap();
        for verifier in [
            Verifier::new(scheme, secret()),
            Verifier::new(scheme, secret()).or_secret(new()),
            Verifier::new(scheme, new()).or_secret(secret()),
        ] {
            assert!(verifier.verify_detached(&document, &hex::encode(&right)).is_ok());
            for leading in 0..right.len() {
                let mut wrong = right.clone();
                wrong[leading] ^= 1;
                assert_eq!(mismatch(&verifier, &document, &wrong), VerifyError::Mismatch, "{leading}");
                wrong[leading..].iter_mut().zip(&right[leading..]).for_each(|(byte, right)| *byte = !right);
                assert_eq!(mismatch(&verifier, &document, &wrong), VerifyError::Mismatch, "{leading}");
            }
        }
    }
}

fn mismatch(verifier: &Verifier, document: &Fields, signature: &[u8]) -> VerifyError {
    verifier.verify_detached(document, &hex::encode(signature)).expect_err("it is not the signature")
}

#[test]
fn d34_a_semicolon_is_not_sent_and_marks_what_arrives() {
    let genuine = r#"{"payment":{"description":"d","status":"success"}}"#;
    let forged = r#"{"payment":{"description":"d;payment:status:success"}}"#;
    let verdict = verify_with_signature_of(&Scheme::MONETIX, genuine, "signature", forged).unwrap();
    assert!(!verdict.coverage().covers(&["payment", "status"]));
    assert!(verdict.ambiguous().covers(&["payment", "description"]));
    assert_eq!(refused(&Scheme::MONETIX, forged), RefusalKind::Separator(";"));
    assert_eq!(text(&Scheme::MONETIX, r#"{"x":"1;y:2"}"#), text(&Scheme::MONETIX, r#"{"x":"1","y":"2"}"#));
}

#[test]
fn d35_a_body_wrapped_in_a_digit_is_rejected() {
    let genuine = r#"{"payment":{"status":"success"}}"#;
    let wrapped = r#"{"0":{"payment":{"status":"success"}}}"#;
    let verdict = verify_with_signature_of(&Scheme::MONETIX, genuine, "signature", wrapped);
    assert_eq!(verdict.unwrap_err(), VerifyError::Unverifiable);
    assert_eq!(refused(&Scheme::MONETIX, wrapped), RefusalKind::NumberLikeName);
}

#[test]
fn d36_types_are_not_signed_and_null_is_not_sent() {
    for (one, other) in [
        (r#"{"a":1}"#, r#"{"a":true}"#),
        (r#"{"a":1}"#, r#"{"a":"1"}"#),
        (r#"{"a":null}"#, r#"{"a":""}"#),
        (r#"{"a":[]}"#, "{}"),
        (r#"{"a":["x","y"]}"#, r#"{"a":{"0":"x","1":"y"}}"#),
    ] {
        assert!(verify_with_signature_of(&Scheme::MONETIX, one, "signature", other).is_ok(), "{one} {other}");
    }
    // Where no member is left, none is covered.
    let verdict = verify_with_signature_of(&Scheme::MONETIX, r#"{"a":[]}"#, "signature", r#"{"a":[]}"#);
    assert!(verdict.unwrap().coverage().is_empty());
    assert_eq!(refused(&Scheme::MONETIX, r#"{"a":null}"#), RefusalKind::Null);
}

#[test]
fn d37_frame_mode_is_never_covered_and_a_nested_signature_is_one_too_many() {
    let document = r#"{"a":{"b":1,"frame_mode":"evil"}}"#;
    assert_eq!(text(&Scheme::MONETIX, document), "a:b:1");
    let verdict =
        verify_with_signature_of(&Scheme::MONETIX, r#"{"a":{"b":1}}"#, "signature", document).unwrap();
    assert_eq!(verdict.coverage().to_string(), "a.b");
    let nested = r#"{"a":{"b":1,"signature":"evil"}}"#;
    let verdict = verify_with_signature_of(&Scheme::MONETIX, r#"{"a":{"b":1}}"#, "signature", nested);
    assert_eq!(verdict.unwrap_err(), VerifyError::Repeated);
    assert_eq!(refused(&Scheme::MONETIX, nested), RefusalKind::SecondSignature);
}

#[test]
fn d39_amounts_of_one_text_and_other_tokens_are_not_sent() {
    for token in ["10000.0", "1e4"] {
        let json = format!("{{\"amount\":{token}}}");
        assert_eq!(text(&Scheme::MONETIX, &json), "amount:10000");
        assert_eq!(refused(&Scheme::MONETIX, &json), RefusalKind::NotAnInteger);
    }
    // All digits, where the platform might write 1.0E+19: section 2.3 of the specification.
    let long = r#"{"amount":10000000000000000001}"#;
    assert_eq!(text(&Scheme::MONETIX, long), "amount:10000000000000000001");
}

#[test]
fn d40_only_canonical_base64_of_64_bytes_holds() {
    // Chosen so that its signature has a `+` and a `/`, which the other alphabet writes otherwise.
    let (document, right) = (0..)
        .map(|n| format!("{{\"a\":{n}}}"))
        .map(|document| (signature(&Scheme::MONETIX, &document), document))
        .find_map(|(right, document)| {
            (right.contains('+') && right.contains('/')).then_some((document, right))
        })
        .unwrap();
    let verify = |sign: &str| {
        Verifier::new(Scheme::MONETIX, secret()).verify(&fields(&document).with("signature", sign))
    };
    assert!(verify(&right).is_ok());
    let unpadded = right.trim_end_matches('=');
    // The last digit stands for two bits of the last byte and four that have to be zero.
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let last = digits.find(unpadded.chars().last().unwrap()).unwrap();
    let trailing_bits = format!("{}{}==", &unpadded[..85], &digits[last + 1..=last + 1]);
    for wrong in [
        right.replace('+', "-").replace('/', "_"),
        unpadded.to_owned(),
        trailing_bits,
        format!(" {right}"),
        format!("{right} "),
        right.replacen('+', " ", 1),
        base64_of(63),
        base64_of(65),
    ] {
        assert_eq!(verify(&wrong).unwrap_err(), VerifyError::Encoding, "{wrong:?}");
    }
    assert_eq!(verify(&base64_of(64)).unwrap_err(), VerifyError::Mismatch);
}

fn base64_of(length: usize) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(vec![7_u8; length])
}

#[test]
fn d45_a_text_that_poses_as_a_channel_is_not_sent_and_marks_what_arrives() {
    let genuine = r#"{"amount":"300","channelCode":"KHQR","remark":"a"}"#;
    let forged = r#"{"amount":"300channelCode=KHQR","remark":"a"}"#;
    assert_eq!(text(&Scheme::VEXORA, forged), text(&Scheme::VEXORA, genuine));
    assert_eq!(refused(&Scheme::VEXORA, forged), RefusalKind::ItemInText("channelCode"));
    let verdict = verify_with_signature_of(&Scheme::VEXORA, genuine, "sign", forged).unwrap();
    assert!(!verdict.coverage().covers(&["channelCode"]));
    assert!(verdict.ambiguous().covers(&["amount"]));

    let posing = r#"{"remark":"xreturnUrl=https://m/1"}"#;
    assert_eq!(
        text(&Scheme::VEXORA, posing),
        text(&Scheme::VEXORA, r#"{"remark":"x","returnUrl":"https://m/1"}"#)
    );
    assert_eq!(refused(&Scheme::VEXORA, posing), RefusalKind::ItemInText("returnUrl"));
}

#[test]
fn d46_wherever_the_secret_is_a_lengthened_body_is_not_utf8() {
    let document = r#"{"amount":"300"}"#;
    let secret_first = Scheme::VEXORA.keyed(Keying::Prefix(""));
    let expected = |parts: [&str; 3]| hex::encode(Md5::digest(parts.concat()));
    let key = "test-secret-0123456789";
    assert_eq!(signature(&secret_first, document), expected([key, "amount=300", ""]));
    assert_eq!(signature(&Scheme::VEXORA, document), expected(["", "amount=300", key]));

    // MD5's own padding, which an extension has to carry: 0x80, zeros, the length in bits.
    let hashed = key.len() + "amount=300".len();
    let mut forged = b"{\"amount\":\"300\x80".to_vec();
    forged.extend(vec![0; 64 - hashed - 9]);
    forged.extend((8 * u64::try_from(hashed).unwrap()).to_le_bytes());
    forged.extend(b"tradeNo=T2\"}");
    assert_eq!(Fields::from_json(&forged).unwrap_err().kind(), &ReadErrorKind::NotUtf8);
    // As an escape, 0x80 is a character of two bytes, and no longer MD5's padding.
    assert_eq!(text(&secret_first, r#"{"amount":"300\u0080"}"#).as_bytes(), b"amount=300\xc2\x80");
    // And control characters are not sent.
    assert_eq!(refused(&secret_first, r#"{"amount":"300\u0080"}"#), RefusalKind::UncleanText);
}

#[test]
fn d61_names_and_numbers_made_to_confuse_the_order_are_answered() {
    // No total order in PHP: 10 < 9a < 9 < 10; 0a, 00 and 001 in natural order.
    let confusing = r#""10":0,"9":1,"9a":2,"1e1":3,"08":4,"0a":5,"00":6,"001":7,"01":8," 1":9,"1 ":10,"-0":11,"+0":12,"":13"#;
    for scheme in [&Scheme::KESS, &Scheme::KESS_MD5, &Scheme::VEXORA, &Scheme::MONETIX] {
        for extreme in ["1e999999999999", "-1e-999999999999", "18446744073709551616", "0e0"] {
            let json = format!(
                "{{{confusing},\"n\":{extreme},\"sign_type\":\"MD5\",\"sign\":\"00\",\"signature\":\"AA==\"}}"
            );
            assert!(verify(scheme, &json).is_err());
            assert!(!text(scheme, &json).is_empty());
        }
    }
}
