//! The one form in which each request goes out (sections 1 and 2).

use std::fmt::Write as _;

use bakong_client::endpoint::{GenerateDeeplink, SourceInfo};
use bakong_client::{Bakong, FullHash, Md5, Reference, RegisteredEmail, ShortHash};
use khqr_emv::Khqr;
use pay_core::{AccountId, Currency, Money};
use pay_http::http::header::AUTHORIZATION;

use crate::wire::{Sent, Wire, bakong, body, http};

const KHQR: &str = "00020101021229190015john_smith@devb520459995303116540444005802KH5910John Smith\
                    6010Phnom Penh62120108INV-0001993400131767225600000011317672262000006304D5ED";
const MD5: &str = "d60f3db96913029a2af979a1662c1e72";
const HASH: &str = "dcd53430d3b3005d9cda36f1fe8dedc3714ccf18f886cf5d090d36fee67ef956";

/// Method, address, headers and body, as one compares them with the document.
fn printed(sent: &Sent) -> String {
    let mut text = format!("{} {}\n", sent.method(), sent.uri());
    for (name, value) in sent.headers() {
        let value = if name == AUTHORIZATION { "Bearer [redacted]" } else { value.to_str().unwrap() };
        writeln!(text, "{name}: {value}").unwrap();
    }
    text + "\n" + body(sent)
}

/// Sends one request through the client and compares it.
async fn snapshot(name: &str, send: impl AsyncFnOnce(Bakong)) {
    let wire = Wire::new(|_| http(500, ""));
    send(bakong(&wire)).await;
    let requests = wire.sent();
    let [request] = requests.as_slice() else { panic!("{} requests", requests.len()) };
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, printed(request));
    });
}

#[tokio::test]
async fn check_by_md5() {
    snapshot("check_transaction_by_md5@request", async |bakong| {
        bakong.check_by_md5(Md5::new(MD5).unwrap()).await.unwrap_err();
    })
    .await;
}

#[tokio::test]
async fn check_by_hash() {
    snapshot("check_transaction_by_hash@request", async |bakong| {
        bakong.check_by_hash(FullHash::new(HASH).unwrap()).await.unwrap_err();
    })
    .await;
}

/// The member is `hash`, and amount and currency go along (section 2, note 3).
#[tokio::test]
async fn check_by_short_hash() {
    snapshot("check_transaction_by_short_hash@request", async |bakong| {
        let amount = Money::from_minor(150, Currency::Usd);
        bakong.check_by_short_hash(ShortHash::new("8465d722").unwrap(), amount).await.unwrap_err();
    })
    .await;
}

#[tokio::test]
async fn check_by_instruction_ref() {
    snapshot("check_transaction_by_instruction_ref@request", async |bakong| {
        bakong.check_by_instruction_ref(Reference::new("INS-1").unwrap()).await.unwrap_err();
    })
    .await;
}

#[tokio::test]
async fn check_by_external_ref() {
    snapshot("check_transaction_by_external_ref@request", async |bakong| {
        bakong.check_by_external_ref(Reference::new("100FT35340355905").unwrap()).await.unwrap_err();
    })
    .await;
}

/// A bare array, and a repeated key once.
#[tokio::test]
async fn check_by_md5_list() {
    snapshot("check_transaction_by_md5_list@request", async |bakong| {
        let keys = ["0dbe08d3829a8b6b59844e51aa38a4e2", MD5, "0DBE08D3829A8B6B59844E51AA38A4E2"];
        bakong.check_by_md5_list(keys.map(|key| Md5::new(key).unwrap())).await.unwrap_err();
    })
    .await;
}

#[tokio::test]
async fn check_by_hash_list() {
    snapshot("check_transaction_by_hash_list@request", async |bakong| {
        bakong.check_by_hash_list([FullHash::new(HASH).unwrap()]).await.unwrap_err();
    })
    .await;
}

#[tokio::test]
async fn check_account() {
    snapshot("check_bakong_account@request", async |bakong| {
        bakong.check_account(&AccountId::new("user@bank").unwrap()).await.unwrap_err();
    })
    .await;
}

/// Without the token: the document does not ask for it.
#[tokio::test]
async fn generate_deeplink() {
    let khqr = Khqr::parse(KHQR).unwrap();
    snapshot("generate_deeplink_by_qr@request", async |bakong| {
        bakong.generate_deeplink(&GenerateDeeplink::new(&khqr)).await.unwrap_err();
    })
    .await;
    snapshot("generate_deeplink_by_qr@request-with-source", async |bakong| {
        let source = SourceInfo::new(
            "https://bakong.nbc.org.kh/images/logo.svg",
            "Bakong",
            "https://bakong.nbc.org.kh/",
        );
        let deeplink = GenerateDeeplink::new(&khqr).source_info(source.unwrap());
        bakong.generate_deeplink(&deeplink).await.unwrap_err();
    })
    .await;
}

/// Without the token: it may be the thing that has ended.
#[tokio::test]
async fn renew_token() {
    snapshot("renew_token@request", async |bakong| {
        let bakong = bakong.renew_by(RegisteredEmail::new("shop@example.com").unwrap());
        bakong.renew_token().await.expect("an address is there").unwrap_err();
    })
    .await;
}

/// What breaks a rule of the document costs no request (sections 2 and 5).
#[tokio::test]
async fn what_is_not_a_request_is_not_sent() {
    let wire = Wire::script([]);
    let bakong = bakong(&wire);
    let keys = |count: u32| (0..count).map(|n| Md5::new(&format!("{n:032x}")).unwrap());
    let mut errors = vec![
        bakong.check_by_md5_list(keys(0)).await.unwrap_err(),
        bakong.check_by_md5_list(keys(51)).await.unwrap_err(),
        bakong.check_by_hash_list([]).await.unwrap_err(),
    ];
    for account in ["user", "@bank", "user@", "a@b@c", "a_name_that_is_much_too_long@bank"] {
        errors.push(bakong.check_account(&AccountId::new(account).unwrap()).await.unwrap_err());
    }
    let free = Money::from_minor(0, Currency::Usd);
    errors.push(bakong.check_by_short_hash(ShortHash::new("8465d722").unwrap(), free).await.unwrap_err());
    assert!(SourceInfo::new("https://example.com/icon.svg", " ", "https://example.com").is_err());
    let errors: Vec<_> = errors.iter().map(|error| format!("{:?}: {error}", error.outcome())).collect();
    insta::assert_snapshot!(errors.join("\n"), @r"
    NotSent: check_transaction_by_md5_list: expected 1 to 50 keys, found 0
    NotSent: check_transaction_by_md5_list: expected 1 to 50 keys, found 51
    NotSent: check_transaction_by_hash_list: expected 1 to 50 keys, found 0
    NotSent: check_bakong_account: expected an account like name@bank of at most 32 characters
    NotSent: check_bakong_account: expected an account like name@bank of at most 32 characters
    NotSent: check_bakong_account: expected an account like name@bank of at most 32 characters
    NotSent: check_bakong_account: expected an account like name@bank of at most 32 characters
    NotSent: check_bakong_account: expected an account like name@bank of at most 32 characters
    NotSent: check_transaction_by_short_hash: expected an amount above zero
    ");
    assert!(wire.sent().is_empty());
}
