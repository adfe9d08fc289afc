//! merchantinfo, adduserundermerchant, getUserUnderMerchant, userprofile.

use pay_core::Currency::{Khr, Usd};

use super::{Page, page};
use crate::Kess;
use crate::kess::asked::Asked;
use crate::kess::refusal::Refusal;
use crate::kess::wallet::{User, UserInfo, Wallet};

/// Items of a page: how many the gateway has is not said.
pub(super) const PAGE: u32 = 10;

pub(super) fn merchant_info(kess: &Kess, asked: &Asked<'_>) -> Result<UserInfo, Refusal> {
    asked.text("seller_code", 32)?;
    Ok(kess.with(|state| state.wallets.merchant().info()))
}

/// A user with an empty wallet of each currency. A telephone number or identity that is known is refused.
pub(super) fn add_user(kess: &Kess, asked: &Asked<'_>) -> Result<UserInfo, Refusal> {
    asked.text("seller_code", 32)?;
    let full_name = format!("{} {}", asked.text("first_name", 255)?, asked.text("last_name", 255)?);
    let phone_number = asked.text("phone_number", 32)?;
    let email = asked.text("email", 255)?;
    let muser_identity = asked.optional("muser_identity", 255)?;
    let now = kess.now();
    kess.with(|state| {
        let known = |user: &User| {
            user.phone_number == phone_number
                || (muser_identity.is_some() && user.muser_identity == muser_identity)
        };
        if state.wallets.users.iter().any(known) {
            return Err(Refusal::DUPLICATED);
        }
        let mut name = |prefix: &str| format!("{prefix}2501-{}", state.draws.digits("KESS name", 18));
        let (user_id, usd, khr) = (name("AU"), name("AW"), name("AW"));
        let (id, first) = (state.wallets.users.len(), 24_916 + 2 * state.wallets.users.len());
        let user = User {
            id: 6900 + u32::try_from(id).unwrap_or(u32::MAX - 6900),
            user_id,
            phone_number,
            email,
            full_name,
            muser_identity,
            created: now,
            wallets: [
                Wallet::new(&usd, &format!("{first:09}"), "DEFAULT", 0, Usd),
                Wallet::new(&khr, &format!("{:09}", first + 1), "MAIN", 0, Khr),
            ],
        };
        let info = user.info();
        state.wallets.users.push(user);
        Ok(info)
    })
}

/// The users, without the merchant.
pub(super) fn users(kess: &Kess, asked: &Asked<'_>) -> Result<Page<UserInfo>, Refusal> {
    asked.text("seller_code", 32)?;
    let current = asked.integer("page", 1..=u32::MAX)?;
    kess.with(|state| {
        let users = state.wallets.users.iter().skip(1);
        let (data, last) = page(users.map(User::info), current, PAGE);
        Ok(Page { data, current, last })
    })
}

/// One of the two names, or both, which then have to agree.
pub(super) fn user_profile(kess: &Kess, asked: &Asked<'_>) -> Result<UserInfo, Refusal> {
    asked.text("seller_code", 32)?;
    let user_id = asked.optional("user_id", 255)?;
    let muser_identity = asked.optional("muser_identity", 255)?;
    if user_id.is_none() && muser_identity.is_none() {
        return Err(Refusal::invalid("user_id", "required without a muser_identity"));
    }
    kess.with(|state| {
        let is = |user: &&User| {
            user_id.as_ref().is_none_or(|id| *id == user.user_id)
                && muser_identity.as_ref().is_none_or(|wanted| Some(wanted) == user.muser_identity.as_ref())
        };
        state.wallets.users.iter().find(is).map(User::info).ok_or(Refusal::NOT_FOUND)
    })
}
