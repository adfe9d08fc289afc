//! What a tarball has to hold, and what it must not need.

use std::fs;
use std::path::{Component, Path};

use proc_macro2::TokenStream;

use super::plan::Crate;
use crate::Result;
use crate::finding::Finding;
use crate::rust::strings;

const REQUIRED: &[&str] = &["Cargo.toml", "README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// Looks through the unpacked tarball of `krate`; `root` is the repository.
pub(crate) fn check(root: &Path, unpacked: &Path, krate: &Crate) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let is_there = |file: &str| fs::metadata(unpacked.join(file)).is_ok_and(|it| it.len() > 0);
    for file in REQUIRED.iter().filter(|file| !is_there(file)) {
        let text = format!("the tarball has no {file}: put it, or a link to it, into {}", krate.dir);
        findings.push(Finding::in_file(format!("{}/Cargo.toml", krate.dir), text));
    }
    let mut folders = vec![unpacked.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = path.strip_prefix(unpacked)?;
                let tokens =
                    fs::read_to_string(&path)?.parse::<TokenStream>().map_err(|error| format!("{error}"))?;
                findings.extend(outside(root, &krate.dir, file, &tokens));
            }
        }
    }
    Ok(findings)
}

/// String literals that lead out of the crate to a place in the repository: `"/../../fixtures/"`.
fn outside(root: &Path, dir: &str, file: &Path, tokens: &TokenStream) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (text, line) in strings(tokens) {
        let Some(at) = text.find("../") else { continue };
        // Behind `CARGO_MANIFEST_DIR` it starts from the folder of the crate, else from that of the file.
        let is_of_file = at == 0;
        let depth = if is_of_file { file.components().count() - 1 } else { 0 };
        let climbs = Path::new(&text[at..]).components().take_while(|it| *it == Component::ParentDir).count();
        let rest = text[at..].trim_start_matches("../").split(['{', '/']).next().unwrap_or_default();
        if climbs > depth && !rest.is_empty() && root.join(rest).exists() {
            let file = format!("{dir}/{}", file.display());
            let text = format!(
                "\"{text}\" is not in the tarball: move what needs it to tests/, or leave it out by `exclude`"
            );
            findings.push(Finding::at(file, line, text));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::outside;
    use crate::finding::texts;
    use crate::rust::tokens;
    use std::path::Path;

    fn found(source: &str) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        texts(outside(root, "crates/a", Path::new("src/b/c.rs"), &tokens(source)))
    }

    #[test]
    fn a_file_of_the_repository_is_out_of_reach() {
        let source = "fn f() { g(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../fixtures/a.json\")) }\n\
                      fn h() { format!(\"{}/../../fixtures/{name}\", 1); include_str!(\"../../../../tests/a\") }";
        let lines: Vec<String> =
            found(source).iter().map(|it| it.split('"').next().unwrap().to_owned()).collect();
        assert_eq!(lines, ["crates/a/src/b/c.rs:1: ", "crates/a/src/b/c.rs:2: ", "crates/a/src/b/c.rs:2: "]);
    }

    #[test]
    fn a_file_of_the_crate_and_an_address_are_not() {
        let source =
            "fn f() { include_str!(\"../../README.md\"); g(\"https://a.example/../../no-such-folder/b\") }";
        assert!(found(source).is_empty());
    }
}
