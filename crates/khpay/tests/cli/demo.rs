use crate::run::run;

#[test]
fn a_payment_as_asked_for_is_settled() {
    let ran = run(&["demo"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for words in [
        "INV-0001: 1.50 USD",
        "settled\n",
        "amount    agrees: 1.50 USD",
        "receiver  agrees: merchant@devb",
        "2 on the wire",
    ] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}

#[test]
fn nobody_pays_and_the_order_times_out_after_its_expiry() {
    let ran = run(&["demo", "--pay", "no", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let json = ran.json();
    assert_eq!(json["ending"], "timed out");
    let last = json["steps"].as_array().unwrap().last().unwrap();
    assert!(last["afterMs"].as_u64().unwrap() >= 600_000, "{last}");
    assert_eq!(json["transaction"], serde_json::Value::Null);
}

#[test]
fn d20_a_wrong_amount_goes_to_review_with_both_sides() {
    let ran = run(&["demo", "--pay", "wrong-amount", "--json"]);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    let json = ran.json();
    assert_eq!(json["ending"], "review");
    let amount = json["checks"].as_array().unwrap().iter().find(|check| check["check"] == "amount").unwrap();
    assert_eq!(
        amount,
        &serde_json::json!({ "check": "amount", "expected": "1.50 USD", "found": "0.01 USD", "agrees": false })
    );
}

#[test]
fn another_price_and_currency_will_do() {
    let ran = run(&["demo", "--amount", "4400 KHR", "--json"]);
    assert_eq!((ran.code, ran.json()["amount"].as_str()), (0, Some("4400 KHR")));
}

#[test]
fn a_price_of_nothing_is_refused_with_a_sentence() {
    for (price, words) in [
        ("0 USD", "above zero"),
        ("1.505 USD", "at most 2 decimals"),
        ("1.50", "expected an amount and its currency"),
        ("1 EUR", "expected currency KHR or USD"),
    ] {
        let ran = run(&["demo", "--amount", price]);
        assert_eq!(ran.code, 2, "{price}");
        assert!(ran.stderr.contains(words), "{price}: {}", ran.stderr);
    }
}

#[test]
fn kess_settles_by_link_and_notification_and_gives_a_part_back() {
    let ran = run(&["demo", "--provider", "kess", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let json = ran.json();
    assert_eq!(
        (json["ending"].as_str(), json["refund"].as_str()),
        (Some("settled"), Some("0.50 USD of 1.50 USD"))
    );
    let steps: Vec<&str> =
        json["steps"].as_array().unwrap().iter().filter_map(|step| step["step"].as_str()).collect();
    assert_eq!(steps, ["opened", "asked", "payer", "notification", "asked", "refund"]);
}

#[test]
fn kess_closes_an_order_that_nobody_pays() {
    let ran = run(&["demo", "--provider", "kess", "--pay", "no", "--json"]);
    assert_eq!((ran.code, ran.json()["ending"].as_str()), (1, Some("timed out")), "{}", ran.stderr);
}

#[test]
fn d20_kess_reviews_a_wrong_amount_and_refunds_nothing() {
    let ran = run(&["demo", "--provider", "kess", "--pay", "wrong-amount", "--json"]);
    assert_eq!((ran.code, ran.json()["ending"].as_str()), (4, Some("review")), "{}", ran.stderr);
    assert_eq!(ran.json()["refund"], serde_json::Value::Null);
}
