use pay_core::{Secret, Untrusted};
use pay_http::json::Number;

pay_http::json_object! {
    /// What createVirtualCard and getVirtualCardDetail answer.
    pub struct VirtualCard {
        /// The card's name at the gateway (E10).
        pub purchase_request_id: Option<Untrusted> = "purchaseRequestId" | "purchase_req_id",
        /// How much is left on it.
        pub velocity_control: Option<VelocityControl> = "velocityControl",
        /// The most that one purchase may cost.
        pub transaction_limit_control: Option<TransactionLimit> = "transactionLimitControl",
        /// The card itself.
        pub vcn_information: Option<VirtualCardInfo> = "vcnInformation",
    }
}

pay_http::json_object! {
    /// `velocity_control_info`.
    pub struct VelocityControl {
        /// How many purchases.
        pub max_trans: Option<i64> = "maxTrans",
        /// How much is left.
        pub available_balance: Option<Number> = "availableBalance",
        /// In which currency.
        pub currency: Option<Untrusted> = "currency",
    }
}

pay_http::json_object! {
    /// `transaction_limit_control_info`.
    pub struct TransactionLimit {
        /// The most that one purchase may cost.
        pub amount: Option<Number> = "amount",
    }
}

pay_http::json_object! {
    /// `vcn_information`. Nothing of it is printed.
    pub struct VirtualCardInfo {
        /// The card's number.
        pub pan: Option<Secret> = "pan",
        /// Year and month: `2602`.
        pub expiry: Option<Secret> = "expiry",
        /// The code that proves the card.
        pub avv: Option<Secret> = "avv",
    }
}

pay_http::json_object! {
    /// An item of getVirtualCards.
    pub struct VirtualCardItem {
        /// The card's name at the gateway (E10).
        pub purchase_req_id: Option<Untrusted> = "purchase_req_id" | "purchaseRequestId",
        /// The card's number.
        pub pan: Option<Secret> = "pan",
        /// Year and month: `2602`.
        pub expiry: Option<Secret> = "expiry",
        /// The code that proves the card.
        pub avv: Option<Secret> = "avv",
        /// `USD`.
        pub currency: Option<Untrusted> = "currency",
        /// `1` has been seen.
        pub status: Option<i64> = "status",
    }
}

pay_http::json_object! {
    /// What getVirtualCardBalance answers.
    pub struct VirtualCardBalance {
        /// The card's name at the gateway (E10).
        pub purchase_request_id: Option<Untrusted> = "purchaseRequestId" | "purchase_req_id",
        /// How much is left.
        pub available_balance: Option<Number> = "availableBalance",
    }
}

pay_http::json_object! {
    /// What getVirtualCardReport answers. What `from` and `to` count is not said; they seem to be offsets (E11).
    pub struct VirtualCardReport {
        /// `Completed`.
        pub report_status: Option<Untrusted> = "reportStatus",
        /// The first.
        pub from: Option<i64> = "from",
        /// The last.
        pub to: Option<i64> = "to",
        /// Whether there are more.
        pub has_more: Option<bool> = "hasMore",
        /// The purchases.
        pub items: Vec<VirtualCardTransaction> = "tranInfos",
    }
}

pay_http::json_object! {
    /// `transaction_virtual_card`: a purchase with a virtual card.
    pub struct VirtualCardTransaction {
        /// The card's name at the gateway (E10).
        pub purchase_request_id: Option<Untrusted> = "purchaseRequestId" | "purchase_req_id",
        /// The name of the card behind it.
        pub real_card_alias: Option<Untrusted> = "realCardAlias",
        /// The card behind it, masked. Not printed, in case it once is not.
        pub real_card_number: Option<Secret> = "realCardNumber",
        /// The virtual card, masked. Not printed, in case it once is not.
        pub virtual_card_number: Option<Secret> = "virtualCardNumber",
        /// Year and month.
        pub vcn_expiry: Option<Secret> = "vcnExpiry",
        /// Who asked for the card.
        pub requestor_name: Option<Untrusted> = "requestorName",
        /// What is billed.
        pub billing_amount: Option<Number> = "billingAmount",
        /// In which currency.
        pub billing_currency_code: Option<Untrusted> = "billingCurrencyCode",
        /// Its name.
        pub billing_currency_code_description: Option<Untrusted> = "billingCurrencyCodeDescription",
        /// What the merchant asked for.
        pub merchant_amount: Option<Number> = "merchantAmount",
        /// In which currency.
        pub merchant_currency_code: Option<Untrusted> = "merchantCurrencyCode",
        /// Its name.
        pub merchant_currency_code_description: Option<Untrusted> = "merchantCurrencyCodeDescription",
        /// The rate between both.
        pub txn_exchange_rate: Option<Number> = "txnExchangeRate",
        /// Month and day without a year: `02-05`.
        pub txn_date_time: Option<Untrusted> = "txnDateTime",
        /// The same with the time: `02-05T08:12:27.000Z`.
        pub txn_date_time_with_time: Option<Untrusted> = "txnDateTimeWithTime",
        /// `Authorization`.
        pub txn_type: Option<Untrusted> = "txnType",
        /// `PreAuth`.
        pub txn_sub_type: Option<Untrusted> = "txnSubType",
        /// `ECOM`.
        pub txn_environment: Option<Untrusted> = "txnEnvironment",
        /// The issuer's words.
        pub issuer_response: Option<Untrusted> = "issuerResponse",
        /// The address check.
        pub avs_response_code: Option<Untrusted> = "avsResponseCode",
        /// `Approval`.
        pub in_control_response: Option<Untrusted> = "inControlResponse",
        /// The merchant category code.
        pub mcc: Option<Untrusted> = "mcc",
        /// Its name.
        pub mcc_description: Option<Untrusted> = "mccDescription",
        /// The merchant.
        pub merchant_id: Option<Untrusted> = "merchantId",
        /// Its name.
        pub merchant_name: Option<Untrusted> = "merchantName",
        /// Its city.
        pub merchant_city: Option<Untrusted> = "merchantCity",
        /// Its state.
        pub merchant_state: Option<Untrusted> = "merchantState",
        /// `116`.
        pub merchant_country_code: Option<Untrusted> = "merchantCountryCode",
        /// `CAMBODIA`.
        pub merchant_country: Option<Untrusted> = "merchantCountry",
        /// The acquirer.
        pub acquirer_ica: Option<Untrusted> = "acquirerICA",
        /// The processor.
        pub processor_ica: Option<Untrusted> = "processorICA",
        /// The terminal.
        pub terminal_id: Option<Untrusted> = "terminalId",
        /// `Unsettled`.
        pub settled: Option<Untrusted> = "settled",
        /// The issuer.
        pub incontrol_issuer_id: Option<Untrusted> = "incontrolIssuerId",
        /// The company.
        pub company_name: Option<Untrusted> = "companyName",
        /// Its number.
        pub company_number: Option<Untrusted> = "companyNumber",
    }
}
