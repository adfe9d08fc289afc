use pay_core::Secret;
use pay_http::BaseUrl;
use pay_sign::{Scheme, SignType, Signer};

use crate::value::{InvalidValue, Text};

/// What KESS hands a merchant, and how the gateway is to be spoken to.
///
/// There is no base address that would do for everybody: the document names none for production, so it is required.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) base: BaseUrl,
    pub(crate) credentials: Credentials,
    pub(crate) seller_code: Text<32>,
    api_secret: Secret,
    pub(crate) sign_type: SignType,
    pub(crate) seller_everywhere: bool,
    pub(crate) requires_signature: bool,
    spellings: Vec<(&'static str, String)>,
}

/// What a token is asked for with (section 1.1). Nothing of it is printed.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub(crate) client_id: Secret,
    pub(crate) client_secret: Secret,
    pub(crate) username: Secret,
    pub(crate) password: Secret,
}

impl Credentials {
    /// All four are required.
    pub const fn new(client_id: Secret, client_secret: Secret, username: Secret, password: Secret) -> Self {
        Self { client_id, client_secret, username, password }
    }
}

impl Settings {
    /// A merchant's settings. Requests are signed with `HMAC-SHA256`.
    ///
    /// `api_secret` is the secret that signs, which is not the client's. White space around it is part of it, and warned
    /// of in the log.
    pub fn new(
        base: BaseUrl,
        credentials: Credentials,
        seller_code: impl Into<String>,
        api_secret: Secret,
    ) -> Result<Self, InvalidValue> {
        if api_secret.has_outer_whitespace() {
            tracing::warn!("api secret has white space around it, which is signed with");
        }
        Ok(Self {
            base,
            credentials,
            seller_code: Text::new(seller_code)?,
            api_secret,
            sign_type: SignType::default(),
            seller_everywhere: false,
            requires_signature: false,
            spellings: Vec::new(),
        })
    }

    /// Signs with this. MD5 is what the document's samples use; it can be forged more easily (threat D-11).
    #[must_use]
    pub fn sign_type(self, sign_type: SignType) -> Self {
        Self { sign_type, ..self }
    }

    /// Sends `seller_code` with services, too, whose rows do not have it, as a peer does (E29).
    #[must_use]
    pub fn seller_everywhere(self) -> Self {
        Self { seller_everywhere: true, ..self }
    }

    /// Refuses a success whose signature is missing or does not hold under any known reading.
    ///
    /// It is not on by default, because no document says how answers are signed; and if they are signed as requests are,
    /// the signature covers neither the order nor the amount (section 2.5). What an answer is worth rests on TLS.
    #[must_use]
    pub fn require_response_signature(self) -> Self {
        Self { requires_signature: true, ..self }
    }

    /// Spells a service otherwise, as `createOrder` in place of `createorder` (E1): `CreateOrder::NAME` and the whole
    /// other name.
    #[must_use]
    pub fn spelling(mut self, service: &'static str, spelling: impl Into<String>) -> Self {
        self.spellings.push((service, spelling.into()));
        self
    }

    pub(crate) fn spelled<'a>(&'a self, service: &'a str) -> &'a str {
        let other = self.spellings.iter().rev().find(|(name, _)| *name == service);
        other.map_or(service, |(_, spelling)| spelling)
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::new(Scheme::kess(self.sign_type), self.api_secret.clone())
    }

    /// For answers, whose `sign_type` may be another than the request's (E33).
    pub(crate) fn response_secret(&self) -> &Secret {
        &self.api_secret
    }
}
