//! How each of the four lists turns its pages.

use super::Paged;
use crate::model::{
    OrderInfo, OrderPage, TransactionInfo, TransactionPage, UserInfo, UserPage, VirtualCardReport,
    VirtualCardTransaction,
};
use crate::service::{ListTransactions, ListUsers, QueryOrdersByDate, VirtualCardReportOf};

impl Paged for ListUsers {
    type Item = UserInfo;

    fn turn(&self, page: UserPage) -> (Vec<UserInfo>, Option<Self>) {
        (page.items, behind(self.page, page.last_page).map(|page| Self { page }))
    }

    fn reference(item: &UserInfo) -> Option<&str> {
        item.user_id.as_ref().map(pay_core::Untrusted::as_raw)
    }
}

impl Paged for ListTransactions {
    type Item = TransactionInfo;

    fn turn(&self, page: TransactionPage) -> (Vec<TransactionInfo>, Option<Self>) {
        (page.items, behind(self.page, page.last_page).map(|page| Self { page }))
    }

    fn reference(item: &TransactionInfo) -> Option<&str> {
        item.transaction_ref.as_ref().map(pay_core::Untrusted::as_raw)
    }
}

impl Paged for QueryOrdersByDate {
    type Item = OrderInfo;

    fn turn(&self, page: OrderPage) -> (Vec<OrderInfo>, Option<Self>) {
        let next = behind(self.page, page.last_page).map(|page| Self { page, ..self.clone() });
        (page.items, next)
    }

    fn reference(item: &OrderInfo) -> Option<&str> {
        item.out_trade_no.as_ref().map(pay_core::Untrusted::as_raw)
    }
}

impl Paged for VirtualCardReportOf {
    type Item = VirtualCardTransaction;

    /// Goes on behind the window that was answered, which in the sample is another one than was asked for (E11). An
    /// answer that says nothing of its window, or does not get ahead, is taken to be about the one asked for.
    fn turn(&self, page: VirtualCardReport) -> (Vec<VirtualCardTransaction>, Option<Self>) {
        let answered = page.to.and_then(|to| u32::try_from(to).ok()).filter(|to| *to > self.from);
        let from = answered.unwrap_or(self.to);
        let next = from.checked_add(self.to - self.from).filter(|_| page.has_more == Some(true));
        (page.items, next.map(|to| Self { from, to, ..self.clone() }))
    }

    /// A purchase has no name of its own.
    fn reference(_: &VirtualCardTransaction) -> Option<&str> {
        None
    }
}

/// The number of the page behind this one, if the list has one.
fn behind(page: u32, last: Option<i64>) -> Option<u32> {
    page.checked_add(1).filter(|next| last.is_some_and(|last| i64::from(*next) <= last))
}
