//! The paths that a file names: `std::fs::File`, with grouped imports expanded.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{group, ident, is_punct, line};

/// Each path with its line: `use std::{fs, io::{self, Read}}` is `std::fs`, `std::io`, `std::io::Read`. A
/// single word is a path too. A leading `::` and generic arguments are left out.
pub(crate) fn paths(tokens: &TokenStream) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    walk(tokens, "", &mut out);
    out
}

/// `prefix` is empty, or ends in `::` and stands before the first word of every entry of a grouped import.
fn walk(tokens: &TokenStream, prefix: &str, out: &mut Vec<(String, usize)>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut index = 0;
    while index < tokens.len() {
        if let Some(word) = ident(tokens.get(index)) {
            index = path(&tokens, index, format!("{prefix}{word}"), out);
            // `as name` gives a new name to what was just counted.
            if ident(tokens.get(index)).as_deref() == Some("as") && !prefix.is_empty() {
                index += 2;
            }
            continue;
        }
        if let Some(TokenTree::Group(group)) = tokens.get(index) {
            walk(&group.stream(), "", out);
        }
        index += 1;
    }
}

/// Reads the rest of a path whose first word is at `index`; returns the index behind it.
fn path(tokens: &[TokenTree], index: usize, first: String, out: &mut Vec<(String, usize)>) -> usize {
    let line = line(&tokens[index]);
    let mut text = first;
    let mut next = index + 1;
    while is_punct(tokens.get(next), ':') && is_punct(tokens.get(next + 1), ':') {
        if let Some(word) = ident(tokens.get(next + 2)) {
            text = format!("{text}::{word}");
            next += 3;
        } else if let Some(entries) = group(tokens.get(next + 2), Delimiter::Brace) {
            walk(&entries.stream(), &format!("{text}::"), out);
            return next + 3;
        } else {
            break;
        }
    }
    out.push((text.trim_end_matches("::self").to_owned(), line));
    next
}

#[cfg(test)]
mod tests {
    use super::paths;
    use crate::rust::tokens;

    fn names(text: &str) -> Vec<String> {
        paths(&tokens(text)).into_iter().map(|(path, _)| path).collect()
    }

    #[test]
    fn a_grouped_import_is_expanded() {
        let found = names("use std::{fs as files, io::{self, Read}, time::*};");
        assert_eq!(found, ["use", "std::fs", "std::io", "std::io::Read", "std::time"]);
    }

    #[test]
    fn a_path_in_an_expression_is_found_with_its_line() {
        let found = paths(&tokens("fn f() {\n    ::std::fs::read(x)\n}"));
        assert!(found.contains(&("std::fs::read".to_owned(), 2)), "{found:?}");
    }

    #[test]
    fn comments_and_strings_are_no_paths() {
        assert_eq!(
            names("// std::fs\n/// std::io\nconst A: &str = \"std::net\";").join(" "),
            "doc const A str"
        );
    }
}
