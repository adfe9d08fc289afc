//! What is printed and logged.

use std::fmt::Write as _;

use conformance::output::{Log, print};
use kess_client::service::*;
use kess_client::{AuthCode, Card, Customer, Kess, ServiceCode};
use pay_core::Outcome;
use pay_http::TransportErrorKind;

use crate::wire::{
    Answer, HandClock, NOW, Wire, body, broken, granted_token, http, is_grant, key, number, secret, settings,
    success, text, usd,
};

/// Two canaries of digits: a card's number and a virtual card's.
const PAN: &str = "5473500160001018";
const VIRTUAL: &str = "5364588625436475";

fn card() -> Card {
    Card::new(PAN, "7731", "12", "35").unwrap()
}

fn person() -> Customer {
    Customer::new("0127731773", "canary@example.com", "Canary", "Canary").unwrap()
}

/// Answers with every secret in it, as debug pages have.
fn provocations() -> Vec<Answer> {
    let echo = format!(
        r#""message":"Bearer token-canary-0123456789-abcdefghi {PAN} {VIRTUAL}","errors":{{"password":["password-canary"],"{PAN}":"{PAN}","token-canary-0123456789-abcdefghi":1}}"#
    );
    vec![
        http(400, format!(r#"{{"success":false,"code":400,{echo}}}"#)),
        http(200, format!(r#"{{"success":false,{echo}}}"#)),
        http(401, format!("{{{echo}}}")),
        http(500, format!("<html>{echo}</html>")),
        http(200, echo.clone()),
        success(&format!(r#"{{"out_trade_no":"password-canary","total_amount":"{PAN}x"}}"#)),
        success(&format!(
            r#"{{"purchaseRequestId":"1","vcnInformation":{{"pan":"{VIRTUAL}","expiry":"2602","avv":"canary"}},
                "cvv_canary":"x","new":"password-canary"}}"#
        )),
        success(r#"{"out_trade_no":"T-1","html_confirm_payment":"<html>canary</html>"}"#),
        success(r#"{"token":"canary","card_info":{"card_token":"canary"}}"#),
        broken(TransportErrorKind::Timeout, Outcome::Unknown),
    ]
}

/// The canaries stand in the settings, in requests and in answers. They come out nowhere but in the requests themselves.
#[tokio::test]
async fn d16_secrets_and_cards_are_in_no_error_span_log_panic_or_debug_output() {
    let log = Log::default();
    log.catch_all();
    let mut printed = String::new();
    let settings = settings();
    write!(printed, "{settings:?} {settings:#?} {:?} {:?}", card(), person()).unwrap();

    let sealed = (card().seal(&key()).unwrap(), person().seal(&key()).unwrap());
    let direct = DirectPay::new(Transaction::new(number("T-1"), usd(1_000), text("Coffee")), sealed.0)
        .customer(sealed.1.clone());
    let quick = QuickPay::new(
        number("T-1"),
        AuthCode::new(PAN).unwrap(),
        usd(1_000),
        text("Coffee"),
        ServiceCode::wechat(),
    );
    let withdraw =
        Withdraw::new(Payout::new(number("T-1"), usd(1_000)), secret("bank-token-canary"), sealed.1.clone());
    let detail = VirtualCardDetail::new(text("24831209"));
    let tokenize = TokenizeBankAccount::new(text("000123456"), ServiceCode::new("WING").unwrap(), sealed.1);
    write!(printed, "{direct:?} {quick:?} {withdraw:?} {detail:?} {tokenize:?}").unwrap();

    for nth in 0..provocations().len() {
        let wire =
            Wire::new(
                move |sent| {
                    if is_grant(sent) { granted_token(7_731) } else { provocations().swap_remove(nth) }
                },
            );
        let kess = Kess::new(settings.clone(), wire.clone(), HandClock::at(NOW));
        write!(printed, "{kess:?}").unwrap();
        print(&mut printed, kess.call(&direct).await);
        print(&mut printed, kess.call(&quick).await);
        print(&mut printed, kess.call(&withdraw).await);
        print(&mut printed, kess.call(&detail).await);
        print(&mut printed, kess.call(&tokenize).await);
        for sent in wire.calls().iter().chain(&wire.grants()) {
            write!(printed, "{:?}", sent.headers()).unwrap();
        }
        assert!(body(&wire.grants()[0]).contains("password-canary"), "it was there to be printed");
    }
    let wire = Wire::new(|_| {
        http(401, r#"{"error":"invalid_client","message":"password-canary client-secret-canary"}"#)
    });
    print(&mut printed, Kess::new(settings, wire, HandClock::at(NOW)).call(&detail).await);

    let log = log.text();
    assert!(log.contains("webpay.acquire.directPay") && printed.contains("VALIDATION_ERROR"));
    for (name, output) in [("log", &log), ("output", &printed)] {
        // The name of an unknown member is shown, and its value is not.
        let output = output.replace("cvv_canary", "").to_lowercase();
        for canary in ["canary", PAN, VIRTUAL, "token-7731", "refresh-7731", "0127731773"] {
            assert!(!output.contains(canary), "{canary} in {name}: {output}");
        }
    }
}

/// Every text about a person that an answer has, by the names of section 3.2.
const PERSON: &str = r#"{"out_trade_no":"T-1","transaction_ref":"TR-1","phone_number":"canary-phone","email":"canary-email",
    "full_name":"canary-name","holder_name":"canary-holder","owner_name":"canary-owner",
    "account_number":"canary-account","receiver_name":"canary-receiver","bakongAccountID":"canary-bakong",
    "accountInformation":"canary-information","mobileNumber":"canary-mobile",
    "wallet":{"account_number":"canary-wallet"},"multi_wallets":[{"account_number":"canary-wallets"}],
    "receiver_info":{"receiver_name":"canary-receiver","receiver_bakong_id":"canary-id","receiver_acc_info":"canary-info"},
    "bank_info":{"account_name":"canary-bank","account_number":"canary-number"},
    "card_info":{"holder_name":"canary-holder","account_name":"canary-card","account_number":"canary-pan"},
    "wechat_alipay_info":{"openid":"canary-openid"},
    "payment_detail":{"holder_name":"canary-payer","bank_info":{"account_number":"canary-payers"}},
    "detail":["canary-detail"],"meta":{"merchant_info":{"name":"canary-merchant"}}}"#;

/// Names, telephones, mail addresses and accounts, on the way out and on the way in.
#[tokio::test]
async fn d16_what_is_about_a_person_is_in_no_debug_output() {
    let mut printed = String::new();
    let add = AddUser::new(text("canary"), text("canary"), text("canary"), text("canary"));
    let bic = || ServiceCode::new("WING").unwrap();
    let sealed = || person().seal(&key()).unwrap();
    let verify = VerifyBankAccount::new(text("canary-account"), bic());
    let tokenize = TokenizeBankAccount::new(text("canary-account"), bic(), sealed());
    let payout = || Payout::new(number("T-1"), usd(1_000));
    let withdraw = WithdrawByBankNumber::new(payout(), bic(), text("canary-account"), sealed());
    let generate = GenerateKhqr::new(text("canary-account"), text("CU-1"), None);
    let extended = Extended::new(QueryOrder::new(number("T-1"))).with("holder_name", "canary");
    write!(printed, "{add:#?} {verify:?} {tokenize:?} {withdraw:?} {generate:?} {extended:?}").unwrap();
    for shown in ["WING", "T-1", "CU-1", "holder_name"] {
        assert!(printed.contains(shown), "{shown} is nobody's secret: {printed}");
    }

    let answer = || crate::wire::answered(success(PERSON));
    let user = answer().call(&MerchantInfo {}).await.unwrap();
    assert_eq!(user.phone_number.as_ref().unwrap().expose().as_raw(), "canary-phone");
    assert_eq!(user.email.as_ref().unwrap().expose().as_raw(), "canary-email");
    assert_eq!(user.full_name.as_ref().unwrap().expose().as_raw(), "canary-name");
    assert_eq!(user.multi_wallets[0].account_number.as_ref().unwrap().expose().as_raw(), "canary-wallets");
    let account = answer().call(&verify).await.unwrap();
    assert_eq!(account.owner_name.as_ref().unwrap().expose().to_string(), "canary-owner");
    let token = answer().call(&tokenize).await.unwrap();
    assert_eq!(token.holder_name.as_ref().unwrap().expose().as_raw(), "canary-holder");
    let khqr = answer().call(&DecodeKhqr::new(text("q"))).await.unwrap();
    assert_eq!(khqr.mobile_number.as_ref().unwrap().expose().as_raw(), "canary-mobile");
    assert_eq!(khqr.bakong_account_id.as_ref().unwrap().expose().as_raw(), "canary-bakong");
    assert_eq!(khqr.account_information.as_ref().unwrap().expose().as_raw(), "canary-information");
    let paid = answer().call(&PayKhqr::new(text("q"), usd(100))).await.unwrap();
    let receiver = paid.receiver_info.as_ref().unwrap();
    assert_eq!(receiver.receiver_name.as_ref().unwrap().expose().as_raw(), "canary-receiver");
    let order = answer().call(&QueryOrder::new(number("T-1"))).await.unwrap();
    let bank = order.bank_info.as_ref().unwrap();
    assert_eq!(bank.account_name.as_ref().unwrap().expose().as_raw(), "canary-bank");
    assert_eq!(bank.account_number.as_ref().unwrap().expose().as_raw(), "canary-number");
    let payer = order.payment_detail.as_ref().unwrap();
    assert_eq!(payer.holder_name.as_ref().unwrap().expose().as_raw(), "canary-payer");
    let out = answer().call(&Withdraw::new(payout(), secret("t"), sealed())).await.unwrap();
    assert_eq!(out.receiver_name.as_ref().unwrap().expose().as_raw(), "canary-receiver");

    write!(printed, "{user:?} {account:?} {token:?} {khqr:?} {paid:?} {order:?} {out:#?}").unwrap();
    assert!(!printed.to_lowercase().contains("canary"), "{printed}");
}
