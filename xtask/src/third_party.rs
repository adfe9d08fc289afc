//! `THIRD-PARTY.md`: whose code is in the program, and under which licence. Written by `cargo xtask
//! third-party`, and compared by `tidy`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use toml::Value;

use crate::Result;
use crate::shipped::{COMMAND, Package, packages};
use crate::workspace::Tree;

/// The file, from the root.
pub(crate) const FILE: &str = "THIRD-PARTY.md";

/// Writes the list anew.
pub(crate) fn write(root: &Path) -> Result<String> {
    let list = list(&Tree::load(root)?)?;
    fs::write(root.join(FILE), &list)?;
    Ok(format!("{FILE}: {} packages", list.lines().filter(|line| line.starts_with("| `")).count()))
}

/// The list as it has to be, for every target that deny.toml names.
pub(crate) fn list(tree: &Tree) -> Result<String> {
    let deny: toml::Table = tree.text("deny.toml").unwrap_or_default().parse()?;
    let targets = deny.get("graph").and_then(|graph| graph.get("targets")).and_then(Value::as_array);
    let targets: Vec<&str> = targets.into_iter().flatten().filter_map(Value::as_str).collect();
    Ok(text(&packages(&tree.root, &targets)?))
}

fn text(packages: &[Package]) -> String {
    let mut text = format!(
        "# Third-party code\n\n\
         What `{COMMAND}` is linked from, beside the crates of this repository, on any platform that `deny.toml` names. \
         `cargo xtask\nthird-party` writes this list; `cargo xtask dist` puts the texts of the licences beside the program.\n\n\
         | crate | version | licence |\n|---|---|---|\n"
    );
    for package in packages.iter().filter(|package| !package.is_ours) {
        writeln!(text, "| `{}` | {} | {} |", package.name, package.version, package.licence)
            .expect("a String takes any text");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_peoples_packages_are_listed_and_ours_are_not() {
        let package = |name: &str, is_ours| Package {
            name: name.into(),
            version: "1.0.0".into(),
            licence: "MIT".into(),
            description: String::new(),
            dir: ".".into(),
            is_ours,
            needs: Vec::new(),
        };
        let text = text(&[package("http", false), package("pay-core", true)]);
        assert!(text.ends_with("|---|---|---|\n| `http` | 1.0.0 | MIT |\n"), "{text}");
    }
}
