//! Rows 25 and 27: what became of orders.

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{OrderInfo, OrderPage};
use crate::value::{Date, InvalidValue, OutTradeNo};

/// Row 25: what became of an order. For one's own orders see [`StatusSource`](pay_core::StatusSource).
#[derive(Clone, Debug, Serialize)]
pub struct QueryOrder {
    out_trade_no: OutTradeNo,
}

impl QueryOrder {
    /// Asks for this order.
    pub const fn new(out_trade_no: OutTradeNo) -> Self {
        Self { out_trade_no }
    }
}

impl Service for QueryOrder {
    const NAME: &'static str = "webpay.acquire.queryOrder";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Omitted;
    type Response = OrderInfo;

    fn read(&self, data: Data<'_>) -> Result<OrderInfo, Malformed> {
        data.order()?.of(&self.out_trade_no)
    }
}

/// Row 27: the orders of some days, page by page. See [`Pages`](crate::Pages).
#[derive(Clone, Debug, Serialize)]
pub struct QueryOrdersByDate {
    pub(crate) start_date: Date,
    pub(crate) end_date: Date,
    pub(crate) per_page: u16,
    pub(crate) page: u32,
}

impl QueryOrdersByDate {
    /// The orders from the first day to the last, which may be the same, 50 on a page.
    pub fn new(start: Date, end: Date) -> Result<Self, InvalidValue> {
        if end < start {
            return Err(InvalidValue::Date);
        }
        Ok(Self { start_date: start, end_date: end, per_page: 50, page: 1 })
    }

    /// How many on a page: 1 to 1000.
    pub fn per_page(self, per_page: u16) -> Result<Self, InvalidValue> {
        match per_page {
            0 => Err(InvalidValue::NotPositive),
            1..=1_000 => Ok(Self { per_page, ..self }),
            _ => Err(InvalidValue::TooMany { limit: 1_000 }),
        }
    }

    /// Begins at this page; the first is 1.
    #[must_use]
    pub const fn page(self, page: std::num::NonZeroU32) -> Self {
        Self { page: page.get(), ..self }
    }
}

impl Service for QueryOrdersByDate {
    const NAME: &'static str = "webpay.acquire.queryorderbydaterange";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Omitted;
    type Response = OrderPage;

    fn read(&self, data: Data<'_>) -> Result<OrderPage, Malformed> {
        data.object()
    }
}
