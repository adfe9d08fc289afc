use super::words;

words! {
    /// `payment.type`: what a payment is. Only a purchase pays an order.
    pub enum PaymentType {
        /// A payer pays.
        Purchase = "purchase",
    }
}
