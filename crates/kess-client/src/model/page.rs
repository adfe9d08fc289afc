use super::{OrderInfo, TransactionInfo, UserInfo};

pay_http::json_object! {
    /// A page of users.
    pub struct UserPage {
        /// The users.
        pub items: Vec<UserInfo> = "data" | "user_info",
        /// Its number, from 1.
        pub current_page: Option<i64> = "current_page",
        /// The last page's number.
        pub last_page: Option<i64> = "last_page",
    }
}

pay_http::json_object! {
    /// A page of movements.
    pub struct TransactionPage {
        /// The movements.
        pub items: Vec<TransactionInfo> = "data",
        /// Its number, from 1.
        pub current_page: Option<i64> = "current_page",
        /// The last page's number.
        pub last_page: Option<i64> = "last_page",
    }
}

pay_http::json_object! {
    /// A page of orders.
    pub struct OrderPage {
        /// The orders.
        pub items: Vec<OrderInfo> = "items",
        /// Its number, from 1.
        pub current_page: Option<i64> = "current_page",
        /// The last page's number.
        pub last_page: Option<i64> = "last_page",
        /// How many orders there are.
        pub total: Option<i64> = "total",
        /// How many on a page.
        pub per_page: Option<i64> = "per_page",
    }
}
