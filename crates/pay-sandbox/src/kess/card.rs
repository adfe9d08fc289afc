//! Virtual cards, and cards that payers saved.

use pay_core::{Money, Timestamp};

use super::Kess;
use super::refusal::Refusal;

#[derive(Debug, Default)]
pub(super) struct Cards {
    pub(super) virtuals: Vec<VirtualCard>,
    /// Pages on which a card can be saved.
    pub(super) pages: Vec<SavePage>,
    /// The tokens of saved cards.
    pub(super) saved: Vec<String>,
}

/// A virtual card. Its number belongs to nobody: it is drawn from the seed.
#[derive(Clone, Debug)]
pub(super) struct VirtualCard {
    pub(super) purchase_request_id: String,
    pub(super) user_id: String,
    pub(super) pan: String,
    pub(super) expiry: String,
    pub(super) avv: String,
    pub(super) max_trans: u32,
    /// What a single purchase may cost.
    pub(super) limit: Money,
    pub(super) available: Money,
    pub(super) purchases: Vec<Purchase>,
}

#[derive(Clone, Debug)]
pub(super) struct Purchase {
    pub(super) amount: Money,
    pub(super) at: Timestamp,
}

/// A page of saveCard.
#[derive(Clone, Debug)]
pub(crate) struct SavePage {
    pub(crate) token: String,
    pub(crate) notify_url: String,
    pub(crate) redirect_url: Option<String>,
    pub(crate) card_token: Option<String>,
}

/// Why a virtual card does not pay.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VirtualCardError {
    /// There is no such card.
    #[error("there is no such card")]
    NoCard,
    /// The amount is above a limit, of another currency, or not above zero.
    #[error("the card does not pay {0}")]
    Declined(Money),
    /// As many purchases as the card allows were made.
    #[error("expected at most {0} purchases with the card")]
    TooMany(u32),
}

impl Cards {
    pub(super) fn virtual_card(&self, purchase_request_id: &str) -> Result<&VirtualCard, Refusal> {
        let mut cards = self.virtuals.iter();
        cards.find(|card| card.purchase_request_id == purchase_request_id).ok_or(Refusal::NOT_FOUND)
    }
}

impl VirtualCard {
    /// What the report shows of the number.
    pub(super) fn masked(&self) -> String {
        format!("XXXX-XXXX-XXXX-{}", self.pan.get(12..).unwrap_or_default())
    }
}

impl Kess {
    /// Buys something with a virtual card, for its balance and its report.
    pub fn buy_with_card(&self, purchase_request_id: &str, amount: Money) -> Result<(), VirtualCardError> {
        let at = self.now();
        self.with(|state| {
            let mut cards = state.cards.virtuals.iter_mut();
            let card = cards.find(|card| card.purchase_request_id == purchase_request_id);
            let card = card.ok_or(VirtualCardError::NoCard)?;
            if card.purchases.len() >= card.max_trans as usize {
                return Err(VirtualCardError::TooMany(card.max_trans));
            }
            let within =
                amount.is_positive() && card.limit.checked_sub(amount).is_some_and(|left| left.minor() >= 0);
            let left = card.available.checked_sub(amount).filter(|left| within && left.minor() >= 0);
            card.available = left.ok_or(VirtualCardError::Declined(amount))?;
            card.purchases.push(Purchase { amount, at });
            Ok(())
        })
    }
}
