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

/// At every provider that can be asked: nobody pays, another amount is paid.
#[test]
fn d20_every_provider_that_can_be_asked_tells_the_three_endings_apart() {
    // Vexora has a status for an order whose time ran out, and the others say nothing of it.
    for (provider, unpaid) in
        [("bakong", "timed out"), ("kess", "timed out"), ("monetix", "timed out"), ("vexora", "failed")]
    {
        let demo = |more: &[&str]| run(&[&["demo", "--json", "--provider", provider], more].concat());
        for (more, code, ending) in [(&["--pay", "no"], 1, unpaid), (&["--pay", "wrong-amount"], 4, "review")]
        {
            let ran = demo(more);
            let found = (ran.code, ran.json()["ending"].as_str().map(str::to_owned));
            assert_eq!(found, (code, Some(ending.to_owned())), "{provider} {more:?}: {}", ran.stderr);
        }
        let wrong = demo(&["--pay", "wrong-amount"]).json();
        assert_eq!(wrong["refund"], serde_json::Value::Null, "{provider}");
    }
}

#[test]
fn riel_are_taken_where_the_provider_takes_them() {
    for (provider, code) in [("kess", 0), ("vexora", 0), ("airpay", 4), ("monetix", 2), ("all", 2)] {
        let ran = run(&["demo", "--provider", provider, "--amount", "4400 KHR"]);
        assert_eq!(ran.code, code, "{provider}: {}", ran.stderr);
        assert_eq!(ran.stderr.contains("found KHR"), code == 2, "{provider}: {}", ran.stderr);
        assert_eq!(ran.stderr.contains("monetix: "), provider == "all", "{provider}: {}", ran.stderr);
    }
}

#[test]
fn d50_an_order_of_airpays_stays_unconfirmed_whatever_the_postback_says() {
    for (pays, claims) in [("yes", true), ("wrong-amount", true), ("no", false)] {
        let ran = run(&["demo", "--provider", "airpay", "--pay", pays, "--json"]);
        assert_eq!(ran.code, 4, "{pays}: {}", ran.stderr);
        let json = ran.json();
        assert_eq!(json["ending"], "unconfirmed", "{pays}");
        let steps = json["steps"].as_array().unwrap();
        assert_eq!(steps.iter().any(|step| step["step"] == "postback"), claims, "{pays}");
    }
    let told = run(&["demo", "--provider", "airpay"]).stdout;
    assert!(told.contains("there is no question that it answers"), "{told}");
}

#[test]
fn all_five_are_told_in_one_table() {
    let ran = run(&["demo", "--provider", "all"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let lines: Vec<Vec<&str>> = ran
        .stdout
        .lines()
        .map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let [head, _, rows @ ..] = lines.as_slice() else { panic!("{}", ran.stdout) };
    assert_eq!(head, &["provider", "the payer", "confirmed by", "signature covers", "verdict"]);
    let verdicts: Vec<(&str, &str)> = rows.iter().map(|row| (row[0], row[4])).collect();
    assert_eq!(
        verdicts,
        [
            ("Bakong", "settled"),
            ("KESS PAY", "settled"),
            ("Monetix", "settled"),
            ("Vexora", "settled"),
            ("Airpay", "unconfirmed")
        ]
    );
    let unpaid = run(&["demo", "--provider", "all", "--pay", "no", "--json"]);
    assert_eq!((unpaid.code, unpaid.json()["table"].as_array().map(Vec::len)), (1, Some(5)));
}
