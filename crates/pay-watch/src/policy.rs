use std::time::Duration;

use crate::Schedule;

/// The numbers of an order's life. All of them may be changed; a plain [`Policy::default`] follows the
/// defaults of the merchant polling flow.
///
/// How far a provider's clock may be off is said by each order: [`Expected::skew`](pay_core::Expected::skew).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// How often an open order is asked about. [`Schedule::Scarce`].
    pub schedule: Schedule,
    /// The longest that an order may be open: ten minutes, as the National Bank allows a QR.
    pub longest_expiry: Duration,
    /// How long after the expiry a payment of the last second may take to show: 5 seconds. An order times out
    /// only by an answer to a question sent later than that.
    pub settle_delay: Duration,
    /// How long after the expiry an answer is waited for before a person has to look: a day.
    pub review_after: Duration,
    /// How long a source must have been out of reach before an order that is due for review goes there unasked:
    /// an hour. A machine that wakes from a long sleep asks first.
    pub last_chance: Duration,
    /// How long after expiry or end an order that ended without a payment is asked about again: ten minutes, and
    /// a day. In rising order.
    pub sweeps: [Duration; 2],
    /// Whether a failure has to be said twice before it counts: yes. A false failure gives up an order that the
    /// payer is about to pay.
    pub confirm_failed: bool,
    /// How long after a payer's hint without a result a manual check is suggested: 10 seconds.
    pub manual_check_after: Duration,
    /// How many extra questions the hints about one order may cost: 3.
    pub hint_checks: u32,
    /// After how many refused or unreadable answers in a row a person has to look: 3.
    pub strikes: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            schedule: Schedule::Scarce,
            longest_expiry: Duration::from_mins(10),
            settle_delay: Duration::from_secs(5),
            review_after: Duration::from_hours(24),
            last_chance: Duration::from_hours(1),
            sweeps: [Duration::from_mins(10), Duration::from_hours(24)],
            confirm_failed: true,
            manual_check_after: Duration::from_secs(10),
            hint_checks: 3,
            strikes: 3,
        }
    }
}

impl Policy {
    /// The defaults, with this schedule.
    pub fn new(schedule: Schedule) -> Self {
        Self { schedule, ..Self::default() }
    }

    /// For money that leaves the merchant: a withdrawal, a transfer, a refund, written down before it is sent and
    /// followed by the merchant's own number for it.
    ///
    /// It is asked about with [`Schedule::Patient`], for as long as its `Expected` says, up to 31 days. A person hears
    /// of it when the provider knows nothing of it at the end (it times out), and when there is no answer or no end a
    /// quarter of an hour later (it needs review).
    pub fn outgoing() -> Self {
        let quarter = Duration::from_mins(15);
        Self {
            schedule: Schedule::Patient,
            longest_expiry: Duration::from_hours(31 * 24),
            review_after: quarter,
            last_chance: quarter,
            ..Self::default()
        }
    }
}

/// An order is open for longer than the policy allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an order that is open for at most {} s, found {} ms", longest.as_secs(), found.as_millis())]
pub struct ExpiryTooLong {
    /// The longest that is allowed.
    pub longest: Duration,
    /// How long the order is open.
    pub found: Duration,
}
