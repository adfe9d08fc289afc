//! Programs from the registry that only some tasks need. They are installed when asked for, into
//! `target/tools`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::cargo::{cargo, output, target};

/// A package that installs a program of the same name.
pub(crate) struct Tool {
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
}

impl Tool {
    /// The program, to be run in `root`; installed first when it is not there in this version.
    pub(crate) fn command(&self, root: &Path) -> Result<Command> {
        let folder = target(root).join("tools");
        // Cargo compares versions itself, and does nothing when there is nothing to do.
        let mut install = cargo(root, "install --locked --quiet");
        install.arg(self.package).args(["--version", self.version, "--root"]).arg(&folder);
        output(install)?;
        let mut command = Command::new(self.program(&folder));
        command.current_dir(root);
        Ok(command)
    }

    fn program(&self, folder: &Path) -> PathBuf {
        folder.join("bin").join(format!("{}{}", self.package, std::env::consts::EXE_SUFFIX))
    }
}
