//! Where a payer is sent (section 5).

use monetix_client::{Fields, InvalidRedirect, RedirectData};
use pay_core::{NoticeError, Observation, Presentation, Trust, Untrusted};

use crate::wire::{callback, notifications, operation, read, sample, signed};

const HOSTS: [&str; 2] = ["example.com", "127.0.0.1"];

/// The redirection of a callback.
fn received(json: &str) -> Result<RedirectData, NoticeError> {
    let body = callback("awaiting redirect result", &operation(47, "sale", "awaiting redirect result"));
    let body = signed(&body.replacen('{', &format!("{{{json},"), 1));
    let notice = read(&body)?;
    assert!(matches!((notice.trust, notice.claim), (Trust::Signed { .. }, Observation::Pending)));
    let received = notifications().receive(body.as_bytes())?;
    let signed = notifications().verify(&received).unwrap();
    Ok(signed.report().redirect_data.clone().unwrap())
}

fn shown(url: &str, method: &str) -> Result<Presentation, InvalidRedirect> {
    let body = r#"{"order":"47","<b>":"\"&","amount":100,"none":null}"#;
    let json = format!(r#""redirect_data":{{"method":"{method}","url":"{url}","body":{body}}}"#);
    received(&json).unwrap().presentation(&HOSTS)
}

#[test]
fn the_documents_redirection_is_a_link() {
    let sample = sample("callback-redirect");
    let inner = sample.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap();
    let redirect = received(inner).unwrap();
    let expected = Presentation::Redirect("https://example.com/redirect".to_owned());
    assert_eq!(redirect.presentation(&HOSTS), Ok(expected));
    assert_eq!(redirect.body, None);
}

/// By any of its three names, and with a body that PHP writes as `[]`.
#[test]
fn a_redirection_goes_by_three_names() {
    for name in ["redirect_data", "return_url", "redirectData"] {
        for body in ["[]", "{}", "null", r#"{"a":"1"}"#] {
            let json = format!(r#""{name}":{{"method":"get","url":"https://example.com/","body":{body}}}"#);
            let redirect = received(&json).unwrap();
            assert!(redirect.presentation(&HOSTS).is_ok(), "{json}");
        }
    }
}

#[test]
fn d44_a_payer_is_sent_to_https_on_a_listed_host_alone() {
    for wrong in [
        "javascript:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "http://example.com/redirect",
        "data:text/html,x",
        "https://user@example.com/",
        "https://example.com@evil.tld/",
        "//example.com/",
        "",
        " https://example.com/",
    ] {
        for method in ["GET", "POST"] {
            let error = shown(wrong, method).unwrap_err();
            assert!(matches!(error, InvalidRedirect::Address), "{wrong}: {error}");
        }
    }
    for (wrong, host) in [
        ("https://example.com.evil.tld/", "example.com.evil.tld"),
        ("https://pay.example.com/", "pay.example.com"),
        ("https://10.0.0.1/", "10.0.0.1"),
        ("https://169.254.169.254/latest", "169.254.169.254"),
        ("https://[::1]/", "[::1]"),
        ("http://localhost:8080/", "localhost"),
        ("https://example.com:8443/", "example.com"),
    ] {
        assert_eq!(shown(wrong, "GET"), Err(InvalidRedirect::Host(Untrusted::new(host))), "{wrong}");
    }
    assert!(shown("http://127.0.0.1:8080/pay", "GET").is_ok(), "a listed loopback host, for a sandbox");
    let none: [&str; 0] = [];
    let json = r#""redirect_data":{"method":"GET","url":"https://example.com/"}"#;
    assert!(received(json).unwrap().presentation(&none).is_err(), "no host is listed by itself");
}

#[test]
fn d44_a_post_with_a_body_is_a_form_and_any_other_method_nothing() {
    let fields = [("<b>", "\"&"), ("amount", "100"), ("none", ""), ("order", "47")];
    let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
    let action = "https://example.com/redirect".to_owned();
    assert_eq!(shown(&action, "POST"), Ok(Presentation::Form { action: action.clone(), fields }));
    for method in ["PUT", "", "GET POST", "pos"] {
        assert_eq!(shown(&action, method), Err(InvalidRedirect::Method), "{method}");
    }
    for wrong in [r#"{"a":{"b":1}}"#, r#"["a"]"#, r#"{"a":true}"#, r#""a""#, "1"] {
        let json =
            format!(r#""redirect_data":{{"method":"POST","url":"https://example.com/","body":{wrong}}}"#);
        assert_eq!(received(&json).err(), Some(NoticeError::Unreadable), "{wrong}");
    }
    let without = received(r#""redirect_data":{"method":"GET"}"#).unwrap();
    assert_eq!(without.presentation(&HOSTS), Err(InvalidRedirect::NoAddress));
}

/// The names of the form's fields are shown, and nothing that a bank wants posted.
#[test]
fn d16_a_form_is_not_printed() {
    let json = r#""redirect_data":{"method":"POST","url":"https://example.com/","body":{"token":"canary"}}"#;
    assert!(!format!("{:?}", received(json).unwrap()).contains("canary"));
    assert!(Fields::from_json(format!("{{{json}}}")).is_ok());
}
