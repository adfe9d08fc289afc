use pay_core::{Personal, Untrusted};

use super::{Id, Moment, Sum};
use crate::words::{PaymentStatus, PaymentType};

pay_http::json_object! {
    /// `payment` of a callback or of a status.
    pub struct PaymentInfo {
        /// The merchant's id.
        pub id: Option<Id> = "id",
        /// What it is.
        pub kind: Option<PaymentType> = "type",
        /// Where it stands. It decides; `operation` explains.
        pub status: Option<PaymentStatus> = "status",
        /// When it last changed.
        pub date: Option<Moment> = "date",
        /// A title such as `Banks Cambodia`, which is not the code of the request.
        pub method: Option<Untrusted> = "method",
        /// How much, in the payment's currency.
        pub sum: Option<Sum> = "sum",
        /// The description.
        pub description: Option<Untrusted> = "description",
    }
}

pay_http::json_object! {
    /// `general`, where a project has its ids under it.
    pub struct General {
        /// The project.
        pub project_id: Option<Id> = "project_id",
        /// The merchant's id of the payment.
        pub payment_id: Option<Id> = "payment_id",
    }
}

pay_http::json_object! {
    /// `customer`.
    pub struct Payer {
        /// The merchant's id of the payer.
        pub id: Option<Id> = "id",
        /// The telephone.
        pub phone: Option<Personal> = "phone",
        /// The address of the payer's device.
        pub ip_address: Option<Personal> = "ip_address",
    }
}

pay_http::json_object! {
    /// `account`, what the payer pays with. Other members are left in `extra`: they differ with the method.
    pub struct Account {
        /// The number, masked.
        pub number: Option<Personal> = "number",
        /// The payer's bank, by its id in the list of banks.
        pub bank_id: Option<Id> = "bank_id",
    }
}
