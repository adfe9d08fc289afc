//! Row 29: saving a card.

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::SavedCardLink;
use crate::value::CallbackUrl;

/// Row 29: a page where a payer enters a card for later. Its token comes in a notification.
#[derive(Clone, Debug, Serialize)]
pub struct SaveCard {
    notify_url: CallbackUrl,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<CallbackUrl>,
}

impl SaveCard {
    /// Where KESS tells the merchant's server the card's token.
    pub const fn new(notify_url: CallbackUrl) -> Self {
        Self { notify_url, redirect_url: None }
    }

    /// Where the payer's browser goes afterwards.
    #[must_use]
    pub fn redirect_url(self, url: CallbackUrl) -> Self {
        Self { redirect_url: Some(url), ..self }
    }
}

impl Service for SaveCard {
    const NAME: &'static str = "webpay.acquire.saveCard";
    const EFFECT: Effect = Effect::Create;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = SavedCardLink;

    fn read(&self, data: Data<'_>) -> Result<SavedCardLink, Malformed> {
        data.object()
    }
}
