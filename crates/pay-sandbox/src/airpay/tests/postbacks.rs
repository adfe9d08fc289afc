//! Payers, and what the shop is told of them. How it is sent is in `tests/airpay.rs`.

use super::*;
use crate::{AirpayForm, AirpayOutcome, AirpayPay, AirpayPayError, NotifyOptions, PayOptions};

impl Bench {
    /// A paid order, and the address of the postback of it.
    async fn told(&self, trxid: &str, options: AirpayPay) -> String {
        self.data(request(trxid)).await;
        self.airpay().pay(trxid, options).unwrap();
        self.airpay().notifications().pop().unwrap().url
    }
}

#[tokio::test]
async fn a_postback_is_written_as_the_sample() {
    let bench = Bench::new();
    bench.airpay().postback_to("https://domain/callback");
    let url = bench.told("TRX1", AirpayPay::new()).await;
    // 1750000001.5 is 22:06:41 in Phnom Penh, by date(1).
    let expected = "https://domain/callback?trx_id=LINKIT25061522229&trx_date=2025-06-15T22:06:41+07:00\
                    &status=1&status_desc=Success";
    assert_eq!(url, expected);
    let told = bench.airpay().notifications().pop().unwrap();
    assert_eq!((told.method.as_str(), &*told.about, &*told.body), ("GET", "TRX1", ""));
}

#[tokio::test]
async fn d52_d53_names_and_dates_come_in_every_form() {
    for (form, number, date) in [
        (AirpayForm::new().trxid(), "trxid=LINKIT25061522229", "2025-06-15T22:06:41+07:00"),
        (
            AirpayForm::new().both_names().encoded(),
            "trx_id=LINKIT25061522229&trxid=LINKIT25061522229",
            "2025-06-15T22:06:41%2B07:00",
        ),
        (AirpayForm::new().utc(), "trx_id=LINKIT25061522229", "2025-06-15T15:06:41Z"),
    ] {
        let bench = Bench::new();
        bench.airpay().postback_to("http://127.0.0.1:1/callback?shop=1#top");
        bench.airpay().notify_in(form);
        let url = bench.told("TRX1", AirpayPay::new().fails()).await;
        let expected = format!(
            "http://127.0.0.1:1/callback?shop=1&{number}&trx_date={date}&status=0&status_desc=Failed"
        );
        assert_eq!(url, expected);
    }
}

#[tokio::test]
async fn an_order_fails_stays_unknown_and_is_paid_after_all() {
    let bench = Bench::new();
    bench.airpay().postback_to("http://127.0.0.1:1/");
    bench.data(request("TRX1")).await;
    for (options, outcome) in [
        (AirpayPay::new().fails(), AirpayOutcome::Failed),
        (AirpayPay::new().unknown(), AirpayOutcome::Unknown),
        (AirpayPay::new(), AirpayOutcome::Success),
        (AirpayPay::new().again().fails(), AirpayOutcome::Success),
    ] {
        bench.airpay().pay("TRX1", options).unwrap();
        bench.settle();
        assert_eq!(bench.airpay().order("TRX1").unwrap().outcome, Some(outcome));
    }
    let told: Vec<_> = bench.airpay().notifications().into_iter().map(|told| told.url).collect();
    let status = |url: &String| url.split_once("&status=").unwrap().1.to_owned();
    let expected = ["0&status_desc=Failed", "2&status_desc=Unknown%20reason", "1&status_desc=Success"];
    assert_eq!(told.iter().map(status).take(3).collect::<Vec<_>>(), expected);
    assert_eq!(bench.airpay().pay("TRX1", AirpayPay::new()), Err(AirpayPayError::AlreadyPaid));
    assert_eq!(bench.airpay().pay("TRX2", AirpayPay::new()), Err(AirpayPayError::NoOrder));
}

#[tokio::test]
async fn f12_f14_f15_no_postback_tells_late_double_and_short_payments_apart() {
    let bench = Bench::new();
    bench.airpay().postback_to("http://127.0.0.1:1/");
    bench.data(request("TRX1")).await;
    bench.parts.clock.advance(Duration::from_secs(900));
    assert!(matches!(bench.airpay().pay("TRX1", AirpayPay::new()), Err(AirpayPayError::Over { .. })));
    bench.airpay().pay("TRX1", AirpayPay::new().late().amount(riel(1))).unwrap();
    bench.airpay().pay("TRX1", AirpayPay::new().late().again()).unwrap();
    bench.airpay().pay("TRX1", AirpayPay::new().late().again().silent()).unwrap();
    let [first, second] = &bench.airpay().notifications()[..] else { panic!("two are told") };
    assert_eq!(first.url, second.url);
    assert_eq!(bench.airpay().order("TRX1").unwrap().paid, [riel(1), riel(10_000), riel(10_000)]);
}

#[tokio::test]
async fn the_code_is_paid_by_a_banks_application_and_copies_are_alike() {
    let bench = Bench::new();
    bench.airpay().notify_as(NotifyOptions::new().copies(3));
    let data = bench.data(request("TRX1")).await;
    let qr = data["qr_string"].as_str().unwrap();
    bench.parts.pay(qr, PayOptions::new()).unwrap();
    // No address was agreed on.
    assert!(bench.airpay().notifications().is_empty());
    bench.airpay().postback_to("http://127.0.0.1:1/");
    bench.parts.pay(qr, PayOptions::new().again()).unwrap();
    let told = bench.airpay().notifications();
    assert!(told.len() == 3 && told.iter().all(|copy| copy.url == told[0].url), "{told:?}");
    bench.settle();
    assert_eq!(bench.airpay().order("TRX1").unwrap().outcome, Some(AirpayOutcome::Success));
}
