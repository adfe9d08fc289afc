use std::time::Duration;

use super::fixture::{OPENED, at, source};
use crate::store::Store;
use crate::{Limits, Pause, PauseReason};

/// Requests are reserved within a limit, a source and a day at a time.
pub async fn budgets(store: &dyn Store) {
    let (a, b) = (source("a"), source("b"));
    let today = Limits::default().day(OPENED);
    let tomorrow = Limits::default().day(OPENED.after(Duration::from_hours(24)));
    let reserve = async |source, day, requests, limit| {
        store.reserve(source, day, requests, limit).await.expect("the store answers")
    };
    assert!(!reserve(&a, today, 1, 0).await);
    assert!(reserve(&a, today, 2, 3).await);
    assert!(!reserve(&a, today, 2, 3).await, "the limit was exceeded");
    assert!(reserve(&a, today, 1, 3).await, "a refused reservation was counted");
    assert!(!reserve(&a, today, 1, 3).await);
    assert!(!reserve(&a, today, u32::MAX, u32::MAX).await);
    assert!(reserve(&b, today, 3, 3).await);
    assert!(reserve(&a, tomorrow, 3, 3).await);

    store.account(&a, today, 1, 0).await.expect("the store answers");
    assert!(reserve(&a, today, 1, 3).await, "what was not used is free again");
    store.account(&a, today, 1, 5).await.expect("the store answers");
    assert!(!reserve(&a, today, 1, 7).await, "what was used beyond the reservation counts");
    assert!(reserve(&a, today, 1, 8).await);
}

/// A pause is kept for its source until it is ended.
pub async fn pauses(store: &dyn Store) {
    let (a, b) = (source("a"), source("b"));
    let pause = Pause {
        reason: PauseReason::QuotaSpent,
        since: at(1),
        made_at: at(2),
        until: Some(at(3)),
        failures: 4,
    };
    let lasting = Pause { reason: PauseReason::AuthLost, until: None, ..pause.clone() };
    let kept = async |source| store.pause(source).await.expect("the store answers");
    assert_eq!(kept(&a).await, None);
    for pause in [Some(&pause), Some(&lasting), None, None] {
        store.set_pause(&a, pause).await.expect("the store answers");
        assert_eq!(kept(&a).await.as_ref(), pause);
        assert_eq!(kept(&b).await, None);
    }
}
