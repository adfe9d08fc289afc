//! Postbacks of anybody's: whoever knows the address can send one, and whoever does not hears of nothing.

use std::collections::BTreeSet;

use airpay_client::PostbackStatus;
use pay_core::Trust;
use pay_http::http::header::DATE;
use pay_http::http::{Request, Response};
use pay_http::{Bytes, HttpTransport, Transport as _};

use crate::shop::Shop;

/// Somebody with a client of HTTP.
struct Stranger(HttpTransport);

impl Stranger {
    fn before(shop: &Shop) -> Self {
        Self(HttpTransport::new(&shop.postback_url.parse().unwrap()).unwrap())
    }

    async fn get(&self, url: String, headers: &[(&str, &str)]) -> Response<Bytes> {
        let request =
            headers.iter().fold(Request::get(url), |request, (name, value)| request.header(*name, *value));
        self.0.send(request.body(Bytes::new()).unwrap()).await.unwrap()
    }
}

fn success(id: &str) -> String {
    format!("trx_id={id}&trx_date=2025-10-27T15:04:11+07:00&status=1&status_desc=Success")
}

fn said(response: &Response<Bytes>) -> (u16, &[u8]) {
    (response.status().as_u16(), response.body())
}

/// The very words of a success about an order that nobody has paid: acknowledged, a hint, and a lie.
#[tokio::test]
async fn d50_a_success_from_anywhere_is_acknowledged_and_a_hint() {
    let shop = Shop::open().await;
    let (_, stored) = shop.sell("A-1").await;
    let stranger = Stranger::before(&shop);
    let claim = success(stored.platform_id().as_str());
    let answer = stranger.get(format!("{}?{claim}", shop.postback_url), &[]).await;
    assert_eq!(said(&answer), (200, b"OK".as_slice()));
    let postbacks = shop.listener.take();
    let hint = stored.hint(&postbacks[0]).unwrap();
    assert_eq!((hint.claim, postbacks[0].to_notice().trust), (PostbackStatus::Success, Trust::Hint));
    let order = shop.double().order("A-1").unwrap();
    assert!(order.outcome.is_none() && order.paid.is_empty(), "what a person finds who looks it up");
}

/// Without the segment, with one that is nearly right, and as if it came from Airpay: 404, and nothing is kept.
#[tokio::test]
async fn d51_who_does_not_know_the_address_meets_404() {
    let shop = Shop::open().await;
    let (_, stored) = shop.sell("A-1").await;
    let stranger = Stranger::before(&shop);
    let claim = success(stored.platform_id().as_str());
    let (base, segment) = shop.postback_url.rsplit_once('/').unwrap();
    let host = base.strip_suffix("/airpay").unwrap();
    for url in [
        format!("{host}/callback?{claim}"),
        format!("{host}/?{claim}"),
        format!("{base}?{claim}"),
        format!("{base}/?{claim}"),
        format!("{base}/{}?{claim}", &segment[1..]),
        format!("{base}/{segment}0?{claim}"),
        format!("{base}/{}?{claim}", segment.to_uppercase()),
        format!("{base}/{segment}/?{claim}"),
        format!("{base}/x?{claim}&path={segment}"),
    ] {
        let forwarded = [("X-Forwarded-For", "203.0.113.7"), ("Forwarded", "for=203.0.113.7")];
        let answer = stranger.get(url.clone(), &forwarded).await;
        assert_eq!(said(&answer), (404, b"".as_slice()), "{url}");
    }
    assert!(shop.listener.take().is_empty());
}

/// Over the right path, and not of the form: refused without a word of what is wrong.
#[tokio::test]
async fn d52_what_is_not_of_the_form_is_refused_without_a_word() {
    let shop = Shop::open().await;
    let (_, stored) = shop.sell("A-1").await;
    let (stranger, id) = (Stranger::before(&shop), stored.platform_id().as_str());
    let good = success(id);
    for claim in [
        String::new(),
        format!("{good}&trx_id={id}"),
        format!("{good}&trxid=LINKIT0"),
        format!("{good}&status=0"),
        good.replace("&status=1", ""),
        good.replace("status=1", "status[]=1"),
        good.replace("2025-10-27", "2015-10-27"),
        good.replace("2025-10-27", "2026-10-27"),
        good.replace("Success", "%ff"),
    ] {
        let answer = stranger.get(format!("{}?{claim}", shop.postback_url), &[]).await;
        assert_eq!(said(&answer), (400, b"".as_slice()), "{claim}");
    }
    assert!(shop.listener.take().is_empty());
    for status in ["01", "1%00", "true", "%201", "3"] {
        let claim = good.replace("status=1", &format!("status={status}"));
        stranger.get(format!("{}?{claim}", shop.postback_url), &[]).await;
        let read = shop.listener.take();
        assert!(matches!(read[0].status, PostbackStatus::Other(_)), "{status}: {:?}", read[0].status);
    }
}

/// The numbers follow one another, so that anybody can guess the next. A sweep over the sockets through those of a
/// thousand orders, of which one exists: nothing in any reply tells it from the others.
#[tokio::test]
async fn d54_a_sweep_of_numbers_finds_out_nothing() {
    let shop = Shop::open().await;
    let (_, stored) = shop.sell("A-1").await;
    let known = stored.platform_id().as_str();
    let (head, count) = known.split_at(known.len() - 5);
    let count: usize = count.parse().unwrap();
    let stranger = Stranger::before(&shop);
    let (mut replies, mut hints) = (BTreeSet::new(), Vec::new());
    for nth in count - 500..count + 500 {
        let claim = success(&format!("{head}{nth:05}"));
        let reply = stranger.get(format!("{}?{claim}", shop.postback_url), &[]).await;
        let headers = reply.headers().iter().filter(|(name, _)| *name != DATE);
        let headers: Vec<_> = headers.map(|(name, value)| format!("{name}: {value:?}")).collect();
        replies.insert((reply.status().as_u16(), headers, reply.body().clone()));
        // Afterwards, and unseen by the sender.
        hints.extend(shop.listener.take().iter().filter_map(|postback| stored.hint(postback)));
    }
    let [(status, _, body)] = replies.iter().collect::<Vec<_>>()[..] else { unreachable!("{replies:?}") };
    assert_eq!((*status, &**body, hints.len()), (200, b"OK".as_slice(), 1));
}
