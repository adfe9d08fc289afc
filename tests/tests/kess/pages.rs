//! Lists page by page and item by item.

use std::num::NonZeroU32;

use futures_util::TryStreamExt as _;
use kess_client::service::{ListTransactions, ListUsers, QueryOrdersByDate, VirtualCardReportOf};
use kess_client::{ErrorKind, Fields, Kess, Malformed, Paged, Pages};

use crate::wire::{Answer, Wire, body, http, kess, success, text};

fn days() -> QueryOrdersByDate {
    QueryOrdersByDate::new("2022-01-15".parse().unwrap(), "2022-01-15".parse().unwrap()).unwrap()
}

fn page(orders: &[&str], current: u32, last: u32) -> Answer {
    let items: Vec<String> = orders.iter().map(|order| format!(r#"{{"out_trade_no":"{order}"}}"#)).collect();
    success(&format!(r#"{{"items":[{}],"current_page":{current},"last_page":"{last}"}}"#, items.join(",")))
}

/// The names of all items, and why there are no more of them if that is not the end of the list.
async fn read<S: Paged>(pages: Pages<'_, S>) -> (Vec<String>, Option<ErrorKind>) {
    let (mut references, mut items) = (Vec::new(), pages.into_items());
    let ended = loop {
        match items.try_next().await {
            Ok(Some(item)) => references.push(S::reference(&item).unwrap_or("-").to_owned()),
            Ok(None) => break None,
            Err(error) => break Some(error.kind().clone()),
        }
    };
    assert!(matches!(items.try_next().await, Ok(None)), "behind its end a stream has nothing");
    (references, ended)
}

async fn all<S: Paged>(pages: Pages<'_, S>) -> Vec<String> {
    let (references, ended) = read(pages).await;
    assert_eq!(ended, None);
    references
}

fn asked(wire: &Wire, member: &str) -> Vec<String> {
    let number = |sent: &_| Fields::from_json(body(sent)).unwrap().number(member).unwrap().to_owned();
    wire.calls().iter().map(number).collect()
}

#[tokio::test]
async fn pages_are_asked_for_in_order() {
    let wire = Wire::script([page(&["A", "B"], 1, 2), page(&["C"], 2, 2)]);
    assert_eq!(all(kess(&wire).pages(days())).await, ["A", "B", "C"]);
    assert_eq!(asked(&wire, "page"), ["1", "2"]);
}

/// B slides to the second page while it is read, and the list grows: it comes once, and the third page is read too.
#[tokio::test]
async fn f35_what_moves_to_the_next_page_comes_once() {
    let wire = Wire::script([page(&["A", "B"], 1, 2), page(&["B", "C"], 2, 3), page(&["D"], 3, 3)]);
    assert_eq!(all(kess(&wire).pages(days())).await, ["A", "B", "C", "D"]);
}

/// A whole page of new orders comes in between two requests, so that the next page is the one before.
#[tokio::test]
async fn f35_a_page_of_known_orders_is_not_the_end() {
    let wire = Wire::script([page(&["A", "B"], 1, 2), page(&["A", "B"], 2, 3), page(&["C"], 3, 3)]);
    assert_eq!(all(kess(&wire).pages(days())).await, ["A", "B", "C"]);
}

/// A list without an end ends where nothing new comes ten times in a row, and says so.
#[tokio::test]
async fn f35_a_list_that_repeats_itself_ends_in_an_error() {
    let wire = Wire::gateway(|_| page(&["A"], 1, 4_000_000));
    let repeating = ErrorKind::Malformed(Malformed::Repeating { pages: 10 });
    assert_eq!(read(kess(&wire).pages(days())).await, (vec!["A".to_owned()], Some(repeating.clone())));
    assert_eq!(wire.calls().len(), 11);
    assert_eq!(repeating.to_string(), "list goes on, and brings nothing new on 10 pages in a row");

    let wire = Wire::gateway(|_| page(&["A"], 1, 4_000_000));
    let kess = kess(&wire);
    let mut pages = kess.pages(days());
    for _ in 0..11 {
        pages.next_page().await.unwrap().unwrap();
    }
    assert_eq!(*pages.next_page().await.unwrap().unwrap_err().kind(), repeating);
    assert!(pages.next_page().await.is_none());
    assert_eq!(wire.calls().len(), 11);
}

/// Ten pages without anything new, the last of which is the last: the list is whole.
#[tokio::test]
async fn f35_a_list_that_ends_on_old_orders_is_whole() {
    let wire = Wire::script((1..=11).map(|nth| page(&["A"], nth, 11)));
    assert_eq!(all(kess(&wire).pages(days())).await, ["A"]);
}

/// Every member may be null (E4): without the number of the last page a list goes on for as long as it brings anything new.
#[tokio::test]
async fn f35_a_list_that_does_not_say_where_it_ends_is_read_to_its_end() {
    let unsaid =
        |orders: &str| success(&format!(r#"{{"items":[{orders}],"current_page":null,"last_page":null}}"#));
    let order = |name: &str| format!(r#"{{"out_trade_no":"{name}"}}"#);
    for end in [String::new(), order("B")] {
        let wire = Wire::script([unsaid(&order("A")), unsaid(&order("B")), unsaid(&end)]);
        assert_eq!(all(kess(&wire).pages(days())).await, ["A", "B"]);
        assert_eq!(asked(&wire, "page"), ["1", "2", "3"]);
    }
    // A gateway that knows no pages answers all of it each time, as the table of row 3 has it.
    let wire = Wire::gateway(|_| success(r#"{"user_info":[{"user_id":"CU-1"}]}"#));
    assert_eq!(all(kess(&wire).pages(ListUsers::new(NonZeroU32::MIN))).await, ["CU-1"]);
    assert_eq!(wire.calls().len(), 2);

    let bought = |items: &str| success(&format!(r#"{{"hasMore":null,"tranInfos":[{items}]}}"#));
    let wire = Wire::script([bought(r#"{"mcc":"4121"}"#), bought(r#"{"mcc":"4121"}"#), bought("")]);
    assert_eq!(all(kess(&wire).pages(purchases())).await.len(), 2);
    assert_eq!(asked(&wire, "from"), ["0", "10", "20"]);
}

/// A failure in the middle is the stream's last word: the list is not taken for a short one.
#[tokio::test]
async fn f35_a_page_that_fails_ends_the_stream() {
    let wire = Wire::script([page(&["A", "B"], 1, 3), http(500, ""), page(&["C"], 2, 3)]);
    let (read, ended) = read(kess(&wire).pages(days())).await;
    assert_eq!(read, ["A", "B"]);
    assert!(matches!(ended, Some(ErrorKind::Unreachable(_))), "{ended:?}");
    assert_eq!(wire.calls().len(), 2);
}

#[tokio::test]
async fn after_an_error_the_same_page_is_asked_for() {
    let wire = Wire::script([page(&["A"], 1, 2), http(500, ""), page(&["B"], 2, 2)]);
    let kess: Kess = kess(&wire);
    let mut pages = kess.pages(days());
    assert_eq!(pages.next_page().await.unwrap().unwrap().len(), 1);
    pages.next_page().await.unwrap().unwrap_err();
    assert_eq!(pages.next_page().await.unwrap().unwrap().len(), 1);
    assert!(pages.next_page().await.is_none());
    assert_eq!(asked(&wire, "page"), ["1", "2", "2"]);
}

fn report(window: &str, items: &str) -> Answer {
    success(&format!(r#"{{{window}"hasMore":true,"tranInfos":[{items}]}}"#))
}

fn purchases() -> VirtualCardReportOf {
    VirtualCardReportOf::new(text("24831209"), 0, 10).unwrap()
}

/// As the document's sample (E11): asked for 0 to 10, the gateway answers 0 to 100, or less than was asked for.
#[tokio::test]
async fn e11_a_report_goes_on_behind_the_window_that_was_answered() {
    let last = || success(r#"{"hasMore":false,"tranInfos":[]}"#);
    for (window, from) in [
        (r#""from":0,"to":100,"#, "100"),
        (r#""from":0,"to":5,"#, "5"),
        (r#""from":0,"to":"7","#, "7"),
        ("", "10"),
        // None that gets ahead.
        (r#""from":0,"to":0,"#, "10"),
        (r#""from":0,"to":-1,"#, "10"),
        (r#""from":0,"to":4294967296,"#, "10"),
    ] {
        let wire = Wire::script([report(window, r#"{"mcc":"4121"}"#), last()]);
        assert_eq!(all(kess(&wire).pages(purchases())).await.len(), 1);
        assert_eq!(asked(&wire, "from"), ["0", from], "{window}");
        let to: u32 = from.parse::<u32>().unwrap() + 10;
        assert_eq!(asked(&wire, "to"), ["10".to_owned(), to.to_string()], "{window}");
    }
}

/// Purchases have no names, so that a repetition cannot be told from more of them.
#[tokio::test]
async fn f35_a_report_that_says_more_for_ever_ends_in_an_error() {
    let too_many = Some(ErrorKind::Malformed(Malformed::TooManyPages { pages: 1_000 }));
    for window in ["", r#""from":0,"to":100,"#] {
        let wire = Wire::gateway(move |_| report(window, r#"{"mcc":"4121"}"#));
        let (read, ended) = read(kess(&wire).pages(purchases())).await;
        assert_eq!((read.len(), &ended), (1_000, &too_many));
        assert_eq!(wire.calls().len(), 1_000);
    }
    let wire = Wire::gateway(|_| report("", ""));
    let repeating = Some(ErrorKind::Malformed(Malformed::Repeating { pages: 10 }));
    assert_eq!(read(kess(&wire).pages(purchases())).await, (vec![], repeating));
    assert_eq!(wire.calls().len(), 10);
}

/// A stream goes to another task as it is.
#[tokio::test]
async fn items_are_read_in_another_task() {
    let wire = Wire::script([page(&["A"], 1, 2), page(&["B"], 2, 2)]);
    let kess = kess(&wire);
    let read = tokio::spawn(async move {
        let orders: Vec<_> = kess.pages(days()).into_items().try_collect().await.unwrap();
        orders.len()
    });
    assert_eq!(read.await.unwrap(), 2);
}

#[tokio::test]
async fn the_other_lists_turn_too() {
    let users = |user: &str| {
        success(&format!(r#"{{"data":[{{"user_id":"{user}"}}],"current_page":1,"last_page":2}}"#))
    };
    let wire = Wire::script([users("CU-1"), users("CU-2")]);
    assert_eq!(all(kess(&wire).pages(ListUsers::new(NonZeroU32::MIN))).await, ["CU-1", "CU-2"]);

    let moves =
        |name: &str| success(&format!(r#"{{"data":[{{"transaction_ref":"{name}"}}],"last_page":2}}"#));
    let wire = Wire::script([moves("TR-1"), moves("TR-2")]);
    assert_eq!(all(kess(&wire).pages(ListTransactions::new(NonZeroU32::MIN))).await, ["TR-1", "TR-2"]);

    let report = |more| success(&format!(r#"{{"hasMore":{more},"tranInfos":[{{"mcc":"4121"}}]}}"#));
    let wire = Wire::script([report("true"), report("0")]);
    let request = VirtualCardReportOf::new(text("24831209"), 0, 10).unwrap();
    assert_eq!(all(kess(&wire).pages(request)).await.len(), 2);
    assert_eq!(
        (asked(&wire, "from"), asked(&wire, "to")),
        (vec!["0".into(), "10".into()], vec!["10".into(), "20".into()])
    );
}
