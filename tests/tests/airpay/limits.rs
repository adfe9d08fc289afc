//! Every member at 50 and at 51 characters, ASCII and Khmer (section 5): characters are counted, not bytes.

use airpay_client::{
    InvalidMember, Member, Msisdn, Payer, PaymentMethod, PaymentRequest, Problem, ReturnUrl, Route, Settings,
    Tracking,
};
use pay_core::{Currency, Money};
use pay_http::value::InvalidValue;

use crate::wire::{Wire, airpay_at};
use crate::wire::{payer, request, return_url, secret, settings, success, tracking};

/// A consonant of three bytes.
const KHMER: &str = "ក";

/// The members that take any text.
const TEXTS: [Member; 11] = [
    Member::Country,
    Member::Channel,
    Member::ServiceEwallet,
    Member::Name,
    Member::Email,
    Member::Number,
    Member::Description,
    Member::PaymentMethod,
    Member::TrxId,
    Member::ClickId,
    Member::PubId,
];

fn amount() -> Money {
    Money::from_minor(1, Currency::Khr)
}

/// Builds all that is needed to send this text in this member.
fn with(member: Member, text: &str) -> Result<(Settings, PaymentRequest), InvalidMember> {
    let msisdn = || Msisdn::new("85512345678");
    let route = |route| Ok((settings().route(route), request(amount())));
    let by = |request| Ok((settings(), request));
    match member {
        Member::Country => route(Route::new(text, "KHQR", "ewallet")?),
        Member::Channel => route(Route::new("KH", text, "ewallet")?),
        Member::ServiceEwallet => route(Route::new("KH", "KHQR", text)?),
        Member::ApiKey => {
            let base = "https://airpay.example".parse().unwrap();
            Ok((Settings::new(base, secret(text))?, request(amount())))
        }
        Member::Name => of(Payer::new(text, "a@b.example", msisdn()?)?),
        Member::Email => of(Payer::new("Sok Dara", text, msisdn()?)?),
        Member::Msisdn => of(Payer::new("Sok Dara", "a@b.example", Msisdn::new(text)?)?),
        Member::Number => by(request(amount()).number(text)?),
        Member::Description => by(PaymentRequest::new(payer(), amount(), text, tracking(), return_url())?),
        Member::PaymentMethod => by(request(amount()).payment_method(PaymentMethod::new(text)?)),
        Member::TrxId => by(request(amount()).trxid(text)?),
        Member::ClickId => tracked(Tracking::new(text, "PUB123456")?),
        Member::PubId => tracked(Tracking::new("CLICK123456", text)?),
        Member::ReturnUrl => {
            by(PaymentRequest::new(payer(), amount(), "x", tracking(), ReturnUrl::new(text)?)?)
        }
        other => panic!("{other} is no text"),
    }
}

fn of(payer: Payer) -> Result<(Settings, PaymentRequest), InvalidMember> {
    Ok((settings(), PaymentRequest::new(payer, amount(), "x", tracking(), return_url())?))
}

fn tracked(tracking: Tracking) -> Result<(Settings, PaymentRequest), InvalidMember> {
    Ok((settings(), PaymentRequest::new(payer(), amount(), "x", tracking, return_url())?))
}

/// The path and the body that go out.
async fn sent(settings: Settings, request: &PaymentRequest) -> String {
    let wire = Wire::new(|_| success("{}"));
    airpay_at(settings, &wire).call(request).await.unwrap();
    let sent = wire.sent().remove(0);
    let key = sent.headers()["apikey"].to_str().unwrap().to_owned();
    let path = sent.uri().path().to_owned();
    path + &key + str::from_utf8(sent.body()).unwrap()
}

const fn too_long(found: usize) -> Problem {
    Problem::TooLong { found, limit: 50 }
}

/// The document's own table: which members there are, which are required, and how long they may be.
#[test]
fn the_members_are_the_documents() {
    let row = |member: Member| {
        let required = if member.is_required() { "yes" } else { "no" };
        format!("{member}\t{required}\t{}\n", Member::LIMIT)
    };
    let ours = Member::ALL.map(row).concat();
    assert_eq!(ours, conformance::fixture("airpay/request-members.tsv"));
}

#[tokio::test]
async fn fifty_khmer_characters_fit_and_one_more_does_not() {
    for member in TEXTS {
        let (settings, request) = with(member, &KHMER.repeat(50)).unwrap();
        let expected = match member {
            Member::Country | Member::Channel | Member::ServiceEwallet => "%E1%9E%80".repeat(50),
            _ => KHMER.repeat(50),
        };
        assert!(sent(settings, &request).await.contains(&expected), "{member}");
        let invalid = with(member, &KHMER.repeat(51)).unwrap_err();
        assert_eq!((invalid.member(), invalid.problem()), (member, too_long(51)));
        let said = format!("{member}: expected at most 50 characters, found 51");
        assert_eq!(invalid.to_string(), said);
    }
}

#[tokio::test]
async fn fifty_ascii_characters_fit_and_one_more_does_not() {
    let others = [Member::ApiKey, Member::Msisdn];
    for member in TEXTS.into_iter().chain(others) {
        let (settings, request) = with(member, &"7".repeat(50)).unwrap();
        assert!(sent(settings, &request).await.contains(&"7".repeat(50)), "{member}");
        let invalid = with(member, &"7".repeat(51)).unwrap_err();
        assert_eq!((invalid.member(), invalid.problem()), (member, too_long(51)));
    }
    let address = |length: usize| format!("https://shop.example/{}", "r".repeat(length - 21));
    let (settings, request) = with(Member::ReturnUrl, &address(50)).unwrap();
    assert!(sent(settings, &request).await.contains(&address(50)));
    let invalid = with(Member::ReturnUrl, &address(51)).unwrap_err();
    assert_eq!((invalid.member(), invalid.problem()), (Member::ReturnUrl, too_long(51)));
}

/// What is no text by its nature is refused for that at 50 characters, and for its length at 51.
#[test]
fn what_takes_no_khmer_counts_characters_all_the_same() {
    for member in [Member::ApiKey, Member::Msisdn, Member::ReturnUrl] {
        let invalid = with(member, &KHMER.repeat(50)).unwrap_err();
        assert_eq!(invalid.member(), member);
        assert!(matches!(invalid.problem(), Problem::Value(_) | Problem::Address(_)), "{invalid}");
        assert_eq!(with(member, &KHMER.repeat(51)).unwrap_err().problem(), too_long(51));
    }
}

/// Amounts and currencies come from types whose longest texts are shorter.
#[test]
fn amounts_and_currencies_always_fit_and_are_above_zero() {
    assert!(Money::from_minor(i64::MAX, Currency::Usd).to_string().len() < 50);
    for minor in [0, -1, i64::MIN] {
        let money = Money::from_minor(minor, Currency::Usd);
        let invalid = PaymentRequest::new(payer(), money, "x", tracking(), return_url()).unwrap_err();
        assert_eq!(invalid.member(), Member::Amount);
        assert_eq!(invalid.problem(), Problem::Value(InvalidValue::NotPositive));
    }
}

#[test]
fn empty_and_unprintable_texts_are_refused() {
    for member in TEXTS.into_iter().chain([Member::Msisdn]) {
        assert_eq!(with(member, "").unwrap_err().problem(), Problem::Value(InvalidValue::Empty), "{member}");
        for wrong in ["a\nb", "a\0b", "a\u{202e}b", " a", "a "] {
            let invalid = with(member, wrong).unwrap_err();
            assert!(matches!(invalid.problem(), Problem::Value(InvalidValue::Character { .. })), "{wrong:?}");
        }
    }
    assert!(with(Member::ReturnUrl, "").is_err());
    for wrong in ["a b", "a\nb", " a", "a\n", "\u{e9}"] {
        assert!(with(Member::ApiKey, wrong).is_err(), "{wrong:?}");
    }
}

/// What could leave its place in the path.
#[test]
fn a_segment_cannot_traverse_the_path() {
    for member in [Member::Country, Member::Channel, Member::ServiceEwallet] {
        for wrong in [".", "..", "/", "../KHQR", "KHQR/", "a/b", "..\\admin", "KH/../../v2"] {
            let invalid = with(member, wrong).unwrap_err();
            assert_eq!((invalid.member(), invalid.problem()), (member, Problem::Segment), "{wrong}");
        }
    }
}
