//! The bill of materials, in `CycloneDX` 1.5 (<https://cyclonedx.org/docs/1.5/json/>).
//!
//! Made here and not by cargo-cyclonedx, which lists what the lock file has for features that are off, and
//! names the folders of the machine. The same program has the same bill: there is no time and no random
//! number in it.

use serde_json::{Value, json};
use toml::Table;

use crate::shipped::Package;

/// The bill of `command`; `packages` has everything in it, and `lock` their checksums.
pub(crate) fn of(command: &Package, packages: &[Package], lock: &Table) -> Value {
    let parts = packages.iter().filter(|package| package.name != command.name);
    let dependencies = packages.iter().map(|package| {
        let needs: Vec<String> = package.needs.iter().map(|key| reference(key)).collect();
        json!({ "ref": reference(&package.key()), "dependsOn": needs })
    });
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": component(command, "application", lock) },
        "components": parts.map(|package| component(package, "library", lock)).collect::<Vec<_>>(),
        "dependencies": dependencies.collect::<Vec<_>>(),
    })
}

fn component(package: &Package, kind: &str, lock: &Table) -> Value {
    let reference = reference(&package.key());
    let mut component = json!({
        "type": kind,
        "bom-ref": reference,
        "name": package.name,
        "version": package.version,
        "description": package.description,
        "licenses": [{ "expression": package.licence }],
        "purl": reference,
    });
    if let Some(checksum) = checksum(package, lock) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    component
}

/// The package URL: <https://github.com/package-url/purl-spec>, type `cargo`.
fn reference(key: &str) -> String {
    // Of the characters in a version, a URL gives `+` another meaning.
    format!("pkg:cargo/{}", key.replace('+', "%2B"))
}

/// Of the package's tarball in the registry; a crate of this workspace has none.
fn checksum<'a>(package: &Package, lock: &'a Table) -> Option<&'a str> {
    let is_it = |entry: &&toml::Value| {
        entry.get("name").and_then(toml::Value::as_str) == Some(&package.name)
            && entry.get("version").and_then(toml::Value::as_str) == Some(&package.version)
    };
    lock.get("package")?.as_array()?.iter().find(is_it)?.get("checksum")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, version: &str, needs: &[&str]) -> Package {
        Package {
            name: name.into(),
            version: version.into(),
            licence: "MIT".into(),
            description: "what it is".into(),
            dir: ".".into(),
            is_ours: false,
            needs: needs.iter().map(|&it| it.to_owned()).collect(),
        }
    }

    #[test]
    fn a_bill_has_the_command_its_parts_and_who_needs_whom() {
        let packages = [package("a", "0.1.0", &["b@1.0.0+x"]), package("b", "1.0.0+x", &[])];
        let lock = "[[package]]\nname = \"b\"\nversion = \"1.0.0+x\"\nchecksum = \"00ff\"\n".parse().unwrap();
        let bill = of(&packages[0], &packages, &lock);
        assert_eq!(bill["metadata"]["component"]["purl"], "pkg:cargo/a@0.1.0");
        assert_eq!(bill["components"].as_array().unwrap().len(), 1);
        assert_eq!(bill["components"][0]["purl"], "pkg:cargo/b@1.0.0%2Bx");
        assert_eq!(bill["components"][0]["hashes"], json!([{ "alg": "SHA-256", "content": "00ff" }]));
        assert_eq!(
            bill["dependencies"],
            json!([
                { "ref": "pkg:cargo/a@0.1.0", "dependsOn": ["pkg:cargo/b@1.0.0%2Bx"] },
                { "ref": "pkg:cargo/b@1.0.0%2Bx", "dependsOn": [] },
            ])
        );
    }
}
