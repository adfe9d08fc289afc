//! The Payment Page (section 3): a signed link or a signed object, made without a request.

#[cfg(feature = "encrypted-link")]
mod encrypted;
mod request;

use std::fmt::Write as _;

use pay_http::BaseUrl;
use pay_sign::{Signed, Signer};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

#[cfg(feature = "encrypted-link")]
pub use self::encrypted::{EncryptionKey, InvalidKey};
pub use self::request::PageRequest;
use crate::error::InvalidRequest;
use crate::settings::Settings;

/// Makes links and objects that open the Payment Page.
///
/// Whoever has one can look at the payer's name and address in it, and pay; nobody can change it.
#[derive(Clone, Debug)]
pub struct Page {
    settings: Settings,
    signer: Signer,
}

impl Page {
    /// The Payment Page of a project.
    pub fn new(settings: Settings) -> Self {
        let signer = settings.signer();
        Self { settings, signer }
    }

    /// An address for the payer's browser to go to.
    pub fn link(&self, request: &PageRequest) -> Result<String, InvalidRequest> {
        Ok(format!("{}{}", self.base().as_str(), self.path(request)?))
    }

    /// The argument of `EPayWidget.run`, fit to stand in a script of an HTML page: characters that could end the script are
    /// escaped.
    ///
    /// Keys for the front end are in it only if they were signed; `frame_mode`, which no signature covers, may be added
    /// later.
    pub fn widget(&self, request: &PageRequest) -> Result<String, InvalidRequest> {
        let json = self.sign(request)?.to_json();
        let mut safe = String::with_capacity(json.len());
        for character in json.chars() {
            match character {
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    // A String takes whatever is written to it.
                    let _ = write!(safe, "\\u{:04x}", u32::from(character));
                }
                other => safe.push(other),
            }
        }
        Ok(safe)
    }

    /// An address in which everything is encrypted, for projects that have an encryption key (section 3.2).
    #[cfg(feature = "encrypted-link")]
    pub fn encrypted_link(
        &self,
        request: &PageRequest,
        key: &EncryptionKey,
    ) -> Result<String, InvalidRequest> {
        let token = key.seal(&self.path(request)?)?;
        Ok(format!("{}/{}/{token}", self.base().as_str(), self.settings.project_id))
    }

    pub(crate) const fn settings(&self) -> &Settings {
        &self.settings
    }

    const fn base(&self) -> &BaseUrl {
        &self.settings.hosts.page
    }

    /// `/payment` with the query. The signature covers the texts before they are percent-encoded, and stands last.
    fn path(&self, request: &PageRequest) -> Result<String, InvalidRequest> {
        let signed = self.sign(request)?;
        let mut path = String::from("/payment");
        let mut separator = '?';
        for (name, text) in signed.to_pairs()? {
            path.push(separator);
            path.extend(utf8_percent_encode(name, ESCAPED));
            path.push('=');
            path.extend(utf8_percent_encode(&text, ESCAPED));
            separator = '&';
        }
        Ok(path)
    }

    fn sign(&self, request: &PageRequest) -> Result<Signed, InvalidRequest> {
        Ok(self.signer.sign_request(request.fields(&self.settings)?)?)
    }
}

/// Everything but what RFC 3986 calls unreserved; a blank is `%20`, which every server reads as one.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
