//! Words that a finished repository does not hold: unfinished work, and places on somebody's machine.

use crate::finding::Finding;
use crate::workspace::Workspace;

/// Each word with what to do about it. Written in two halves, so that this file passes its own rule.
const REFUSED: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "finish it, or open an issue"),
    (concat!("FIX", "ME"), "fix it, or open an issue"),
    (concat!("XX", "X:"), "say what is wrong, or open an issue"),
    (concat!("/ho", "me/"), "name the path from the root of the repository"),
    (concat!("/Us", "ers/"), "name the path from the root of the repository"),
    (concat!("/ro", "ot/"), "name the path from the root of the repository"),
    (concat!("/wo", "rk/"), "name the path from the root of the repository"),
    (concat!("/tm", "p/"), "use the folder that the test harness gives, or a variable"),
    (concat!("index.cra", "tes.io"), "leave the choice of a registry to the machine"),
    (concat!("static.cra", "tes.io"), "leave the choice of a registry to the machine"),
    (concat!("replace", "-with ="), "leave the choice of a registry to the machine"),
];

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in workspace.tree.texts() {
        for (index, line) in text.lines().enumerate() {
            for (word, instead) in REFUSED.iter().filter(|(word, _)| stands_in(line, word)) {
                findings.push(Finding::at(path, index + 1, format!("`{word}`: {instead}")));
            }
        }
    }
    findings
}

/// Whether `word` stands in `line` and is not the middle of a longer one: of a base64 text, or of a web
/// address.
fn stands_in(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let joins = |character: Option<char>| character.is_some_and(|it| it.is_ascii_alphanumeric());
        !joins(before) && (word.ends_with('/') || !joins(after))
    })
}

#[cfg(test)]
mod tests {
    use super::{REFUSED, check};
    use crate::finding::texts;
    use crate::workspace::sample;

    #[test]
    fn each_word_is_found_in_any_text_file() {
        for (word, instead) in REFUSED {
            let text = format!("fine\n// {word} something");
            let workspace = sample(&[("docs/a.md", text.as_str())]);
            assert_eq!(texts(check(&workspace)), [format!("docs/a.md:2: `{word}`: {instead}")]);
        }
    }

    #[test]
    fn a_part_of_a_longer_word_is_not() {
        let inside = format!("A{0}B https://example.com{1}x", REFUSED[0].0, REFUSED[3].0);
        assert!(check(&sample(&[("a.txt", inside.as_str())])).is_empty());
    }
}
