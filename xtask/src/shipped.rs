//! What the command `khpay` is linked from: its list of licences, and its bill of materials.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand};

use crate::Result;
use crate::cargo::{cargo, output};

/// The command that is shipped as a program.
pub(crate) const COMMAND: &str = "khpay";

/// A package whose code is in the program.
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// An SPDX expression.
    pub(crate) licence: String,
    pub(crate) description: String,
    /// Its sources on this machine.
    pub(crate) dir: PathBuf,
    /// Whether it is a crate of this workspace.
    pub(crate) is_ours: bool,
    /// Those of its dependencies that are in the program too, as `name@version`.
    pub(crate) needs: Vec<String>,
}

impl Package {
    /// `name@version`, which is one package in a program.
    pub(crate) fn key(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }
}

/// The packages for any of `targets`, by name. Procedural macros and build scripts are left out: they run
/// where the program is built.
///
/// `cargo tree` chooses them, because the lock file and `cargo metadata` have more: what a feature that is
/// off would bring.
pub(crate) fn packages(root: &Path, targets: &[&str]) -> Result<Vec<Package>> {
    let mut linked = BTreeSet::new();
    for target in targets {
        let mut tree = cargo(root, "tree --locked --edges normal,no-proc-macro --prefix none --format {p}");
        tree.args(["--package", COMMAND, "--target", target]);
        linked.extend(output(tree)?.lines().filter_map(key));
    }
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .other_options(["--locked".to_owned()])
        .exec()?;
    let mut packages = from_metadata(&metadata, &linked);
    packages.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    if packages.len() == linked.len() {
        Ok(packages)
    } else {
        Err("cargo tree and cargo metadata disagree".into())
    }
}

fn from_metadata(metadata: &Metadata, linked: &BTreeSet<String>) -> Vec<Package> {
    let key = |package: &cargo_metadata::Package| format!("{}@{}", package.name, package.version);
    let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    let nodes =
        nodes.map(|node| (&metadata[&node.id], node)).filter(|(package, _)| linked.contains(&key(package)));
    let packages = nodes.map(|(package, node)| Package {
        name: package.name.to_string(),
        version: package.version.to_string(),
        // Some write the deprecated `/` for OR.
        licence: package.license.as_deref().unwrap_or("unknown").replace('/', " OR "),
        description: package.description.as_deref().unwrap_or_default().trim().to_owned(),
        dir: package.manifest_path.parent().map(|dir| dir.as_std_path().to_owned()).unwrap_or_default(),
        is_ours: package.source.is_none(),
        needs: node
            .dependencies
            .iter()
            .map(|id| key(&metadata[id]))
            .filter(|key| linked.contains(key))
            .collect(),
    });
    packages.collect()
}

/// `name@version` of a line `name v1.2.3 (..)`.
fn key(line: &str) -> Option<String> {
    let (name, rest) = line.split_once(" v")?;
    Some(format!("{name}@{}", rest.split(' ').next()?))
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn a_line_of_cargo_tree_becomes_a_name_and_a_version() {
        assert_eq!(key("http v1.4.2 (*)").as_deref(), Some("http@1.4.2"));
        assert_eq!(key("pay-core v0.1.0 (a/b)").as_deref(), Some("pay-core@0.1.0"));
        assert_eq!(key(""), None);
    }
}
