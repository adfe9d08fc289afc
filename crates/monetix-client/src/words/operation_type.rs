use super::words;

words! {
    /// `operation.type`: what is done to a payment.
    pub enum OperationType {
        /// The payer pays at once.
        Sale = "sale",
        /// The amount is held.
        Auth = "auth",
        /// What was held is drawn.
        Capture = "capture",
        /// What was held is released.
        Cancel = "cancel",
        /// More is held.
        Incremental = "incremental",
        /// Money goes back.
        Refund = "refund",
        /// Money goes back before the day's close.
        Reversal = "reversal",
        /// A refund is taken back.
        RefundReverse = "refund reverse",
        /// The payer pays again, by an earlier consent.
        Recurring = "recurring",
        /// An earlier consent is changed.
        RecurringUpdate = "recurring update",
        /// An earlier consent is ended.
        RecurringCancel = "recurring cancel",
        /// An account is checked.
        AccountVerification = "account verification",
        /// An invoice is sent.
        Invoice = "invoice",
        /// The payer does something.
        CustomerAction = "customer action",
        /// The merchant confirms.
        PaymentConfirmation = "payment confirmation",
        /// Somebody changed the payment by hand.
        ManualChange = "manual change",
        /// A fee.
        Commission = "commission",
        /// What was drawn is settled.
        CaptureSettlement = "capture settlement",
        /// A contract is registered.
        ContractRegistration = "contract registration",
        /// A voucher is made, to pay in cash.
        CreateCashVoucher = "create_cash_voucher",
    }
}

impl OperationType {
    /// Whether it brings the merchant the payer's money when it is done.
    pub const fn takes_money(&self) -> bool {
        matches!(self, Self::Sale | Self::Capture | Self::Recurring)
    }

    /// Whether it gives the payer's money back when it is done.
    pub const fn gives_back(&self) -> bool {
        matches!(self, Self::Refund | Self::Reversal)
    }
}
