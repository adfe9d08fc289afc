//! Which crates are released, and in which order: a crate comes after the siblings that it needs.

use std::path::Path;

use cargo_metadata::semver::Version;
use cargo_metadata::{Metadata, MetadataCommand, Package};

use crate::Result;

/// A crate that is published.
#[derive(Clone, Debug)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: Version,
    /// Its folder from the root: `crates/pay-core`.
    pub(crate) dir: String,
    /// The name of its library in code: `pay_core`. A command has none.
    pub(crate) library: Option<String>,
    /// The crates of this workspace that it is built or tested with.
    pub(crate) siblings: Vec<String>,
    /// The types of others that its public API may show: `package.metadata.cargo_check_external_types`.
    pub(crate) allowed: Vec<String>,
}

/// The published crates, each after its siblings.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) crates: Vec<Crate>,
}

impl Plan {
    /// Asks Cargo about the workspace at `root`.
    pub(crate) fn load(root: &Path) -> Result<Self> {
        let metadata = MetadataCommand::new()
            .manifest_path(root.join("Cargo.toml"))
            .no_deps()
            .other_options(["--locked".to_owned()])
            .exec()?;
        Self::of(crates(&metadata)?)
    }

    fn of(mut waiting: Vec<Crate>) -> Result<Self> {
        waiting.sort_by(|a, b| a.name.cmp(&b.name));
        let mut crates: Vec<Crate> = Vec::new();
        while !waiting.is_empty() {
            let ready = waiting.iter().position(|krate| {
                krate.siblings.iter().all(|sibling| crates.iter().any(|before| before.name == *sibling))
            });
            let Some(ready) = ready else {
                let names: Vec<&str> = waiting.iter().map(|krate| krate.name.as_str()).collect();
                return Err(
                    format!("{} need each other: none can be published first", names.join(", ")).into()
                );
            };
            crates.push(waiting.remove(ready));
        }
        Ok(Self { crates })
    }

    /// The crate called `name`; the error lists those that there are.
    pub(crate) fn find(&self, name: &str) -> Result<&Crate> {
        self.crates.iter().find(|krate| krate.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.crates.iter().map(|krate| krate.name.as_str()).collect();
            format!("expected one of {}, found {name}", names.join(", ")).into()
        })
    }

    /// `krate` and all that it needs of this workspace, in order.
    pub(crate) fn with_siblings<'a>(&'a self, krate: &'a Crate) -> Vec<&'a Crate> {
        let mut needed = vec![krate.name.as_str()];
        // Siblings stand before whoever needs them, so one pass from the end meets every need.
        for krate in self.crates.iter().rev() {
            if needed.contains(&krate.name.as_str()) {
                needed.extend(krate.siblings.iter().map(String::as_str));
            }
        }
        self.crates.iter().filter(|krate| needed.contains(&krate.name.as_str())).collect()
    }
}

fn crates(metadata: &Metadata) -> Result<Vec<Crate>> {
    let members = metadata.workspace_packages();
    let is_published =
        |package: &Package| package.publish.as_ref().is_none_or(|registries| !registries.is_empty());
    let mut crates = Vec::new();
    for package in members.iter().filter(|package| is_published(package)) {
        let mut siblings = Vec::new();
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            let sibling = members.iter().find(|member| member.name == dependency.name);
            if sibling.is_none_or(|sibling| !is_published(sibling)) {
                return Err(
                    format!("{} needs {}, which is not published", package.name, dependency.name).into()
                );
            }
            siblings.push(dependency.name.clone());
        }
        let dir = package.manifest_path.parent().expect("a manifest is in a folder");
        let dir = dir.strip_prefix(&metadata.workspace_root)?.as_str().replace('\\', "/");
        crates.push(Crate {
            name: package.name.to_string(),
            version: package.version.clone(),
            dir,
            library: package.targets.iter().find(|target| target.is_lib()).map(|it| it.name.clone()),
            siblings,
            allowed: allowed(package),
        });
    }
    Ok(crates)
}

fn allowed(package: &Package) -> Vec<String> {
    let listed = &package.metadata["cargo_check_external_types"]["allowed_external_types"];
    listed.as_array().into_iter().flatten().filter_map(|it| it.as_str()).map(str::to_owned).collect()
}

/// A crate with these siblings, for the tests of the steps.
#[cfg(test)]
pub(crate) fn sample(name: &str, siblings: &[&str]) -> Crate {
    Crate {
        name: name.to_owned(),
        version: Version::new(0, 1, 0),
        dir: format!("crates/{name}"),
        library: Some(name.replace('-', "_")),
        siblings: siblings.iter().map(|&it| it.to_owned()).collect(),
        allowed: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(crates: &[&Crate]) -> Vec<String> {
        crates.iter().map(|krate| krate.name.clone()).collect()
    }

    #[test]
    fn a_crate_comes_after_what_it_needs() {
        let crates =
            vec![sample("a", &["c", "b"]), sample("b", &["c"]), sample("c", &[]), sample("d", &["c"])];
        let plan = Plan::of(crates).unwrap();
        assert_eq!(names(&plan.crates.iter().collect::<Vec<_>>()), ["c", "b", "a", "d"]);
        assert_eq!(names(&plan.with_siblings(plan.find("a").unwrap())), ["c", "b", "a"]);
        assert_eq!(names(&plan.with_siblings(plan.find("d").unwrap())), ["c", "d"]);
        assert_eq!(plan.find("e").unwrap_err().to_string(), "expected one of c, b, a, d, found e");
    }

    #[test]
    fn a_circle_has_no_order() {
        let error = Plan::of(vec![sample("a", &["b"]), sample("b", &["a"])]).unwrap_err();
        assert_eq!(error.to_string(), "a, b need each other: none can be published first");
    }

    #[test]
    fn this_workspace_has_an_order() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let plan = Plan::load(root).unwrap();
        assert_eq!(plan.crates[0].name, "pay-core");
        assert!(plan.crates.iter().all(|krate| krate.dir.starts_with("crates/")), "{plan:?}");
    }
}
