//! The public API of the libraries, as rustdoc tells it in JSON.
//!
//! The JSON is unstable, so rustdoc is asked as if it were a nightly. That must not reach rustc: build
//! scripts look for it, and everything would be compiled anew. So this program stands in for rustdoc, and
//! hands on to the real one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use serde_json::Value;

use crate::Result;
use crate::cargo::{cargo, output, target};

/// Set when Cargo runs this program as rustdoc; the real one.
const REAL: &str = "XTASK_RUSTDOC";

/// As docs.rs does it, so that what is only there is compiled here too.
const FLAGS: &str = "-Z unstable-options --output-format json --cfg docsrs";

/// Types that are part of every program.
const STANDARD: &[&str] = &["core", "alloc", "std"];

/// Runs rustdoc when this program was started in its place.
pub(crate) fn run_as_rustdoc() -> Option<ExitCode> {
    let mut rustdoc = Command::new(env::var_os(REAL)?);
    let status = rustdoc.args(env::args_os().skip(1)).env("RUSTC_BOOTSTRAP", "1").status();
    Some(if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Documents every library with all its features.
pub(crate) fn document(root: &Path) -> Result {
    // The same selection as the step `doc`, whose compiled dependencies fit then.
    let mut command = cargo(root, "doc --workspace --no-deps --all-features --locked");
    command.env(REAL, env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()));
    command.env("RUSTDOC", this_program()?).env("RUSTDOCFLAGS", FLAGS);
    output(command).map(drop)
}

/// Where this program is. Linux adds a word when it was built anew since it started; the new one does as well.
fn this_program() -> Result<PathBuf> {
    let path = env::current_exe()?;
    let replaced = path.to_str().and_then(|path| path.strip_suffix(" (deleted)")).map(PathBuf::from);
    Ok(replaced.unwrap_or(path))
}

/// The types, traits and macros of others in the public API of `library`, each with a file that shows it.
pub(crate) fn external_types(root: &Path, library: &str) -> Result<BTreeMap<String, String>> {
    let path = target(root).join("doc").join(format!("{library}.json"));
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    read(&serde_json::from_str(&text)?).ok_or_else(|| format!("{}: unknown form", path.display()).into())
}

/// `None` when the JSON has not the form that is known here. Nothing but paths is read, and a path is
/// recognised by its members, so that a new version of the format does not matter.
fn read(api: &Value) -> Option<BTreeMap<String, String>> {
    let (index, paths, crates) =
        (api["index"].as_object()?, api["paths"].as_object()?, &api["external_crates"]);
    let mut found = BTreeMap::new();
    let own = index.values().filter(|item| item["crate_id"] == 0 && !is_implied(&item["inner"]));
    for item in own {
        let mut ids = BTreeSet::new();
        collect(&item["inner"], &mut ids);
        for target in ids.iter().filter_map(|id| paths.get(id)).filter(|target| target["crate_id"] != 0) {
            let owner = crates[target["crate_id"].to_string()]["name"].as_str()?;
            if !STANDARD.contains(&owner) {
                let parts: Vec<&str> = target["path"].as_array()?.iter().filter_map(Value::as_str).collect();
                let file = item["span"]["filename"].as_str().unwrap_or_default();
                found.entry(parts.join("::")).or_insert_with(|| file.to_owned());
            }
        }
    }
    // A library without a path of its own is not what was documented.
    paths.values().any(|path| path["crate_id"] == 0).then_some(found)
}

/// Whether an implementation is there for every type: `Send`, `impl<T> From<T> for T`.
fn is_implied(item: &Value) -> bool {
    let implementation = &item["impl"];
    implementation["is_synthetic"] == true || !implementation["blanket_impl"].is_null()
}

/// The ids of the paths and re-exports anywhere in `value`.
fn collect(value: &Value, ids: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            let names_something = members.contains_key("path") || members.contains_key("source");
            if let Some(id) = members.get("id").filter(|id| names_something && id.is_number()) {
                ids.insert(id.to_string());
            }
            members.values().for_each(|member| collect(member, ids));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, ids)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn api(inner: &Value) -> Value {
        json!({
            "index": { "1": { "crate_id": 0, "span": { "filename": "src/a.rs" }, "inner": inner } },
            "paths": {
                "1": { "crate_id": 0, "path": ["a", "f"] },
                "2": { "crate_id": 5, "path": ["http", "request", "Request"] },
                "3": { "crate_id": 6, "path": ["alloc", "string", "String"] },
            },
            "external_crates": { "5": { "name": "http" }, "6": { "name": "alloc" } },
        })
    }

    #[test]
    fn a_foreign_type_is_found_wherever_it_stands_and_a_standard_one_is_not() {
        let path = |id: u32| json!({ "resolved_path": { "path": "X", "id": id, "args": null } });
        let nested = json!({ "resolved_path": { "path": "V", "id": 3, "args": { "angle_bracketed": { "args": [{ "type": path(2) }] } } } });
        let wanted = BTreeMap::from([("http::request::Request".to_owned(), "src/a.rs".to_owned())]);
        for inner in [
            json!({ "function": { "sig": { "inputs": [["x", path(2)]], "output": path(3) } } }),
            json!({ "struct_field": nested }),
            json!({ "use": { "source": "http::Request", "name": "Request", "id": 2, "is_glob": false } }),
            json!({ "impl": { "trait": { "path": "Request", "id": 2 }, "is_synthetic": false, "blanket_impl": null } }),
        ] {
            assert_eq!(read(&api(&inner)), Some(wanted.clone()));
        }
    }

    #[test]
    fn what_every_type_implements_says_nothing_about_the_api() {
        let path = json!({ "path": "X", "id": 2 });
        for inner in [
            json!({ "impl": { "trait": path, "is_synthetic": true, "blanket_impl": null } }),
            json!({ "impl": { "trait": path, "is_synthetic": false, "blanket_impl": { "generic": "T" } } }),
        ] {
            assert_eq!(read(&api(&inner)), Some(BTreeMap::new()));
        }
    }

    #[test]
    fn another_form_is_no_empty_answer() {
        assert_eq!(read(&json!({})), None);
        assert_eq!(read(&json!({ "index": {}, "paths": {}, "external_crates": {} })), None);
    }
}
