use std::fmt;

use pay_core::{Currency, NoticeError, Observation, Untrusted};
use pay_http::json::{Number, Problem, RawValue, Value as _};
use pay_sign::{Fields, Reading, Verdict, Verifier, VerifyError};

use crate::status::{Said, Status};
use crate::value::{AMOUNT, TradeNo};

/// A notification, with nothing of it proved.
///
/// It has to have `tradeNo`, `amount` and `status` as members of their own; a body with a member twice is refused. It does
/// not say whether it is about an order or a disbursement: give each an address of its own. `Debug` prints the number
/// alone.
pub struct Notification {
    fields: Fields,
    trade_no: TradeNo,
    status: Status,
    claim: Claim,
}

pay_http::json_object! {
    /// The members of a notification, numbers in the text that they came in.
    pub struct Claim {
        /// Vexora's number of it.
        pub platform_trade_no: Option<Untrusted> = "platFormTradeNo" | "platformTradeNo" | "payproTradeNo",
        /// The merchant's own number.
        pub trade_no: Option<Untrusted> = "tradeNo",
        /// What was paid.
        pub amount: Option<Number> = "amount",
        /// See [`Notification::status`].
        pub status: Option<Untrusted> = "status",
        /// Words for a person.
        pub message: Option<Untrusted> = "message" | "desc",
        /// Local time without a zone.
        pub success_time: Option<Untrusted> = "successTime",
        /// Of orders alone.
        pub channel_code: Option<Untrusted> = "channelCode",
        /// Of orders alone.
        pub way_code: Option<Untrusted> = "wayCode",
        /// Milliseconds by Vexora's clock.
        pub timestamp: Option<Untrusted> = "timestamp",
    }
}

/// What the signature of a notification says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signed {
    /// It holds over these members. Any other could have been changed on the way.
    Verified {
        /// The form of numbers and of null under which it holds: as they came, or else as Java or a formatter would
        /// write them.
        reading: Reading,
        /// Those of `tradeNo`, `status` and `amount` that it covers without a doubt.
        covers: Vec<&'static str>,
    },
    /// There is one, and it does not hold.
    Unverified,
    /// There is none, as in some countries. A hint, and nothing more.
    Unsigned,
}

/// The members that an order's payment rests on.
const BUSINESS: [&str; 3] = ["tradeNo", "status", "amount"];

/// Those that only requests have, which are signed with the same secret.
const OF_REQUESTS: [&str; 8] =
    ["firstname", "lastname", "mobile", "email", "notifyUrl", "returnUrl", "bankCode", "bankNumber"];

/// Those that are known to be signed next after `tradeNo`; some countries have `utr`.
const BEHIND_TRADE_NO: [&str; 2] = ["utr", "wayCode"];

impl Notification {
    /// Reads a body.
    pub fn read(body: &[u8]) -> Result<Self, NoticeError> {
        let fields = Fields::from_json(body).map_err(|_| NoticeError::Unreadable)?;
        let claim = claim(body).map_err(|_| NoticeError::Unreadable)?;
        let Claim { trade_no: Some(trade_no), amount: Some(_), status: Some(status), .. } = &claim else {
            return Err(NoticeError::Unreadable);
        };
        let trade_no = TradeNo::new(trade_no.as_raw()).map_err(|_| NoticeError::Unreadable)?;
        let status = Status::read(status);
        Ok(Self { fields, trade_no, status, claim })
    }

    /// The order or disbursement to ask about.
    pub const fn trade_no(&self) -> &TradeNo {
        &self.trade_no
    }

    /// What it claims to have become of it.
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// What it claims, true or not.
    pub const fn claim(&self) -> &Claim {
        &self.claim
    }

    /// The claim in the words of all providers, if it is about an order.
    pub fn of_order(&self, currency: Currency) -> Observation {
        self.said(currency).of_collection()
    }

    /// The claim in the words of all providers, if it is about a disbursement: "paid" is money that went out.
    pub fn of_disbursement(&self, currency: Currency) -> Observation {
        self.said(currency).of_disbursement()
    }

    pub(super) fn verify(&self, verifier: &Verifier) -> Signed {
        match verifier.verify(&self.fields) {
            Err(VerifyError::Unsigned) => Signed::Unsigned,
            Err(_) => Signed::Unverified,
            Ok(verdict) => Signed::Verified { reading: verdict.reading(), covers: self.sure(&verdict) },
        }
    }

    /// The members that a good signature covers without a doubt. Nothing stands between what is signed (threat D-45), so
    /// the same signature fits other documents.
    fn sure(&self, verdict: &Verdict) -> Vec<&'static str> {
        let is_covered = |name: &str| verdict.coverage().covers(&[name]);
        // A text that could be a seam, or a request that comes back.
        if !verdict.ambiguous().is_empty() || OF_REQUESTS.into_iter().any(is_covered) {
            return Vec::new();
        }
        BUSINESS.into_iter().filter(|name| is_covered(name) && self.ends(name, is_covered)).collect()
    }

    /// Whether a text ends where it seems to: `T-1` before `xwayCode` signs as `T-1x` before `wayCode`. An amount is a number,
    /// which has no letters of the next name; its digits cannot begin a name that is sorted behind it.
    fn ends(&self, name: &str, is_covered: impl Fn(&str) -> bool) -> bool {
        let text = self.fields.text(name).unwrap_or_default();
        match name {
            "tradeNo" => {
                let next = self.fields.names().filter(|next| *next > name && is_covered(next)).min();
                next.is_none_or(|next| BEHIND_TRADE_NO.contains(&next))
            }
            "status" => text.bytes().all(|byte| byte.is_ascii_digit()),
            _ => true,
        }
    }

    fn said(&self, currency: Currency) -> Said<'_> {
        let amount = self.claim.amount.as_ref().ok_or(Problem::expected("an amount"));
        Said {
            status: Some(self.status.clone()),
            message: self.claim.message.as_ref(),
            trade_no: self.claim.trade_no.as_ref(),
            platform_trade_no: self.claim.platform_trade_no.as_ref(),
            amount: amount.and_then(|amount| Ok(amount.money(&AMOUNT, currency)?)),
        }
    }
}

fn claim(body: &[u8]) -> Result<Claim, Problem> {
    let no_object = || Problem::expected("a json object");
    let raw: &RawValue = serde_json::from_slice(body).map_err(|_| no_object())?;
    Claim::read(raw)?.ok_or_else(no_object)
}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification").field("trade_no", &self.trade_no).finish_non_exhaustive()
    }
}
