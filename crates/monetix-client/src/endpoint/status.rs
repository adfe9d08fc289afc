use pay_core::Effect;
use pay_http::json::{Problem, ProblemKind};
use pay_sign::{Fields, VerifyError};
use serde::Serialize;

use super::{Endpoint, General};
use crate::answer::Answer;
use crate::error::{Api, ErrorKind, InvalidRequest, Malformed, code};
use crate::model::PaymentReport;
use crate::settings::Settings;
use crate::value::PaymentId;
use crate::words::PaymentStatus;

/// What became of a payment. For one's own orders see [`StatusSource`](pay_core::StatusSource).
///
/// A payment that the payer has not confirmed on the Payment Page is not registered yet: code 3061.
#[derive(Clone, Debug)]
pub struct Status {
    payment_id: PaymentId,
}

impl Status {
    /// Asks for this payment.
    pub const fn new(payment_id: PaymentId) -> Self {
        Self { payment_id }
    }
}

impl Endpoint for Status {
    const NAME: &'static str = "/v2/payment/status";
    const EFFECT: Effect = Effect::Read;
    type Response = PaymentReport;

    fn path<'a>(&'a self, _: &'a Settings) -> Result<&'a str, InvalidRequest> {
        Ok(Self::NAME)
    }

    fn body(&self, settings: &Settings) -> Result<Fields, InvalidRequest> {
        #[derive(Serialize)]
        struct Body<'a> {
            general: General<'a>,
        }
        Ok(Fields::from_serialize(&Body { general: General::new(settings, &self.payment_id) })?)
    }

    fn read(&self, answer: Answer<'_>, settings: &Settings) -> Result<PaymentReport, ErrorKind> {
        let fields = Fields::from_json(answer.json()).map_err(|_| Malformed::NotJson)?;
        let is_signed = match settings.verifier().verify(&fields) {
            Ok(_) => true,
            Err(VerifyError::Unsigned) => false,
            Err(_) => return Err(Malformed::Signature.into()),
        };
        let report = PaymentReport::of(answer.json())?;
        if report.project().is_some_and(|project| !settings.is_project(project)) {
            return Err(Malformed::OtherProject.into());
        }
        if report.payment_id().is_some_and(|id| id.as_str() != self.payment_id.as_str()) {
            return Err(Malformed::OtherPayment.into());
        }
        // That there is no payment is auxiliary information, which is not signed (section 4.2).
        if let Some(unknown) = unknown_payment(&report, answer.http()) {
            return Err(unknown);
        }
        if !is_signed && settings.requires_signature() {
            return Err(Malformed::Unsigned.into());
        }
        if report.payment_id().is_none() {
            return Err(missing("payment.id"));
        }
        Ok(report)
    }
}

/// The refusal in an answer that has a payment in it: of status `error`, with code 3061 (section 4.3).
fn unknown_payment(report: &PaymentReport, http: u16) -> Option<ErrorKind> {
    let is_error = report.status().is_none_or(|status| *status == PaymentStatus::Error);
    let says = |error: &crate::FieldError| {
        error.code.as_ref().is_some_and(|answered| answered.as_str() == code::NOT_FOUND)
    };
    let is_unknown =
        is_error && report.errors.first().is_some_and(says) && report.all_operations().next().is_none();
    is_unknown.then(|| ErrorKind::Api(Box::new(Api::from_errors(report.errors.clone(), http))))
}

fn missing(path: &str) -> ErrorKind {
    Problem::new(ProblemKind::Missing).inside(path).into()
}
