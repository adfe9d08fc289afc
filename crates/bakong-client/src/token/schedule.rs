use std::time::Duration;

use pay_core::Timestamp;

use super::{AccessToken, Fingerprint};

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long before its end a token is renewed: when the National Bank mails its own reminder.
const AHEAD: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// Over how long the renewals of many shops are spread.
const SPREAD: Duration = Duration::from_secs(6 * 60 * 60);
/// How long a token that nobody accepts is left alone.
pub(super) const RETRY: Duration = HOUR;
/// How long after a failure of the network alone.
pub(super) const RETRY_NETWORK: Duration = Duration::from_secs(60);
/// How often the end of a token is warned of.
pub(super) const WARN_EVERY: Duration = DAY;

/// What is known of the token in use.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenStatus {
    /// Its name in logs.
    pub fingerprint: Fingerprint,
    /// When it expires, where the token says so.
    pub expires_at: Option<Timestamp>,
    /// When to renew it: three days before its end, and up to six hours later, as its fingerprint has it, so that not
    /// all shops come at once.
    pub renew_at: Option<Timestamp>,
}

impl TokenStatus {
    pub(super) fn of(token: &AccessToken) -> Self {
        let expires_at = token.expires_at();
        let renew_at = expires_at.map(|at| at.before(AHEAD).after(spread(&token.fingerprint)));
        Self { fingerprint: token.fingerprint.clone(), expires_at, renew_at }
    }

    /// Whether the token ends within three days.
    pub fn expires_soon(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|at| at.before(AHEAD) <= now)
    }
}

/// A part of the six hours that is the token's own: the same in every process, and no randomness is drawn.
fn spread(fingerprint: &Fingerprint) -> Duration {
    let head = fingerprint.0.get(..4).and_then(|head| u32::from_str_radix(head, 16).ok());
    SPREAD * head.unwrap_or(0) / 0x1_0000
}
