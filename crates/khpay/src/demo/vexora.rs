//! Vexora: the payer follows a checkout link, a signed webhook arrives, the shop asks the deposit query.

use std::sync::Arc;

use pay_core::{BoxFuture, Checkout as _, Currency, Money, Secret};
use pay_sandbox::{Sandbox, Vexora as Double, VexoraPay};
use vexora_client::{CallbackUrl, Mobile, Notifications, Payer, PaymentLink, Settings, Vexora};

use super::link::{Hosted, play};
use super::listener::Address;
use super::story::Story;
use super::table::Row;
use super::{Played, RETURN_URL, ending, not_opened, order};
use crate::cli::Demo;
use crate::exit::{Failure, chain};

pub(super) async fn run(sandbox: &Sandbox, arguments: &Demo, mut story: Story) -> Result<Played, Failure> {
    let clock = Arc::new(sandbox.clock().clone());
    let settings = settings(sandbox.base_url(), arguments.amount.currency())?;
    let address = Address::take("/notify").await?;
    let notify_url = CallbackUrl::on_loopback(address.url()).map_err(Failure::provider)?;
    let return_url = CallbackUrl::new(RETURN_URL).map_err(Failure::provider)?;
    let listener = address.listen(Arc::new(Notifications::new(&settings)), clock.clone());
    let vexora = Vexora::connect(settings, clock).map_err(|error| Failure::provider(chain(&error)))?;
    let vexora = Arc::new(vexora);

    let mobile = Mobile::new("012345678").map_err(Failure::provider)?;
    let payer = Payer::new("Sok", "Dara", mobile, "dara@example.com").map_err(Failure::provider)?;
    let checkout = PaymentLink::new(Arc::clone(&vexora), payer, notify_url, return_url);
    let opened = checkout.open(&order(arguments.amount)?, sandbox.clock().now()).await;
    let opened = opened.map_err(|error| not_opened(&error))?;
    let (order, signature) =
        play(sandbox, arguments, &mut story, (vexora, &opened), &listener, &Page(sandbox)).await?;
    let row = Row {
        provider: "Vexora",
        payer: "follows a checkout link",
        confirmed: "webhook, then deposit query".to_owned(),
        signature,
        verdict: ending::verdict(&order),
    };
    Ok(Played { report: ending::report(&story, &order, "tradeNo", sandbox.journal(), Vec::new()), row })
}

/// The wire names no currency, so each has an account of its own.
fn settings(base_url: &str, currency: Currency) -> Result<Settings, Failure> {
    let (merchant_no, app_secret) = match currency {
        Currency::Khr => (Double::KHR_MERCHANT_NO, Double::KHR_APP_SECRET),
        _ => (Double::MERCHANT_NO, Double::APP_SECRET),
    };
    let base = base_url.parse().map_err(Failure::provider)?;
    let app_secret = Secret::new(app_secret).map_err(Failure::provider)?;
    Settings::new(base, merchant_no, app_secret, currency).map_err(Failure::provider)
}

struct Page<'a>(&'a Sandbox);

impl Hosted for Page<'_> {
    const NAME: &'static str = "vexora";
    const OPENED: &'static str = "opened at vexora, signed; the payer gets a link";

    fn pay(&self, link: &str, amount: Money) -> Result<(), Failure> {
        self.0.vexora().pay(link, VexoraPay::new().amount(amount)).map_err(Failure::provider)?;
        Ok(())
    }

    fn notified(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.0.vexora().notified())
    }

    fn expire(&self) -> BoxFuture<'_, Result<&'static str, Failure>> {
        Box::pin(std::future::ready(Ok("vexora cannot be told, and the shop asks")))
    }
}
