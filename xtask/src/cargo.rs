//! Running Cargo.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// Cargo in `root`, with arguments parted by blanks: the Cargo that runs this program, which knows its
/// toolchain.
pub(crate) fn cargo(root: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments.split(' ')).current_dir(root);
    command
}

/// Where Cargo builds what is in `root`.
pub(crate) fn target(root: &Path) -> PathBuf {
    root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// What the command printed on stdout. When it fails, all that it printed is the error.
pub(crate) fn output(mut command: Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("cannot run {program}: {error}"))?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(out.into_owned()) } else { Err(format!("{err}{out}").into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_shows_its_output() {
        let error = output(cargo(Path::new("."), "no-such-subcommand")).unwrap_err().to_string();
        assert!(error.contains("no such command"), "{error}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = output(Command::new("no-such-program")).unwrap_err().to_string();
        assert!(error.starts_with("cannot run no-such-program: "), "{error}");
    }
}
