//! A shop that takes Monetix, with everything it needs.

use std::sync::Arc;
use std::time::Duration;

use conformance::listener::{Address, Listener, answered};
use conformance::told::Told;
use conformance::{browser, drive};
use monetix_client::endpoint::Endpoint;
use monetix_client::{
    Amount, CAMBODIA_REFUND_PATH, Customer, Error, Hosts, Monetix, Notifications, PaymentId, PaymentPage,
    PaymentReport, Plain, Refund, RefundId, Sale, Settings,
};
use pay_core::{
    AccountId, Checkout as _, Currency, Expected, Money, NewOrder, Notice, NotificationSource as _, Opened,
    OrderId, Presentation, Receiver, Secret, StatusSource, Timestamp, Trust,
};
use pay_http::{BaseUrl, HttpTransport};
use pay_sandbox::{Monetix as Double, MonetixPay, MonetixPayment, Sandbox};
use pay_watch::{Input, Limits, MemoryStore, Policy, Schedule, SourceId, State, Watcher};

/// 2025-06-15 15:06:40 UTC.
pub(crate) const START: Timestamp = Timestamp::from_millis(1_750_000_000_000);

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) monetix: Arc<Monetix>,
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) watcher: Arc<Watcher>,
    pub(crate) told: Told,
    pub(crate) listener: Listener<Callback>,
    settings: Settings,
    believes: bool,
}

/// A callback that was acknowledged.
#[derive(Clone, Debug)]
pub(crate) struct Callback {
    pub(crate) notice: Notice,
    pub(crate) report: PaymentReport,
}

impl Shop {
    /// One to which every callback is a hint, and which asks for the status after it.
    pub(crate) async fn open() -> Self {
        Self::reading(false).await
    }

    /// One that takes a signed callback for an answer, as far as its signature reaches.
    pub(crate) async fn believing() -> Self {
        Self::reading(true).await
    }

    /// Both, to which the same has to happen.
    pub(crate) async fn both() -> [Self; 2] {
        [Self::open().await, Self::believing().await]
    }

    async fn reading(believes: bool) -> Self {
        let sandbox = Sandbox::builder().start_at(START).start().await.unwrap();
        let settings = settings(&sandbox).refund_path(CAMBODIA_REFUND_PATH);
        let notifications = Notifications::new(&settings);
        let listener = Address::take().await.listen(sandbox.clock().clone(), move |delivery| {
            let read = notifications.read(delivery).map(|notice| {
                let received = notifications.receive(delivery.body).unwrap();
                let report = notifications.verify(&received).unwrap().report().clone();
                Callback { notice, report }
            });
            answered(read, notifications.acknowledgement())
        });
        sandbox.monetix().callback_to(Some(&listener.url()));
        let clock = Arc::new(sandbox.clock().clone());
        let monetix = Arc::new(Monetix::connect(settings.clone(), clock).unwrap());
        let store = Arc::default();
        let watcher = Arc::new(watcher(&monetix, &store, &sandbox));
        Self { sandbox, monetix, store, watcher, told: Told::default(), listener, settings, believes }
    }

    /// Whether a signed callback is an answer to it.
    pub(crate) const fn believes(&self) -> bool {
        self.believes
    }

    pub(crate) fn double(&self) -> &Double {
        self.sandbox.monetix()
    }

    /// A process beside this one, or after it: a watcher over the same books.
    pub(crate) fn another_watcher(&self) -> Watcher {
        watcher(&self.monetix, &self.store, &self.sandbox)
    }

    /// A client that waits so long for an answer.
    pub(crate) fn with_patience(&self, patience: Duration) -> Monetix {
        let base: BaseUrl = self.sandbox.base_url().parse().unwrap();
        let transport = HttpTransport::builder(&base).timeout(patience).build().unwrap();
        let clock = Arc::new(self.sandbox.clock().clone());
        Monetix::new(self.settings.clone(), Arc::new(transport), clock)
    }

    pub(crate) async fn call<E: Endpoint>(&self, endpoint: &E) -> E::Response {
        match self.monetix.call(endpoint).await {
            Ok(response) => response,
            Err(error) => unreachable!("{error}"),
        }
    }

    /// The error of a call that has to fail.
    pub(crate) async fn refused<E: Endpoint>(&self, endpoint: &E) -> Error {
        match self.monetix.call(endpoint).await {
            Ok(_) => unreachable!("{} was answered", E::NAME),
            Err(error) => error,
        }
    }

    /// Requests on the wire to a path.
    pub(crate) fn wire_count(&self, path: &str) -> usize {
        self.sandbox.journal().count(path)
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.sandbox.clock().advance(Duration::from_secs(seconds));
    }

    /// What was delivered, once nothing is under way.
    pub(crate) async fn callbacks(&self) -> Vec<Callback> {
        self.double().notified().await;
        self.listener.take()
    }

    /// Does everything that is due until `seconds` have passed.
    pub(crate) async fn run(&self, seconds: u64) {
        let step = async || {
            for callback in self.callbacks().await {
                self.take(callback.notice).await;
            }
            let due = self.told.step(&self.watcher).await;
            let sent = self.double().notifications();
            due.into_iter().chain(sent.iter().filter_map(|sent| sent.next)).min()
        };
        drive::run(self.sandbox.clock(), Duration::from_secs(seconds), step).await;
    }

    /// What the shop does with a notice.
    pub(crate) async fn take(&self, notice: Notice) {
        match notice.trust {
            Trust::Signed { .. } if self.believes => {
                let id = OrderId::new(notice.key.as_str()).unwrap();
                let started_at = self.sandbox.clock().now();
                let input = Input::Observed { answer: Ok(notice.claim), started_at };
                self.watcher.apply(&id, input).await.unwrap();
            }
            _ => drive::hint(&self.watcher, [notice]).await,
        }
    }

    pub(crate) async fn state(&self, id: &str) -> State {
        self.watcher.order(&OrderId::new(id).unwrap()).await.unwrap().unwrap().state().clone()
    }
}

/// What the shop sells.
impl Shop {
    pub(crate) fn checkout(&self) -> PaymentPage {
        PaymentPage::new(self.settings.clone(), customer())
    }

    /// An order of 10.50 USD by the Payment Page, that is open for ten minutes and watched from now on.
    pub(crate) async fn sell(&self, id: &str) -> Opened {
        self.sell_by(&self.checkout(), id, PRICE).await
    }

    pub(crate) async fn sell_by(&self, checkout: &PaymentPage, id: &str, price: Money) -> Opened {
        let order = NewOrder::new(OrderId::new(id).unwrap(), price, "Two coffees");
        let opened = checkout.open(&order, self.sandbox.clock().now()).await.unwrap();
        self.watcher.watch(&opened).await.unwrap();
        opened
    }

    /// The same by the Gate: it is watched before the sale is sent, which is left to the caller.
    pub(crate) async fn prepare(&self, id: &str) -> Sale {
        let expected = self.expected(id);
        self.watcher.follow(OrderId::new(id).unwrap(), expected).await.unwrap();
        sale(id)
    }

    /// What a payment of the shop's price has to be.
    pub(crate) fn expected(&self, id: &str) -> Expected {
        let now = self.sandbox.clock().now();
        let project = AccountId::new(Double::PROJECT_ID.to_string()).unwrap();
        let end = now.after(NewOrder::DEFAULT_LIFETIME);
        Expected::new(number(id).to_key(), PRICE, Receiver::account(project), now, end)
    }

    pub(crate) fn pay(&self, opened: &Opened, options: MonetixPay) -> MonetixPayment {
        self.double().pay(link(opened), options).unwrap()
    }

    /// The payer opens a page, fills in its form, and sends it. What the page says then.
    pub(crate) async fn pay_on(&self, page: &str, filled_in: &str) -> String {
        browser::fill_in(self.sandbox.base_url(), page, filled_in).await
    }

    /// A payment of the shop's price that has settled.
    pub(crate) async fn paid(&self, id: &str) {
        let opened = self.sell(id).await;
        self.pay(&opened, MonetixPay::new());
        self.run(5).await;
        assert_eq!(self.state(id).await.as_str(), "paid");
    }
}

/// 10.50 USD.
pub(crate) const PRICE: Money = Money::from_minor(1_050, Currency::Usd);

/// With refunds off, as they are by default.
pub(crate) fn settings(sandbox: &Sandbox) -> Settings {
    let base = || sandbox.base_url().parse().unwrap();
    let hosts = Hosts { page: base(), gate: base() };
    Settings::new(hosts, Double::PROJECT_ID, Secret::new(Double::SECRET_KEY).unwrap())
}

fn watcher(monetix: &Arc<Monetix>, store: &Arc<MemoryStore>, sandbox: &Sandbox) -> Watcher {
    let source = Arc::clone(monetix) as Arc<dyn StatusSource>;
    let store = Arc::clone(store) as Arc<dyn pay_watch::Store>;
    Watcher::new(SourceId::new("monetix"), source, store, Arc::new(sandbox.clock().clone()))
        .policy(Policy::new(Schedule::Relaxed))
        .limits(Limits::unlimited())
}

pub(crate) fn link(opened: &Opened) -> &str {
    match &opened.presentation {
        Presentation::Redirect(link) => link,
        other => unreachable!("expected a link, found {other:?}"),
    }
}

pub(crate) fn number(id: &str) -> PaymentId {
    PaymentId::new(id).unwrap()
}

pub(crate) fn customer() -> Customer {
    Customer::new("customer_123", "johndoe@example.com", "John Doe").unwrap()
}

pub(crate) fn usd(cents: i64) -> Amount {
    Amount::new(Money::from_minor(cents, Currency::Usd)).unwrap()
}

/// A sale of the shop's price by Wing Bank, as in the document's sample.
pub(crate) fn sale(id: &str) -> Sale {
    let address = "198.51.100.47".parse().unwrap();
    Sale::new(number(id), customer(), address, 61_021, Amount::new(PRICE).unwrap())
}

pub(crate) fn refund(of: &str, id: &str, cents: i64) -> Refund {
    Refund::new(number(of), RefundId::new(id).unwrap(), usd(cents), Plain::new("One was cold").unwrap())
}
