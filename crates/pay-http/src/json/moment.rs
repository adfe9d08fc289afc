use std::fmt;

use pay_core::{Timestamp, Untrusted};

use super::{Problem, RawValue, Value};

/// A time as a provider writes it: `2022-07-18T10:44:53.000000Z`, `2024-12-07T19:08:45+0000`, or `2025-01-13 09:32:21`
/// without a zone.
///
/// A time without a zone stays one: nobody says which it is in. Blank text says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Moment(Untrusted);

impl Moment {
    /// The moment, where a zone says which.
    pub fn utc(&self) -> Option<Timestamp> {
        let moment: jiff::Timestamp = self.0.as_raw().trim().parse().ok()?;
        Some(Timestamp::from_millis(moment.as_millisecond()))
    }

    /// The text.
    pub const fn text(&self) -> &Untrusted {
        &self.0
    }
}

impl Value for Moment {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let text = <Untrusted as Value>::read(raw)?;
        Ok(text.filter(|text| !text.as_raw().trim().is_empty()).map(Self))
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_without_a_zone_stays_without_one() {
        let utc = |text: &str| Moment(Untrusted::new(text)).utc().map(Timestamp::as_millis);
        assert_eq!(utc("2022-07-18T10:44:53.000000Z"), Some(1_658_141_093_000));
        assert_eq!(utc("2022-07-18T17:44:53+07:00"), Some(1_658_141_093_000));
        assert_eq!(utc("2022-07-18T10:44:53+0000"), Some(1_658_141_093_000));
        assert_eq!(utc("2025-01-13 09:32:21"), None);
        assert_eq!(utc("2022-07-18"), None);
        assert_eq!(utc("02-05T08:12:27.000Z"), None, "no year");
    }
}
