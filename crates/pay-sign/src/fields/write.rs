//! Members to JSON text, and a program's own value to the JSON text that is read back as members.

use std::cell::Cell;
use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::error::{ReadError, ReadErrorKind};
use super::value::{Member, Value};

/// Appends an object. The depth of the recursion is that of the document, which `Limits` holds down.
pub(super) fn object(json: &mut String, members: &[Member]) {
    json.push('{');
    for (place, (name, member)) in members.iter().enumerate() {
        if place > 0 {
            json.push(',');
        }
        text(json, name);
        json.push(':');
        value(json, member);
    }
    json.push('}');
}

fn value(json: &mut String, item: &Value) {
    match item {
        Value::Null => json.push_str("null"),
        Value::Bool(flag) => json.push_str(if *flag { "true" } else { "false" }),
        Value::Number(token) => json.push_str(token),
        Value::Text(item) => text(json, item),
        Value::List(items) => {
            json.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    json.push(',');
                }
                value(json, item);
            }
            json.push(']');
        }
        Value::Object(members) => object(json, members),
    }
}

fn text(json: &mut String, text: &str) {
    json.push_str(&serde_json::to_string(text).expect("a str is always JSON"));
}

/// What a value serialises to, if it holds no float.
pub(super) fn serialized<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, ReadError> {
    let mut json = Vec::new();
    let float = Cell::new(false);
    value
        .serialize(&mut Serializer::with_formatter(&mut json, NoFloats(&float)))
        .map(|()| json)
        .map_err(|_| if float.get() { ReadErrorKind::Float } else { ReadErrorKind::NotSerializable })
        .map_err(|kind| ReadError::new(kind, 0))
}

/// Compact JSON without floats. Remembers that it met one.
struct NoFloats<'a>(&'a Cell<bool>);

impl NoFloats<'_> {
    fn refuse(&self) -> io::Result<()> {
        self.0.set(true);
        Err(io::ErrorKind::InvalidData.into())
    }
}

#[expect(clippy::disallowed_types, reason = "the trait names the types; this is where they are refused")]
impl Formatter for NoFloats<'_> {
    fn write_f32<W: ?Sized + io::Write>(&mut self, _: &mut W, _: f32) -> io::Result<()> {
        self.refuse()
    }

    fn write_f64<W: ?Sized + io::Write>(&mut self, _: &mut W, _: f64) -> io::Result<()> {
        self.refuse()
    }
}
