//! Types of others in a public API: their next major version is ours. So each is allowed by its name, in the
//! crate's manifest, where cargo-check-external-types looks for the list too.
//!
//! ```toml
//! [package.metadata.cargo_check_external_types]
//! allowed_external_types = ["pay_core::*", "http::request::Request"]
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use super::plan::Crate;
use super::public_api;
use crate::Result;
use crate::finding::{Finding, verdict};

/// Compares the list of each crate with what its API shows.
pub(crate) fn check(root: &Path, crates: &[&Crate]) -> Result<String> {
    public_api::document(root)?;
    let (mut findings, mut count) = (Vec::new(), 0);
    for krate in crates {
        let Some(library) = &krate.library else { continue };
        let shown = public_api::external_types(root, library)?;
        count += shown.len();
        findings.extend(differences(krate, &shown));
    }
    verdict(findings)?;
    Ok(format!("types of others in the public APIs: {count}, each allowed by name"))
}

fn differences(krate: &Crate, shown: &BTreeMap<String, String>) -> Vec<Finding> {
    let manifest = format!("{}/Cargo.toml", krate.dir);
    let is_allowed = |name: &str| krate.allowed.iter().any(|allowed| covers(allowed, name));
    let extra = shown.iter().filter(|(name, _)| !is_allowed(name)).map(|(name, file)| {
        Finding::in_file(
            file,
            format!("the public API shows {name}: use a type of ours, or allow it by name in {manifest}"),
        )
    });
    let is_shown = |allowed: &str| shown.keys().any(|name| covers(allowed, name));
    let stale = krate.allowed.iter().filter(|allowed| !is_shown(allowed));
    let stale = stale.map(|allowed| {
        Finding::in_file(&manifest, format!("allows {allowed}, which the public API does not show"))
    });
    extra.chain(stale).collect()
}

/// A crate of ours is allowed as a whole: `pay_core::*`.
fn covers(allowed: &str, name: &str) -> bool {
    match allowed.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => allowed == name,
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::sample;
    use super::*;
    use crate::finding::texts;

    #[test]
    fn a_type_that_is_not_allowed_and_a_name_that_is_not_shown_are_found() {
        let mut krate = sample("a", &[]);
        krate.allowed = ["pay_core::*", "http::Uri", "bytes::Bytes"].map(str::to_owned).to_vec();
        let names = ["pay_core::money::Money", "http::Uri", "reqwest::Client"];
        let shown = names.iter().map(|&name| (name.to_owned(), "crates/a/src/b.rs".to_owned())).collect();
        assert_eq!(
            texts(differences(&krate, &shown)),
            [
                "crates/a/Cargo.toml: allows bytes::Bytes, which the public API does not show",
                "crates/a/src/b.rs: the public API shows reqwest::Client: use a type of ours, or allow it by name \
                 in crates/a/Cargo.toml",
            ]
        );
    }
}
