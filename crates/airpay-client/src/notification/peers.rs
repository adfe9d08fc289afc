use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Who may send postbacks, by address. Airpay documents none of its addresses: ask for them.
///
/// Behind a proxy the peer is the proxy, and the sender stands in `X-Forwarded-For`, where anybody can write. So that header
/// is read from its end, and only as far as the hop behind is a proxy of [`behind`](Self::behind).
///
/// ```
/// use airpay_client::Peers;
///
/// let peers = Peers::new(|address| address.to_string() == "203.0.113.7").behind(|hop| hop.is_loopback());
/// let forged: &[(&str, &[u8])] = &[("X-Forwarded-For", b"203.0.113.7")];
/// let forwarded: &[(&str, &[u8])] = &[("X-Forwarded-For", b"198.51.100.1, 203.0.113.7")];
/// assert!(!peers.admits([198, 51, 100, 1].into(), forged));
/// assert!(peers.admits([127, 0, 0, 1].into(), forwarded));
/// ```
#[derive(Clone)]
pub struct Peers {
    is_allowed: Test,
    is_proxy: Test,
}

type Test = Arc<dyn Fn(IpAddr) -> bool + Send + Sync>;

impl Peers {
    /// Those for which this holds. An IPv4 address in the form of IPv6 is asked about as IPv4.
    pub fn new(is_allowed: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Self {
        Self { is_allowed: Arc::new(is_allowed), is_proxy: Arc::new(|_| false) }
    }

    /// The merchant's own proxies, whose `X-Forwarded-For` is believed. Without them the header is not read.
    #[must_use]
    pub fn behind(self, is_proxy: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Self {
        Self { is_proxy: Arc::new(is_proxy), ..self }
    }

    /// Whether a request from `peer` with these headers may be a postback.
    pub fn admits(&self, peer: IpAddr, headers: &[(&str, &[u8])]) -> bool {
        self.sender(peer, headers).is_some_and(|sender| (self.is_allowed)(sender))
    }

    /// `None` where a proxy forwards for what is no address.
    fn sender(&self, peer: IpAddr, headers: &[(&str, &[u8])]) -> Option<IpAddr> {
        let lines = headers.iter().rev().filter(|(name, _)| name.eq_ignore_ascii_case("x-forwarded-for"));
        let hops = lines.flat_map(|(_, line)| line.rsplit(|byte| *byte == b','));
        let mut sender = peer.to_canonical();
        for hop in hops {
            if !(self.is_proxy)(sender) {
                break;
            }
            sender = address(hop)?;
        }
        Some(sender)
    }
}

/// An address, as some proxies write it with a port behind it.
fn address(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop).ok()?.trim_matches([' ', '\t']);
    let with_port = || hop.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    hop.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

impl fmt::Debug for Peers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Peers").finish_non_exhaustive()
    }
}
