use std::time::Duration;

/// How a provider sends its notifications from now on. By default signed as the provider signs, once, at once.
///
/// ```
/// use std::time::Duration;
/// use pay_sandbox::NotifyOptions;
///
/// let twice_and_late = NotifyOptions::new().copies(2).late(Duration::from_secs(90));
/// let by_somebody_else = NotifyOptions::new().forged();
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NotifyOptions {
    pub(super) copies: u32,
    pub(super) late: Duration,
    pub(super) signature: Signature,
}

/// The signature that a notification is to have. A provider that signs nothing need not look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signature {
    Good,
    Absent,
    Forged,
}

impl NotifyOptions {
    /// Signed, once, at once.
    pub const fn new() -> Self {
        Self { copies: 1, late: Duration::ZERO, signature: Signature::Good }
    }

    /// The same notification so many times, at the same time. 0: none at all.
    #[must_use]
    pub const fn copies(self, copies: u32) -> Self {
        Self { copies, ..self }
    }

    /// This much of the sandbox's time after what it tells of. What happens meanwhile may be told before.
    #[must_use]
    pub const fn late(self, late: Duration) -> Self {
        Self { late, ..self }
    }

    /// Without a signature.
    #[must_use]
    pub const fn unsigned(self) -> Self {
        Self { signature: Signature::Absent, ..self }
    }

    /// With a signature of another secret.
    #[must_use]
    pub const fn forged(self) -> Self {
        Self { signature: Signature::Forged, ..self }
    }
}

impl Default for NotifyOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl Signature {
    /// What is signed with: the provider's secret, somebody else's, or nothing.
    pub(crate) const fn secret(self, own: &str) -> Option<&str> {
        match self {
            Self::Good => Some(own),
            Self::Absent => None,
            Self::Forged => Some("a secret of somebody else"),
        }
    }
}
