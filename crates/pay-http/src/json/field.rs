use pay_core::{Personal, Secret, Untrusted};
use serde_json::value::RawValue;

use super::{Number, Problem};

/// A value in a JSON text, in any of the forms in which providers write it.
pub trait Value: Sized {
    /// Reads it. `None` stands for a form that says "nothing", such as `[]` for an object.
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem>;
}

/// What a member of an object becomes: an `Option`, or a `Vec`.
pub trait Field: Sized {
    /// When it is not there.
    fn absent() -> Self;

    /// When it is there, null included.
    fn read(raw: &RawValue) -> Result<Self, Problem>;
}

impl<V: Value> Field for Option<V> {
    fn absent() -> Self {
        None
    }

    fn read(raw: &RawValue) -> Result<Self, Problem> {
        if raw.get() == "null" { Ok(None) } else { V::read(raw) }
    }
}

/// A list. Null, and items that are null or say nothing, are left out.
impl<V: Value> Field for Vec<V> {
    fn absent() -> Self {
        Self::new()
    }

    fn read(raw: &RawValue) -> Result<Self, Problem> {
        if raw.get() == "null" {
            return Ok(Self::new());
        }
        let items: Vec<&RawValue> =
            serde_json::from_str(raw.get()).map_err(|_| Problem::expected("a list"))?;
        let read = |(place, raw): (usize, &RawValue)| {
            <Option<V> as Field>::read(raw)
                .map_err(|problem| problem.inside(&format!("[{place}]")))
                .transpose()
        };
        items.into_iter().enumerate().filter_map(|(place, raw)| read((place, raw))).collect()
    }
}

/// Text, or a number as it is written.
impl Value for Untrusted {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        text_or_number(raw).map(|text| Some(Self::new(text)))
    }
}

/// The same, of which nothing is printed.
impl Value for Personal {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        text_or_number(raw).map(|text| Some(Self::new(text)))
    }
}

/// The same, of which nothing is shown. Blank text says nothing.
impl Value for Secret {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        text_or_number(raw).map(|text| Self::new(text).ok())
    }
}

/// Text, and nothing but text: for what a number cannot be, such as a token.
impl Value for String {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        serde_json::from_str(raw.get()).map(Some).map_err(|_| EXPECTED_TEXT)
    }
}

/// A number, or text that is one.
impl Value for Number {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let text = text_or_number(raw).map_err(|_| Problem::expected("a number"))?;
        Self::new(text).map(Some)
    }
}

/// A whole number, or text that is one.
impl Value for i64 {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        let number = <Option<Number> as Field>::read(raw).ok().flatten();
        number.and_then(|number| number.whole()).map(Some).ok_or(Problem::expected("a whole number"))
    }
}

/// `true`, `1` and their likes as text.
impl Value for bool {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        match raw.get().trim_matches('"').to_ascii_lowercase().as_str() {
            "true" | "1" => Ok(Some(true)),
            "false" | "0" => Ok(Some(false)),
            _ => Err(Problem::expected("true, false, 1 or 0")),
        }
    }
}

fn text_or_number(raw: &RawValue) -> Result<String, Problem> {
    match raw.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str(raw.get()).map_err(|_| EXPECTED_TEXT),
        Some(b'-' | b'0'..=b'9') => Ok(raw.get().to_owned()),
        _ => Err(EXPECTED_TEXT),
    }
}

const EXPECTED_TEXT: Problem = Problem::expected("a text");

#[cfg(test)]
mod tests {
    use super::*;

    fn read<F: Field>(json: &str) -> Result<F, Problem> {
        F::read(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn values_are_read_however_they_are_written() {
        assert_eq!(read::<Option<i64>>(r#""1800""#), Ok(Some(1_800)));
        assert_eq!(read::<Option<i64>>("1800.0"), Ok(Some(1_800)));
        assert_eq!(read::<Option<bool>>(r#""TRUE""#), Ok(Some(true)));
        assert_eq!(read::<Option<bool>>("0"), Ok(Some(false)));
        assert_eq!(read::<Option<Untrusted>>("10.50"), Ok(Some(Untrusted::new("10.50"))));
        assert_eq!(read::<Option<Personal>>("15703635"), Ok(Some(Personal::new("15703635"))));
        assert_eq!(read::<Vec<i64>>(r#"[1,null,"2"]"#), Ok(vec![1, 2]));
    }

    #[test]
    fn d07_a_number_has_no_blanks_around_it() {
        for wrong in [r#"" 10""#, r#""10 ""#, r#""\t10""#] {
            assert!(read::<Option<Number>>(wrong).is_err(), "{wrong}");
            assert!(read::<Option<i64>>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn d06_another_json_type_is_an_error() {
        for wrong in ["true", "[]", "{}"] {
            assert!(read::<Option<Untrusted>>(wrong).is_err(), "{wrong}");
            assert!(read::<Option<i64>>(wrong).is_err(), "{wrong}");
        }
        for wrong in ["2", r#""""#, r#""yes""#, "[]", "1.0"] {
            assert!(read::<Option<bool>>(wrong).is_err(), "{wrong}");
        }
        for wrong in ["7", "true", "[]", "{}"] {
            assert!(read::<Option<String>>(wrong).is_err(), "{wrong}");
        }
        assert_eq!(read::<Vec<i64>>(r#"[1,"x"]"#).unwrap_err().path(), "[1]");
        assert!(read::<Vec<i64>>(r#"{"0":1}"#).is_err());
    }
}
