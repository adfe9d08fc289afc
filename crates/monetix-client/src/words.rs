//! The words of Monetix's tables (section 6.2), each table an open set.

mod operation_status;
mod operation_type;
mod payment_status;
mod payment_type;

pub use self::operation_status::OperationStatus;
pub use self::operation_type::OperationType;
pub use self::payment_status::PaymentStatus;
pub use self::payment_type::PaymentType;

/// Declares a table: a variant a word, with other spellings behind `|`, and `Other` for what comes later.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$doc:meta])* $variant:ident = $word:literal $(| $spelling:literal)*,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// Any other word, as it came.
            Other(pay_core::Untrusted),
        }

        impl $name {
            /// Those that are known, in the order of the specification.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// Reads a word. Capitals count: Monetix writes none.
            pub fn read(word: &str) -> Self {
                match word {
                    $($word $(| $spelling)* => Self::$variant,)*
                    _ => Self::Other(pay_core::Untrusted::new(word)),
                }
            }

            /// The word as Monetix writes it, in its present spelling.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word.as_raw(),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    Self::Other(word) => word.fmt(f),
                    known => f.write_str(known.as_str()),
                }
            }
        }

        /// Text, and nothing but text: the signature does not tell `1` from `true`. Empty text says nothing.
        impl pay_http::json::Value for $name {
            fn read(
                raw: &pay_http::json::RawValue,
            ) -> Result<Option<Self>, pay_http::json::Problem> {
                let word = <String as pay_http::json::Value>::read(raw)?;
                Ok(word.filter(|word| !word.is_empty()).map(|word| Self::read(&word)))
            }
        }
    };
}

use words;
