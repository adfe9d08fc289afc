//! Every service of section 4, asked by the client and answered by the double.

use std::num::NonZeroU32;

use kess_client::service::*;
use kess_client::{AuthCode, CallbackUrl, Card, ServiceCode, SignType};
use pay_core::{Currency, Money};
use pay_sandbox::{KessErrors, Sandbox};

use crate::shop::{Shop, bic, customer, key, number, personal, raw, text, transaction, usd};

/// The list is the client's own table, so that a service without a round trip fails.
async fn thirty_three(open: impl AsyncFn() -> Shop) {
    let mut answered = 0;
    for facts in SERVICES {
        let shop = open().await;
        let is_tried = Box::pin(merchant(facts.name, &shop)).await
            || Box::pin(bakong(facts.name, &shop)).await
            || Box::pin(virtual_cards(facts.name, &shop)).await
            || Box::pin(orders(facts.name, &shop)).await
            || Box::pin(refunds_and_banks(facts.name, &shop)).await;
        assert!(is_tried, "row {}: {} has no round trip", facts.row, facts.name);
        assert_eq!(shop.wire_count(facts.name), 1, "{}", facts.name);
        for entry in shop.sandbox.journal().entries() {
            assert_eq!(entry.status, Some(200), "{:?}", entry.service);
        }
        answered += 1;
    }
    assert_eq!(answered, 33);
}

#[tokio::test]
async fn thirty_three_of_thirty_three_services_make_their_round_trip() {
    thirty_three(Shop::open).await;
}

/// The same with the other hash, every answer's signature asked for, and the seller sent with every service.
#[tokio::test]
async fn thirty_three_of_thirty_three_with_md5_and_signed_answers() {
    thirty_three(async || {
        let sandbox = Sandbox::builder().kess_errors(KessErrors::ByBody);
        Shop::open_at(sandbox, |settings| {
            settings.sign_type(SignType::Md5).require_response_signature().seller_everywhere()
        })
        .await
    })
    .await;
}

const FIRST: NonZeroU32 = NonZeroU32::MIN;

async fn user(shop: &Shop) -> kess_client::model::UserInfo {
    let user = AddUser::new(text("Sok"), text("Dara"), text("015703635"), text("sok@example.com"));
    shop.call(&user.muser_identity(text("N0102345"))).await
}

/// A transfer's reference.
async fn transferred(shop: &Shop) -> String {
    let (from, to) = (shop.wallet().await, shop.users_wallet().await);
    let transfer = MoneyTransfer::new(usd(1_000), text(&from), text(&to)).comment(text("User comment"));
    let moved = shop.call(&transfer).await;
    assert_eq!(moved.comment.unwrap().as_raw(), "User comment");
    assert_eq!(shop.sandbox.kess().balance(&to), Some(Money::from_minor(1_000, Currency::Usd)));
    raw(moved.transaction_ref)
}

async fn merchant(service: &str, shop: &Shop) -> bool {
    match service {
        MerchantInfo::NAME => {
            let merchant = shop.call(&MerchantInfo {}).await;
            assert_eq!(personal(merchant.full_name), pay_sandbox::Kess::MERCHANT_NAME);
            assert_eq!(merchant.multi_wallets.len(), 2);
        }
        AddUser::NAME => assert_eq!(personal(user(shop).await.full_name), "Sok Dara"),
        ListUsers::NAME => {
            let added = user(shop).await;
            assert_eq!(shop.call(&ListUsers::new(FIRST)).await.items, [added]);
        }
        UserProfile::NAME => {
            let added = user(shop).await;
            assert_eq!(shop.call(&UserProfile::by_identity(text("N0102345"))).await, added);
        }
        ListTransactions::NAME => {
            let reference = transferred(shop).await;
            let page = shop.call(&ListTransactions::new(FIRST)).await;
            assert_eq!((page.items.len(), page.last_page), (1, Some(1)));
            assert_eq!(raw(page.items.into_iter().next().unwrap().transaction_ref), reference);
        }
        TransactionDetail::NAME => {
            let reference = transferred(shop).await;
            let found = shop.call(&TransactionDetail::new(text(&reference))).await;
            assert_eq!(raw(found.transaction_type), "out");
        }
        MoneyTransfer::NAME => assert!(transferred(shop).await.starts_with("TR2501-")),
        _ => return false,
    }
    true
}

/// A code of 2 USD for a user's wallet.
async fn code(shop: &Shop) -> String {
    let user = user(shop).await;
    let wallet = raw(user.wallet.unwrap().id);
    let generate = GenerateKhqr::new(text(&wallet), text(&raw(user.user_id)), Some(usd(200)));
    let generated = shop.call(&generate).await;
    let qr = raw(generated.qr_string);
    assert_eq!(raw(generated.md5), khqr_emv::md5(&qr).to_string());
    qr
}

async fn bakong(service: &str, shop: &Shop) -> bool {
    match service {
        BakongMembers::NAME => assert_eq!(shop.call(&BakongMembers {}).await.len(), 3),
        GenerateKhqr::NAME => drop(code(shop).await),
        DecodeKhqr::NAME => {
            let qr = code(shop).await;
            let khqr = shop.call(&DecodeKhqr::new(text(&qr))).await;
            assert_eq!(
                (raw(khqr.transaction_amount), raw(khqr.transaction_currency)),
                ("2".into(), "usd".into())
            );
        }
        PayKhqr::NAME => {
            let qr = code(shop).await;
            let paid = shop.call(&PayKhqr::new(text(&qr), usd(200)).remark(text("xx"))).await;
            assert_eq!(paid.status, Some(kess_client::model::KhqrPaymentStatus::Code(1)));
            assert_eq!(shop.sandbox.bakong().transactions().len(), 1);
        }
        _ => return false,
    }
    true
}

/// The name of a new virtual card.
async fn virtual_card(shop: &Shop) -> String {
    let create = CreateVirtualCard::new(
        usd(10_000),
        usd(30_000),
        5,
        13,
        text("Testing Card"),
        text("Virtual Gift Card"),
    );
    raw(shop.call(&create.unwrap()).await.purchase_request_id)
}

async fn virtual_cards(service: &str, shop: &Shop) -> bool {
    let buy = |card: &str, cents: i64| {
        let amount = Money::from_minor(cents, Currency::Usd);
        shop.sandbox.kess().buy_with_card(card, amount).unwrap();
    };
    match service {
        CreateVirtualCard::NAME => assert_eq!(virtual_card(shop).await.len(), 8),
        ListVirtualCards::NAME => {
            let card = virtual_card(shop).await;
            let cards = shop.call(&ListVirtualCards::default()).await;
            assert_eq!(cards.into_iter().map(|item| raw(item.purchase_req_id)).collect::<Vec<_>>(), [card]);
        }
        VirtualCardBalanceOf::NAME => {
            let card = virtual_card(shop).await;
            buy(&card, 4_950);
            let balance = shop.call(&VirtualCardBalanceOf::new(text(&card))).await;
            let left = balance.available_balance.unwrap();
            let left = left.money(&pay_core::AmountFormat::shortest(), Currency::Usd).unwrap();
            assert_eq!(left, Money::from_minor(25_050, Currency::Usd));
        }
        VirtualCardDetail::NAME => {
            let card = virtual_card(shop).await;
            let detail = shop.call(&VirtualCardDetail::new(text(&card))).await;
            assert_eq!(detail.vcn_information.unwrap().pan.unwrap().expose().len(), 16);
        }
        VirtualCardReportOf::NAME => {
            let card = virtual_card(shop).await;
            buy(&card, 100);
            let report = shop.call(&VirtualCardReportOf::new(text(&card), 0, 10).unwrap()).await;
            assert_eq!((report.items.len(), report.has_more), (1, Some(false)));
        }
        _ => return false,
    }
    true
}

async fn orders(service: &str, shop: &Shop) -> bool {
    match service {
        KioskCreateOrder::NAME => {
            let kiosk = shop.call(&KioskCreateOrder::new(transaction("K-1"))).await;
            assert_eq!(raw(kiosk.order.out_trade_no), "K-1");
        }
        ConfirmKioskOrder::NAME => {
            let kiosk = shop.call(&KioskCreateOrder::new(transaction("K-1"))).await;
            let confirm = ConfirmKioskOrder::new(text(&raw(kiosk.pre_order_id)));
            assert_eq!(raw(shop.call(&confirm).await.out_trade_no), "K-1");
        }
        PaymentMethods::NAME => {
            let methods = shop.call(&PaymentMethods {}).await;
            let codes = methods.iter().filter_map(|method| method.code().map(pay_core::Untrusted::as_raw));
            assert!(codes.eq(ServiceCode::KNOWN), "{methods:?}");
        }
        CreateOrder::NAME => {
            let create =
                CreateOrder::new(transaction("T-1").expires_in(300)).login_type(LoginType::Anonymous);
            let order = shop.call(&create.customer(customer())).await;
            assert_eq!(order.state(), Some(kess_client::OrderState::Waiting));
            assert!(pay_http::is_web_link(&raw(order.payment_link)));
        }
        NativePay::NAME => {
            let native = shop.call(&NativePay::new(transaction("T-1"), ServiceCode::khqr())).await;
            assert!(khqr_emv::decode(&raw(native.qrcode)).is_ok());
        }
        QuickPay::NAME => {
            let auth_code = AuthCode::new("134567890123456789").unwrap();
            let quick =
                QuickPay::new(number("T-1"), auth_code, usd(1_000), text("Case"), ServiceCode::wechat());
            assert_eq!(raw(shop.call(&quick).await.out_trade_no), "T-1");
        }
        DirectPay::NAME => {
            let card = Card::new("5473500160001018", "123", "12", "35").unwrap().seal(&key()).unwrap();
            let direct = shop.call(&DirectPay::new(transaction("T-1"), card).customer(customer())).await;
            assert_eq!((direct.required_3ds, direct.pre_card_input), (Some(true), Some(true)));
            assert!(direct.html_confirm_payment.is_some());
        }
        CloseOrder::NAME => {
            shop.call(&CreateOrder::new(transaction("T-1"))).await;
            let closed = shop.call(&CloseOrder::new(number("T-1"))).await;
            assert_eq!(closed.state(), Some(kess_client::OrderState::Closed));
        }
        QueryOrder::NAME => {
            shop.paid("T-1", "WECHAT").await;
            let order = shop.call(&QueryOrder::new(number("T-1"))).await;
            assert_eq!(order.state(), Some(kess_client::OrderState::Success));
            assert_eq!(order.amount().unwrap(), usd(1_000).money());
        }
        QueryOrdersByDate::NAME => {
            shop.call(&CreateOrder::new(transaction("T-1"))).await;
            let day = "2025-06-15".parse().unwrap();
            let page = shop.call(&QueryOrdersByDate::new(day, day).unwrap()).await;
            assert_eq!((page.items.len(), page.total, page.per_page), (1, Some(1), Some(50)));
        }
        _ => return false,
    }
    true
}

async fn refunds_and_banks(service: &str, shop: &Shop) -> bool {
    match service {
        QueryRefund::NAME => {
            shop.paid("T-1", "WECHAT").await;
            let given = shop.call(&Refund::whole(number("T-1"), text("test"))).await;
            let transaction = text(&raw(given.transaction_id.clone()));
            assert_eq!(shop.call(&QueryRefund::by_transaction(transaction)).await, given);
        }
        Refund::NAME => {
            shop.paid("T-1", "WECHAT").await;
            let given = shop.call(&Refund::partial(number("T-1"), text("test"), usd(100))).await;
            assert_eq!(given.amount().unwrap(), usd(100).money());
        }
        SaveCard::NAME => {
            let notify = CallbackUrl::on_loopback(shop.listener.url()).unwrap();
            assert!(pay_http::is_web_link(&raw(shop.call(&SaveCard::new(notify)).await.link)));
        }
        VerifyBankAccount::NAME => {
            let account = shop.call(&VerifyBankAccount::new(text("123456789"), bic("ABAAKHPP"))).await;
            assert_eq!(personal(account.owner_name), "TESTING-ABA-KESS");
        }
        TokenizeBankAccount::NAME => assert_eq!(shop.bank_account().await.expose().len(), 64),
        Withdraw::NAME => {
            let token = shop.bank_account().await;
            let payout = Payout::new(number("WD-1"), usd(1_000));
            let withdrawal = shop.call(&Withdraw::new(payout, token, customer())).await;
            assert_eq!(withdrawal.is_required_otp, Some(true));
            assert_eq!(personal(withdrawal.receiver_name), "TESTING-ABA-KESS");
        }
        WithdrawByBankNumber::NAME => {
            let payout = Payout::new(number("WD-1"), usd(1_000)).body(text("Wages"));
            let withdraw =
                WithdrawByBankNumber::new(payout, bic("ACLBKHPPXXX"), text("123456789"), customer());
            assert_eq!(
                shop.call(&withdraw).await.amount().unwrap(),
                Money::from_minor(-1_000, Currency::Usd)
            );
        }
        _ => return false,
    }
    true
}
