//! A shop that takes Vexora, with everything it needs.

use std::sync::Arc;
use std::time::Duration;

use conformance::listener::Listener;
use conformance::told::Told;
use conformance::{browser, drive};
use pay_core::{
    Checkout as _, Currency, Money, NewOrder, Notice, OpenError, Opened, OrderId, Presentation, Secret,
    StatusSource, Timestamp,
};
use pay_http::{BaseUrl, HttpTransport, Transport};
use pay_sandbox::{Sandbox, Vexora as Double, VexoraOrder, VexoraPay};
use pay_watch::{Limits, MemoryStore, Policy, Schedule, SourceId, State, Watcher};
use vexora_client::model::Answer;
use vexora_client::operation::{Disbursement, HostedCheckout, Operation};
use vexora_client::{
    Amount, CallbackUrl, Code, Error, Mobile, Notifications, Payer, PaymentLink, Settings, Text, TradeNo,
    Vexora,
};

/// 2025-06-15 22:06:40 in Phnom Penh.
pub(crate) const START: Timestamp = Timestamp::from_millis(1_750_000_000_000);

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) vexora: Arc<Vexora>,
    pub(crate) watcher: Arc<Watcher>,
    pub(crate) told: Told,
    pub(crate) listener: Listener,
    currency: Currency,
}

impl Shop {
    /// One with an account in dollars.
    pub(crate) async fn open() -> Self {
        Self::open_in(Currency::Usd).await
    }

    pub(crate) async fn open_in(currency: Currency) -> Self {
        let sandbox = Sandbox::builder().start_at(START).start().await.unwrap();
        let settings = settings(&sandbox, currency);
        let listener = Listener::start(Notifications::new(&settings), sandbox.clock().clone()).await;
        let clock = Arc::new(sandbox.clock().clone());
        let vexora = Arc::new(Vexora::connect(settings, clock.clone()).unwrap());
        let source = Arc::clone(&vexora) as Arc<dyn StatusSource>;
        let watcher = Watcher::new(SourceId::new("vexora"), source, Arc::new(MemoryStore::new()), clock)
            .policy(Policy::new(Schedule::Relaxed))
            .limits(Limits::unlimited());
        Self { sandbox, vexora, watcher: Arc::new(watcher), told: Told::default(), listener, currency }
    }

    pub(crate) fn double(&self) -> &Double {
        self.sandbox.vexora()
    }

    /// A client of the same merchant over another transport.
    pub(crate) fn over(&self, transport: impl Transport + 'static) -> Arc<Vexora> {
        let clock = Arc::new(self.sandbox.clock().clone());
        Arc::new(Vexora::new(settings(&self.sandbox, self.currency), Arc::new(transport), clock))
    }

    /// A client that waits so long for an answer.
    pub(crate) fn with_patience(&self, patience: Duration) -> Arc<Vexora> {
        self.over(HttpTransport::builder(&self.base()).timeout(patience).build().unwrap())
    }

    pub(crate) fn base(&self) -> BaseUrl {
        self.sandbox.base_url().parse().unwrap()
    }

    pub(crate) async fn call<O: Operation>(&self, operation: &O) -> Answer<O::Response> {
        match self.vexora.call(operation).await {
            Ok(answer) => answer,
            Err(error) => unreachable!("{error}"),
        }
    }

    /// The error of a call that has to fail.
    pub(crate) async fn refused<O: Operation>(&self, operation: &O) -> Error {
        match self.vexora.call(operation).await {
            Ok(_) => unreachable!("{} was answered", O::NAME),
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
    pub(crate) async fn notices(&self) -> Vec<Notice> {
        self.double().notified().await;
        self.listener.take()
    }

    /// Does everything that is due until `seconds` have passed; a notification is a hint to the watcher.
    pub(crate) async fn run(&self, seconds: u64) {
        let step = async || {
            drive::hint(&self.watcher, self.notices().await).await;
            let due = self.told.step(&self.watcher).await;
            let sent = self.double().notifications();
            due.into_iter().chain(sent.iter().filter_map(|sent| sent.next)).min()
        };
        drive::run(self.sandbox.clock(), Duration::from_secs(seconds), step).await;
    }

    pub(crate) async fn state(&self, opened: &Opened) -> State {
        self.watcher.order(&opened.id).await.unwrap().unwrap().state().clone()
    }
}

/// What the shop sells.
impl Shop {
    pub(crate) fn checkout(&self, vexora: &Arc<Vexora>) -> PaymentLink {
        let back = CallbackUrl::on_loopback("http://127.0.0.1:9/thanks?till=2").unwrap();
        PaymentLink::new(Arc::clone(vexora), payer(), self.notify_url(), back)
    }

    pub(crate) fn notify_url(&self) -> CallbackUrl {
        CallbackUrl::on_loopback(self.listener.url()).unwrap()
    }

    /// An order of 10.50 USD, or 42,000 KHR, that is open for ten minutes.
    pub(crate) async fn try_open(&self, id: &str) -> Result<Opened, OpenError> {
        self.try_open_by(&self.checkout(&self.vexora), id).await
    }

    pub(crate) async fn try_open_by(&self, checkout: &PaymentLink, id: &str) -> Result<Opened, OpenError> {
        let order = NewOrder::new(OrderId::new(id).unwrap(), self.price(), "Two coffees");
        checkout.open(&order, self.sandbox.clock().now()).await
    }

    pub(crate) fn price(&self) -> Money {
        let minor = if self.currency == Currency::Khr { 42_000 } else { 1_050 };
        Money::from_minor(minor, self.currency)
    }

    /// The same, watched from now on.
    pub(crate) async fn sell(&self, id: &str) -> Opened {
        let opened = self.try_open(id).await.unwrap();
        self.watcher.watch(&opened).await.unwrap();
        opened
    }

    pub(crate) fn pay(&self, opened: &Opened, options: VexoraPay) -> VexoraOrder {
        self.double().pay(link(opened), options).unwrap()
    }

    /// The payer clicks through the hosted page. What the page says then.
    pub(crate) async fn pay_on_page(&self, opened: &Opened, pressed: &str) -> String {
        browser::fill_in(self.sandbox.base_url(), link(opened), pressed).await
    }

    /// The request behind an order of the shop's price.
    pub(crate) fn hosted_checkout(&self, id: &str) -> HostedCheckout {
        let amount = Amount::new(self.price()).unwrap();
        let back = CallbackUrl::on_loopback("http://127.0.0.1:9/thanks").unwrap();
        HostedCheckout::new(number(id), amount, payer(), self.notify_url(), back, text("Two coffees"))
    }
}

fn settings(sandbox: &Sandbox, currency: Currency) -> Settings {
    let (merchant_no, app_secret) = match currency {
        Currency::Khr => (Double::KHR_MERCHANT_NO, Double::KHR_APP_SECRET),
        _ => (Double::MERCHANT_NO, Double::APP_SECRET),
    };
    let base = sandbox.base_url().parse().unwrap();
    Settings::new(base, merchant_no, Secret::new(app_secret).unwrap(), currency).unwrap()
}

pub(crate) fn link(opened: &Opened) -> &str {
    match &opened.presentation {
        Presentation::Redirect(link) => link,
        other => unreachable!("expected a link, found {other:?}"),
    }
}

pub(crate) fn number(text: &str) -> TradeNo {
    TradeNo::new(text).unwrap()
}

pub(crate) fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::new(text).unwrap()
}

pub(crate) fn payer() -> Payer {
    Payer::new("Sok", "Dara", Mobile::new("012345678").unwrap(), "dara@example.com").unwrap()
}

/// 10.00 USD to a wallet.
pub(crate) fn disbursement(id: &str) -> Disbursement {
    dollars_out(id, 1_000)
}

/// So many cents to a wallet.
pub(crate) fn dollars_out(id: &str, cents: i64) -> Disbursement {
    let amount = Amount::new(Money::from_minor(cents, Currency::Usd)).unwrap();
    Disbursement::new(number(id), amount, payer(), Code::lanton(), Code::new("012345678").unwrap())
}
