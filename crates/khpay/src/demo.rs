//! `khpay demo`: one payment, start to end, through all the crates, against the sandbox.

mod airpay;
mod bakong;
mod desk;
mod ending;
mod kess;
mod link;
mod listener;
mod monetix;
mod story;
mod table;
mod vexora;

use std::time::Duration;

use pay_core::{BoxFuture, Money, NewOrder, OpenError, OrderId, Timestamp};
use pay_sandbox::Sandbox;
use pay_watch::{Order, State, Watcher};
use serde_json::{Value, json};

use self::story::Story;
use self::table::{Row, table};
use crate::cli::{Demo, Pay, Provider};
use crate::exit::{Exit, Failure, Report, chain};

/// When the payer pays, counted from the opening: between the first question and the second.
const PAYER_TAKES: Duration = Duration::from_secs(30);
const ORDER: &str = "INV-0001";
const DESCRIPTION: &str = "Two coffees";
/// Where the payer's browser would come back to.
const RETURN_URL: &str = "https://shop.example.com/paid";

/// What a demonstration leaves: its own report, and its line beside the others'.
struct Played {
    report: Report,
    row: Row,
}

pub(crate) async fn run(arguments: Demo, json: bool) -> Result<Report, Failure> {
    match arguments.provider {
        Provider::All => all(&arguments).await,
        provider => play(provider, &arguments, json).await.map(|played| played.report),
    }
}

async fn play(provider: Provider, arguments: &Demo, quiet: bool) -> Result<Played, Failure> {
    let sandbox = Sandbox::start()
        .await
        .map_err(|error| Failure::provider(format_args!("the sandbox cannot listen on loopback: {error}")))?;
    let story = Story::new(sandbox.clock().now(), quiet);
    let played = match provider {
        Provider::Bakong => bakong::run(&sandbox, arguments, story).await,
        Provider::Kess => kess::run(&sandbox, arguments, story).await,
        Provider::Monetix => monetix::run(&sandbox, arguments, story).await,
        Provider::Vexora => vexora::run(&sandbox, arguments, story).await,
        Provider::Airpay => airpay::run(&sandbox, arguments, story).await,
        Provider::All => Err(Failure::bad_input("expected one provider")),
    };
    sandbox.stop().await;
    played
}

/// One after the other, each against a sandbox of its own. An order of Airpay's cannot be confirmed, so it says nothing
/// about how all of them ended.
async fn all(arguments: &Demo) -> Result<Report, Failure> {
    let (mut rows, mut reports, mut exit) = (Vec::new(), serde_json::Map::new(), Exit::Yes);
    for (name, provider) in PROVIDERS {
        let Played { report, row } =
            play(provider, arguments, true).await.map_err(|failure| failure.of(name))?;
        if exit == Exit::Yes && provider != Provider::Airpay {
            exit = report.exit;
        }
        rows.push(row);
        reports.insert(name.to_owned(), report.json);
    }
    let lines: Vec<Value> = rows.iter().map(Row::to_json).collect();
    let json = json!({ "table": lines, "reports": reports });
    Ok(Report { text: table(&rows), json, exit })
}

const PROVIDERS: [(&str, Provider); 5] = [
    ("bakong", Provider::Bakong),
    ("kess", Provider::Kess),
    ("monetix", Provider::Monetix),
    ("vexora", Provider::Vexora),
    ("airpay", Provider::Airpay),
];

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
