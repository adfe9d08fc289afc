//! A shop that takes Airpay, with everything it needs.

use std::sync::Arc;
use std::time::Duration;

use airpay_client::{
    Airpay, Ewallet, Msisdn, Notifications, Payer, PaymentHint, PaymentRequest, PostbackUrl, ReturnUrl,
    Settings, StoredOrder, Tracking, UnverifiedPostback,
};
use conformance::browser;
use conformance::listener::{Address, Listener};
use pay_core::{
    Acknowledgement, Checkout as _, Currency, Delivery, Money, NewOrder, NoticeError,
    NotificationSource as _, OpenError, Opened, OrderId, Presentation, Secret, Timestamp,
};
use pay_http::{BaseUrl, HttpTransport, Transport};
use pay_sandbox::{Airpay as Double, AirpayOrder, AirpayPay, Sandbox};

/// The sample's `trx_date`, 15:04:11 in Phnom Penh.
pub(crate) const START: Timestamp = Timestamp::from_millis(1_761_552_251_000);
/// The last segment of the postback address: 128 bits in hexadecimal digits.
const SEGMENT: &str = "0f8fad5bd9cb469fa16570867728950e";

pub(crate) const PRICE: Money = Money::from_minor(1_050, Currency::Usd);

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) airpay: Arc<Airpay>,
    pub(crate) listener: Listener<UnverifiedPostback>,
    /// The address that is agreed with Airpay.
    pub(crate) postback_url: String,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let sandbox = Sandbox::builder().start_at(START).start().await.unwrap();
        let address = Address::take().await;
        let postback_url = format!("{}/airpay/{SEGMENT}", address.base_url());
        let notifications = Notifications::new(PostbackUrl::on_loopback(secret(&postback_url)).unwrap());
        let read = move |delivery: &Delivery<'_>| answered(&notifications, delivery);
        let listener = address.listen(sandbox.clock().clone(), read);
        sandbox.airpay().postback_to(&*postback_url);
        let clock = Arc::new(sandbox.clock().clone());
        let airpay = Arc::new(Airpay::connect(settings(&sandbox), clock).unwrap());
        Self { sandbox, airpay, listener, postback_url }
    }

    pub(crate) fn double(&self) -> &Double {
        self.sandbox.airpay()
    }

    /// A client of the same merchant with other settings.
    pub(crate) fn with(&self, settings: Settings) -> Airpay {
        Airpay::connect(settings, Arc::new(self.sandbox.clock().clone())).unwrap()
    }

    /// A client of the same merchant over another transport.
    pub(crate) fn over(&self, transport: impl Transport + 'static) -> Arc<Airpay> {
        let clock = Arc::new(self.sandbox.clock().clone());
        Arc::new(Airpay::new(settings(&self.sandbox), Arc::new(transport), clock))
    }

    /// A client that waits so long for an answer.
    pub(crate) fn with_patience(&self, patience: Duration) -> Arc<Airpay> {
        self.over(HttpTransport::builder(&self.base()).timeout(patience).build().unwrap())
    }

    pub(crate) fn base(&self) -> BaseUrl {
        self.sandbox.base_url().parse().unwrap()
    }

    /// An order of 10.50 USD that is open for ten minutes.
    pub(crate) async fn try_open(&self, id: &str) -> Result<Opened, OpenError> {
        self.try_open_by(&self.airpay, id).await
    }

    pub(crate) async fn try_open_by(&self, airpay: &Arc<Airpay>, id: &str) -> Result<Opened, OpenError> {
        let order = NewOrder::new(OrderId::new(id).unwrap(), PRICE, "Two coffees");
        let checkout = Ewallet::new(Arc::clone(airpay), payer(), tracking(), return_url());
        checkout.open(&order, self.sandbox.clock().now()).await
    }

    /// The same, and what the shop writes down of it.
    pub(crate) async fn sell(&self, id: &str) -> (Opened, StoredOrder) {
        let opened = self.try_open(id).await.unwrap();
        let stored = StoredOrder::of(&opened).unwrap();
        (opened, stored)
    }

    pub(crate) fn pay(&self, opened: &Opened, options: AirpayPay) -> AirpayOrder {
        self.double().pay(link(opened), options).unwrap()
    }

    /// The payer clicks through the hosted page. What the page says then.
    pub(crate) async fn pay_on_page(&self, opened: &Opened, pressed: &str) -> String {
        browser::fill_in(self.sandbox.base_url(), link(opened), pressed).await
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.sandbox.clock().advance(Duration::from_secs(seconds));
    }

    /// What was delivered, once nothing is under way.
    pub(crate) async fn postbacks(&self) -> Vec<UnverifiedPostback> {
        self.double().notified().await;
        self.listener.take()
    }

    /// What was delivered and names this order.
    pub(crate) async fn hints(&self, stored: &StoredOrder) -> Vec<PaymentHint> {
        self.postbacks().await.iter().filter_map(|postback| stored.hint(postback)).collect()
    }

    /// Requests on the wire.
    pub(crate) fn wire_count(&self) -> usize {
        self.sandbox.journal().count(Double::REQUEST)
    }
}

/// Kept is what came over the secret path and can be read. Nothing is looked up before the answer.
fn answered(
    notifications: &Notifications,
    delivery: &Delivery<'_>,
) -> (Option<UnverifiedPostback>, Acknowledgement) {
    match notifications.postback(None, delivery) {
        Ok(postback) => (Some(postback), notifications.acknowledgement()),
        Err(invalid) => (None, notifications.refusal(NoticeError::from(&invalid))),
    }
}

pub(crate) fn settings(sandbox: &Sandbox) -> Settings {
    Settings::new(sandbox.base_url().parse().unwrap(), secret(Double::API_KEY)).unwrap()
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text).unwrap()
}

pub(crate) fn link(opened: &Opened) -> &str {
    match &opened.presentation {
        Presentation::Redirect(link) => link,
        other => unreachable!("expected a link, found {other:?}"),
    }
}

pub(crate) fn payer() -> Payer {
    Payer::new("Sok Dara", "dara@example.com", Msisdn::new("85512345678").unwrap()).unwrap()
}

pub(crate) fn tracking() -> Tracking {
    Tracking::new("CLICK123456", "PUB123456").unwrap()
}

pub(crate) fn return_url() -> ReturnUrl {
    ReturnUrl::on_loopback("http://127.0.0.1:9/r/A-1").unwrap()
}

/// The request behind an order, with nothing that may be left out.
pub(crate) fn request() -> PaymentRequest {
    PaymentRequest::new(payer(), PRICE, "Two coffees", tracking(), return_url()).unwrap()
}
