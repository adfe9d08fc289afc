use std::fmt;

use pay_core::Untrusted;

/// The members that a signature covers, by the names that lead to them from the outside in.
///
/// What is not in it could have been changed, added or left out on the way without anyone noticing. Of what
/// is in it only the text was covered, not the JSON type: `1`, `"1"` and mostly `true` sign alike.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Coverage(Vec<Vec<String>>);

impl Coverage {
    /// Whether the member at this path is in it. It is, if it stood there as a member of its own; text
    /// inside another member that looks like it does not count.
    pub fn covers(&self, path: &[&str]) -> bool {
        self.0.iter().any(|covered| covered == path)
    }

    /// Whether every one of these paths is in it.
    pub fn covers_all(&self, paths: &[&[&str]]) -> bool {
        paths.iter().all(|path| self.covers(path))
    }

    /// The paths, in the order in which they are signed.
    pub fn paths(&self) -> impl Iterator<Item = &[String]> {
        self.0.iter().map(Vec::as_slice)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Vec<String>> for Coverage {
    fn from_iter<I: IntoIterator<Item = Vec<String>>>(paths: I) -> Self {
        Self(paths.into_iter().collect())
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, path) in self.0.iter().enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            write!(f, "{comma}{}", Untrusted::new(path.join(".")))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Coverage({self})")
    }
}
