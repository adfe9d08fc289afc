//! Callbacks (section 6): what they say, and how far they are believed.

use monetix_client::{Fields, Notifications, PaymentReport};
use pay_core::{
    Check, Notice, NoticeError, NotificationSource as _, Observation, OrderKey, OrderStatus, Secret, Trust,
    Untrusted,
};
use pay_sign::{Order, Scheme};
use proptest::prelude::*;

use crate::wire::{
    callback, compare, forged, notifications, operation, read, read_by, sample, settings, signed, signed_by,
};

fn sale() -> String {
    callback("success", &operation(47, "sale", "success"))
}

fn claim(json: &str) -> PaymentReport {
    notifications().receive(json.as_bytes()).unwrap().claim().clone()
}

/// Both callbacks of the document, whose printed signatures are no signatures.
#[test]
fn the_documents_callbacks_are_read_and_believed_when_they_are_signed() {
    for (name, status) in [("callback-success", OrderStatus::Paid), ("callback-decline", OrderStatus::Failed)]
    {
        let json = sample(name);
        assert_eq!(read(&json), Err(NoticeError::NotAuthentic), "{name}");
        let notice = read(&signed(&json)).unwrap();
        assert_eq!((notice.key.as_str(), notice.claim.status()), ("payment_47", status));
        let covers =
            vec![Check::Order, Check::Status, Check::Currency, Check::Amount, Check::Receiver, Check::Time];
        assert_eq!(notice.trust, Trust::Signed { covers });
        compare(name, "report", &format!("{:#?}\n{:#?}", claim(&json), notice.claim));
    }
}

/// An outside capture: a card payment of the platform family, whose members this method does not all have.
#[test]
fn a_callback_of_another_format_is_read() {
    let json = sample("status-awaiting-3ds");
    let report = claim(&json);
    assert_eq!(report.project().unwrap().as_str(), "15561");
    assert_eq!(report.observation(), Observation::Pending);
    assert_eq!(report.operations[0].provider.as_ref().unwrap().payment_id, None, "empty text says nothing");
}

#[test]
fn what_is_not_covered_is_not_named() {
    let covers = |json: &str| match read(&signed(json)).unwrap().trust {
        Trust::Signed { covers } => covers,
        _ => Vec::new(),
    };
    let failed =
        r#"{"project_id":1234,"payment":{"id":"payment_47","type":"purchase","status":"decline","n":1}}"#;
    assert_eq!(covers(failed), [Check::Order, Check::Status, Check::Receiver]);
    // Without the status, the type or the project there is nothing to believe.
    for missing in [r#""status":"decline","#, r#""type":"purchase","#, r#""project_id":1234,"#] {
        assert!(failed.contains(missing));
        assert_eq!(covers(&failed.replace(missing, "")), [], "{missing}");
    }
}

/// A declined refund of a paid purchase says success, and not by which operation it was paid: to be asked about.
#[test]
fn a_callback_about_a_refund_of_a_paid_purchase_is_a_hint() {
    let notice = read(&signed(&callback("success", &operation(48, "refund", "decline")))).unwrap();
    assert_eq!(notice.trust, Trust::Hint);
    assert!(matches!(notice.claim, Observation::PaidUnreadable(_)));
    let notice = read(&signed(&callback("refunded", &operation(48, "refund", "success")))).unwrap();
    assert!(matches!((notice.trust, notice.claim), (Trust::Signed { .. }, Observation::Refunded(_))));
}

/// Callbacks about tokens and consents have no payment, which is no error (section 6.1).
#[test]
fn a_callback_about_no_order_is_authentic_and_nothing_to_do() {
    let token = r#"{"project_id":1234,"customer":{"id":"c"},"token":"t"}"#;
    assert_eq!(read(&signed(token)), Err(NoticeError::NoOrder));
    assert_eq!(read(token), Err(NoticeError::NotAuthentic), "only if it is authentic");
}

/// The project's callbacks are also about payments of other programs, whose ids are whatever those made up.
#[test]
fn f10_a_payment_whose_id_no_order_can_have_is_acknowledged() {
    for id in ["typed in by hand", "ការទូទាត់", &"x".repeat(300)] {
        let json = sale().replace("payment_47", id);
        assert_eq!(read(&signed(&json)), Err(NoticeError::NoOrder), "{id}");
        assert_eq!(read(&json), Err(NoticeError::NotAuthentic), "only if it is authentic");
    }
}

/// The signature covers `;` as it covers the seam between two members.
#[test]
fn d34_a_description_that_holds_a_status_is_a_hint_without_a_status() {
    let genuine = r#"{"payment":{"description":"d","id":"payment_47","status":"success","type":"purchase"},"project_id":1234}"#;
    let posing = r#"{"payment":{"description":"d","id":"payment_47;payment:status:success","type":"purchase"},"project_id":1234}"#;
    let notice = read(&forged(genuine, posing)).unwrap();
    assert_eq!(notice.trust, Trust::Hint);
    assert_eq!(notice.claim, Observation::Unrecognized(Untrusted::new("payment.status: missing")));
    let posing = r#"{"payment":{"description":"d;payment:id:payment_47","status":"success","type":"purchase"},"project_id":1234}"#;
    assert_eq!(read(&forged(genuine, posing)), Err(NoticeError::NoOrder), "no member names a payment");
    // Text of the payer's that holds a `;` by chance: genuine, and asked about all the same.
    let chance = sale().replace(r#""type":"purchase""#, r#""type":"purchase","description":"a; b""#);
    let notice = read(&signed(&chance)).unwrap();
    assert_eq!(notice.trust, Trust::Hint);
    assert!(matches!(notice.claim, Observation::Paid(_)));
}

#[test]
fn d35_a_body_that_is_wrapped_is_rejected() {
    let genuine = sale();
    for name in ["0", "1", "", "body", "data", "payment"] {
        let wrapped = forged(&genuine, &format!(r#"{{"{name}":{genuine}}}"#));
        assert_eq!(read(&wrapped), Err(NoticeError::NotAuthentic), "{name}");
    }
}

/// Types are not signed, so the types that are documented are the only ones.
#[test]
fn d36_unsigned_differences_of_type_are_errors_or_nothing() {
    let genuine = sale().replace(r#""type":"purchase""#, r#""type":"purchase","description":"","n":1"#);
    for (from, to) in [
        (r#""n":1"#, r#""n":true"#),
        (r#""n":1"#, r#""n":"1""#),
        (r#""description":"""#, r#""description":null"#),
        (r#""project_id":1234"#, r#""project_id":"1234""#),
        (r#""id":47"#, r#""id":"47""#),
        (r#"{"project_id""#, r#"{"errors":[],"extra":{},"redirect_data":[],"project_id""#),
    ] {
        assert!(genuine.contains(from), "{from}");
        let notice = read(&forged(&genuine, &genuine.replace(from, to))).unwrap();
        assert!(
            matches!((&notice.trust, &notice.claim), (Trust::Signed { .. }, Observation::Paid(_))),
            "{to}"
        );
        assert_eq!(notice.claim.payment().unwrap().transaction.as_str(), "47", "{to}");
    }
    for (from, to) in [
        (r#""amount":10000"#, r#""amount":"10000""#),
        (r#""status":"success""#, r#""status":["success"]"#),
        (r#""project_id":1234"#, r#""project_id":[1234]"#),
        (r#""id":47"#, r#""id":true"#),
        (r#""sum":{"amount":10000,"currency":"USD"}}"#, r#""sum":["10000","USD"]}"#),
        (r#""currency":"USD""#, r#""currency":840"#),
        (r#""date":"2024-12-07T19:08:45+0000""#, r#""date":{"0":"2024"}"#),
    ] {
        assert!(genuine.contains(from), "{from}");
        let changed = genuine.replace(from, to);
        assert!(serde_json::from_str::<serde_json::Value>(&changed).is_ok(), "{to} is JSON");
        assert_eq!(read(&forged(&genuine, &changed)), Err(NoticeError::Unreadable), "{to}");
    }
}

/// An empty item at the end of a list makes no line, so anybody can add one.
#[test]
fn d36_an_operation_without_members_is_no_operation() {
    for operation in [operation(48, "refund", "success"), operation(48, "refund", "decline")] {
        let genuine = callback("refunded", &operation);
        for list in ["[{}]", "[{},{}]", "[[]]", r#"[{"frame_mode":"evil"}]"#] {
            let changed = genuine.replacen('{', &format!(r#"{{"operations":{list},"#), 1);
            assert_eq!(read(&forged(&genuine, &changed)), read(&signed(&genuine)), "{list}");
        }
    }
}

/// The platform's formats differ from project to project. What nothing depends on costs no payment its callback.
#[test]
fn members_that_decide_nothing_may_have_any_form() {
    for extra in [
        r#""interface_type":{"id":22}"#,
        r#""interface_type":10"#,
        r#""sum_request":{"amount":"1","currency":"XXX"}"#,
        r#""sum_real":1.5"#,
        r#""token":["t"]"#,
    ] {
        let notice = read(&signed(&sale().replacen('{', &format!("{{{extra},"), 1))).unwrap();
        assert!(
            matches!((notice.trust, notice.claim), (Trust::Signed { .. }, Observation::Paid(_))),
            "{extra}"
        );
    }
}

#[test]
fn d37_frame_mode_and_a_second_signature_are_never_read() {
    let genuine = sale();
    let evil = r#""frame_mode":{"status":"decline","id":"evil"}"#;
    for from in [r#"{"project_id""#, r#"{"id":"payment_47""#, r#"{"id":47"#, r#"{"amount""#] {
        let changed = genuine.replace(from, &format!("{{{evil},{}", &from[1..]));
        let body = forged(&genuine, &changed);
        let received = notifications().receive(body.as_bytes()).unwrap();
        assert!(notifications().verify(&received).is_ok(), "no signature covers it");
        assert!(!format!("{:?}", received.claim()).contains("frame_mode"), "and nobody reads it: {from}");
        assert_eq!(read(&body), read(&signed(&genuine)));
        let nested = genuine.replace(from, &format!(r#"{{"signature":"evil",{}"#, &from[1..]));
        assert_eq!(
            read(&forged(&genuine, &nested)),
            Err(if from == r#"{"project_id""# {
                NoticeError::Unreadable // the same name twice
            } else {
                NoticeError::NotAuthentic
            })
        );
    }
}

#[test]
fn d38_bodies_made_to_exhaust_are_refused_before_they_are_read() {
    let names = |count: u32| {
        let members: Vec<String> = (0..count).map(|nth| format!("\"n{nth}\":0")).collect();
        format!("{{{}}}", members.join(","))
    };
    for body in [
        r#"{"payment":{"status":"success","status":"decline"}}"#.to_owned(),
        format!(r#"{{"a":"{}"}}"#, "x".repeat(10 << 20)),
        format!(r#"{{"a":{}"#, "[".repeat(100_000)),
        format!(r#"{{"a":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000)),
        names(1_000_000),
    ] {
        assert_eq!(read(&body), Err(NoticeError::Unreadable));
    }
    let bytes = notifications().receive(b"{\"a\":\"\xff\"}");
    assert_eq!(bytes.err(), Some(NoticeError::Unreadable));
}

#[test]
fn d39_an_amount_that_is_no_integer_token_is_no_amount() {
    let genuine = sale();
    for token in ["10000.0", "1e4", "\"10000\"", "1.0E4"] {
        let changed = genuine.replace("10000", token);
        assert_eq!(read(&signed(&changed)), Err(NoticeError::Unreadable), "{token}");
    }
    for (token, reason) in [
        ("10000000000000000001", "payment.sum.amount: amount does not fit 64 bits of minor units"),
        ("-10000", "payment.sum.amount: amount is below zero"),
    ] {
        let notice = read(&signed(&genuine.replace("10000", token))).unwrap();
        assert_eq!(notice.claim, Observation::PaidUnreadable(Untrusted::new(reason)));
    }
}

#[test]
fn d40_a_callback_has_one_signature_of_64_bytes_in_canonical_base64() {
    let right = signed(&sale());
    let signature = Fields::from_json(&right).unwrap().text("signature").unwrap().to_owned();
    let unpadded = signature.trim_end_matches('=');
    // The last digit stands for two bits of the last byte and for four that are zero; the next one sets one of those.
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let last = digits.find(&unpadded[85..]).unwrap();
    for wrong in [
        unpadded.to_owned(),
        format!(" {signature}"),
        format!("{signature}="),
        signature.to_lowercase(),
        format!("{}{}==", &unpadded[..85], &digits[last + 1..=last + 1]),
        signature.replace('+', "-").replace('/', "_"),
        // 63 and 65 bytes.
        signature[..84].to_owned(),
        format!("{}A=", &unpadded[..86]),
        String::new(),
    ] {
        assert_ne!(wrong, signature);
        assert_eq!(read(&right.replace(&signature, &wrong)), Err(NoticeError::NotAuthentic), "{wrong}");
    }
    for wrong in ["null", "true", "0", "[]", "{}"] {
        let body = right.replace(&format!("\"{signature}\""), wrong);
        assert_eq!(read(&body), Err(NoticeError::NotAuthentic), "{wrong}");
    }
}

/// A genuine callback of another payment, and of another project with the same secret.
#[test]
fn d41_a_genuine_callback_about_something_else_settles_nothing() {
    let expected = pay_core::Expected::new(
        OrderKey::new("payment_47").unwrap(),
        crate::wire::usd(10_000),
        pay_core::Receiver::account(pay_core::AccountId::new("1234").unwrap()),
        crate::wire::NOW,
        crate::wire::NOW.after(std::time::Duration::from_mins(10)),
    );
    let notice = |json: &str| -> Notice { read(&signed(json)).unwrap() };
    assert!(expected.verify(&notice(&sale()).claim).is_ok());
    let failed =
        |json: &str| -> Vec<Check> { expected.verify(&notice(json).claim).unwrap_err().failed().collect() };
    assert_eq!(failed(&sale().replace("payment_47", "payment_48")), [Check::Order]);
    assert_eq!(failed(&sale().replace("10000", "1")), [Check::Amount]);
    let other_project = sale().replace("1234", "1235");
    assert_eq!(failed(&other_project), [Check::Receiver]);
    assert_eq!(notice(&other_project).trust, Trust::Hint, "not this project's word");
    let none = sale().replace(r#""project_id":1234,"#, "");
    assert_eq!((failed(&none), notice(&none).trust), (vec![Check::Receiver], Trust::Hint));
}

/// The four orders that the kits sign in; what matched is told. More than ten items, and names that differ in a number,
/// tell them apart.
#[test]
fn every_order_of_the_kits_is_verified_and_told() {
    let operations: Vec<String> =
        (0..12).map(|id| operation(100 + id, "customer action", "success")).collect();
    let lines = r#""line1":"a","line2":"b","line10":"c""#;
    let json = sale().replacen('{', &format!(r#"{{{lines},"operations":[{}],"#, operations.join(",")), 1);
    for order in [Order::Natural, Order::ItemBytes, Order::PathBytes, Order::PerLevel] {
        let body = signed_by(&Scheme::MONETIX.ordered(order), "secret", &json);
        let received = notifications().receive(body.as_bytes()).unwrap();
        let signed = notifications().verify(&received).unwrap();
        assert_eq!((signed.reading().order, signed.secret()), (order, 0));
        assert!(matches!(read(&body).unwrap().trust, Trust::Signed { .. }), "{order:?}");
    }
}

#[test]
fn a_secret_that_is_being_replaced_is_accepted_beside_the_new_one() {
    let body = signed_by(&Scheme::MONETIX, "old", &sale());
    assert_eq!(read(&body), Err(NoticeError::NotAuthentic));
    let both = notifications().or_secret(Secret::new("old").unwrap());
    assert!(read_by(&both, &body).is_ok());
    let received = both.receive(body.as_bytes()).unwrap();
    assert_eq!(both.verify(&received).unwrap().secret(), 1);
}

#[test]
fn f10_any_payment_and_any_status_is_acknowledged_with_200() {
    let acknowledgement = Notifications::new(&settings()).acknowledgement();
    assert_eq!(acknowledgement.status, 200);
    for json in [sale().replace("payment_47", "unknown"), sale().replace("\"success\"", "\"something new\"")]
    {
        assert!(read(&signed(&json)).is_ok());
    }
}

#[test]
fn d43_a_repeat_has_the_key_of_the_first_and_a_change_another() {
    let first = claim(&sale()).event_key();
    let year_old = claim(&signed(&sale())).event_key();
    assert_eq!(first, year_old);
    let as_text = claim(&sale().replace("\"id\":47", "\"id\":\"47\"")).event_key();
    assert_eq!(first, as_text, "types are not signed, so they make no difference");
    for (from, to) in [
        ("\"id\":47", "\"id\":48"),
        ("payment_47", "payment_48"),
        ("\"status\":\"success\",\"date\"", "\"status\":\"decline\",\"date\""),
    ] {
        assert!(sale().contains(from), "{from}");
        assert_ne!(claim(&sale().replace(from, to)).event_key(), first, "{to}");
    }
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
        "[ -~]{0,8}".prop_map(|text| serde_json::to_string(&text).unwrap())
    ];
    let name = prop_oneof![
        Just("payment"),
        Just("status"),
        Just("id"),
        Just("sum"),
        Just("amount"),
        Just("operation"),
        Just("operations"),
        Just("errors"),
        Just("general"),
        Just("signature"),
        Just("frame_mode"),
        Just("redirect_data")
    ];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        let members = proptest::collection::btree_map(name.clone(), inner.clone(), 0..5);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            members.prop_map(|members| {
                let members: Vec<String> =
                    members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", members.join(","))
            })
        ]
    })
}

proptest! {
    /// Nothing without the secret's signature is ever a notice, and reading it never panics.
    #[test]
    fn nothing_unsigned_is_a_notice(body in prop_oneof![json(), "\\PC{0,64}"]) {
        let notice = read(&body);
        prop_assert!(matches!(notice, Err(NoticeError::NotAuthentic | NoticeError::Unreadable)), "{:?}", notice);
        if let Ok(received) = notifications().receive(body.as_bytes()) {
            let _ = (received.claim().observation(), received.claim().event_key());
        }
    }

    /// Every text and number that is signed is guarded by its signature.
    #[test]
    fn changing_a_digit_or_a_letter_breaks_the_signature(at in 0_usize..400) {
        let body = signed(&sale());
        let end = body.rfind("\"signature\"").unwrap();
        let at = at % end;
        let byte = body.as_bytes()[at];
        prop_assume!(byte.is_ascii_alphanumeric());
        let other = if byte.is_ascii_digit() { (byte - b'0' + 1) % 10 + b'0' } else { byte ^ 1 };
        let mut changed = body.clone().into_bytes();
        changed[at] = other;
        let changed = String::from_utf8(changed).unwrap();
        prop_assert!(read(&changed).is_err(), "{}", changed);
    }
}
