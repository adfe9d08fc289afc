//! The Payment Page, from a signed link to the click.

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::Encryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};

use super::*;

impl Bench {
    /// Submits the only form of a page, as a browser does.
    async fn submit(&self, page: &str, fields: &str) -> String {
        let action = page.split_once("action=\"").unwrap().1.split_once('"').unwrap().0;
        let request = Request::post(action).header("content-type", "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(fields.to_owned())).unwrap()).await.1
    }
}

#[tokio::test]
async fn a_payer_opens_the_link_chooses_a_bank_and_pays() {
    let bench = Bench::new();
    let link = link(&[
        ("payment_description", "Two <coffees>"),
        ("redirect_success_url", "https://shop.example/?a=b&c=d"),
    ]);
    let (status, page) = bench.get(&link).await;
    assert_eq!(status, 200);
    for shown in
        ["payment_47", "Two &lt;coffees&gt;", "John Doe", "100.00 USD", "ACLEDA Bank", "not confirmed"]
    {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    // The platform knows of nothing before the payer has confirmed.
    assert_eq!(bench.status("payment_47").await["errors"][0]["code"], json!("3061"));
    let page = bench.submit(&page, "bank=62411&amount=").await;
    assert!(page.contains("Paid.") && page.contains("ACLEDA Bank"), "{page}");
    assert!(page.contains("href=\"https://shop.example/?a=b&amp;c=d\""), "{page}");
    assert!(!page.contains("<button"), "{page}");
    assert_eq!(bench.status("payment_47").await["payment"]["status"], json!("processing"));
    bench.pass(SETTLED);
    assert!(bench.get(&link).await.1.contains("<td>success</td>"));
    assert_eq!(bench.callbacks().last().unwrap()["payment"]["status"], json!("success"));
}

#[tokio::test]
async fn a_payer_declines_and_tries_again() {
    let bench = Bench::new();
    let link = link(&[("redirect_fail_url", "https://shop.example/no")]);
    let page = bench.get(&link).await.1;
    let page = bench.submit(&page, "bank=62401&code=20105&declines=1").await;
    assert!(page.contains("declined") && page.contains("https://shop.example/no"), "{page}");
    bench.pass(SETTLED);
    let page = bench.get(&link).await.1;
    assert!(page.contains("<td>decline</td>"), "{page}");
    let page = bench.submit(&page, "bank=62401&amount=99.50&other=1").await;
    assert!(page.contains("Paid."), "{page}");
    bench.pass(SETTLED);
    let told = bench.status("payment_47").await;
    assert_eq!(
        (&told["payment"]["status"], &told["payment"]["sum"]["amount"]),
        (&json!("success"), &json!(9950))
    );
    let codes: Vec<_> = told["operations"].as_array().unwrap().iter().map(|sale| &sale["code"]).collect();
    assert_eq!(codes, ["20105", "0"]);
}

#[tokio::test]
async fn both_spellings_of_a_space_are_one_link() {
    let bench = Bench::new();
    let link = link(&[]);
    assert!(link.contains("John+Doe"));
    for link in [link.clone(), link.replace('+', "%20")] {
        assert_eq!(bench.get(&link).await.0, 200, "{link}");
    }
}

#[tokio::test]
async fn a_flag_may_be_signed_as_a_digit_and_written_as_a_word() {
    let bench = Bench::new();
    for (signed, written) in [("=1", "=true"), ("=1", "=True"), ("=0", "=false")] {
        let flag = link(&[("close_on_missclick", &signed[1..])]);
        let written = flag.replace(&format!("missclick{signed}"), &format!("missclick{written}"));
        assert_ne!(flag, written);
        assert_eq!(bench.get(&written).await.0, 200, "{written}");
    }
}

#[tokio::test]
async fn a_link_that_is_not_as_it_was_signed_is_not_opened() {
    let bench = Bench::new();
    let good = link(&[]);
    let unsigned = good.split_once("&signature").unwrap().0;
    for (link, code) in [
        (good.replace("=10000&", "=1&"), "3261"),
        (format!("{good}&payment_amount=1"), "702"),
        (format!("{good}&redirect=1"), "3261"),
        (unsigned.to_owned(), "3262"),
        (link(&[("project_id", "1235")]), "3261"),
        (link(&[("customer_id", "")]), "2124"),
        (link(&[("customer_email", "")]), "2426"),
        (link(&[("payment_id", "")]), "2004"),
        (link(&[("account_customer_name", "")]), "2004"),
        (link(&[("payment_amount", "100.00")]), "702"),
        (link(&[("payment_amount", "1")]), "3358"),
        (link(&[("payment_currency", "EUR")]), "3023"),
        (link(&[("force_payment_method", "card")]), "2541"),
        (link(&[("redirect_success_url", "javascript:alert(1)")]), "702"),
        (link(&[("best_before", "soon")]), "702"),
    ] {
        let (status, page) = bench.get(&link).await;
        assert!(status == 400 && page.contains(&format!("code {code}:")), "{link}: {status} {page}");
    }
    assert!(bench.monetix().payments().is_empty());
}

#[tokio::test]
async fn d34_a_semicolon_is_not_taken_on_a_link() {
    let bench = Bench::new();
    let (status, page) = bench.get(&link(&[("payment_description", "d;payment:status:success")])).await;
    assert!(status == 400 && page.contains("code 702:"), "{page}");
}

#[tokio::test]
async fn an_encrypted_link_opens_the_same_page() {
    let bench = Bench::new();
    let mut key = [0; 32];
    key[..Monetix::ENCRYPTION_KEY.len()].copy_from_slice(Monetix::ENCRYPTION_KEY.as_bytes());
    let iv = [7; 16];
    let seal = Encryptor::<Aes256>::new(&key.into(), &iv.into());
    let mut sealed = link(&[]).into_bytes();
    let length = sealed.len();
    sealed.resize(length + 16, 0);
    let sealed = seal.encrypt_padded::<Pkcs7>(&mut sealed, length).unwrap();
    let token = STANDARD.encode(format!("{}::{}", STANDARD.encode(sealed), STANDARD.encode(iv)));
    let (status, page) = bench.get(&format!("/1234/{}", token.replace('=', "%3D"))).await;
    assert!(status == 200 && page.contains("100.00 USD"), "{page}");
    let paid =
        bench.monetix().pay(&format!("http://127.0.0.1:4000/1234/{token}"), MonetixPay::new()).unwrap();
    assert_eq!((&*paid.payment_id, paid.paid), ("payment_47", Some(usd(10_000))));
    assert_eq!(bench.get("/1234/Ojo=").await.0, 400);
}

#[tokio::test]
async fn a_name_that_was_used_for_something_else_is_refused() {
    let bench = Bench::new();
    bench.monetix().pay(&format!("http://127.0.0.1:4000{}", link(&[])), MonetixPay::new()).unwrap();
    let (status, page) = bench.get(&link(&[("payment_amount", "20000")])).await;
    assert!(status == 400 && page.contains("code 3041:"), "{page}");
    assert_eq!(bench.refused(Monetix::SALE, &sale("payment_47")).await, "3041");
    bench.sale("payment_48").await;
    assert_eq!(bench.get(&link(&[("payment_id", "payment_48")])).await.0, 400);
}

#[tokio::test]
async fn a_page_expires_with_best_before() {
    let bench = Bench::new();
    // START is 2025-06-15T15:06:40Z.
    let link = link(&[("best_before", "2025-06-15T22:07:00+07")]);
    let page = bench.get(&link).await.1;
    bench.pass(Duration::from_secs(20));
    assert!(!bench.get(&link).await.1.contains("<button"));
    assert!(
        bench
            .submit(&page, "bank=62401")
            .await
            .contains("Not paid: the payment expired at 2025-06-15T15:07:00Z")
    );
}

#[tokio::test]
async fn the_bank_that_gate_redirects_to_has_a_page_too() {
    let bench = Bench::new();
    bench.monetix().notify_in(MonetixForm::new().redirect_by_post());
    bench.sale("payment_47").await;
    let redirect = bench.callbacks()[0]["redirect_data"].clone();
    let url = redirect["url"].as_str().unwrap().strip_prefix("http://127.0.0.1:4000").unwrap();
    assert_eq!(redirect["method"], json!("POST"));
    let form = format!("token={}", redirect["body"]["token"].as_str().unwrap());
    let request = Request::post(url).header("content-type", "application/x-www-form-urlencoded");
    let (status, page) = bench.ask(request.body(Body::from(form)).unwrap()).await;
    assert!(status == 200 && page.contains("ABA PAY") && !page.contains("<select name=\"bank\">"), "{page}");
    assert!(bench.submit(&page, "").await.contains("href=\"https://shop.example/paid\""));
    assert_eq!(bench.get("/monetix/nothing").await.0, 404);
}

#[tokio::test]
async fn the_first_page_lists_payments_and_every_control_path() {
    let bench = Bench::new();
    bench.sale("payment_48").await;
    bench.get(&link(&[])).await;
    let page = bench.get("/").await.1;
    for payment in bench.monetix().payments() {
        assert!(page.contains(&format!("<a href=\"/monetix/{}\">{}</a>", payment.token, payment.payment_id)));
    }
    assert!(page.contains("awaiting redirect result") && page.contains("not confirmed yet"), "{page}");
    for path in ["project", "pay", "payments", "refunds", "notifications", "form"] {
        assert!(page.contains(&format!(" /_sandbox/monetix/{path}<")), "{path}");
    }
}
