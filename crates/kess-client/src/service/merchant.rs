//! Rows 1 to 4: the merchant and the users under it.

use std::fmt;
use std::num::NonZeroU32;

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service, bound};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{UserInfo, UserPage};
use crate::value::Text;

/// Row 1: the merchant, with its wallets.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct MerchantInfo {}

impl Service for MerchantInfo {
    const NAME: &'static str = "webpay.acquire.merchantinfo";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = UserInfo;

    fn read(&self, data: Data<'_>) -> Result<UserInfo, Malformed> {
        data.object()
    }
}

/// Row 2: a new user under the merchant. `Debug` prints nothing of it.
#[derive(Clone, Serialize)]
pub struct AddUser {
    first_name: Text<255>,
    last_name: Text<255>,
    phone_number: Text<32>,
    email: Text<255>,
    #[serde(skip_serializing_if = "Option::is_none")]
    muser_identity: Option<Text<64>>,
}

impl AddUser {
    /// A user. The telephone keeps its leading zero.
    pub const fn new(
        first_name: Text<255>,
        last_name: Text<255>,
        phone_number: Text<32>,
        email: Text<255>,
    ) -> Self {
        Self { first_name, last_name, phone_number, email, muser_identity: None }
    }

    /// The merchant's own name for the user.
    #[must_use]
    pub fn muser_identity(self, identity: Text<64>) -> Self {
        Self { muser_identity: Some(identity), ..self }
    }
}

impl fmt::Debug for AddUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AddUser([redacted])")
    }
}

impl Service for AddUser {
    const NAME: &'static str = "webpay.acquire.adduserundermerchant";
    const EFFECT: Effect = Effect::Create;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = UserInfo;

    /// The telephone may be written otherwise in the answer, so that it is the merchant's own name that is compared.
    fn read(&self, data: Data<'_>) -> Result<UserInfo, Malformed> {
        let added: UserInfo = data.object()?;
        if let Some(asked) = &self.muser_identity {
            bound::names(added.muser_identity.as_ref(), asked.as_str(), Malformed::OtherUser)?;
        }
        Ok(added)
    }
}

/// Row 3: the users under the merchant, page by page. See [`Pages`](crate::Pages).
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ListUsers {
    pub(crate) page: u32,
}

impl ListUsers {
    /// From this page on; the first is 1.
    pub const fn new(page: NonZeroU32) -> Self {
        Self { page: page.get() }
    }
}

impl Service for ListUsers {
    const NAME: &'static str = "webpay.acquire.getUserUnderMerchant";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = UserPage;

    fn read(&self, data: Data<'_>) -> Result<UserPage, Malformed> {
        data.object()
    }
}

/// Row 4: one user, by KESS's name or by the merchant's.
#[derive(Clone, Debug, Serialize)]
pub struct UserProfile {
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<Text<64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    muser_identity: Option<Text<64>>,
}

impl UserProfile {
    /// By `CU...`.
    pub const fn by_id(user_id: Text<64>) -> Self {
        Self { user_id: Some(user_id), muser_identity: None }
    }

    /// By the merchant's own name.
    pub const fn by_identity(identity: Text<64>) -> Self {
        Self { user_id: None, muser_identity: Some(identity) }
    }
}

impl Service for UserProfile {
    const NAME: &'static str = "webpay.acquire.userprofile";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = UserInfo;

    fn read(&self, data: Data<'_>) -> Result<UserInfo, Malformed> {
        let found: UserInfo = data.object()?;
        if let Some(asked) = &self.user_id {
            bound::names(found.user_id.as_ref(), asked.as_str(), Malformed::OtherUser)?;
        }
        if let Some(asked) = &self.muser_identity {
            bound::names(found.muser_identity.as_ref(), asked.as_str(), Malformed::OtherUser)?;
        }
        Ok(found)
    }
}
