//! Endpoint 9: a link that opens the payer's Bakong app.

use std::fmt;

use khqr_emv::Khqr;
use pay_core::Effect;
use pay_http::is_web_link;
use pay_http::json::Problem;
use serde::Serialize;

use super::{Auth, Endpoint, InvalidRequest};
use crate::classify::Answer;
use crate::error::ErrorKind;

/// Endpoint 9: a short link for a QR. It needs no token.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GenerateDeeplink {
    qr: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_info: Option<SourceInfo>,
}

/// Where the payer comes from and goes back to.
#[derive(Clone, Debug, Serialize)]
pub struct SourceInfo {
    #[serde(rename = "appIconUrl")]
    icon_url: String,
    #[serde(rename = "appName")]
    name: String,
    #[serde(rename = "appDeepLinkCallback")]
    callback: String,
}

/// An address to send the payer to. It differs on every call and per environment: show it, and never store it as a
/// key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortLink(String);

impl GenerateDeeplink {
    /// A link for this QR.
    pub fn new(khqr: &Khqr<'_>) -> Self {
        Self { qr: khqr.text().to_owned(), source_info: None }
    }

    /// Names the shop's app, and where the payer's app returns to. A return is a hint that something happened, never
    /// evidence of a payment.
    #[must_use]
    pub fn source_info(self, source_info: SourceInfo) -> Self {
        Self { source_info: Some(source_info), ..self }
    }
}

impl SourceInfo {
    /// The address of an icon, the app's name, and the address to return to. Bakong wants all three.
    pub fn new(
        icon_url: impl Into<String>,
        name: impl Into<String>,
        callback: impl Into<String>,
    ) -> Result<Self, InvalidRequest> {
        let (icon_url, name, callback) = (icon_url.into(), name.into(), callback.into());
        if [&icon_url, &name, &callback].iter().any(|text| text.trim().is_empty()) {
            return Err(InvalidRequest::SourceInfo);
        }
        Ok(Self { icon_url, name, callback })
    }
}

impl ShortLink {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ShortLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Endpoint for GenerateDeeplink {
    const PATH: &'static str = "generate_deeplink_by_qr";
    const AUTH: Auth = Auth::None;
    const EFFECT: Effect = Effect::Read;
    type Response = ShortLink;

    fn read(&self, answer: Answer<'_>) -> Result<ShortLink, ErrorKind> {
        let success = match answer {
            Answer::Success(success) => success,
            Answer::Refusal(refusal) => return Err(refusal.into_error()),
        };
        let link = success.text("shortLink")?;
        // The host is not ours to pin, but what is shown to a payer is a link of the web and not `javascript:`.
        if is_web_link(&link) {
            Ok(ShortLink(link))
        } else {
            Err(Problem::expected("an https address").inside("data.shortLink").into())
        }
    }
}
