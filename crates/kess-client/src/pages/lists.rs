//! How each of the four lists turns its pages.

use super::{Paged, Turn};
use crate::model::{
    OrderInfo, OrderPage, TransactionInfo, TransactionPage, UserInfo, UserPage, VirtualCardReport,
    VirtualCardTransaction,
};
use crate::service::{ListTransactions, ListUsers, QueryOrdersByDate, VirtualCardReportOf};

impl Paged for ListUsers {
    type Item = UserInfo;

    fn turn(&self, page: UserPage) -> (Vec<UserInfo>, Turn<Self>) {
        (page.items, behind(self.page, page.last_page, |page| Self { page }))
    }

    fn reference(item: &UserInfo) -> Option<&str> {
        item.user_id.as_ref().map(pay_core::Untrusted::as_raw)
    }
}

impl Paged for ListTransactions {
    type Item = TransactionInfo;

    fn turn(&self, page: TransactionPage) -> (Vec<TransactionInfo>, Turn<Self>) {
        (page.items, behind(self.page, page.last_page, |page| Self { page }))
    }

    fn reference(item: &TransactionInfo) -> Option<&str> {
        item.transaction_ref.as_ref().map(pay_core::Untrusted::as_raw)
    }
}

impl Paged for QueryOrdersByDate {
    type Item = OrderInfo;

    fn turn(&self, page: OrderPage) -> (Vec<OrderInfo>, Turn<Self>) {
        (page.items, behind(self.page, page.last_page, |page| Self { page, ..self.clone() }))
    }

    fn reference(item: &OrderInfo) -> Option<&str> {
        item.out_trade_no.as_ref().map(pay_core::Untrusted::as_raw)
    }
}

impl Paged for VirtualCardReportOf {
    type Item = VirtualCardTransaction;

    /// Goes on behind the window that was answered, which in the sample is another one than was asked for (E11). An
    /// answer that says nothing of its window, or does not get ahead, is taken to be about the one asked for.
    fn turn(&self, page: VirtualCardReport) -> (Vec<VirtualCardTransaction>, Turn<Self>) {
        let answered = page.to.and_then(|to| u32::try_from(to).ok()).filter(|to| *to > self.from);
        let from = answered.unwrap_or(self.to);
        let next = from.checked_add(self.to - self.from).map(|to| Self { from, to, ..self.clone() });
        let turn = match (next, page.has_more) {
            (None, _) | (_, Some(false)) => Turn::Last,
            (Some(next), Some(true)) => Turn::More(next),
            (Some(next), None) => Turn::Unsaid(next),
        };
        (page.items, turn)
    }

    /// A purchase has no name of its own.
    fn reference(_: &VirtualCardTransaction) -> Option<&str> {
        None
    }
}

/// The request for the page behind this one, unless this is the last.
fn behind<S>(page: u32, last: Option<i64>, request: impl FnOnce(u32) -> S) -> Turn<S> {
    match (page.checked_add(1), last) {
        (Some(next), None) => Turn::Unsaid(request(next)),
        (Some(next), Some(last)) if i64::from(next) <= last => Turn::More(request(next)),
        _ => Turn::Last,
    }
}
