//! What each endpoint's answer is read as (section 3).

use std::fmt::Debug;

use bakong_client::endpoint::GenerateDeeplink;
use bakong_client::{AccountCheck, Error, FullHash, Lookup, Md5, Reference, RegisteredEmail, ShortHash};
use khqr_emv::Khqr;
use pay_core::{AccountId, Currency, Money};

use crate::wire::{answered, fixture, http};

const HASH: &str = "9bc29426b5e55f171b0e137478d04eb8b8b3a757e0eb2040561ba4f9f052db95";

fn snapshot(name: &str, answer: &Result<impl Debug, Error>) {
    let answer = answer.as_ref().unwrap();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, format!("{answer:#?}"));
    });
}

#[tokio::test]
async fn check_by_md5() {
    let md5 = Md5::new("d60f3db96913029a2af979a1662c1e72").unwrap();
    let paid = answered(fixture(200, "f02-paid-live.json")).check_by_md5(md5.clone()).await;
    snapshot("check_transaction_by_md5@paid", &paid);
    let paid = answered(fixture(200, "f01-paid-vendor.json")).check_by_md5(md5).await;
    snapshot("check_transaction_by_md5@paid-vendor-document", &paid);
}

#[tokio::test]
async fn check_by_hash() {
    let paid = answered(fixture(200, "f02-paid-live.json")).check_by_hash(FullHash::new(HASH).unwrap()).await;
    snapshot("check_transaction_by_hash@paid", &paid);
}

#[tokio::test]
async fn check_by_short_hash() {
    let amount = Money::from_minor(4_400, Currency::Khr);
    let short = ShortHash::new("9bc29426").unwrap();
    let paid = answered(fixture(200, "f02-paid-live.json")).check_by_short_hash(short, amount).await;
    snapshot("check_transaction_by_short_hash@paid", &paid);
}

/// The same transaction, whatever it was asked by.
#[tokio::test]
async fn check_by_reference() {
    let reference = Reference::new("100FT35340355905").unwrap();
    let external =
        answered(fixture(200, "f02-paid-live.json")).check_by_external_ref(reference.clone()).await;
    snapshot("check_transaction_by_external_ref@paid", &external);
    let instruction = answered(fixture(200, "f07-not-found.json")).check_by_instruction_ref(reference).await;
    snapshot("check_transaction_by_instruction_ref@not-found", &instruction);
}

#[tokio::test]
async fn check_by_md5_list() {
    let keys = ["0dbe08d3829a8b6b59844e51aa38a4e2", "7b0e5c36486d7155eb3ee94997fe9bfb"];
    let list = answered(fixture(200, "f21-md5-list.json"))
        .check_by_md5_list(keys.map(|key| Md5::new(key).unwrap()))
        .await;
    snapshot("check_transaction_by_md5_list@answers-and-extras", &list);
}

#[tokio::test]
async fn check_by_hash_list() {
    let hashes = [HASH, "dcd53430d3b3005d9cda36f1fe8dedc3714ccf18f886cf5d090d36fee67ef956"];
    let list = answered(fixture(200, "hash-list.json"))
        .check_by_hash_list(hashes.map(|hash| FullHash::new(hash).unwrap()))
        .await;
    snapshot("check_transaction_by_hash_list@answers", &list);
}

#[tokio::test]
async fn check_account() {
    let account = AccountId::new("user@bank").unwrap();
    let exists = answered(fixture(200, "account-exists.json")).check_account(&account).await;
    snapshot("check_bakong_account@exists", &exists);
    let absent = answered(fixture(200, "account-absent.json")).check_account(&account).await;
    snapshot("check_bakong_account@absent", &absent);
}

#[tokio::test]
async fn generate_deeplink() {
    let khqr = "00020101021129130009user@devb5204599953031165802KH5904Name6010Phnom Penh63049349";
    let deeplink = GenerateDeeplink::new(&Khqr::parse(khqr).unwrap());
    let link = answered(fixture(200, "deeplink.json")).generate_deeplink(&deeplink).await;
    snapshot("generate_deeplink_by_qr@link", &link);
}

#[tokio::test]
async fn renew_token() {
    let email = RegisteredEmail::new("shop@example.com").unwrap();
    let bakong = answered(fixture(200, "token-issued.json")).renew_by(email);
    snapshot("renew_token@renewed", &bakong.renew_token().await.expect("an address is there"));
}

/// Section 3.3: the transaction stands under `data`, under `transaction`, or in the item itself.
#[tokio::test]
async fn a_list_may_hold_its_transactions_in_three_places() {
    let key = Md5::new("0dbe08d3829a8b6b59844e51aa38a4e2").unwrap();
    let transaction =
        format!(r#""hash":"{HASH}","fromAccountId":"a@b","toAccountId":"c@d","currency":"usd","amount":1.5"#);
    let mut found = Vec::new();
    for inner in [
        format!(r#""data":{{{transaction}}}"#),
        format!(r#""data":null,"transaction":{{{transaction}}}"#),
        transaction.clone(),
    ] {
        let body = format!(r#"{{"responseCode":"0","data":[{{"md5":"{key}","status":"SUCCESS",{inner}}}]}}"#);
        let list = answered(http(200, body)).check_by_md5_list([key.clone()]).await.unwrap();
        found.extend(list.answers.into_iter().map(|(_, found)| found.unwrap()));
    }
    let [first, rest @ ..] = found.as_slice() else { panic!("no answers") };
    assert!(matches!(first, Lookup::Paid(paid) if paid.amount == Money::from_minor(150, Currency::Usd)));
    assert!(rest.len() == 2 && rest.iter().all(|other| other == first));
}

/// Section 3.2: one peer misspells the time of creation; a present and readable one wins.
#[tokio::test]
async fn times_are_read_in_every_spelling() {
    let fields = format!(r#""hash":"{HASH}","toAccountId":"c@d","currency":"KHR","amount":1.0E7"#);
    for (member, millis) in [
        (r#""createDateMs":1756366775000"#, Some(1_756_366_775_000)),
        (r#""createdDateMs":"1756366775000""#, Some(1_756_366_775_000)),
        (r#""createdDateMs":1.756366775E12"#, Some(1_756_366_775_000)),
        (r#""createdDateMs":1756366775000.7,"createDateMs":1"#, Some(1_756_366_775_000)),
        (r#""createdDateMs":null"#, None),
        (r#""createdDateMs":"2026-01-01""#, None),
    ] {
        let body = format!(r#"{{"responseCode":0,"data":{{{fields},{member}}}}}"#);
        let md5 = Md5::new("d60f3db96913029a2af979a1662c1e72").unwrap();
        let Ok(Lookup::Paid(paid)) = answered(http(200, body)).check_by_md5(md5).await else {
            panic!("{member}")
        };
        assert_eq!(paid.created_at.map(pay_core::Timestamp::as_millis), millis, "{member}");
        assert_eq!(paid.amount, Money::from_minor(10_000_000, Currency::Khr));
    }
}

/// One transaction must not count as two because its hash comes in another case: it settles one order only.
#[tokio::test]
async fn a_hash_is_one_whatever_its_case() {
    let body = conformance::fixture("bakong/f02-paid-live.json");
    let md5 = || Md5::new("d60f3db96913029a2af979a1662c1e72").unwrap();
    let upper = http(200, body.replace(HASH, &HASH.to_uppercase()));
    let upper = answered(upper).check_by_md5(md5()).await.unwrap();
    assert_eq!(upper, answered(http(200, body)).check_by_md5(md5()).await.unwrap());
}

/// A success of the account check may bring data in a form that no document shows.
#[tokio::test]
async fn account_status_is_kept_as_it_came() {
    let body = r#"{"responseCode":0,"errorCode":0,"data":{"status":"ACTIVE"}}"#;
    let answer = answered(http(200, body)).check_account(&AccountId::new("user@bank").unwrap()).await;
    let AccountCheck::Exists { data: Some(data) } = answer.unwrap() else { panic!("no data") };
    assert_eq!(data.as_raw(), r#"{"status":"ACTIVE"}"#);
}
