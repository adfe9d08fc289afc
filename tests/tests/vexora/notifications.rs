//! What Vexora sends, and how far it is believed (section 6).

use pay_core::{
    Check, Currency, Delivery, Money, Notice, NoticeError, NotificationSource as _, Observation, OrderStatus,
    Trust, Untrusted,
};
use pay_sign::{Fields, Signer, Verifier};
use proptest::prelude::*;
use vexora_client::operation::HostedCheckout;
use vexora_client::{Notification, Notifications, NumberText, Scheme, Signed, Status};

use crate::wire::{
    APP_SECRET, NOW, Wire, body, code, disbursement, number, payer, riel, secret, settings, text, url, vexora,
};

const PAID: &str = r#"{"platFormTradeNo":"p1","tradeNo":"T-1","amount":"300","status":"0000","message":"SUCCESS","successTime":"2024-07-01 18:34:31","channelCode":"KHQR","wayCode":"KHQR","timestamp":"1724740395968"}"#;

fn signed(json: &str) -> String {
    let signer = Signer::new(Scheme::VEXORA, secret(APP_SECRET));
    signer.sign(Fields::from_json(json).unwrap()).unwrap().to_json()
}

fn reader() -> Notifications {
    Notifications::new(&settings())
}

fn read_by(reader: &Notifications, body: &[u8]) -> Result<Notice, NoticeError> {
    reader.read(&Delivery { path: "/notify", query: "", headers: &[], body, received_at: NOW })
}

fn read(body: &str) -> Result<Notice, NoticeError> {
    read_by(&reader(), body.as_bytes())
}

fn verify(body: &str) -> Signed {
    reader().verify(&Notification::read(body.as_bytes()).unwrap())
}

/// The vectors of webhooks, which other software signed: v024 to v026, with every form that they have.
#[test]
fn the_vectors_verify_and_the_form_of_their_numbers_is_reported() {
    let vectors = conformance::fixture("vexora/signature-vectors.json");
    let vectors: serde_json::Value = serde_json::from_str(&vectors).unwrap();
    let all = vectors["vectors"].as_array().unwrap();
    let mut forms = Vec::new();
    for vector in all.iter().filter(|vector| vector["note"].as_str().unwrap().starts_with("webhook")) {
        let client_secret = vector["secret"].as_str().unwrap();
        assert_eq!(client_secret, APP_SECRET);
        let body = vector["params_json"].as_str().unwrap();
        let others = vector["accept_also"].as_array().into_iter().flatten();
        for sign in others.map(|other| &other["sign"]).chain([&vector["sign"]]) {
            let fields = Fields::from_json(body).unwrap();
            let old = fields.text("sign").unwrap().to_owned();
            let body = body.replace(&format!(r#""sign":"{old}""#), &format!(r#""sign":{sign}"#));
            let Signed::Verified { reading, covers } = verify(&body) else { panic!("{body}") };
            assert_eq!(covers, ["tradeNo", "status", "amount"]);
            forms.push(reading.numbers);
        }
    }
    let raw = NumberText::Raw;
    assert_eq!(forms, [raw, NumberText::JavaDouble, NumberText::WithoutTrailingZeros, raw, raw]);
}

#[test]
fn a_signed_notification_says_what_is_covered() {
    let notice = read(&signed(PAID)).unwrap();
    assert_eq!(notice.key.as_str(), "T-1");
    let covers = vec![Check::Order, Check::Status, Check::Amount];
    assert_eq!(notice.trust, Trust::Signed { covers }, "neither a currency nor a receiver");
    let Observation::Paid(payment) = notice.claim else { panic!("not paid") };
    assert_eq!(payment.amount, Money::from_minor(300, Currency::Khr));
    assert_eq!(payment.order, Some(notice.key));
}

/// Section 6: a hint, and nothing more, where there is no signature or one that does not hold.
#[test]
fn a_missing_or_wrong_signature_leaves_a_hint() {
    assert_eq!(verify(PAID), Signed::Unsigned);
    assert_eq!(read(PAID).unwrap().trust, Trust::Hint);
    for wrong in [
        signed(PAID).replace("\"300\"", "\"3000\""),
        signed(PAID).replace("T-1", "T-2"),
        signed(PAID).replace("\"0000\"", "\"0001\""),
        signed(PAID).replace("\"wayCode\"", "\"new\":1,\"wayCode\""),
        PAID.replace('{', r#"{"sign":true,"#),
        PAID.replace('{', r#"{"sign":"","#),
        PAID.replace('{', r#"{"nested":{},"sign":"00","#),
    ] {
        assert_eq!(verify(&wrong), Signed::Unverified, "{wrong}");
        assert_eq!(read(&wrong).unwrap().trust, Trust::Hint, "{wrong}");
        let strict = read_by(&reader().require_signature(), wrong.as_bytes());
        assert_eq!(strict, Err(NoticeError::NotAuthentic));
    }
    let strict = reader().require_signature();
    assert_eq!(read_by(&strict, PAID.as_bytes()), Err(NoticeError::NotAuthentic));
    assert!(read_by(&strict, signed(PAID).as_bytes()).is_ok());
}

/// Empty text is not signed; letters behind a status may be those of the next name.
#[test]
fn a_signature_that_leaves_the_status_open_binds_nothing() {
    for status in ["", "SUCCESS"] {
        let body = signed(&PAID.replace("0000", status));
        assert!(
            matches!(verify(&body), Signed::Verified { covers, .. } if covers == ["tradeNo", "amount"]),
            "{body}"
        );
        assert_eq!(read(&body).unwrap().trust, Trust::Hint, "{body}");
        let strict = read_by(&reader().require_signature(), body.as_bytes());
        assert_eq!(strict, Err(NoticeError::NotAuthentic), "{body}");
    }
}

#[test]
fn a_secret_can_be_replaced() {
    let body = signed(PAID);
    let base = "https://api.example".parse().unwrap();
    let new = vexora_client::Settings::new(base, "1234567890", secret("new"), Currency::Khr).unwrap();
    assert_eq!(read_by(&Notifications::new(&new), body.as_bytes()).unwrap().trust, Trust::Hint);
    let both = Notifications::new(&new).or_secret(secret(APP_SECRET));
    assert!(matches!(read_by(&both, body.as_bytes()).unwrap().trust, Trust::Signed { .. }));
}

/// The forged bodies have the signature of the genuine one, and lack or garble a member that they need.
#[test]
fn d45_a_body_with_one_signature_and_other_members_is_refused() {
    let genuine = r#"{"amount":"300","channelCode":"KHQR","status":"0000","tradeNo":"T-1"}"#;
    let sign = Fields::from_json(signed(genuine)).unwrap().text("sign").unwrap().to_owned();
    for forged in [
        r#"{"amount":"300channelCode=KHQR","status":"0000","tradeNo":"T-1"#,
        r#"{"amount":"300","channelCode":"KHQRstatus=0000","tradeNo":"T-1"#,
        r#"{"amount":"300","channelCode":"KHQR","status":"0000tradeNo=T-1"#,
    ] {
        let body = format!(r#"{forged}","sign":"{sign}"}}"#);
        let verifier = Verifier::new(Scheme::VEXORA, secret(APP_SECRET));
        assert!(verifier.verify(&Fields::from_json(&body).unwrap()).is_ok(), "one signature: {body}");
        assert_eq!(read(&body), Err(NoticeError::Unreadable), "{body}");
    }
    // What is needed stands in place, and a text could be the seam between two members.
    let ambiguous = signed(&PAID.replace("SUCCESS", "a status=0029"));
    let Signed::Verified { covers, .. } = verify(&ambiguous) else { panic!("it is signed") };
    assert!(covers.is_empty());
    assert_eq!(read(&ambiguous).unwrap().trust, Trust::Hint);
}

/// Nothing stands between a number and the name behind it: the same letters are the end of one or the start of the other.
#[test]
fn d45_letters_between_a_number_and_the_next_name_may_belong_to_either() {
    let covers = |body: &str| match verify(body) {
        Signed::Verified { covers, .. } => covers,
        other => panic!("{other:?}: {body}"),
    };
    let genuine = |number: &str| signed(&PAID.replace("T-1", number));
    for (body, forged) in [
        (genuine("T-1x"), r#""tradeNo":"T-1","xwayCode":"#),
        (genuine("T-1"), r#""tradeNo":"T-1wa","yCode":"#),
    ] {
        let number = Fields::from_json(&body).unwrap().text("tradeNo").unwrap().to_owned();
        assert_eq!(covers(&body), ["tradeNo", "status", "amount"]);
        let moved = body.replace(&format!(r#""tradeNo":"{number}","#), "").replace(r#""wayCode":"#, forged);
        assert_eq!(covers(&moved), ["status", "amount"], "one signature, two orders: {moved}");
        assert_eq!(read(&moved).unwrap().trust, Trust::Hint, "{moved}");
    }
    // So the member behind the number has to be one that is known to stand there, or none.
    let unknown = signed(&PAID.replace("wayCode", "vat"));
    assert_eq!(covers(&unknown), ["status", "amount"]);
    let last = signed(r#"{"amount":"300","status":"0000","tradeNo":"T-1"}"#);
    assert_eq!(covers(&last), ["tradeNo", "status", "amount"]);
}

/// Requests are signed with the same secret: one whose remark or way back holds a status can be cut into a notification.
#[tokio::test]
async fn d45_a_request_that_comes_back_is_no_signed_notification() {
    let back = url("https://m.example/r?status=0000");
    let order =
        HostedCheckout::new(number("T-1"), riel(300), payer(), url("https://m.example/n"), back, text("a"));
    let wire = Wire::script([code("5000"), code("5000")]);
    let client = vexora(&wire);
    client.call(&order).await.unwrap_err();
    client.call(&disbursement().remark(text("rstatus=0000"))).await.unwrap_err();
    for sent in wire.sent() {
        let echoed = body(&sent).replace("status=0000", r#"","status":"0000"#);
        assert!(matches!(verify(&echoed), Signed::Verified { covers, .. } if covers.is_empty()), "{echoed}");
        assert_eq!(read(&echoed).unwrap().trust, Trust::Hint, "{echoed}");
        let strict = read_by(&reader().require_signature(), echoed.as_bytes());
        assert_eq!(strict, Err(NoticeError::NotAuthentic), "{echoed}");
    }
}

#[test]
fn what_is_no_notification_is_unreadable() {
    for body in [
        "",
        "OK",
        "[]",
        "<html>",
        r#"{"status":"0000","amount":"300"}"#,
        r#"{"tradeNo":"T-1","amount":"300"}"#,
        r#"{"tradeNo":"T-1","status":"0000"}"#,
        r#"{"tradeNo":"T 1","status":"0000","amount":"300"}"#,
        r#"{"tradeNo":"T-1","status":"0000","amount":" 300"}"#,
        r#"{"tradeNo":"T-1","status":"0000","amount":true}"#,
        r#"{"tradeNo":"T-1","tradeNo":"T-2","status":"0000","amount":"300"}"#,
        r#"{"tradeNo":["T-1"],"status":"0000","amount":"300"}"#,
    ] {
        assert_eq!(read(body), Err(NoticeError::Unreadable), "{body}");
    }
    assert_eq!(read_by(&reader(), b"{\"tradeNo\":\"\xff\"}"), Err(NoticeError::Unreadable));
}

/// An order's and a disbursement's notifications look alike, and what a status means is not the same for both.
#[test]
fn a_notification_is_read_for_what_it_is_about() {
    let partial = Notification::read(PAID.replace("0000", "0001").as_bytes()).unwrap();
    assert_eq!(*partial.status(), Status::PartiallyPaid);
    assert_eq!(partial.of_order(Currency::Khr).status(), OrderStatus::Paid);
    assert_eq!(partial.of_disbursement(Currency::Khr).status(), OrderStatus::Unrecognized);
    let unlisted = Notification::read(PAID.replace("0000", "0030").as_bytes()).unwrap();
    assert_eq!(unlisted.of_order(Currency::Khr), Observation::Unrecognized(Untrusted::new("0030")));
    assert_eq!(unlisted.claim().way_code, Some(Untrusted::new("KHQR")));
}

/// The number is kept in the text that it came in.
#[test]
fn the_text_of_a_number_is_kept() {
    let notification = Notification::read(br#"{"tradeNo":"T-1","status":"0000","amount":3.0000}"#).unwrap();
    assert_eq!(notification.claim().amount.as_ref().unwrap().as_str(), "3.0000");
    assert_eq!(format!("{notification:?}"), r#"Notification { trade_no: TradeNo("T-1"), .. }"#);
}

#[test]
fn the_acknowledgement_is_two_letters() {
    let acknowledgement = reader().acknowledgement();
    assert_eq!((acknowledgement.status, acknowledgement.content_type), (200, "text/plain"));
    assert_eq!(acknowledgement.body, "OK");
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(body: Vec<u8>) {
        let _ = read_by(&reader(), &body);
    }

    /// Whatever member is changed, the signature no longer holds.
    #[test]
    fn any_changed_member_breaks_the_signature(member in 0_usize..9, text in "[A-Za-z0-9]{1,8}") {
        let fields = Fields::from_json(signed(PAID)).unwrap();
        let name = fields.names().nth(member).unwrap().to_owned();
        prop_assume!(fields.text(&name) != Some(text.as_str()));
        let body: std::collections::BTreeMap<&str, &str> =
            fields.names().map(|other| (other, if other == name { text.as_str() } else { fields.text(other).unwrap() })).collect();
        let body = serde_json::to_string(&body).unwrap();
        if let Ok(notification) = Notification::read(body.as_bytes()) {
            prop_assert_eq!(reader().verify(&notification), Signed::Unverified);
        }
    }
}
