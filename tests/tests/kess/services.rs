//! Every service of section 4: its request as it goes out, the document's answer as it is read, and a failure.
//!
//! A row is the fixture of the answer and the request that it answers: for nativePay, v2Refund, getVirtualCardBalance and
//! getVirtualCardReport not the document's, whose samples answer about something else (`answers` and `bound`: f37).

use std::fmt::{Debug, Write as _};
use std::num::NonZeroU32;

use kess_client::service::*;
use kess_client::{AuthCode, CallbackUrl, Card, ServiceCode};
use pay_http::http::header::AUTHORIZATION;
use pay_sign::{Fields, RefusalKind, Scheme, Signer, Verifier};

use crate::shapes;
use crate::wire::{
    API_SECRET, Sent, Wire, answered, body, customer, http, kess, key, number, sample, secret, text, usd,
};

/// Declares one test a service, and the list of all.
macro_rules! services {
    ($($test:ident $fixture:literal: $request:expr;)*) => {
        $(
            #[tokio::test]
            async fn $test() {
                check($fixture, &$request).await;
            }
        )*

        /// The names of the services that are tested here.
        const TESTED: &[&str] = &[$(concat!("webpay.acquire.", $fixture)),*];
    };
}

const FIRST: NonZeroU32 = NonZeroU32::MIN;
const NOTIFY: &str = "https://sample.com/notifyme";

fn notify() -> CallbackUrl {
    CallbackUrl::new(NOTIFY).unwrap()
}

fn transaction(out_trade_no: &str, cents: i64, body: &str) -> Transaction {
    Transaction::new(number(out_trade_no), usd(cents), text(body)).notify_url(notify())
}

fn payout() -> Payout {
    Payout::new(number("WD-00000TEST0002"), usd(1_000)).expires_in(300)
}

services! {
    merchant_info "merchantinfo": MerchantInfo {};
    add_user "adduserundermerchant":
        AddUser::new(text("xx"), text("xx"), text("010222333"), text("xx@gmail.com")).muser_identity(text("N0102345"));
    list_users "getUserUnderMerchant": ListUsers::new(FIRST);
    user_profile "userprofile": UserProfile::by_id(text("CU2501-101139033689723678"));
    list_transactions "getTxnLists": ListTransactions::new(FIRST);
    transaction_detail "getTxnDetail": TransactionDetail::new(text("TR2501-101139033689723727"));
    money_transfer "moneytransfer":
        MoneyTransfer::new(usd(1_000), text("CW2501-101139033689723679"), text("AW2501-101139033689723906"))
            .comment(text("User comment"));
    bakong_members "getbakongmembers": BakongMembers {};
    generate_khqr "generateKhqr": GenerateKhqr::new(text("000024924"), text("CU2501-101139033689723678"), None);
    decode_khqr "decodeKhqr": DecodeKhqr::new(text(KHQR));
    pay_khqr "payKhqr": PayKhqr::new(text(KHQR), usd(200)).remark(text("xx"));
    create_virtual_card "createVirtualCard":
        CreateVirtualCard::new(usd(10_000), usd(300), 5, 13, text("Testing Card"), text("Virtual Gift Card")).unwrap();
    list_virtual_cards "getVirtualCards": ListVirtualCards::default();
    virtual_card_balance "getVirtualCardBalance": VirtualCardBalanceOf::new(text("24808839"));
    virtual_card_detail "getVirtualCardDetail": VirtualCardDetail::new(text("24831209"));
    virtual_card_report "getVirtualCardReport": VirtualCardReportOf::new(text("24824411"), 0, 10).unwrap();
    kiosk_create_order "kioskCreateOrder":
        KioskCreateOrder::new(transaction("1gbwzExpeN2tsfvruHlfiBCCk", 500, "test"));
    confirm_kiosk_order "confirmKioskOrder": ConfirmKioskOrder::new(text("5d7481203376937f82d55942"));
    payment_methods "getpaymentmethods": PaymentMethods {};
    create_order "createorder":
        CreateOrder::new(transaction("TEST-1234567891", 1_000, "iPhone 13 pro Case"))
            .login_type(LoginType::Anonymous)
            .setting(
                Setting::default()
                    .template(text("company"))
                    .enabled_payment_methods([ServiceCode::khqr(), ServiceCode::new("VISA_MASTER").unwrap()])
                    .payment_type(text("online"))
                    .background_color(text("#FFFFFF"))
                    .display_fee_amount(usd(25)),
            )
            .customer(customer());
    native_pay "nativePay":
        NativePay::new(
            transaction("TEST-1234567892", 1_000, "iPhone 13 pro Case"),
            ServiceCode::new("KESSKH").unwrap(),
        )
        .only_deeplink(true);
    quick_pay "quickpay":
        QuickPay::new(
            number("TEST-1234567891"),
            AuthCode::new("1234567").unwrap().as_number().unwrap(),
            usd(1_000),
            text("iPhone 13 pro Case"),
            ServiceCode::wechat(),
        )
        .notify_url(notify())
        .login_type(LoginType::Anonymous);
    direct_pay "directPay":
        DirectPay::new(
            transaction("1234567893", 1_000, "iPhone 13 pro Case")
                .redirect_url(CallbackUrl::new("https://sample.com/redirectme").unwrap()),
            Card::new("5473500160001018", "123", "12", "35").unwrap().seal(&key()).unwrap(),
        )
        .customer(customer());
    close_order "closeorder": CloseOrder::new(number("TEST-1234567891"));
    query_order "queryOrder": QueryOrder::new(number("TEST-1234567891"));
    query_refund "queryRefund": QueryRefund::by_transaction(text("TEST-1234567891"));
    query_orders_by_date "queryorderbydaterange":
        QueryOrdersByDate::new("2022-01-15".parse().unwrap(), "2022-01-16".parse().unwrap()).unwrap();
    refund "v2Refund":
        Refund::partial(number("TR-345"), text("test"), usd(100)).callback_url(notify());
    save_card "saveCard": SaveCard::new(notify());
    verify_bank_account "verifybankaccount":
        VerifyBankAccount::new(text("123456789"), ServiceCode::new("ABAAKHPP").unwrap());
    tokenize_bank_account "tokenizebankaccount":
        TokenizeBankAccount::new(text("123456789"), ServiceCode::new("ABAAKHPP").unwrap(), customer());
    withdraw "withdraw":
        Withdraw::new(payout(), secret("02246c07832d03d22a81551c7e962129c5628301324a0c90d"), customer());
    withdraw_by_bank_number "withdrawByBankNumber":
        WithdrawByBankNumber::new(
            payout().notify_url(notify()).redirect_url(CallbackUrl::new("https://sample.com/redirectme").unwrap()),
            ServiceCode::new("ACLBKHPPXXX").unwrap(),
            text("000123456"),
            customer(),
        );
}

/// The KHQR of the document's generateKhqr.
pub(crate) const KHQR: &str = "00020101021129490009khqr@kess01090000249240219Kess Innovation Plc5204599953038405802KH5910Bunna \
                    Roth6010Phnom Penh62130209015703635991700131738910956926630400AA";

/// The request, its signature over the bytes that went out, the answer in all its forms, and a failure.
async fn check<S: Service>(fixture: &str, request: &S)
where
    S::Response: Debug + PartialEq,
{
    let answer = sample(fixture);
    let wire = Wire::script([http(200, answer.clone())]);
    let response = kess(&wire).call(request).await.unwrap();
    let calls = wire.calls();
    let [sent] = calls.as_slice() else { panic!("{} requests", calls.len()) };
    let fields = Fields::from_json(body(sent)).unwrap();
    let verifier = Verifier::new(Scheme::KESS, secret(API_SECRET));
    verifier.verify(&fields).expect("the bytes that went out are signed");
    cannot_be_posed_as(&fields);
    compare(fixture, "request", &printed(sent));
    compare(fixture, "response", &format!("{response:#?}"));
    assert!(!format!("{response:?}").contains("extra"), "a member of the sample is not typed: {response:?}");
    shapes::check(fixture, request, &answer).await;

    let failure =
        r#"{"success":false,"code":422,"status_code":"PROCESS_FAILED","message":"Sub-process failed."}"#;
    let error = answered(http(422, failure)).call(request).await.expect_err("a failure");
    compare(fixture, "error", &format!("{error}\noutcome: {:?}", error.outcome()));
}

/// No text is signed that reads as one of these members: `REQUEST_MEMBERS` of pay-sign has them all (threat D-01).
fn cannot_be_posed_as(members: &Fields) {
    let signer = Signer::new(Scheme::KESS, secret(API_SECRET));
    // An object is left out of the signed text.
    for name in members.names().filter(|name| members.nested(name).is_none()) {
        let posing = Fields::new().with("remark", format!("x&{name}=y"));
        let refusal = signer.sign_request(posing).expect_err(name);
        assert!(matches!(refusal.kind(), RefusalKind::ItemInText(known) if known == name), "{name}");
    }
}

/// Members that no sample above has.
#[test]
fn optional_members_cannot_be_posed_as_either() {
    let card =
        CreateVirtualCard::new(usd(10_000), usd(300), 5, 13, text("Testing Card"), text("Virtual Gift Card"))
            .unwrap();
    let by_number =
        WithdrawByBankNumber::new(payout(), ServiceCode::new("WING").unwrap(), text("123456789"), customer());
    for request in [
        Fields::from_serialize(&card.wallet_id(text("CW-1"))),
        Fields::from_serialize(&ListVirtualCards::of_user(text("CU-1"))),
        Fields::from_serialize(&UserProfile::by_identity(text("N-1"))),
        Fields::from_serialize(&QueryRefund::by_reference(number("R-1"))),
        Fields::from_serialize(&SaveCard::new(notify()).redirect_url(notify())),
        Fields::from_serialize(&by_number.user_id(text("CU-1"))),
    ] {
        cannot_be_posed_as(&request.unwrap());
    }
}

fn compare(fixture: &str, aspect: &str, printed: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("{fixture}@{aspect}"), printed);
    });
}

/// Method, address, headers and body, as one compares them with the document. An encrypted member, and a signature over
/// one, differ each time.
fn printed(sent: &Sent) -> String {
    let mut shown = format!("{} {}\n", sent.method(), sent.uri());
    for (name, value) in sent.headers() {
        let value = if name == AUTHORIZATION { "Bearer [redacted]" } else { value.to_str().unwrap() };
        writeln!(shown, "{name}: {value}").unwrap();
    }
    let sealed = |part: &&str| part.len() == 512 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has_sealed = body(sent).split('"').any(|part| sealed(&part));
    let is_signature = |part: &str| part.len() == 64 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = body(sent)
        .split('"')
        .map(|part| match part {
            part if sealed(&part) => "[encrypted]",
            part if has_sealed && is_signature(part) => "[signature]",
            part => part,
        })
        .collect();
    shown + "\n" + &parts.join("\"").replace("\",\"", "\",\n\"")
}

/// The list that README promises, generated from the code.
#[test]
fn table_of_services() {
    let mut table = String::new();
    for facts in SERVICES {
        writeln!(
            table,
            "{:2}  {:<40} {:<20} {:<8?} seller_code {:?}",
            facts.row, facts.name, facts.request, facts.effect, facts.seller
        )
        .unwrap();
    }
    compare("services", "table", &table);
}

#[test]
fn every_service_has_its_row_and_its_test() {
    let names: Vec<&str> = SERVICES.iter().map(|facts| facts.name).collect();
    assert_eq!(names, TESTED);
    assert!(SERVICES.iter().map(|facts| facts.row).eq(1..=33));
}

/// What CONTRIBUTING shows of a service is what the service is, but for the remarks at the ends of lines.
#[test]
fn the_example_of_contributing_is_the_code() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let file = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let squeezed = |code: &str| {
        let lines = code.lines().map(|line| line.split_once(" // ").map_or(line, |(code, _)| code).trim());
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let contributing = file("CONTRIBUTING.md");
    let (_, chapter) = contributing.split_once("### Adding a service of KESS PAY").unwrap();
    let (_, example) = chapter.split_once("```rust\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    assert!(example.contains("impl Service for CloseOrder"));
    let code = squeezed(&file("crates/kess-client/src/service/order.rs"));
    assert!(code.contains(&squeezed(example)), "{example}");
}
