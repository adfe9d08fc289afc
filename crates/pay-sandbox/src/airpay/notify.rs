//! Postbacks: the `GET` to the one address that the merchant agreed on (specification, section 3). Nothing in it is
//! signed, and it says neither an amount nor the merchant's own number.

use http::Method;
use pay_core::Timestamp;

use super::order::AirpayOutcome;
use crate::courier::{Acknowledgement, Terms};
use crate::outbound::Parcel;
use crate::phnom_penh::with_offset;

/// Nothing is said of repeats: there are none but those that are asked for.
pub(super) const TERMS: Terms = Terms { wait: |_| None, taken: Acknowledgement::Body("OK") };

/// What postbacks look like from now on. By default as the samples: `trx_id`, and the plus of the zone as it is.
///
/// ```
/// use pay_sandbox::AirpayForm;
///
/// let as_the_table = AirpayForm::new().trxid();
/// let by_a_careful_writer = AirpayForm::new().both_names().encoded();
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct AirpayForm {
    name: Name,
    date: Date,
}

#[derive(Clone, Copy, Debug, Default)]
enum Name {
    #[default]
    Samples,
    Table,
    Both,
}

#[derive(Clone, Copy, Debug, Default)]
enum Date {
    #[default]
    Plus,
    Encoded,
    Utc,
}

impl AirpayForm {
    /// As the samples.
    pub const fn new() -> Self {
        Self { name: Name::Samples, date: Date::Plus }
    }

    /// With the number under `trxid`, as the table names it.
    #[must_use]
    pub const fn trxid(self) -> Self {
        Self { name: Name::Table, ..self }
    }

    /// With the number under both names.
    #[must_use]
    pub const fn both_names(self) -> Self {
        Self { name: Name::Both, ..self }
    }

    /// With the plus of the zone as `%2B`.
    #[must_use]
    pub const fn encoded(self) -> Self {
        Self { date: Date::Encoded, ..self }
    }

    /// With the time of UTC and a `Z` behind it.
    #[must_use]
    pub const fn utc(self) -> Self {
        Self { date: Date::Utc, ..self }
    }

    /// What is told of an order at a moment.
    pub(super) fn write(self, address: &str, trx_id: &str, outcome: AirpayOutcome, at: Timestamp) -> Parcel {
        // What stands behind a # is not sent.
        let address = address.split('#').next().unwrap_or(address);
        let join = if address.contains('?') { '&' } else { '?' };
        let number = match self.name {
            Name::Samples => format!("trx_id={trx_id}"),
            Name::Table => format!("trxid={trx_id}"),
            Name::Both => format!("trx_id={trx_id}&trxid={trx_id}"),
        };
        let date = match self.date {
            Date::Plus => with_offset(at),
            Date::Encoded => with_offset(at).replace('+', "%2B"),
            Date::Utc => jiff::Timestamp::from_second(at.as_millis().div_euclid(1_000))
                .map_or_else(|_| with_offset(at), |at| at.to_string()),
        };
        let description = outcome.description().replace(' ', "%20");
        let url = format!(
            "{address}{join}{number}&trx_date={date}&status={}&status_desc={description}",
            outcome.code()
        );
        Parcel { method: Method::GET, url, content_type: None, body: String::new() }
    }
}
