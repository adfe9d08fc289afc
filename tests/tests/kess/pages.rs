//! Lists page by page.

use std::num::NonZeroU32;

use kess_client::service::{ListTransactions, ListUsers, QueryOrdersByDate, VirtualCardReportOf};
use kess_client::{Fields, Kess, Paged, Pages};

use crate::wire::{Answer, Wire, body, http, kess, success, text};

fn days() -> QueryOrdersByDate {
    QueryOrdersByDate::new("2022-01-15".parse().unwrap(), "2022-01-15".parse().unwrap()).unwrap()
}

fn page(orders: &[&str], current: u32, last: u32) -> Answer {
    let items: Vec<String> = orders.iter().map(|order| format!(r#"{{"out_trade_no":"{order}"}}"#)).collect();
    success(&format!(r#"{{"items":[{}],"current_page":{current},"last_page":"{last}"}}"#, items.join(",")))
}

async fn all<S: Paged>(mut pages: Pages<'_, S>) -> Vec<String> {
    let mut references = Vec::new();
    while let Some(items) = pages.next_page().await {
        let items = items.unwrap();
        references.extend(items.iter().map(|item| S::reference(item).unwrap_or("-").to_owned()));
    }
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

/// A list without an end ends where nothing new comes ten times in a row.
#[tokio::test]
async fn f35_a_list_that_repeats_itself_ends() {
    let wire = Wire::gateway(|_| page(&["A"], 1, 4_000_000));
    assert_eq!(all(kess(&wire).pages(days())).await, ["A"]);
    assert_eq!(wire.calls().len(), 11);
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
async fn f35_a_report_that_says_more_for_ever_ends() {
    for window in ["", r#""from":0,"to":100,"#] {
        let wire = Wire::gateway(move |_| report(window, r#"{"mcc":"4121"}"#));
        assert_eq!(all(kess(&wire).pages(purchases())).await.len(), 1_000);
        assert_eq!(wire.calls().len(), 1_000);
    }
    let wire = Wire::gateway(|_| report("", ""));
    assert!(all(kess(&wire).pages(purchases())).await.is_empty());
    assert_eq!(wire.calls().len(), 10);
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
