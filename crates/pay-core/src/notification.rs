use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use crate::{Check, Observation, OrderKey, Timestamp};

/// A provider that tells the merchant by itself, over HTTP, what became of an order.
///
/// A notice never settles an order. It says which order to look at, and how much of what it claims the
/// sender has signed.
pub trait NotificationSource: Send + Sync {
    /// Reads a delivery, and verifies its signature over the bytes received.
    fn read(&self, delivery: &Delivery<'_>) -> Result<Notice, NoticeError>;

    /// What the provider wants to hear so that it stops repeating. Send it only after what the notice says
    /// is on disk.
    fn acknowledgement(&self) -> Acknowledgement;
}

/// One HTTP request that arrived at the merchant's notification address, before anything is believed.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// The path, as received.
    pub path: &'a str,
    /// The query without its `?`, as received, still percent-encoded.
    pub query: &'a str,
    /// Header names and values in order of arrival.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// The body, byte for byte.
    pub body: &'a [u8],
    /// When it arrived, by our clock.
    pub received_at: Timestamp,
}

/// What a delivery says, and how far that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notice {
    /// The order that it is about.
    pub key: OrderKey,
    /// How far it can be trusted.
    pub trust: Trust,
    /// What it claims.
    pub claim: Observation,
}

impl Notice {
    /// A notice about `key`.
    pub const fn new(key: OrderKey, trust: Trust, claim: Observation) -> Self {
        Self { key, trust, claim }
    }
}

/// How far a notice can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trust {
    /// Anybody could have sent it: ask the provider.
    Hint,
    /// The provider signed it, and the signature covers what these checks compare. What is not named here
    /// could have been changed on the way.
    Signed {
        /// The checks whose values are under the signature.
        covers: Vec<Check>,
    },
}

impl Trust {
    /// What a signature is worth that covers these checks: a hint, unless the order and its status are among them. One
    /// that leaves either open binds nothing to the order.
    pub fn covering(covers: Vec<Check>) -> Self {
        let is_bound = [Check::Order, Check::Status].iter().all(|check| covers.contains(check));
        if is_bound { Self::Signed { covers } } else { Self::Hint }
    }
}

/// What to answer a delivery with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// The body.
    pub body: Cow<'static, str>,
}

/// A delivery that is no notice. Which part was wrong is not said to the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoticeError {
    /// The signature, or the secret part of the path, is missing or does not match.
    NotAuthentic,
    /// The body or the query is not of the provider's form.
    Unreadable,
    /// It is authentic, and about something that is no order. Acknowledge it: there is nothing to do.
    NoOrder,
}

impl fmt::Display for NoticeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAuthentic => "notification is not authentic",
            Self::Unreadable => "notification is not of the provider's form",
            Self::NoOrder => "notification is not about an order",
        })
    }
}

impl core::error::Error for NoticeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_that_leaves_the_order_or_the_status_open_is_a_hint() {
        let covers = alloc::vec![Check::Amount, Check::Status, Check::Order];
        assert_eq!(Trust::covering(covers.clone()), Trust::Signed { covers: covers.clone() });
        assert_eq!(Trust::covering(covers[..2].to_vec()), Trust::Hint);
        assert_eq!(Trust::covering(alloc::vec![Check::Amount, Check::Order]), Trust::Hint);
        assert_eq!(Trust::covering(Vec::new()), Trust::Hint);
    }
}
