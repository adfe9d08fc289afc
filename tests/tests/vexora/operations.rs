//! Every operation: its request as it goes out, an answer as it is read, and a failure.
//!
//! The answers are the vendor's samples. Of a disbursement none is at hand: its members are assumed from the checkout's, and
//! the answer here is written from that assumption.

use std::fmt::{Debug, Write as _};

use pay_sign::{Fields, RefusalKind, Scheme, Signer, Verifier};
use vexora_client::operation::{BalanceQuery, DepositQuery, DisbursementQuery, OPERATIONS, Operation};
use vexora_client::{Settings, Vexora};

use crate::wire::{
    APP_SECRET, HandClock, NOW, Sent, Wire, body, checkout, code, disbursement, http, number, secret,
    settings, vexora,
};

/// Without the link, as section 4 has it.
const DISBURSED: &str = r#"{"msg":"success","code":"0000","timestamp":1719876543210,"success":true,"data":{"tradeNo":"20260331120000123","platFormTradeNo":"p1","status":"0015","message":"Processing","remark":"r"}}"#;

#[tokio::test]
async fn hosted_checkout() {
    check(&checkout(), &conformance::fixture("vexora/checkout.json")).await;
}

#[tokio::test]
async fn deposit_query() {
    let query = DepositQuery::new(number("test_00000008"));
    check(&query, &conformance::fixture("vexora/queryPayInResult.json")).await;
}

#[tokio::test]
async fn balance_query() {
    check(&BalanceQuery {}, &conformance::fixture("vexora/queryBalance.json")).await;
}

#[tokio::test]
async fn disbursements() {
    check(&disbursement(), DISBURSED).await;
}

#[tokio::test]
async fn disbursement_query() {
    let query = DisbursementQuery::new(number("test_00000002"));
    check(&query, &conformance::fixture("vexora/queryPayOutResult.json")).await;
}

/// The request, its signature over the bytes that went out, the answer, and a failure.
async fn check<O: Operation>(operation: &O, answer: &str)
where
    O::Response: Debug + PartialEq,
{
    let wire = Wire::script([http(200, answer.to_owned()), code("5000")]);
    let client = vexora(&wire);
    let response = client.call(operation).await.unwrap();
    assert_eq!(response.body().as_raw(), answer, "the text is kept");
    let error = client.call(operation).await.expect_err("a failure");
    let calls = wire.sent();
    let fields = Fields::from_json(body(&calls[0])).unwrap();
    let verifier = Verifier::new(Scheme::VEXORA.exact(), secret(APP_SECRET));
    let verdict = verifier.verify(&fields).expect("the bytes that went out are signed");
    assert!(fields.names().all(|name| name == "sign" || verdict.coverage().covers(&[name])));
    cannot_be_posed_as(&fields);
    compare(O::NAME, "request", &printed(&calls[0]));
    compare(O::NAME, "response", &format!("{response:#?}"));
    compare(O::NAME, "error", &format!("{error}\noutcome: {:?}", error.outcome()));
}

/// No text is signed that reads as one of these members: `REQUEST_MEMBERS` of pay-sign has them all (threat D-45).
fn cannot_be_posed_as(members: &Fields) {
    let signer = Signer::new(Scheme::VEXORA, secret(APP_SECRET));
    for name in members.names() {
        let refusal =
            signer.sign_request(Fields::new().with("remark", format!("x{name}=y"))).expect_err(name);
        assert!(matches!(refusal.kind(), RefusalKind::ItemInText(known) if known == name), "{name}");
    }
}

fn compare(operation: &str, aspect: &str, printed: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("{operation}@{aspect}"), printed);
    });
}

/// Method, address, headers and body, as one compares them with the document.
fn printed(sent: &Sent) -> String {
    let mut shown = format!("{} {}\n", sent.method(), sent.uri());
    for (name, value) in sent.headers() {
        writeln!(shown, "{name}: {}", value.to_str().unwrap()).unwrap();
    }
    shown + "\n" + &body(sent).replace("\",\"", "\",\n\"")
}

/// The signatures that other software made: vectors v001, v005, v006 and v027.
#[tokio::test]
async fn requests_are_signed_as_the_vectors_say() {
    let vectors = conformance::fixture("vexora/signature-vectors.json");
    let vectors: serde_json::Value = serde_json::from_str(&vectors).unwrap();
    let sign_of = |id: &str| {
        let all = vectors["vectors"].as_array().unwrap();
        all.iter().find(|vector| vector["id"] == id).unwrap()["sign"].as_str().unwrap().to_owned()
    };
    let sent_at = async |millis, operation: Ask| {
        let wire = Wire::script([code("5000")]);
        let clock = HandClock::at(pay_core::Timestamp::from_millis(millis));
        let client = Vexora::new(settings(), wire.clone(), clock);
        match operation {
            Ask::Checkout => client.call(&checkout()).await.map(|_| ()),
            Ask::Deposit => client.call(&DepositQuery::new(number("KHPI202605160001"))).await.map(|_| ()),
            Ask::Balance => client.call(&BalanceQuery {}).await.map(|_| ()),
            Ask::Disbursement => client.call(&disbursement()).await.map(|_| ()),
        }
        .unwrap_err();
        Fields::from_json(body(&wire.sent()[0])).unwrap().text("sign").unwrap().to_owned()
    };
    assert_eq!(sent_at(NOW.as_millis(), Ask::Checkout).await, sign_of("v001"));
    assert_eq!(sent_at(1_778_918_700_000, Ask::Deposit).await, sign_of("v005"));
    assert_eq!(sent_at(1_778_919_600_000, Ask::Balance).await, sign_of("v006"));
    assert_eq!(sent_at(NOW.as_millis(), Ask::Disbursement).await, sign_of("v027"));
}

enum Ask {
    Checkout,
    Deposit,
    Balance,
    Disbursement,
}

/// Where each operation is described, generated from the code.
#[test]
fn table_of_operations() {
    let mut table = String::new();
    for facts in OPERATIONS {
        writeln!(table, "{:<18} {:<9?} {}", facts.name, facts.effect, facts.origin).unwrap();
    }
    compare("operations", "table", &table);
}

/// Section 1: paths can be moved; one that would not stay as it is written is not sent.
#[tokio::test]
async fn a_path_is_a_setting() {
    let ask = async |settings: Settings| {
        let wire = Wire::script([code("5000")]);
        let client = Vexora::new(settings, wire.clone(), HandClock::at(NOW));
        let error = client.call(&BalanceQuery {}).await.unwrap_err();
        (wire.sent().first().map(|sent| sent.uri().to_string()), error.outcome())
    };
    let moved = settings().path(BalanceQuery::NAME, "/v1/paypro/queryBalance");
    let expected = "https://sandbox-api.vexora.com/cambodia/v1/paypro/queryBalance".to_owned();
    assert_eq!(ask(moved).await, (Some(expected), pay_core::Outcome::Unknown));
    for wrong in ["v1/x", "//evil.tld/x", "/../x", "/a b"] {
        let sent = ask(settings().path(BalanceQuery::NAME, wrong)).await;
        assert_eq!(sent, (None, pay_core::Outcome::NotSent), "{wrong}");
    }
}
