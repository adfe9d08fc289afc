//! A process that dies at any of its writes, and is started again on the same store.

use std::sync::Arc;

use super::*;
use crate::testing::TestStore;
use crate::{Limits, Store, Watcher};

fn watch_with(world: &World, store: Arc<dyn Store>) -> Watcher {
    Watcher::new(world.id.clone(), world.source.clone(), store, Arc::new(world.clock.clone()))
}

/// A shop opens three orders: one is paid, one hits an outage first, one is never paid.
async fn until_death(world: &World, watcher: &Watcher) -> Result<(), Box<dyn std::error::Error>> {
    for name in ["paid", "troubled", "unpaid"] {
        watcher.watch(&opened(name)).await?;
    }
    world.source.tell("paid", paid("transaction", at(10)));
    world.source.tell_all(no_answer(NoAnswerReason::Unreachable));
    world.clock.set(at(20));
    watcher.step_due().await?;
    watcher.deliver(&world.heard).await?;
    world.source.tell_all(no_answer(NoAnswerReason::Throttled(Throttle::Burst(None))));
    world.clock.set(at(50));
    watcher.step_due().await?;
    world.source.tell("troubled", paid("another", at(30)));
    world.source.tell_all(Ok(Observation::NotFound));
    world.clock.set(at(605));
    watcher.step_due().await?;
    watcher.deliver(&world.heard).await?;
    Ok(())
}

#[tokio::test]
async fn f05_f06_f07_a_process_that_dies_at_any_write_loses_nothing_and_settles_nothing_twice() {
    let mut deaths = 0;
    for (nth, last_one_lands) in (1..200).flat_map(|nth| [(nth, false), (nth, true)]) {
        let world = World::new();
        let dying = TestStore::dying(world.store.clone(), nth, last_one_lands);
        let died = until_death(&world, &watch_with(&world, Arc::new(dying))).await.is_err();
        deaths += u32::from(died);

        let restarted = watch_with(&world, Arc::new(world.store.clone()));
        for name in ["paid", "troubled", "unpaid"] {
            // The shop does not know how far it came, and opens its orders again.
            restarted.watch(&opened(name)).await.unwrap();
        }
        world.source.tell("paid", paid("transaction", at(10)));
        world.source.tell("troubled", paid("another", at(30)));
        world.source.tell_all(Ok(Observation::NotFound));
        restarted.run_until_idle(&world.heard).await.unwrap();

        let context = format!("write {nth}, which {}", if last_one_lands { "landed" } else { "was lost" });
        let mut heard: Vec<_> = world.heard.events.lock().unwrap().clone();
        heard.sort_by(|a, b| a.id.cmp(&b.id));
        heard.dedup_by(|a, b| a.id == b.id && a == b);
        let lines: Vec<String> =
            heard.iter().map(|event| format!("{}: {}", event.order, event.kind)).collect();
        assert_eq!(lines, ["paid: paid", "troubled: paid", "unpaid: timed out"], "{context}");
        let counted = world.store.spent(&world.id, Limits::default().day(OPENED));
        let sent = world.source.requests.lock().unwrap();
        let today = sent.iter().filter(|(at, _)| Limits::default().day(*at) == Limits::default().day(OPENED));
        assert!(counted as usize >= today.count(), "more requests were sent than counted, {context}");
    }
    assert!(deaths > 20, "only {deaths} of the deaths came before the end");
}
