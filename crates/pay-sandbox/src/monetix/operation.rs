use pay_core::{AmountFormat, Money, Timestamp};

/// Minor units; the riel has two decimals on this wire (specification, section 8).
pub(super) const WIRE: AmountFormat = AmountFormat::minor().scale(2);

/// Awaiting processing: no end yet.
const WAITING: &str = "9999";

/// One thing that is done with a payment: a sale or a refund.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    /// 16 digits.
    pub(super) id: u64,
    pub(super) kind: Kind,
    pub(super) request_id: String,
    pub(super) amount: Money,
    /// What the provider behind the platform counts in.
    pub(super) converted: Money,
    pub(super) created: Timestamp,
    pub(super) stage: Stage,
    /// The payment's number at the bank.
    pub(super) provider_payment_id: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sale,
    Refund { merchant_refund_id: Option<String> },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The payer is to go to the bank.
    Redirect,
    /// The bank does not say what became of it, and gives this code.
    Undecided { code: String },
    /// It ends at a moment, with this code: `0` is success.
    Ends { at: Timestamp, code: String },
}

impl Operation {
    /// `operation.type`.
    pub(super) const fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Sale => "sale",
            Kind::Refund { .. } => "refund",
        }
    }

    /// `operation.status`.
    pub(super) fn status(&self, now: Timestamp) -> &'static str {
        match &self.stage {
            Stage::Redirect => "awaiting redirect result",
            Stage::Undecided { .. } => "processing",
            Stage::Ends { at, .. } if *at > now => "processing",
            Stage::Ends { code, .. } if code == "0" => "success",
            Stage::Ends { .. } => "decline",
        }
    }

    /// `operation.code` and `operation.message`.
    pub(super) fn code(&self, now: Timestamp) -> (&str, &'static str) {
        let code = match &self.stage {
            Stage::Undecided { code } => code,
            Stage::Ends { at, code } if *at <= now => code,
            _ => WAITING,
        };
        (code, message(code))
    }

    /// The moment that `operation.date` tells.
    pub(super) fn date(&self, now: Timestamp) -> Timestamp {
        match &self.stage {
            Stage::Ends { at, .. } if *at <= now => *at,
            _ => self.created,
        }
    }

    /// Whether it came to its end, and well.
    pub(super) fn succeeded(&self, now: Timestamp) -> bool {
        self.status(now) == "success"
    }

    /// Whether it will not come to a good end.
    pub(super) fn will_fail(&self) -> bool {
        matches!(&self.stage, Stage::Ends { code, .. } if code != "0")
    }
}

/// The words that go with a code (specification, section 7).
fn message(code: &str) -> &'static str {
    match code {
        "0" => "Success",
        "9999" | "19999" | "29999" => "Awaiting processing",
        "10000" | "20000" | "100" => "General decline",
        "20101" => "Limit exceeded",
        "20105" => "Insufficient funds",
        "20202" => "Payment system unavailable",
        "20301" => "Cancelled by customer",
        "20304" => "Wrong amount paid",
        "20602" => "Time-out",
        "20802" | "20899" => "Result unknown",
        _ => "Decline",
    }
}

#[cfg(test)]
mod tests {
    use pay_core::Currency;

    use super::*;

    #[test]
    fn amounts_are_hundredths_also_of_the_riel() {
        let written = |minor, currency| WIRE.write(Money::from_minor(minor, currency)).unwrap().to_string();
        assert_eq!(written(10_000, Currency::Usd), "10000");
        assert_eq!(written(4_000, Currency::Khr), "400000");
        assert_eq!(written(i64::MAX, Currency::Khr), format!("{}00", i64::MAX));
    }
}
