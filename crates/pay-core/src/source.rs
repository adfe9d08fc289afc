use alloc::string::ToString as _;
use alloc::vec::Vec;
use core::fmt;
use core::num::NonZeroUsize;
use core::time::Duration;

use crate::{BoxFuture, Observation, OrderKey, Untrusted};

/// A provider that can be asked what became of an order.
///
/// Who cannot be asked (Airpay) does not implement it.
pub trait StatusSource: Send + Sync {
    /// The most keys that one [`observe`](StatusSource::observe) takes. May shrink while running, when the
    /// provider closes its list path.
    fn batch_limit(&self) -> NonZeroUsize;

    /// Asks about `keys`, at most [`batch_limit`](StatusSource::batch_limit) of them, once and without
    /// repeating anything by itself.
    ///
    /// Answers are matched by key, never by position. A key may be missing from them, which says nothing.
    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed>;
}

/// The answers to one [`StatusSource::observe`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// What was said of each key, or why nothing was.
    pub answers: Vec<(OrderKey, Result<Observation, NoAnswer>)>,
    /// Keys that no request was spent on, because the source found out meanwhile that it has to ask otherwise.
    /// They stay due. A key in neither list was asked about, and not answered.
    pub unasked: Vec<OrderKey>,
    /// How many requests went over the wire for it: what a quota counts, failed ones too.
    pub requests: u32,
}

/// A question about an order got no answer. Never a reason to call the order unpaid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAnswer {
    /// What kept the answer away.
    pub reason: NoAnswerReason,
    /// The particulars, for a person.
    pub detail: Untrusted,
}

impl NoAnswer {
    /// No answer, for this reason.
    pub fn new(reason: NoAnswerReason, detail: impl Into<alloc::string::String>) -> Self {
        Self { reason, detail: Untrusted::new(detail) }
    }
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A detail that begins with the reason says it by itself.
        let reason = self.reason.to_string();
        if self.detail.as_raw().starts_with(&reason) {
            self.detail.fmt(f)
        } else {
            write!(f, "{reason}: {}", self.detail)
        }
    }
}

impl core::error::Error for NoAnswer {}

/// What kept an answer away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoAnswerReason {
    /// The provider does not accept our credentials, and renewing them did not help.
    Unauthorized,
    /// The provider asks for fewer questions.
    Throttled(Throttle),
    /// Nothing usable came back: no connection, an error page, an outage.
    Unreachable,
    /// The provider refused the question itself.
    Rejected,
    /// An answer came and cannot be read.
    Unreadable,
}

/// How a provider limits questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Throttle {
    /// Too many at once; how long to wait, where the provider says so.
    Burst(Option<Duration>),
    /// The day's quota is spent.
    Daily,
}

impl fmt::Display for Throttle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Burst(Some(wait)) => write!(f, "too many requests, wait {} s", wait.as_secs()),
            Self::Burst(None) => f.write_str("too many requests"),
            Self::Daily => f.write_str("daily quota spent"),
        }
    }
}

impl fmt::Display for NoAnswerReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unauthorized => "not authorized",
            Self::Throttled(Throttle::Daily) => "daily quota spent",
            Self::Throttled(Throttle::Burst(_)) => "too many requests",
            Self::Unreachable => "unreachable",
            Self::Rejected => "question refused",
            Self::Unreadable => "answer unreadable",
        })
    }
}
