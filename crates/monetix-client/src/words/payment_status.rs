use super::words;

words! {
    /// `payment.status`: where a payment stands. What it means for an order is said by
    /// [`PaymentReport::observation`](crate::PaymentReport::observation).
    pub enum PaymentStatus {
        /// Paid.
        Success = "success",
        /// Failed. The payer may try again, and then succeed.
        Decline = "decline",
        /// Under way.
        Processing = "processing",
        /// Under way at the bank.
        ExternalProcessing = "external processing",
        /// The payer is on his way to the bank or back.
        AwaitingRedirectResult = "awaiting redirect result",
        /// The payer confirms a card payment.
        Awaiting3dsResult = "awaiting 3ds result",
        /// The merchant is to send more about the payer.
        AwaitingClarification = "awaiting clarification",
        /// The payer is waited for.
        AwaitingCustomer = "awaiting customer",
        /// The payer has something to do.
        AwaitingCustomerAction = "awaiting customer action",
        /// The merchant has something to do.
        AwaitingMerchantAuth = "awaiting merchant auth",
        /// Somebody is to approve.
        AwaitingApproval = "awaiting approval",
        /// Somebody is to confirm.
        AwaitingConfirmation = "awaiting confirmation",
        /// The payer is to pay.
        AwaitingPayment = "awaiting payment",
        /// It will be tried again.
        AwaitingRetry = "awaiting retry",
        /// Waits for the clearing.
        AwaitingClearing = "awaiting clearing",
        /// Will be drawn at its time.
        ScheduledRecurringProcessing = "scheduled recurring processing",
        /// In the clearing.
        ClearingProcessing = "clearing processing",
        /// New.
        Initial = "initial",
        /// The payer has an invoice.
        InvoiceSent = "invoice sent",
        /// Held and not drawn: not paid.
        AwaitingCapture = "awaiting capture",
        /// The hold was released. Both spellings occur.
        Canceled = "canceled" | "cancelled",
        /// All of it went back.
        Refunded = "refunded",
        /// A part of it went back.
        PartiallyRefunded = "partially refunded",
        /// All of it went back before the day's close.
        Reversed = "reversed",
        /// A part of it went back before the day's close.
        PartiallyReversed = "partially reversed",
        /// Something broke. No proof that it was not paid: ask again.
        Error = "error",
        /// Something broke at Monetix: ask again.
        InternalError = "internal error",
        /// Something broke behind Monetix: ask again.
        ExternalError = "external error",
        /// Its time is over.
        Expired = "expired",
        /// The invoice was taken back.
        InvoiceCancelled = "invoice cancelled",
        /// A part of it was paid. A person has to look.
        PartiallyPaid = "partially paid",
        /// A part of it was paid out. A person has to look.
        PartiallyPaidOut = "partially paid out",
    }
}

impl PaymentStatus {
    /// Whether Monetix will not change it by itself. After a decline the payer can try again, and money can go back after
    /// a success. A word that is not known is not final.
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Success
            | Self::Decline
            | Self::Canceled
            | Self::Refunded
            | Self::PartiallyRefunded
            | Self::Reversed
            | Self::PartiallyReversed
            | Self::Expired
            | Self::InvoiceCancelled => true,
            Self::Processing
            | Self::ExternalProcessing
            | Self::AwaitingRedirectResult
            | Self::Awaiting3dsResult
            | Self::AwaitingClarification
            | Self::AwaitingCustomer
            | Self::AwaitingCustomerAction
            | Self::AwaitingMerchantAuth
            | Self::AwaitingApproval
            | Self::AwaitingConfirmation
            | Self::AwaitingPayment
            | Self::AwaitingRetry
            | Self::AwaitingClearing
            | Self::ScheduledRecurringProcessing
            | Self::ClearingProcessing
            | Self::Initial
            | Self::InvoiceSent
            | Self::AwaitingCapture
            | Self::Error
            | Self::InternalError
            | Self::ExternalError
            | Self::PartiallyPaid
            | Self::PartiallyPaidOut
            | Self::Other(_) => false,
        }
    }

    /// Whether all of it was paid, and is still there. Not yet a reason to hand goods out: type, amount, payment and
    /// project are to be compared as well.
    pub const fn is_paid(&self) -> bool {
        matches!(self, Self::Success)
    }
}
