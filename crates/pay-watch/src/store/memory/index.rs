use std::collections::{BTreeSet, HashMap, HashSet};

use pay_core::{OrderId, Timestamp};

use crate::store::CLOCK_SLACK;
use crate::{Order, SourceId, Urgency};

/// The orders of each source by what is to be done with them next.
#[derive(Debug, Default)]
pub(super) struct Index(HashMap<SourceId, Agenda>);

type Agendum = (Timestamp, OrderId);

#[derive(Debug, Default)]
struct Agenda {
    /// By urgency, in the order of [`Urgency::ALL`].
    plans: [BTreeSet<Agendum>; Urgency::ALL.len()],
    wakes: BTreeSet<Agendum>,
    /// Orders with a plan by the moment of their last change.
    touched: BTreeSet<Agendum>,
}

impl Index {
    pub(super) fn insert(&mut self, order: &Order) {
        let agenda = self.0.entry(order.source.clone()).or_default();
        let item = |at| (at, order.id.clone());
        if let Some(plan) = order.plan {
            agenda.plans[plan.urgency as usize].insert(item(plan.at));
            agenda.touched.insert(item(order.touched_at));
        }
        agenda.wakes.extend(order.wake.map(item));
    }

    pub(super) fn remove(&mut self, order: &Order) {
        let Some(agenda) = self.0.get_mut(&order.source) else { return };
        let item = |at| (at, order.id.clone());
        if let Some(plan) = order.plan {
            agenda.plans[plan.urgency as usize].remove(&item(plan.at));
            agenda.touched.remove(&item(order.touched_at));
        }
        if let Some(wake) = order.wake {
            agenda.wakes.remove(&item(wake));
        }
    }

    pub(super) fn due(
        &self,
        source: &SourceId,
        now: Timestamp,
        limit: usize,
    ) -> impl Iterator<Item = &OrderId> {
        let stale = now.after(CLOCK_SLACK);
        let mut seen = HashSet::new();
        self.0
            .get(source)
            .into_iter()
            .flat_map(move |agenda| {
                let planned = agenda.plans.iter().flat_map(move |plans| until(plans, now));
                let touched = agenda.touched.iter().rev().take_while(move |(at, _)| *at > stale);
                planned.chain(touched.map(|(_, id)| id))
            })
            .filter(move |id| seen.insert(*id))
            .take(limit)
    }

    pub(super) fn waking(&self, source: &SourceId, now: Timestamp) -> impl Iterator<Item = &OrderId> {
        self.0.get(source).into_iter().flat_map(move |agenda| until(&agenda.wakes, now))
    }

    pub(super) fn next_check(&self, source: &SourceId) -> Option<Timestamp> {
        self.0.get(source)?.plans.iter().filter_map(BTreeSet::first).map(|(at, _)| *at).min()
    }

    pub(super) fn next_wake(&self, source: &SourceId) -> Option<Timestamp> {
        self.0.get(source)?.wakes.first().map(|(at, _)| *at)
    }
}

fn until(items: &BTreeSet<Agendum>, now: Timestamp) -> impl Iterator<Item = &OrderId> {
    items.iter().take_while(move |(at, _)| *at <= now).map(|(_, id)| id)
}
