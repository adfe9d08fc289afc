//! The files of the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// Files by their path from the root, with `/` between the parts.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) root: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    /// What git tracks under `root`, and what is new there and not ignored.
    pub(crate) fn load(root: &Path) -> Result<Self> {
        let listing = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .map_err(|error| format!("cannot run git, which lists the files to check: {error}"))?;
        if !listing.status.success() {
            let reason = String::from_utf8_lossy(&listing.stderr);
            return Err(format!("git ls-files failed in {}: {}", root.display(), reason.trim()).into());
        }
        let mut tree = Self { root: root.to_owned(), files: BTreeMap::new() };
        for path in String::from_utf8(listing.stdout)?.split_terminator('\0') {
            // A file deleted from the work tree stays listed until the deletion is committed.
            if let Ok(bytes) = fs::read(root.join(path)) {
                tree.files.insert(path.to_owned(), bytes);
            }
        }
        Ok(tree)
    }

    /// Every path, sorted.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The paths that end in `.extension`.
    pub(crate) fn with_extension(&self, extension: &str) -> impl Iterator<Item = &str> {
        self.paths().filter(move |path| Path::new(path).extension().is_some_and(|it| it == extension))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The text of a file; `None` when it is absent or not UTF-8.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// Every file that is UTF-8, with its text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))
    }

    /// The 1-based number of the first line of `path` that starts with `start`; 0 when there is none.
    pub(crate) fn line_starting(&self, path: &str, start: &str) -> usize {
        self.text(path)
            .and_then(|text| text.lines().position(|line| line.trim_start().starts_with(start)))
            .map_or(0, |index| index + 1)
    }

    #[cfg(test)]
    pub(crate) fn add(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_its_start_and_counted_from_one() {
        let mut tree = Tree::default();
        tree.add("a.toml", "[x]\n  reqwest = 1\n");
        assert_eq!(tree.line_starting("a.toml", "reqwest"), 2);
        assert_eq!(tree.line_starting("a.toml", "hyper"), 0);
    }

    #[test]
    fn the_repository_lists_this_file() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let tree = Tree::load(root).unwrap();
        assert!(tree.has("xtask/src/workspace/tree.rs"));
        assert!(!tree.paths().any(|path| path.starts_with("target/")));
    }
}
