//! `khpay demo`: one payment, start to end, through all the crates, against the sandbox.

mod bakong;
mod ending;
mod kess;
mod listener;
mod story;

use std::time::Duration;

use pay_core::{BoxFuture, Money, NewOrder, OpenError, OrderId, Timestamp};
use pay_sandbox::Sandbox;
use pay_watch::{Order, State, Watcher};

use self::story::Story;
use crate::cli::{Demo, Pay, Provider};
use crate::exit::{Failure, Report, chain};

/// When the payer pays, counted from the opening: between the first question and the second.
const PAYER_TAKES: Duration = Duration::from_secs(30);
const ORDER: &str = "INV-0001";
const DESCRIPTION: &str = "Two coffees";

pub(crate) async fn run(arguments: Demo, json: bool) -> Result<Report, Failure> {
    let sandbox = Sandbox::start()
        .await
        .map_err(|error| Failure::provider(format_args!("the sandbox cannot listen on loopback: {error}")))?;
    let story = Story::new(sandbox.clock().now(), json);
    let report = match arguments.provider {
        Provider::Bakong => bakong::run(&sandbox, &arguments, story).await,
        Provider::Kess => kess::run(&sandbox, &arguments, story).await,
    };
    sandbox.stop().await;
    report
}

/// The order of every demonstration.
fn order(amount: Money) -> Result<NewOrder, Failure> {
    let id = OrderId::new(ORDER).map_err(Failure::bad_input)?;
    Ok(NewOrder::new(id, amount, DESCRIPTION))
}

fn not_opened(error: &OpenError) -> Failure {
    Failure::bad_input(chain(error))
}

/// What differs between the providers once an order is open.
trait Till: Sync {
    /// The payer pays this amount, and whatever the provider does by itself follows.
    fn pay<'a>(&'a self, amount: Money, story: &'a mut Story) -> BoxFuture<'a, Result<(), Failure>>;

    /// The order has expired by the shop's clock, and is not paid yet.
    fn expire<'a>(&'a self, story: &'a mut Story) -> BoxFuture<'a, Result<(), Failure>>;
}

/// Drives the watcher until the order has come to an end, jumping from one thing that is due to the next.
async fn follow(
    sandbox: &Sandbox,
    watcher: &Watcher,
    till: &dyn Till,
    arguments: &Demo,
    story: &mut Story,
) -> Result<Order, Failure> {
    let failed = |error: &dyn std::error::Error| Failure::provider(chain(error));
    let id = OrderId::new(ORDER).map_err(Failure::bad_input)?;
    let pays_at = sandbox.clock().now().after(PAYER_TAKES);
    let mut to_pay = paid_amount(arguments.pay, arguments.amount);
    let mut open = true;
    loop {
        let progress = watcher.step_due().await.map_err(|error| failed(&error))?;
        for checked in &progress.checked {
            story.checked(checked);
        }
        let order = watcher.order(&id).await.map_err(|error| failed(&error))?;
        let order = order.ok_or_else(|| Failure::provider("the order is not in the store"))?;
        if !order.state().is_live() {
            return Ok(order);
        }
        if open && *order.state() == State::Grace {
            till.expire(story).await?;
            open = false;
        }
        let Some(wake) = progress.wake else {
            return Err(Failure::provider("the order is open, and nothing is left to do"));
        };
        match to_pay {
            Some(amount) if pays_at <= wake => {
                jump(sandbox, pays_at);
                till.pay(amount, story).await?;
                to_pay = None;
            }
            _ => jump(sandbox, wake),
        }
    }
}

fn jump(sandbox: &Sandbox, to: Timestamp) {
    sandbox.clock().advance_to(to);
}

/// What the payer pays, if anything.
fn paid_amount(pays: Pay, asked: Money) -> Option<Money> {
    match pays {
        Pay::Yes => Some(asked),
        Pay::No => None,
        // The smallest coin, or one more where that is the price.
        Pay::WrongAmount => {
            let coin = Money::from_minor(1, asked.currency());
            if coin == asked { coin.checked_add(coin) } else { Some(coin) }
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
            assert_ne!(paid_amount(Pay::WrongAmount, asked), Some(asked));
        }
    }
}
