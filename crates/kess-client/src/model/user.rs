use pay_core::{Personal, Untrusted};
use pay_http::json::Number;

use super::Moment;

pay_http::json_object! {
    /// `user_info`: the merchant, or somebody under it.
    pub struct UserInfo {
        /// Its number.
        pub id: Option<i64> = "id",
        /// The telephone.
        pub phone_number: Option<Personal> = "phone_number",
        /// `CU...`.
        pub user_id: Option<Untrusted> = "user_id",
        /// The mail address.
        pub email: Option<Personal> = "email",
        /// The name.
        pub full_name: Option<Personal> = "full_name",
        /// The merchant's own name for the user.
        pub muser_identity: Option<Untrusted> = "muser_identity",
        /// When it was made, without a zone.
        pub created_at: Option<Moment> = "created_at",
        /// The wallet.
        pub wallet: Option<WalletInfo> = "wallet",
        /// All wallets.
        pub multi_wallets: Vec<WalletInfo> = "multi_wallets",
    }
}

pay_http::json_object! {
    /// `wallet_info` (E37).
    pub struct WalletInfo {
        /// `CW...`.
        pub id: Option<Untrusted> = "id",
        /// What is in it, in whole units with decimals.
        pub balance: Option<Number> = "balance",
        /// `USD` or `KHR`.
        pub currency: Option<Untrusted> = "currency",
        /// The account.
        pub account_number: Option<Personal> = "account_number",
        /// `DEFAULT` or `MAIN`.
        pub funds_type: Option<Untrusted> = "funds_type",
    }
}
