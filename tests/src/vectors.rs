//! Vectors that other people's software made: one named trial each.

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use pay_sign::{Fields, Scheme};
use serde::de::DeserializeOwned;

/// Runs the trials of a fixture in JSON, such as `kess/signature-vectors.json`, as a test target's `main`.
pub fn run<T: DeserializeOwned>(path: &str, trials: impl FnOnce(T) -> Vec<Trial>) -> ExitCode {
    let arguments = Arguments::from_args();
    let document = serde_json::from_str(&crate::fixture(path)).expect("the fixture is whole");
    libtest_mimic::run(&arguments, trials(document)).exit_code()
}

/// The trial that a fixture has lost nothing: what is in it, and how many there were when it was made.
pub fn all_are_here<const N: usize>(found: [usize; N], expected: [usize; N]) -> Trial {
    let name = expected.map(|number| number.to_string()).join("_");
    Trial::test(format!("all_{name}_are_here"), move || {
        assert_eq!(found, expected);
        Ok(())
    })
}

/// The trial of a list of numbers in two columns: as they stand in JSON, and in the canonical text.
pub fn number_texts(name: &str, path: &'static str, scheme: Scheme, lines: usize) -> Trial {
    Trial::test(name, move || -> Result<(), Failed> {
        let list = crate::fixture(path);
        for line in list.lines() {
            let (token, text) = line.split_once('\t').ok_or("a line is two columns")?;
            let fields = Fields::from_json(format!("{{\"n\":{token}}}"))?;
            assert_eq!(scheme.canonical_text(&fields).as_str(), format!("n={text}"), "{token}");
        }
        assert_eq!(list.lines().count(), lines);
        Ok(())
    })
}
