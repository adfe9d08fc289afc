//! Wallets, codes, virtual cards, withdrawals, saved cards.

use super::*;
use crate::{KessOtpError, PayOptions, VirtualCardError};

const MERCHANT_USD: &str = "CW2501-101139033689723679";

fn withdrawal(out_trade_no: &str, amount: impl Into<Value>, token: &Value) -> Value {
    json!({
        "seller_code": Kess::SELLER_CODE, "out_trade_no": out_trade_no, "total_amount": amount.into(),
        "currency": "USD", "expires_in": 300, "bank_account_token": token, "customer": block(),
    })
}

fn send_money(amount: impl Into<Value>, to: &Value) -> Value {
    json!({
        "seller_code": Kess::SELLER_CODE, "amount": amount.into(), "currency": "USD",
        "from_wallet_id": MERCHANT_USD, "to_wallet_id": to,
    })
}

impl Bench {
    async fn account(&self) -> Value {
        let asked = json!({
            "seller_code": Kess::SELLER_CODE, "bank_account_number": "123456789", "bic": "ABAAKHPP",
            "customer": block(),
        });
        self.data("tokenizebankaccount", asked).await["token"].clone()
    }

    async fn user(&self) -> Value {
        let asked = json!({
            "seller_code": Kess::SELLER_CODE, "first_name": "Bunna", "last_name": "Roth",
            "phone_number": "015703635", "email": "roth@example.com", "muser_identity": "N0102345",
        });
        self.data("adduserundermerchant", asked).await
    }

    fn dollars(&self) -> i64 {
        self.parts.kess.balance(MERCHANT_USD).unwrap().minor()
    }
}

#[tokio::test]
async fn money_moves_between_wallets_and_never_out_of_nothing() {
    let bench = Bench::new();
    let user = bench.user().await;
    let to = &user["wallet"]["id"];
    let sent = bench.data("moneytransfer", send_money(10.5, to)).await;
    assert_eq!((bench.dollars(), &sent["amount"]), (98_950, &json!(10.5)));
    assert_eq!(bench.parts.kess.balance(to.as_str().unwrap()), Some(usd(1_050)));
    for (amount, to, code) in [(990, to, 422), (1, &json!("CW-none"), 404), (1, &json!(MERCHANT_USD), 400)] {
        assert_eq!(bench.refused("moneytransfer", send_money(amount, to)).await.0, code);
    }
    let riel = &user["multi_wallets"][1]["id"];
    assert_eq!(bench.refused("moneytransfer", send_money(1, riel)).await.0, 422);
    assert_eq!(bench.dollars(), 98_950);
    let detail = json!({ "seller_code": Kess::SELLER_CODE, "transaction_ref": sent["transaction_ref"] });
    let detail = bench.data("getTxnDetail", detail).await;
    assert_eq!((&detail["transaction_type"], &detail["status"]), (&json!("out"), &json!("Succeed")));
    let page = json!({ "seller_code": Kess::SELLER_CODE, "page": 1 });
    assert_eq!(bench.data("getTxnLists", page).await["data"], json!([detail]));
}

#[tokio::test]
async fn f35_a_transfer_between_two_pages_moves_the_second() {
    let bench = Bench::new();
    let user = bench.user().await;
    let mut references = Vec::new();
    for _ in 0..11 {
        let sent = bench.data("moneytransfer", send_money(1, &user["wallet"]["id"])).await;
        references.push(sent["transaction_ref"].clone());
    }
    let page = |page: u32| json!({ "seller_code": Kess::SELLER_CODE, "page": page });
    let first = bench.data("getTxnLists", page(1)).await;
    assert_eq!((&first["last_page"], &first["data"][9]["transaction_ref"]), (&json!(2), &references[1]));
    bench.data("moneytransfer", send_money(1, &user["wallet"]["id"])).await;
    let second = bench.data("getTxnLists", page(2)).await;
    assert_eq!(second["data"][0]["transaction_ref"], references[1]);
    assert_eq!(second["data"].as_array().unwrap().len(), 2);
    assert_eq!(bench.refused("getTxnLists", page(0)).await.0, 400);
}

#[tokio::test]
async fn a_user_is_added_once_and_found_by_either_name() {
    let bench = Bench::new();
    let user = bench.user().await;
    assert_eq!(user["created_at"], json!("2025-06-15 22:06:40"));
    let again = json!({
        "seller_code": Kess::SELLER_CODE, "first_name": "B", "last_name": "R", "phone_number": "015703635",
        "email": "b@example.com",
    });
    assert_eq!(bench.refused("adduserundermerchant", again).await.0, 409);
    for by in [json!({ "user_id": user["user_id"] }), json!({ "muser_identity": "N0102345" })] {
        let mut asked = by;
        asked["seller_code"] = json!(Kess::SELLER_CODE);
        assert_eq!(bench.data("userprofile", asked).await, user);
    }
    let none = json!({ "seller_code": Kess::SELLER_CODE });
    assert_eq!(bench.refused("userprofile", none).await.0, 400);
}

#[tokio::test]
async fn a_code_of_a_wallet_fills_it() {
    let bench = Bench::new();
    let user = bench.user().await;
    let asked = |amount: u32| json!({ "wallet_ref": user["wallet"]["id"], "user_id": user["user_id"], "amount": amount });
    let fixed = bench.data("generateKhqr", asked(2)).await;
    let open = bench.data("generateKhqr", asked(0)).await;
    assert_eq!(fixed["md5"], json!(khqr_emv::md5(fixed["qr_string"].as_str().unwrap()).as_str()));
    let decoded = bench.data("decodeKhqr", json!({ "qrcode": fixed["qr_string"] })).await;
    assert_eq!(
        (&decoded["transactionCurrency"], &decoded["transactionAmount"]),
        (&json!("usd"), &json!("2"))
    );
    assert_eq!(decoded["timestamp"], json!("00131750000000000"));
    // Paid by the merchant itself, and by somebody at another bank.
    let pay = |amount: &str| {
        json!({
            "seller_code": Kess::SELLER_CODE, "qrcode": fixed["qr_string"], "amount": amount, "currency": "USD",
        })
    };
    assert_eq!(bench.refused("payKhqr", pay("3")).await.0, 422);
    let paid = bench.data("payKhqr", pay("2")).await;
    assert_eq!((&paid["status"], &paid["amount"]), (&json!(1), &json!("2")));
    assert_eq!(paid["receiver_info"]["receiver_bakong_id"], json!("khqr@kess"));
    assert_eq!(bench.refused("payKhqr", pay("2")).await.0, 422);
    let options = PayOptions::new().amount(usd(350));
    bench.parts.pay(open["qr_string"].as_str().unwrap(), options).unwrap();
    assert_eq!(bench.parts.kess.balance(user["wallet"]["id"].as_str().unwrap()), Some(usd(550)));
    assert_eq!(bench.dollars(), 99_800);
    let foreign = json!({
        "wallet_ref": user["wallet"]["id"], "user_id": "CU2501-101139033689723678", "amount": 1,
    });
    assert_eq!(bench.refused("generateKhqr", foreign).await.0, 403);
}

#[tokio::test]
async fn f33_a_withdrawal_waits_for_its_password_until_it_expires() {
    let bench = Bench::new();
    let account = bench.account().await;
    let opened = bench.data("withdraw", withdrawal("W-1", 10, &account)).await;
    assert_eq!((&opened["is_required_otp"], &opened["total_amount"]), (&json!(true), &json!(-10)));
    let url = format!("http://127.0.0.1:4000/otp/{}", opened["token"].as_str().unwrap());
    assert_eq!(opened["verify_otp_url"], json!(url));
    // Its owner leaves.
    bench.advance(Duration::from_secs(300));
    assert_eq!(bench.status("W-1").await, "CLOSED");
    let kess = &bench.parts.kess;
    assert_eq!(kess.enter_otp("W-1", &kess.otp("W-1").unwrap()), Err(KessOtpError::Over));
    assert_eq!(bench.dollars(), 100_000);

    bench.data("withdraw", withdrawal("W-2", 10, &account)).await;
    let otp = kess.otp("W-2").unwrap();
    let wrong: String = otp.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
    assert_eq!(kess.enter_otp("W-2", &wrong), Err(KessOtpError::Wrong));
    assert_eq!(bench.status("W-2").await, "WAITING");
    kess.enter_otp("W-2", &otp).unwrap();
    assert_eq!(kess.enter_otp("W-2", &otp), Err(KessOtpError::NotAsked));
    assert_eq!((bench.dollars(), bench.status("W-2").await), (99_000, "WAITING".to_owned()));
    bench.advance(SETTLED);
    assert_eq!(bench.status("W-2").await, "SUCCESS");
}

#[tokio::test]
async fn f01_a_withdrawal_whose_answer_is_lost_was_made_once() {
    let bench = Bench::new();
    bench.parts.kess.ask_for_otp(false);
    let asked = withdrawal("W-1", 10, &bench.account().await);
    bench.parts.faults.next("webpay.acquire.withdraw", crate::Fault::CutAfter);
    bench.call("withdraw", asked.clone()).await;
    assert_eq!((bench.dollars(), bench.status("W-1").await), (99_000, "WAITING".to_owned()));
    assert_eq!(bench.parts.journal.count_service("webpay.acquire.withdraw"), 1);
    // Whoever sends it again learns that it is there.
    assert_eq!(bench.refused("withdraw", asked).await, (409, "DUPLICATED".to_owned()));
    bench.advance(SETTLED);
    assert_eq!((bench.dollars(), bench.status("W-1").await), (99_000, "SUCCESS".to_owned()));
}

#[tokio::test]
async fn a_withdrawal_without_a_password_goes_at_once_and_only_once() {
    let bench = Bench::new();
    bench.parts.kess.ask_for_otp(false);
    let account = bench.account().await;
    let opened = bench.data("withdraw", withdrawal("W-1", 10, &account)).await;
    assert_eq!((&opened["is_required_otp"], &opened["verify_otp_url"]), (&json!(false), &Value::Null));
    assert_eq!(bench.refused("withdraw", withdrawal("W-1", 10, &account)).await.0, 409);
    assert_eq!(bench.refused("withdraw", withdrawal("W-2", 991, &account)).await.0, 422);
    assert_eq!(bench.refused("withdraw", withdrawal("W-2", 1, &json!("00"))).await.0, 404);
    assert_eq!(bench.dollars(), 99_000);
    let by_number = json!({
        "seller_code": Kess::SELLER_CODE, "out_trade_no": "W-3", "total_amount": 10, "currency": "USD",
        "bank_account": "123456789", "bic": "ACLBKHPPXXX", "customer": block(),
    });
    assert_eq!(bench.data("withdrawByBankNumber", by_number).await["body"], json!("Fund transfer"));
    bench.advance(SETTLED);
    let found = bench.data("queryOrder", json!({ "out_trade_no": "W-3" })).await;
    assert_eq!((&found["status"], &found["total_amount"]), (&json!("SUCCESS"), &json!(-10)));
    assert_eq!(found["payment_detail"]["payment_method"]["title"], json!("ACLEDA Pay"));
    assert_eq!(bench.dollars(), 98_000);
}

#[tokio::test]
async fn bank_accounts_are_those_that_were_added() {
    let bench = Bench::new();
    let asked = |number: &str| json!({ "seller_code": Kess::SELLER_CODE, "bank_account_number": number, "bic": "WING" });
    assert_eq!(bench.refused("verifybankaccount", asked("00000001")).await.0, 404);
    bench.parts.kess.add_bank_account("WING", "00000001", "Sok Dara", Currency::Khr);
    let found = bench.data("verifybankaccount", asked("00000001")).await;
    assert_eq!(found, json!({ "owner_name": "Sok Dara", "currency": "KHR", "account_number": "00000001" }));
    let mut tokenize = asked("00000001");
    tokenize["customer"] = json!(block());
    let token = bench.data("tokenizebankaccount", tokenize).await;
    assert_eq!((&token["account_number"], token["token"].as_str().unwrap().len()), (&json!("00****001"), 64));
}

#[tokio::test]
async fn a_virtual_card_spends_within_its_limits() {
    let bench = Bench::new();
    let asked = json!({
        "seller_code": Kess::SELLER_CODE, "trans_limit_amount": 2, "purchase_type": "Testing Card",
        "cumulative_limit": 3, "valid_for": 13, "max_trans": 2, "currency": "USD",
        "description": "Virtual Gift Card",
    });
    let card = bench.data("createVirtualCard", asked.clone()).await;
    assert_eq!(card["vcnInformation"]["expiry"], json!("2607"));
    let id = card["purchaseRequestId"].as_str().unwrap();
    let kess = &bench.parts.kess;
    assert_eq!(kess.buy_with_card(id, usd(201)), Err(VirtualCardError::Declined(usd(201))));
    kess.buy_with_card(id, usd(200)).unwrap();
    assert_eq!(kess.buy_with_card(id, usd(101)), Err(VirtualCardError::Declined(usd(101))));
    kess.buy_with_card(id, usd(50)).unwrap();
    assert_eq!(kess.buy_with_card(id, usd(1)), Err(VirtualCardError::TooMany(2)));
    let named = json!({ "seller_code": Kess::SELLER_CODE, "purchase_req_id": id });
    assert_eq!(bench.data("getVirtualCardBalance", named).await["availableBalance"], json!(0.5));
    let report = |from: u32, to: u32| json!({ "seller_code": Kess::SELLER_CODE, "purchase_req_id": id, "from": from, "to": to });
    let first = bench.data("getVirtualCardReport", report(0, 1)).await;
    assert_eq!((&first["hasMore"], &first["tranInfos"][0]["billingAmount"]), (&json!(true), &json!(2)));
    assert_eq!(first["tranInfos"][0]["txnDateTimeWithTime"], json!("06-15T15:06:40.000Z"));
    assert_eq!(bench.data("getVirtualCardReport", report(1, 9)).await["hasMore"], json!(false));
    assert_eq!(bench.refused("getVirtualCardReport", report(2, 1)).await.0, 400);
    for months in [11, 25] {
        let mut asked = asked.clone();
        asked["valid_for"] = json!(months);
        assert_eq!(bench.refused("createVirtualCard", asked).await.0, 400);
    }
    let of_nobody = json!({ "seller_code": Kess::SELLER_CODE, "user_id": "AU-none" });
    assert_eq!(bench.data("getVirtualCards", of_nobody).await, json!([]));
}

#[tokio::test]
async fn d15_one_rsa_block_is_taken_and_nothing_else() {
    let bench = Bench::new();
    for card in ["", "0f", &"0f".repeat(255), &"0f".repeat(257), &"0g".repeat(256), &"0f".repeat(384)] {
        let mut members = order("T-1");
        members["card"] = json!(card);
        let members = with_service("directPay", members);
        let fields = Fields::from_json(members.to_string()).unwrap().with("sign_type", "MD5");
        let signer = Signer::new(Scheme::KESS_MD5, Secret::new(Kess::API_SECRET_KEY).unwrap());
        let body = signer.sign(fields).unwrap().to_json();
        let (status, answer) = bench.send(Kess::GATEWAY, Some(&bench.token), &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
    }
    let mut members = order("T-1");
    members["card"] = json!(block());
    let direct = bench.data("directPay", members).await;
    assert_eq!((&direct["required_3ds"], &direct["pre_card_input"]), (&json!(true), &json!(true)));
    assert!(direct["html_confirm_payment"].as_str().unwrap().contains("/pay/"));
}

#[tokio::test]
async fn a_card_is_saved_on_its_page_and_told() {
    let bench = Bench::new();
    let asked = json!({ "seller_code": Kess::SELLER_CODE, "notify_url": "http://127.0.0.1:1/saved" });
    let link = bench.data("saveCard", asked).await["link"].as_str().unwrap().to_owned();
    assert!(link.starts_with("http://127.0.0.1:4000/spa/inti-card?token="), "{link}");
    let card = bench.parts.kess.save_card(&link).unwrap();
    assert_eq!(bench.parts.kess.save_card(&link).unwrap(), card);
    assert!(bench.parts.kess.save_card("nothing").is_none());
    let told = bench.parts.kess.notifications();
    assert_eq!(told.len(), 1);
    let body: Value = serde_json::from_str(&told[0].body).unwrap();
    assert_eq!(body["card_info"]["card_token"], json!(card));
}
