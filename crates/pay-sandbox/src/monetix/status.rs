//! `POST /v2/payment/status`, and the same by `request_id` (specification, section 4.3).

use std::time::Duration;

use super::Monetix;
use super::asked::Asked;
use super::refusal::Refusal;

/// A request can be found by its `request_id` from so long after it.
const FOUND_AFTER: Duration = Duration::from_secs(10);

pub(super) fn run(monetix: &Monetix, asked: &Asked) -> Result<String, Refusal> {
    let payment_id = asked.text("general.payment_id")?;
    let now = monetix.now();
    Ok(monetix.with(|state| {
        let answered = state.mixed_up.get(&payment_id).unwrap_or(&payment_id);
        match state.registered(answered) {
            Some(payment) => state.form.status(payment, now),
            None => state.form.not_found(&payment_id),
        }
    }))
}

/// `request_id` stands at the top: where it does is a guess of the specification.
pub(super) fn run_by_request(monetix: &Monetix, asked: &Asked) -> Result<String, Refusal> {
    let request_id = asked.text("request_id")?;
    let payment_id = asked.optional("general.payment_id")?;
    let now = monetix.now();
    Ok(monetix.with(|state| {
        let found = state.payments.iter().find(|payment| {
            payment.operations.iter().any(|operation| {
                operation.request_id == request_id && operation.created.after(FOUND_AFTER) <= now
            })
        });
        match found.filter(|payment| payment_id.as_ref().is_none_or(|asked| *asked == payment.id)) {
            Some(payment) => state.form.status(payment, now),
            None => state.form.not_found(payment_id.as_deref().unwrap_or_default()),
        }
    }))
}
