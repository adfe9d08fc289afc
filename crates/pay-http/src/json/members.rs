use std::collections::BTreeMap;
use std::fmt;

use pay_core::Untrusted;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Extra, Field, Problem, ProblemKind, Value};

/// The members of one JSON object, taken out by name until only the unknown ones are left.
///
/// ```
/// use pay_http::json::{Members, Number};
///
/// let mut members = Members::read(r#"{"out_trade_no":1234,"total_amount":"10.50","tip":null,"new":[]}"#)?;
/// let order: Option<pay_core::Untrusted> = members.take("out_trade_no")?;
/// let amount: Option<Number> = members.take("total_amount")?;
/// let tip: Option<Number> = members.take("tip")?;
/// assert_eq!(order.map(|order| order.to_string()).as_deref(), Some("1234"));
/// assert_eq!(amount.as_ref().map(Number::as_str), Some("10.50"));
/// assert_eq!(tip, None);
/// assert_eq!(members.rest().names().collect::<Vec<_>>(), ["new"]);
/// # Ok::<(), pay_http::json::Problem>(())
/// ```
#[derive(Debug)]
pub struct Members<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Members<'a> {
    /// Reads an object. A name that is there twice is refused, because readers disagree which one counts.
    pub fn read(json: &'a str) -> Result<Self, Problem> {
        const EXPECTED: Problem = Problem::expected("a json object");
        if !json.trim_ascii_start().starts_with('{') {
            return Err(EXPECTED);
        }
        let Collected { members, repeated } = serde_json::from_str(json).map_err(|_| EXPECTED)?;
        match repeated {
            Some(name) => Err(ProblemKind::Repeated(Untrusted::new(name)).into()),
            None => Ok(Self(members)),
        }
    }

    /// Takes a member out.
    pub fn take<F: Field>(&mut self, name: &str) -> Result<F, Problem> {
        match self.0.remove(name) {
            Some(raw) => F::read(raw).map_err(|problem| problem.inside(name)),
            None => Ok(F::absent()),
        }
    }

    /// Takes a member out that goes by several names. It stays with the first one that is there and not null.
    pub fn take_any<F: Field>(&mut self, names: &[&str]) -> Result<F, Problem> {
        let is_there = |name: &&&str| self.0.get(**name).is_some_and(|raw| raw.get() != "null");
        match names.iter().find(is_there).or(names.first()) {
            Some(name) => self.take(name),
            None => Ok(F::absent()),
        }
    }

    /// Takes a member out that must be there.
    pub fn required<V: Value>(&mut self, name: &str) -> Result<V, Problem> {
        self.take::<Option<V>>(name)?.ok_or_else(|| Problem::new(ProblemKind::Missing).inside(name))
    }

    /// Takes a member out. `None`, too, where it is not what it should be: for what nothing depends on.
    pub fn readable<V: Value>(&mut self, name: &str) -> Option<V> {
        self.take(name).ok().flatten()
    }

    /// A member as it stands in the text, unless it is null. It stays here.
    pub fn value(&self, name: &str) -> Option<&'a RawValue> {
        self.raw(name).filter(|raw| raw.get() != "null")
    }

    /// A member as it stands in the text, null included. It stays here.
    pub fn raw(&self, name: &str) -> Option<&'a RawValue> {
        self.0.get(name).copied()
    }

    /// The names that nobody took, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// What nobody took.
    pub fn rest(self) -> Extra {
        self.0.into_iter().map(|(name, raw)| (name, raw.to_owned())).collect()
    }
}

#[derive(Default)]
struct Collected<'a> {
    members: BTreeMap<String, &'a RawValue>,
    repeated: Option<String>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Collected<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Collected<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Collected<'de>, A::Error> {
                let mut collected = Collected::default();
                while let Some((name, raw)) = map.next_entry::<String, &'de RawValue>()? {
                    if collected.members.insert(name.clone(), raw).is_some() {
                        collected.repeated.get_or_insert(name);
                    }
                }
                Ok(collected)
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Number;

    #[test]
    fn d09_a_member_that_is_there_twice_is_refused() {
        let problem = Members::read(r#"{"status":"WAITING","status":"SUCCESS"}"#).unwrap_err();
        assert_eq!(problem.to_string(), r#"expected the member "status" once, found it again"#);
    }

    #[test]
    fn d61_what_is_no_json_is_refused_without_a_panic() {
        let deep = format!("{{\"a\":{}", "[".repeat(100_000));
        for wrong in ["", "[]", "null", "{", r#"{"a":"\ud800"#, r#"{"a":1}}"#, deep.as_str()] {
            assert!(Members::read(wrong).is_err());
        }
    }

    #[test]
    fn a_problem_says_where() {
        let mut members = Members::read(r#"{"amount":{"value":1}}"#).unwrap();
        let problem = members.take::<Option<Number>>("amount").unwrap_err().inside("data");
        assert_eq!(problem.to_string(), "data.amount: expected a number");
    }

    #[test]
    fn null_is_not_there() {
        let mut members = Members::read(r#"{"a":null,"b":7,"c":"text"}"#).unwrap();
        assert_eq!(members.names().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(members.raw("a").is_some() && members.value("a").is_none() && members.value("b").is_some());
        assert_eq!(members.required::<i64>("a").unwrap_err().to_string(), "a: missing");
        assert_eq!(members.required::<i64>("x").unwrap_err().to_string(), "x: missing");
        assert_eq!(members.readable::<String>("b"), None);
        assert_eq!(members.required::<String>("c").as_deref(), Ok("text"));
    }

    #[test]
    fn the_first_name_that_says_something_counts() {
        let mut members = Members::read(r#"{"a":null,"b":"2","c":"3"}"#).unwrap();
        assert_eq!(members.take_any::<Option<i64>>(&["a", "b", "c"]), Ok(Some(2)));
        assert_eq!(members.take_any::<Option<i64>>(&["x", "y"]), Ok(None));
    }
}
