//! What is the same at every provider whose payer follows a link, and which notifies.

use std::sync::Arc;

use pay_core::{BoxFuture, Money, Opened, Presentation, StatusSource};
use pay_sandbox::Sandbox;
use pay_watch::{MemoryStore, Order, SourceId, Watcher};

use super::desk::Desk;
use super::listener::Listener;
use super::story::Story;
use super::{Till, follow};
use crate::cli::Demo;
use crate::exit::{Failure, chain};

/// The other side of the link, and what the shop does when nobody came there.
pub(super) trait Hosted: Sync {
    /// Its name, in small letters.
    const NAME: &'static str;
    /// How the order came about.
    const OPENED: &'static str;

    /// The payer pays this amount on the provider's page.
    fn pay(&self, link: &str, amount: Money) -> Result<(), Failure>;

    /// Everything that the provider has to tell is told.
    fn notified(&self) -> BoxFuture<'_, ()>;

    /// The payer's time is over. Answers with what was done about it.
    fn expire(&self) -> BoxFuture<'_, Result<&'static str, Failure>>;
}

/// Follows an order that was opened to its end. The second is what the last notification's signature covered.
pub(super) async fn play<H: Hosted>(
    sandbox: &Sandbox,
    arguments: &Demo,
    story: &mut Story,
    (client, opened): (Arc<dyn StatusSource>, &Opened),
    listener: &Listener,
    hosted: &H,
) -> Result<(Order, String), Failure> {
    let clock = sandbox.clock();
    story.opened(opened, link(opened)?)?;
    story.step(clock.now(), "opened", H::OPENED);
    let source = SourceId::new(H::NAME);
    let watcher = Watcher::new(source, client, Arc::new(MemoryStore::new()), Arc::new(clock.clone()));
    watcher.watch(opened).await.map_err(|error| Failure::bad_input(chain(&error)))?;
    let desk = Desk::new(clock, &watcher, listener);
    let till = LinkTill { sandbox, link: link(opened)?, hosted, desk: &desk };
    let order = follow(sandbox, &watcher, &till, arguments, story).await?;
    Ok((order, desk.covered()))
}

pub(super) fn link(opened: &Opened) -> Result<&str, Failure> {
    match &opened.presentation {
        Presentation::Redirect(link) => Ok(link),
        _ => Err(Failure::provider("expected a link to follow")),
    }
}

struct LinkTill<'a, H> {
    sandbox: &'a Sandbox,
    link: &'a str,
    hosted: &'a H,
    desk: &'a Desk<'a>,
}

impl<H: Hosted> Till for LinkTill<'_, H> {
    fn pay<'a>(&'a self, amount: Money, story: &'a mut Story) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            self.hosted.pay(self.link, amount)?;
            let text = format!("the payer follows the link and pays {amount}");
            story.step(self.sandbox.clock().now(), "payer", &text);
            self.desk.hear(self.hosted.notified(), story).await
        })
    }

    fn expire<'a>(&'a self, story: &'a mut Story) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let done = self.hosted.expire().await?;
            story.step(self.sandbox.clock().now(), "expired", &format!("the payer's time is over: {done}"));
            Ok(())
        })
    }
}
