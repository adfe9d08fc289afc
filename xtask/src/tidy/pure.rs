//! Invariant 1: the vocabulary, the codec and the signer do no I/O, read no clock and draw no randomness.

use proc_macro2::TokenStream;

use super::cargo_tree;
use crate::finding::Finding;
use crate::rust::{every, ident, is_punct, line, paths, test_only_files, without_tests};
use crate::workspace::{Member, Workspace};

/// The crates that are functions of their arguments.
const PURE: &[&str] = &["pay-core", "khqr-emv", "pay-sign"];

/// Those that also build without the standard library, and name nothing of it.
const NO_STD: &[&str] = &["pay-core", "khqr-emv"];

/// Paths that reach the outside world, and those below them. The traits of `std::io` do not: bytes in memory
/// have them as well.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
];

/// Last words of paths that do: a clock is asked, a terminal is opened.
const OUTSIDE_WORDS: &[&str] = &["::now", "::stdin", "::stdout", "::stderr"];

/// Macros that write to the terminal.
const PRINTS: &[&str] = &["print", "println", "eprint", "eprintln"];

/// Packages that bring the outside world in, wherever in the graph they stand.
const OUTSIDE_PACKAGES: &[&str] = &["tokio", "async-std", "smol", "mio", "socket2", "reqwest", "hyper"];

/// Packages that draw randomness; `pay-sign` needs it for the padding of RSA.
const RANDOM_PACKAGES: &[&str] = &["getrandom", "rand", "fastrand"];

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let members: Vec<&Member> = PURE.iter().filter_map(|name| workspace.member(name)).collect();
    let mut findings = in_sources(workspace, &members);
    for member in members {
        match cargo_tree::packages(&workspace.tree.root, member, &["--all-features"]) {
            Ok(packages) => findings.extend(in_packages(member, &packages)),
            Err(finding) => findings.push(finding),
        }
    }
    findings
}

fn in_sources(workspace: &Workspace, members: &[&Member]) -> Vec<Finding> {
    let for_tests = test_only_files(&workspace.sources);
    let mut findings = Vec::new();
    for member in members {
        let root = member.crate_root(&workspace.tree);
        if is_no_std(member) && !says_no_std(workspace, &root) {
            let text = format!("{} is for every target: add `#![no_std]`, unconditionally", member.name);
            findings.push(Finding::in_file(root, text));
        }
        for (path, tokens) in workspace.sources_of(member) {
            if !for_tests.iter().any(|it| it == path) {
                findings.extend(in_file(member, path, &without_tests(tokens)));
            }
        }
    }
    findings
}

fn in_file(member: &Member, path: &str, tokens: &TokenStream) -> Vec<Finding> {
    let mut findings = Vec::new();
    let name = &member.name;
    for (used, line) in paths(tokens) {
        if reaches_outside(&used) {
            let text = format!("`{used}` in {name}: take the bytes, the time or the answer as an argument");
            findings.push(Finding::at(path, line, text));
        } else if is_no_std(member) && is_below(&used, "std") {
            let text = format!("`{used}` in {name}, which is no_std: use core or alloc");
            findings.push(Finding::at(path, line, text));
        }
    }
    for pair in every(tokens).windows(2).filter(|pair| is_punct(pair.last(), '!')) {
        if let Some(used) = ident(pair.first()).filter(|used| PRINTS.contains(&used.as_str())) {
            let text = format!("`{used}!` in {name}: return the text, the caller prints it");
            findings.push(Finding::at(path, line(&pair[0]), text));
        }
    }
    findings
}

/// Whether a path names a way out.
fn reaches_outside(path: &str) -> bool {
    OUTSIDE.iter().any(|outside| is_below(path, outside))
        || OUTSIDE_WORDS.iter().any(|word| path.ends_with(word))
}

fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn is_no_std(member: &Member) -> bool {
    NO_STD.contains(&member.name.as_str())
}

fn says_no_std(workspace: &Workspace, root: &str) -> bool {
    workspace.tree.text(root).is_some_and(|text| text.lines().any(|line| line.trim_end() == "#![no_std]"))
}

fn in_packages(member: &Member, packages: &[String]) -> Vec<Finding> {
    let random: &[&str] = if member.name == "pay-sign" { &[] } else { RANDOM_PACKAGES };
    let refused = |package: &&String| OUTSIDE_PACKAGES.iter().chain(random).any(|it| it == package);
    let findings = packages.iter().filter(refused).map(|package| {
        let text =
            format!("{} is built with `{package}`: keep what reaches outside in the clients", member.name);
        Finding::in_file(member.manifest_path(), text)
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::{in_packages, in_sources};
    use crate::finding::texts;
    use crate::workspace::{Workspace, sample};

    fn sources(files: &[(&str, &str)]) -> Vec<String> {
        let mut all = vec![("crates/pay-core/Cargo.toml", "[package]\nname = \"pay-core\"")];
        all.extend(files);
        let workspace: Workspace = sample(&all);
        texts(in_sources(&workspace, &[workspace.member("pay-core").unwrap()]))
    }

    #[test]
    fn a_file_a_clock_and_a_print_are_found_where_they_are() {
        let found = sources(&[
            ("crates/pay-core/src/lib.rs", "#![no_std]\nmod a;"),
            (
                "crates/pay-core/src/a.rs",
                "use std::{fs::File, fmt};\nuse core::time;\nfn f() { let t = jiff::Timestamp::now(); }\nfn g() { println!(\"\") }",
            ),
        ]);
        assert_eq!(
            found,
            [
                "crates/pay-core/src/a.rs:1: `std::fmt` in pay-core, which is no_std: use core or alloc",
                "crates/pay-core/src/a.rs:1: `std::fs::File` in pay-core: take the bytes, the time or the answer as an argument",
                "crates/pay-core/src/a.rs:3: `jiff::Timestamp::now` in pay-core: take the bytes, the time or the answer as an argument",
                "crates/pay-core/src/a.rs:4: `println!` in pay-core: return the text, the caller prints it",
            ]
        );
    }

    #[test]
    fn only_the_signer_may_use_the_traits_of_io_and_nobody_the_terminal() {
        let source = "#![no_std]\nextern crate std;\nuse std::io::Write;\nfn f() { io::stdout() }";
        assert_eq!(sources(&[("crates/pay-core/src/lib.rs", source)]).len(), 3);
        let workspace = sample(&[
            ("crates/pay-sign/Cargo.toml", "[package]\nname = \"pay-sign\""),
            ("crates/pay-sign/src/lib.rs", source),
        ]);
        let found = in_sources(&workspace, &[workspace.member("pay-sign").unwrap()]);
        assert_eq!(
            texts(found),
            ["crates/pay-sign/src/lib.rs:4: `io::stdout` in pay-sign: \
              take the bytes, the time or the answer as an argument"]
        );
    }

    #[test]
    fn tests_may_read_files_and_the_standard_library_must_be_left_out() {
        let found = sources(&[
            (
                "crates/pay-core/src/lib.rs",
                "#[cfg(test)]\nmod tests;\n#[cfg(test)] mod more { use std::fs; }",
            ),
            ("crates/pay-core/src/tests.rs", "use std::fs;"),
        ]);
        assert_eq!(
            found,
            ["crates/pay-core/src/lib.rs: pay-core is for every target: add `#![no_std]`, unconditionally"]
        );
    }

    #[test]
    fn a_runtime_or_a_source_of_randomness_below_is_found() {
        let workspace = sample(&[
            ("crates/pay-core/Cargo.toml", "[package]\nname = \"pay-core\""),
            ("crates/pay-sign/Cargo.toml", "[package]\nname = \"pay-sign\""),
        ]);
        let below = ["getrandom".to_owned(), "serde".to_owned(), "tokio".to_owned()];
        assert_eq!(texts(in_packages(workspace.member("pay-core").unwrap(), &below)).len(), 2);
        assert_eq!(
            texts(in_packages(workspace.member("pay-sign").unwrap(), &below)),
            [
                "crates/pay-sign/Cargo.toml: pay-sign is built with `tokio`: keep what reaches outside in the clients"
            ]
        );
    }
}
