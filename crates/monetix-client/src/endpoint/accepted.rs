use pay_core::Untrusted;
use pay_http::json::{Members, ProblemKind};

use crate::answer::Answer;
use crate::error::{ErrorKind, Malformed};
use crate::model::Id;
use crate::settings::Settings;
use crate::value::PaymentId;

/// A request that Monetix will carry out (section 4.2). It does not say that anything was paid or given back: a callback
/// does, or the answer to [`Status`](crate::Status).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Accepted {
    /// Monetix's name for the request.
    pub request_id: Option<Untrusted>,
}

impl Accepted {
    /// Reads `{"status":"success", ..}`. Such answers are not signed; what they name has to be what was sent.
    pub(super) fn read(answer: Answer<'_>, sent: &PaymentId, settings: &Settings) -> Result<Self, ErrorKind> {
        let mut members = Members::read(answer.json()).map_err(|problem| match problem.kind() {
            ProblemKind::Repeated(_) => problem.into(),
            _ => Malformed::NoStatus,
        })?;
        let status: Option<String> = members.take("status")?;
        if status.as_deref() != Some("success") {
            return Err(Malformed::NoStatus.into());
        }
        let project: Option<Id> = members.take("project_id")?;
        if project.is_some_and(|project| !settings.is_project(&project)) {
            return Err(Malformed::OtherProject.into());
        }
        let payment: Option<Id> = members.take("payment_id")?;
        if payment.is_some_and(|payment| payment.as_str() != sent.as_str()) {
            return Err(Malformed::OtherPayment.into());
        }
        Ok(Self { request_id: members.readable("request_id") })
    }
}
