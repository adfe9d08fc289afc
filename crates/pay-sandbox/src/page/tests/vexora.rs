//! The page of Vexora, clicked through.

use serde_json::json;

use super::*;
use crate::vexora::tests::{checkout, open};

/// The path of the payment link of a new deposit.
async fn opened(parts: &Parts, router: &Router, firstname: &str) -> String {
    let mut members = checkout("VX1");
    members["firstname"] = json!(firstname);
    path(&open(parts, router, members).await["paymentLink"])
}

/// The form of a page with a button that is pressed.
fn pressed(link: &str, button: &str) -> String {
    format!("token={}&{button}", link.split_once("token=").unwrap().1)
}

#[tokio::test]
async fn a_payer_pays_a_part_and_then_the_rest_and_goes_back() {
    let (parts, router) = bench();
    let link = opened(&parts, &router, "Rizky").await;
    let (status, page) = get(&router, &link).await;
    assert_eq!(status, 200);
    for shown in ["Rizky Pratama", "VX1", "300.00 USD", "0015", "Pay 300.00 USD", "0002010102"] {
        assert!(page.contains(shown), "{shown}");
    }
    let page = post(&router, &action(&page), &pressed(&link, "amount=+100.5&part=1")).await;
    assert!(page.contains("Paid a part.") && page.contains("Pay 199.50 USD"), "{page}");
    let page = post(&router, &action(&page), &pressed(&link, "amount=199.50")).await;
    assert!(page.contains("href=\"https://merchant.com/payment/result\""), "{page}");
    assert!(page.contains("Paid.") && !page.contains("<button"), "{page}");
    parts.clock.advance(Duration::from_secs(2));
    assert_eq!(parts.vexora.order("VX1").unwrap().status, "0000");
    // The page's own form, sent once more.
    let page = post(&router, "/vexora/pay", &pressed(&link, "amount=1")).await;
    assert!(page.contains("Not paid: the deposit was paid before"), "{page}");
}

#[tokio::test]
async fn a_payer_fails() {
    let (parts, router) = bench();
    let link = opened(&parts, &router, "Rizky").await;
    let page = post(&router, "/vexora/pay", &pressed(&link, "amount=ten&part=1")).await;
    assert!(page.contains("Not paid: expected an amount in plain decimal digits"), "{page}");
    let page = post(&router, "/vexora/pay", &pressed(&link, "status=0029&fails=1")).await;
    assert!(page.contains("The payment failed.") && !page.contains("<button"), "{page}");
    parts.clock.advance(Duration::from_secs(2));
    assert!(get(&router, &link).await.1.contains("<td>0029</td>"));
}

#[tokio::test]
async fn d30_what_a_shop_writes_is_no_markup() {
    let (parts, router) = bench();
    let link = opened(&parts, &router, "<script>alert(1)</script>\u{202e}").await;
    for page in [get(&router, &link).await.1, post(&router, "/vexora/pay", &pressed(&link, "")).await] {
        assert!(!page.contains("<script>") && !page.contains('\u{202e}'), "{page}");
    }
    for path in ["/vexora/pay", "/vexora/pay?token=none"] {
        assert_eq!(get(&router, path).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn the_first_page_leads_to_the_page_of_a_deposit() {
    let (parts, router) = bench();
    let link = opened(&parts, &router, "Rizky").await;
    let (_, page) = get(&router, "/").await;
    assert!(page.contains(&format!("<td>Vexora</td><td><a href=\"http://127.0.0.1:4000{link}\">VX1</a>")));
}
