//! Addresses: Airpay's, the payer's way back, and the merchant's own for postbacks (threats D-33, D-55, D-58).

use airpay_client::{InvalidAddress, InvalidPostbackUrl, PostbackUrl, Problem, ReturnUrl, Settings};
use pay_http::{BaseUrl, BaseUrlError};

use crate::wire::{API_KEY, TOKEN, secret};

fn postback(url: &str) -> Result<PostbackUrl, InvalidPostbackUrl> {
    PostbackUrl::new(secret(url))
}

/// Airpay masks its domain, so every https host is possible; what is none is refused before a key is sent to it.
#[test]
fn d33_a_base_address_without_tls_or_with_user_information_is_refused() {
    let base = |text: &str| text.parse::<BaseUrl>();
    assert_eq!(base("http://airpay.example"), Err(BaseUrlError::NotHttps));
    assert_eq!(base("https://user@airpay.example"), Err(BaseUrlError::UserInfo));
    assert_eq!(base("https://airpay.example?x=1"), Err(BaseUrlError::QueryOrFragment));
    for good in ["https://airpay.example", "https://airpay.example/ewallet/", "http://127.0.0.1:8080"] {
        assert!(Settings::new(base(good).unwrap(), secret(API_KEY)).is_ok(), "{good}");
    }
}

#[test]
fn d55_a_plain_postback_address_is_refused_outside_the_sandbox() {
    let not_https = InvalidPostbackUrl::Address(InvalidAddress::NotHttps);
    assert_eq!(postback(&format!("http://partner.com/callback/{TOKEN}")).unwrap_err(), not_https);
    assert!(postback(&format!("https://partner.com/callback/{TOKEN}")).is_ok());
    for elsewhere in ["http://partner.com", "http://10.0.0.1", "https://169.254.169.254"] {
        assert!(PostbackUrl::on_loopback(secret(&format!("{elsewhere}/{TOKEN}"))).is_err(), "{elsewhere}");
    }
    let sandbox = PostbackUrl::on_loopback(secret(&format!("http://127.0.0.1:8080/airpay/{TOKEN}"))).unwrap();
    assert_eq!(sandbox.expose(), format!("http://127.0.0.1:8080/airpay/{TOKEN}"));
}

/// The document's own example has no secret in it, and anybody could find it.
#[test]
fn d51_a_segment_that_can_be_guessed_is_refused() {
    let short = |found, least| Err(InvalidPostbackUrl::TooShort { found, least });
    let read = |end: &str| postback(&format!("https://partner.com/{end}")).map(|_| ());
    assert_eq!(read("callback"), short(8, 22));
    assert_eq!(read(""), short(0, 32));
    assert_eq!(read(&TOKEN[1..]), short(31, 32));
    assert_eq!(read("Zq3_Zq3-Zq3Zq3Zq3Zq3Z"), short(21, 22));
    assert_eq!(read("Zq3_Zq3-Zq3Zq3Zq3Zq3Zq"), Ok(()));
    assert_eq!(read(&format!("{TOKEN}?x=1")), Err(InvalidPostbackUrl::QueryOrFragment));
    assert_eq!(read(&format!("{TOKEN}#x")), Err(InvalidPostbackUrl::QueryOrFragment));
    assert_eq!(read(&format!("{TOKEN}%41")), Err(InvalidPostbackUrl::Character));
    assert_eq!(read(&format!("{TOKEN}/")), short(0, 32));
}

#[test]
fn d58_a_payer_is_not_sent_to_another_scheme_or_a_local_host() {
    for wrong in [
        "file:///etc/passwd",
        "http://127.0.0.1",
        "https://127.0.0.1/r",
        "https://localhost/r",
        "https://169.254.169.254/latest",
        "https://user@shop.example/r",
        "http://shop.example/r",
        "javascript:alert(1)",
    ] {
        assert!(matches!(ReturnUrl::new(wrong).unwrap_err().problem(), Problem::Address(_)), "{wrong}");
    }
    assert!(ReturnUrl::new("https://shop.example/r?order=1").is_ok());
    assert!(ReturnUrl::on_loopback("http://127.0.0.1:8080/thanks").is_ok());
    assert!(ReturnUrl::on_loopback("http://shop.example/r").is_err());
}
