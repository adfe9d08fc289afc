//! The macro that declares an object, and what its expansion calls.

use std::fmt;

use serde_json::value::RawValue;

/// Declares an object that a provider answers with: its members, their types and their names on the wire.
///
/// Every member is an `Option` or a `Vec`, whatever the document says of it; the `extra` that is added keeps what is not
/// declared. `Debug` leaves out what is absent. Two names with `|` between them are two spellings of one member.
///
/// ```
/// use pay_core::{Secret, Untrusted};
///
/// pay_http::json_object! {
///     /// A card (section 3.2).
///     pub struct Card {
///         /// Its holder.
///         pub holder: Option<Untrusted> = "holder_name",
///         /// Its number, of which nothing is shown.
///         pub number: Option<Secret> = "pan" | "cardNumber",
///     }
/// }
///
/// use pay_http::json::Members;
/// let card: Option<Card> =
///     Members::read(r#"{"card":{"cardNumber":"5473","scheme":"MC"}}"#)?.take("card")?;
/// assert_eq!(format!("{card:?}"), r#"Some(Card { number: [redacted], extra: {"scheme"} })"#);
/// # Ok::<(), pay_http::json::Problem>(())
/// ```
#[macro_export]
macro_rules! json_object {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$doc:meta])* pub $field:ident: $kind:ident<$of:ty> = $wire:literal $(| $other:literal)*,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$doc])* pub $field: $kind<$of>,)*
            /// Members that are not known here.
            pub extra: $crate::json::Extra,
        }

        impl $name {
            /// Takes the members of this object out of others that stand beside them.
            pub(crate) fn take(
                members: &mut $crate::json::Members<'_>,
            ) -> ::core::result::Result<Self, $crate::json::Problem> {
                Ok(Self {
                    $($field: members.take_any(&[$wire $(, $other)*])?,)*
                    extra: $crate::json::Extra::default(),
                })
            }
        }

        impl $crate::json::Value for $name {
            fn read(
                raw: &$crate::json::RawValue,
            ) -> ::core::result::Result<::core::option::Option<Self>, $crate::json::Problem> {
                if $crate::json::is_empty_list(raw) {
                    return Ok(None);
                }
                let mut members = $crate::json::Members::read(raw.get())?;
                let object = Self::take(&mut members)?;
                Ok(Some(Self { extra: members.rest(), ..object }))
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let mut shown = f.debug_struct(stringify!($name));
                $($crate::json::show(&mut shown, stringify!($field), &self.$field);)*
                if !self.extra.is_empty() {
                    shown.field("extra", &self.extra);
                }
                shown.finish()
            }
        }
    };
}

/// How PHP writes an object without members.
pub fn is_empty_list(raw: &RawValue) -> bool {
    raw.get()
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|inner| inner.trim().is_empty())
}

/// Shows a member unless there is nothing to show.
pub fn show(shown: &mut fmt::DebugStruct<'_, '_>, name: &str, field: &impl Shown) {
    field.show(shown, name);
}

/// What a member of a declared object is.
pub trait Shown {
    /// Adds it, if it is there.
    fn show(&self, shown: &mut fmt::DebugStruct<'_, '_>, name: &str);
}

impl<T: fmt::Debug> Shown for Option<T> {
    fn show(&self, shown: &mut fmt::DebugStruct<'_, '_>, name: &str) {
        if let Some(value) = self {
            shown.field(name, value);
        }
    }
}

impl<T: fmt::Debug> Shown for Vec<T> {
    fn show(&self, shown: &mut fmt::DebugStruct<'_, '_>, name: &str) {
        if !self.is_empty() {
            shown.field(name, self);
        }
    }
}
