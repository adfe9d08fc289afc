//! Monetix: the payer follows a signed link that is made here, a signed callback arrives, the shop asks the Gate.

use std::sync::Arc;

use monetix_client::{CallbackUrl, Customer, Hosts, Monetix, Notifications, PaymentPage, Settings};
use pay_core::{BoxFuture, Checkout as _, Money, Secret};
use pay_sandbox::{Monetix as Double, MonetixPay, Sandbox};

use super::link::{Hosted, play};
use super::listener::Address;
use super::story::Story;
use super::table::Row;
use super::{Played, ending, not_opened, order};
use crate::cli::Demo;
use crate::exit::{Failure, chain};

pub(super) async fn run(sandbox: &Sandbox, arguments: &Demo, mut story: Story) -> Result<Played, Failure> {
    let clock = Arc::new(sandbox.clock().clone());
    let settings = settings(sandbox.base_url())?;
    let address = Address::take("/callback").await?;
    let callback_url = CallbackUrl::on_loopback(address.url()).map_err(Failure::provider)?;
    let listener = address.listen(Arc::new(Notifications::new(&settings)), clock.clone());
    let customer = Customer::new("payer-1", "dara@example.com", "Sok Dara").map_err(Failure::provider)?;
    let checkout = PaymentPage::new(settings.clone(), customer).callback_url(callback_url);
    let monetix = Monetix::connect(settings, clock).map_err(|error| Failure::provider(chain(&error)))?;

    let opened = checkout.open(&order(arguments.amount)?, sandbox.clock().now()).await;
    let opened = opened.map_err(|error| not_opened(&error))?;
    let client = (Arc::new(monetix) as Arc<dyn pay_core::StatusSource>, &opened);
    let (order, signature) = play(sandbox, arguments, &mut story, client, &listener, &Page(sandbox)).await?;
    let row = Row {
        provider: "Monetix",
        payer: "follows a signed link",
        confirmed: "callback, then status".to_owned(),
        signature,
        verdict: ending::verdict(&order),
    };
    Ok(Played { report: ending::report(&story, &order, "payment_id", sandbox.journal(), Vec::new()), row })
}

fn settings(base_url: &str) -> Result<Settings, Failure> {
    let base = || base_url.parse().map_err(Failure::provider);
    let secret = Secret::new(Double::SECRET_KEY).map_err(Failure::provider)?;
    let hosts = Hosts { page: base()?, gate: base()? };
    Ok(Settings::new(hosts, Double::PROJECT_ID, secret))
}

struct Page<'a>(&'a Sandbox);

impl Hosted for Page<'_> {
    const NAME: &'static str = "monetix";
    const OPENED: &'static str = "signed here; monetix learns of it when the payer follows the link";

    fn pay(&self, link: &str, amount: Money) -> Result<(), Failure> {
        self.0.monetix().pay(link, MonetixPay::new().amount(amount)).map_err(Failure::provider)?;
        Ok(())
    }

    fn notified(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.0.monetix().notified())
    }

    fn expire(&self) -> BoxFuture<'_, Result<&'static str, Failure>> {
        Box::pin(std::future::ready(Ok("the link says so itself, and the shop asks once more")))
    }
}
