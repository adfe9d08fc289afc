//! The macro that declares a merchant's number.

/// Declares the merchant's own number of an order: how many characters it has at most, and which.
///
/// It is sent as it is, and it is the word by which the provider is asked about the order.
///
/// ```
/// pay_http::merchant_number! {
///     /// 1 to 32 ASCII letters, digits and dashes (section 3.1).
///     pub struct TradeNo(32, |c| c.is_ascii_alphanumeric() || c == '-');
/// }
///
/// use pay_http::value::InvalidValue;
/// assert_eq!(TradeNo::new("INV-0001")?.to_key().as_str(), "INV-0001");
/// assert_eq!(TradeNo::new("INV/0001"), Err(InvalidValue::Character { at: 3 }));
/// # Ok::<(), InvalidValue>(())
/// ```
#[macro_export]
macro_rules! merchant_number {
    ($(#[$meta:meta])* pub struct $name:ident($most:literal, $allowed:expr);) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(::std::string::String);

        impl $name {
            /// Checks length and characters.
            pub fn new(
                text: impl ::core::convert::Into<::std::string::String>,
            ) -> ::core::result::Result<Self, $crate::value::InvalidValue> {
                let text = text.into();
                // Visible ASCII whatever the alphabet is, so that a number is always a key.
                let allowed: fn(char) -> bool = $allowed;
                $crate::value::check(&text, $most, |c| c.is_ascii_graphic() && allowed(c))?;
                Ok(Self(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The same as the word by which an order is observed.
            pub fn to_key(&self) -> ::pay_core::OrderKey {
                const { assert!($most <= 255, "a key has 255 characters at most") };
                ::pay_core::OrderKey::new(self.0.as_str()).expect("visible ASCII, of at most 255")
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::value::InvalidValue;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::value::InvalidValue> {
                Self::new(text)
            }
        }
    };
}
