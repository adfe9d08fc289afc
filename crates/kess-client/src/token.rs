//! The access token (section 1.1).

mod grant;
mod keeper;

use std::fmt;
use std::time::Duration;

use pay_core::{Secret, Timestamp};

pub(crate) use self::grant::Desk;
pub(crate) use self::keeper::Keeper;

/// A token as KESS granted it.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) access: Secret,
    refresh: Option<Secret>,
    granted_at: Timestamp,
    lifetime: Duration,
    refused: bool,
    /// It was granted because the one before was refused.
    replaces_refused: bool,
}

/// How much longer than the access token the refresh token lives.
const REFRESH_LONGER: Duration = Duration::from_secs(15 * 60);
/// How long before its end a token is renewed, or half of its life if that is shorter.
const EARLY: Duration = Duration::from_secs(60);
/// How long a token lives for which nobody says.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(1_800);
/// No token lives longer, whatever the answer says.
const LONGEST_LIFETIME: i64 = 24 * 60 * 60;

impl Token {
    fn is_usable(&self, now: Timestamp) -> bool {
        let until = self.expires_at().before(EARLY.min(self.lifetime / 2));
        !self.refused && now < until
    }

    fn expires_at(&self) -> Timestamp {
        self.granted_at.after(self.lifetime)
    }

    /// Whether it was granted in place of a refused one, within the last `span`: that this one is refused, too, says that
    /// a third would be.
    fn is_second_try(&self, now: Timestamp, span: Duration) -> bool {
        self.replaces_refused && now < self.granted_at.after(span)
    }

    /// The refresh token, while it lives.
    fn refresh(&self, now: Timestamp) -> Option<&Secret> {
        self.refresh.as_ref().filter(|_| now < self.expires_at().after(REFRESH_LONGER))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("expires_at", &self.expires_at()).finish_non_exhaustive()
    }
}
