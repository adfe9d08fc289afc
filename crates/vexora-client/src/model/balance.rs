use pay_http::json::Number;

pay_http::json_object! {
    /// What is on the account, in the account's currency. The numbers are kept as they are written: how many decimals a
    /// balance has is not said.
    pub struct Balance {
        /// What can be sent.
        pub available_amount: Option<Number> = "availableAmount" | "availablAmount",
        /// What is held back.
        pub freeze_amount: Option<Number> = "freezeAmount",
        /// What is not settled yet.
        pub unsettled_amount: Option<Number> = "unsettledAmount",
    }
}
