use std::fmt;

use pay_core::Untrusted;

/// The members that a signature covers, by the names that lead to them from the outside in.
///
/// What is not in it could have been changed, added or left out on the way without anyone noticing. Of what
/// is in it only the text was covered, not the JSON type: `1`, `"1"` and mostly `true` sign alike.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// The names of all paths, one behind the other.
    names: String,
    /// Where each of them ends, and whether its path does.
    ends: Vec<(usize, bool)>,
}

impl Coverage {
    /// Whether the member at this path is in it. It is, if it stood there as a member of its own; text
    /// inside another member that looks like it does not count.
    pub fn covers(&self, path: &[&str]) -> bool {
        self.paths().any(|covered| covered == path)
    }

    /// Whether every one of these paths is in it.
    pub fn covers_all(&self, paths: &[&[&str]]) -> bool {
        paths.iter().all(|path| self.covers(path))
    }

    /// The paths, in the order in which they are signed.
    pub fn paths(&self) -> impl Iterator<Item = Vec<&str>> {
        let mut start = 0;
        self.ends.chunk_by(|(_, ends_path), _| !ends_path).map(move |path| {
            let name = |(end, _): &(usize, bool)| &self.names[std::mem::replace(&mut start, *end)..*end];
            path.iter().map(name).collect()
        })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// None yet, with room for so many names and bytes of names.
    pub(crate) fn with_capacity(names: usize, bytes: usize) -> Self {
        Self { names: String::with_capacity(bytes), ends: Vec::with_capacity(names) }
    }

    /// Adds a path.
    pub(crate) fn add<'n>(&mut self, path: impl Iterator<Item = &'n str>) {
        for name in path {
            self.names.push_str(name);
            self.ends.push((self.names.len(), false));
        }
        if let Some((_, ends_path)) = self.ends.last_mut() {
            *ends_path = true;
        }
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, path) in self.paths().enumerate() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_kept_apart() {
        let mut coverage = Coverage::default();
        assert!(coverage.is_empty());
        for path in [&["a", "b"][..], &["ab"], &["", "c"], &["d"]] {
            coverage.add(path.iter().copied());
        }
        assert_eq!(
            coverage.paths().collect::<Vec<_>>(),
            [vec!["a", "b"], vec!["ab"], vec!["", "c"], vec!["d"]]
        );
        assert!(coverage.covers(&["a", "b"]) && coverage.covers(&["ab"]) && coverage.covers(&["", "c"]));
        assert!(!coverage.covers(&["a"]) && !coverage.covers(&["b"]) && !coverage.covers(&["c"]));
        assert_eq!(coverage.to_string(), "a.b, ab, .c, d");
    }
}
