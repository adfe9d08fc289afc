use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

/// Why a text cannot serve as an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidId {
    /// Nothing is there.
    Empty,
    /// More bytes than the identifier takes.
    TooLong {
        /// The most bytes it takes.
        limit: usize,
    },
    /// A character that the identifier does not take, at this byte.
    Character {
        /// Offset of the character.
        at: usize,
    },
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("identifier is empty"),
            Self::TooLong { limit } => write!(f, "expected an identifier of at most {limit} bytes"),
            Self::Character { at } => write!(f, "character is not allowed in an identifier, at byte {at}"),
        }
    }
}

impl core::error::Error for InvalidId {}

fn check(text: &str, limit: usize, allowed: fn(char) -> bool) -> Result<(), InvalidId> {
    if text.is_empty() {
        return Err(InvalidId::Empty);
    }
    if text.len() > limit {
        return Err(InvalidId::TooLong { limit });
    }
    match text.char_indices().find(|(_, character)| !allowed(*character)) {
        Some((at, _)) => Err(InvalidId::Character { at }),
        None => Ok(()),
    }
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $limit:literal, $allowed:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
        pub struct $name(String);

        impl $name {
            /// Checks length and characters; the text itself is kept as it is.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                check(&text, $limit, $allowed)?;
                Ok(Self(text))
            }

            /// The text as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl core::str::FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

identifier! {
    /// The merchant's own name for an order, unique among the merchant's orders.
    ///
    /// 1 to 64 ASCII letters, digits, `-`, `_` and `.`: what every provider, file name and log line takes
    /// unharmed. A provider with a narrower rule checks it when the order is opened.
    OrderId, 64, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

identifier! {
    /// The word by which a provider is asked about an order: the md5 of a KHQR, an `out_trade_no`.
    ///
    /// 1 to 255 visible ASCII characters.
    OrderKey, 255, |c| c.is_ascii_graphic()
}

identifier! {
    /// The provider's name for one movement of money, such as Bakong's transaction hash.
    ///
    /// 1 to 255 visible ASCII characters. One transaction settles at most one order.
    TransactionId, 255, |c| c.is_ascii_graphic()
}

identifier! {
    /// An account that sends or receives money, such as `coffee@aclb`.
    ///
    /// 1 to 128 bytes without control characters. Accounts are compared by
    /// [`is_same_account`](AccountId::is_same_account), because providers do not keep the case.
    AccountId, 128, |c| !c.is_control()
}

/// Every order's id can be the key that a provider knows it by: the rule of an id is the narrower one.
impl From<&OrderId> for OrderKey {
    fn from(id: &OrderId) -> Self {
        Self(id.0.clone())
    }
}

impl AccountId {
    /// Whether both name one account: equal but for the case of ASCII letters.
    pub fn is_same_account(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::string::ToString;

    use super::*;

    #[test]
    fn d59_an_order_id_carries_no_sql_path_or_emoji() {
        assert_eq!(OrderId::new("'; DROP TABLE orders"), Err(InvalidId::Character { at: 0 }));
        assert_eq!(OrderId::new("../../"), Err(InvalidId::Character { at: 2 }));
        assert_eq!(OrderId::new("x".repeat(10_240)), Err(InvalidId::TooLong { limit: 64 }));
        assert_eq!(OrderId::new("order-🛒"), Err(InvalidId::Character { at: 6 }));
        assert_eq!(OrderId::new("=HYPERLINK(1)"), Err(InvalidId::Character { at: 0 }));
        assert_eq!(OrderId::new(""), Err(InvalidId::Empty));
    }

    #[test]
    fn accounts_ignore_the_case_of_ascii_letters_alone() {
        let account = |text: &str| AccountId::new(text).unwrap();
        assert!(account("Coffee@ACLB").is_same_account(&account("coffee@aclb")));
        assert!(!account("coffee@aclb").is_same_account(&account("coffee@aclc")));
        assert!(!account("k@devb").is_same_account(&account("\u{212a}@devb")), "the Kelvin sign is no k");
    }

    #[test]
    fn every_order_id_is_a_key() {
        for text in ["A", "-_.", &"x".repeat(64)] {
            let id = OrderId::new(text).unwrap();
            assert_eq!(Ok(OrderKey::from(&id)), OrderKey::new(text));
        }
    }

    #[test]
    fn an_error_says_where() {
        let error = OrderKey::new("a b").unwrap_err();
        assert_eq!(error.to_string(), "character is not allowed in an identifier, at byte 1");
    }
}
