//! Bakong: the payer scans a KHQR that is made here, and the shop asks by its md5.

use std::sync::Arc;

use bakong_client::{AccessToken, Bakong, Environment, KhqrCheckout, MerchantProfile};
use pay_core::{AccountId, BoxFuture, Money, Presentation};
use pay_sandbox::{PayOptions, Sandbox};
use pay_watch::{MemoryStore, SourceId, Watcher};

use super::story::Story;
use super::table::Row;
use super::{Played, Till, ending, follow, order};
use crate::cli::Demo;
use crate::exit::{Failure, chain};

const MERCHANT: &str = "Coffee House";
/// An account that exists in a fresh sandbox.
const ACCOUNT: &str = "merchant@devb";

pub(super) async fn run(sandbox: &Sandbox, arguments: &Demo, mut story: Story) -> Result<Played, Failure> {
    let clock = sandbox.clock().clone();
    let account = AccountId::new(ACCOUNT).map_err(Failure::bad_input)?;
    let checkout =
        KhqrCheckout::new(MerchantProfile::individual(account, MERCHANT)).map_err(Failure::bad_input)?;
    let opened = checkout.order(&order(arguments.amount)?, clock.now()).map_err(Failure::bad_input)?;
    let Presentation::Qr(code) = &opened.presentation else {
        return Err(Failure::provider("expected a QR to show"));
    };
    story.opened(&opened, code)?;
    story.step(clock.now(), "opened", "opened here; nothing goes over the wire until the first question");

    let environment = Environment::at(sandbox.base_url()).map_err(Failure::provider)?;
    let token = AccessToken::new(&sandbox.token()).map_err(Failure::provider)?;
    let client = Bakong::connect(&environment, Arc::new(token), Arc::new(clock.clone()))
        .map_err(|error| Failure::provider(chain(&error)))?;
    let source = SourceId::new("bakong");
    let watcher = Watcher::new(source, Arc::new(client), Arc::new(MemoryStore::new()), Arc::new(clock));
    watcher.watch(&opened).await.map_err(|error| Failure::bad_input(chain(&error)))?;

    let till = KhqrTill { sandbox, code };
    let order = follow(sandbox, &watcher, &till, arguments, &mut story).await?;
    let row = Row {
        provider: "Bakong",
        payer: "scans a KHQR",
        confirmed: "check by md5".to_owned(),
        signature: "nothing is signed".to_owned(),
        verdict: ending::verdict(&order),
    };
    Ok(Played { report: ending::report(&story, &order, "md5", sandbox.journal(), Vec::new()), row })
}

struct KhqrTill<'a> {
    sandbox: &'a Sandbox,
    code: &'a str,
}

impl Till for KhqrTill<'_> {
    fn pay<'a>(&'a self, amount: Money, story: &'a mut Story) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let options = PayOptions::new().amount(amount);
            let paid = self.sandbox.pay(self.code, options).map_err(Failure::provider)?;
            let text = format!("the payer scans the code and pays {amount} to {}", paid.to_account);
            story.step(self.sandbox.clock().now(), "payer", &text);
            Ok(())
        })
    }

    fn expire<'a>(&'a self, story: &'a mut Story) -> BoxFuture<'a, Result<(), Failure>> {
        // The code has expired by itself.
        story.step(self.sandbox.clock().now(), "expired", "the code expires; one more question is owed");
        Box::pin(std::future::ready(Ok(())))
    }
}
