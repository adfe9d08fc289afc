use std::collections::BTreeMap;

use pay_core::{Notice, Timestamp, Trust, Untrusted};

use super::members::Members;
use super::{InvalidPostback, PlatformId, date};
use crate::status::PostbackStatus;

/// A postback (section 3), with nothing of it proved.
///
/// It has no signature, no amount, no currency and not the merchant's own id; whoever knows the address can send it. It
/// says which payment to look up, and nothing about money.
///
/// ```
/// use airpay_client::{PostbackStatus, UnverifiedPostback};
///
/// // The plus of the offset is not escaped, and a form decoder makes a blank of it.
/// let query = "trx_id=LINKIT25112222229&trx_date=2025-10-27T15:04:11+07:00&status=1&status_desc=Success";
/// let postback = UnverifiedPostback::read(query)?;
/// assert_eq!(postback.platform_id.as_str(), "LINKIT25112222229");
/// assert_eq!(postback.trx_date.as_millis(), 1_761_552_251_000);
/// assert_eq!(postback.status, PostbackStatus::Success);
/// # Ok::<(), airpay_client::InvalidPostback>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnverifiedPostback {
    /// `trx_id`, as the samples have it, or `trxid`, as the table has it (A1).
    pub platform_id: PlatformId,
    /// `trx_date`: when, by Airpay's clock.
    pub trx_date: Timestamp,
    /// The same as it came, decoded: the plus of its offset may be a blank.
    pub trx_date_text: Untrusted,
    /// `status`.
    pub status: PostbackStatus,
    /// `status_desc`: words for a person.
    pub status_desc: Untrusted,
    /// Members that are not known here, by name.
    pub extra: BTreeMap<String, Untrusted>,
}

impl UnverifiedPostback {
    /// Reads a query without its `?`, still percent-encoded.
    ///
    /// All four members are required, `trx_id` under either name; both may be there if they are equal. Refused are a member
    /// that is there twice, one that is too long, and bytes that are no UTF-8.
    pub fn read(query: &str) -> Result<Self, InvalidPostback> {
        let mut members = Members::read(query)?;
        let sampled = members.take("trx_id", PlatformId::LIMIT)?;
        let tabled = members.take("trxid", PlatformId::LIMIT)?;
        if sampled.is_some() && tabled.is_some() && sampled != tabled {
            return Err(InvalidPostback::TwoIds);
        }
        let there = |text: Option<String>, name| {
            text.filter(|text| !text.is_empty()).ok_or(InvalidPostback::Missing(name))
        };
        let id = there(sampled.or(tabled), "trx_id")?;
        let date_text = there(members.take("trx_date", LONG)?, "trx_date")?;
        let status = there(members.take("status", SHORT)?, "status")?;
        // Words may be none; the member is still required.
        let words = members.take("status_desc", SHORT)?.ok_or(InvalidPostback::Missing("status_desc"))?;
        Ok(Self {
            platform_id: PlatformId::new(id).map_err(|_| InvalidPostback::PlatformId)?,
            trx_date: date::read(&date_text).ok_or(InvalidPostback::Date)?,
            trx_date_text: Untrusted::new(date_text),
            status: PostbackStatus::read(&status),
            status_desc: Untrusted::new(words),
            extra: members.rest().into_iter().map(|(name, text)| (name, Untrusted::new(text))).collect(),
        })
    }

    /// The same in the words of all providers: always a [`Trust::Hint`], under the platform's id, and never a claim that
    /// could settle an order.
    pub fn to_notice(&self) -> Notice {
        Notice::new(self.platform_id.to_key(), Trust::Hint, self.status.observation(&self.status_desc))
    }
}

/// The most characters of `trx_date`, and of `status` and `status_desc`.
const LONG: usize = 150;
const SHORT: usize = 50;
