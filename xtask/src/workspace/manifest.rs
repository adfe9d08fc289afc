//! The manifests of the members, read as far as the checks need.

use toml::{Table, Value};

use super::Tree;
use crate::Result;

/// A package of the workspace.
pub(crate) struct Member {
    pub(crate) name: String,
    /// Its folder from the root: `crates/pay-core`.
    pub(crate) dir: String,
    pub(crate) manifest: Table,
    pub(crate) dependencies: Vec<Dependency>,
}

/// A line of one of the dependency tables of a member.
pub(crate) struct Dependency {
    /// The package's name, also where the manifest renames it.
    pub(crate) package: String,
    /// The name in the manifest.
    pub(crate) key: String,
    pub(crate) kind: Kind,
    /// Whether the version is the workspace's: `workspace = true`.
    pub(crate) inherited: bool,
}

/// When a dependency is compiled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Normal,
    Dev,
    Build,
}

impl Member {
    /// The path of its `Cargo.toml`.
    pub(crate) fn manifest_path(&self) -> String {
        format!("{}/Cargo.toml", self.dir)
    }

    /// The file that holds the crate's documentation: `lib.rs`, or `main.rs` where there is no library.
    pub(crate) fn crate_root(&self, tree: &Tree) -> String {
        let library = format!("{}/src/lib.rs", self.dir);
        if tree.has(&library) { library } else { format!("{}/src/main.rs", self.dir) }
    }

    /// Whether it is one of the crates that others take: under `crates/`.
    pub(crate) fn is_published(&self) -> bool {
        self.dir.starts_with("crates/")
    }
}

/// Reads a manifest; the error names the file.
pub(crate) fn parse(path: &str, text: &str) -> Result<Table> {
    text.parse::<Table>().map_err(|error| format!("{path}: {error}").into())
}

/// The members that the root manifest lists, those of `crates/*` in the order of their names.
pub(crate) fn members(tree: &Tree, root: &Table) -> Result<Vec<Member>> {
    let shared = root.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let listed = root.get("workspace").and_then(|it| it.get("members")).and_then(Value::as_array);
    let patterns: Vec<&str> = listed.into_iter().flatten().filter_map(Value::as_str).collect();
    let mut members = Vec::new();
    for path in tree.paths() {
        let Some(dir) = path.strip_suffix("/Cargo.toml") else { continue };
        if patterns.iter().any(|pattern| matches(pattern, dir)) {
            members.push(member(dir, parse(path, tree.text(path).unwrap_or_default())?, shared)?);
        }
    }
    Ok(members)
}

/// Cargo's own rule for `members`, as far as it is used here: a folder, or `folder/*`.
fn matches(pattern: &str, dir: &str) -> bool {
    match pattern.strip_suffix("/*") {
        Some(parent) => dir
            .strip_prefix(parent)
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|name| !name.contains('/')),
        None => pattern == dir,
    }
}

fn member(dir: &str, manifest: Table, shared: Option<&Value>) -> Result<Member> {
    let name = manifest.get("package").and_then(|package| package.get("name")).and_then(Value::as_str);
    let name = name.ok_or_else(|| format!("{dir}/Cargo.toml: has no package name"))?.to_owned();
    let mut dependencies = Vec::new();
    collect(&manifest, shared, &mut dependencies);
    for (_, target) in manifest.get("target").and_then(Value::as_table).into_iter().flatten() {
        if let Some(target) = target.as_table() {
            collect(target, shared, &mut dependencies);
        }
    }
    Ok(Member { name, dir: dir.to_owned(), manifest, dependencies })
}

/// Adds the dependencies of the three tables in `section`: a manifest, or one of its `[target.'..']`.
fn collect(section: &Table, shared: Option<&Value>, out: &mut Vec<Dependency>) {
    let tables = [
        ("dependencies", Kind::Normal),
        ("dev-dependencies", Kind::Dev),
        ("build-dependencies", Kind::Build),
    ];
    for (table, kind) in tables {
        for (key, spec) in section.get(table).and_then(Value::as_table).into_iter().flatten() {
            let inherited = spec.get("workspace").and_then(Value::as_bool) == Some(true);
            let source = if inherited { shared.and_then(|shared| shared.get(key)) } else { Some(spec) };
            let renamed = source.and_then(|source| source.get("package")).and_then(Value::as_str);
            let package = renamed.unwrap_or(key).to_owned();
            out.push(Dependency { package, key: key.clone(), kind, inherited });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::workspace::{Kind, sample};

    #[test]
    fn members_are_found_and_deeper_packages_are_not() {
        let workspace = sample(&[
            ("crates/a/Cargo.toml", "[package]\nname = \"a\""),
            ("crates/a/deep/Cargo.toml", "[package]\nname = \"deep\""),
            ("fuzz/Cargo.toml", "[package]\nname = \"fuzz\""),
            ("xtask/Cargo.toml", "[package]\nname = \"xtask\""),
        ]);
        let names: Vec<&str> = workspace.members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["a", "xtask"]);
    }

    #[test]
    fn dependencies_are_read_from_every_table_and_under_their_real_name() {
        let manifest = r#"
            [package]
            name = "a"
            [dependencies]
            plain = "1"
            [dev-dependencies]
            shared.workspace = true
            [target.'cfg(unix)'.build-dependencies]
            alias = { package = "real", version = "1" }
        "#;
        let root = r#"
            [workspace]
            members = ["crates/*"]
            [workspace.dependencies]
            shared = { package = "shared-real", version = "1" }
        "#;
        let workspace = sample(&[("Cargo.toml", root), ("crates/a/Cargo.toml", manifest)]);
        let found: Vec<_> = workspace.members[0]
            .dependencies
            .iter()
            .map(|it| (it.package.as_str(), it.kind, it.inherited))
            .collect();
        let expected =
            [("plain", Kind::Normal, false), ("shared-real", Kind::Dev, true), ("real", Kind::Build, false)];
        assert_eq!(found, expected);
    }
}
