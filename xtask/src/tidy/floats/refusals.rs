//! The methods by which serde offers a float, and in which it is refused.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::rust::{group, ident, is_punct};

/// The methods of serde and `serde_json` that are offered a float. Their bodies are not excepted.
const REFUSALS: &[&str] =
    &["serialize_f32", "serialize_f64", "visit_f32", "visit_f64", "write_f32", "write_f64"];

/// The file without the attributes and signatures of the [`REFUSALS`], and the attributes of the `impl` they
/// are in.
pub(super) fn without_refusals(tokens: &TokenStream) -> TokenStream {
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
