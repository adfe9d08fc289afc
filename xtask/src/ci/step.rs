//! The steps of `ci`: what each runs, and what it says when it passes.

use std::path::Path;
use std::process::Command;

use clap::ValueEnum;

use super::{TEST_COMMAND, msrv};
use crate::cargo::{cargo, output};
use crate::workspace::Workspace;
use crate::{Result, bench, conformance, release, tidy};

/// The version of cargo-deny that `.ci/run` installs, read from there so that it is written once.
const CI_SCRIPT: &str = include_str!("../../../.ci/run");

/// One check of `ci`; cheap ones stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// rustfmt changes nothing
    Fmt,
    /// The invariants, the documents, the threat ledger
    Tidy,
    /// Licences, sources and versions of what we depend on
    Deny,
    /// No warning in any target, with every feature
    Clippy,
    /// Every test of the workspace, doc examples included
    Test,
    /// The snapshot suite; no unused fixture, no unreferenced snapshot
    Conformance,
    /// No warning in any library without its default features
    Features,
    /// The documentation builds without a warning
    Doc,
    /// No operation takes more instructions than were written down, where valgrind is installed
    Instructions,
    /// Every crate could be released: packaged, built from its tarball, its public API shown
    Release,
    /// The libraries with the oldest Rust that they promise, where that is installed
    Msrv,
}

impl Step {
    pub(crate) const ALL: &'static [Self] = &[
        Self::Fmt,
        Self::Tidy,
        Self::Deny,
        Self::Clippy,
        Self::Test,
        Self::Conformance,
        Self::Features,
        Self::Doc,
        Self::Instructions,
        Self::Release,
        Self::Msrv,
    ];

    pub(crate) fn name(self) -> String {
        self.to_possible_value().expect("no step is hidden from the command line").get_name().to_owned()
    }

    /// Runs the step; the summary says over how much.
    pub(crate) fn run(self, root: &Path) -> Result<String> {
        match self {
            Self::Fmt => passed(cargo(root, "fmt --all --check"))
                .and_then(|_| passed(cargo(root, "fmt --manifest-path fuzz/Cargo.toml --check"))),
            Self::Tidy => tidy::run(root),
            Self::Deny => deny(root),
            Self::Clippy => {
                passed(cargo(root, "clippy --workspace --all-targets --all-features --locked -- -D warnings"))
            }
            Self::Test => test(root),
            Self::Conformance => conformance::run(root),
            Self::Features => features(root),
            Self::Doc => {
                let mut command = cargo(root, "doc --workspace --no-deps --all-features --locked");
                command.env("RUSTDOCFLAGS", "-D warnings");
                passed(command)
            }
            Self::Instructions => bench::compare(root),
            Self::Release => release::dry_run(root),
            Self::Msrv => msrv::check(root),
        }
    }
}

fn test(root: &Path) -> Result<String> {
    let arguments = TEST_COMMAND.strip_prefix("cargo ").expect("the test command runs cargo");
    summary_of_tests(&output(cargo(root, &format!("{arguments} --locked --no-fail-fast")))?)
}

/// Adds up the `test result:` lines of libtest. No test at all is a failure: then something is not found.
fn summary_of_tests(output: &str) -> Result<String> {
    let (mut passed, mut ignored) = (0, 0);
    for line in output.lines().filter(|line| line.starts_with("test result: ok.")) {
        passed += number_before(line, " passed");
        ignored += number_before(line, " ignored");
    }
    if passed == 0 {
        return Err("no test ran".into());
    }
    Ok(format!("{passed} passed, {ignored} ignored"))
}

fn number_before(line: &str, word: &str) -> usize {
    let text = line.split(word).next().and_then(|before| before.rsplit(' ').next());
    text.and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Clippy and not check: it denies the warnings of this crate alone, and its dependencies stay as they are
/// cached.
fn features(root: &Path) -> Result<String> {
    let workspace = Workspace::load(root)?;
    let libraries = workspace
        .members
        .iter()
        .filter(|member| member.is_published() && workspace.tree.has(&format!("{}/src/lib.rs", member.dir)));
    let (mut count, mut errors) = (0, Vec::new());
    for member in libraries {
        let package = &member.name;
        let arguments =
            format!("clippy --package {package} --lib --no-default-features --locked -- -D warnings");
        count += 1;
        errors.extend(output(cargo(root, &arguments)).err().map(|error| error.to_string()));
    }
    if errors.is_empty() { Ok(format!("{count} libraries")) } else { Err(errors.join("\n").into()) }
}

fn deny(root: &Path) -> Result<String> {
    if output(cargo(root, "deny --version")).is_err() {
        let version = CI_SCRIPT.lines().find_map(|line| line.strip_prefix("cargo_deny=")).unwrap_or("*");
        let install = format!("cargo install cargo-deny --locked --version {version}");
        return Err(format!("cargo-deny is not installed; install it with: {install}").into());
    }
    passed(cargo(root, "deny --locked check bans licenses sources"))
}

fn passed(command: Command) -> Result<String> {
    output(command).map(|_| String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_added_up_and_none_is_a_failure() {
        let output = "running 2 tests\n\
            test result: ok. 120 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.10s\n\
            test result: ok. 7 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(summary_of_tests(output).unwrap(), "127 passed, 3 ignored");
        let none =
            "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(summary_of_tests(none).unwrap_err().to_string(), "no test ran");
    }

    #[test]
    fn the_script_of_ci_pins_the_version_that_the_error_recommends() {
        let version = CI_SCRIPT.lines().find_map(|line| line.strip_prefix("cargo_deny=")).unwrap();
        assert!(version.split('.').all(|part| part.parse::<u32>().is_ok()), "{version}");
    }

    #[test]
    fn every_step_is_listed() {
        assert_eq!(Step::ALL, Step::value_variants());
    }
}
