//! What is measured over: inputs from the fixtures, and the operations on them that are also counted in
//! instructions.

use khqr_emv::Builder;
use pay_core::{Currency, Money, Secret, Timestamp};
use pay_sign::{Fields, SignType};
use serde_json::Value;

const KHQR: &str = include_str!("../../fixtures/khqr/vectors.json");
const KESS: &str = include_str!("../../fixtures/kess/signature-vectors.json");
const MONETIX: &str = include_str!("../../fixtures/monetix/signature-vectors.json");

/// When the full code was made, and a moment at which it is valid.
pub const CREATED: Timestamp = Timestamp::from_millis(1_726_821_915_797);
const EXPIRES: Timestamp = Timestamp::from_millis(1_726_822_035_797);

/// The secret under which the vectors of Monetix were signed.
pub const MONETIX_SECRET: &str = "secret";

/// The texts that the subjects share.
pub struct Inputs {
    /// The minimal static code: 80 bytes.
    pub minimal: String,
    /// The full dynamic code with Khmer text: 293 bytes.
    pub full: String,
    /// The directPay request of the vendor's document, with a card as the gateway takes it: 512 hex digits.
    pub direct_pay: String,
    /// The callback of the vendor's document for a payment that succeeded, with its signature.
    pub callback: String,
    /// What is hashed for the callback.
    pub callback_text: String,
}

impl Inputs {
    /// Reads them from the fixtures.
    ///
    /// # Panics
    ///
    /// When a fixture has lost the vector that is measured over.
    pub fn load() -> Self {
        let code = |id: u64, member| text(&vector(KHQR, "id", &id.into()), member).to_owned();
        let direct_pay = text(&vector(KESS, "id", &"k001".into()), "params_json")
            .replace("{ENCRYPTED CARD INFORMATION}", &"0123456789abcdef".repeat(32));
        let callback = vector(MONETIX, "id", &"doc-callback-success".into());
        let (body, signature) = (text(&callback, "params_json"), text(&callback, "signature"));
        let members = body.trim_end().strip_suffix('}').expect("the callback is an object");
        Self {
            minimal: code(1, "qr"),
            full: code(357, "input"),
            direct_pay,
            callback: format!("{members}, \"signature\": \"{signature}\"}}"),
            callback_text: text(&callback, "canonical").to_owned(),
        }
    }
}

/// The vector of a file whose member has this value.
fn vector(file: &str, member: &str, value: &Value) -> Value {
    let file: Value = serde_json::from_str(file).expect("a fixture is JSON");
    let vectors = file["vectors"].as_array().expect("a fixture has vectors");
    vectors.iter().find(|vector| vector[member] == *value).expect("the vector is still there").clone()
}

fn text<'a>(vector: &'a Value, member: &str) -> &'a str {
    vector[member].as_str().expect("the member is text")
}

/// The builder whose code, made at [`CREATED`], is [`Inputs::full`].
pub fn full_builder() -> Builder<'static> {
    Builder::individual("john_smith@devb", "John Smith")
        .account_information("85512233455")
        .acquiring_bank("Dev Bank")
        .merchant_city("PHNOM PENH")
        .amount(Money::from_minor(10_000, Currency::Usd))
        .expires_at(EXPIRES)
        .bill_number("#12345")
        .mobile_number("85512233455")
        .store_label("Coffee Shop")
        .terminal_label("Cashier_1")
        .purpose("Buy coffee")
        .alternate_name("km", "ចន ស្មីន")
        .alternate_city("ភ្នំពញ")
}

/// A secret of the benches.
pub fn secret(text: &str) -> Secret {
    Secret::new(text).expect("a secret of the benches is a secret")
}

/// The directPay request as fields, without a signature.
pub fn direct_pay(inputs: &Inputs, sign_type: SignType) -> Fields {
    let fields = Fields::from_json(&inputs.direct_pay).expect("the request is JSON");
    fields.without("sign").with("sign_type", sign_type.as_str())
}
