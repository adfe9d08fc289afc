//! The texts of the licences of everything in the program, each once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::shipped::Package;

/// How files with a licence begin; a folder of that name holds several.
const NAMES: &[&str] = &["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE"];

/// One text after another, each under the packages that carry it.
pub(crate) fn texts(packages: &[Package]) -> Result<String> {
    let mut carriers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages.iter().filter(|package| !package.is_ours) {
        let files = files(&package.dir)?;
        if files.is_empty() {
            return Err(
                format!("{} carries no text of its licence, {}", package.key(), package.licence).into()
            );
        }
        for file in files {
            let bytes = fs::read(file)?;
            carriers.entry(normal(&String::from_utf8_lossy(&bytes))).or_default().push(package.key());
        }
    }
    let mut sections: Vec<(Vec<String>, String)> =
        carriers.into_iter().map(|(text, names)| (names, text)).collect();
    sections.sort();
    let rule = "=".repeat(80);
    let sections = sections.into_iter().map(|(mut names, text)| {
        names.dedup();
        format!("{rule}\n{}\n{rule}\n\n{text}\n\n", names.join(", "))
    });
    Ok(sections.collect())
}

fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if !NAMES.iter().any(|start| name.starts_with(start)) {
            continue;
        }
        if path.is_dir() {
            found.extend(fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Without what does not show: ends of lines, and blanks before them.
fn normal(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_text_that_two_packages_share_stands_once_under_both() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let package = |name: &str, dir: &str| Package {
            name: name.into(),
            version: "1.0.0".into(),
            licence: "MIT".into(),
            description: String::new(),
            dir: root.join(dir),
            is_ours: false,
            needs: Vec::new(),
        };
        let text = texts(&[package("a", "crates/pay-core"), package("b", "crates/khqr-emv")]).unwrap();
        assert_eq!(text.matches("a@1.0.0, b@1.0.0").count(), 2);
        assert_eq!(text.matches("Permission is hereby granted").count(), 1);
        let error = texts(&[package("c", "crates")]).unwrap_err();
        assert_eq!(error.to_string(), "c@1.0.0 carries no text of its licence, MIT");
    }
}
