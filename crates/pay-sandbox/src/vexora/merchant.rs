//! The merchants. No request says a currency (specification, section 3): the account does.

use pay_core::{Currency, Money, Secret};

/// An account at Vexora.
#[derive(Debug)]
pub(crate) struct Merchant {
    /// The header `merchantNo`.
    pub(crate) number: &'static str,
    /// What requests and notifications are signed with.
    pub(crate) app_secret: &'static str,
    pub(crate) currency: Currency,
    /// Minor units that can be paid out at the start.
    start: i64,
}

/// One account in dollars with 1,000.00, one in riel with 4,000,000.
pub(crate) static MERCHANTS: [Merchant; 2] = [
    Merchant {
        number: super::Vexora::MERCHANT_NO,
        app_secret: super::Vexora::APP_SECRET,
        currency: Currency::Usd,
        start: 100_000,
    },
    Merchant {
        number: super::Vexora::KHR_MERCHANT_NO,
        app_secret: super::Vexora::KHR_APP_SECRET,
        currency: Currency::Khr,
        start: 4_000_000,
    },
];

impl Merchant {
    pub(super) fn named(number: &str) -> Option<&'static Self> {
        MERCHANTS.iter().find(|merchant| merchant.number == number)
    }

    pub(super) fn secret(&self) -> Secret {
        Secret::new(self.app_secret).expect("no secret here is blank")
    }

    pub(super) const fn start(&self) -> Money {
        self.money(self.start)
    }

    pub(super) const fn money(&self, minor: i64) -> Money {
        Money::from_minor(minor, self.currency)
    }
}
