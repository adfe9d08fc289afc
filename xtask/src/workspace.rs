//! The repository as the checks see it: tracked files, member manifests, Rust sources as tokens.

mod manifest;
mod tree;

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::TokenStream;

pub(crate) use self::manifest::{Dependency, Kind, Member};
pub(crate) use self::tree::Tree;
use crate::Result;
use crate::finding::Finding;

/// Everything that a check may look at. Checks are functions of this, so that a test can hand them a bad
/// tree.
pub(crate) struct Workspace {
    pub(crate) tree: Tree,
    /// The root `Cargo.toml`.
    pub(crate) manifest: toml::Table,
    pub(crate) members: Vec<Member>,
    /// Every Rust file by path. Tokens, so that neither a comment nor a string satisfies or breaks a rule.
    pub(crate) sources: BTreeMap<String, TokenStream>,
    /// What could not be read as Rust.
    pub(crate) unreadable: Vec<Finding>,
}

impl Workspace {
    /// Reads the tracked files under `root`, and those that are new and not ignored.
    pub(crate) fn load(root: &Path) -> Result<Self> {
        Self::of(Tree::load(root)?)
    }

    pub(crate) fn of(tree: Tree) -> Result<Self> {
        let manifest = manifest::parse("Cargo.toml", tree.text("Cargo.toml").unwrap_or_default())?;
        let members = manifest::members(&tree, &manifest)?;
        let mut sources = BTreeMap::new();
        let mut unreadable = Vec::new();
        for path in tree.with_extension("rs") {
            match tree.text(path).unwrap_or_default().parse::<TokenStream>() {
                Ok(tokens) => {
                    sources.insert(path.to_owned(), tokens);
                }
                Err(error) => unreadable.push(Finding::in_file(path, format!("is not Rust: {error}"))),
            }
        }
        Ok(Self { tree, manifest, members, sources, unreadable })
    }

    /// The member called `name`, if it is there.
    pub(crate) fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// The members that talk to one provider each.
    pub(crate) fn clients(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| is_client(&member.name))
    }

    /// The Rust files of `member` that a dependent compiles: under `src/`.
    pub(crate) fn sources_of<'a>(
        &'a self,
        member: &Member,
    ) -> impl Iterator<Item = (&'a str, &'a TokenStream)> {
        let folder = format!("{}/src/", member.dir);
        self.sources
            .iter()
            .filter(move |(path, _)| path.starts_with(&folder))
            .map(|(path, tokens)| (path.as_str(), tokens))
    }
}

/// Whether a package is a provider's client, which its name says.
pub(crate) fn is_client(package: &str) -> bool {
    package.ends_with("-client")
}

/// A workspace made of these files, for the checks' own tests.
#[cfg(test)]
pub(crate) fn sample(files: &[(&str, &str)]) -> Workspace {
    let mut tree = Tree::default();
    tree.add("Cargo.toml", "[workspace]\nmembers = [\"crates/*\", \"tests\", \"xtask\"]\n");
    for (path, text) in files {
        tree.add(path, text);
    }
    Workspace::of(tree).unwrap()
}
