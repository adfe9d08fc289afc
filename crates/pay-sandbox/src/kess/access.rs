//! Tokens (specification, section 1.1).

use std::time::Duration;

use pay_core::Timestamp;

use crate::seed::Seed;

/// How much longer than the access token the refresh token lives.
const REFRESH_GRACE: Duration = Duration::from_secs(15 * 60);

/// The tokens that were given out. Not printable, and neither is what is in it.
#[derive(Default)]
pub(super) struct Access {
    grants: Vec<Grant>,
}

/// A pair of tokens.
#[derive(Clone)]
pub(super) struct Grant {
    pub(super) access: String,
    pub(super) refresh: String,
    pub(super) lifetime: Duration,
    issued: Timestamp,
    /// Used up by a refresh, or revoked.
    over: bool,
}

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Good,
    Bad,
}

impl Access {
    /// A new pair.
    pub(super) fn issue(&mut self, seed: Seed, lifetime: Duration, now: Timestamp) -> Grant {
        let count = self.grants.len() as u64;
        let grant = Grant {
            access: seed.hex("KESS access token", count),
            refresh: seed.hex("KESS refresh token", count),
            lifetime,
            issued: now,
            over: false,
        };
        self.grants.push(grant.clone());
        grant
    }

    /// A new pair for a refresh token, which it uses up together with its access token.
    pub(super) fn refresh(
        &mut self,
        token: &str,
        seed: Seed,
        lifetime: Duration,
        now: Timestamp,
    ) -> Option<Grant> {
        let good = |grant: &&mut Grant| {
            grant.refresh == token && !grant.over && now < grant.until().after(REFRESH_GRACE)
        };
        self.grants.iter_mut().find(good)?.over = true;
        Some(self.issue(seed, lifetime, now))
    }

    pub(super) fn read(&self, token: &str, now: Timestamp) -> Reading {
        let good =
            self.grants.iter().any(|grant| grant.access == token && !grant.over && now < grant.until());
        if good { Reading::Good } else { Reading::Bad }
    }

    /// Ends every token, refresh tokens included.
    pub(super) fn revoke(&mut self) {
        self.grants.iter_mut().for_each(|grant| grant.over = true);
    }
}

impl Grant {
    fn until(&self) -> Timestamp {
        self.issued.after(self.lifetime)
    }
}
