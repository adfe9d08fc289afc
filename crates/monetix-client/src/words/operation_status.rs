use super::words;

words! {
    /// `operation.status`: where one operation of a payment stands. It explains; the payment's status decides.
    pub enum OperationStatus {
        /// Done.
        Success = "success",
        /// Failed.
        Decline = "decline",
        /// Under way.
        Processing = "processing",
        /// Something broke.
        Error = "error",
        /// The payer confirms a card payment.
        Awaiting3dsResult = "awaiting 3ds result",
        /// The payer is on his way to the bank or back.
        AwaitingRedirectResult = "awaiting redirect result",
        /// The merchant is to send more about the payer.
        AwaitingClarification = "awaiting clarification",
        /// The payer has something to do.
        AwaitingCustomerAction = "awaiting customer action",
        /// The merchant has something to do.
        AwaitingMerchantAuth = "awaiting merchant auth",
        /// Somebody is to approve.
        AwaitingApproval = "awaiting approval",
        /// The payer is to pay.
        AwaitingPayment = "awaiting payment",
        /// It is to be finished.
        AwaitingFinalization = "awaiting finalization",
        /// Somebody is to confirm.
        AwaitingConfirmation = "awaiting confirmation",
        /// Under way at the bank.
        ExternalProcessing = "external processing",
        /// Something broke behind Monetix.
        ExternalError = "external error",
        /// Something broke at Monetix.
        InternalError = "internal error",
        /// Monetix does not know either.
        Unknown = "unknown",
        /// The payer has an invoice.
        InvoiceSent = "invoice sent",
        /// The invoice was taken back.
        InvoiceCancelled = "invoice cancelled",
        /// Its time is over.
        Expired = "expired",
    }
}

impl OperationStatus {
    /// Whether it stays so. A word that is not known is not final.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Success | Self::Decline | Self::InvoiceCancelled | Self::Expired)
    }

    /// Whether it was done.
    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Success)
    }
}
