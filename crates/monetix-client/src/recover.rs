use std::time::Duration;

use pay_core::{Outcome, Timer, Timestamp};

use crate::Monetix;
use crate::endpoint::{Accepted, Endpoint as _, Sale, Status};
use crate::error::{Error, Fault, code};
use crate::model::PaymentReport;

/// What is known of a sale after it was sent, and asked about where that was needed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Begun {
    /// Monetix will carry it out.
    Accepted(Accepted),
    /// Monetix knows a payment of this id, and where it stands. Whether it is the payment that was meant, and over the same
    /// amount, its [`observation`](PaymentReport::observation) and [`Expected`](pay_core::Expected) say.
    Known(Box<PaymentReport>),
}

/// How long after a request "not found" may only mean that it has not arrived yet (section 4.3).
pub const SETTLES_AFTER: Duration = Duration::from_secs(10);

impl Monetix {
    /// Sends a sale, and finds out what became of it where the answer does not say (section 4.6).
    ///
    /// The id never changes, which is what keeps the payer from paying twice: an id that exists, and an answer that was
    /// lost, both lead to a question for the status. A payment that is not known after ten seconds was not begun, and is
    /// sent once more; so there are two sales on the wire at most, and one payment.
    ///
    /// An error whose outcome is [`Outcome::Unknown`] leaves it open all the same: go on with
    /// [`recover_sale`](Monetix::recover_sale) later.
    pub async fn sale_or_recover(&self, sale: &Sale, timer: &dyn Timer) -> Result<Begun, Error> {
        let sent_at = timer.now();
        match self.call(sale).await {
            Ok(accepted) => Ok(Begun::Accepted(accepted)),
            Err(error) if is_known(&error) => self.known(sale).await,
            Err(error) if error.outcome() == Outcome::Unknown => {
                self.recover_sale(sale, sent_at, timer).await
            }
            Err(error) => Err(error),
        }
    }

    /// The same for a sale that was sent at `sent_at` with an unknown outcome, such as before a crash. It asks first.
    pub async fn recover_sale(
        &self,
        sale: &Sale,
        sent_at: Timestamp,
        timer: &dyn Timer,
    ) -> Result<Begun, Error> {
        if let Some(begun) = self.find(sale).await? {
            return Ok(begun);
        }
        // Where the clock went back since, ten seconds are waited for and no more.
        let settled_at = sent_at.min(timer.now()).after(SETTLES_AFTER);
        if timer.now() < settled_at {
            while timer.now() < settled_at {
                timer.sleep_until(settled_at).await;
            }
            if let Some(begun) = self.find(sale).await? {
                return Ok(begun);
            }
        }
        match self.call(sale).await {
            Ok(accepted) => Ok(Begun::Accepted(accepted)),
            Err(error) if is_known(&error) => self.known(sale).await,
            Err(error) => Err(error),
        }
    }

    /// The payment that is there, for Monetix has just said so.
    async fn known(&self, sale: &Sale) -> Result<Begun, Error> {
        match self.call(&Status::new(sale.payment_id().clone())).await {
            Ok(report) => Ok(Begun::Known(Box::new(report))),
            Err(error) => Err(open(error)),
        }
    }

    /// The payment, or `None` where Monetix says that there is none.
    async fn find(&self, sale: &Sale) -> Result<Option<Begun>, Error> {
        match self.call(&Status::new(sale.payment_id().clone())).await {
            Ok(report) => Ok(Some(Begun::Known(Box::new(report)))),
            Err(error) if says(&error, code::NOT_FOUND) => Ok(None),
            Err(error) => Err(open(error)),
        }
    }
}

/// Whether Monetix says that there is such a payment, or that this was asked for before.
fn is_known(error: &Error) -> bool {
    says(error, code::PAYMENT_EXISTS) || says(error, code::DUPLICATE_OPERATION)
}

fn says(error: &Error, code: &str) -> bool {
    error.kind().api().is_some_and(|api| api.is_code(code))
}

/// The question failed, so the sale may have been carried out, whatever became of the question.
fn open(error: Error) -> Error {
    Error::new(Sale::NAME, Fault::new(error.kind().clone(), Outcome::Unknown).with_source(error))
}
