//! Invariant 5: no float, in code or by inference.
//!
//! Clippy refuses the type names and the arithmetic. This rule refuses what it cannot see, a literal or a
//! method such as `as_f64` whose type is never written, and guards clippy's own configuration.
//!
//! To refuse a float one has to name it: the methods by which serde offers one may, in their signature.

mod refusals;

use proc_macro2::{TokenStream, TokenTree};
use toml::Value;

use self::refusals::without_refusals;
use crate::finding::Finding;
use crate::rust::{every, exceptions, is_punct, line, test_only_files, without_tests};
use crate::workspace::Workspace;

const LINTS: &[&str] = &["disallowed_types", "float_arithmetic"];

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = configuration(workspace);
    let for_tests = test_only_files(&workspace.sources);
    for (path, tokens) in workspace.sources.iter().filter(|(path, _)| !path.starts_with("benches/")) {
        let tokens = without_refusals(tokens);
        findings.extend(find(path, &tokens, is_named));
        // A test may say `weighted(0.1)`: what is not shipped may infer a float, and still not name one.
        if path.contains("/src/") && !for_tests.contains(path) {
            findings.extend(find(path, &without_tests(&tokens), is_inferred));
        }
        for exception in exceptions(&tokens) {
            let guarded = |lint: &&String| LINTS.iter().any(|it| **lint == format!("clippy::{it}"));
            for lint in exception.lints.iter().filter(guarded) {
                let text = format!("excepts `{lint}`: this one has no exceptions");
                findings.push(Finding::at(path, exception.line, text));
            }
        }
    }
    findings
}

fn find(path: &str, tokens: &TokenStream, is_float: fn(&TokenTree) -> bool) -> Vec<Finding> {
    let all = every(tokens);
    let mut findings = Vec::new();
    for (index, token) in all.iter().enumerate() {
        // `pair.0.1` is lexed as the number 0.1 behind a point.
        let behind_point = index > 0 && is_punct(all.get(index - 1), '.');
        let is_field = behind_point && matches!(token, TokenTree::Literal(_));
        if !is_field && is_float(token) {
            let text = format!("`{token}` is a float: amounts, rates and times are integers or text here");
            findings.push(Finding::at(path, line(token), text));
        }
    }
    findings
}

/// Whether the token is the name of a float type.
fn is_named(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(name) if name == "f32" || name == "f64")
}

/// Whether the token is a float literal, or a method that by its name answers a float: `as_f64`.
fn is_inferred(token: &TokenTree) -> bool {
    let text = token.to_string();
    let suffixed = text.ends_with("f32") || text.ends_with("f64");
    match token {
        TokenTree::Ident(_) => text.ends_with("_f32") || text.ends_with("_f64"),
        TokenTree::Literal(_) => {
            let is_decimal =
                text.starts_with(|first: char| first.is_ascii_digit()) && !text.starts_with("0x");
            let has_exponent = text.contains(['e', 'E']) && !text.ends_with("size");
            is_decimal && (suffixed || has_exponent || text.contains('.'))
        }
        _ => false,
    }
}

/// Clippy's half must stay switched on.
fn configuration(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    let clippy =
        workspace.tree.text("clippy.toml").unwrap_or_default().parse::<toml::Table>().unwrap_or_default();
    let listed: Vec<&str> = clippy
        .get("disallowed-types")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.get("path").unwrap_or(entry).as_str())
        .collect();
    for float in ["f32", "f64"].iter().filter(|float| !listed.contains(float)) {
        findings
            .push(Finding::in_file("clippy.toml", format!("`disallowed-types` lacks {float}: put it back")));
    }
    let lints =
        workspace.manifest.get("workspace").and_then(|it| it.get("lints")).and_then(|it| it.get("clippy"));
    for lint in LINTS {
        let level = lints.and_then(|lints| lints.get(lint)).map(|it| it.get("level").unwrap_or(it));
        if !matches!(level.and_then(Value::as_str), Some("warn" | "deny" | "forbid")) {
            findings.push(Finding::in_file(
                "Cargo.toml",
                format!("[workspace.lints.clippy] lacks `{lint} = \"warn\"`"),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::texts;
    use crate::workspace::sample;

    const CLIPPY: &str = r#"disallowed-types = [{ path = "f32" }, "f64"]"#;
    const ROOT: &str = "[workspace]\nmembers = []\n[workspace.lints.clippy]\ndisallowed_types = \"warn\"\n\
                        float_arithmetic = { level = \"deny\" }";

    fn lines(source: &str) -> Vec<String> {
        let workspace =
            sample(&[("Cargo.toml", ROOT), ("clippy.toml", CLIPPY), ("crates/a/src/lib.rs", source)]);
        texts(check(&workspace))
    }

    #[test]
    fn types_literals_methods_and_exceptions_are_found() {
        for bad in [
            "fn f(a: f64) {}",
            "const A: X = 1.5;",
            "const A: X = 1e3;",
            "const A: X = 2_f32;",
            "const A: X = 2f64;",
            "fn f() { value.as_f64() }",
            "#[expect(clippy::float_arithmetic, reason = \"no\")] fn f() {}",
        ] {
            assert_eq!(lines(bad).len(), 1, "{bad}: {:?}", lines(bad));
        }
    }

    #[test]
    fn integers_fields_ranges_strings_and_comments_are_not() {
        let fine = "/// an f64 is refused\nfn f() { a.0.1; 0..10; 0xe5; 1_000u64; 5usize; 5isize; \"1.5 f64\"; crc16; leaf64() }";
        assert!(lines(fine).is_empty(), "{:?}", lines(fine));
        let bench =
            sample(&[("Cargo.toml", ROOT), ("clippy.toml", CLIPPY), ("benches/a.rs", "const A: f64 = 1.5;")]);
        assert!(check(&bench).is_empty());
    }

    #[test]
    fn a_test_may_infer_a_float_and_not_name_one() {
        assert!(lines("#[cfg(test)] mod tests { fn f() { weighted(0.1) } }").is_empty());
        assert_eq!(lines("#[cfg(test)] mod tests { fn f(a: f64) { weighted(0.1) } }").len(), 1);
    }

    #[test]
    fn a_refusal_may_name_what_it_refuses_and_its_body_may_not() {
        let refusal = "impl S { #[inline] #[expect(clippy::disallowed_types, reason = \"serde's\")]\n\
                       fn serialize_f64(self, value: f64) -> Result<(), E> { Err(E::Float) } }";
        assert!(lines(refusal).is_empty(), "{:?}", lines(refusal));
        let block =
            "#[expect(clippy::disallowed_types, reason = \"serde's\")] impl V { fn visit_f64(v: f64) {} }";
        assert!(lines(block).is_empty(), "{:?}", lines(block));
        let use_of_it = "fn serialize_f64(self, value: f64) { value as f32 }";
        assert_eq!(lines(use_of_it).len(), 1);
        let another =
            "#[expect(clippy::disallowed_types, reason = \"no\")] fn f(self) {} fn visit_f64(v: f64) {}";
        assert_eq!(lines(another).len(), 1);
    }

    #[test]
    fn a_weakened_configuration_is_found() {
        let weak = sample(&[("clippy.toml", "disallowed-types = [\"f32\"]")]);
        assert_eq!(
            texts(check(&weak)),
            [
                "Cargo.toml: [workspace.lints.clippy] lacks `disallowed_types = \"warn\"`",
                "Cargo.toml: [workspace.lints.clippy] lacks `float_arithmetic = \"warn\"`",
                "clippy.toml: `disallowed-types` lacks f64: put it back",
            ]
        );
    }
}
