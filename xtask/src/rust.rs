//! Questions to a Rust file, answered from its tokens.
//!
//! Tokens are enough for the rules here and do not need the grammar; what they buy over a text search is that
//! comments and strings are no code, that a grouped `use` is expanded, and that test code can be set apart.

mod lints;
mod paths;
mod public;
mod strings;
mod test_code;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

pub(crate) use self::lints::exceptions;
pub(crate) use self::paths::paths;
pub(crate) use self::public::mentions;
pub(crate) use self::strings::{strings, text_of};
pub(crate) use self::test_code::{test_names, test_only_files, without_tests};

/// The line of a token, from 1.
pub(crate) fn line(token: &TokenTree) -> usize {
    token.span().start().line
}

pub(crate) fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

pub(crate) fn ident(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

pub(crate) fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// The content of the attribute whose `#` is at `index`, and the index behind it.
pub(crate) fn attribute(tokens: &[TokenTree], index: usize) -> Option<(TokenStream, usize)> {
    if !is_punct(tokens.get(index), '#') {
        return None;
    }
    let bracket = if is_punct(tokens.get(index + 1), '!') { index + 2 } else { index + 1 };
    let content = group(tokens.get(bracket), Delimiter::Bracket)?;
    Some((content.stream(), bracket + 1))
}

/// Every token, those inside of groups too, in the order of the text. Groups come before their content.
pub(crate) fn every(tokens: &TokenStream) -> Vec<TokenTree> {
    let mut out = Vec::new();
    for token in tokens.clone() {
        let inner = match &token {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        };
        out.push(token);
        out.extend(inner.iter().flat_map(every));
    }
    out
}

#[cfg(test)]
pub(crate) fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}
