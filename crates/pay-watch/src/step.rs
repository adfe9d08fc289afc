mod apply;
mod decide;

use pay_core::{OrderStatus, Timestamp};

use crate::{Event, Input, Order, Policy};

/// What an input made of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a step that is not committed has not happened"]
pub struct Step {
    /// The order afterwards. Its version is the next one if anything changed.
    pub order: Order,
    /// What the shop has to know, to be committed with the order.
    pub event: Option<Event>,
    /// What the provider said against an order that it has reported as paid. The order stays paid.
    pub contradiction: Option<OrderStatus>,
}

impl Step {
    /// Whether there is anything to commit after `before`.
    pub fn changes(&self, before: &Order) -> bool {
        self.order.version != before.version
    }
}

/// What becomes of `order` when `input` happens at `now`. Reads no clock, draws no randomness, does no I/O.
///
/// - Paid is what [`Expected::verify`](pay_core::Expected::verify) says is paid, and nothing else.
/// - An order times out by an answer to a question that was *sent* after its expiry, and by nothing else. Errors,
///   quotas and outages say nothing about an order, however long they last: a day after the expiry they leave it
///   to a person.
/// - Paid never becomes unpaid.
/// - A step has one event at most, and an order one event for each end it comes to.
pub fn step(order: &Order, input: Input, now: Timestamp, policy: &Policy) -> Step {
    let mut after = order.clone();
    after.read_clock(now, policy);
    let decision = decide::decide(&after, input, now, policy);
    let (kind, contradiction) = after.apply(decision, now, policy);
    after.set_wake(now, policy);
    if after != *order {
        after.version += 1;
        after.touched_at = now;
    }
    let event = kind.map(|kind| Event::of(&after, now, kind));
    Step { order: after, event, contradiction }
}

#[cfg(test)]
mod tests;
