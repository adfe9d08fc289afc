use std::borrow::Cow;
use std::net::IpAddr;
use std::time::Duration;

use pay_core::{Acknowledgement, Delivery, Notice, NoticeError, NotificationSource};

use super::{InvalidPostback, Peers, PostbackUrl, UnverifiedPostback};

/// Reads deliveries to the postback address, as a [`NotificationSource`].
///
/// It looks at the sender, the path and the form, and at no store: so a known and an unknown id are answered alike, in the
/// same time. Store the postback, acknowledge it, and only then look for its order.
#[derive(Clone, Debug)]
pub struct Notifications {
    url: PostbackUrl,
    peers: Option<Peers>,
    max_age: Duration,
    max_ahead: Duration,
}

impl Notifications {
    /// How old a postback's date may be at its delivery, unless [`max_age`](Self::max_age) says otherwise.
    pub const DEFAULT_MAX_AGE: Duration = Duration::from_secs(31 * 24 * 60 * 60);
    /// How far ahead a postback's date may be, unless [`max_ahead`](Self::max_ahead) says otherwise: more than a wrong time
    /// zone makes.
    pub const DEFAULT_MAX_AHEAD: Duration = Duration::from_secs(24 * 60 * 60);

    /// Those sent to this address, from anywhere.
    pub const fn new(url: PostbackUrl) -> Self {
        Self { url, peers: None, max_age: Self::DEFAULT_MAX_AGE, max_ahead: Self::DEFAULT_MAX_AHEAD }
    }

    /// Only those of these senders. A delivery whose peer is not told, as by [`NotificationSource::read`], is then refused:
    /// use [`postback`](Self::postback).
    #[must_use]
    pub fn peers(self, peers: Peers) -> Self {
        Self { peers: Some(peers), ..self }
    }

    /// How old a date may be.
    #[must_use]
    pub fn max_age(self, max_age: Duration) -> Self {
        Self { max_age, ..self }
    }

    /// How far ahead a date may be.
    #[must_use]
    pub fn max_ahead(self, max_ahead: Duration) -> Self {
        Self { max_ahead, ..self }
    }

    /// Reads a delivery of this peer: the address at the other end of the connection, not one from a header.
    pub fn postback(
        &self,
        peer: Option<IpAddr>,
        delivery: &Delivery<'_>,
    ) -> Result<UnverifiedPostback, InvalidPostback> {
        let is_admitted = self
            .peers
            .as_ref()
            .is_none_or(|peers| peer.is_some_and(|peer| peers.admits(peer, delivery.headers)));
        if !is_admitted {
            return Err(InvalidPostback::Peer);
        }
        if !self.url.is_of(delivery.path) {
            return Err(InvalidPostback::Path);
        }
        let postback = UnverifiedPostback::read(delivery.query)?;
        let now = delivery.received_at;
        if !(now.before(self.max_age)..=now.after(self.max_ahead)).contains(&postback.trx_date) {
            return Err(InvalidPostback::DateOutOfRange);
        }
        Ok(postback)
    }

    /// What to answer a delivery that is no postback: 404, as for an address that is not there, to a wrong path or sender;
    /// 400 otherwise, which only who knows the path gets to see.
    pub const fn refusal(&self, error: NoticeError) -> Acknowledgement {
        let status = match error {
            NoticeError::NotAuthentic => 404,
            _ => 400,
        };
        Acknowledgement { status, content_type: TEXT, body: Cow::Borrowed("") }
    }
}

const TEXT: &str = "text/plain";

impl NotificationSource for Notifications {
    fn read(&self, delivery: &Delivery<'_>) -> Result<Notice, NoticeError> {
        let postback = self.postback(None, delivery);
        postback.map(|postback| postback.to_notice()).map_err(|invalid| NoticeError::from(&invalid))
    }

    /// `OK`, exactly. Whether Airpay repeats what is not acknowledged is not documented; a repeat is answered alike.
    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement { status: 200, content_type: TEXT, body: Cow::Borrowed("OK") }
    }
}
