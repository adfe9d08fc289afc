//! Tests in a file: which there are, and the file without them.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{attribute, every, group, ident, is_punct, line};

/// The test functions with their lines: a `fn` under `#[test]` or a `#[..::test]`. An ignored one proves
/// nothing and is not counted.
pub(crate) fn test_names(tokens: &TokenStream) -> Vec<(String, usize)> {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut out = Vec::new();
    let (mut is_test, mut is_ignored) = (false, false);
    let mut index = 0;
    while index < all.len() {
        if let Some((content, next)) = attribute(&all, index) {
            let name = attribute_name(&content);
            is_test |= name == "test";
            is_ignored |= name == "ignore";
            index = next;
            continue;
        }
        match ident(all.get(index)).as_deref() {
            Some("pub" | "async" | "const") => {}
            Some("fn") => {
                if let (true, false, Some(name)) = (is_test, is_ignored, ident(all.get(index + 1))) {
                    out.push((name, line(&all[index])));
                }
                (is_test, is_ignored) = (false, false);
            }
            _ => (is_test, is_ignored) = (false, false),
        }
        if let TokenTree::Group(group) = &all[index] {
            out.extend(test_names(&group.stream()));
        }
        index += 1;
    }
    out
}

/// The last word of an attribute's path: `test` of `tokio::test(start_paused = true)`.
fn attribute_name(content: &TokenStream) -> String {
    let path = content
        .clone()
        .into_iter()
        .take_while(|it| matches!(it, TokenTree::Ident(_)) || is_punct(Some(it), ':'));
    path.filter_map(|it| ident(Some(&it))).last().unwrap_or_default()
}

/// The file without the items that are compiled for tests only.
pub(crate) fn without_tests(tokens: &TokenStream) -> TokenStream {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut out = Vec::new();
    let mut index = 0;
    while index < all.len() {
        match attribute(&all, index) {
            Some((content, _)) if is_for_tests(&content) => index = behind_item(&all, index),
            _ => {
                out.push(match &all[index] {
                    TokenTree::Group(group) => inner_without_tests(group),
                    token => token.clone(),
                });
                index += 1;
            }
        }
    }
    out.into_iter().collect()
}

fn inner_without_tests(group: &Group) -> TokenTree {
    let mut inner = Group::new(group.delimiter(), without_tests(&group.stream()));
    inner.set_span(group.span());
    TokenTree::Group(inner)
}

/// `test`, `tokio::test`, and `cfg(..)` conditions that hold in tests only.
fn is_for_tests(content: &TokenStream) -> bool {
    let all: Vec<TokenTree> = content.clone().into_iter().collect();
    if attribute_name(content) == "test" {
        return true;
    }
    let condition =
        group(all.get(1), Delimiter::Parenthesis).map(|it| it.stream().to_string().replace(' ', ""));
    ident(all.first()).as_deref() == Some("cfg")
        && condition.is_some_and(|condition| condition == "test" || condition.starts_with("all(test,"))
}

/// The index behind the item that starts with the attribute at `index`: behind its `;` or its braces.
fn behind_item(all: &[TokenTree], index: usize) -> usize {
    let end = all[index..]
        .iter()
        .position(|token| is_punct(Some(token), ';') || group(Some(token), Delimiter::Brace).is_some());
    end.map_or(all.len(), |end| index + end + 1)
}

/// The files that are modules declared for tests only, `#[cfg(test)] mod tests;`, with those below them.
pub(crate) fn test_only_files(sources: &BTreeMap<String, TokenStream>) -> Vec<String> {
    let mut out = Vec::new();
    for (path, tokens) in sources {
        let (kept, whole) = (modules(&without_tests(tokens)), modules(tokens));
        let stem = path.trim_end_matches(".rs");
        let folder = match stem.rsplit_once('/') {
            Some((folder, "lib" | "main")) => folder,
            _ => stem,
        };
        for module in whole.iter().filter(|name| !kept.contains(name)) {
            let below = format!("{folder}/{module}/");
            let file = format!("{folder}/{module}.rs");
            out.extend(sources.keys().filter(|it| **it == file || it.starts_with(&below)).cloned());
        }
    }
    out
}

/// The names of the modules that the file declares.
fn modules(tokens: &TokenStream) -> Vec<String> {
    let all = every(tokens);
    let declared =
        all.windows(3).filter(|it| ident(it.first()).as_deref() == Some("mod") && is_punct(it.last(), ';'));
    declared.filter_map(|it| ident(it.get(1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::tokens;

    #[test]
    fn tests_are_found_in_modules_and_macros_and_ignored_ones_are_not() {
        let source = "
            #[test] fn d07_plain() {}
            mod m { /// doc
                #[tokio::test(start_paused = true)] async fn f04_async() {} }
            proptest! { #[test] fn d28_property(x in 0..9) {} }
            #[test] #[ignore = \"slow\"] fn d08_ignored() {}
            fn d09_helper() {}
            #[test] const X: u8 = 1; fn d10_not_under_it() {}";
        let names: Vec<_> = test_names(&tokens(source)).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["d07_plain", "f04_async", "d28_property"]);
    }

    #[test]
    fn test_code_is_left_out_and_the_rest_stays() {
        let source = "
            use a::b; #[cfg(test)] use std::fs; #[cfg(not(test))] fn kept() {}
            #[cfg(test)] mod tests { fn gone() {} }
            mod inner { #[test] fn gone_too() {} fn stays() {} }";
        let rest = without_tests(&tokens(source)).to_string();
        assert!(!rest.contains("fs") && !rest.contains("gone"), "{rest}");
        assert!(rest.contains("kept") && rest.contains("stays") && rest.contains("a :: b"), "{rest}");
    }

    #[test]
    fn a_module_declared_for_tests_is_test_code_with_all_below_it() {
        let files = [
            ("c/src/lib.rs", "mod amount; #[cfg(test)] mod support;"),
            ("c/src/amount.rs", "mod text; #[cfg(test)] mod tests;"),
            ("c/src/amount/tests.rs", ""),
            ("c/src/amount/tests/more.rs", ""),
            ("c/src/amount/text.rs", ""),
            ("c/src/support.rs", ""),
        ];
        let sources = files.iter().map(|(path, text)| ((*path).to_owned(), tokens(text))).collect();
        let found = test_only_files(&sources);
        assert_eq!(found, ["c/src/amount/tests.rs", "c/src/amount/tests/more.rs", "c/src/support.rs"]);
    }
}
