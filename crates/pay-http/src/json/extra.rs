use std::collections::BTreeMap;
use std::fmt;

use serde_json::value::RawValue;

/// Members of an object that its type does not know, as they came. `Debug` shows their names alone.
#[derive(Clone, Default)]
pub struct Extra(BTreeMap<String, Box<RawValue>>);

impl Extra {
    /// The JSON text of a member.
    pub fn json(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|raw| raw.get())
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, Box<RawValue>)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Box<RawValue>)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        let texts = |extra: &Self| -> Vec<(String, String)> {
            extra.0.iter().map(|(name, raw)| (name.clone(), raw.get().to_owned())).collect()
        };
        texts(self) == texts(other)
    }
}

impl Eq for Extra {}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys().map(|name| pay_core::Untrusted::new(name.as_str()))).finish()
    }
}
