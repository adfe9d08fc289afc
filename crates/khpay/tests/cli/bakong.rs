//! `khpay bakong` against `khpay sandbox`, two processes and a socket.

use std::path::PathBuf;

use serde_json::json;

use crate::run::{Ran, khpay, run};
use crate::sandbox::Sandbox;

impl Sandbox {
    fn ask(&self, arguments: &[&str]) -> Ran {
        self.ask_as(&self.token, arguments)
    }

    fn ask_as(&self, token: &str, arguments: &[&str]) -> Ran {
        let mut command = khpay(arguments);
        let output = command.env("BAKONG_BASE_URL", &self.url).env("BAKONG_TOKEN", token).output();
        Ran::of(output.unwrap())
    }
}

fn code() -> String {
    let ran = run(&[
        "khqr",
        "encode",
        "--account",
        "merchant@devb",
        "--name",
        "Coffee House",
        "--amount",
        "1.50 USD",
        "--expires-in",
        "10m",
        "--bill",
        "INV-0001",
    ]);
    ran.stdout.trim_end().to_owned()
}

#[test]
fn a_check_goes_from_not_found_to_settled() {
    let (sandbox, code) = (Sandbox::start(), code());
    let before = sandbox.ask(&["bakong", "check", "--code", &code]);
    assert_eq!((before.code, before.stdout.lines().next()), (1, Some("not found")), "{}", before.stderr);

    let paid = sandbox.control("/bakong/pay", &json!({ "qr": code, "settles_in_ms": 0 }));
    let after = sandbox.ask(&["bakong", "check", "--code", &code, "--json"]);
    assert_eq!(after.code, 0, "{}", after.stderr);
    let after = after.json();
    assert_eq!(after["status"], "settled");
    assert_eq!(after["hash"], paid["hash"], "{paid}");
    assert!(after["checks"].as_array().unwrap().iter().all(|check| check["agrees"] == true));

    let by_hash = sandbox.ask(&["bakong", "check", "--hash", after["hash"].as_str().unwrap(), "--json"]);
    assert_eq!(by_hash.json()["transaction"]["amountMinor"], 150);
}

#[test]
fn d20_a_check_of_a_wrong_payment_is_a_review() {
    let (sandbox, code) = (Sandbox::start(), code());
    let pay = json!({ "qr": code, "settles_in_ms": 0, "amount": "0.01", "currency": "USD", "receiver": "thief@devb" });
    let paid = sandbox.control("/bakong/pay", &pay);
    let ran = sandbox.ask(&["bakong", "check", "--code", &code]);
    assert_eq!(ran.code, 4, "{} {paid}", ran.stderr);
    assert!(ran.stdout.contains("expected 1.50 USD, found 0.01 USD"), "{}", ran.stdout);
    assert!(ran.stdout.contains("expected merchant@devb, found thief@devb"), "{}", ran.stdout);
}

#[test]
fn accounts_and_deeplinks() {
    let (sandbox, code) = (Sandbox::start(), code());
    assert_eq!(sandbox.ask(&["bakong", "account", "merchant@devb"]).code, 0);
    assert_eq!(sandbox.ask(&["bakong", "account", "nobody@devb"]).code, 1);
    assert_eq!(sandbox.ask(&["bakong", "account", "no-at-sign"]).code, 2);
    let link = sandbox.ask(&["bakong", "deeplink", "--code", &code, "--json"]);
    assert!(link.json()["shortLink"].as_str().unwrap().starts_with(&sandbox.url), "{}", link.stdout);
}

#[test]
fn no_answer_is_never_a_no() {
    let (sandbox, code) = (Sandbox::start(), code());
    for fault in ["forbidden", "gateway_timeout", "too_many_requests", "cut_after"] {
        sandbox.control("/faults", &json!({ "fault": { "kind": fault }, "always": true }));
        let ran = sandbox.ask(&["bakong", "check", "--code", &code]);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{fault}: {}", ran.stderr);
        sandbox.control("/reset", &json!({}));
    }
}

#[test]
fn d27_the_token_is_nowhere_in_the_output() {
    let (sandbox, code) = (Sandbox::start(), code());
    // A token of the right form that nobody issued.
    let canary = "eyJhbGciOiJIUzI1NiJ9.eyJkYXRhIjp7fX0.c2VjcmV0LWNhbmFyeS03NzMx";
    for arguments in [
        &["bakong", "check", "--code", &code, "-vv"][..],
        &["bakong", "account", "merchant@devb", "-vv", "--json"],
        &["bakong", "token", "show", "-vv"],
    ] {
        let ran = sandbox.ask_as(canary, arguments);
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert!(!all.contains("c2VjcmV0LWNhbmFyeS03NzMx"), "{arguments:?}: {all}");
    }
    let refused = sandbox.ask_as(canary, &["bakong", "check", "--code", &code]);
    assert_eq!(refused.code, 3, "{}", refused.stdout);
}

#[test]
fn a_renewed_token_goes_into_a_private_file_and_works() {
    let sandbox = Sandbox::start();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("renewed-token");
    let path = file.to_str().unwrap();
    let renew = |email: &str| {
        let mut command = khpay(&["bakong", "token", "renew", "--output", path]);
        Ran::of(command.env("BAKONG_BASE_URL", &sandbox.url).env("BAKONG_EMAIL", email).output().unwrap())
    };
    let unknown = renew("nobody@example.com");
    assert_eq!((unknown.code, file.exists()), (3, false), "{}", unknown.stderr);

    let renewed = renew("shop@example.com");
    assert_eq!(renewed.code, 0, "{}", renewed.stderr);
    let token = std::fs::read_to_string(&file).unwrap();
    assert!(!renewed.stdout.contains(token.trim_end()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let mut command = khpay(&["bakong", "account", "merchant@devb", "--token-file", path]);
    let ran = Ran::of(command.env("BAKONG_BASE_URL", &sandbox.url).output().unwrap());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn without_a_token_a_sentence_says_where_to_put_it() {
    let sandbox = Sandbox::start();
    let code = code();
    for (arguments, words) in [
        (&["bakong", "account", "merchant@devb"][..], "BAKONG_TOKEN"),
        (&["bakong", "check", "--code", &code], "BAKONG_TOKEN"),
        (&["bakong", "check", "--md5", "838f6d998f6d700c42391aab5c5be555"], "BAKONG_TOKEN"),
        (&["bakong", "check", "--code", &code, "--token-file", "no/such/file"], "no/such/file"),
    ] {
        let ran = Ran::of(khpay(arguments).env("BAKONG_BASE_URL", &sandbox.url).output().unwrap());
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(words), "{arguments:?}: {}", ran.stderr);
    }
    let link = khpay(&["bakong", "deeplink", "--code", &code]).env("BAKONG_BASE_URL", &sandbox.url).output();
    assert_eq!(Ran::of(link.unwrap()).code, 0, "a link needs no token");
}

#[test]
fn d33_a_base_address_on_a_look_alike_host_is_refused() {
    for url in ["http://api-bakong.nbc.gov.kh", "https://api-bakong.nbc.gov.kh.evil.tld", "https://user@host"]
    {
        let ran = run(&["bakong", "account", "a@b", "--base-url", url]);
        assert_eq!(ran.code, 2, "{url}: {}", ran.stderr);
        assert!(!ran.stderr.contains("evil"), "{}", ran.stderr);
    }
}
