use std::fmt;

use pay_core::{Expected, Mismatch, Notice, OrderKey, Settled};

use crate::Kess;
use crate::error::Error;
use crate::value::OutTradeNo;

impl Kess {
    /// What to do with a notification: asks queryOrder about its order, and compares the answer with what was expected.
    ///
    /// Nothing of the notification is believed, and nothing is changed at KESS: it may come a thousand times. Whoever
    /// hands goods out does so once for each order.
    pub async fn confirm_notification(
        &self,
        notice: &Notice,
        expected: &Expected,
    ) -> Result<Settled, Unconfirmed> {
        if notice.key != *expected.key() {
            return Err(Unconfirmed::OtherOrder(notice.key.clone()));
        }
        let out_trade_no = OutTradeNo::new(notice.key.as_str());
        let out_trade_no = out_trade_no.map_err(|_| Unconfirmed::OtherOrder(notice.key.clone()))?;
        let observation = self.observation(out_trade_no).await.map_err(Unconfirmed::NoAnswer)?;
        expected.verify(&observation).map_err(|mismatch| Unconfirmed::Mismatch(Box::new(mismatch)))
    }
}

/// A notification that settles nothing, now.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unconfirmed {
    /// It is about this order, and another one was expected.
    OtherOrder(OrderKey),
    /// KESS says otherwise.
    Mismatch(Box<Mismatch>),
    /// KESS did not say: ask again later.
    NoAnswer(Error),
}

impl fmt::Display for Unconfirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherOrder(key) => write!(f, "notification is about {key}"),
            Self::Mismatch(mismatch) => mismatch.fmt(f),
            Self::NoAnswer(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Unconfirmed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::OtherOrder(_) => None,
            Self::Mismatch(mismatch) => Some(&**mismatch),
            Self::NoAnswer(error) => Some(error),
        }
    }
}
