use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pay_core::{BoxFuture, Outcome, Timestamp};

use super::schedule::{self, TokenStatus};
use super::{AccessToken, Fingerprint, TokenSource};
use crate::error::{Error, ErrorKind, Fault, Unauthorized};

/// A request for a new token. Nothing is sent unless it is awaited.
pub(crate) type Renewal<'a> = BoxFuture<'a, Result<AccessToken, Error>>;

/// Holds the token in use, and sees to it that many tasks make one renewal.
///
/// 1. A token that has expired, or was refused within the last hour, is not used.
/// 2. Then the source is asked: a person or another process may have put a token there.
/// 3. Then the token from before the last renewal, if it still is one.
/// 4. Then one renewal, if there is an address to renew by.
/// 5. If that fails, or what it gives is refused, nothing is sent for an hour (a minute, when only the network failed),
///    unless the source comes up with another token.
pub(crate) struct Keeper {
    source: Arc<dyn TokenSource>,
    state: Mutex<State>,
    /// Held by the one task that replaces the token.
    flight: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    current: Option<AccessToken>,
    /// Kept until the current one has answered.
    previous: Option<AccessToken>,
    /// The current one comes from a renewal and has not been given to the source.
    fresh: bool,
    /// Tokens that were refused, and until when that is held against them.
    refused: Vec<(Fingerprint, Timestamp)>,
    suspended_until: Option<Timestamp>,
    renewed_at: Option<Timestamp>,
    warned_at: Option<Timestamp>,
}

impl Keeper {
    pub(crate) fn new(source: Arc<dyn TokenSource>) -> Self {
        Self { source, state: Mutex::default(), flight: tokio::sync::Mutex::default() }
    }

    /// A token to send now.
    pub(crate) async fn token(
        &self,
        now: Timestamp,
        renewal: Option<Renewal<'_>>,
    ) -> Result<AccessToken, Fault> {
        let token = match self.ready(now) {
            Some(token) => token,
            None => self.replace(now, Unauthorized::Expired, renewal).await?,
        };
        self.warn_of_the_end(&token, now);
        Ok(token)
    }

    /// Another token than the one that was just refused.
    pub(crate) async fn after_refusal(
        &self,
        refused: &AccessToken,
        now: Timestamp,
        renewal: Option<Renewal<'_>>,
    ) -> Result<AccessToken, Fault> {
        self.state().refuse(refused, now);
        self.replace(now, Unauthorized::Refused, renewal).await
    }

    /// The second token was refused as well: stop.
    pub(crate) fn refused_again(&self, token: &AccessToken, now: Timestamp) {
        self.state().refuse(token, now);
        if self.state().fresh {
            self.suspend(now, schedule::RETRY);
        }
    }

    /// The token has answered: the one before it may go, and the source gets it.
    pub(crate) async fn answered(&self, token: &AccessToken) {
        let is_fresh = |state: &State| state.fresh && state.is_current(token);
        if !is_fresh(&self.state()) {
            return;
        }
        // Whoever holds the lock is either doing this or replacing the token.
        let Ok(_flight) = self.flight.try_lock() else { return };
        if !is_fresh(&self.state()) {
            return;
        }
        self.state().previous = None;
        match self.source.keep(token).await {
            Ok(()) => self.state().fresh = false,
            Err(_) => {
                tracing::warn!(fingerprint = %token.fingerprint, "renewed token not kept by its source");
            }
        }
    }

    /// Renews although the token in use may still do. It is kept until the new one has answered.
    pub(crate) async fn renew(&self, now: Timestamp, renewal: Renewal<'_>) -> Result<TokenStatus, Error> {
        let _flight = self.flight.lock().await;
        self.renew_in_flight(now, renewal).await.map(|token| TokenStatus::of(&token))
    }

    /// Renews if the token in use ends soon, and no renewal was tried within the hour.
    pub(crate) async fn renew_when_due(
        &self,
        now: Timestamp,
        renewal: Renewal<'_>,
    ) -> Option<Result<TokenStatus, Error>> {
        let _flight = self.flight.lock().await;
        let is_due = {
            let state = self.state();
            let renew_at = state.current.as_ref().and_then(|token| TokenStatus::of(token).renew_at);
            renew_at.is_some_and(|at| at <= now) && !state.tried_lately(now)
        };
        if !is_due {
            return None;
        }
        Some(self.renew_in_flight(now, renewal).await.map(|token| TokenStatus::of(&token)))
    }

    /// What is known of the token in use. When none is, the source's will be, even if it has expired.
    pub(crate) async fn status(&self) -> Result<TokenStatus, Fault> {
        let _flight = self.flight.lock().await;
        let current = self.state().current.as_ref().map(TokenStatus::of);
        if let Some(status) = current {
            return Ok(status);
        }
        let loaded = self.source.load().await.map_err(|error| {
            Fault::unsent(ErrorKind::Unauthorized(Unauthorized::NoToken)).with_source(error)
        })?;
        Ok(TokenStatus::of(&self.adopt(loaded)))
    }

    async fn replace(
        &self,
        now: Timestamp,
        cause: Unauthorized,
        renewal: Option<Renewal<'_>>,
    ) -> Result<AccessToken, Fault> {
        let _flight = self.flight.lock().await;
        if let Some(token) = self.ready(now) {
            return Ok(token);
        }
        let outcome = if cause == Unauthorized::Refused { Outcome::Refused } else { Outcome::NotSent };
        let fault = |unauthorized| Fault::new(ErrorKind::Unauthorized(unauthorized), outcome);
        let loaded = self.source.load().await;
        let nothing_else = match loaded {
            Ok(token) if self.state().is_usable(&token, now) => return Ok(self.adopt(token)),
            Ok(token) if token.has_expired(now) || cause == Unauthorized::Refused => fault(cause),
            Ok(_) => fault(Unauthorized::Suspended),
            Err(error) => fault(Unauthorized::NoToken).with_source(error),
        };
        if let Some(previous) = self.usable_previous(now) {
            return Ok(self.adopt(previous));
        }
        if self.state().suspended_until.is_some_and(|until| now < until) {
            return Err(fault(Unauthorized::Suspended));
        }
        let Some(renewal) = renewal else { return Err(nothing_else) };
        // A token that was renewed a moment ago and is refused: another one would be, too.
        if self.state().is_renewed_in_vain(now) {
            self.suspend(now, schedule::RETRY);
            return Err(fault(cause));
        }
        let token = self
            .renew_in_flight(now, renewal)
            .await
            .map_err(|error| fault(Unauthorized::RenewalFailed).with_source(error))?;
        if !self.state().is_usable(&token, now) {
            self.suspend(now, schedule::RETRY);
            return Err(fault(cause));
        }
        Ok(token)
    }

    async fn renew_in_flight(&self, now: Timestamp, renewal: Renewal<'_>) -> Result<AccessToken, Error> {
        self.state().renewed_at = Some(now);
        let result = renewal.await;
        match result {
            Ok(token) => {
                let mut state = self.state();
                tracing::info!(fingerprint = %token.fingerprint, "token renewed");
                let old = state.current.take().filter(|old| state.is_usable(old, now));
                state.previous = old;
                state.current = Some(token.clone());
                state.fresh = true;
                state.suspended_until = None;
                Ok(token)
            }
            Err(error) => {
                let wait = match error.kind() {
                    ErrorKind::Unreachable(_) | ErrorKind::Throttled(_) => schedule::RETRY_NETWORK,
                    _ => schedule::RETRY,
                };
                tracing::error!(%error, "token not renewed");
                self.suspend(now, wait);
                Err(error)
            }
        }
    }

    fn suspend(&self, now: Timestamp, wait: Duration) {
        self.state().suspended_until = Some(now.after(wait));
        tracing::error!(seconds = wait.as_secs(), "no other token is tried for a while");
    }

    fn ready(&self, now: Timestamp) -> Option<AccessToken> {
        let state = self.state();
        state.current.as_ref().filter(|token| state.is_usable(token, now)).cloned()
    }

    fn usable_previous(&self, now: Timestamp) -> Option<AccessToken> {
        let mut state = self.state();
        let previous = state.previous.take()?;
        state.is_usable(&previous, now).then_some(previous)
    }

    fn adopt(&self, token: AccessToken) -> AccessToken {
        let mut state = self.state();
        state.current = Some(token.clone());
        state.previous = None;
        state.fresh = false;
        state.suspended_until = None;
        token
    }

    fn warn_of_the_end(&self, token: &AccessToken, now: Timestamp) {
        let status = TokenStatus::of(token);
        let mut state = self.state();
        let is_new = state.warned_at.is_none_or(|at| at.after(schedule::WARN_EVERY) <= now);
        if status.expires_soon(now) && is_new {
            state.warned_at = Some(now);
            let TokenStatus { fingerprint, expires_at, .. } = status;
            let left = expires_at.map_or(0, |at| at.since(now).as_secs());
            tracing::warn!(%fingerprint, seconds_left = left, "token expires soon");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the state whole: every change here is one assignment after another, without a
        // call that can panic between them.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_current(&self, token: &AccessToken) -> bool {
        self.current.as_ref().is_some_and(|current| current.fingerprint == token.fingerprint)
    }

    fn tried_lately(&self, now: Timestamp) -> bool {
        self.renewed_at.is_some_and(|at| now < at.after(schedule::RETRY))
    }

    fn is_renewed_in_vain(&self, now: Timestamp) -> bool {
        self.fresh && self.tried_lately(now)
    }

    fn is_usable(&self, token: &AccessToken, now: Timestamp) -> bool {
        let is_refused =
            self.refused.iter().any(|(refused, until)| *refused == token.fingerprint && now < *until);
        !is_refused && !token.has_expired(now)
    }

    fn refuse(&mut self, token: &AccessToken, now: Timestamp) {
        self.refused.retain(|(refused, until)| *refused != token.fingerprint && now < *until);
        self.refused.push((token.fingerprint.clone(), now.after(schedule::RETRY)));
    }
}
