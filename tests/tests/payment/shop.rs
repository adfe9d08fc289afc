//! A shop that sells coffee, with everything it needs.

use std::sync::Arc;
use std::time::Duration;

use bakong_client::{AccessToken, Bakong, Environment, KhqrCheckout, MerchantProfile, RegisteredEmail};
use conformance::drive;
use conformance::told::Told;
use pay_core::{AccountId, Currency, Money, NewOrder, Opened, OrderId, Presentation, Timestamp};
use pay_sandbox::{Builder, Sandbox};
use pay_watch::{MemoryStore, Order, SourceId, State, Watcher};

pub(crate) const ACCOUNT: &str = "merchant@devb";
pub(crate) const MD5: &str = "/v1/check_transaction_by_md5";
/// 2025-06-15 22:06:40 in Phnom Penh.
pub(crate) const START: Timestamp = Timestamp::from_millis(1_750_000_000_000);

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) watcher: Watcher,
    pub(crate) told: Told,
    checkout: KhqrCheckout,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::open_at(Sandbox::builder()).await
    }

    pub(crate) async fn open_at(sandbox: Builder) -> Self {
        let sandbox = sandbox.start_at(START).start().await.unwrap();
        let token = sandbox.token();
        Self::with_token(sandbox, &token, None)
    }

    pub(crate) fn with_token(sandbox: Sandbox, token: &str, email: Option<&str>) -> Self {
        let clock = Arc::new(sandbox.clock().clone());
        let environment = Environment::at(sandbox.base_url()).unwrap();
        let token = Arc::new(AccessToken::new(token).unwrap());
        let mut client = Bakong::connect(&environment, token, clock.clone()).unwrap();
        if let Some(email) = email {
            client = client.renew_by(RegisteredEmail::new(email).unwrap());
        }
        let store = Arc::new(MemoryStore::new());
        let watcher = Watcher::new(SourceId::new("shop"), Arc::new(client), store, clock);
        let profile = MerchantProfile::individual(AccountId::new(ACCOUNT).unwrap(), "Coffee House");
        Self { sandbox, watcher, told: Told::default(), checkout: KhqrCheckout::new(profile).unwrap() }
    }

    /// An order of 10.50 USD, watched from now on.
    pub(crate) async fn sell(&self, id: &str) -> Opened {
        let price = Money::from_minor(1_050, Currency::Usd);
        let order = NewOrder::new(OrderId::new(id).unwrap(), price, "Two coffees");
        let opened = self.checkout.order(&order, self.sandbox.clock().now()).unwrap();
        self.watcher.watch(&opened).await.unwrap();
        opened
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.sandbox.clock().advance(Duration::from_secs(seconds));
    }

    /// Does everything that is due until `seconds` have passed.
    pub(crate) async fn run(&self, seconds: u64) {
        let step = async || self.told.step(&self.watcher).await;
        drive::run(self.sandbox.clock(), Duration::from_secs(seconds), step).await;
    }

    pub(crate) async fn order(&self, opened: &Opened) -> Order {
        self.watcher.order(&opened.id).await.unwrap().unwrap()
    }

    pub(crate) async fn state(&self, opened: &Opened) -> State {
        self.order(opened).await.state().clone()
    }
}

pub(crate) fn code(opened: &Opened) -> &str {
    match &opened.presentation {
        Presentation::Qr(code) => code,
        other => unreachable!("expected a QR, found {other:?}"),
    }
}
