//! From Monetix's words to the vocabulary of all providers: the one place where a status is mapped (section 6.2).

use pay_core::{AccountId, NoAnswerReason, Observation, Payment, TransactionId, Untrusted};
use pay_http::RefusedQuestion;
use pay_http::json::Moment;

use crate::error::{Api, code};
use crate::model::{Operation, PaymentReport};
use crate::words::{OperationStatus, OperationType, PaymentStatus, PaymentType};
use crate::{RetryAdvice, model::Id};

impl PaymentReport {
    /// What the report says of the order. The payment's status decides; where an operation contradicts it, or the amounts of
    /// the two differ, it is for a person to look at (threat D-42).
    pub fn observation(&self) -> Observation {
        let Some(status) = self.status() else {
            return Observation::Unrecognized(Untrusted::new("payment.status: missing"));
        };
        match status {
            PaymentStatus::Success => match paid(self) {
                Ok(payment) => Observation::Paid(payment),
                Err(reason) => Observation::PaidUnreadable(reason),
            },
            PaymentStatus::Decline => failed(self, Observation::Failed(self.reason())),
            PaymentStatus::Canceled | PaymentStatus::Expired | PaymentStatus::InvoiceCancelled => {
                failed(self, Observation::Closed)
            }
            PaymentStatus::Refunded
            | PaymentStatus::PartiallyRefunded
            | PaymentStatus::Reversed
            | PaymentStatus::PartiallyReversed => match gone_back(self) {
                Ok(payment) => Observation::Refunded(payment),
                Err(reason) => Observation::PaidUnreadable(reason),
            },
            // Some of the money may be there, and how much is not said.
            PaymentStatus::PartiallyPaid | PaymentStatus::PartiallyPaidOut => {
                Observation::PaidUnreadable(Untrusted::new(status.as_str()))
            }
            // An error is no proof that it was not paid; what is only held is not paid.
            PaymentStatus::Error
            | PaymentStatus::InternalError
            | PaymentStatus::ExternalError
            | PaymentStatus::AwaitingCapture
            | PaymentStatus::Processing
            | PaymentStatus::ExternalProcessing
            | PaymentStatus::AwaitingRedirectResult
            | PaymentStatus::Awaiting3dsResult
            | PaymentStatus::AwaitingClarification
            | PaymentStatus::AwaitingCustomer
            | PaymentStatus::AwaitingCustomerAction
            | PaymentStatus::AwaitingMerchantAuth
            | PaymentStatus::AwaitingApproval
            | PaymentStatus::AwaitingConfirmation
            | PaymentStatus::AwaitingPayment
            | PaymentStatus::AwaitingRetry
            | PaymentStatus::AwaitingClearing
            | PaymentStatus::ScheduledRecurringProcessing
            | PaymentStatus::ClearingProcessing
            | PaymentStatus::Initial
            | PaymentStatus::InvoiceSent => Observation::Pending,
            PaymentStatus::Other(word) => Observation::Unrecognized(word.clone()),
        }
    }

    /// Whether what it claims can be told from it alone. A success that comes with a refund, or with no operation, does not
    /// say which operation was paid by: the answer to a question does.
    pub(crate) fn is_whole(&self) -> bool {
        !self.status().is_some_and(PaymentStatus::is_paid)
            || self.all_operations().any(Operation::takes_money)
    }
}

/// The payment of a success.
fn paid(report: &PaymentReport) -> Result<Payment, Untrusted> {
    let kind = report.payment.as_ref().and_then(|payment| payment.kind.as_ref());
    if kind != Some(&PaymentType::Purchase) {
        let found = kind.map_or("nothing", PaymentType::as_str);
        return Err(Untrusted::new(format!("payment.type: expected purchase, found {found}")));
    }
    let operation = operation_that_took_money(report)?;
    if let Some(refund) = refund_that_stands(report) {
        let id = refund.id.as_ref().map_or("without an id", Id::as_str);
        return Err(Untrusted::new(format!("payment is a success, and operation {id} gave money back")));
    }
    payment(report, operation)
}

/// The last operation that gave money back, unless as many refunds were taken back.
fn refund_that_stands(report: &PaymentReport) -> Option<&Operation> {
    let done = || report.all_operations().filter(|operation| operation.is_done());
    let gave_back =
        || done().filter(|operation| operation.kind.as_ref().is_some_and(OperationType::gives_back));
    let taken_back = done().filter(|operation| operation.kind == Some(OperationType::RefundReverse)).count();
    if gave_back().count() > taken_back { gave_back().last() } else { None }
}

/// The operation by which the money came. There is one, or the report is not to be relied on.
fn operation_that_took_money(report: &PaymentReport) -> Result<&Operation, Untrusted> {
    let mut took: Vec<&Operation> = Vec::new();
    for operation in report.all_operations().filter(|operation| operation.took_money()) {
        // The same operation twice is one.
        if took.iter().all(|known| known.id.is_none() || known.id != operation.id) {
            took.push(operation);
        }
    }
    match took[..] {
        [operation] => Ok(operation),
        [] => {
            let tried = report.all_operations().find(|operation| operation.takes_money());
            let status = tried.and_then(|operation| operation.status.as_ref());
            let found = status.map_or("none", OperationStatus::as_str);
            Err(Untrusted::new(format!(
                "payment is a success, and the operation that should have taken it: {found}"
            )))
        }
        _ => Err(Untrusted::new(format!("{} operations took the payment", took.len()))),
    }
}

fn payment(report: &PaymentReport, operation: &Operation) -> Result<Payment, Untrusted> {
    let sum = report.payment.as_ref().and_then(|payment| payment.sum.as_ref());
    let amount = sum.ok_or("payment.sum: missing")?.money();
    let amount = amount.map_err(|problem| Untrusted::new(problem.inside("payment.sum").to_string()))?;
    if let Some(initial) = &operation.sum_initial
        && operation.takes_money()
    {
        match initial.money() {
            Ok(initial) if initial == amount => {}
            Ok(initial) => {
                let text = format!("payment.sum: {amount}, operation.sum_initial: {initial}");
                return Err(Untrusted::new(text));
            }
            Err(problem) => {
                return Err(Untrusted::new(problem.inside("operation.sum_initial").to_string()));
            }
        }
    }
    let unreadable = |what: &str, error: pay_core::InvalidId| Untrusted::new(format!("{what}: {error}"));
    let id = operation.id.as_ref().ok_or("operation.id: missing")?;
    let id = TransactionId::new(id.as_str()).map_err(|error| unreadable("operation.id", error))?;
    let key = report.key().map_err(|error| unreadable("payment.id", error))?.ok_or("payment.id: missing")?;
    let mut payment = Payment::new(id, amount);
    payment.order = Some(key);
    payment.receiver = report.project().and_then(receiver);
    payment.paid_at = operation.date.as_ref().and_then(Moment::utc);
    Ok(payment)
}

fn receiver(project: &Id) -> Option<AccountId> {
    AccountId::new(project.as_str()).ok()
}

/// What went back, by the operation that had taken it, or by the one that gives it back where the report has no other.
fn gone_back(report: &PaymentReport) -> Result<Payment, Untrusted> {
    let operation = report.all_operations().find(|operation| operation.took_money());
    let operation = operation.or_else(|| report.all_operations().last()).ok_or("operation: missing")?;
    payment(report, operation)
}

/// A failure, unless an operation says that money came all the same.
fn failed(report: &PaymentReport, failure: Observation) -> Observation {
    let status = report.status().map_or("", PaymentStatus::as_str);
    if report.all_operations().any(Operation::took_money) {
        return Observation::PaidUnreadable(Untrusted::new(format!(
            "payment {status}, and its operation success"
        )));
    }
    let wrong_amount =
        |operation: &Operation| operation.code.as_ref().is_some_and(|code| code.as_str() == "20304");
    if report.all_operations().any(wrong_amount) {
        return Observation::PaidUnreadable(report.reason());
    }
    failure
}

impl RefusedQuestion for Api {
    fn of_order(&self) -> Result<Observation, NoAnswerReason> {
        // Beside HTTP 5xx no code says anything, not even that there is no payment.
        if self.http >= 500 {
            return Err(NoAnswerReason::Unreachable);
        }
        let Some(code) = &self.code else { return Err(NoAnswerReason::Rejected) };
        match code.as_str() {
            code::NOT_FOUND => Ok(Observation::NotFound),
            code::INVALID_SIGNATURE | code::EMPTY_SIGNATURE => Err(NoAnswerReason::Unauthorized),
            _ => Err(match code.retry_advice() {
                RetryAdvice::RepeatLater | RetryAdvice::Ask => NoAnswerReason::Unreachable,
                _ => NoAnswerReason::Rejected,
            }),
        }
    }
}
