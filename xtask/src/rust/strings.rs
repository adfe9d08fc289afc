//! The string literals of a file.

use proc_macro2::{TokenStream, TokenTree};

use super::{every, line};

/// Each string literal with its line, as written between its quotes; doc comments are no literals here.
pub(crate) fn strings(tokens: &TokenStream) -> Vec<(String, usize)> {
    let all = every(tokens);
    let text = all.iter().enumerate().filter(|(index, _)| !is_doc(&all, *index));
    text.filter_map(|(_, token)| Some((text_of(token)?, line(token)))).collect()
}

/// The text of a string literal token, plain or raw, escapes untouched; `None` for any other token.
pub(crate) fn text_of(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    let written = literal.to_string();
    let unprefixed = written.trim_start_matches(['b', 'c']).trim_start_matches('r').trim_matches('#');
    Some(unprefixed.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

/// Whether the token is the text of a doc comment, which the lexer turns into `doc = ".."`.
fn is_doc(all: &[TokenTree], index: usize) -> bool {
    let before = |back: usize| index.checked_sub(back).and_then(|at| all.get(at)).map(ToString::to_string);
    before(1).as_deref() == Some("=") && before(2).as_deref() == Some("doc")
}

#[cfg(test)]
mod tests {
    use super::strings;
    use crate::rust::tokens;

    #[test]
    fn plain_and_raw_strings_are_found_and_doc_comments_are_not() {
        let source = "/// no\nfn f() { g(\"a/b.json\", r#\"c\"#, b\"d\", 'e', 5) }";
        let found: Vec<_> = strings(&tokens(source)).into_iter().map(|(text, _)| text).collect();
        assert_eq!(found, ["a/b.json", "c", "d"]);
    }
}
