//! KESS PAY: the payer follows a payment link, a notification arrives, the shop asks, and gives a part back.

use std::sync::Arc;
use std::time::Duration;

use kess_client::service::{CloseOrder, Refund};
use kess_client::{
    Amount, CallbackUrl, Credentials, Kess, Notifications, OutTradeNo, PaymentLink, Settings, SignType, Text,
};
use pay_core::{BoxFuture, Checkout as _, Money, NotificationSource, OrderId, Presentation, Secret, Trust};
use pay_sandbox::{Kess as Double, KessPay, Sandbox};
use pay_watch::{MemoryStore, SourceId, State, Watcher};

use super::listener::Listener;
use super::story::Story;
use super::{ORDER, Till, ending, follow, not_opened, order};
use crate::cli::Demo;
use crate::exit::{Failure, Report, chain};

/// Longer than the sandbox takes to settle a payment.
const SETTLING: Duration = Duration::from_secs(2);

pub(super) async fn run(sandbox: &Sandbox, arguments: &Demo, mut story: Story) -> Result<Report, Failure> {
    let clock = sandbox.clock().clone();
    let settings = settings(sandbox.base_url())?;
    let notifications: Arc<dyn NotificationSource> =
        Arc::new(Notifications::new(&settings).or_sign_type(SignType::Md5));
    let listener = Listener::start(notifications, Arc::new(clock.clone())).await?;
    let kess = Arc::new(
        Kess::connect(settings, Arc::new(clock.clone())).map_err(|error| Failure::provider(chain(&error)))?,
    );

    let notify_url = CallbackUrl::on_loopback(listener.url()).map_err(Failure::provider)?;
    let checkout = PaymentLink::new(Arc::clone(&kess)).notify_url(notify_url);
    let opened =
        checkout.open(&order(arguments.amount)?, clock.now()).await.map_err(|error| not_opened(&error))?;
    let Presentation::Redirect(link) = &opened.presentation else {
        return Err(Failure::provider("expected a link to follow"));
    };
    story.opened(&opened, link)?;
    story.step(clock.now(), "opened", "opened at kess, signed; the payer gets a link");

    let source = SourceId::new("kess");
    let client: Arc<Kess> = Arc::clone(&kess);
    let watcher = Watcher::new(source, client, Arc::new(MemoryStore::new()), Arc::new(clock.clone()));
    watcher.watch(&opened).await.map_err(|error| Failure::bad_input(chain(&error)))?;

    let till = LinkTill { sandbox, kess: &kess, watcher: &watcher, listener: &listener };
    let order = follow(sandbox, &watcher, &till, arguments, &mut story).await?;
    let refund = match order.state() {
        State::Paid(settled) => Some(give_back(&kess, settled.payment().amount, sandbox, &mut story).await?),
        _ => None,
    };
    Ok(ending::report(&story, &order, "out_trade_no", sandbox.journal(), refund.into_iter().collect()))
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

struct LinkTill<'a> {
    sandbox: &'a Sandbox,
    kess: &'a Kess,
    watcher: &'a Watcher,
    listener: &'a Listener,
}

impl Till for LinkTill<'_> {
    fn pay<'a>(&'a self, amount: Money, story: &'a mut Story) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let (double, clock) = (self.sandbox.kess(), self.sandbox.clock());
            double.pay(ORDER, KessPay::new().amount(amount)).map_err(Failure::provider)?;
            story.step(clock.now(), "payer", &format!("the payer follows the link and pays {amount}"));
            clock.advance(SETTLING);
            double.notified().await;
            for notice in self.listener.take() {
                let trust = match &notice.trust {
                    Trust::Signed { covers } => {
                        let covers: Vec<&str> = covers.iter().map(|check| check.as_str()).collect();
                        format!("signed over {}", covers.join(", "))
                    }
                    _ => "not to be trusted by itself".to_owned(),
                };
                let claim = notice.claim.status();
                let text = format!("a notification says {claim}; it is {trust}, so the gateway is asked");
                story.step(clock.now(), "notification", &text);
                let id = OrderId::new(notice.key.as_str()).map_err(Failure::provider)?;
                self.watcher.hint(&id).await.map_err(|error| Failure::provider(chain(&error)))?;
            }
            Ok(())
        })
    }

    fn expire<'a>(&'a self, story: &'a mut Story) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let close = CloseOrder::new(OutTradeNo::new(ORDER).map_err(Failure::provider)?);
            self.kess.call(&close).await.map_err(|error| Failure::provider(chain(&error)))?;
            let text = "the payer's time is over: the shop closes the order at kess";
            story.step(self.sandbox.clock().now(), "closed", text);
            Ok(())
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
