use pay_core::{Personal, Secret, Untrusted};
use pay_http::json::Number;

use super::Moment;

pay_http::json_object! {
    /// `transaction_info`: a movement on a wallet.
    pub struct TransactionInfo {
        /// `TR...`.
        pub transaction_ref: Option<Untrusted> = "transaction_ref",
        /// What the receiver got.
        pub credited_amount: Option<Number> = "credited_amount",
        /// In which currency.
        pub credited_currency: Option<Untrusted> = "credited_currency",
        /// What the sender gave.
        pub debited_amount: Option<Number> = "debited_amount",
        /// In which currency.
        pub debited_currency: Option<Untrusted> = "debited_currency",
        /// The fee.
        pub fees_amount: Option<Number> = "fees_amount",
        /// In which currency.
        pub fees_ccy: Option<Untrusted> = "fees_ccy",
        /// `in`.
        pub transaction_type: Option<Untrusted> = "transaction_type",
        /// `Succeed` has been seen.
        pub status: Option<Untrusted> = "status",
        /// When, without a zone.
        pub created_at: Option<Moment> = "created_at",
        /// The sender.
        pub debited_user_id: Option<Untrusted> = "debited_user_id",
        /// The receiver.
        pub credited_user_id: Option<Untrusted> = "credited_user_id",
        /// `1 week ago`.
        pub readable_created_at: Option<Untrusted> = "readable_created_at",
    }
}

pay_http::json_object! {
    /// What moneytransfer answers.
    pub struct MoneyTransferred {
        /// `TR...`.
        pub transaction_ref: Option<Untrusted> = "transaction_ref",
        /// How much.
        pub amount: Option<Number> = "amount",
        /// In which currency.
        pub currency: Option<Untrusted> = "currency",
        /// The comment.
        pub comment: Option<Untrusted> = "comment",
        /// When, without a zone.
        pub created_at: Option<Moment> = "created_at",
    }
}

pay_http::json_object! {
    /// What verifybankaccount answers.
    pub struct BankAccount {
        /// The holder, to be shown to the sender.
        pub owner_name: Option<Personal> = "owner_name",
        /// `USD` or `KHR`.
        pub currency: Option<Untrusted> = "currency",
        /// The account.
        pub account_number: Option<Personal> = "account_number",
    }
}

pay_http::json_object! {
    /// What tokenizebankaccount answers.
    pub struct TokenizedBankAccount {
        /// What withdraw takes. Good for sending money there, so it is not printed.
        pub token: Option<Secret> = "token",
        /// The holder, to be shown to the sender.
        pub holder_name: Option<Personal> = "holder_name",
        /// The account, masked (E24).
        pub account_number: Option<Personal> = "account_number",
        /// The bank.
        pub bank_bic: Option<Untrusted> = "bank_bic",
        /// `USD` or `KHR`.
        pub currency: Option<Untrusted> = "currency",
    }
}

pay_http::json_object! {
    /// What saveCard answers.
    pub struct SavedCardLink {
        /// Where the payer enters the card.
        pub link: Option<Untrusted> = "link",
    }
}
