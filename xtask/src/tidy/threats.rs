//! Every hostile input and every fault of the ledger has a test of its name, in the package that the ledger
//! says.

use crate::finding::Finding;
use crate::rust::test_names;
use crate::workspace::Workspace;

/// The ledger: a table `| id | package | what is tried |`.
const LEDGER: &str = "tests/THREATS.md";

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let Some(text) = workspace.tree.text(LEDGER) else {
        return vec![Finding::in_file(
            LEDGER,
            "is missing: it lists each threat id with the packages that test it",
        )];
    };
    let rows: Vec<Row> =
        text.lines().enumerate().filter_map(|(index, line)| Row::read(index + 1, line)).collect();
    if rows.is_empty() {
        return vec![Finding::in_file(LEDGER, "holds no row `| D-07 | package | .. |`")];
    }
    rows.iter().flat_map(|row| row.check(workspace)).collect()
}

/// One id, and where its tests are.
struct Row<'a> {
    id: &'a str,
    packages: Vec<&'a str>,
    line: usize,
}

impl<'a> Row<'a> {
    /// Reads `| D-07 | pay-core, conformance | .. |`; `None` for a line that starts with no id.
    fn read(line: usize, text: &'a str) -> Option<Self> {
        let mut cells = text.strip_prefix('|')?.split('|').map(str::trim);
        let id = cells.next()?;
        let (class, number) = id.split_once('-')?;
        if !matches!(class, "D" | "F")
            || number.len() != 2
            || !number.bytes().all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        let packages =
            cells.next()?.split(',').map(|it| it.trim().trim_matches('`')).filter(|it| !it.is_empty());
        Some(Self { id, packages: packages.collect(), line })
    }

    /// The start of the names of its tests: `d07_`.
    fn prefix(&self) -> String {
        format!("{}_", self.id.replace('-', "").to_lowercase())
    }

    fn check(&self, workspace: &Workspace) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.packages.is_empty() {
            findings.push(Finding::at(
                LEDGER,
                self.line,
                format!("{} names no package that tests it", self.id),
            ));
        }
        for package in &self.packages {
            let text = match workspace.member(package) {
                None => format!("{}: there is no package {package}", self.id),
                Some(member) if !has_test(workspace, &member.dir, &self.prefix()) => {
                    format!(
                        "{}: {package} has no test `{}..`: write one that tries exactly this",
                        self.id,
                        self.prefix()
                    )
                }
                Some(_) => continue,
            };
            findings.push(Finding::at(LEDGER, self.line, text));
        }
        findings
    }
}

fn has_test(workspace: &Workspace, dir: &str, prefix: &str) -> bool {
    let folder = format!("{dir}/");
    let mut files = workspace.sources.iter().filter(|(path, _)| path.starts_with(&folder));
    files.any(|(_, tokens)| test_names(tokens).iter().any(|(name, _)| name.starts_with(prefix)))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::texts;
    use crate::workspace::sample;

    #[test]
    fn a_row_without_its_test_is_found() {
        let workspace = sample(&[
            (
                "tests/THREATS.md",
                "| id | package | what |\n|---|---|---|\n| D-07 | a | |\n| F-04 | `a`, tests-of | |\n| D-08 | none | |\n| D-09 | | |",
            ),
            ("crates/a/Cargo.toml", "[package]\nname = \"a\""),
            ("crates/a/src/lib.rs", "#[test] fn d07_total_amount() {}\nfn f04_helper() {}"),
            ("tests/Cargo.toml", "[package]\nname = \"tests-of\""),
            ("tests/src/lib.rs", "#[tokio::test] async fn f04_pooled() {}"),
        ]);
        assert_eq!(
            texts(check(&workspace)),
            [
                "tests/THREATS.md:4: F-04: a has no test `f04_..`: write one that tries exactly this",
                "tests/THREATS.md:5: D-08: there is no package none",
                "tests/THREATS.md:6: D-09 names no package that tests it",
            ]
        );
    }

    #[test]
    fn an_absent_or_empty_ledger_is_found() {
        assert_eq!(texts(check(&sample(&[]))).len(), 1);
        assert_eq!(texts(check(&sample(&[("tests/THREATS.md", "# Threats\n")]))).len(), 1);
    }
}
