//! Rows 30 and 31: bank accounts to withdraw to. Account numbers are text, because they begin with zeros (E16).

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service, bound};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{BankAccount, TokenizedBankAccount};
use crate::sealed::SealedCustomer;
use crate::value::{ServiceCode, Text};

/// Row 30: whose account it is, to be shown to the sender.
#[derive(Clone, Debug, Serialize)]
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

impl Service for VerifyBankAccount {
    const NAME: &'static str = "webpay.acquire.verifybankaccount";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = BankAccount;

    fn read(&self, data: Data<'_>) -> Result<BankAccount, Malformed> {
        let found: BankAccount = data.object()?;
        bound::names(found.account_number.as_ref(), self.bank_account_number.as_str())?;
        Ok(found)
    }
}

/// Row 31: keeps an account and its owner at KESS, for [`Withdraw`](super::Withdraw).
#[derive(Clone, Debug, Serialize)]
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

impl Service for TokenizeBankAccount {
    const NAME: &'static str = "webpay.acquire.tokenizebankaccount";
    const EFFECT: Effect = Effect::Create;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = TokenizedBankAccount;

    fn read(&self, data: Data<'_>) -> Result<TokenizedBankAccount, Malformed> {
        data.object()
    }
}
