//! What KESS sends, how far it is believed, and the way from there to a settled order (section 6).

use std::time::Duration;

use kess_client::{
    Fields, Notification, Notifications, RedirectHint, RefundNotice, SaveCardNotice, Scope, SignType, Signed,
    Unconfirmed, confirm_notification,
};
use pay_core::{
    Check, Currency, Delivery, Expected, Money, Notice, NoticeError, NotificationSource as _, Observation,
    OrderKey, Receiver, Trust,
};
use pay_sign::{Scheme, Signer};
use proptest::prelude::*;

use crate::wire::{API_SECRET, NOW, Wire, answered, http, kess, secret, settings, success};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";
const FLAT: &str = r#"{"out_trade_no":"T-1","status":"SUCCESS","total_amount":10.50,"currency":"USD","transaction_id":"TR-1","sign_type":"HMAC-SHA256"}"#;

fn signed(sign_type: SignType, json: &str) -> String {
    let signer = Signer::new(Scheme::kess(sign_type), secret(API_SECRET));
    signer.sign(Fields::from_json(json).unwrap()).unwrap().to_json()
}

/// An envelope whose signature is over its `data`, with or without the `sign_type`.
fn signed_data(with_sign_type: bool) -> String {
    let data = Fields::from_json(FLAT).unwrap().without("sign_type");
    let scheme = if with_sign_type { Scheme::KESS } else { Scheme::KESS.undeclared() };
    let part = if with_sign_type { data.with("sign_type", "HMAC-SHA256") } else { data };
    let sign = Signer::new(scheme, secret(API_SECRET)).sign(part).unwrap().signature().to_owned();
    let data = FLAT.replace(r#","sign_type":"HMAC-SHA256""#, "");
    format!(r#"{{"success":true,"data":{data},"sign_type":"HMAC-SHA256","sign":"{sign}"}}"#)
}

fn reader() -> Notifications {
    Notifications::new(&settings())
}

fn read_by(reader: &Notifications, content_type: &str, body: &[u8]) -> Result<Notice, NoticeError> {
    let headers = [("Content-Type", content_type.as_bytes())];
    reader.read(&Delivery { path: "/notify", query: "", headers: &headers, body, received_at: NOW })
}

fn read(body: &str) -> Result<Notice, NoticeError> {
    read_by(&reader(), JSON, body.as_bytes())
}

fn verify(body: &str) -> Signed {
    reader().verify(&Notification::read(Some(JSON), body.as_bytes()).unwrap())
}

#[test]
fn a_signature_says_what_it_covers() {
    let all = vec!["out_trade_no", "status", "total_amount", "currency"];
    let verified = |scope| Signed::Verified { scope, covers: all.clone() };
    assert_eq!(verify(&signed(SignType::HmacSha256, FLAT)), verified(Scope::Envelope));
    assert_eq!(verify(&signed_data(true)), verified(Scope::DataWithSignType));
    assert_eq!(verify(&signed_data(false)), verified(Scope::Data));
    assert_eq!(verify(FLAT), Signed::Unsigned);
    let changed = signed(SignType::HmacSha256, FLAT).replace("10.50", "10.51");
    assert_eq!(verify(&changed), Signed::Unverified);
    let notice = read(&signed_data(true)).unwrap();
    let covers = vec![Check::Order, Check::Status, Check::Amount, Check::Currency];
    assert_eq!(notice.trust, Trust::Signed { covers });
    assert_eq!(notice.key.as_str(), "T-1");
    assert!(matches!(notice.claim, Observation::Paid(payment) if payment.amount == usd(1_050)));
}

const fn usd(cents: i64) -> Money {
    Money::from_minor(cents, Currency::Usd)
}

/// A form has texts alone, which are signed as they stand.
#[test]
fn a_form_is_read_and_verified() {
    let pairs = [
        ("out_trade_no", "T-1"),
        ("status", "SUCCESS "),
        ("total_amount", "10.50"),
        ("currency", "USD"),
        ("sign_type", "HMAC-SHA256"),
    ];
    let fields = Fields::from_pairs(pairs).unwrap();
    let signer = Signer::new(Scheme::KESS, secret(API_SECRET));
    let sign = signer.sign(fields).unwrap().signature().to_owned();
    let body = format!(
        "out_trade_no=T-1&status=SUCCESS+&total_amount=10.50&currency=USD&sign_type=HMAC-SHA256&sign={sign}"
    );
    let notice = read_by(&reader(), FORM, body.as_bytes()).unwrap();
    assert!(matches!(notice.trust, Trust::Signed { covers } if covers.len() == 4));
    for wrong in ["out_trade_no=T-1", "out_trade_no=T-1&status=%ff", "out_trade_no=T-1&status=a&status=b", ""]
    {
        assert_eq!(read_by(&reader(), FORM, wrong.as_bytes()), Err(NoticeError::Unreadable), "{wrong}");
    }
}

/// One signature fits both: whether the number stood by itself is not sure, so it is a hint, and its number is no number.
#[test]
fn d01_a_body_that_poses_as_two_members_binds_nothing() {
    let two = r#"{"body":"x","out_trade_no":"T1","sign_type":"HMAC-SHA256","status":"SUCCESS","total_amount":"10"}"#;
    let sign = Fields::from_json(signed(SignType::HmacSha256, two)).unwrap().text("sign").unwrap().to_owned();
    let posed = format!(
        r#"{{"body":"x&out_trade_no=T1","sign_type":"HMAC-SHA256","status":"SUCCESS","total_amount":"10","sign":"{sign}"}}"#
    );
    assert_eq!(read(&posed), Err(NoticeError::Unreadable), "no member names the order");
    let both = signed(SignType::HmacSha256, &two.replace(r#""x""#, r#""x&status=CLOSED""#));
    assert_eq!(read(&both).unwrap().trust, Trust::Hint);
}

#[test]
fn d03_an_order_whose_number_ends_in_a_separator_is_none() {
    let body = signed(SignType::HmacSha256, &FLAT.replace("T-1", "T-1&"));
    assert_eq!(read(&body), Err(NoticeError::Unreadable));
}

/// The envelope's own members are all that this signature covers, so `data` stays a hint.
#[test]
fn d04_a_signature_over_the_envelope_says_nothing_of_data() {
    for data in
        [r#"{"out_trade_no":"T-1","status":"SUCCESS"}"#, r#"{"out_trade_no":"T-2","status":"CLOSED"}"#]
    {
        let body = signed(
            SignType::HmacSha256,
            &format!(r#"{{"success":true,"data":{data},"sign_type":"HMAC-SHA256"}}"#),
        );
        assert_eq!(verify(&body), Signed::Verified { scope: Scope::Envelope, covers: vec![] });
        assert_eq!(read(&body).unwrap().trust, Trust::Hint);
        let strict = reader().require_signature();
        assert_eq!(read_by(&strict, JSON, body.as_bytes()), Err(NoticeError::NotAuthentic));
    }
}

/// What is signed stands beside what is read: another `status` than the order's.
#[test]
fn d04_a_signature_over_other_members_of_the_same_name_covers_nothing() {
    let order = r#"{"out_trade_no":"T-1","status":"SUCCESS","total_amount":10.5,"currency":"USD"}"#;
    for place in ["data", "order_info"] {
        let body = format!(
            r#"{{"status":"WAITING","total_amount":1,"currency":"USD","{place}":{order},"sign_type":"HMAC-SHA256"}}"#
        );
        let body = signed(SignType::HmacSha256, &body);
        assert_eq!(verify(&body), Signed::Verified { scope: Scope::Envelope, covers: vec![] }, "{place}");
        assert_eq!(read(&body).unwrap().trust, Trust::Hint);
    }
}

#[test]
fn d09_a_status_that_is_there_twice_is_refused() {
    let body = r#"{"out_trade_no":"T-1","status":"WAITING","status":"SUCCESS"}"#;
    assert_eq!(read(body), Err(NoticeError::Unreadable));
}

#[test]
fn d10_another_sign_type_does_not_count() {
    let md5 = signed(SignType::Md5, &FLAT.replace("HMAC-SHA256", "MD5"));
    assert_eq!(verify(&md5), Signed::Unverified);
    let both = reader().or_sign_type(SignType::Md5);
    assert!(matches!(read_by(&both, JSON, md5.as_bytes()).unwrap().trust, Trust::Signed { .. }));
    for sign_type in [r#""sign_type":"md5","#, r#""sign_type":"none","#, ""] {
        let body = md5.replace(r#""sign_type":"MD5","#, sign_type);
        assert_eq!(
            both.verify(&Notification::read(None, body.as_bytes()).unwrap()),
            Signed::Unverified,
            "{body}"
        );
    }
    // Nor where `sign_type` is not among what is signed.
    let data = signed_data(false);
    for sign_type in [r#""sign_type":"MD5","#, r#""sign_type":"hmac-sha256","#, r#""sign_type":"none","#, ""]
    {
        let body = data.replace(r#""sign_type":"HMAC-SHA256","#, sign_type);
        assert_ne!(body, data);
        let notification = Notification::read(None, body.as_bytes()).unwrap();
        assert_eq!(both.verify(&notification), Signed::Unverified, "{body}");
    }
}

/// The days on which one secret follows another.
#[test]
fn a_second_secret_counts_beside_the_first() {
    let (first, second) = (reader(), reader().or_secret(secret("new-secret-canary")));
    let signer = Signer::new(Scheme::KESS, secret("new-secret-canary"));
    let new = signer.sign(Fields::from_json(FLAT).unwrap()).unwrap().to_json();
    for (body, is_first, is_second) in [
        (signed(SignType::HmacSha256, FLAT), true, true),
        (signed_data(false), true, true),
        (new.clone(), false, true),
        (new.replace("10.50", "10.51"), false, false),
    ] {
        let notification = Notification::read(Some(JSON), body.as_bytes()).unwrap();
        let holds = |reader: &Notifications| matches!(reader.verify(&notification), Signed::Verified { .. });
        assert_eq!((holds(&first), holds(&second)), (is_first, is_second), "{body}");
    }
    assert!(!format!("{second:?}").contains("canary"));
}

#[test]
fn d12_a_signature_that_is_no_text_of_its_length_does_not_hold() {
    let good = signed(SignType::HmacSha256, FLAT);
    let sign = Fields::from_json(&good).unwrap().text("sign").unwrap().to_owned();
    for wrong in ["true", "0", "[]", "null", r#""0e462097431906509019562988736854""#] {
        assert_eq!(verify(&good.replace(&format!("\"{sign}\""), wrong)), Signed::Unverified, "{wrong}");
    }
}

#[test]
fn d13_a_signature_that_is_nearly_right_does_not_hold() {
    let good = signed(SignType::HmacSha256, FLAT);
    let sign = Fields::from_json(&good).unwrap().text("sign").unwrap().to_owned();
    let long = format!("{sign}0");
    for wrong in ["", "a", &sign[..63], &long, &format!(" {sign}"), &format!("{sign}\\n")] {
        assert_eq!(verify(&good.replace(&sign, wrong)), Signed::Unverified, "{wrong:?}");
    }
    let capitals = good.replace(&sign, &sign.to_uppercase());
    assert!(matches!(verify(&capitals), Signed::Verified { .. }), "public demos write capitals");
}

#[test]
fn d18_a_member_that_is_missing_is_an_error_and_a_new_one_is_kept() {
    for missing in [r#""out_trade_no":"T-1","#, r#""status":"SUCCESS","#] {
        assert_eq!(
            read(&signed(SignType::HmacSha256, &FLAT.replace(missing, ""))),
            Err(NoticeError::Unreadable)
        );
    }
    let body = signed(SignType::HmacSha256, &FLAT.replace('{', r#"{"is_paid":"yes","#));
    let notification = Notification::read(None, body.as_bytes()).unwrap();
    assert_eq!(notification.claim().extra.json("is_paid"), Some(r#""yes""#));
}

fn expected(cents: i64) -> Expected {
    let expires = NOW.after(Duration::from_mins(10));
    Expected::new(OrderKey::new("T-1").unwrap(), usd(cents), Receiver::BoundToOrder, NOW, expires)
}

const PAID: &str = r#"{"out_trade_no":"T-1","status":"SUCCESS","transaction_id":"TR-1","total_amount":10.5,"currency":"USD"}"#;

/// Whatever the notification claims, KESS is asked, and its answer is compared.
#[tokio::test]
async fn a_notification_is_confirmed_by_asking() {
    let claim = read(&FLAT.replace("10.50", "99")).unwrap();
    let settled = confirm_notification(&answered(success(PAID)), &claim, &expected(1_050)).await.unwrap();
    assert_eq!(settled.payment().amount, usd(1_050));
    let mismatch =
        confirm_notification(&answered(success(PAID)), &claim, &expected(9_900)).await.unwrap_err();
    assert!(matches!(mismatch, Unconfirmed::Mismatch(_)));
    let waiting = success(r#"{"out_trade_no":"T-1","status":"WAITING"}"#);
    assert!(matches!(
        confirm_notification(&answered(waiting), &claim, &expected(1_050)).await,
        Err(Unconfirmed::Mismatch(_))
    ));
    let failed = confirm_notification(&answered(http(500, "")), &claim, &expected(1_050)).await.unwrap_err();
    assert!(matches!(failed, Unconfirmed::NoAnswer(_)));
    let other = read(&FLAT.replace("T-1", "T-2")).unwrap();
    let wire = Wire::script([]);
    assert!(matches!(
        confirm_notification(&kess(&wire), &other, &expected(1_050)).await,
        Err(Unconfirmed::OtherOrder(_))
    ));
    assert!(wire.calls().is_empty());
}

/// A thousand at once change nothing here: each is read alike, and each asks.
#[tokio::test]
async fn d60_a_thousand_notifications_are_read_alike() {
    let body = signed(SignType::HmacSha256, FLAT);
    let first = read(&body).unwrap();
    let wire = Wire::gateway(|_| success(PAID));
    let kess = std::sync::Arc::new(kess(&wire));
    let tasks: Vec<_> = (0..1_000)
        .map(|_| {
            let (kess, notice) = (std::sync::Arc::clone(&kess), read(&body).unwrap());
            tokio::spawn(async move {
                (confirm_notification(&*kess, &notice, &expected(1_050)).await.unwrap(), notice)
            })
        })
        .collect();
    for task in tasks {
        let (settled, notice) = task.await.unwrap();
        assert_eq!((settled.payment().transaction.as_str(), &notice), ("TR-1", &first));
    }
    assert_eq!(wire.grants().len(), 1);
}

#[test]
fn d61_odd_bytes_are_an_error_and_no_panic() {
    for body in [
        &b"\xff"[..],
        br#"{"out_trade_no":"\ud800","status":"SUCCESS"}"#,
        br#"{"out_trade_no":18446744073709551616,"status":[]}"#,
        b"",
    ] {
        assert_eq!(read_by(&reader(), JSON, body), Err(NoticeError::Unreadable));
    }
    let deep = format!(r#"{{"out_trade_no":"T-1","status":"S","x":{}"#, "[".repeat(100_000));
    assert_eq!(read(&deep), Err(NoticeError::Unreadable));
}

#[test]
fn members_may_stand_in_three_places() {
    let order = r#"{"out_trade_no":"T-1","status":"SUCCESS"}"#;
    for body in [
        order.to_owned(),
        format!(r#"{{"data":{order}}}"#),
        format!(r#"{{"order_info":{order},"data":[]}}"#),
        format!(r#"{{"data":{{"order_info":{order}}}}}"#),
    ] {
        assert_eq!(read(&body).unwrap().key.as_str(), "T-1", "{body}");
    }
    assert_eq!(
        read(r#"{"data":{"data":{"out_trade_no":"T-1","status":"S"}}}"#),
        Err(NoticeError::Unreadable)
    );
}

#[test]
fn cards_and_refunds_are_read_where_their_members_stand() {
    let body = br#"{"data":{"card_info":{"card_token":"canary","scheme":"VISA","new":1}}}"#;
    let notice = SaveCardNotice::read(Some(JSON), body).unwrap();
    assert_eq!(notice.card.card_token.as_ref().map(pay_core::Secret::expose), Some("canary"));
    assert!(!format!("{notice:?}").contains("canary"));
    // The token beside the card, as well as in it; two that differ are refused.
    let beside = r#"{"card_token":"canary","card_info":{"card_token":null,"scheme":"VISA"}}"#;
    assert_eq!(SaveCardNotice::read(None, beside.as_bytes()).unwrap().card.scheme, notice.card.scheme);
    for wrong in [beside.replace("null", r#""other""#), beside.replace(r#""canary""#, "null")] {
        assert_eq!(SaveCardNotice::read(None, wrong.as_bytes()), Err(NoticeError::Unreadable), "{wrong}");
    }
    let body = b"transaction_id=TR-1&status=REFUNDED&amount=1.00&currency=USD";
    let notice = RefundNotice::read(Some(FORM), body).unwrap();
    assert_eq!(notice.refund.amount(), Ok(usd(100)));
    assert_eq!(asked(&notice), Some(r#"{"transaction_id":"TR-1"}"#.to_owned()));
    let both = br#"{"status":"REFUNDED","transaction_id":"TR-1","merchant_reference":"R-1"}"#;
    let both = RefundNotice::read(None, both).unwrap();
    assert_eq!(asked(&both), Some(r#"{"merchant_reference":"R-1"}"#.to_owned()));
    let neither = RefundNotice::read(None, br#"{"status":"REFUNDED","out_trade_no":"T-1"}"#).unwrap();
    assert_eq!(asked(&neither), None);
    assert!(RefundNotice::read(Some(JSON), br#"{"status":"REFUNDED"}"#).is_err());
}

fn asked(notice: &RefundNotice) -> Option<String> {
    notice.query().map(|query| serde_json::to_string(&query).unwrap())
}

#[test]
fn the_acknowledgement_is_what_peers_answer() {
    let acknowledgement = reader().acknowledgement();
    assert_eq!((acknowledgement.status, &*acknowledgement.body), (200, r#"{"success":true}"#));
}

proptest! {
    #[test]
    fn reading_never_panics(body: Vec<u8>, text in ".{0,200}") {
        for content_type in [JSON, FORM] {
            let _ = read_by(&reader(), content_type, &body);
            let _ = read_by(&reader(), content_type, text.as_bytes());
        }
        let _ = RedirectHint::read(&text);
        let _ = SaveCardNotice::read(None, &body);
    }

    #[test]
    fn a_changed_member_never_verifies(amount in 1_u32..1_000_000, other in 1_u32..1_000_000) {
        prop_assume!(amount != other);
        let flat = FLAT.replace("10.50", &amount.to_string());
        let body = signed(SignType::HmacSha256, &flat);
        let changed = body.replace(&format!(":{amount},"), &format!(":{other},"));
        prop_assert_eq!(verify(&changed), Signed::Unverified);
    }
}
