//! Every member that a table of the document has for a request, row by row (sections 3.1 and 4): each is sent by its
//! service where all that is optional is given.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use kess_client::service::*;
use kess_client::{AuthCode, CallbackUrl, Card, ServiceCode};
use serde_json::{Map, Value};

use crate::wire::{Wire, body, customer, http, kess, key, number, secret, text, usd};

/// Sends a request to a gateway that fails, and gives the members that went out, but for the three that every request has.
async fn sent<S: Service>(request: &S) -> BTreeSet<String> {
    let wire = Wire::script([http(500, "")]);
    assert!(kess(&wire).call(request).await.is_err());
    let members: Map<String, Value> = serde_json::from_str(body(&wire.calls()[0])).unwrap();
    for name in ["service", "sign_type", "sign"] {
        assert!(members.contains_key(name), "{name} in {}", S::NAME);
    }
    let own = members.into_iter().map(|(name, _)| name);
    own.filter(|name| !matches!(name.as_str(), "service" | "sign_type" | "sign")).collect()
}

macro_rules! rows {
    ($($request:expr => $members:literal;)*) => {
        /// The right-hand sides are the tables' words, required and optional.
        #[tokio::test]
        async fn every_member_of_a_table_is_sent() {
            let mut rows = 0;
            $(
                let expected: BTreeSet<String> = $members.split_whitespace().map(str::to_owned).collect();
                assert_eq!(sent(&$request).await, expected, "{}", stringify!($request));
                rows += 1;
            )*
            // Two members of userprofile, and two of queryRefund, exclude each other.
            assert_eq!(rows, SERVICES.len() + 2);
        }
    };
}

pub(crate) fn url() -> CallbackUrl {
    CallbackUrl::new("https://sample.com/notifyme").unwrap()
}

pub(crate) fn bic() -> ServiceCode {
    ServiceCode::new("ABAAKHPP").unwrap()
}

pub(crate) fn transaction() -> Transaction {
    let transaction = Transaction::new(number("T-1"), usd(1_000), text("Two coffees"));
    transaction.notify_url(url()).redirect_url(url()).expires_in(300)
}

pub(crate) fn payout() -> Payout {
    let payout = Payout::new(number("T-1"), usd(1_000)).body(text("Wages"));
    payout.notify_url(url()).redirect_url(url()).expires_in(300)
}

fn setting() -> Setting {
    Setting::default().template(text("company"))
}

pub(crate) fn card() -> kess_client::SealedCard {
    Card::new("5473500160001018", "123", "12", "35").unwrap().seal(&key()).unwrap()
}

rows! {
    MerchantInfo {} => "seller_code";
    AddUser::new(text("a"), text("b"), text("012"), text("a@b")).muser_identity(text("N"))
        => "seller_code first_name last_name phone_number email muser_identity";
    ListUsers::new(NonZeroU32::MIN) => "seller_code page";
    UserProfile::by_id(text("CU")) => "seller_code user_id";
    UserProfile::by_identity(text("N")) => "seller_code muser_identity";
    ListTransactions::new(NonZeroU32::MIN) => "seller_code page";
    TransactionDetail::new(text("TR")) => "seller_code transaction_ref";
    MoneyTransfer::new(usd(100), text("CW"), text("AW")).comment(text("c"))
        => "seller_code amount currency from_wallet_id to_wallet_id comment";
    BakongMembers {} => "";
    GenerateKhqr::new(text("w"), text("u"), None) => "wallet_ref user_id amount";
    DecodeKhqr::new(text("q")) => "qrcode";
    PayKhqr::new(text("q"), usd(100)).remark(text("r")) => "seller_code qrcode amount currency remark";
    CreateVirtualCard::new(usd(100), usd(300), 5, 12, text("t"), text("d")).unwrap().wallet_id(text("CW"))
        => "seller_code trans_limit_amount purchase_type cumulative_limit valid_for max_trans currency description wallet_id";
    ListVirtualCards::of_user(text("CU")) => "seller_code user_id";
    VirtualCardBalanceOf::new(text("1")) => "seller_code purchase_req_id";
    VirtualCardDetail::new(text("1")) => "seller_code purchase_req_id";
    VirtualCardReportOf::new(text("1"), 0, 10).unwrap() => "seller_code purchase_req_id from to";
    KioskCreateOrder::new(transaction())
        => "seller_code out_trade_no body total_amount currency notify_url redirect_url expires_in";
    ConfirmKioskOrder::new(text("p")) => "pre_order_id";
    PaymentMethods {} => "";
    CreateOrder::new(transaction()).login_type(LoginType::General).setting(setting()).customer(customer())
        => "seller_code out_trade_no body total_amount currency notify_url redirect_url expires_in
            login_type setting customer";
    NativePay::new(transaction(), bic()).only_deeplink(true)
        => "seller_code out_trade_no body total_amount currency notify_url redirect_url expires_in
            service_code only_deeplink is_ios_device";
    QuickPay::new(number("T-1"), AuthCode::new("12345").unwrap(), usd(100), text("b"), ServiceCode::alipay())
        .notify_url(url())
        .login_type(LoginType::Facebook)
        => "seller_code out_trade_no auth_code body total_amount currency notify_url service_code login_type";
    DirectPay::new(transaction(), card()).setting(setting()).customer(customer())
        => "seller_code out_trade_no body total_amount currency notify_url redirect_url expires_in
            card setting customer";
    CloseOrder::new(number("T-1")) => "out_trade_no";
    QueryOrder::new(number("T-1")) => "out_trade_no";
    QueryRefund::by_transaction(text("TR")) => "transaction_id";
    QueryRefund::by_reference(number("R-1")) => "merchant_reference";
    QueryOrdersByDate::new("2022-01-15".parse().unwrap(), "2022-01-16".parse().unwrap()).unwrap()
        => "start_date end_date per_page page";
    Refund::partial(number("T-1"), text("r"), usd(100)).callback_url(url()).merchant_reference(number("R-1"))
        => "out_trade_no reason partial_refund_amount partial_refund_amount_ccy callback_url merchant_reference";
    SaveCard::new(url()).redirect_url(url()) => "seller_code notify_url redirect_url";
    VerifyBankAccount::new(text("012"), bic()) => "seller_code bank_account_number bic";
    TokenizeBankAccount::new(text("012"), bic(), customer()) => "seller_code bank_account_number bic customer";
    Withdraw::new(payout(), secret("t"), customer())
        => "seller_code out_trade_no body total_amount currency notify_url redirect_url expires_in
            bank_account_token customer";
    WithdrawByBankNumber::new(payout(), bic(), text("012"), customer()).user_id(text("CU"))
        => "seller_code out_trade_no body total_amount currency notify_url redirect_url expires_in
            bic bank_account customer user_id";
}

/// Three levels of `setting`, `customer` and `card` have members of their own (section 3.1).
#[test]
fn every_member_of_a_setting_is_sent() {
    let setting = setting()
        .enabled_payment_methods([bic()])
        .payment_type(text("online"))
        .background_color(text("#FFFFFF"))
        .display_fee_amount(usd(25));
    let sent: Map<String, Value> = serde_json::from_str(&serde_json::to_string(&setting).unwrap()).unwrap();
    let names: BTreeSet<&str> = sent.keys().map(String::as_str).collect();
    let table = "template enabled_payment_methods payment_type background_color display_fee_amount";
    assert_eq!(names, table.split_whitespace().collect());
}
