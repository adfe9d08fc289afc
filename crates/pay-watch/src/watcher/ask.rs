mod reply;

use std::sync::PoisonError;

use pay_core::{NoAnswer, NoAnswerReason, Observed};

use self::reply::Reply;
use super::{Checked, Progress, Watcher};
use crate::pause::Trouble;
use crate::store::StoreError;
use crate::{Alert, Input, Order, Pause};

impl Watcher {
    /// Asks about a batch and applies the answers, each to the order that it names.
    ///
    /// A batch that is refused as a whole is split until the order is found that the provider chokes on, so that
    /// one bad order does not silence the others. That costs requests, so it ends after few; and when no part of
    /// the batch is answered, the trouble is no single order's, and all of them have had a refusal.
    pub(super) async fn ask(&self, batch: Vec<Order>, progress: &mut Progress) -> Result<(), StoreError> {
        // Enough to find one order, and some.
        let mut splits = batch.len().checked_ilog2().unwrap_or(0) + 2;
        let mut groups = vec![batch];
        let mut refused = Vec::new();
        let mut answered = false;
        while let Some(mut group) = groups.pop() {
            let Some(reply) = self.question(&group, progress).await? else { break };
            // Orders that were all refused before are not worth more requests.
            let is_news = group.len() > 1 && group.iter().any(|order| order.tally().strikes == 0);
            if reply.is_refusal() && is_news && splits > 0 {
                splits -= 1;
                let second = group.split_off(group.len() / 2);
                groups.extend([second, group]);
            } else if reply.is_refusal() {
                refused.push((group, reply));
            } else {
                answered |= reply.trouble.is_none();
                self.take(&group, &reply, progress).await?;
                if let Some(trouble) = reply.trouble {
                    self.leave_alone(trouble, progress).await?;
                    break;
                }
            }
        }
        for (group, mut reply) in refused {
            match &*group {
                [poisoned] if answered => {
                    tracing::warn!(order = %poisoned.id(), "provider refuses batches with this order");
                    self.alone.lock().unwrap_or_else(PoisonError::into_inner).insert(poisoned.id().clone());
                }
                // Not looked into any further: it says nothing about any of them.
                _ if answered => reply.answers.clear(),
                _ => {}
            }
            self.take(&group, &reply, progress).await?;
        }
        Ok(())
    }

    /// Sends one question, unless the budget forbids it.
    async fn question(&self, group: &[Order], progress: &mut Progress) -> Result<Option<Reply>, StoreError> {
        let started_at = self.timer.now();
        let day = self.limits.day(started_at);
        // Reserved before anything is sent: a crash in between has spent a request, and not saved one.
        if let Some(budget) = self.limits.budget()
            && !self.store.reserve(&self.id, day, 1, budget).await?
        {
            self.leave_alone(Trouble::Budget, progress).await?;
            return Ok(None);
        }
        let keys = reply::keys(group);
        let answer = tokio::time::timeout(self.limits.answer_within, self.source.observe(&keys)).await;
        let observed = answer.unwrap_or_else(|_| {
            let late = NoAnswer::new(NoAnswerReason::Unreachable, "source did not answer in time");
            let answers = keys.iter().map(|key| (key.clone(), Err(late.clone()))).collect();
            Observed { answers, requests: 1, ..Observed::default() }
        });
        if self.limits.budget().is_some() {
            self.store.account(&self.id, day, 1, observed.requests).await?;
        }
        progress.requests = progress.requests.saturating_add(observed.requests);
        let reply = Reply::new(observed.answers, started_at).without(observed.unasked);
        if reply.is_from_the_source() && self.store.pause(&self.id).await?.is_some() {
            self.store.set_pause(&self.id, None).await?;
        }
        Ok(Some(reply))
    }

    /// Applies the answers to the orders of the group.
    async fn take(&self, group: &[Order], reply: &Reply, progress: &mut Progress) -> Result<(), StoreError> {
        let started_at = reply.started_at;
        for order in group.iter().filter(|order| !reply.unasked.contains(order.key())) {
            let answer = reply.answers.get(order.key()).cloned();
            let input = match &answer {
                Some(Ok(observation)) => Input::Observed { answer: Ok(observation.clone()), started_at },
                // The source is well, and only this answer did not come.
                Some(Err(no_answer))
                    if reply.trouble.is_some() || Trouble::of(no_answer.reason).is_none() =>
                {
                    Input::Observed { answer: Err(no_answer.clone()), started_at }
                }
                _ => Input::Unanswered { started_at },
            };
            tracing::debug!(order = %order.id(), answered = answer.is_some(), "order checked");
            progress.checked.push(Checked { order: order.id().clone(), started_at, answer });
            self.apply_or_leave(order.id(), input).await?;
        }
        Ok(())
    }

    /// Pauses the source.
    async fn leave_alone(&self, trouble: Trouble, progress: &mut Progress) -> Result<(), StoreError> {
        let previous = self.store.pause(&self.id).await?;
        let pause = Pause::after(previous.as_ref(), trouble, self.timer.now(), &self.limits);
        self.store.set_pause(&self.id, Some(&pause)).await?;
        tracing::warn!(source = %self.id, reason = %pause.reason, failures = pause.failures, "source paused");
        if pause.is_alert(previous.as_ref(), &self.limits) {
            progress.alerts.push(Alert { source: self.id.clone(), pause });
        }
        Ok(())
    }
}
