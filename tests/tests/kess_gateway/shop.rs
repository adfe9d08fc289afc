//! A shop that takes KESS PAY, with everything it needs.

use std::sync::Arc;
use std::time::Duration;

use conformance::browser;
use conformance::drive;
use conformance::listener::{Address, Listener, answered};
use conformance::told::Told;
use kess_client::service::{AddUser, CreateOrder, MerchantInfo, Service, TokenizeBankAccount, Transaction};
use kess_client::{
    Amount, CallbackUrl, Credentials, Customer, EncryptionKey, Error, Kess, Notifications, OutTradeNo,
    PaymentLink, RefundNotice, SaveCardNotice, SealedCustomer, ServiceCode, Settings, SignType, Text,
};
use pay_core::{
    Checkout as _, Currency, Delivery, Money, NewOrder, Notice, NotificationSource as _, OpenError, Opened,
    OrderId, Presentation, Secret, Timestamp,
};
use pay_http::http::{Request, request};
use pay_http::{BaseUrl, Bytes, HttpTransport, Transport};
use pay_sandbox::{Builder, Kess as Gateway, KessPay, Sandbox};
use pay_watch::{Limits, MemoryStore, Policy, Schedule, SourceId, State, Watcher};

/// 2025-06-15 22:06:40 in Phnom Penh.
pub(crate) const START: Timestamp = Timestamp::from_millis(1_750_000_000_000);

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) kess: Arc<Kess>,
    pub(crate) watcher: Arc<Watcher>,
    pub(crate) told: Told,
    /// Where orders are told of.
    pub(crate) listener: Listener,
    /// Where saved cards are told of.
    pub(crate) cards: Listener<SaveCardNotice>,
    /// Where refunds are told of.
    pub(crate) refunds: Listener<RefundNotice>,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::open_at(Sandbox::builder(), |settings| settings).await
    }

    pub(crate) async fn open_at(sandbox: Builder, change: impl FnOnce(Settings) -> Settings) -> Self {
        let sandbox = sandbox.start_at(START).start().await.unwrap();
        let settings = change(settings(&sandbox));
        let notifications = Notifications::new(&settings).or_sign_type(SignType::Md5);
        let said = notifications.acknowledgement();
        let cards = Address::take().await.listen(sandbox.clock().clone(), move |delivery| {
            answered(SaveCardNotice::read(content_type(delivery), delivery.body), said.clone())
        });
        let said = notifications.acknowledgement();
        let refunds = Address::take().await.listen(sandbox.clock().clone(), move |delivery| {
            answered(RefundNotice::read(content_type(delivery), delivery.body), said.clone())
        });
        let listener = Listener::start(notifications, sandbox.clock().clone()).await;
        let clock = Arc::new(sandbox.clock().clone());
        let kess = Arc::new(Kess::connect(settings, clock.clone()).unwrap());
        let source = Arc::clone(&kess) as Arc<dyn pay_core::StatusSource>;
        let watcher = Watcher::new(SourceId::new("kess"), source, Arc::new(MemoryStore::new()), clock)
            .policy(Policy::new(Schedule::Relaxed))
            .limits(Limits::unlimited());
        Self { sandbox, kess, watcher: Arc::new(watcher), told: Told::default(), listener, cards, refunds }
    }

    /// A client of the same merchant over another transport.
    pub(crate) fn over(&self, transport: impl Transport + 'static) -> Kess {
        let clock = Arc::new(self.sandbox.clock().clone());
        Kess::new(settings(&self.sandbox), Arc::new(transport), clock)
    }

    /// A client that waits so long for an answer.
    pub(crate) fn with_patience(&self, patience: Duration) -> Kess {
        let base: BaseUrl = self.sandbox.base_url().parse().unwrap();
        self.over(HttpTransport::builder(&base).timeout(patience).build().unwrap())
    }

    pub(crate) async fn call<S: Service>(&self, service: &S) -> S::Response {
        match self.kess.call(service).await {
            Ok(response) => response,
            Err(error) => unreachable!("{error}"),
        }
    }

    /// The error of a call that has to fail.
    pub(crate) async fn refused<S: Service>(&self, service: &S) -> Error {
        match self.kess.call(service).await {
            Ok(_) => unreachable!("{} was answered", S::NAME),
            Err(error) => error,
        }
    }

    /// Requests on the wire for a service.
    pub(crate) fn wire_count(&self, service: &str) -> usize {
        self.sandbox.journal().count_service(service)
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.sandbox.clock().advance(Duration::from_secs(seconds));
    }

    /// What was delivered, once nothing is under way.
    pub(crate) async fn notices(&self) -> Vec<Notice> {
        self.sandbox.kess().notified().await;
        self.listener.take()
    }

    /// Does everything that is due until `seconds` have passed; a notification is a hint to the watcher.
    pub(crate) async fn run(&self, seconds: u64) {
        let step = async || {
            drive::hint(&self.watcher, self.notices().await).await;
            let due = self.told.step(&self.watcher).await;
            let notifications = self.sandbox.kess().notifications();
            due.into_iter().chain(notifications.iter().filter_map(|sent| sent.next)).min()
        };
        drive::run(self.sandbox.clock(), Duration::from_secs(seconds), step).await;
    }

    pub(crate) async fn state(&self, opened: &Opened) -> State {
        self.watcher.order(&opened.id).await.unwrap().unwrap().state().clone()
    }
}

/// What the shop sells.
impl Shop {
    pub(crate) fn checkout(&self) -> PaymentLink {
        let notify = CallbackUrl::on_loopback(self.listener.url()).unwrap();
        let back = CallbackUrl::on_loopback("http://127.0.0.1:9/thanks?till=2").unwrap();
        PaymentLink::new(Arc::clone(&self.kess)).notify_url(notify).redirect_url(back)
    }

    /// An order of 10.50 USD that is open for ten minutes.
    pub(crate) async fn try_open(&self, id: &str) -> Result<Opened, OpenError> {
        let price = Money::from_minor(1_050, Currency::Usd);
        let order = NewOrder::new(OrderId::new(id).unwrap(), price, "Two coffees");
        self.checkout().open(&order, self.sandbox.clock().now()).await
    }

    /// The same, watched from now on.
    pub(crate) async fn sell(&self, id: &str) -> Opened {
        let opened = self.try_open(id).await.unwrap();
        self.watcher.watch(&opened).await.unwrap();
        opened
    }

    pub(crate) fn pay(&self, opened: &Opened, options: KessPay) -> pay_sandbox::KessOrder {
        self.sandbox.kess().pay(link(opened), options).unwrap()
    }

    /// The payer clicks through the hosted page. What the page says then.
    pub(crate) async fn pay_on_page(&self, opened: &Opened, form: &'static str) -> String {
        self.browse(Request::post(link(opened)), form).await
    }

    /// What the payer's browser shows then: a page of the gateway's, or what a form on it leads to.
    pub(crate) async fn browse(&self, request: request::Builder, form: impl Into<Bytes>) -> String {
        browser::browse(self.sandbox.base_url(), request, form).await
    }

    /// An order of 10.00 USD that was paid by this method.
    pub(crate) async fn paid(&self, id: &str, method: &str) {
        self.call(&CreateOrder::new(transaction(id))).await;
        self.sandbox.kess().pay(id, KessPay::new().method(method)).unwrap();
        self.pass(2);
    }
}

/// Where the shop's money goes.
impl Shop {
    /// The merchant's wallet in dollars.
    pub(crate) async fn wallet(&self) -> String {
        raw(self.call(&MerchantInfo {}).await.wallet.unwrap().id)
    }

    /// The wallet of somebody under the merchant.
    pub(crate) async fn users_wallet(&self) -> String {
        let user = AddUser::new(text("Sok"), text("Dara"), text("015703635"), text("sok@example.com"));
        raw(self.call(&user).await.wallet.unwrap().id)
    }

    pub(crate) async fn bank_account(&self) -> Secret {
        let tokenize = TokenizeBankAccount::new(text("123456789"), bic("ABAAKHPP"), customer());
        self.call(&tokenize).await.token.unwrap()
    }
}

pub(crate) fn settings(sandbox: &Sandbox) -> Settings {
    let credentials = Credentials::new(
        secret(Gateway::CLIENT_ID),
        secret(Gateway::CLIENT_SECRET),
        secret(Gateway::USERNAME),
        secret(Gateway::PASSWORD),
    );
    let base = sandbox.base_url().parse().unwrap();
    Settings::new(base, credentials, Gateway::SELLER_CODE, secret(Gateway::API_SECRET_KEY)).unwrap()
}

fn content_type<'a>(delivery: &Delivery<'a>) -> Option<&'a str> {
    let named = delivery.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    str::from_utf8(named.1).ok()
}

pub(crate) fn link(opened: &Opened) -> &str {
    match &opened.presentation {
        Presentation::Redirect(link) => link,
        other => unreachable!("expected a link, found {other:?}"),
    }
}

/// The text of a member that has to be there.
pub(crate) fn raw(member: Option<pay_core::Untrusted>) -> String {
    member.unwrap().as_raw().to_owned()
}

/// The same of a member about a person.
pub(crate) fn personal(member: Option<pay_core::Personal>) -> String {
    raw(member.map(|text| text.expose().clone()))
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text).unwrap()
}

pub(crate) fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::new(text).unwrap()
}

pub(crate) fn number(text: &str) -> OutTradeNo {
    OutTradeNo::new(text).unwrap()
}

pub(crate) fn bic(text: &str) -> ServiceCode {
    ServiceCode::new(text).unwrap()
}

pub(crate) fn usd(cents: i64) -> Amount {
    Amount::new(Money::from_minor(cents, Currency::Usd)).unwrap()
}

/// 10.00 USD.
pub(crate) fn transaction(id: &str) -> Transaction {
    Transaction::new(number(id), usd(1_000), text("iPhone 13 pro Case"))
}

pub(crate) fn key() -> EncryptionKey {
    EncryptionKey::from_pem(Gateway::PUBLIC_KEY).unwrap()
}

pub(crate) fn customer() -> SealedCustomer {
    Customer::new("012345678", "sample@sample.com", "Sok", "Dara").unwrap().seal(&key()).unwrap()
}
