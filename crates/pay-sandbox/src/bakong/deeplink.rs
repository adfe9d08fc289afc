//! Endpoint 9: a link that opens a bank's application with a code.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::Bakong;
use super::answer::{Refusal, Success};
use super::gate::{Asked, Upstream};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Generate {
    qr: Option<String>,
    source_info: Option<SourceInfo>,
}

/// Where the payer comes from and goes back to: all three, or no `sourceInfo` at all.
#[derive(Deserialize)]
struct SourceInfo {
    #[serde(rename = "appIconUrl")]
    icon_url: Option<String>,
    #[serde(rename = "appName")]
    name: Option<String>,
    #[serde(rename = "appDeepLinkCallback")]
    callback: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Link {
    short_link: String,
}

/// The code itself is not judged, as the real one's is not known to be: the code printed in the document's own
/// sample fails its CRC.
pub(super) async fn generate(
    State(bakong): State<Bakong>,
    upstream: Upstream,
    Asked(Generate { qr, source_info }): Asked<Generate>,
) -> Result<Success<Link>, Refusal> {
    let qr = qr.filter(|qr| !qr.is_empty()).ok_or(Refusal::MISSING_FIELDS)?;
    if source_info.is_some_and(|source| !source.is_whole()) {
        return Err(Refusal::MISSING_FIELDS);
    }
    upstream.up_or(Refusal::DEEP_LINK_PROVIDER)?;
    Ok(Success { message: "Getting deep link successfully", data: Link { short_link: bakong.link_to(qr) } })
}

impl SourceInfo {
    fn is_whole(&self) -> bool {
        [&self.icon_url, &self.name, &self.callback]
            .into_iter()
            .all(|member| member.as_deref().is_some_and(|text| !text.is_empty()))
    }
}
