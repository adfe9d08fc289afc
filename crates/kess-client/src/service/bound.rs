//! What binds an answer to its question beside TLS (section 2.5): it names what was asked for.
//!
//! A member that is absent binds nothing and is no error, because every member may be absent (section 3.2); the number of
//! an order alone has to be there.

use pay_core::Untrusted;
use pay_http::json::{Number, Problem, ProblemKind};

use crate::error::Malformed;
use crate::model::{OrderInfo, ReceiverInfo};
use crate::value::{AMOUNT, Amount, OutTradeNo, Total};

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

    fn agrees(&self, answered: Option<&Number>, asked: &Total) -> Result<(), Malformed> {
        let same_currency = |currency: &Untrusted| currency.as_raw().parse() == Ok(asked.currency());
        let agrees = self.currency.as_ref().is_none_or(same_currency)
            && answered.is_none_or(|answered| asked.is(answered));
        if agrees { Ok(()) } else { Err(Malformed::OtherAmount) }
    }
}
