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

impl Observed {
    /// Asks about one key after the other, for a provider that has no question about several.
    ///
    /// `ask` makes the question of a key, or says why the key makes none, for which nothing is sent. After a failure
    /// that the next question would meet too, the rest stays [`unasked`](Observed::unasked).
    pub async fn one_by_one<'a, Q>(
        keys: &'a [OrderKey],
        mut ask: impl FnMut(&'a OrderKey) -> Result<Q, NoAnswer>,
    ) -> Self
    where
        Q: Future<Output = Result<Observation, NoAnswer>>,
    {
        let mut observed = Self::default();
        let mut keys = keys.iter();
        for key in keys.by_ref() {
            let said = match ask(key) {
                Ok(question) => {
                    observed.requests += 1;
                    question.await
                }
                Err(no_question) => Err(no_question),
            };
            let meets_the_next = said.as_ref().is_err_and(|no_answer| no_answer.reason.is_about_the_source());
            observed.answers.push((key.clone(), said));
            if meets_the_next {
                break;
            }
        }
        observed.unasked.extend(keys.cloned());
        observed
    }
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

impl NoAnswerReason {
    /// Whether the trouble is the source's and not the question's: another question would meet it too.
    pub const fn is_about_the_source(self) -> bool {
        match self {
            Self::Unauthorized | Self::Throttled(_) | Self::Unreachable => true,
            Self::Rejected | Self::Unreadable => false,
        }
    }
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
