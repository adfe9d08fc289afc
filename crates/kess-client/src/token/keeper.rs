use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use pay_core::Timestamp;
use pay_http::{Renewable, Unreachable};

use super::{Desk, Token};
use crate::error::{Error, ErrorKind, Fault, Unauthorized};

/// Holds the token in use, and sees to it that many tasks make one renewal.
///
/// 1. A minute before its end, or when it was refused, a token is renewed: by the refresh token while that lives, else by
///    the password.
/// 2. If the refresh token brings an answer and no token, the password is tried, once.
/// 3. If nothing is granted, or a token that has just been granted in place of a refused one is refused as well, nothing
///    is asked for a minute (five seconds, when there was no refusal).
pub(crate) struct Keeper {
    token: Renewable<Token>,
    /// Milliseconds since the epoch.
    suspended_until: AtomicI64,
}

/// How long nothing is asked after credentials or a fresh token were refused.
const RETRY: Duration = Duration::from_secs(60);
/// How long after a failure that was no refusal, as of the network.
const RETRY_NETWORK: Duration = Duration::from_secs(5);

impl Keeper {
    pub(crate) fn new() -> Self {
        Self { token: Renewable::default(), suspended_until: AtomicI64::new(i64::MIN) }
    }

    /// A token to send now.
    pub(crate) async fn token(&self, now: Timestamp, desk: &Desk<'_>) -> Result<Token, Fault> {
        self.token
            .usable_or(|token| token.is_usable(now), async |before| self.renew(before, now, desk).await)
            .await
    }

    /// This token was refused: it is not sent again.
    pub(crate) fn refused(&self, token: &Token, now: Timestamp) {
        self.token.update(|current| {
            if current.access == token.access {
                current.refused = true;
                if current.is_second_try(now, RETRY) {
                    self.suspend(now, RETRY);
                }
            }
        });
    }

    async fn renew(&self, before: Option<Token>, now: Timestamp, desk: &Desk<'_>) -> Result<Token, Fault> {
        if now.as_millis() < self.suspended_until.load(Ordering::Relaxed) {
            return Err(Fault::unsent(ErrorKind::Unauthorized(Unauthorized::Suspended)));
        }
        let refresh = before.as_ref().and_then(|token| token.refresh(now));
        let result = match refresh {
            None => desk.grant(None, now).await,
            Some(refresh) => match desk.grant(Some(refresh), now).await {
                Err(error) if is_answer(&error) => desk.grant(None, now).await,
                other => other,
            },
        };
        let replaces_refused = before.is_some_and(|token| token.refused);
        result.map(|token| Token { replaces_refused, ..token }).map_err(|error| {
            tracing::error!(%error, "no token granted");
            self.suspend(now, if is_refusal(&error) { RETRY } else { RETRY_NETWORK });
            let kind = error.kind().clone();
            Fault::unsent(kind).with_source(error)
        })
    }

    fn suspend(&self, now: Timestamp, wait: Duration) {
        self.suspended_until.store(now.after(wait).as_millis(), Ordering::Relaxed);
    }
}

fn is_refusal(error: &Error) -> bool {
    *error.kind() == ErrorKind::Unauthorized(Unauthorized::NotGranted)
}

/// Whether something answered, and did not only ask to wait: the password may do where the refresh token does not.
fn is_answer(error: &Error) -> bool {
    !matches!(error.kind(), ErrorKind::Unreachable(Unreachable::Transport(_)) | ErrorKind::Throttled(_))
}
