//! The newest orders of every provider that has pages for them.

use pay_core::Money;

use crate::page::html::{Carried, Shown};
use crate::sandbox::Parts;
use crate::{AirpayOrder, AirpayOutcome, KessOrder, MonetixPayment, VexoraOrder};

/// Orders that are listed of each.
const LISTED: usize = 10;

/// The rows of a table: provider, order, amount, status.
pub(super) fn rows(parts: &Parts) -> String {
    [
        newest("KESS", &parts.kess.orders()),
        newest("Monetix", &parts.monetix.payments()),
        newest("Vexora", &parts.vexora.orders()),
        newest("Airpay", &parts.airpay.orders()),
    ]
    .concat()
}

/// An order with a page.
trait Listed {
    fn link(&self) -> String;
    fn number(&self) -> &str;
    fn amount(&self) -> Money;
    fn status(&self) -> &str;
}

fn newest(provider: &str, orders: &[impl Listed]) -> String {
    let row = |order: &_| row(provider, order);
    orders.iter().rev().take(LISTED).map(row).collect()
}

fn row(provider: &str, order: &impl Listed) -> String {
    format!(
        "<tr><td>{provider}</td><td><a href=\"{}\">{}</a></td><td>{}</td><td>{}</td></tr>\n",
        Carried(&order.link()),
        Shown(order.number()),
        order.amount(),
        Shown(order.status()),
    )
}

impl Listed for KessOrder {
    fn link(&self) -> String {
        format!("/pay/{}", self.token)
    }

    fn number(&self) -> &str {
        &self.out_trade_no
    }

    fn amount(&self) -> Money {
        self.amount
    }

    fn status(&self) -> &str {
        &self.status
    }
}

impl Listed for MonetixPayment {
    fn link(&self) -> String {
        format!("/monetix/{}", self.token)
    }

    fn number(&self) -> &str {
        &self.payment_id
    }

    fn amount(&self) -> Money {
        self.amount
    }

    fn status(&self) -> &str {
        if self.operations == 0 { "not confirmed yet" } else { &self.status }
    }
}

impl Listed for VexoraOrder {
    fn link(&self) -> String {
        self.payment_link.clone()
    }

    fn number(&self) -> &str {
        &self.trade_no
    }

    fn amount(&self) -> Money {
        self.amount
    }

    fn status(&self) -> &str {
        &self.status
    }
}

impl Listed for AirpayOrder {
    fn link(&self) -> String {
        self.payment_link.clone()
    }

    fn number(&self) -> &str {
        self.trxid.as_deref().unwrap_or(&self.trx_id)
    }

    fn amount(&self) -> Money {
        self.amount
    }

    fn status(&self) -> &str {
        self.outcome.map_or("nothing yet", AirpayOutcome::code)
    }
}
