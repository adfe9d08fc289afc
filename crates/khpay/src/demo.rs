//! `khpay demo`: one payment, start to end, through all the crates, against the sandbox.

mod ending;
mod story;

use std::sync::Arc;
use std::time::Duration;

use bakong_client::{AccessToken, Bakong, Environment, KhqrCheckout, MerchantProfile};
use pay_core::{AccountId, Money, NewOrder, OrderId, Presentation, Timestamp};
use pay_http::HttpTransport;
use pay_sandbox::{PayOptions, Sandbox};
use pay_watch::{MemoryStore, Order, SourceId, Watcher};

use self::story::Story;
use crate::cli::{Demo, Pay};
use crate::exit::{Failure, Report, chain};

/// When the payer pays, counted from the opening: between the first question and the second.
const PAYER_TAKES: Duration = Duration::from_secs(30);
const ORDER: &str = "INV-0001";
const MERCHANT: &str = "Coffee House";
/// An account that exists in a fresh sandbox.
const ACCOUNT: &str = "merchant@devb";

pub(crate) async fn run(arguments: Demo, json: bool) -> Result<Report, Failure> {
    let sandbox = Sandbox::start()
        .await
        .map_err(|error| Failure::provider(format_args!("the sandbox cannot listen on loopback: {error}")))?;
    let clock = sandbox.clock().clone();
    let opened_at = clock.now();
    let mut story = Story::new(opened_at, json);

    let account = AccountId::new(ACCOUNT).map_err(Failure::bad_input)?;
    let checkout =
        KhqrCheckout::new(MerchantProfile::individual(account, MERCHANT)).map_err(Failure::bad_input)?;
    let id = OrderId::new(ORDER).map_err(Failure::bad_input)?;
    let opened = checkout
        .order(&NewOrder::new(id, arguments.amount, "Two coffees"), opened_at)
        .map_err(Failure::bad_input)?;
    let Presentation::Qr(code) = &opened.presentation else {
        return Err(Failure::provider("expected a QR to show"));
    };
    story.opened(&opened, code)?;

    let environment = Environment::at(sandbox.base_url()).map_err(Failure::provider)?;
    let transport =
        HttpTransport::new(&environment.base_url()).map_err(|error| Failure::provider(chain(&error)))?;
    let token = AccessToken::new(&sandbox.token()).map_err(Failure::provider)?;
    let client = Bakong::new(&environment, Arc::new(token), Arc::new(transport), Arc::new(clock.clone()));
    let source = SourceId::new("sandbox");
    let watcher = Watcher::new(source, Arc::new(client), Arc::new(MemoryStore::new()), Arc::new(clock));
    watcher.watch(&opened).await.map_err(|error| Failure::bad_input(chain(&error)))?;

    let payer = Payer { pays: arguments.pay, at: opened_at.after(PAYER_TAKES), asked: arguments.amount };
    let order = follow(&sandbox, &watcher, &opened.id, code, payer, &mut story).await?;
    let report = ending::report(&story, &order, sandbox.journal());
    sandbox.stop().await;
    Ok(report)
}

/// The sandbox's payer, before it has paid.
struct Payer {
    pays: Pay,
    at: Timestamp,
    asked: Money,
}

impl Payer {
    /// What is paid, in which currency and to whom the code says.
    fn amount(&self) -> Option<Money> {
        match self.pays {
            Pay::Yes => Some(self.asked),
            Pay::No => None,
            // The smallest coin, or one more where that is the price.
            Pay::WrongAmount => {
                let coin = Money::from_minor(1, self.asked.currency());
                if coin == self.asked { coin.checked_add(coin) } else { Some(coin) }
            }
        }
    }
}

/// Drives the watcher until the order has come to an end, jumping from one thing that is due to the next.
async fn follow(
    sandbox: &Sandbox,
    watcher: &Watcher,
    id: &OrderId,
    code: &str,
    payer: Payer,
    story: &mut Story,
) -> Result<Order, Failure> {
    let mut pending = payer.amount();
    loop {
        let progress = watcher.step_due().await.map_err(|error| Failure::provider(chain(&error)))?;
        for checked in &progress.checked {
            story.checked(checked);
        }
        let order = watcher.order(id).await.map_err(|error| Failure::provider(chain(&error)))?;
        let order = order.ok_or_else(|| Failure::provider("the order is not in the store"))?;
        if !order.state().is_live() {
            return Ok(order);
        }
        let Some(wake) = progress.wake else {
            return Err(Failure::provider("the order is open, and nothing is left to do"));
        };
        match pending {
            Some(amount) if payer.at <= wake => {
                sandbox.clock().advance_to(payer.at);
                let paid = sandbox.pay(code, PayOptions::new().amount(amount)).map_err(Failure::provider)?;
                story.paid(payer.at, &paid.to_account, amount);
                pending = None;
            }
            _ => {
                sandbox.clock().advance_to(wake);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use pay_core::Currency;

    use super::*;

    #[test]
    fn the_wrong_amount_is_never_the_price() {
        for minor in [1, 2, 150] {
            let asked = Money::from_minor(minor, Currency::Khr);
            let payer = Payer { pays: Pay::WrongAmount, at: Timestamp::from_millis(0), asked };
            assert_ne!(payer.amount(), Some(asked));
        }
    }
}
