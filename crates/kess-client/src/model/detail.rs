use std::fmt;

use pay_core::Untrusted;
use pay_http::json::{Extra, Members, Number, Problem, RawValue, Value, is_empty_list};

/// A value of which nobody says what is in it, as it came. `Debug` does not print it.
#[derive(Clone)]
pub struct Undescribed(Box<RawValue>);

/// `detail` of an order. The document's samples have an empty list, which is read as nothing (E5).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrderDetail {
    /// What is paid for, in the form that peers send it in (section 3.1).
    Items(Vec<OrderItem>),
    /// Any other form.
    Other(Undescribed),
}

pay_http::json_object! {
    /// A line of the bill: an item of [`OrderDetail`].
    pub struct OrderItem {
        /// Its number.
        pub no: Option<Untrusted> = "no",
        /// What it is.
        pub name: Option<Untrusted> = "name",
        /// What one costs, in whole units with decimals of the order's currency.
        pub price: Option<Number> = "price",
        /// How many.
        pub quantity: Option<Number> = "qty",
        /// What is taken off.
        pub discount: Option<Number> = "discount",
    }
}

/// `customer_fees` of an order's `meta`: what the payer pays on top with each method.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerFees {
    /// By the method's code, sorted.
    pub by_method: Vec<(Untrusted, CustomerFee)>,
    /// Members that are no fee.
    pub extra: Extra,
}

pay_http::json_object! {
    /// The fee of a payment method.
    pub struct CustomerFee {
        /// How much, in whole units with decimals.
        pub fee: Option<Number> = "fee",
        /// `USD` or `KHR`.
        pub currency: Option<Untrusted> = "currency",
    }
}

impl Undescribed {
    /// The JSON text.
    pub fn json(&self) -> &str {
        self.0.get()
    }
}

impl CustomerFees {
    /// The fee of a method, such as `WECHAT`.
    pub fn of(&self, method: &str) -> Option<&CustomerFee> {
        self.by_method.iter().find(|(code, _)| code.as_raw() == method).map(|(_, fee)| fee)
    }
}

/// An empty list or object says nothing.
impl Value for Undescribed {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let is_empty_object = Members::read(raw.get()).is_ok_and(|members| members.names().next().is_none());
        let says_something = !is_empty_list(raw) && !is_empty_object;
        Ok(says_something.then(|| Self(raw.to_owned())))
    }
}

/// Nothing hangs on it, so that an unknown form does not make the order unreadable.
impl Value for OrderDetail {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        if let Ok(items) = <Vec<OrderItem> as pay_http::json::Field>::read(raw) {
            return Ok(if items.is_empty() { None } else { Some(Self::Items(items)) });
        }
        Ok(Undescribed::read(raw)?.map(Self::Other))
    }
}

impl Value for CustomerFees {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        if is_empty_list(raw) {
            return Ok(None);
        }
        let members = Members::read(raw.get())?;
        let (mut by_method, mut others) = (Vec::new(), Vec::new());
        for name in members.names() {
            let Some(raw) = members.value(name) else { continue };
            match CustomerFee::read(raw) {
                Ok(fee) => by_method.extend(fee.map(|fee| (Untrusted::new(name), fee))),
                Err(_) => others.push((name.to_owned(), raw.to_owned())),
            }
        }
        Ok(Some(Self { by_method, extra: others.into_iter().collect() }))
    }
}

impl fmt::Debug for CustomerFees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_map();
        shown.entries(self.by_method.iter().map(|(method, fee)| (method, fee)));
        if !self.extra.is_empty() {
            shown.entry(&"extra", &self.extra);
        }
        shown.finish()
    }
}

impl PartialEq for Undescribed {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl Eq for Undescribed {}

impl fmt::Debug for Undescribed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undescribed").finish_non_exhaustive()
    }
}
