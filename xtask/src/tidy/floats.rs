//! Invariant 5: no float, in code or by inference.
//!
//! Clippy refuses the type names and the arithmetic. This rule refuses what it cannot see, a literal or a
//! method such as `as_f64` whose type is never written, and guards clippy's own configuration.
//!
//! To refuse a float one has to name it: the methods by which serde offers one may, in their signature.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use toml::Value;

use crate::finding::Finding;
use crate::rust::{every, exceptions, group, ident, is_punct, line};
use crate::workspace::Workspace;

const LINTS: &[&str] = &["disallowed_types", "float_arithmetic"];

/// The methods of serde and `serde_json` that are offered a float. Their bodies are not excepted.
const REFUSALS: &[&str] =
    &["serialize_f32", "serialize_f64", "visit_f32", "visit_f64", "write_f32", "write_f64"];

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = configuration(workspace);
    for (path, tokens) in workspace.sources.iter().filter(|(path, _)| !path.starts_with("benches/")) {
        let tokens = without_refusals(tokens);
        let all = every(&tokens);
        for (index, token) in all.iter().enumerate() {
            // `pair.0.1` is lexed as the number 0.1 behind a point.
            let behind_point = index > 0 && is_punct(all.get(index - 1), '.');
            let is_field = behind_point && matches!(token, TokenTree::Literal(_));
            if !is_field && is_float(token) {
                let text =
                    format!("`{token}` is a float: amounts, rates and times are integers or text here");
                findings.push(Finding::at(path, line(token), text));
            }
        }
        for exception in exceptions(&tokens) {
            let guarded = |lint: &&String| LINTS.iter().any(|it| **lint == format!("clippy::{it}"));
            for lint in exception.lints.iter().filter(guarded) {
                findings.push(Finding::at(
                    path,
                    exception.line,
                    format!("excepts `{lint}`: this one has no exceptions"),
                ));
            }
        }
    }
    findings
}

/// The file without the attributes and signatures of the [`REFUSALS`], and the attributes of the `impl` they
/// are in.
fn without_refusals(tokens: &TokenStream) -> TokenStream {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut out: Vec<TokenTree> = Vec::new();
    let mut index = 0;
    while index < all.len() {
        let body = || all[index..].iter().position(|token| group(Some(token), Delimiter::Brace).is_some());
        match ident(all.get(index)).as_deref() {
            Some("fn") if is_refusal(&all[index..]) => {
                drop_attributes(&mut out);
                index = body().map_or(all.len(), |body| index + body);
            }
            Some("impl") => {
                let body = body().and_then(|body| group(all.get(index + body), Delimiter::Brace));
                let inner: Vec<TokenTree> =
                    body.map(|body| body.stream().into_iter().collect()).unwrap_or_default();
                if (0..inner.len()).any(|at| is_refusal(&inner[at..])) {
                    drop_attributes(&mut out);
                }
            }
            _ => {}
        }
        match all.get(index) {
            Some(TokenTree::Group(group)) => {
                let mut inner = Group::new(group.delimiter(), without_refusals(&group.stream()));
                inner.set_span(group.span());
                out.push(TokenTree::Group(inner));
            }
            token => out.extend(token.cloned()),
        }
        index += 1;
    }
    out.into_iter().collect()
}

/// Whether these tokens begin with `fn` and the name of a refusal.
fn is_refusal(tokens: &[TokenTree]) -> bool {
    let name = ident(tokens.get(1)).filter(|_| ident(tokens.first()).as_deref() == Some("fn"));
    name.is_some_and(|name| REFUSALS.contains(&name.as_str()))
}

/// Takes the attributes at the end of `out` away.
fn drop_attributes(out: &mut Vec<TokenTree>) {
    while group(out.last(), Delimiter::Bracket).is_some() && is_punct(out.iter().nth_back(1), '#') {
        out.truncate(out.len() - 2);
    }
}

fn is_float(token: &TokenTree) -> bool {
    let text = token.to_string();
    match token {
        TokenTree::Ident(_) => ["f32", "f64"]
            .iter()
            .any(|float| text.strip_suffix(float).is_some_and(|it| it.is_empty() || it.ends_with('_'))),
        TokenTree::Literal(_) => {
            let decimal = text.starts_with(|first: char| first.is_ascii_digit()) && !text.starts_with("0x");
            decimal
                && (text.contains('.')
                    || text.contains(['e', 'E']) && !text.contains("size")
                    || text.contains("_f"))
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
