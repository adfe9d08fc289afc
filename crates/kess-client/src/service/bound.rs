//! What binds an answer to its question beside TLS (section 2.5): it names what was asked for.
//!
//! A member that is absent binds nothing and is no error, because every member may be absent (section 3.2); the number of
//! an order alone has to be there.

use khqr_emv::Khqr;
use pay_core::Untrusted;
use pay_http::json::{Number, Problem, ProblemKind};

use crate::error::Malformed;
use crate::model::{OrderInfo, ReceiverInfo};
use crate::value::{AMOUNT, Amount, OutTradeNo, Text, Total};

/// The answer names this user, card, transfer and so on, or none.
pub(super) fn names(answered: Option<&Untrusted>, asked: &str, other: Malformed) -> Result<(), Malformed> {
    match answered {
        Some(answered) if answered.as_raw() != asked => Err(other),
        _ => Ok(()),
    }
}

/// The answer names this account, of which some digits may be masked (`12****789`, E24), or none.
pub(super) fn account(answered: Option<&Untrusted>, asked: &str, other: Malformed) -> Result<(), Malformed> {
    let Some(answered) = answered.map(Untrusted::as_raw) else { return Ok(()) };
    let agrees = match answered.find('*').zip(answered.rfind('*')) {
        Some((first, last)) => {
            let (head, tail) = (&answered[..first], &answered[last + 1..]);
            head.len() + tail.len() <= asked.len() && asked.starts_with(head) && asked.ends_with(tail)
        }
        None => answered == asked,
    };
    if agrees { Ok(()) } else { Err(other) }
}

/// The answer names this bank, with or without the `XXX` of its head office (E26), or none.
pub(super) fn bank(answered: Option<&Untrusted>, asked: &str) -> Result<(), Malformed> {
    let office = |bic: &str| bic.strip_suffix("XXX").unwrap_or(bic).to_ascii_uppercase();
    match answered {
        Some(answered) if office(answered.as_raw()) != office(asked) => Err(Malformed::OtherAccount),
        _ => Ok(()),
    }
}

/// Who was paid is whom the KHQR names, where both say so. A text that is no KHQR names nobody.
pub(super) fn receiver(paid: Option<&ReceiverInfo>, qrcode: &str) -> Result<(), Malformed> {
    let (Some(paid), Ok(asked)) = (paid, khqr_emv::decode(qrcode)) else { return Ok(()) };
    if let (Some(answered), Some(asked)) = (&paid.receiver_bakong_id, asked.bakong_account_id)
        && !answered.expose().as_raw().eq_ignore_ascii_case(asked)
    {
        return Err(Malformed::OtherReceiver);
    }
    let answered = paid.receiver_acc_info.as_ref().map(pay_core::Personal::expose);
    match asked.account_information {
        Some(asked) => account(answered, asked, Malformed::OtherReceiver),
        None => Ok(()),
    }
}

/// The code asks for this amount, or for none. Its currency is compared as well, which is the wallet's and not sent: two
/// dollars are not two riel. A text that is no KHQR asks for nothing.
pub(super) fn code(answered: Option<&Untrusted>, asked: Option<Amount>) -> Result<(), Malformed> {
    let Some(code) = answered.and_then(|text| Khqr::parse(text.as_raw()).ok()) else { return Ok(()) };
    let wanted = code.amount().map(khqr_emv::Amount::money).transpose();
    let wanted = wanted.map(|wanted| wanted.filter(|money| money.is_positive()));
    if wanted == Ok(asked.map(Amount::money)) { Ok(()) } else { Err(Malformed::OtherAmount) }
}

/// The answer is in this amount's currency, or does not say in which.
pub(super) fn currency(answered: Option<&Untrusted>, asked: Amount) -> Result<(), Malformed> {
    match answered {
        Some(answered) if answered.as_raw() != asked.currency() => Err(Malformed::OtherAmount),
        _ => Ok(()),
    }
}

/// The answer is about this amount, or about none.
pub(super) fn amount(answered: Option<&Number>, asked: Amount) -> Result<(), Malformed> {
    let Some(answered) = answered else { return Ok(()) };
    let unreadable = |error| Problem::from(error).inside("amount").inside("data");
    match answered.money(&AMOUNT, asked.money().currency()).map_err(unreadable)? {
        answered if answered == asked.money() => Ok(()),
        _ => Err(Malformed::OtherAmount),
    }
}

impl OrderInfo {
    /// This, if it is the order that was asked for. One without a number could be anybody's.
    pub(super) fn of(self, asked: &OutTradeNo) -> Result<Self, Malformed> {
        match &self.out_trade_no {
            None => Err(Problem::from(ProblemKind::Missing).inside("out_trade_no").inside("data").into()),
            Some(answered) if answered.as_raw() != asked.as_str() => Err(Malformed::OtherOrder),
            Some(_) => Ok(self),
        }
    }

    /// This, if it is over the total that was asked for, or does not say over which.
    pub(super) fn over(self, asked: &Total) -> Result<Self, Malformed> {
        self.agrees(self.total_amount.as_ref(), asked).map(|()| self)
    }

    /// The same for a withdrawal, which the gateway writes below zero.
    pub(super) fn paying_out(self, asked: Amount) -> Result<Self, Malformed> {
        let written = self.total_amount.as_ref().map(Number::as_str);
        let paid_out = written.and_then(|text| Number::new(text.strip_prefix('-').unwrap_or(text)).ok());
        self.agrees(paid_out.as_ref(), &asked.into()).map(|()| self)
    }

    /// This, if the kiosk's amount before the fee is the total that was asked for. The order's own may have the fee in it.
    pub(super) fn before_the_fee(self, amount: Option<&Number>, asked: &Total) -> Result<Self, Malformed> {
        self.agrees(amount, asked).map(|()| self)
    }

    /// This, if it is the seller's, or does not say whose.
    pub(crate) fn sold_by(self, seller: &Text<32>) -> Result<Self, Malformed> {
        match self.seller.as_ref().and_then(|answered| answered.code.as_ref()) {
            Some(answered) if answered.as_raw() != seller.as_str() => Err(Malformed::OtherSeller),
            _ => Ok(self),
        }
    }

    fn agrees(&self, answered: Option<&Number>, asked: &Total) -> Result<(), Malformed> {
        let same_currency = |currency: &Untrusted| currency.as_raw().parse() == Ok(asked.currency());
        let agrees = self.currency.as_ref().is_none_or(same_currency)
            && answered.is_none_or(|answered| asked.is(answered));
        if agrees { Ok(()) } else { Err(Malformed::OtherAmount) }
    }
}
