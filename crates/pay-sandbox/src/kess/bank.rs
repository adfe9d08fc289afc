//! Accounts at banks, for withdrawals.

use std::collections::BTreeMap;

use pay_core::Currency;

use super::Kess;
use super::refusal::Refusal;

/// The accounts that exist, and the tokens that stand for them.
#[derive(Debug)]
pub(super) struct Banks {
    accounts: Vec<BankAccount>,
    tokens: BTreeMap<String, BankAccount>,
}

#[derive(Clone, Debug)]
pub(super) struct BankAccount {
    pub(super) bic: String,
    pub(super) number: String,
    pub(super) owner: String,
    pub(super) currency: Currency,
}

impl Banks {
    /// The account of the vendor's sample, at each bank that the document names for withdrawals.
    pub(super) fn new() -> Self {
        let account = |bic: &str, currency, number: &str| BankAccount {
            bic: bic.to_owned(),
            number: number.to_owned(),
            owner: "TESTING-ABA-KESS".to_owned(),
            currency,
        };
        let banks = ["ABAAKHPP", "ACLBKHPP", "WING"].into_iter();
        let accounts = banks.flat_map(|bic| {
            [account(bic, Currency::Usd, "123456789"), account(bic, Currency::Khr, "987654321")]
        });
        Self { accounts: accounts.collect(), tokens: BTreeMap::new() }
    }

    /// The account of a number. `ACLBKHPPXXX` is `ACLBKHPP` (E26).
    pub(super) fn account(&self, bic: &str, number: &str) -> Result<&BankAccount, Refusal> {
        let bank = bic.strip_suffix("XXX").unwrap_or(bic);
        let is = |account: &&BankAccount| account.bic == bank && account.number == number;
        self.accounts.iter().find(is).ok_or(Refusal::NOT_FOUND)
    }

    pub(super) fn tokenize(&mut self, token: String, account: BankAccount) {
        self.tokens.insert(token, account);
    }

    pub(super) fn of_token(&self, token: &str) -> Result<&BankAccount, Refusal> {
        self.tokens.get(token).ok_or(Refusal::NOT_FOUND)
    }
}

impl BankAccount {
    /// `12****789`, as in the sample: the first two digits and the last three.
    pub(super) fn masked(&self) -> String {
        let digits: Vec<char> = self.number.chars().collect();
        let head: String = digits.iter().take(2).collect();
        let tail: String = digits.iter().skip(digits.len().saturating_sub(3)).collect();
        format!("{head}****{tail}")
    }
}

impl Kess {
    /// Makes an account at a bank exist. From the start `123456789` (USD) and `987654321` (KHR) do, at
    /// `ABAAKHPP`, `ACLBKHPP` and `WING`.
    pub fn add_bank_account(
        &self,
        bic: impl Into<String>,
        number: impl Into<String>,
        owner: impl Into<String>,
        currency: Currency,
    ) {
        let account = BankAccount { bic: bic.into(), number: number.into(), owner: owner.into(), currency };
        self.with(|state| state.banks.accounts.push(account));
    }
}
