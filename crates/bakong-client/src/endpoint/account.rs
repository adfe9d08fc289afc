//! Endpoint 8: does this account exist?

use pay_core::{AccountId, Effect, Untrusted};
use serde::Serialize;

use super::{Auth, Endpoint, InvalidRequest};
use crate::classify::Answer;
use crate::error::ErrorKind;

/// Endpoint 8: whether an account exists. Ask before printing a QR that pays into it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckAccount {
    account_id: String,
}

/// Whether an account exists.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccountCheck {
    /// It does.
    Exists {
        /// JSON that Bakong gave along, in a form that no document shows (an account status was added in 1.0.4).
        data: Option<Untrusted>,
    },
    /// It does not: error code 11, and nothing else, says so.
    Absent,
}

impl CheckAccount {
    /// The account must be `name@bank`, at most 32 characters.
    pub fn new(account: &AccountId) -> Result<Self, InvalidRequest> {
        let text = account.as_str();
        let one_at = text
            .split_once('@')
            .is_some_and(|(name, bank)| !name.is_empty() && !bank.is_empty() && !bank.contains('@'));
        if !one_at || text.encode_utf16().count() > 32 {
            return Err(InvalidRequest::Account);
        }
        Ok(Self { account_id: text.to_owned() })
    }
}

impl Endpoint for CheckAccount {
    const PATH: &'static str = "check_bakong_account";
    const AUTH: Auth = Auth::Token;
    const EFFECT: Effect = Effect::Read;
    type Response = AccountCheck;

    fn read(&self, answer: Answer<'_>) -> Result<AccountCheck, ErrorKind> {
        match answer {
            Answer::Success(success) => Ok(AccountCheck::Exists { data: success.data().map(Untrusted::new) }),
            Answer::Refusal(refusal) if refusal.code() == Some(11) => Ok(AccountCheck::Absent),
            Answer::Refusal(refusal) => Err(refusal.into_error()),
        }
    }
}
