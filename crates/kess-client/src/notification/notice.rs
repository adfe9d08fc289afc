use std::fmt;

use pay_core::{NoticeError, Observation};
use pay_http::json::{Members, Problem, RawValue, Value};

use super::document::{Document, Place};
use crate::model::{CardInfo, OrderInfo, RefundInfo};
use crate::scope::{self, Scope, Verifiers};
use crate::service::QueryRefund;
use crate::status;
use crate::value::{OutTradeNo, Text};

/// A notification about an order, with nothing of it proved.
///
/// Its members may stand at the top, under `data` or under `order_info`, in JSON or in a form. It has to name an order
/// and a status; a body with a member twice is refused. `Debug` prints the order's number alone.
pub struct Notification {
    document: Document,
    place: Place,
    out_trade_no: OutTradeNo,
    claim: OrderInfo,
}

/// What the signature of a notification says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signed {
    /// It holds over this, and over these members of the order's. Any other member could have been changed on the way.
    Verified {
        /// The reading under which it holds.
        scope: Scope,
        /// Those of `out_trade_no`, `status`, `total_amount` and `currency` that it covers without a doubt.
        covers: Vec<&'static str>,
    },
    /// There is one, and it does not hold; or its `sign_type` is missing or not one that is accepted.
    Unverified,
    /// There is none.
    Unsigned,
}

/// The members that an order's payment rests on.
const BUSINESS: [&str; 4] = ["out_trade_no", "status", "total_amount", "currency"];

impl Notification {
    /// Reads a body of this `Content-Type`; without one it is taken for JSON.
    pub fn read(content_type: Option<&str>, body: &[u8]) -> Result<Self, NoticeError> {
        let document = Document::read(content_type, body)?;
        let (claim, place): (OrderInfo, _) = document.find("out_trade_no", "order_info")?;
        let number = claim.out_trade_no.as_ref().ok_or(NoticeError::Unreadable)?;
        let out_trade_no = OutTradeNo::new(number.as_raw()).map_err(|_| NoticeError::Unreadable)?;
        if claim.status.is_none() {
            return Err(NoticeError::Unreadable);
        }
        Ok(Self { document, place, out_trade_no, claim })
    }

    /// The order to ask about.
    pub const fn out_trade_no(&self) -> &OutTradeNo {
        &self.out_trade_no
    }

    /// What it claims, true or not.
    pub const fn claim(&self) -> &OrderInfo {
        &self.claim
    }

    /// The claim in the words of all providers.
    pub fn observation(&self) -> Observation {
        status::observation(&self.claim)
    }

    pub(super) fn verify(&self, verifiers: &Verifiers) -> Signed {
        let signature = match scope::verify(&self.document.fields, verifiers) {
            None => return Signed::Unsigned,
            Some(Err(())) => return Signed::Unverified,
            Some(Ok(signature)) => signature,
        };
        let is_there = matches!(
            (signature.scope, self.place),
            (Scope::Envelope, Place::Top) | (Scope::DataWithSignType | Scope::Data, Place::Data)
        );
        // The same signature fits another document: what stands where is not sure.
        let is_sure = is_there && !signature.is_ambiguous;
        let covers =
            BUSINESS.into_iter().filter(|name| is_sure && signature.coverage.covers(&[name])).collect();
        Signed::Verified { scope: signature.scope, covers }
    }
}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification").field("out_trade_no", &self.out_trade_no).finish_non_exhaustive()
    }
}

/// A notification to the `notify_url` of saveCard, with nothing of it proved. Its members are not documented.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SaveCardNotice {
    /// The card, with the token to pay by.
    pub card: CardInfo,
}

/// The members of a card, and those of the `card_info` beside its token.
struct Saved(CardInfo);

impl Value for Saved {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let mut members = Members::read(raw.get())?;
        let inner: Option<CardInfo> = members.take("card_info")?;
        let outer = CardInfo::take(&mut members)?;
        let Some(inner) = inner else { return Ok(Some(Self(CardInfo { extra: members.rest(), ..outer }))) };
        match (&inner.card_token, outer.card_token) {
            (Some(token), Some(other)) if *token != other => Err(Problem::expected("one card_token")),
            (None, token) => Ok(Some(Self(CardInfo { card_token: token, ..inner }))),
            _ => Ok(Some(Self(inner))),
        }
    }
}

impl SaveCardNotice {
    /// Reads a body that has a `card_token`, at the top, under `data` or under `card_info`. Two that differ are refused.
    pub fn read(content_type: Option<&str>, body: &[u8]) -> Result<Self, NoticeError> {
        let (Saved(card), _) = Document::read(content_type, body)?.find("card_token", "card_info")?;
        if card.card_token.is_none() {
            return Err(NoticeError::Unreadable);
        }
        Ok(Self { card })
    }
}

/// A notification to the `callback_url` of v2Refund, with nothing of it proved: see [`query`](RefundNotice::query).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefundNotice {
    /// The refund.
    pub refund: RefundInfo,
}

/// What names a refund.
struct Named(RefundInfo);

impl Value for Named {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let members = Members::read(raw.get())?;
        let is_named = |name: &str| members.value(name).is_some();
        if !["transaction_id", "merchant_reference", "out_trade_no"].into_iter().any(is_named) {
            return Err(Problem::expected("a refund's name"));
        }
        Ok(RefundInfo::read(raw)?.map(Self))
    }
}

impl RefundNotice {
    /// Reads a body that has a `status` and names the refund or its order, at the top, under `data` or under
    /// `refund_info`.
    pub fn read(content_type: Option<&str>, body: &[u8]) -> Result<Self, NoticeError> {
        let (Named(refund), _) = Document::read(content_type, body)?.find("status", "refund_info")?;
        Ok(Self { refund })
    }

    /// The question that says what became of the refund: by the merchant's reference, or else by the gateway's
    /// transaction. `None` where neither is there; the order's own question has its refunds, too.
    pub fn query(&self) -> Option<QueryRefund> {
        let RefundInfo { merchant_reference, transaction_id, .. } = &self.refund;
        let reference = merchant_reference.as_ref().and_then(|text| OutTradeNo::new(text.as_raw()).ok());
        let transaction = transaction_id.as_ref().and_then(|text| Text::new(text.as_raw()).ok());
        reference.map(QueryRefund::by_reference).or_else(|| transaction.map(QueryRefund::by_transaction))
    }
}
