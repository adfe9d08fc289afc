//! The client and the double of KESS, each a reading of the document of its own, over real sockets and in virtual time.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use kess_client::service::*;
use kess_client::{
    Amount, AuthCode, CallbackUrl, Card, Code, Credentials, Customer, EncryptionKey, Error, Fields, Kess,
    Notifications, OrderState, PaymentLink, ServiceCode, Settings, SignType,
};
use pay_core::{
    Checkout as _, Clock, Currency, Delivery, Money, NewOrder, NotificationSource as _, OrderId,
    Presentation, Trust, Untrusted,
};
use pay_sandbox::{Kess as Double, KessPay, Sandbox};

use crate::wire::{number, secret, text, usd};

struct Shop {
    sandbox: Sandbox,
    settings: Settings,
    kess: Arc<Kess>,
    key: EncryptionKey,
}

impl Shop {
    async fn open(sign_type: SignType) -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let credentials = Credentials::new(
            secret(Double::CLIENT_ID),
            secret(Double::CLIENT_SECRET),
            secret(Double::USERNAME),
            secret(Double::PASSWORD),
        );
        let base = sandbox.base_url().parse().unwrap();
        let settings = Settings::new(base, credentials, Double::SELLER_CODE, secret(Double::API_SECRET_KEY));
        let settings = settings.unwrap().sign_type(sign_type).require_response_signature();
        let clock: Arc<dyn Clock> = Arc::new(sandbox.clock().clone());
        let kess = Arc::new(Kess::connect(settings.clone(), clock).unwrap());
        Self { sandbox, settings, kess, key: EncryptionKey::from_pem(Double::PUBLIC_KEY).unwrap() }
    }

    async fn call<S: Service>(&self, service: S) -> S::Response {
        let result = self.kess.call(&service).await;
        result.unwrap_or_else(|error| panic!("{error}: {:?}", error.kind().api().map(|api| api.body().clone())))
    }

    async fn refusal<S: Service>(&self, service: S) -> Code {
        let error: Error = match self.kess.call(&service).await {
            Ok(_) => panic!("{} was done", S::NAME),
            Err(error) => error,
        };
        error.kind().api().and_then(|api| api.code).unwrap_or_else(|| panic!("{error}"))
    }

    fn customer(&self) -> kess_client::SealedCustomer {
        Customer::new("012345678", "sample@sample.com", "Sok", "Dara").unwrap().seal(&self.key).unwrap()
    }

    /// Pays an order as a payer does, and lets it settle.
    fn pay(&self, order: &str, method: &str) {
        self.sandbox.kess().pay(order, KessPay::new().method(method)).unwrap();
        self.sandbox.clock().advance(Duration::from_secs(2));
    }
}

fn transaction(out_trade_no: &str, cents: i64) -> Transaction {
    Transaction::new(number(out_trade_no), usd(cents), text("Two coffees"))
}

fn raw(text: Option<Untrusted>) -> String {
    text.unwrap().as_raw().to_owned()
}

async fn users_and_wallets(shop: &Shop) {
    let merchant = shop.call(MerchantInfo {}).await;
    let user = AddUser::new(text("Sok"), text("Dara"), text("010222333"), text("sok@example.com"));
    let user = shop.call(user.muser_identity(text("N0102345"))).await;
    assert_eq!(shop.call(ListUsers::new(NonZeroU32::MIN)).await.items, std::slice::from_ref(&user));
    assert_eq!(shop.call(UserProfile::by_identity(text("N0102345"))).await, user);

    let own = raw(merchant.wallet.unwrap().id);
    let theirs = user.wallet.unwrap();
    let transfer = MoneyTransfer::new(usd(1_000), text(&own), text(theirs.id.as_ref().unwrap().as_raw()));
    let moved = shop.call(transfer.comment(text("wages"))).await;
    let name = raw(moved.transaction_ref);
    let listed = shop.call(ListTransactions::new(NonZeroU32::MIN)).await;
    assert!(listed.items.iter().any(|item| item.transaction_ref == Some(Untrusted::new(&*name))));
    shop.call(TransactionDetail::new(text(&name))).await;

    let account = raw(theirs.account_number);
    let khqr = GenerateKhqr::new(text(&account), text(&raw(user.user_id)), Some(usd(250)));
    let khqr = raw(shop.call(khqr).await.qr_string);
    let read = shop.call(DecodeKhqr::new(text(&khqr))).await;
    assert_eq!(read.transaction_currency, Some(Untrusted::new("usd")));
    let paid = shop.call(PayKhqr::new(text(&khqr), usd(250)).remark(text("rent"))).await;
    assert_eq!(paid.amount.map(|amount| amount.to_string()).as_deref(), Some("2.5"));
    assert!(!shop.call(BakongMembers {}).await.is_empty());
}

async fn virtual_cards(shop: &Shop) {
    let card =
        CreateVirtualCard::new(usd(10_000), 300, 5, 13, text("Testing Card"), text("Virtual Gift Card"));
    let card = shop.call(card.unwrap()).await;
    let id = raw(card.purchase_request_id.clone());
    assert_eq!(shop.call(ListVirtualCards::default()).await.len(), 1);
    assert!(shop.call(VirtualCardBalanceOf::new(text(&id))).await.available_balance.is_some());
    assert_eq!(shop.call(VirtualCardDetail::new(text(&id))).await.vcn_information, card.vcn_information);
    shop.call(VirtualCardReportOf::new(text(&id), 0, 10).unwrap()).await;
}

async fn orders(shop: &Shop) {
    let methods = shop.call(PaymentMethods {}).await;
    assert!(methods.iter().any(|method| method.code().is_some_and(|code| code.as_raw() == "WECHAT")));
    let order = shop.call(CreateOrder::new(transaction("T-1", 1_050)).customer(shop.customer())).await;
    assert_eq!(order.state(), Some(OrderState::Waiting));
    assert_eq!(shop.refusal(CreateOrder::new(transaction("T-1", 1_050))).await, Code::Duplicated);
    shop.pay("T-1", "WECHAT");
    assert_eq!(shop.call(QueryOrder::new(number("T-1"))).await.state(), Some(OrderState::Success));

    let refund = Refund::partial(number("T-1"), text("One was cold"), usd(250));
    let given = shop.kess.refund_once(refund.clone(), number("R-1")).await.unwrap();
    assert_eq!(given.amount().unwrap(), usd(250).money());
    let again = shop.kess.refund_once(refund, number("R-1")).await.unwrap();
    assert_eq!(again.transaction_id, given.transaction_id);
    assert_eq!(shop.sandbox.journal().count_service(Refund::NAME), 1);
    let left = shop.call(QueryOrder::new(number("T-1"))).await.refundable().unwrap();
    assert_eq!(left, Money::from_minor(800, Currency::Usd));

    let native = shop.call(NativePay::new(transaction("T-2", 100), ServiceCode::kess_khqr())).await;
    assert!(native.qrcode.is_some());
    assert_eq!(shop.call(CloseOrder::new(number("T-2"))).await.state(), Some(OrderState::Closed));
    let quick = QuickPay::new(
        number("T-3"),
        AuthCode::new("287654321098765432").unwrap(),
        usd(300),
        text("Tea"),
        ServiceCode::wechat(),
    );
    shop.call(quick).await;
    let card = Card::new("5473500160001018", "123", "12", "35").unwrap().seal(&shop.key).unwrap();
    assert!(shop.call(DirectPay::new(transaction("T-4", 400), card)).await.html_confirm_payment.is_some());
    let kiosk = shop.call(KioskCreateOrder::new(transaction("T-5", 500))).await;
    shop.call(ConfirmKioskOrder::new(text(&raw(kiosk.pre_order_id)))).await;

    let today = shop.call(QueryOrder::new(number("T-1"))).await.created_at.unwrap();
    let today: kess_client::Date = today.text().as_raw()[..10].parse().unwrap();
    let page = shop.call(QueryOrdersByDate::new(today, today).unwrap().per_page(2).unwrap()).await;
    assert_eq!((page.items.len(), page.per_page, page.total), (2, Some(2), Some(5)));
    let mut pages = shop.kess.pages(QueryOrdersByDate::new(today, today).unwrap().per_page(2).unwrap());
    let mut count = 0;
    while let Some(orders) = pages.next_page().await {
        count += orders.unwrap().len();
    }
    assert_eq!(count, 5);
}

async fn withdrawals(shop: &Shop) {
    let aba = || ServiceCode::new("ABAAKHPP").unwrap();
    let account = shop.call(VerifyBankAccount::new(text("123456789"), aba())).await;
    assert!(account.owner_name.is_some());
    let token =
        shop.call(TokenizeBankAccount::new(text("123456789"), aba(), shop.customer())).await.token.unwrap();
    let payout = |out_trade_no| Payout::new(number(out_trade_no), usd(1_000)).expires_in(300);
    let withdrawal = shop.call(Withdraw::new(payout("WD-1"), token, shop.customer())).await;
    assert_eq!(withdrawal.order.amount().unwrap(), Money::from_minor(-1_000, Currency::Usd));
    let acleda = ServiceCode::new("ACLBKHPPXXX").unwrap();
    shop.call(WithdrawByBankNumber::new(payout("WD-2"), acleda, text("123456789"), shop.customer())).await;
    let notify = CallbackUrl::on_loopback("http://127.0.0.1:9/card").unwrap();
    assert!(shop.call(SaveCard::new(notify)).await.link.is_some());
}

/// All 33, in both kinds of signature; the double verifies each over the bytes received, and the client each answer.
#[tokio::test]
async fn every_service_goes_to_the_double_and_back() {
    for sign_type in [SignType::HmacSha256, SignType::Md5] {
        let shop = Shop::open(sign_type).await;
        users_and_wallets(&shop).await;
        virtual_cards(&shop).await;
        orders(&shop).await;
        withdrawals(&shop).await;
        let journal = shop.sandbox.journal();
        let missing: Vec<&str> =
            SERVICES.iter().map(|facts| facts.name).filter(|name| journal.count_service(name) == 0).collect();
        assert_eq!(missing, [""; 0]);
    }
}

/// What is wrong with a request, said by the double and named in the error.
#[tokio::test]
async fn a_member_at_fault_goes_from_the_double_into_the_error() {
    let shop = Shop::open(SignType::HmacSha256).await;
    let error = shop.kess.call_raw(Raw::new(QueryOrder::NAME, Fields::new())).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "webpay.acquire.queryOrder: VALIDATION_ERROR (400): the member is required (out_trade_no)"
    );
}

/// A payment link, a payer, a notification over the wire's bytes, and the question that settles the order.
#[tokio::test]
async fn an_order_settles_by_link_and_notification() {
    let shop = Shop::open(SignType::HmacSha256).await;
    let now = shop.sandbox.clock().now();
    let order = NewOrder::new(OrderId::new("T-1").unwrap(), usd(1_050).money(), "Two coffees");
    let notify = CallbackUrl::on_loopback("http://127.0.0.1:9/notify").unwrap();
    let checkout = PaymentLink::new(Arc::clone(&shop.kess)).notify_url(notify);
    let opened = checkout.open(&order, now).await.unwrap();
    let Presentation::Redirect(link) = &opened.presentation else { panic!("{opened:?}") };
    shop.pay(link, "ALIPAY");
    shop.sandbox.kess().notified().await;

    let told = shop.sandbox.kess().notifications();
    let [notification] = told.as_slice() else { panic!("{told:?}") };
    let headers = [("content-type", notification.content_type.unwrap().as_bytes())];
    let delivery = Delivery {
        path: "/notify",
        query: "",
        headers: &headers,
        body: notification.body.as_bytes(),
        received_at: now,
    };
    let reader = Notifications::new(&shop.settings).or_sign_type(SignType::Md5);
    let notice = reader.read(&delivery).unwrap();
    assert!(matches!(notice.trust, Trust::Signed { .. }), "{notice:?}");
    let settled = shop.kess.confirm(&notice, &opened.expected).await.unwrap();
    assert_eq!(settled.payment().amount, Amount::new(order.amount).unwrap().money());
}
