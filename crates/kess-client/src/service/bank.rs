//! Rows 30 and 31: bank accounts to withdraw to. Account numbers are text, because they begin with zeros (E16).

use std::fmt;

use pay_core::{Effect, Personal};
use serde::Serialize;

use super::{SellerCode, Service, bound};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{BankAccount, TokenizedBankAccount};
use crate::sealed::SealedCustomer;
use crate::value::{ServiceCode, Text};

/// Row 30: whose account it is, to be shown to the sender. `Debug` does not print the account.
#[derive(Clone, Serialize)]
pub struct VerifyBankAccount {
    bank_account_number: Text<64>,
    bic: ServiceCode,
}

impl VerifyBankAccount {
    /// An account at `ACLBKHPP`, `WING` or `ABAAKHPP`.
    pub const fn new(bank_account_number: Text<64>, bic: ServiceCode) -> Self {
        Self { bank_account_number, bic }
    }
}

impl fmt::Debug for VerifyBankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyBankAccount").field("bic", &self.bic).finish_non_exhaustive()
    }
}

impl Service for VerifyBankAccount {
    const NAME: &'static str = "webpay.acquire.verifybankaccount";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = BankAccount;

    fn read(&self, data: Data<'_>) -> Result<BankAccount, Malformed> {
        let found: BankAccount = data.object()?;
        let account = found.account_number.as_ref().map(Personal::expose);
        bound::account(account, self.bank_account_number.as_str(), Malformed::OtherAccount)?;
        Ok(found)
    }
}

/// Row 31: keeps an account and its owner at KESS, for [`Withdraw`](super::Withdraw). `Debug` does not print the account.
#[derive(Clone, Serialize)]
pub struct TokenizeBankAccount {
    bank_account_number: Text<64>,
    bic: ServiceCode,
    customer: SealedCustomer,
}

impl TokenizeBankAccount {
    /// This person's account.
    pub const fn new(bank_account_number: Text<64>, bic: ServiceCode, customer: SealedCustomer) -> Self {
        Self { bank_account_number, bic, customer }
    }
}

impl fmt::Debug for TokenizeBankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenizeBankAccount").field("bic", &self.bic).finish_non_exhaustive()
    }
}

impl Service for TokenizeBankAccount {
    const NAME: &'static str = "webpay.acquire.tokenizebankaccount";
    const EFFECT: Effect = Effect::Create;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = TokenizedBankAccount;

    fn read(&self, data: Data<'_>) -> Result<TokenizedBankAccount, Malformed> {
        let kept: TokenizedBankAccount = data.object()?;
        let account = kept.account_number.as_ref().map(Personal::expose);
        bound::account(account, self.bank_account_number.as_str(), Malformed::OtherAccount)?;
        bound::bank(kept.bank_bic.as_ref(), self.bic.as_str())?;
        Ok(kept)
    }
}
