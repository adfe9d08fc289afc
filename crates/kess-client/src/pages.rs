//! Lists page by page, and item by item: rows 3, 5, 16 and 27.

mod lists;

use std::collections::HashSet;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::stream;

use crate::Kess;
use crate::error::{Error, ErrorKind, Fault, Malformed};
use crate::service::Service;

/// A service that answers page by page.
pub trait Paged: Service + Clone {
    /// What is on a page.
    type Item: Send;

    /// The items of a page, and what the answer says of the next one.
    fn turn(&self, page: Self::Response) -> (Vec<Self::Item>, Turn<Self>);

    /// What tells items apart, so that one which moved to the next page meanwhile does not come twice.
    fn reference(item: &Self::Item) -> Option<&str>;
}

/// What an answer says of what comes behind its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn<S> {
    /// There is more, for this request.
    More(S),
    /// Nothing, as every member may be absent (E4). This request asks.
    Unsaid(S),
    /// The page is the last.
    Last,
}

/// The pages of a list, one request each, in order. [`into_items`](Pages::into_items) makes a stream of what is on them.
///
/// The list may change while it is read. What comes twice is left out; what moves to an earlier page is missed, so
/// whoever reconciles reads a window again later.
///
/// A list that does not say where it ends is read until a page brings nothing new. One that says that it goes on and does
/// not end is an error at its end, never a short list: ten pages in a row without anything new are
/// [`Malformed::Repeating`], and a thousand in a row without a [`reference`](Paged::reference) on them
/// [`Malformed::TooManyPages`].
#[derive(Debug)]
pub struct Pages<'a, S: Paged> {
    kess: &'a Kess,
    next: Next<S>,
    seen: HashSet<String>,
    /// Pages in a row that brought nothing new.
    stale: u32,
    /// Pages in a row on which nothing tells the items from those before.
    nameless: u32,
}

/// What comes behind the pages so far.
#[derive(Debug)]
enum Next<S> {
    Page(S),
    /// There is more, and it is not asked for.
    Endless(Malformed),
    Nothing,
}

/// How many pages in a row may bring nothing new. Orders that come in between two requests push known ones onto the
/// next page; a gateway that answers the same page for ever must come to an end all the same.
const MOST_STALE: u32 = 10;

/// How many pages in a row may be without names. Whether these repeat each other cannot be told, and they must come to
/// an end as well; with the hundred on a page of the document's sample, it comes after 100 000 purchases.
const MOST_NAMELESS: u32 = 1_000;

/// The items of a list, one after the other. It is [`Unpin`] and can be sent to another task.
pub type Items<'a, T> = Pin<Box<dyn Stream<Item = Result<T, Error>> + Send + 'a>>;

impl Kess {
    /// The pages from this one on.
    pub fn pages<S: Paged>(&self, first: S) -> Pages<'_, S> {
        Pages { kess: self, next: Next::Page(first), seen: HashSet::new(), stale: 0, nameless: 0 }
    }
}

impl<'a, S: Paged + 'a> Pages<'a, S> {
    /// The next page, which is empty where all of it was seen before; `None` after the last, and after an error that
    /// says that there is no last one. After any other error the same page is asked for again.
    pub async fn next_page(&mut self) -> Option<Result<Vec<S::Item>, Error>> {
        let request = match &self.next {
            Next::Page(request) => request,
            Next::Endless(malformed) => {
                let fault = Fault::after(S::EFFECT, ErrorKind::Malformed(malformed.clone()));
                self.next = Next::Nothing;
                return Some(Err(Error::new(S::NAME, fault)));
            }
            Next::Nothing => return None,
        };
        let page = match self.kess.call(request).await {
            Ok(page) => page,
            Err(error) => return Some(Err(error)),
        };
        let (mut items, turn) = request.turn(page);
        let is_nameless = items.iter().all(|item| S::reference(item).is_none());
        items
            .retain(|item| S::reference(item).is_none_or(|reference| self.seen.insert(reference.to_owned())));
        self.stale = if items.is_empty() { self.stale + 1 } else { 0 };
        self.nameless = if is_nameless { self.nameless + 1 } else { 0 };
        self.next = match turn {
            Turn::Last => Next::Nothing,
            Turn::Unsaid(_) if items.is_empty() => Next::Nothing,
            _ if self.stale >= MOST_STALE => Next::Endless(Malformed::Repeating { pages: self.stale }),
            _ if self.nameless >= MOST_NAMELESS => {
                Next::Endless(Malformed::TooManyPages { pages: self.nameless })
            }
            Turn::More(request) | Turn::Unsaid(request) => Next::Page(request),
        };
        Some(Ok(items))
    }

    /// What is on the pages, one item after the other. Ends with the first error; whoever wants to go on behind a failure
    /// turns the pages with [`next_page`](Pages::next_page).
    ///
    /// ```no_run
    /// # async fn run(kess: &kess_client::Kess) -> Result<(), Box<dyn std::error::Error>> {
    /// use futures_util::TryStreamExt as _;
    /// use kess_client::service::QueryOrdersByDate;
    ///
    /// let days = QueryOrdersByDate::new("2022-01-15".parse()?, "2022-01-16".parse()?)?;
    /// let mut orders = kess.pages(days).into_items();
    /// while let Some(order) = orders.try_next().await? {
    ///     println!("{:?} {:?}", order.out_trade_no, order.state());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn into_items(self) -> Items<'a, S::Item> {
        Box::pin(stream::try_unfold((self, Vec::new().into_iter()), async |(mut pages, mut items)| {
            loop {
                if let Some(item) = items.next() {
                    return Ok(Some((item, (pages, items))));
                }
                match pages.next_page().await.transpose()? {
                    Some(page) => items = page.into_iter(),
                    None => return Ok(None),
                }
            }
        }))
    }
}
