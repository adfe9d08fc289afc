//! Reading a provider's JSON: tolerant of how a value is written, strict about what it is.
//!
//! PHP and Java servers write numbers as text, text as numbers, flags as `0` and `1`, and an empty object as `[]`. All of
//! that is read; another JSON type, or a member that is there twice, is a [`Problem`] that says where. What is not known
//! is kept in [`Extra`]. No number passes through a float.

mod body;
mod extra;
mod field;
mod members;
mod moment;
mod number;
mod object;
mod problem;

pub(crate) use self::body::without_mark;
pub use self::body::{object, text};
pub use self::extra::Extra;
pub use self::field::{Field, Value};
pub use self::members::Members;
pub use self::moment::Moment;
pub use self::number::Number;
#[doc(hidden)]
pub use self::object::{is_empty_list, show};
pub use self::problem::{Problem, ProblemKind};
/// A value as it stands in the text.
pub use serde_json::value::RawValue;
