use std::collections::HashSet;

use crate::Kess;
use crate::error::Error;
use crate::model::{OrderInfo, OrderPage, TransactionInfo, TransactionPage, UserInfo, UserPage};
use crate::model::{VirtualCardReport, VirtualCardTransaction};
use crate::service::{ListTransactions, ListUsers, QueryOrdersByDate, Service, VirtualCardReportOf};

/// A service that answers page by page.
pub trait Paged: Service + Clone {
    /// What is on a page.
    type Item;

    /// The items of a page, and the request for the next one, where the answer says that there is one.
    fn turn(&self, page: Self::Response) -> (Vec<Self::Item>, Option<Self>);

    /// What tells items apart, so that one which moved to the next page meanwhile does not come twice.
    fn reference(item: &Self::Item) -> Option<&str>;
}

/// The pages of a list, one request each, in order.
///
/// ```no_run
/// # async fn run(kess: &kess_client::Kess) -> Result<(), Box<dyn std::error::Error>> {
/// use kess_client::service::QueryOrdersByDate;
///
/// let days = QueryOrdersByDate::new("2022-01-15".parse()?, "2022-01-16".parse()?)?;
/// let mut pages = kess.pages(days);
/// while let Some(orders) = pages.next_page().await {
///     for order in orders? {
///         println!("{:?} {:?}", order.out_trade_no, order.state());
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// The list may change while it is read. What comes twice is left out; what moves to an earlier page is missed, so
/// whoever reconciles reads a window again later.
#[derive(Debug)]
pub struct Pages<'a, S: Paged> {
    kess: &'a Kess,
    next: Option<S>,
    seen: HashSet<String>,
    /// Pages in a row that brought nothing new.
    stale: u32,
    /// Pages in a row on which nothing tells the items from those before.
    nameless: u32,
}

/// How many pages in a row may bring nothing new. Orders that come in between two requests push known ones onto the
/// next page; a gateway that answers the same page for ever must come to an end all the same.
const MOST_STALE: u32 = 10;

/// How many pages in a row may be without names. Whether these repeat each other cannot be told, and they must come to
/// an end as well; with the hundred on a page of the document's sample, it comes after 100 000 purchases.
const MOST_NAMELESS: u32 = 1_000;

impl Kess {
    /// The pages from this one on.
    pub fn pages<S: Paged>(&self, first: S) -> Pages<'_, S> {
        Pages { kess: self, next: Some(first), seen: HashSet::new(), stale: 0, nameless: 0 }
    }
}

impl<S: Paged> Pages<'_, S> {
    /// The next page; `None` after the last. After an error the same page is asked for again.
    ///
    /// A page may be empty, because all of it was seen before; ten such pages in a row are the end, whatever they say
    /// of themselves, and so are a thousand pages of a list whose items have no names
    /// ([`reference`](Paged::reference)).
    pub async fn next_page(&mut self) -> Option<Result<Vec<S::Item>, Error>> {
        let request = self.next.as_ref()?;
        let page = match self.kess.call(request).await {
            Ok(page) => page,
            Err(error) => return Some(Err(error)),
        };
        let (mut items, next) = request.turn(page);
        let is_nameless = items.iter().all(|item| S::reference(item).is_none());
        items
            .retain(|item| S::reference(item).is_none_or(|reference| self.seen.insert(reference.to_owned())));
        self.stale = if items.is_empty() { self.stale + 1 } else { 0 };
        self.nameless = if is_nameless { self.nameless + 1 } else { 0 };
        self.next = next.filter(|_| self.stale < MOST_STALE && self.nameless < MOST_NAMELESS);
        Some(Ok(items))
    }
}

/// The number of the page behind this one, if the list has one.
fn behind(page: u32, last: Option<i64>) -> Option<u32> {
    page.checked_add(1).filter(|next| last.is_some_and(|last| i64::from(*next) <= last))
}

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
