//! What binds an answer to its question where it is not about an order: whatever it names is what was asked for.

use std::time::Duration;

use kess_client::service::*;
use kess_client::{Amount, AuthCode, ErrorKind, Malformed, ServiceCode};
use khqr_emv::Builder;
use pay_core::{Currency, Money};

use crate::members::{bic, card, payout, transaction};
use crate::wire::{NOW, answered, customer, http, number, sample, secret, success, text, usd};

/// The answer is taken as it is, and refused where one member of it is another.
async fn bound<S: Service>(request: &S, data: &str, expected: Malformed, others: &[(&str, &str)]) {
    assert!(answered(success(data)).call(request).await.is_ok(), "{data}");
    for (is, other) in others {
        let another = data.replace(is, other);
        assert_ne!(another, data, "{is}");
        let Err(error) = answered(success(&another)).call(request).await else { panic!("taken: {another}") };
        assert_eq!(*error.kind(), ErrorKind::Malformed(expected.clone()), "{another}");
    }
    let says = ErrorKind::Malformed(expected).to_string();
    assert!(says.starts_with("answer is about "), "{says}");
    let silent = answered(success(r#"{"new":1}"#)).call(request).await;
    assert!(silent.is_ok(), "what names nothing names nothing else");
}

/// Taken where it names the order that was asked for, in either place (E27), and refused about another or none.
async fn bound_to_its_order<S: Service>(request: &S) {
    let missing = r#"{"new":1}"#;
    for (order, is_taken) in [(r#"{"out_trade_no":"T-1"}"#, true), (r#"{"out_trade_no":"T-2"}"#, false)] {
        for data in [order.to_owned(), format!(r#"{{"order_info":{order}}}"#)] {
            match answered(success(&data)).call(request).await {
                Ok(_) => assert!(is_taken, "{}: {data}", S::NAME),
                Err(error) => {
                    assert!(!is_taken, "{}: {error}", S::NAME);
                    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherOrder), "{}", S::NAME);
                }
            }
        }
    }
    assert!(answered(success(missing)).call(request).await.is_err(), "{}", S::NAME);
}

#[tokio::test]
async fn f37_the_answer_about_another_order() {
    bound_to_its_order(&KioskCreateOrder::new(transaction())).await;
    bound_to_its_order(&CreateOrder::new(transaction())).await;
    bound_to_its_order(&NativePay::new(transaction(), bic())).await;
    let (code, total) = (AuthCode::new("12345").unwrap(), usd(100));
    bound_to_its_order(&QuickPay::new(number("T-1"), code, total, text("b"), ServiceCode::alipay())).await;
    bound_to_its_order(&DirectPay::new(transaction(), card())).await;
    bound_to_its_order(&CloseOrder::new(number("T-1"))).await;
    bound_to_its_order(&QueryOrder::new(number("T-1"))).await;
    bound_to_its_order(&Withdraw::new(payout(), secret("t"), customer())).await;
    bound_to_its_order(&WithdrawByBankNumber::new(payout(), bic(), text("012"), customer())).await;
}

/// The same of 10.00 USD.
async fn bound_to_its_total<S: Service>(request: &S) {
    let data = r#"{"out_trade_no":"T-1","total_amount":10.0,"currency":"USD"}"#;
    assert!(answered(success(data)).call(request).await.is_ok(), "{}", S::NAME);
    for (is, other) in [("10.0", "10.01"), ("10.0", "1"), ("10.0", "-10"), ("USD", "KHR")] {
        let another = data.replace(is, other);
        let Err(error) = answered(success(&another)).call(request).await else { panic!("taken: {another}") };
        assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherAmount), "{}: {another}", S::NAME);
    }
}

/// What a payer is to pay is what was asked for, where the answer says how much.
#[tokio::test]
async fn f37_the_answer_about_another_total() {
    bound_to_its_total(&CreateOrder::new(transaction())).await;
    bound_to_its_total(&NativePay::new(transaction(), bic())).await;
    let code = AuthCode::new("12345").unwrap();
    let quick = QuickPay::new(number("T-1"), code, usd(1_000), text("b"), ServiceCode::alipay());
    bound_to_its_total(&quick).await;
    bound_to_its_total(&DirectPay::new(transaction(), card())).await;
}

#[tokio::test]
async fn f37_the_answer_about_another_user() {
    let data = r#"{"user_id":"CU-1","muser_identity":"N-1"}"#;
    bound(&UserProfile::by_id(text("CU-1")), data, Malformed::OtherUser, &[("CU-1", "CU-2")]).await;
    bound(&UserProfile::by_identity(text("N-1")), data, Malformed::OtherUser, &[("N-1", "N-2")]).await;
}

/// The telephone may come back in another form; the merchant's own name may not.
#[tokio::test]
async fn f37_the_answer_about_another_new_user() {
    let add = AddUser::new(text("Sok"), text("Dara"), text("015703635"), text("sok@example.com"));
    let data = r#"{"user_id":"CU-1","phone_number":"85515703635","muser_identity":"N-1"}"#;
    bound(&add.clone().muser_identity(text("N-1")), data, Malformed::OtherUser, &[("N-1", "N-2")]).await;
    assert!(answered(success(data)).call(&add).await.is_ok(), "no name was asked for");
}

/// The order's own total may have the fee in it.
#[tokio::test]
async fn f37_the_answer_about_another_amount_at_the_kiosk() {
    let kiosk = KioskCreateOrder::new(Transaction::new(number("T-1"), usd(500), text("Coffee")));
    let data = r#"{"amount":5,"fee":0.1,"total_amount":5.1,
        "order_info":{"out_trade_no":"T-1","total_amount":5.1,"currency":"USD"}}"#;
    assert!(answered(success(data)).call(&kiosk).await.is_ok());
    for (is, other) in [(r#""amount":5,"#, r#""amount":50,"#), ("USD", "KHR")] {
        let error = answered(success(&data.replace(is, other))).call(&kiosk).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherAmount), "{other}");
    }
}

/// The document's code with an amount of 0 in it, which the payer enters; its checksum is by another program.
const NOUGHT: &str = "00020101021129490009khqr@kess01090000249240219Kess Innovation Plc520459995303840\
                      540105802KH5910Bunna Roth6010Phnom Penh621302090157036359917001317389109569266304CA84";

/// The currency is the wallet's, and not sent: the code says which it is.
#[tokio::test]
async fn f37_the_code_for_another_amount() {
    let riel = |minor| Amount::new(Money::from_minor(minor, Currency::Khr)).unwrap();
    let code = |amount: Amount| {
        let code = Builder::individual("khqr@kess", "Sok Dara").amount(amount.money());
        code.expires_at(NOW.after(Duration::from_mins(10))).build(NOW).unwrap()
    };
    for (qr, asked, is_taken) in [
        (code(usd(200)), Some(usd(200)), true),
        (code(usd(200)), Some(usd(201)), false),
        (code(riel(2)), Some(usd(200)), false),
        (code(usd(200)), None, false),
        (crate::services::KHQR.to_owned(), None, true),
        (crate::services::KHQR.to_owned(), Some(usd(200)), false),
        (NOUGHT.to_owned(), None, true),
        (NOUGHT.to_owned(), Some(usd(200)), false),
        ("no KHQR".to_owned(), Some(usd(200)), true),
    ] {
        let generate = GenerateKhqr::new(text("000024924"), text("CU-1"), asked);
        let said = answered(success(&format!(r#"{{"qr_string":"{qr}"}}"#))).call(&generate).await;
        match said {
            Ok(_) => assert!(is_taken, "{qr}"),
            Err(error) => {
                assert!(!is_taken, "{qr}: {error}");
                assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherAmount));
            }
        }
    }
}

/// The document's sample answers 25 to a request for 10, so that the amount is not compared.
#[tokio::test]
async fn f37_the_answer_about_another_transfer() {
    let transfer = MoneyTransfer::new(usd(1_000), text("CW-1"), text("AW-1"));
    let data = r#"{"transaction_ref":"TR-1","amount":10,"currency":"USD"}"#;
    bound(&transfer, data, Malformed::OtherAmount, &[("USD", "KHR")]).await;
    assert!(answered(http(200, sample("moneytransfer"))).call(&transfer).await.is_ok());
}

#[tokio::test]
async fn f37_the_answer_about_another_movement() {
    let detail = TransactionDetail::new(text("TR-1"));
    bound(&detail, r#"{"transaction_ref":"TR-1"}"#, Malformed::OtherTransfer, &[("TR-1", "TR-2")]).await;
}

#[tokio::test]
async fn f37_the_answer_about_another_payment_of_a_khqr() {
    let pay = PayKhqr::new(text("000201"), usd(200));
    let data = r#"{"transaction_ref":"TR-1","status":1,"currency":"USD","amount":"2"}"#;
    let others = [("\"2\"", "\"20\""), ("\"2\"", "2.01"), ("USD", "KHR")];
    bound(&pay, data, Malformed::OtherAmount, &others).await;
}

/// The receiver stands in the KHQR and in the answer. The wallets of KESS PAY share one Bakong account, so that the
/// account behind it is compared as well.
#[tokio::test]
async fn f37_the_answer_about_a_payment_to_somebody_else() {
    let pay = PayKhqr::new(text(crate::services::KHQR), usd(200));
    let data = r#"{"receiver_info":{"receiver_bakong_id":"khqr@kess","receiver_acc_info":"000024924"}}"#;
    let others = [("khqr@kess", "thief@kess"), ("000024924", "000024925"), ("000024924", "24924")];
    bound(&pay, data, Malformed::OtherReceiver, &others).await;
    for same in [
        data.replace("khqr@kess", "KHQR@KESS"),
        data.replace("000024924", "00****24"),
        data.replace(r#""000024924""#, "null"),
    ] {
        assert!(answered(success(&same)).call(&pay).await.is_ok(), "{same}");
    }
    let no_khqr = PayKhqr::new(text("000201"), usd(200));
    assert!(answered(success(data)).call(&no_khqr).await.is_ok(), "it names nobody");
}

/// The document's sample of the balance answers for another card.
#[tokio::test]
async fn f37_the_answer_about_another_virtual_card() {
    let data = r#"{"purchaseRequestId":"24831209"}"#;
    let others = [("24831209", "24808839"), ("\"24831209\"", "24808839")];
    bound(&VirtualCardDetail::new(text("24831209")), data, Malformed::OtherCard, &others).await;
    let balance = VirtualCardBalanceOf::new(text("24831209"));
    bound(&balance, data, Malformed::OtherCard, &others).await;
    let error = answered(http(200, sample("getVirtualCardBalance"))).call(&balance).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherCard));
}

#[tokio::test]
async fn f37_the_answer_about_another_refund() {
    let data = r#"{"transaction_id":"TR-1","out_trade_no":"T-1","merchant_reference":"R-1"}"#;
    let by_transaction = QueryRefund::by_transaction(text("TR-1"));
    bound(&by_transaction, data, Malformed::OtherRefund, &[("TR-1", "TR-2")]).await;
    let by_reference = QueryRefund::by_reference(number("R-1"));
    bound(&by_reference, data, Malformed::OtherRefund, &[("\"R-1", "\"R-2")]).await;
}

/// The document's sample answers about another order.
#[tokio::test]
async fn f37_the_answer_to_another_refund() {
    let refund = |order: &str| Refund::partial(number(order), text("cold"), usd(250));
    let data = r#"{"amount":2.5,"currency":"USD","out_trade_no":"T-1","merchant_reference":"R-1"}"#;
    let asked = refund("T-1").merchant_reference(number("R-1"));
    bound(&asked, data, Malformed::OtherOrder, &[("T-1", "T-2")]).await;
    bound(&asked, data, Malformed::OtherRefund, &[("R-1", "R-2")]).await;
    bound(&asked, data, Malformed::OtherAmount, &[("2.5", "2.51"), ("USD", "KHR")]).await;
    let documented = Refund::partial(number("TEST-1234567891"), text("test"), usd(100));
    let error = answered(http(200, sample("v2Refund"))).call(&documented).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherOrder));
}

#[tokio::test]
async fn f37_the_answer_about_another_bank_account() {
    let verify = VerifyBankAccount::new(text("000123456"), ServiceCode::new("ABAAKHPP").unwrap());
    let data = r#"{"owner_name":"Sok Dara","currency":"USD","account_number":"000123456"}"#;
    bound(&verify, data, Malformed::OtherAccount, &[("000123456", "000123457"), ("000123456", "123456")])
        .await;
}

/// The account is masked in the answer (E24): what is shown of it has to agree.
#[tokio::test]
async fn f37_the_answer_about_another_tokenized_account() {
    let aba = ServiceCode::new("ABAAKHPP").unwrap();
    let tokenize = TokenizeBankAccount::new(text("123456789"), aba, customer());
    let data = r#"{"token":"t","account_number":"12****789","bank_bic":"ABAAKHPP"}"#;
    let others = [
        ("12****789", "12****788"),
        ("12****789", "13****789"),
        ("12****789", "12345****456789"),
        ("12****789", "123456788"),
        ("ABAAKHPP", "ACLBKHPP"),
    ];
    bound(&tokenize, data, Malformed::OtherAccount, &others).await;
    for same in [data.replace("ABAAKHPP", "ABAAKHPPXXX"), data.replace("12****789", "*********")] {
        assert!(answered(success(&same)).call(&tokenize).await.is_ok(), "{same}");
    }
}

/// The gateway writes the amount of a withdrawal below zero.
#[tokio::test]
async fn f37_the_answer_about_another_amount_of_a_withdrawal() {
    let payout = || Payout::new(number("WD-1"), usd(1_000));
    let bic = ServiceCode::new("ABAAKHPP").unwrap();
    let by_number = WithdrawByBankNumber::new(payout(), bic, text("123456789"), customer());
    let by_token = Withdraw::new(payout(), secret("t"), customer());
    for (amount, currency, is_taken) in [
        ("-10", "USD", true),
        (r#""-10.00""#, "USD", true),
        ("10", "USD", true),
        ("-100", "USD", false),
        ("-10", "KHR", false),
    ] {
        let data = format!(r#"{{"out_trade_no":"WD-1","total_amount":{amount},"currency":"{currency}"}}"#);
        let outcomes = [
            answered(success(&data)).call(&by_number).await.map(drop),
            answered(success(&data)).call(&by_token).await.map(drop),
        ];
        for outcome in outcomes {
            let kind = outcome.map_err(|error| error.kind().clone());
            let other = Err(ErrorKind::Malformed(Malformed::OtherAmount));
            assert_eq!(kind, if is_taken { Ok(()) } else { other }, "{data}");
        }
    }
}

/// The document's sample of the report lists a purchase with another card.
#[tokio::test]
async fn f37_a_purchase_with_another_card_is_in_no_report() {
    let report = VirtualCardReportOf::new(text("24831209"), 0, 10).unwrap();
    let data = r#"{"tranInfos":[{"purchaseRequestId":24831209},{"purchase_req_id":"24831209"},{}]}"#;
    let others = [("Id\":24831209", "Id\":24824411"), ("\"24831209\"", "\"24824411\"")];
    bound(&report, data, Malformed::OtherCard, &others).await;
    let error = answered(http(200, sample("getVirtualCardReport"))).call(&report).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherCard));
}
