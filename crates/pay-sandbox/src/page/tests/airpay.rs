//! The page of Airpay, clicked through.

use serde_json::json;

use super::*;
use crate::AirpayOutcome;
use crate::airpay::tests::{open, request};

/// The path of the link of a new order.
async fn opened(parts: &Parts, router: &Router, name: &str) -> String {
    let mut members = request("TRX1");
    members["name"] = json!(name);
    path(&open(parts, router, members).await["payment_url"])
}

#[tokio::test]
async fn a_payer_fails_leaves_it_unknown_pays_and_goes_back() {
    let (parts, router) = bench();
    let link = opened(&parts, &router, "John Doe").await;
    let (status, page) = get(&router, &link).await;
    assert_eq!(status, 200);
    let shown = ["John Doe", "Payment for service", "TRX1", "LINKIT25061522229", "10000 KHR", "Nothing yet"];
    for shown in shown {
        assert!(page.contains(shown), "{shown}");
    }
    for (button, said, outcome) in [
        ("fails=1", "The payment failed.", AirpayOutcome::Failed),
        ("unknown=1", "Nobody knows", AirpayOutcome::Unknown),
        ("", "Paid.", AirpayOutcome::Success),
    ] {
        let page = post(&router, &action(&page), button).await;
        assert!(page.contains(said) && page.contains("href=\"https://shop.example/back\""), "{page}");
        assert_eq!(page.contains("<button"), outcome != AirpayOutcome::Success);
        parts.clock.advance(Duration::from_secs(2));
        assert_eq!(parts.airpay.order("TRX1").unwrap().outcome, Some(outcome));
    }
    assert!(get(&router, &link).await.1.contains("1, success"));
    assert!(post(&router, &link, "").await.contains("Not paid: the order was paid before"));
}

#[tokio::test]
async fn d30_what_a_shop_writes_is_no_markup() {
    let (parts, router) = bench();
    let link = opened(&parts, &router, "<script>alert(1)</script>\u{202e}").await;
    for page in [get(&router, &link).await.1, post(&router, &link, "").await] {
        assert!(!page.contains("<script>") && !page.contains('\u{202e}'), "{page}");
    }
    assert_eq!(get(&router, "/airpay/pay/none").await.0, 404);
}
