//! A document before it is signed or after it was received: names and values in the order they had.

mod error;
mod limits;
mod read;
mod value;
mod write;

use std::fmt;

use serde::Serialize;

pub use self::error::{ReadError, ReadErrorKind};
pub use self::limits::Limits;
pub(crate) use self::value::{Member, Value, find};

/// The members of a JSON object, in order, with the text of every number as it was written.
///
/// ```
/// use pay_sign::Fields;
///
/// let fields = Fields::from_json(r#"{"out_trade_no":"T-1","total_amount":10.50}"#)?;
/// assert_eq!(fields.text("out_trade_no"), Some("T-1"));
/// assert_eq!(fields.number("total_amount"), Some("10.50"));
/// # Ok::<(), pay_sign::ReadError>(())
/// ```
///
/// It refuses what cannot be signed exactly: a name given twice, floats of the program's own, and
/// documents beyond [`Limits`]. It turns back into JSON only inside a [`Signed`](crate::Signed).
/// `Debug` prints the names and no value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Fields {
    members: Vec<Member>,
    /// A name stood there twice and the last one was taken.
    repeated: bool,
}

impl Fields {
    /// No members yet.
    pub const fn new() -> Self {
        Self { members: Vec::new(), repeated: false }
    }

    /// Reads a JSON object within [`Limits::DEFAULT`].
    pub fn from_json(text: impl AsRef<[u8]>) -> Result<Self, ReadError> {
        Self::from_json_within(text, Limits::DEFAULT)
    }

    /// Reads a JSON object within limits of one's own.
    pub fn from_json_within(text: impl AsRef<[u8]>, limits: Limits) -> Result<Self, ReadError> {
        let members = read::object(text.as_ref(), limits, false)?;
        Ok(Self { members, repeated: false })
    }

    /// Reads a JSON object as most parsers do: of a repeated name, the last value is kept.
    ///
    /// This shows what another party made of such a document. If a name did repeat, the result has a
    /// canonical text but is refused by [`Signer`](crate::Signer) and [`Verifier`](crate::Verifier).
    pub fn from_json_last_wins(text: impl AsRef<[u8]>) -> Result<Self, ReadError> {
        let text = text.as_ref();
        let members = read::object(text, Limits::DEFAULT, true)?;
        let strict = read::object(text, Limits::DEFAULT, false);
        Ok(Self { members, repeated: strict.is_err() })
    }

    /// Takes what a type serialises to, which has to be an object.
    ///
    /// A float is refused: it has no text of its own. Hold an amount as text, as an integer, or as a
    /// `serde_json::value::RawValue`. (A NaN arrives as null: `serde_json` writes it so.)
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, ReadError> {
        Self::from_json(write::serialized(value)?)
    }

    /// Takes decoded names and values of a form or a query, within [`Limits::DEFAULT`]. All of them are
    /// text.
    pub fn from_pairs<N, T>(pairs: impl IntoIterator<Item = (N, T)>) -> Result<Self, ReadError>
    where
        N: Into<String>,
        T: Into<String>,
    {
        let pairs = pairs.into_iter().map(|(name, text)| (name.into(), text.into()));
        Ok(Self { members: read::pairs(pairs, Limits::DEFAULT)?, repeated: false })
    }

    /// Sets a text member: in its place if the name exists, else at the end.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.set(name.into(), Value::Text(text.into()));
        self
    }

    /// Leaves a member out.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.members.retain(|(other, _)| other != name);
        self
    }

    /// The members of a member that is an object, as fields of their own.
    pub fn nested(&self, name: &str) -> Option<Self> {
        match find(&self.members, name)? {
            Value::Object(members) => Some(Self { members: members.clone(), repeated: self.repeated }),
            _ => None,
        }
    }

    /// The names of the members, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// A member that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match find(&self.members, name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A member that is a JSON number, as it was written.
    pub fn number(&self, name: &str) -> Option<&str> {
        match find(&self.members, name)? {
            Value::Number(token) => Some(token),
            _ => None,
        }
    }

    pub(crate) fn members(&self) -> &[Member] {
        &self.members
    }

    pub(crate) const fn repeated(&self) -> bool {
        self.repeated
    }

    pub(crate) fn set(&mut self, name: String, value: Value) {
        value::set(&mut self.members, name, value);
    }

    /// The value at a path of names.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Value> {
        value::at(&self.members, path)
    }

    /// Takes the value at a path of names out.
    pub(crate) fn take(&mut self, path: &[&str]) {
        value::take(&mut self.members, path);
    }

    /// Puts text at a path of names whose parent is an object.
    pub(crate) fn put(&mut self, path: &[&str], text: &str) {
        value::put(&mut self.members, path, text);
    }

    /// The JSON text: numbers as they came, text in raw UTF-8, no white space.
    pub(crate) fn write_json(&self) -> String {
        let mut json = String::new();
        write::object(&mut json, &self.members);
        json
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fields ")?;
        f.debug_list().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests;
