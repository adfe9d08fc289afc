//! What the payer takes and refuses.

use pay_core::{Currency, Money};

use super::*;
use crate::{Bakong, PayError, PayOptions};

#[test]
fn a_code_is_paid_as_it_says() {
    let bench = Bench::new();
    let paid = bench.parts.bakong.pay(QR, PayOptions::new()).unwrap();
    assert_eq!(paid.amount, Money::from_minor(100, Currency::Usd));
    assert_eq!((&*paid.from_account, &*paid.to_account), (Bakong::PAYER, "jonhsmith@nbcq"));
    assert_eq!(paid.md5, *khqr_emv::md5(QR));
    assert_eq!(paid.hash.len(), 64);
    assert_eq!(bench.parts.bakong.transactions(), [paid]);
}

#[test]
fn the_same_seed_gives_the_same_hashes() {
    let hashes = |seed| {
        let bench = Bench::with(|builder| builder.seed(seed));
        let pay = || bench.parts.bakong.pay(QR, PayOptions::new().again()).unwrap().hash;
        [pay(), pay()]
    };
    assert_eq!(hashes(7), hashes(7));
    assert_ne!(hashes(7), hashes(8));
    assert_ne!(hashes(7)[0], hashes(7)[1]);
}

#[test]
fn a_code_that_does_not_hold_is_refused() {
    let bench = Bench::new();
    let pay = |qr: &str| bench.parts.bakong.pay(qr, PayOptions::new()).unwrap_err();
    for wrong in ["", "hello", &QR.replace("Jonh", "John"), &format!("{QR}\n"), &QR[1..], &QR.repeat(20)] {
        assert!(matches!(pay(wrong), PayError::Unreadable(_)), "{wrong}");
    }
    assert!(bench.parts.bakong.transactions().is_empty());
}

#[test]
fn an_expired_code_is_paid_only_late() {
    let bench = Bench::new();
    let expiry = Timestamp::from_millis(1_750_000_060_000);
    bench.parts.clock.advance_to(expiry.after(Duration::from_millis(1)));
    let now = bench.parts.clock.now();
    assert_eq!(
        bench.parts.bakong.pay(QR, PayOptions::new()),
        Err(PayError::Expired { expired_at: expiry, now })
    );
    assert_eq!(bench.parts.bakong.pay(QR, PayOptions::new().late()).unwrap().created, now);
}

#[test]
fn a_code_can_be_paid_until_its_last_millisecond() {
    let bench = Bench::new();
    bench.parts.clock.advance(Duration::from_secs(60));
    bench.parts.bakong.pay(QR, PayOptions::new()).unwrap();
}

#[test]
fn a_code_is_paid_twice_only_on_demand() {
    let bench = Bench::new();
    let first = bench.parts.bakong.pay(QR, PayOptions::new()).unwrap();
    assert_eq!(
        bench.parts.bakong.pay(QR, PayOptions::new()),
        Err(PayError::AlreadyPaid { hash: first.hash.clone() })
    );
    let second = bench.parts.bakong.pay(QR, PayOptions::new().again()).unwrap();
    assert_eq!(first.md5, second.md5);
    assert_ne!(first.hash, second.hash);
}

#[test]
fn amount_and_receiver_can_be_others() {
    let bench = Bench::new();
    let amount = Money::from_minor(1, Currency::Khr);
    let options = PayOptions::new().amount(amount).receiver("thief@devb").payer("someone@devb");
    let paid = bench.parts.bakong.pay(QR, options).unwrap();
    assert_eq!((paid.amount, &*paid.to_account, &*paid.from_account), (amount, "thief@devb", "someone@devb"));
    let nothing = Money::from_minor(0, Currency::Usd);
    let refused = bench.parts.bakong.pay(QR, PayOptions::new().amount(nothing).again());
    assert_eq!(refused, Err(PayError::NotPositive(nothing)));
}

#[test]
fn a_static_code_needs_an_amount_and_takes_many_payments() {
    let bench = Bench::new();
    assert_eq!(bench.parts.bakong.pay(STATIC_QR, PayOptions::new()), Err(PayError::Static));
    let options = || PayOptions::new().amount(Money::from_minor(4_400, Currency::Khr));
    let first = bench.parts.bakong.pay(STATIC_QR, options()).unwrap();
    let second = bench.parts.bakong.pay(STATIC_QR, options()).unwrap();
    assert_ne!(first.hash, second.hash);
}
