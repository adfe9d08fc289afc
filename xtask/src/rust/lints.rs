//! Attributes that change the level of a lint.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{attribute, every, group, ident, is_punct};

/// An `allow(..)` or `expect(..)`.
pub(crate) struct Exception {
    /// The lints, with their tool: `clippy::panic`.
    pub(crate) lints: Vec<String>,
    pub(crate) has_reason: bool,
    pub(crate) line: usize,
}

/// Every exception in the file, also one inside of a `cfg_attr(..)`.
pub(crate) fn exceptions(tokens: &TokenStream) -> Vec<Exception> {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut out = Vec::new();
    for (index, token) in all.iter().enumerate() {
        if let Some((content, _)) = attribute(&all, index) {
            in_attribute(&content, &mut out);
        } else if let TokenTree::Group(group) = token {
            out.extend(exceptions(&group.stream()));
        }
    }
    out
}

fn in_attribute(content: &TokenStream, out: &mut Vec<Exception>) {
    let all = every(content);
    for (index, token) in all.iter().enumerate() {
        let level = ident(Some(token));
        if !matches!(level.as_deref(), Some("allow" | "expect")) {
            continue;
        }
        if let Some(list) = group(all.get(index + 1), Delimiter::Parenthesis) {
            out.push(exception(&list.stream(), super::line(token)));
        }
    }
}

fn exception(list: &TokenStream, line: usize) -> Exception {
    let entries: Vec<TokenTree> = list.clone().into_iter().collect();
    let parts = entries.split(|token| is_punct(Some(token), ','));
    let (reasons, lints): (Vec<_>, Vec<_>) = parts
        .filter(|part| !part.is_empty())
        .partition(|part| ident(part.first()).as_deref() == Some("reason"));
    let lints = lints.iter().map(|part| part.iter().map(ToString::to_string).collect::<String>()).collect();
    Exception { lints, has_reason: !reasons.is_empty(), line }
}

#[cfg(test)]
mod tests {
    use super::exceptions;
    use crate::rust::tokens;

    #[test]
    fn levels_lints_and_reasons_are_read_wherever_an_attribute_may_stand() {
        let source = "
            #![allow(dead_code)]
            #[expect(clippy::panic, clippy::float_arithmetic, reason = \"shown below\")]
            fn f() { #[cfg_attr(test, allow(unused))] let x = 1; }
            // #[allow(comment)]
            fn g() { iterator.expect(\"allow(unused)\") }";
        let found: Vec<_> = exceptions(&tokens(source))
            .into_iter()
            .map(|it| (it.lints.join(" "), it.has_reason, it.line))
            .collect();
        let expected = [
            ("dead_code".to_owned(), false, 2),
            ("clippy::panic clippy::float_arithmetic".to_owned(), true, 3),
            ("unused".to_owned(), false, 4),
        ];
        assert_eq!(found, expected);
    }
}
