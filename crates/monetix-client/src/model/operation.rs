use pay_core::Untrusted;

use super::{Id, Moment, Sum};
use crate::Code;
use crate::words::{OperationStatus, OperationType};

pay_http::json_object! {
    /// `operation` of a callback, or one of the `operations` of a status.
    pub struct Operation {
        /// Monetix's id, of 16 digits and more.
        pub id: Option<Id> = "id",
        /// What it is.
        pub kind: Option<OperationType> = "type",
        /// Where it stands.
        pub status: Option<OperationStatus> = "status",
        /// When it last changed.
        pub date: Option<Moment> = "date",
        /// When it was begun.
        pub created_date: Option<Moment> = "created_date",
        /// Monetix's name for the request that it came of.
        pub request_id: Option<Untrusted> = "request_id",
        /// How much, in the payment's currency.
        pub sum_initial: Option<Sum> = "sum_initial",
        /// How much, in the provider's currency. Nothing is compared with it.
        pub sum_converted: Option<Sum> = "sum_converted",
        /// Why it is where it is.
        pub code: Option<Code> = "code",
        /// The same in words.
        pub message: Option<Untrusted> = "message",
        /// The indicator of a card payment.
        pub eci: Option<Untrusted> = "eci",
        /// The bank's side.
        pub provider: Option<Provider> = "provider",
    }
}

pay_http::json_object! {
    /// `provider` of an operation.
    pub struct Provider {
        /// Which provider.
        pub id: Option<Id> = "id",
        /// Its id of the payment.
        pub payment_id: Option<Id> = "payment_id",
        /// Its code of the authorisation.
        pub auth_code: Option<Untrusted> = "auth_code",
        /// When.
        pub date: Option<Moment> = "date",
        /// Which of its accounts.
        pub endpoint_id: Option<Id> = "endpoint_id",
    }
}

impl Operation {
    /// Whether it brought the merchant the payer's money.
    pub fn took_money(&self) -> bool {
        self.takes_money() && self.is_done()
    }

    /// Whether it was done.
    pub(crate) fn is_done(&self) -> bool {
        self.status.as_ref().is_some_and(OperationStatus::is_done)
    }

    /// Whether it is one that brings the merchant the payer's money.
    pub(crate) fn takes_money(&self) -> bool {
        self.kind.as_ref().is_some_and(OperationType::takes_money)
    }

    /// Code and words, for a person.
    pub(crate) fn reason(&self) -> Untrusted {
        let code = self.code.as_ref().map(|code| code.as_str().to_owned());
        let message = self.message.as_ref().map(|message| message.as_raw().to_owned());
        Untrusted::new(code.into_iter().chain(message).collect::<Vec<_>>().join(" "))
    }
}
