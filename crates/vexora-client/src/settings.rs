use pay_core::{Currency, Secret};
use pay_http::BaseUrl;
use pay_sign::{Scheme, Signer, Verifier};

use crate::value::{InvalidValue, MerchantNo};

/// What Vexora hands a merchant, and how it is to be spoken to.
///
/// No base address is published for Cambodia, so it is required (section 1). The account's currency is, too: the wire
/// names none.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) base: BaseUrl,
    pub(crate) merchant_no: MerchantNo,
    pub(crate) currency: Currency,
    app_secret: Secret,
    scheme: Scheme,
    paths: Vec<(&'static str, String)>,
    pub(crate) payment_hosts: Vec<String>,
}

impl Settings {
    /// A merchant's settings.
    ///
    /// White space around the secret is part of it, and warned of in the log.
    pub fn new(
        base: BaseUrl,
        merchant_no: impl Into<String>,
        app_secret: Secret,
        currency: Currency,
    ) -> Result<Self, InvalidValue> {
        if app_secret.has_outer_whitespace() {
            tracing::warn!("app secret has white space around it, which is signed with");
        }
        let mut payment_hosts = vec![SAMPLE_HOST.to_owned()];
        if base.is_loopback() {
            payment_hosts.push(base.host().to_owned());
        }
        Ok(Self {
            base,
            merchant_no: MerchantNo::new(merchant_no)?,
            currency,
            app_secret,
            scheme: Scheme::VEXORA,
            paths: Vec::new(),
            payment_hosts,
        })
    }

    /// Signs and verifies by this, as `Scheme::VEXORA.keyed(Keying::Prefix(""))` for an account that was told to put the
    /// secret first (V1).
    #[must_use]
    pub fn scheme(self, scheme: Scheme) -> Self {
        Self { scheme, ..self }
    }

    /// Sends an operation elsewhere: `HostedCheckout::NAME` and a path such as `/v1/paypro/checkout`.
    #[must_use]
    pub fn path(mut self, operation: &'static str, path: impl Into<String>) -> Self {
        self.paths.push((operation, path.into()));
        self
    }

    /// One more host that a payer may be sent to, beside `checkout.vexora.com` of the vendor's sample and, for a sandbox on
    /// this machine, its own.
    #[must_use]
    pub fn payment_host(mut self, host: impl Into<String>) -> Self {
        self.payment_hosts.push(host.into().to_ascii_lowercase());
        self
    }

    pub(crate) fn path_of(&self, operation: &str) -> String {
        let other = self.paths.iter().rev().find(|(name, _)| *name == operation);
        other.map_or_else(|| format!("/v1/vexora/{operation}"), |(_, path)| path.clone())
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::new(self.scheme, self.app_secret.clone())
    }

    pub(crate) fn verifier(&self) -> Verifier {
        Verifier::new(self.scheme, self.app_secret.clone())
    }
}

const SAMPLE_HOST: &str = "checkout.vexora.com";
