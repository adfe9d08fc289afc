//! What the platform tells of a payment: callbacks and status answers (specification, sections 4.3 and 6).

mod body;

use std::time::Duration;

use pay_core::{Secret, Timestamp};
use pay_sign::{Fields, Limits, Order, Scheme, Signer};

use self::body::{
    Body, CustomerJson, General, OperationJson, PaymentJson, RedirectBody, RedirectData, Sum, moment,
};
use super::Monetix;
use super::operation::Operation;
use super::payment::Payment;
use super::refusal::Refusal;
use crate::courier::{Acknowledgement, Signature, Terms};

/// A payment has as many operations as somebody asks for.
const OURS: Limits = Limits::DEFAULT.bytes(usize::MAX).values(usize::MAX);

/// What is sent when, and what ends it (section 6.3).
pub(super) const TERMS: Terms = Terms { wait, taken: Acknowledgement::Status };

/// Attempts in all.
const ATTEMPTS: usize = 120;
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(4 * 3_600);

/// Six times 10 s; then 70 s and 10 s times 1.12 to the power of n - 4 before attempt n, up to 4 h.
fn wait(attempts: usize) -> Option<Duration> {
    let next = attempts + 1;
    match next {
        ..=7 => Some(Duration::from_secs(10)),
        8..=ATTEMPTS => {
            // Microseconds, each power cut off there.
            let growing = (4..next).fold(10_000_000_u64, |grown, _| grown * 112 / 100);
            Some(LONGEST.min(Duration::from_secs(70) + Duration::from_micros(growing)))
        }
        _ => None,
    }
}

/// What callbacks and status answers look like from now on: the set of members is configured for each project
/// of the platform. By default as the vendor document's samples.
///
/// ```
/// use pay_sandbox::MonetixForm;
/// use pay_sign::Order;
///
/// let other_format = MonetixForm::new().signed_in_general();
/// let as_go_sorts = MonetixForm::new().order(Order::ItemBytes);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MonetixForm {
    general: bool,
    order: Order,
    by_post: bool,
}

impl MonetixForm {
    /// `project_id` and `signature` at the top, signed in natural order; the payer goes to the bank by GET.
    pub const fn new() -> Self {
        Self { general: false, order: Order::Natural, by_post: false }
    }

    /// With `project_id`, `payment_id` and the signature in `general`.
    #[must_use]
    pub const fn signed_in_general(self) -> Self {
        Self { general: true, ..self }
    }

    /// Signed in another order. It makes a difference with more than ten operations, among others.
    #[must_use]
    pub const fn order(self, order: Order) -> Self {
        Self { order, ..self }
    }

    /// With redirect data whose method is POST, with a body.
    #[must_use]
    pub const fn redirect_by_post(self) -> Self {
        Self { by_post: true, ..self }
    }

    /// A callback that tells of `at`. `bank_page`: where the payer is to go first.
    pub(super) fn callback(
        self,
        payment: &Payment,
        operation: &Operation,
        bank_page: Option<&str>,
        at: Timestamp,
        signature: Signature,
    ) -> String {
        let body = Body {
            operation: Some(OperationJson::of(operation, at)),
            redirect_data: bank_page.map(|url| self.redirect(url, &payment.token)),
            ..self.body(payment, operation.date(at), at)
        };
        self.sign(&body, signature)
    }

    /// The answer to a question, always signed.
    pub(super) fn status(self, payment: &Payment, at: Timestamp) -> String {
        let operations = payment.operations.iter().map(|operation| OperationJson::of(operation, at));
        let last = payment.operations.last();
        let date = last.map_or(at, |operation| operation.date(at));
        let body = Body { operations: Some(operations.collect()), ..self.body(payment, date, at) };
        self.sign(&body, Signature::Good)
    }

    /// The answer to a question about a payment that there is not.
    pub(super) fn not_found(self, payment_id: &str) -> String {
        let payment = PaymentJson { id: payment_id, status: "error".to_owned(), ..PaymentJson::default() };
        let refusal = Refusal::NOT_FOUND;
        let body = Body { payment, errors: Some([refusal.item()]), ..self.frame(payment_id) };
        self.sign(&body, Signature::Good)
    }

    fn body(self, payment: &Payment, date: Timestamp, at: Timestamp) -> Body<'_> {
        Body {
            payment: PaymentJson {
                id: &payment.id,
                kind: Some("purchase"),
                status: payment.status(at),
                date: Some(moment(date)),
                // The title of the method, and not its code.
                method: Some("Banks Cambodia"),
                sum: Some(Sum::of(payment.sum())),
                description: Some(&payment.description),
            },
            customer: Some(CustomerJson {
                id: &payment.customer.id,
                ip_address: payment.customer.ip_address.as_deref(),
            }),
            ..self.frame(&payment.id)
        }
    }

    /// What every body has.
    fn frame(self, payment_id: &str) -> Body<'_> {
        let project_id = Monetix::PROJECT_ID;
        Body {
            general: self.general.then_some(General { project_id, payment_id }),
            project_id: (!self.general).then_some(project_id),
            ..Body::default()
        }
    }

    fn redirect<'a>(self, url: &'a str, token: &'a str) -> RedirectData<'a> {
        let (method, body) = if self.by_post {
            ("POST", RedirectBody::Fields { token })
        } else {
            // PHP's empty map.
            ("GET", RedirectBody::Empty([]))
        };
        RedirectData { method, url, body, encrypted: [] }
    }

    fn sign(self, body: &Body<'_>, signature: Signature) -> String {
        let json = serde_json::to_string(body).expect("names and plain values are JSON");
        let Some(secret) = signature.secret(Monetix::SECRET_KEY) else { return json };
        let secret = Secret::new(secret).expect("no secret here is blank");
        let fields = Fields::from_json_within(json, OURS).expect("members of our own are within no limit");
        let signed = Signer::new(Scheme::MONETIX.ordered(self.order), secret).sign(fields);
        signed.expect("names of letters and whole numbers can be signed").to_json()
    }
}

impl Default for MonetixForm {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_is_repeated_for_ten_days() {
        let waits: Vec<Duration> = (1..).map_while(wait).collect();
        assert_eq!((waits.len(), waits[5], waits[118]), (119, Duration::from_secs(10), LONGEST));
        // Before attempt 8: 70 s, and 10 s times 1.12^4, which is 15.735 s.
        assert_eq!(waits[6].as_millis(), 85_735);
        let days = waits.iter().sum::<Duration>().as_secs() / 86_400;
        assert_eq!(days, 10);
        assert!(waits.is_sorted());
    }
}
