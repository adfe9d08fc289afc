//! Users, their wallets, and the money that moved between them. Payments of orders do not come here: when and how
//! KESS settles them with the merchant is in no document.

use std::collections::BTreeMap;
use std::time::Duration;

use pay_core::Currency::{Khr, Usd};
use pay_core::{Currency, Money, Timestamp};
use serde::Serialize;

use super::Kess;
use super::refusal::Refusal;
use super::time::ago;
use crate::number::Number;
use crate::phnom_penh::wall;

/// Everybody's money.
#[derive(Debug)]
pub(super) struct Wallets {
    /// The merchant first.
    pub(super) users: Vec<User>,
    pub(super) transfers: Vec<Transfer>,
    /// The wallet behind a code, by the code's md5.
    pub(super) codes: BTreeMap<String, String>,
}

#[expect(clippy::struct_field_names, reason = "the names on the wire: id and user_id are two things")]
#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) id: u32,
    pub(super) user_id: String,
    pub(super) phone_number: String,
    pub(super) email: String,
    pub(super) full_name: String,
    pub(super) muser_identity: Option<String>,
    pub(super) created: Timestamp,
    pub(super) wallets: [Wallet; 2],
}

#[derive(Clone, Debug)]
pub(super) struct Wallet {
    pub(super) id: String,
    pub(super) account_number: String,
    pub(super) balance: Money,
    pub(super) funds_type: &'static str,
}

#[derive(Clone, Debug)]
pub(super) struct Transfer {
    pub(super) reference: String,
    pub(super) amount: Money,
    pub(super) created: Timestamp,
    /// Empty for who is not a user here.
    pub(super) debited_user: String,
    pub(super) credited_user: String,
}

impl Wallets {
    /// The merchant with 1,000.00 USD and 4,000,000 KHR, under the names of the vendor's sample.
    pub(super) fn new(now: Timestamp) -> Self {
        let merchant = User {
            id: 6900,
            user_id: "CU2501-101139033689723678".to_owned(),
            phone_number: "023222333".to_owned(),
            email: "shop@example.com".to_owned(),
            full_name: Kess::MERCHANT_NAME.to_owned(),
            muser_identity: None,
            created: now,
            wallets: [
                Wallet::new("CW2501-101139033689723679", "000024916", "DEFAULT", 100_000, Usd),
                Wallet::new("CW2501-101139033689723680", "000024917", "MAIN", 4_000_000, Khr),
            ],
        };
        Self { users: vec![merchant], transfers: Vec::new(), codes: BTreeMap::new() }
    }

    pub(super) fn merchant(&self) -> &User {
        self.users.first().expect("the merchant is never removed")
    }

    pub(super) fn user(&self, user_id: &str) -> Result<&User, Refusal> {
        self.users.iter().find(|user| user.user_id == user_id).ok_or(Refusal::NOT_FOUND)
    }

    /// The wallet of this id or account number, and whose it is.
    pub(super) fn wallet(&self, reference: &str) -> Result<(&User, &Wallet), Refusal> {
        let mut all =
            self.users.iter().flat_map(|user| user.wallets.iter().map(move |wallet| (user, wallet)));
        all.find(|(_, wallet)| wallet.is(reference)).ok_or(Refusal::NOT_FOUND)
    }

    pub(super) fn balance(&self, reference: &str) -> Option<Money> {
        self.wallet(reference).ok().map(|(_, wallet)| wallet.balance)
    }

    /// The merchant's wallet of a currency.
    pub(super) fn merchants(&self, currency: Currency) -> &Wallet {
        let mut wallets = self.merchant().wallets.iter();
        wallets
            .find(|wallet| wallet.balance.currency() == currency)
            .expect("there is a wallet of each currency")
    }

    /// Takes from a wallet, or refuses what is not in it.
    pub(super) fn take(&mut self, id: &str, amount: Money) -> Result<(), Refusal> {
        let wallet = self.wallet_mut(id)?;
        let left = wallet.balance.checked_sub(amount);
        let left = left.filter(|left| left.minor() >= 0);
        wallet.balance = left.ok_or(Refusal::failed("Insufficient balance."))?;
        Ok(())
    }

    /// Puts into a wallet of the same currency.
    pub(super) fn put(&mut self, id: &str, amount: Money) -> Result<(), Refusal> {
        let wallet = self.wallet_mut(id)?;
        let more = wallet.balance.checked_add(amount);
        wallet.balance = more.ok_or(Refusal::failed("The wallet has another currency."))?;
        Ok(())
    }

    /// Money for one of the codes of generateKhqr.
    pub(super) fn receive(&mut self, md5: &str, amount: Money, now: Timestamp) {
        let Some(id) = self.codes.get(md5).cloned() else { return };
        let Ok((user, _)) = self.wallet(&id) else { return };
        let credited_user = user.user_id.clone();
        // A payer's application pays the currency of the code; another one has no wallet here.
        if self.put(&id, amount).is_ok() {
            self.transfers.push(Transfer {
                reference: format!("TR-{md5}").chars().take(25).collect(),
                amount,
                created: now,
                debited_user: String::new(),
                credited_user,
            });
        }
    }

    fn wallet_mut(&mut self, id: &str) -> Result<&mut Wallet, Refusal> {
        let mut all = self.users.iter_mut().flat_map(|user| user.wallets.iter_mut());
        all.find(|wallet| wallet.is(id)).ok_or(Refusal::NOT_FOUND)
    }
}

impl Wallet {
    pub(super) fn new(
        id: &str,
        account_number: &str,
        funds_type: &'static str,
        minor: i64,
        currency: Currency,
    ) -> Self {
        let balance = Money::from_minor(minor, currency);
        Self { id: id.to_owned(), account_number: account_number.to_owned(), balance, funds_type }
    }

    fn is(&self, reference: &str) -> bool {
        self.id == reference || self.account_number == reference
    }
}

/// `user_info` (specification, section 3.2).
#[derive(Serialize)]
pub(super) struct UserInfo {
    id: u32,
    phone_number: String,
    user_id: String,
    email: String,
    full_name: String,
    muser_identity: Option<String>,
    created_at: String,
    wallet: WalletInfo,
    multi_wallets: Vec<WalletInfo>,
}

#[derive(Serialize)]
struct WalletInfo {
    id: String,
    balance: Number,
    currency: &'static str,
    account_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    funds_type: Option<&'static str>,
}

impl User {
    pub(super) fn info(&self) -> UserInfo {
        let info = |wallet: &Wallet, funds_type| WalletInfo {
            id: wallet.id.clone(),
            balance: Number(wallet.balance),
            currency: wallet.balance.currency().code(),
            account_number: wallet.account_number.clone(),
            funds_type,
        };
        UserInfo {
            id: self.id,
            phone_number: self.phone_number.clone(),
            user_id: self.user_id.clone(),
            email: self.email.clone(),
            full_name: self.full_name.clone(),
            muser_identity: self.muser_identity.clone(),
            created_at: wall(self.created),
            wallet: info(&self.wallets[0], None),
            multi_wallets: self.wallets.iter().map(|wallet| info(wallet, Some(wallet.funds_type))).collect(),
        }
    }
}

/// `transaction_info`. No fee is taken: none is documented.
#[derive(Serialize)]
pub(super) struct TransferInfo {
    transaction_ref: String,
    credited_amount: Number,
    credited_currency: &'static str,
    debited_amount: Number,
    debited_currency: &'static str,
    fees_amount: u8,
    transaction_type: &'static str,
    fees_ccy: &'static str,
    status: &'static str,
    created_at: String,
    debited_user_id: String,
    credited_user_id: String,
    readable_created_at: String,
}

impl Transfer {
    /// As the merchant sees it.
    pub(super) fn info(&self, merchant: &User, now: Timestamp) -> TransferInfo {
        let (amount, currency) = (Number(self.amount), self.amount.currency().code());
        let since: Duration = now.since(self.created);
        TransferInfo {
            transaction_ref: self.reference.clone(),
            credited_amount: amount,
            credited_currency: currency,
            debited_amount: amount,
            debited_currency: currency,
            fees_amount: 0,
            transaction_type: if self.credited_user == merchant.user_id { "in" } else { "out" },
            fees_ccy: currency,
            status: "Succeed",
            created_at: wall(self.created),
            debited_user_id: self.debited_user.clone(),
            credited_user_id: self.credited_user.clone(),
            readable_created_at: ago(since),
        }
    }
}
