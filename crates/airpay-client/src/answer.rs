use std::fmt;

use pay_core::Untrusted;
use pay_http::json::RawValue;

use crate::notification::PlatformId;

mod data;

/// What Airpay answers with code 200 (section 2): that it took the request, not that anybody paid.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer {
    /// Its words, `success` in the sample.
    pub message: Option<Untrusted>,
    /// What it gives the payer to pay with.
    pub data: Data,
    own_id: Option<String>,
}

/// `data` of an answer, whatever it is: the document shows an empty object and describes nothing (A11).
///
/// The getters look for what is likely to be there, up to three objects or lists deep and by names without regard to
/// case, `_` and `-`; none of them fails. `Debug` does not print it.
#[derive(Clone, Default)]
pub struct Data(Option<Box<RawValue>>);

impl Answer {
    pub(crate) const fn new(message: Option<Untrusted>, data: Data) -> Self {
        Self { message, data, own_id: None }
    }

    /// The answer to a request with this `trxid`.
    pub(crate) fn to(self, own_id: Option<&str>) -> Self {
        Self { own_id: own_id.map(str::to_owned), ..self }
    }

    /// The platform's id of the payment: the only word that a postback will have for it. Store it with the order.
    ///
    /// It is looked for in `data` under `trx_id`, `trxid` and `transaction_id`. A value that equals the request's own
    /// `trxid` is an echo; where two differing ones are left, neither is taken. Where there is none, ask Airpay before
    /// going live: its postbacks cannot be told apart.
    pub fn platform_id(&self) -> Option<PlatformId> {
        let found = self.data.texts(&data::PLATFORM_ID);
        let mut others = found.iter().filter(|text| Some(text.as_str()) != self.own_id.as_deref());
        let first = others.next()?;
        if others.any(|other| other != first) {
            return None;
        }
        PlatformId::new(first.as_str()).ok()
    }
}

impl Data {
    pub(crate) const fn new(raw: Option<Box<RawValue>>) -> Self {
        Self(raw)
    }

    /// The JSON text; `None` when it is null or absent.
    pub fn json(&self) -> Option<&str> {
        self.0.as_deref().map(RawValue::get)
    }

    /// A link for the payer's browser: `https`, or `http` to a loopback host; under `payment_url`, `redirect_url`,
    /// `url` and their likes.
    pub fn link(&self) -> Option<String> {
        self.texts(&data::LINK).into_iter().find(|text| pay_http::is_web_link(text))
    }

    /// The text of a QR: under `qr`, `qr_code`, `qr_string`, `khqr` and their likes, and beginning as every such text
    /// does (EMVCo, payload format indicator 01).
    pub fn qr(&self) -> Option<String> {
        let is_qr =
            |text: &String| text.starts_with("000201") && !text.chars().any(Untrusted::is_unprintable);
        self.texts(&data::QR).into_iter().find(is_qr)
    }

    /// The names of the members of `data`, for a person who looks for what the getters did not find.
    pub fn names(&self) -> Vec<Untrusted> {
        self.0.as_deref().map(data::names).unwrap_or_default()
    }

    fn texts(&self, names: &[&str]) -> Vec<String> {
        self.0.as_deref().map(|raw| data::texts(raw, names)).unwrap_or_default()
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Data").field("names", &self.names()).finish_non_exhaustive()
    }
}
