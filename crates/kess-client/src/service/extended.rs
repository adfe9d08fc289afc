use std::collections::BTreeMap;
use std::fmt;

use pay_core::Effect;
use serde::Serialize;
use serde_json::Value;

use super::{SellerCode, Service};
use crate::envelope::Data;
use crate::error::Malformed;

/// A service with members that the document does not have, such as `descriptor` or `schema_url` (section 3.1).
///
/// A member that the service has itself is refused when the request is signed. `Debug` prints the names of the others
/// alone: a payer's name or address is among those that are known.
#[derive(Clone, Serialize)]
pub struct Extended<S> {
    #[serde(flatten)]
    service: S,
    #[serde(flatten)]
    extra: BTreeMap<String, Value>,
}

impl<S: Service> Extended<S> {
    /// The service as it is, so far.
    pub const fn new(service: S) -> Self {
        Self { service, extra: BTreeMap::new() }
    }

    /// Adds a member. Floats are refused when the request is signed: give amounts as text.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }
}

impl<S: fmt::Debug> fmt::Debug for Extended<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&String> = self.extra.keys().collect();
        f.debug_struct("Extended").field("service", &self.service).field("extra", &names).finish()
    }
}

impl<S: Service> Service for Extended<S> {
    const NAME: &'static str = S::NAME;
    const EFFECT: Effect = S::EFFECT;
    const SELLER: SellerCode = S::SELLER;
    type Response = S::Response;

    fn read(&self, data: Data<'_>) -> Result<S::Response, Malformed> {
        self.service.read(data)
    }
}
