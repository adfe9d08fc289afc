use std::error::Error;
use std::fmt;
use std::future::Future;

use pay_core::BoxFuture;

use crate::{Event, Pause, SourceId};

/// The shop's side of a watcher: what is done when something happened.
///
/// Any `Fn(Event) -> impl Future<Output = Result<(), HandlerError>>` is one; alerts then go to the log alone.
pub trait Handler: Send + Sync {
    /// Takes an event. `Ok` means that it is written down and need not come again; after an error it comes
    /// again, later and later, until it is put aside for a person.
    ///
    /// Polling goes on meanwhile. It runs in the same task: work that blocks a thread belongs into
    /// `spawn_blocking`.
    fn event<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), HandlerError>>;

    /// Takes news of a source. At most a few a day, and again at each start while the trouble lasts.
    fn alert<'a>(&'a self, alert: &'a Alert) -> BoxFuture<'a, ()>;
}

/// What a handler fails with.
pub type HandlerError = Box<dyn Error + Send + Sync>;

impl<F, Fut> Handler for F
where
    F: Fn(Event) -> Fut + Send + Sync,
    Fut: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    fn event<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), HandlerError>> {
        Box::pin(self(event.clone()))
    }

    fn alert<'a>(&'a self, _: &'a Alert) -> BoxFuture<'a, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// A source that is left alone, for the operator. Its orders keep what they have, and wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The source.
    pub source: SourceId,
    /// Why, and until when.
    pub pause: Pause,
}

impl fmt::Display for Alert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, pause } = self;
        write!(f, "source {source} is not asked: {}, ", pause.reason)?;
        match pause.until {
            Some(until) => write!(f, "until {until}"),
            None => f.write_str("until it is resumed"),
        }
    }
}
