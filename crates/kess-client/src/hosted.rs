use pay_core::Secret;
use url::form_urlencoded::byte_serialize;

use crate::Kess;
use crate::model::OrderInfo;
use crate::value::InvalidValue;

impl Kess {
    /// The page where a payer pays `order` with a card that was saved before (section 1, "hosted pages").
    ///
    /// The order is one of createorder's, and the token comes in a [`SaveCardNotice`](crate::SaveCardNotice). Whoever has
    /// the address can pay by that card, so it is a secret: send the payer's browser there, and keep it out of the log.
    /// Whatever the page says, only queryOrder says that the order is paid.
    ///
    /// Refuses an order without a token, or with one that is not letters and digits and so could lead to another page.
    pub fn saved_card_page(&self, order: &OrderInfo, card_token: &Secret) -> Result<Secret, InvalidValue> {
        let token = order.token.as_ref().map_or("", |token| token.as_raw());
        if token.is_empty() {
            return Err(InvalidValue::Empty);
        }
        if let Some((at, _)) = token.char_indices().find(|(_, c)| !c.is_ascii_alphanumeric()) {
            return Err(InvalidValue::Character { at });
        }
        let card: String = byte_serialize(card_token.expose().as_bytes()).collect();
        let page = format!("{}/ccpay/{token}?card_token={card}", self.settings.base.as_str());
        Ok(Secret::new(page).expect("an address is not blank"))
    }
}
