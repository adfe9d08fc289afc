//! Each fixture is used, and its origin is written down.

use crate::finding::Finding;
use crate::rust::strings;
use crate::workspace::{Tree, Workspace};

const FOLDER: &str = "fixtures/";
const SOURCES: &str = "SOURCES.md";

pub(crate) fn count(tree: &Tree) -> usize {
    all(tree).count()
}

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let used: Vec<Use> = uses(workspace);
    let mut findings = Vec::new();
    for fixture in all(&workspace.tree) {
        if !used.iter().any(|it| it.is_of(&fixture)) {
            let text = format!(
                "no Rust file names it: test it as \"{}/{}\", or remove it",
                fixture.provider, fixture.name
            );
            findings.push(Finding::in_file(fixture.path, text));
        }
        let sources = format!("{FOLDER}{}/{SOURCES}", fixture.provider);
        if !entries(&workspace.tree, &sources).any(|(_, entry)| entry == fixture.name) {
            findings.push(Finding::in_file(
                fixture.path,
                format!("has no origin: add a line with `{}` to {sources}", fixture.name),
            ));
        }
    }
    findings.extend(stale_entries(&workspace.tree));
    findings
}

/// A file under `fixtures/`, but not a list of origins.
struct Fixture<'a> {
    path: &'a str,
    provider: &'a str,
    /// The path below the provider's folder.
    name: &'a str,
}

fn all(tree: &Tree) -> impl Iterator<Item = Fixture<'_>> {
    tree.paths().filter_map(|path| {
        let (provider, name) = path.strip_prefix(FOLDER)?.split_once('/').unwrap_or(("", path));
        (name != SOURCES).then_some(Fixture { path, provider, name })
    })
}

/// A string of a Rust file that may name a fixture.
struct Use {
    text: String,
    /// The file it stands in, which may say the provider: `tests/src/bakong/errors.rs`.
    file: String,
}

fn uses(workspace: &Workspace) -> Vec<Use> {
    let files = workspace.sources.iter().filter(|(path, _)| !path.starts_with("xtask/"));
    files
        .flat_map(|(path, tokens)| {
            strings(tokens).into_iter().map(|(text, _)| Use { text, file: path.clone() })
        })
        .collect()
}

impl Use {
    /// `"../../fixtures/bakong/paid.json"` and `"bakong/paid"` name the fixture anywhere; `"paid.json"` and
    /// `"paid"` do in a file whose path has the provider's name.
    fn is_of(&self, fixture: &Fixture<'_>) -> bool {
        let stem = fixture.name.rsplit_once('.').map_or(fixture.name, |(stem, _)| stem);
        let in_place = self.file.contains(fixture.provider);
        [fixture.name, stem].iter().any(|name| {
            let Some(before) = self.text.strip_suffix(name) else { return false };
            let qualified = before.strip_suffix('/').is_some_and(|folder| {
                folder == fixture.provider || folder.ends_with(&format!("/{}", fixture.provider))
            });
            qualified || before.is_empty() && in_place
        })
    }
}

/// What `SOURCES.md` lists: the first text between backticks of each line, if the line begins with it.
fn entries<'a>(tree: &'a Tree, sources: &str) -> impl Iterator<Item = (usize, &'a str)> {
    let lines = tree.text(sources).unwrap_or_default().lines().enumerate();
    lines.filter_map(|(index, line)| {
        let entry = line.trim_start_matches(['|', '-', '*', ' ']).strip_prefix('`')?;
        Some((index + 1, entry.split('`').next()?))
    })
}

/// Entries whose file is gone.
fn stale_entries(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sources in tree.paths().filter(|path| path.starts_with(FOLDER) && path.ends_with(SOURCES)) {
        let folder = sources.strip_suffix(SOURCES).unwrap_or(sources);
        for (line, entry) in
            entries(tree, sources).filter(|(_, entry)| !tree.has(&format!("{folder}{entry}")))
        {
            findings.push(Finding::at(
                sources,
                line,
                format!("lists `{entry}`, which is not there: remove the line"),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::texts;
    use crate::workspace::sample;

    const TEST: (&str, &str) =
        ("tests/src/bakong.rs", "fn f() { include_str!(\"../../fixtures/bakong/paid.json\"); }");

    #[test]
    fn an_unused_an_unlisted_and_a_vanished_fixture_are_found() {
        let workspace = sample(&[
            TEST,
            ("fixtures/bakong/paid.json", "{}"),
            ("fixtures/bakong/unused.json", "{}"),
            ("fixtures/bakong/SOURCES.md", "| `unused.json` | the document |\n| `gone.json` | a forum |\n"),
        ]);
        assert_eq!(
            texts(check(&workspace)),
            [
                "fixtures/bakong/SOURCES.md:2: lists `gone.json`, which is not there: remove the line",
                "fixtures/bakong/paid.json: has no origin: add a line with `paid.json` to fixtures/bakong/SOURCES.md",
                "fixtures/bakong/unused.json: no Rust file names it: test it as \"bakong/unused.json\", or remove it",
            ]
        );
    }

    #[test]
    fn a_fixture_may_be_named_by_its_path_or_shortly_where_the_file_says_the_provider() {
        for (file, text) in [
            ("tests/src/any.rs", "\"../fixtures/bakong/deep/paid.json\""),
            ("tests/src/any.rs", "\"bakong/deep/paid\""),
            ("tests/src/bakong/errors.rs", "\"deep/paid.json\""),
            ("crates/bakong-client/src/lib.rs", "\"deep/paid\""),
        ] {
            let source = format!("const A: &str = {text};");
            let workspace = sample(&[
                (file, source.as_str()),
                ("fixtures/bakong/deep/paid.json", "{}"),
                ("fixtures/bakong/SOURCES.md", "- `deep/paid.json`: the document\n"),
            ]);
            assert!(check(&workspace).is_empty(), "{file} {text}");
        }
    }

    #[test]
    fn a_comment_a_part_of_a_name_and_another_provider_do_not_name_it() {
        for source in [
            "// \"bakong/paid.json\"",
            "const A: &str = \"unpaid.json\";",
            "const A: &str = \"kess/paid.json\";",
        ] {
            let workspace = sample(&[
                ("tests/src/bakong.rs", source),
                ("fixtures/bakong/paid.json", "{}"),
                ("fixtures/bakong/SOURCES.md", "- `paid.json`: the document\n"),
            ]);
            assert_eq!(check(&workspace).len(), 1, "{source}");
        }
    }
}
