use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use http::StatusCode;
use pay_core::Timestamp;
use tokio::task::JoinSet;

use crate::bakong::Settings;
use crate::courier::Courier;
use crate::kess::{self, Kess, KessErrors};
use crate::outbound::Reach;
use crate::seed::Seed;
use crate::server::{self, Server};
use crate::wire::{self, Wire};
use crate::{
    Airpay, AmountSpelling, Bakong, Faults, Journal, Monetix, PayError, PayOptions, SandboxClock,
    Transaction, Vexora,
};
use crate::{clock, control, fault, page};

/// A running sandbox. It stops when it is dropped; [`stop`](Self::stop) waits until it has.
///
/// It runs on the tokio runtime that it was started on.
#[derive(Debug)]
pub struct Sandbox {
    parts: Parts,
    address: SocketAddr,
    base_url: String,
    server: Server,
    /// Sends notifications; its drop ends that.
    _sending: JoinSet<()>,
}

/// What the library, the control interface and the pages work on.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) clock: SandboxClock,
    pub(crate) journal: Journal,
    pub(crate) faults: Faults,
    pub(crate) bakong: Bakong,
    pub(crate) kess: Kess,
    pub(crate) monetix: Monetix,
    pub(crate) vexora: Vexora,
    pub(crate) airpay: Airpay,
}

/// What a provider finds when the sandbox starts.
#[derive(Clone, Debug)]
pub(crate) struct Premises {
    pub(crate) clock: SandboxClock,
    pub(crate) seed: Seed,
    /// From a payment to its end.
    pub(crate) settlement: Duration,
    pub(crate) reach: Reach,
    /// Where the sandbox is reached, for links.
    pub(crate) base_url: String,
}

impl Sandbox {
    /// Starts on a free port of loopback, with a clock that is held at the real time of the start.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// For everything that [`start`](Self::start) decides by itself.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Where a client finds it: `http://127.0.0.1:49152`, no slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The address that is listened on.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// A Bakong token, good for 90 days of the sandbox's time. [`Bakong::issue`] gives others.
    pub fn token(&self) -> String {
        self.parts.bakong.token()
    }

    /// Pays a KHQR: see [`Bakong::pay`]. If it is one that another provider made, its order or wallet has the money,
    /// too.
    pub fn pay(&self, qr: &str, options: PayOptions) -> Result<Transaction, PayError> {
        self.parts.pay(qr, options)
    }

    /// The sandbox's time.
    pub const fn clock(&self) -> &SandboxClock {
        &self.parts.clock
    }

    /// What was sent to it.
    pub const fn journal(&self) -> &Journal {
        &self.parts.journal
    }

    /// What is to go wrong.
    pub const fn faults(&self) -> &Faults {
        &self.parts.faults
    }

    /// Bakong's own side: accounts, registrations, tokens, payments.
    pub const fn bakong(&self) -> &Bakong {
        &self.parts.bakong
    }

    /// KESS's own side: orders, payers, refunds, notifications.
    pub const fn kess(&self) -> &Kess {
        &self.parts.kess
    }

    /// Monetix's own side: payments, payers, callbacks.
    pub const fn monetix(&self) -> &Monetix {
        &self.parts.monetix
    }

    /// Vexora's own side: orders, payers, webhooks.
    pub const fn vexora(&self) -> &Vexora {
        &self.parts.vexora
    }

    /// Airpay's own side: requests, payers, postbacks.
    pub const fn airpay(&self) -> &Airpay {
        &self.parts.airpay
    }

    /// Everything as it was at the start, but for the clock, which does not go back.
    pub fn reset(&self) {
        self.parts.reset();
    }

    /// Takes no more connections, lets requests under way finish for up to a second, closes all sockets, and
    /// returns then.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

impl Parts {
    pub(crate) fn reset(&self) {
        self.faults.clear();
        self.journal.clear();
        self.bakong.reset();
        self.kess.reset();
        self.monetix.reset();
        self.vexora.reset();
        self.airpay.reset();
    }

    /// What each provider tells the shop by itself.
    fn couriers(&self) -> [Courier; 4] {
        let Self { kess, monetix, vexora, airpay, .. } = self;
        [kess.courier(), monetix.courier(), vexora.courier(), airpay.courier()].map(Clone::clone)
    }

    /// Pays a KHQR as a bank's application does: at Bakong, and at the provider that made the code.
    pub(crate) fn pay(&self, qr: &str, options: PayOptions) -> Result<Transaction, PayError> {
        let paid = self.bakong.pay(qr, options)?;
        self.kess.khqr_paid(&paid);
        self.vexora.khqr_paid(&paid);
        self.airpay.khqr_paid(&paid);
        Ok(paid)
    }

    /// The providers behind journal and faults; the control interface and the pages beside them.
    pub(crate) fn router(&self) -> Router {
        let Self { clock, journal, faults, bakong, kess, monetix, vexora, airpay } = self.clone();
        let wire = bakong
            .router()
            .merge(kess.router())
            .merge(monetix.router())
            .merge(vexora.router())
            .merge(airpay.router())
            .fallback(|| async { fault::nginx(StatusCode::NOT_FOUND) })
            .layer(from_fn_with_state(Wire { clock, journal, faults }, wire::observe));
        Router::new().merge(page::router(self)).merge(control::router(self)).fallback_service(wire)
    }
}

/// How a sandbox starts.
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    address: SocketAddr,
    start_at: Option<Timestamp>,
    running: bool,
    seed: u64,
    settlement: Duration,
    daily_quota: Option<u32>,
    amounts: AmountSpelling,
    token_lifetime: Duration,
    errors: KessErrors,
    reach: Reach,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            start_at: None,
            running: false,
            seed: 0,
            settlement: Duration::from_millis(1_500),
            daily_quota: Some(100),
            amounts: AmountSpelling::default(),
            token_lifetime: Kess::TOKEN_LIFETIME,
            errors: KessErrors::default(),
            reach: Reach::default(),
        }
    }
}

impl Builder {
    /// Listens on this port instead of a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Listens on this address instead of 127.0.0.1. Whoever reaches it can do everything here.
    pub fn bind(mut self, address: IpAddr) -> Self {
        self.address.set_ip(address);
        self
    }

    /// Starts the clock at this time instead of the real one.
    pub fn start_at(self, time: Timestamp) -> Self {
        Self { start_at: Some(time), ..self }
    }

    /// Lets the clock run along real time.
    pub fn running_clock(self) -> Self {
        Self { running: true, ..self }
    }

    /// What hashes, references, links and tokens come from; 0 unless told otherwise.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// How long a payment takes to be found; 1.5 s unless told otherwise.
    pub fn settlement(self, delay: Duration) -> Self {
        Self { settlement: delay, ..self }
    }

    /// Requests a day and registration; 100 unless told otherwise, `None`: no quota.
    pub fn daily_quota(self, limit: Option<u32>) -> Self {
        Self { daily_quota: limit, ..self }
    }

    /// How amounts are spelled in answers.
    pub fn amounts(self, spelling: AmountSpelling) -> Self {
        Self { amounts: spelling, ..self }
    }

    /// How long an access token of KESS is good; 30 minutes unless told otherwise.
    pub fn kess_token_lifetime(self, lifetime: Duration) -> Self {
        Self { token_lifetime: lifetime, ..self }
    }

    /// Where KESS says the number of an error.
    pub fn kess_errors(self, errors: KessErrors) -> Self {
        Self { errors, ..self }
    }

    /// Lets notifications leave this machine. Whoever opens an order then says where the sandbox posts to.
    pub fn notify_beyond_loopback(self) -> Self {
        Self { reach: Reach::Anywhere, ..self }
    }

    /// Binds and serves. Fails when the address is taken or not this machine's.
    pub async fn start(self) -> io::Result<Sandbox> {
        let (listener, address) = server::bind(self.address).await?;
        let base_url = format!("http://{}", reachable(address));
        let parts = self.parts(&base_url);
        let server = Server::start(listener, parts.router());
        let mut sending = JoinSet::new();
        for courier in parts.couriers() {
            sending.spawn(courier.run());
        }
        Ok(Sandbox { parts, address, base_url, server, _sending: sending })
    }

    /// Everything but the sockets.
    pub(crate) fn parts(self, base_url: &str) -> Parts {
        let start = self.start_at.unwrap_or_else(clock::real_time);
        let clock = if self.running { SandboxClock::running(start) } else { SandboxClock::held(start) };
        let settings = Settings {
            seed: Seed(self.seed),
            settlement: self.settlement,
            daily_quota: self.daily_quota,
            amounts: self.amounts,
            base_url: base_url.to_owned(),
        };
        let bakong = Bakong::new(clock.clone(), settings);
        let settings = kess::Settings {
            seed: Seed(self.seed),
            started: start,
            settlement: self.settlement,
            token_lifetime: self.token_lifetime,
            errors: self.errors,
            reach: self.reach,
            base_url: base_url.to_owned(),
        };
        let kess = Kess::new(clock.clone(), bakong.clone(), settings);
        let premises = Premises {
            clock: clock.clone(),
            seed: Seed(self.seed),
            settlement: self.settlement,
            reach: self.reach,
            base_url: base_url.to_owned(),
        };
        Parts {
            clock,
            journal: Journal::default(),
            faults: Faults::default(),
            bakong,
            kess,
            monetix: Monetix::new(premises.clone()),
            vexora: Vexora::new(premises.clone()),
            airpay: Airpay::new(premises),
        }
    }
}

/// The address to connect to: loopback, when every address is listened on.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => (Ipv4Addr::LOCALHOST, address.port()).into(),
        IpAddr::V6(ip) if ip.is_unspecified() => (std::net::Ipv6Addr::LOCALHOST, address.port()).into(),
        _ => address,
    }
}
