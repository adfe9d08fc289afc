//! The shop's cashier.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use pay_core::{Expected, OrderId, StatusSource};
use pay_sandbox::SandboxClock;
use pay_watch::{Limits, MemoryStore, Policy, SourceId, State, Watcher};

use crate::drive;
use crate::told::Told;

/// Who follows the money that leaves the shop, beside the shop that follows its orders.
pub struct Desk {
    watcher: Watcher,
    clock: SandboxClock,
    /// What the cashier was told.
    pub told: Told,
}

impl Desk {
    /// Asks this source, and keeps the books in this store.
    pub fn new(source: impl StatusSource + 'static, store: &Arc<MemoryStore>, clock: &SandboxClock) -> Self {
        let store = Arc::clone(store) as Arc<dyn pay_watch::Store>;
        let timer = Arc::new(clock.clone());
        let watcher = Watcher::new(SourceId::new("outgoing"), Arc::new(source), store, timer)
            .policy(Policy::outgoing())
            .limits(Limits::unlimited());
        Self { watcher, clock: clock.clone(), told: Told::default() }
    }

    /// Writes down what is about to be sent.
    pub async fn follow(&self, number: &str, expected: Expected) {
        self.watcher.follow(OrderId::new(number).unwrap(), expected).await.unwrap();
    }

    /// Where something that was sent stands.
    pub async fn state(&self, number: &str) -> State {
        let order = self.watcher.order(&OrderId::new(number).unwrap()).await.unwrap().unwrap();
        order.state().clone()
    }

    /// Does everything that is due until this time has passed.
    pub async fn run(&self, time: Duration) {
        drive::run(&self.clock, time, async || self.told.step(&self.watcher).await).await;
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("told", &self.told).finish_non_exhaustive()
    }
}
