use pay_core::Effect;
use pay_http::json::{Field as _, RawValue};
use pay_sign::Fields;
use serde::Serialize;

use super::{Asked, Endpoint, General};
use crate::answer::Answer;
use crate::error::{ErrorKind, InvalidRequest, Malformed};
use crate::model::Bank;
use crate::settings::Settings;
use crate::value::{Amount, PaymentId};

/// The banks by which an amount can be paid. The list may change without notice: ask before a sale, and keep no ids.
#[derive(Clone, Debug)]
pub struct Banks {
    payment_id: PaymentId,
    amount: Amount,
}

impl Banks {
    /// For this amount. For a payment that is not opened yet the id is that of the payment to come.
    pub const fn new(payment_id: PaymentId, amount: Amount) -> Self {
        Self { payment_id, amount }
    }
}

impl Endpoint for Banks {
    const NAME: &'static str = "/v2/info/banks/banks/cambodia/sale/list";
    const EFFECT: Effect = Effect::Read;
    type Response = Vec<Bank>;

    fn path<'a>(&'a self, _: &'a Settings) -> Result<&'a str, InvalidRequest> {
        Ok(Self::NAME)
    }

    fn body(&self, settings: &Settings) -> Result<Fields, InvalidRequest> {
        #[derive(Serialize)]
        struct Body<'a> {
            general: General<'a>,
            payment: Asked<'a>,
        }
        Ok(Fields::from_serialize(&Body {
            general: General::new(settings, &self.payment_id),
            payment: Asked::new(settings, self.amount)?,
        })?)
    }

    /// A list, which is not signed: nothing in it is about money that moved.
    fn read(&self, answer: Answer<'_>, _: &Settings) -> Result<Vec<Bank>, ErrorKind> {
        let raw: &RawValue = serde_json::from_str(answer.json()).map_err(|_| Malformed::NotJson)?;
        Ok(Vec::<Bank>::read(raw)?)
    }
}
