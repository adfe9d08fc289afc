//! `THIRD-PARTY.md` lists what the program is linked from now.

use crate::finding::Finding;
use crate::third_party::{FILE, list};
use crate::workspace::Workspace;

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let found = workspace.tree.text(FILE).unwrap_or_default();
    match list(&workspace.tree) {
        Ok(expected) => differences(&expected, found),
        Err(error) => vec![Finding::in_file(FILE, format!("cannot be compared: {error}"))],
    }
}

fn differences(expected: &str, found: &str) -> Vec<Finding> {
    if expected == found {
        return Vec::new();
    }
    let same = expected.lines().zip(found.lines()).take_while(|(a, b)| a == b).count();
    vec![Finding::at(FILE, same + 1, "is not what the program is linked from: run `cargo xtask third-party`")]
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::finding::texts;

    #[test]
    fn the_first_line_that_differs_is_named() {
        assert!(differences("a\nb\n", "a\nb\n").is_empty());
        for found in ["a\n", "a\nc\n"] {
            assert_eq!(
                texts(differences("a\nb\n", found)),
                ["THIRD-PARTY.md:2: is not what the program is linked from: run `cargo xtask third-party`"]
            );
        }
    }
}
