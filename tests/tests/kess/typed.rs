//! Every member that a table of the document has for an answer (sections 3.2 and 4) is typed, and none left in `extra`.

use std::fmt::Debug;
use std::num::NonZeroU32;

use kess_client::service::*;
use kess_client::{AuthCode, ServiceCode};
use serde_json::{Value, json};

use crate::members::{bic, card, payout, transaction, url};
use crate::wire::{answered, customer, number, secret, success, text, usd};

/// An object with these members, all of them null but those that are given.
fn object(members: &str, given: Value) -> Value {
    let nulls = members.split_whitespace().map(|name| (name.to_owned(), Value::Null));
    let Value::Object(given) = given else { panic!("{given}") };
    Value::Object(nulls.chain(given).collect())
}

fn order_info() -> Value {
    let bank = object("senderBank senderPartcode account_name account_number", json!({}));
    let card = object(
        "BIN scheme card_token account_name account_number swift_code card_hashed holder_name account_logo",
        json!({}),
    );
    let method = object(
        "id title img_url bic instruction_text type img app_name app_logo brand_logo swift_code payment_type sort_level
         emv_enabled native_pay_enabled ios_deeplink android_deeplink activated created_at updated_at deleted_at",
        json!({ "storelink": { "ios": null, "android": null } }),
    );
    let detail = object(
        "method_desc holder_name created_at payment_method_bic id payer_id method_id tokenize_id",
        json!({ "card_info": card, "bank_info": bank, "payment_method": method }),
    );
    let meta = json!({
        "customer_fees": { "WECHAT": { "fee": null, "currency": null } },
        "additional": { "new": 1 },
        "iframe_static_card": null,
        "merchant_info": [1],
        "wechat_alipay_info": null,
    });
    object(
        "token transaction_id body total_amount currency status paid_at settled_at settlement_date expired_at created_at
         queue_number payment_link notify_url version tip bank_ref deeplink dynamic_code_link",
        json!({
            "out_trade_no": "T-1",
            "meta": meta,
            "payment_detail": detail,
            "bank_info": bank,
            "refund_histories": [refund()],
            "detail": [{ "no": 1, "name": "Coffee", "price": 5.25, "qty": 2, "discount": null }],
            "seller": { "code": null, "display_name": null, "motp_mch_id": null, "m_id": null },
            "error_logs": [{ "code": null, "message": null, "created_at": null }],
            "card_info": card,
            "wechat_alipay_info": object("openid service currency total_amount total_amount_cny", json!({})),
        }),
    )
}

fn refund() -> Value {
    object(
        "amount currency status reason transaction_id rejected_reason out_trade_no merchant_reference",
        json!({}),
    )
}

fn user_info() -> Value {
    let wallet = || object("id balance currency account_number funds_type", json!({}));
    object(
        "id phone_number user_id email full_name muser_identity created_at",
        json!({ "wallet": wallet(), "multi_wallets": [wallet()] }),
    )
}

fn transaction_info() -> Value {
    object(
        "transaction_ref credited_amount credited_currency debited_amount debited_currency fees_amount fees_ccy
         transaction_type status created_at debited_user_id credited_user_id readable_created_at",
        json!({}),
    )
}

fn virtual_card() -> Value {
    json!({
        "purchaseRequestId": null,
        "velocityControl": { "maxTrans": null, "availableBalance": null, "currency": null },
        "transactionLimitControl": { "amount": null },
        "vcnInformation": { "pan": null, "expiry": null, "avv": null },
    })
}

/// Reads an answer, of which nothing may be left untyped.
async fn typed<S: Service>(request: &S, data: Value)
where
    S::Response: Debug,
{
    let answer = answered(success(&data.to_string())).call(request).await;
    let answer = answer.unwrap_or_else(|error| panic!("{error}"));
    assert!(!format!("{answer:?}").contains("extra"), "{}: {answer:?}", S::NAME);
}

#[tokio::test]
async fn every_member_of_users_wallets_and_transfers_is_typed() {
    typed(&MerchantInfo {}, user_info()).await;
    typed(&AddUser::new(text("a"), text("b"), text("012"), text("a@b")), user_info()).await;
    typed(&UserProfile::by_id(text("CU")), user_info()).await;
    let page = |item: Value| json!({ "data": [item], "current_page": 1, "last_page": 1 });
    typed(&ListUsers::new(NonZeroU32::MIN), page(user_info())).await;
    typed(&ListTransactions::new(NonZeroU32::MIN), page(transaction_info())).await;
    typed(&TransactionDetail::new(text("TR")), transaction_info()).await;
    let moved = object("transaction_ref amount currency comment created_at", json!({}));
    typed(&MoneyTransfer::new(usd(100), text("CW"), text("AW")), moved).await;
}

#[tokio::test]
async fn every_member_of_bakong_is_typed() {
    typed(&BakongMembers {}, json!([{ "name": null, "bic": null, "logo": null }])).await;
    let generated = json!({ "qr_string": null, "md5": null });
    typed(&GenerateKhqr::new(text("w"), text("u"), None), generated).await;
    let khqr_info = object(
        "merchantType bakongAccountID accountInformation merchantID acquiringBank billNumber mobileNumber storeLabel
         terminalLabel purposeOfTransaction languagePreference merchantNameAlternateLanguage
         merchantCityAlternateLanguage payloadFormatIndicator pointofInitiationMethod unionPayMerchant
         merchantCategoryCode transactionCurrency transactionAmount countryCode merchantName merchantCity timestamp crc",
        json!({}),
    );
    typed(&DecodeKhqr::new(text("q")), khqr_info).await;
    let receiver = object("receiver_name receiver_bank receiver_bakong_id receiver_acc_info", json!({}));
    let paid = object("transaction_ref status currency amount", json!({ "receiver_info": receiver }));
    typed(&PayKhqr::new(text("q"), usd(100)), paid).await;
}

#[tokio::test]
async fn every_member_of_virtual_cards_is_typed() {
    let create = CreateVirtualCard::new(usd(100), usd(300), 5, 12, text("t"), text("d")).unwrap();
    typed(&create, virtual_card()).await;
    typed(&VirtualCardDetail::new(text("1")), virtual_card()).await;
    let item = object("purchase_req_id pan expiry avv currency status", json!({}));
    typed(&ListVirtualCards::default(), json!([item])).await;
    let balance = json!({ "purchaseRequestId": null, "availableBalance": null });
    typed(&VirtualCardBalanceOf::new(text("1")), balance).await;
    let purchase = object(
        "purchaseRequestId realCardAlias realCardNumber virtualCardNumber vcnExpiry requestorName billingAmount
         billingCurrencyCode billingCurrencyCodeDescription merchantAmount merchantCurrencyCode
         merchantCurrencyCodeDescription txnExchangeRate txnDateTime txnDateTimeWithTime txnType txnSubType
         txnEnvironment issuerResponse avsResponseCode inControlResponse mcc mccDescription merchantId merchantName
         merchantCity merchantState merchantCountryCode merchantCountry acquirerICA processorICA terminalId settled
         incontrolIssuerId companyName companyNumber",
        json!({}),
    );
    let report = object("reportStatus from to hasMore", json!({ "tranInfos": [purchase] }));
    typed(&VirtualCardReportOf::new(text("1"), 0, 10).unwrap(), report).await;
}

#[tokio::test]
async fn every_member_of_orders_is_typed() {
    let kiosk =
        object("amount fee total_amount order_ref pre_order_id", json!({ "order_info": order_info() }));
    typed(&KioskCreateOrder::new(transaction()), kiosk).await;
    typed(&ConfirmKioskOrder::new(text("p")), json!({ "order_info": order_info() })).await;
    typed(&ConfirmKioskOrder::new(text("p")), order_info()).await;
    let method = object("id title img_url bic", json!({ "storelink": { "ios": null, "android": null } }));
    typed(&PaymentMethods {}, json!([method])).await;
    typed(&CreateOrder::new(transaction()), order_info()).await;
    let native = object(
        "qrcode qrcode_link deeplink expires_in for_ios brand_logo app_name service_code",
        json!({ "order_info": order_info() }),
    );
    typed(&NativePay::new(transaction(), bic()), native).await;
    let quick = QuickPay::new(
        number("T-1"),
        AuthCode::new("12345").unwrap(),
        usd(100),
        text("b"),
        ServiceCode::alipay(),
    );
    typed(&quick, order_info()).await;
    let direct =
        object("required_3ds pre_card_input html_confirm_payment", json!({ "order_info": order_info() }));
    typed(&DirectPay::new(transaction(), card()), direct).await;
    typed(&CloseOrder::new(number("T-1")), order_info()).await;
    typed(&QueryOrder::new(number("T-1")), order_info()).await;
    let days = QueryOrdersByDate::new("2022-01-15".parse().unwrap(), "2022-01-16".parse().unwrap()).unwrap();
    let page = object("current_page last_page total per_page", json!({ "items": [order_info()] }));
    typed(&days, page).await;
    typed(&QueryRefund::by_reference(number("R-1")), refund()).await;
    typed(&Refund::whole(number("T-1"), text("r")), refund()).await;
}

#[tokio::test]
async fn every_member_of_cards_banks_and_withdrawals_is_typed() {
    typed(&SaveCard::new(url()), json!({ "link": null })).await;
    let account = object("owner_name currency account_number", json!({}));
    typed(&VerifyBankAccount::new(text("012"), bic()), account).await;
    let token = object("token holder_name account_number bank_bic currency", json!({}));
    typed(&TokenizeBankAccount::new(text("012"), bic(), customer()), token).await;
    let withdrawal =
        object("receiver_name is_required_otp verify_otp_url", json!({ "order_info": order_info() }));
    typed(&Withdraw::new(payout(), secret("t"), customer()), withdrawal).await;
    typed(&WithdrawByBankNumber::new(payout(), bic(), text("012"), customer()), order_info()).await;
}

/// What the samples do not say of a bill and of fees is read in any form, and is no reason to lose the order.
#[tokio::test]
async fn an_order_is_read_whatever_its_bill_and_fees_are() {
    use kess_client::model::{OrderDetail, Undescribed};
    let read = async |member: Value| {
        let mut order = order_info();
        order.as_object_mut().unwrap().extend(member.as_object().unwrap().clone());
        answered(success(&order.to_string())).call(&QueryOrder::new(number("T-1"))).await.unwrap()
    };
    for (detail, json) in [
        (json!({ "0": { "name": "Coffee" } }), Some(r#"{"0":{"name":"Coffee"}}"#)),
        (json!(["Coffee"]), Some(r#"["Coffee"]"#)),
        (json!("Coffee"), Some(r#""Coffee""#)),
        (json!(7), Some("7")),
        (json!([]), None),
        (json!({}), None),
        (json!([[]]), None),
    ] {
        let order = read(json!({ "detail": detail })).await;
        let found = order.detail.as_ref().map(|detail| match detail {
            OrderDetail::Other(other) => other.json(),
            other => panic!("{other:?}"),
        });
        assert_eq!(found, json, "{detail}");
    }
    let Some(OrderDetail::Items(items)) = read(json!({})).await.detail else { panic!("no items") };
    assert_eq!(items[0].price.as_ref().map(ToString::to_string).as_deref(), Some("5.25"));
    assert_eq!(items[0].quantity.as_ref().and_then(pay_http::json::Number::whole), Some(2));

    let fees =
        json!({ "customer_fees": { "WECHAT": { "fee": "0.5" }, "ALIPAY": [], "WING": 1, "new": "x" } });
    let fees = read(json!({ "meta": fees })).await.meta.unwrap().customer_fees.unwrap();
    let fee = fees.of("WECHAT").and_then(|fee| fee.fee.as_ref()).map(ToString::to_string);
    assert_eq!((fee.as_deref(), fees.of("ALIPAY"), fees.of("WING")), (Some("0.5"), None, None));
    assert_eq!(fees.extra.names().collect::<Vec<_>>(), ["WING", "new"]);
    let card = read(json!({ "meta": { "iframe_static_card": { "link": 1 } } })).await.meta.unwrap();
    assert_eq!(card.iframe_static_card.as_ref().map(Undescribed::json), Some(r#"{"link":1}"#));
    let nothing = json!({ "customer_fees": [], "additional": {}, "merchant_info": [] });
    let meta = read(json!({ "meta": nothing })).await.meta.unwrap();
    assert_eq!((meta.customer_fees, meta.additional, meta.merchant_info), (None, None, None));
}
