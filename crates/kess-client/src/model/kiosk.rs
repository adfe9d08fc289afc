use pay_core::Untrusted;
use pay_http::json::{Members, Number, Problem, RawValue, Value};

use super::OrderInfo;

/// What kioskCreateOrder answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KioskOrder {
    /// Without the fee.
    pub amount: Option<Number>,
    /// The fee.
    pub fee: Option<Number>,
    /// Both together.
    pub total_amount: Option<Number>,
    /// The gateway's reference.
    pub order_ref: Option<Untrusted>,
    /// What confirmKioskOrder takes.
    pub pre_order_id: Option<Untrusted>,
    /// The order.
    pub order: OrderInfo,
}

impl Value for KioskOrder {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let mut members = Members::read(raw.get())?;
        let amount = members.take("amount")?;
        let fee = members.take("fee")?;
        let order_ref = members.take("order_ref")?;
        let pre_order_id = members.take("pre_order_id")?;
        let (order, total_amount) = if let Some(order) = members.take("order_info")? {
            (order, members.take("total_amount")?)
        } else {
            // Members of the order beside the kiosk's: both mean one total (E27).
            let order = OrderInfo::take(&mut members)?;
            let total_amount = order.total_amount.clone();
            (order, total_amount)
        };
        let order = order.with_rest(members);
        Ok(Some(Self { amount, fee, total_amount, order_ref, pre_order_id, order }))
    }
}
