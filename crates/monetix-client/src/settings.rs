use pay_core::{Currency, Secret};
use pay_http::BaseUrl;
use pay_sign::{Scheme, Signer, Verifier};

use crate::error::InvalidRequest;
use crate::model::Id;

/// A project's settings, and how Monetix is to be spoken to.
///
/// Neither address has a value that would do for everybody: the document says "the Monetix URL", and the brand's hosts have
/// moved before (section 1). [`TRXHOST_PAGE`] and [`TRXHOST_GATE`] are those that public integrations have.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) hosts: Hosts,
    pub(crate) project_id: u64,
    secret: Secret,
    takes_riel: bool,
    requires_signature: bool,
    refund_path: Option<String>,
}

/// The two addresses of the platform, by name so that they cannot be swapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    /// Where the Payment Page is, with or without its `/payment`.
    pub page: BaseUrl,
    /// Where the Gate is.
    pub gate: BaseUrl,
}

/// The Payment Page of the brand's older hosts.
pub const TRXHOST_PAGE: &str = "https://paymentpage.trxhost.com";
/// The Gate of the brand's older hosts.
pub const TRXHOST_GATE: &str = "https://api.trxhost.com";
/// Where a refund for the banks of Cambodia would be, if it follows the engine's pattern: see [`Settings::refund_path`].
pub const CAMBODIA_REFUND_PATH: &str = "/v2/payment/banks/cambodia/refund";

impl Settings {
    /// A project's settings.
    ///
    /// `secret` signs requests and callbacks. White space around it is part of it, and warned of in the log.
    pub fn new(hosts: Hosts, project_id: u64, secret: Secret) -> Self {
        if secret.has_outer_whitespace() {
            tracing::warn!("secret has white space around it, which is signed with");
        }
        let hosts = Hosts { page: hosts.page.trim_path_end("/payment"), gate: hosts.gate };
        Self { hosts, project_id, secret, takes_riel: false, requires_signature: true, refund_path: None }
    }

    /// Asks for riel, too, with two decimals on the wire. The document has the method for dollars alone.
    #[must_use]
    pub fn take_riel(self) -> Self {
        Self { takes_riel: true, ..self }
    }

    /// Believes an answer about a payment that has no signature, on the word of TLS alone.
    ///
    /// The platform's documents say that such answers are signed; whether all projects' are is not to be seen from outside.
    /// A signature that is there and does not hold is refused in any case.
    #[must_use]
    pub fn accept_unsigned_answers(self) -> Self {
        Self { requires_signature: false, ..self }
    }

    /// Allows refunds by the Gate, at this path: probably [`CAMBODIA_REFUND_PATH`].
    ///
    /// Off by default, because the document does not say whether the method has refunds (section 4.5); the Dashboard may be
    /// the only way.
    #[must_use]
    pub fn refund_path(self, path: impl Into<String>) -> Self {
        Self { refund_path: Some(path.into()), ..self }
    }

    /// The project.
    pub const fn project_id(&self) -> u64 {
        self.project_id
    }

    pub(crate) fn is_project(&self, project: &Id) -> bool {
        project.as_str() == self.project_id.to_string()
    }

    pub(crate) fn takes(&self, currency: Currency) -> Result<(), InvalidRequest> {
        match currency {
            Currency::Usd => Ok(()),
            Currency::Khr if self.takes_riel => Ok(()),
            other => Err(InvalidRequest::Currency(other)),
        }
    }

    pub(crate) const fn requires_signature(&self) -> bool {
        self.requires_signature
    }

    pub(crate) fn refunds_at(&self) -> Result<&str, InvalidRequest> {
        self.refund_path.as_deref().ok_or(InvalidRequest::NoRefunds)
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::new(Scheme::MONETIX, self.secret.clone())
    }

    pub(crate) fn verifier(&self) -> Verifier {
        Verifier::new(Scheme::MONETIX, self.secret.clone())
    }
}
