use pay_core::Untrusted;

use crate::status::Status;

pay_http::json_object! {
    /// An order that was opened.
    pub struct CheckoutOrder {
        /// The merchant's own number.
        pub trade_no: Option<Untrusted> = "tradeNo",
        /// Vexora's number of it.
        pub platform_trade_no: Option<Untrusted> = "platFormTradeNo" | "platformTradeNo" | "payproTradeNo",
        /// See [`state`](CheckoutOrder::state).
        pub status: Option<Untrusted> = "status",
        /// Words for a person.
        pub message: Option<Untrusted> = "message" | "desc",
        /// The request's, as it was.
        pub remark: Option<Untrusted> = "remark",
        /// The page where the payer pays. Before it is shown: [`Vexora::payment_link`](crate::Vexora::payment_link).
        pub payment_link: Option<Untrusted> = "paymentLink" | "paymentUrl",
        /// The text of a KHQR, for orders by KHQR alone. The vendor's sample is not one (V4), so it is not looked into
        /// unless the feature `khqr` is on and it is asked for.
        pub pay_info: Option<Untrusted> = "payInfo",
    }
}

impl CheckoutOrder {
    /// The status, where there is one.
    pub fn state(&self) -> Option<Status> {
        self.status.as_ref().map(Status::read)
    }
}
