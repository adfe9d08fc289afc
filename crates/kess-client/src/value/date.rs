use jiff::civil;
use serde::{Serialize, Serializer};

use super::InvalidValue;

/// A day of the calendar, such as `2022-01-15`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(civil::Date);

impl Date {
    /// The day, if there is one.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, InvalidValue> {
        civil::Date::new(year, month, day).map(Self).map_err(|_| InvalidValue::Date)
    }
}

impl std::str::FromStr for Date {
    type Err = InvalidValue;

    /// Reads `2022-01-15` and nothing longer.
    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.parse() {
            Ok(date) if text.len() == 10 => Ok(Self(date)),
            _ => Err(InvalidValue::Date),
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
