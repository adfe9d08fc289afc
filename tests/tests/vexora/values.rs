//! What is refused before it is sent (threats D-45 and D-47).

use pay_core::{Currency, Money, OrderId, Outcome, Timestamp};
use pay_sign::{Fields, RefusalKind};
use vexora_client::operation::{BalanceQuery, HostedCheckout, Operation};
use vexora_client::{
    Amount, Code, ErrorKind, InvalidRequest, InvalidValue, Keying, Mobile, Scheme, Settings, TradeNo, Vexora,
};

use crate::wire::{
    APP_SECRET, HandClock, NOW, ORDER, Wire, body, checkout, code, number, payer, riel, secret, settings,
    text, url, vexora,
};

fn remarked(remark: &str, return_url: &str) -> HostedCheckout {
    let notify = url("https://m.example/n?a=1&b=2");
    HostedCheckout::new(number(ORDER), riel(300), payer(), notify, url(return_url), text(remark))
}

async fn refusal(operation: &impl Operation) -> InvalidRequest {
    let wire = Wire::script([]);
    let Err(error) = vexora(&wire).call(operation).await else { panic!("sent") };
    assert!(wire.sent().is_empty());
    assert_eq!(error.outcome(), Outcome::NotSent);
    match error.kind() {
        ErrorKind::InvalidRequest(invalid) => invalid.clone(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn d45_a_remark_that_poses_as_a_member_is_not_sent() {
    let posing = |invalid| match invalid {
        InvalidRequest::Unsignable(refusal) => refusal.kind(),
        other => panic!("{other}"),
    };
    for (remark, return_url, member) in [
        ("xreturnUrl=https://m/1", "https://m.example/r", "returnUrl"),
        ("a", "https://m.example/r?tradeNo=T1", "tradeNo"),
        ("a", "https://m.example/rwayCode=KHQR", "wayCode"),
    ] {
        let refused = posing(refusal(&remarked(remark, return_url)).await);
        assert_eq!(refused, RefusalKind::ItemInText(member), "{remark} {return_url}");
    }
    // Vector v013: an honest `=` is sent.
    let wire = Wire::script([code("5000")]);
    vexora(&wire).call(&remarked("a=b&c", "https://merchant.com/payment/result")).await.unwrap_err();
    assert!(body(&wire.sent()[0]).contains(r#""remark":"a=b&c""#));
}

/// `{"amount":"300channelCode=KHQR"}` has no type to be written in.
#[test]
fn d45_every_member_has_a_grammar() {
    assert!(Money::parse("300channelCode=KHQR", Currency::Khr).is_err());
    for wrong in ["300channelCode=KHQR", "KHQR=", "", "a b", "ក", &"x".repeat(65)] {
        assert!(Code::new(wrong).is_err(), "{wrong}");
    }
    for wrong in ["T1remark=x", "", "T 1", "T.1", "../../", "'; DROP TABLE orders", "T-١", &"x".repeat(33)] {
        assert!(TradeNo::new(wrong).is_err(), "{wrong}");
    }
    assert!(Mobile::verbatim("012345678email=a").is_err());
    assert_eq!(TradeNo::try_from(&OrderId::new("a.b").unwrap()), Err(InvalidValue::Character { at: 1 }));
}

#[test]
fn d47_a_merchant_number_that_ends_the_header_is_no_setting() {
    let base = || "https://api.example".parse().unwrap();
    for wrong in ["1234567890\r\nX-Admin: 1", "1234567890\n", "", "12 34"] {
        assert!(Settings::new(base(), wrong, secret(APP_SECRET), Currency::Usd).is_err(), "{wrong:?}");
    }
}

#[tokio::test]
async fn d47_the_merchant_number_stands_in_the_header_alone() {
    let wire = Wire::script([code("5000")]);
    vexora(&wire).call(&checkout()).await.unwrap_err();
    let sent = &wire.sent()[0];
    assert_eq!(sent.headers()["merchantNo"], "1234567890");
    assert!(!body(sent).contains("1234567890"));
}

/// The wire has no currency, so that 10 dollars would be taken for 10 riel.
#[tokio::test]
async fn an_amount_in_another_currency_is_not_sent() {
    let dollars = Amount::new(Money::from_minor(1_000, Currency::Usd)).unwrap();
    let (notify, back) = (url("https://m.example/n"), url("https://m.example/r"));
    let order = HostedCheckout::new(number(ORDER), dollars, payer(), notify, back, text("a"));
    let expected = InvalidRequest::Currency { account: Currency::Khr, found: Currency::Usd };
    assert_eq!(refusal(&order).await, expected);
}

#[tokio::test]
async fn a_clock_without_13_digits_signs_nothing() {
    for millis in [0, -1, 999_999_999_999, 10_000_000_000_000, i64::MAX] {
        let wire = Wire::script([]);
        let clock = HandClock::at(Timestamp::from_millis(millis));
        let client = Vexora::new(settings(), wire, clock);
        let error = client.call(&BalanceQuery {}).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidRequest(InvalidRequest::Clock), "{millis}");
    }
}

/// Threat D-46 and erratum V1: where the secret goes is named by the caller, and is behind the text by default.
#[tokio::test]
async fn d46_the_scheme_is_the_callers() {
    let sign = async |settings: Settings| {
        let wire = Wire::script([code("5000")]);
        let client = Vexora::new(settings, wire.clone(), HandClock::at(NOW));
        client.call(&BalanceQuery {}).await.unwrap_err();
        Fields::from_json(body(&wire.sent()[0])).unwrap().text("sign").unwrap().to_owned()
    };
    let md5 = |text: String| {
        use md5::Digest as _;
        hex::encode(md5::Md5::digest(text))
    };
    let text = format!("timestamp={NOW}");
    assert_eq!(sign(settings()).await, md5(format!("{text}{APP_SECRET}")));
    let first = settings().scheme(Scheme::VEXORA.keyed(Keying::Prefix("")));
    assert_eq!(sign(first).await, md5(format!("{APP_SECRET}{text}")));
}
