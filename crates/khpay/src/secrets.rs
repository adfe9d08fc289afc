//! Secrets come from the environment or from a file, never from an argument: arguments are visible to every user
//! of the machine and stay in the shell's history.

use std::path::Path;

use pay_core::Secret;

use crate::exit::Failure;

/// The secret in `file`, or else in the environment variable `variable`.
pub(crate) fn read(what: &str, file: Option<&Path>, variable: &str) -> Result<Secret, Failure> {
    optional(what, file, variable)?.ok_or_else(|| {
        Failure::bad_input(format_args!("no {what}: set {variable}, or name a file that holds it"))
    })
}

/// As [`read`], with absence as an answer.
pub(crate) fn optional(what: &str, file: Option<&Path>, variable: &str) -> Result<Option<Secret>, Failure> {
    let text = match (file, std::env::var(variable)) {
        (Some(file), _) => std::fs::read_to_string(file).map_err(|error| {
            Failure::bad_input(format_args!("cannot read the {what} from {}: {error}", file.display()))
        })?,
        (None, Ok(text)) => text,
        (None, Err(std::env::VarError::NotPresent)) => return Ok(None),
        (None, Err(std::env::VarError::NotUnicode(_))) => {
            return Err(Failure::bad_input(format_args!("{variable} is not UTF-8")));
        }
    };
    // An editor ends a file with a newline; no secret of a provider does.
    let text = text.trim_end_matches(['\r', '\n']);
    Secret::new(text).map(Some).map_err(|_| Failure::bad_input(format_args!("the {what} is blank")))
}
