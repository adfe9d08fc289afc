//! What a person reads who looks for the difference between two signatures.

use insta::assert_snapshot;
use pay_core::Secret;
use pay_sign::{Fields, Scheme, Signer};

const SECRET: &str = "canary-7731";

fn explain(scheme: &Scheme, json: &str) -> String {
    let signer = Signer::new(*scheme, Secret::new(SECRET).expect("it is not blank"));
    let explanation = signer.explain(&Fields::from_json(json).expect("it is an object"));
    let text = explanation.to_string();
    assert!(!text.contains(SECRET) && !format!("{explanation:?}").contains(SECRET), "{text}");
    text
}

#[test]
fn kess() {
    let order = r#"{"service":"webpay.acquire.createorder","sign_type":"MD5","out_trade_no":"T-1",
        "total_amount":10.50,"body":"a\nb","remark":"","setting":{"template":"company"}}"#;
    assert_snapshot!("explain@kess", explain(&Scheme::KESS_MD5, order));
}

#[test]
fn kess_without_a_sign_type_it_knows() {
    assert_snapshot!("explain@kess_undeclared", explain(&Scheme::KESS, r#"{"sign_type":"md5","a":"1"}"#));
}

#[test]
fn vexora_with_the_secret_among_the_members() {
    let document = r#"{"tradeNo":"T-1","remark":"canary-7731"}"#;
    assert_snapshot!("explain@vexora_secret_inside", explain(&Scheme::VEXORA, document));
}

#[test]
fn a_secret_of_digits_is_masked_in_a_number() {
    let signer = Signer::new(Scheme::KESS, Secret::new("7731").expect("it is not blank"));
    let document = Fields::from_json(r#"{"a":77310,"b":"7731"}"#).expect("it is an object");
    assert!(!signer.explain(&document).to_string().contains("7731"));
}

#[test]
fn monetix() {
    let document = r#"{"general":{"project_id":1,"signature":"old"},"payment":{"amount":10000,"note":null},
        "frame_mode":"x"}"#;
    assert_snapshot!("explain@monetix", explain(&Scheme::MONETIX, document));
}
