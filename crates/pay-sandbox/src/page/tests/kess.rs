//! The pages of KESS, clicked through: forms are read out of the page and sent as a browser does.

use serde_json::json;

use super::*;
use crate::Kess;
use crate::kess::tests::call;

/// The path of the payment link of a new order.
async fn opened(parts: &Parts, router: &Router, body: &str, redirect_url: &str) -> String {
    let members = json!({
        "service": "webpay.acquire.createorder", "seller_code": Kess::SELLER_CODE, "out_trade_no": "T-1",
        "body": body, "total_amount": 10.5, "currency": "USD", "redirect_url": redirect_url,
    });
    path(&call(parts, router, members).await["payment_link"])
}

#[tokio::test]
async fn a_payer_opens_the_link_pays_and_goes_back() {
    let (parts, router) = bench();
    let link = opened(&parts, &router, "Two coffees", "http://shop.example/back").await;
    let (status, page) = get(&router, &link).await;
    assert_eq!(status, 200);
    for shown in ["Two coffees", "10.50 USD", "T-1", "WAITING", "<option value=\"WECHAT\" selected>"] {
        assert!(page.contains(shown), "{shown}");
    }
    let page = post(&router, &action(&page), "method=ACLBKHPP").await;
    assert!(page.contains("Paid."), "{page}");
    assert!(page.contains("href=\"http://shop.example/back?success=1&amp;out_trade_no=T-1&amp;"), "{page}");
    assert!(!page.contains("<button"), "{page}");
    parts.clock.advance(Duration::from_secs(2));
    assert!(get(&router, &link).await.1.contains("SUCCESS"));
    assert_eq!(parts.kess.order("T-1").unwrap().status, "SUCCESS");
    // The page's own form, sent once more.
    assert!(post(&router, &link, "").await.contains("Not paid: the order was paid before"));
}

#[tokio::test]
async fn a_payer_fails_or_leaves_it_undecided() {
    let (parts, router) = bench();
    let link = opened(&parts, &router, "Two coffees", "http://shop.example/back").await;
    let page = post(&router, &link, "method=VISA_MASTER&code=INSUFFICIENT_FUNDS&fails=1").await;
    assert!(page.contains("The payment failed.") && page.contains("INSUFFICIENT_FUNDS"), "{page}");
    assert!(page.contains("<button>Pay</button>"));
    let page = post(&router, &link, "method=VISA_MASTER&code=DECLINED&waits=1").await;
    assert!(page.contains("WAITING_FINAL_STATUS"), "{page}");
    parts.clock.advance(Duration::from_secs(2));
    assert_eq!(parts.kess.order("T-1").unwrap().status, "SUCCESS");
    assert!(post(&router, &link, "method=NOBANK").await.contains("Not paid: expected a method"));
}

#[tokio::test]
async fn d30_what_a_shop_writes_is_no_markup() {
    let (parts, router) = bench();
    let link =
        opened(&parts, &router, "<script>alert(1)</script>\u{202e}", "http://shop.example/?a=1&b='").await;
    for page in [get(&router, &link).await.1, post(&router, &link, "").await] {
        assert!(!page.contains("<script>") && !page.contains('\u{202e}'), "{page}");
    }
    for path in
        ["/pay/none", "/otp/none", "/spa/inti-card?token=none", "/spa/inti-card", "/ccpay/none?card_token=x"]
    {
        assert_eq!(get(&router, path).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn a_withdrawal_is_confirmed_on_its_page() {
    let (parts, router) = bench();
    let account = json!({
        "service": "webpay.acquire.tokenizebankaccount", "seller_code": Kess::SELLER_CODE, "bic": "WING",
        "bank_account_number": "123456789", "customer": "0f".repeat(256),
    });
    let token = call(&parts, &router, account).await["token"].clone();
    let withdrawal = json!({
        "service": "webpay.acquire.withdraw", "seller_code": Kess::SELLER_CODE, "out_trade_no": "W-1",
        "total_amount": 10, "currency": "USD", "bank_account_token": token, "customer": "0f".repeat(256),
    });
    let url = path(&call(&parts, &router, withdrawal).await["verify_otp_url"]);
    let (_, page) = get(&router, &url).await;
    assert!(page.contains("10.00 USD to TESTING-ABA-KESS (WING 123456789)"), "{page}");
    assert!(post(&router, &url, "code=").await.contains("Not sent: the password is wrong"));
    let page = post(&router, &url, &format!("code={}", parts.kess.otp("W-1").unwrap())).await;
    assert!(page.contains("on its way") && !page.contains("<button>"), "{page}");
    parts.clock.advance(Duration::from_secs(2));
    assert_eq!(parts.kess.order("W-1").unwrap().status, "SUCCESS");
    // A withdrawal has no page to pay.
    let token = parts.kess.order("W-1").unwrap().token;
    assert_eq!(get(&router, &format!("/pay/{token}")).await.0, 404);
}

#[tokio::test]
async fn a_card_is_saved_and_pays() {
    let (parts, router) = bench();
    let asked = json!({
        "service": "webpay.acquire.saveCard", "seller_code": Kess::SELLER_CODE,
        "notify_url": "http://127.0.0.1:1/", "redirect_url": "http://shop.example/saved",
    });
    let link = path(&call(&parts, &router, asked).await["link"]);
    let (_, page) = get(&router, &link).await;
    let token = link.split_once("token=").unwrap().1;
    let page = post(&router, &action(&page), &format!("token={token}")).await;
    assert!(page.contains("href=\"http://shop.example/saved\""), "{page}");
    let card = parts.kess.save_card(token).unwrap();
    let order = opened(&parts, &router, "Two coffees", "http://shop.example/back").await;
    let saved = format!("{}?card_token={card}", order.replace("/pay/", "/ccpay/"));
    let (_, page) = get(&router, &saved).await;
    assert!(page.contains("<option value=\"VISA_MASTER\" selected>"), "{page}");
    assert!(post(&router, &action(&page), "method=VISA_MASTER").await.contains("Paid."));
}
