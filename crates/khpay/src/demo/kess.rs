//! KESS PAY: the payer follows a payment link, a notification arrives, the shop asks, and gives a part back.

use std::sync::Arc;

use kess_client::service::{CloseOrder, Refund};
use kess_client::{
    Amount, CallbackUrl, Credentials, Kess, Notifications, OutTradeNo, PaymentLink, Settings, SignType, Text,
};
use pay_core::{BoxFuture, Checkout as _, Money, Secret};
use pay_sandbox::{Kess as Double, KessPay, Sandbox};
use pay_watch::State;

use super::link::{Hosted, play};
use super::listener::Address;
use super::story::Story;
use super::table::Row;
use super::{ORDER, Played, ending, not_opened, order};
use crate::cli::Demo;
use crate::exit::{Failure, chain};

pub(super) async fn run(sandbox: &Sandbox, arguments: &Demo, mut story: Story) -> Result<Played, Failure> {
    let clock = Arc::new(sandbox.clock().clone());
    let settings = settings(sandbox.base_url())?;
    let address = Address::take("/notify").await?;
    let notify_url = CallbackUrl::on_loopback(address.url()).map_err(Failure::provider)?;
    let notifications = Notifications::new(&settings).or_sign_type(SignType::Md5);
    let listener = address.listen(Arc::new(notifications), clock.clone());
    let kess = Kess::connect(settings, clock.clone()).map_err(|error| Failure::provider(chain(&error)))?;
    let kess = Arc::new(kess);

    let checkout = PaymentLink::new(Arc::clone(&kess)).notify_url(notify_url);
    let opened = checkout.open(&order(arguments.amount)?, sandbox.clock().now()).await;
    let opened = opened.map_err(|error| not_opened(&error))?;
    let hosted = Page { sandbox, kess: &kess };
    let client: Arc<Kess> = Arc::clone(&kess);
    let (order, signature) =
        play(sandbox, arguments, &mut story, (client, &opened), &listener, &hosted).await?;
    let refund = match order.state() {
        State::Paid(settled) => Some(give_back(&kess, settled.payment().amount, sandbox, &mut story).await?),
        _ => None,
    };
    let row = Row {
        provider: "KESS PAY",
        payer: "follows a payment link",
        confirmed: "notification, then queryOrder".to_owned(),
        signature,
        verdict: ending::verdict(&order),
    };
    let refund = refund.into_iter().collect();
    Ok(Played { report: ending::report(&story, &order, "out_trade_no", sandbox.journal(), refund), row })
}

fn settings(base_url: &str) -> Result<Settings, Failure> {
    let secret = |text: &str| Secret::new(text).map_err(Failure::provider);
    let credentials = Credentials::new(
        secret(Double::CLIENT_ID)?,
        secret(Double::CLIENT_SECRET)?,
        secret(Double::USERNAME)?,
        secret(Double::PASSWORD)?,
    );
    let base = base_url.parse().map_err(Failure::provider)?;
    Settings::new(base, credentials, Double::SELLER_CODE, secret(Double::API_SECRET_KEY)?)
        .map_err(Failure::provider)
}

struct Page<'a> {
    sandbox: &'a Sandbox,
    kess: &'a Kess,
}

impl Hosted for Page<'_> {
    const NAME: &'static str = "kess";
    const OPENED: &'static str = "opened at kess, signed; the payer gets a link";

    fn pay(&self, link: &str, amount: Money) -> Result<(), Failure> {
        self.sandbox.kess().pay(link, KessPay::new().amount(amount)).map_err(Failure::provider)?;
        Ok(())
    }

    fn notified(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.sandbox.kess().notified())
    }

    fn expire(&self) -> BoxFuture<'_, Result<&'static str, Failure>> {
        Box::pin(async move {
            let close = CloseOrder::new(OutTradeNo::new(ORDER).map_err(Failure::provider)?);
            self.kess.call(&close).await.map_err(|error| Failure::provider(chain(&error)))?;
            Ok("the shop closes the order at kess")
        })
    }
}

/// Gives a third back, and says so in a line for the ending.
async fn give_back(
    kess: &Kess,
    paid: Money,
    sandbox: &Sandbox,
    story: &mut Story,
) -> Result<(&'static str, String), Failure> {
    let part = Money::from_minor((paid.minor() / 3).max(1), paid.currency());
    let order = OutTradeNo::new(ORDER).map_err(Failure::provider)?;
    let reference = OutTradeNo::new("INV-0001-R1").map_err(Failure::provider)?;
    let reason = Text::new("One coffee was cold").map_err(Failure::provider)?;
    let refund = Refund::partial(order, reason, Amount::new(part).map_err(Failure::provider)?);
    let answer =
        kess.refund_once(refund, reference).await.map_err(|error| Failure::provider(chain(&error)))?;
    let given = answer.amount().map_err(Failure::provider)?;
    story.step(sandbox.clock().now(), "refund", &format!("the shop gives {given} back, once"));
    Ok(("refund", format!("{given} of {paid}")))
}
