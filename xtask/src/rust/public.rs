//! What the public items of a file say.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{every, group, ident, is_punct, line};

/// The lines on which a public item has `word` in its signature: the text from `pub` to its body, and the
/// whole of a public enum, trait or re-export. `pub(crate)` and narrower are not public.
pub(crate) fn mentions(tokens: &TokenStream, word: &str) -> Vec<usize> {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut out = Vec::new();
    for (index, token) in all.iter().enumerate() {
        if ident(Some(token)).as_deref() == Some("pub")
            && group(all.get(index + 1), Delimiter::Parenthesis).is_none_or(|after| !narrows(&after.stream()))
        {
            out.extend(
                signature(&all[index..])
                    .filter(|it| ident(Some(it)).as_deref() == Some(word))
                    .map(|it| line(&it)),
            );
        }
        if let TokenTree::Group(group) = token {
            out.extend(mentions(&group.stream(), word));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Whether the group behind `pub` is a visibility and not the type of a tuple field, as in `pub (A, B)`.
fn narrows(content: &TokenStream) -> bool {
    matches!(
        ident(content.clone().into_iter().next().as_ref()).as_deref(),
        Some("crate" | "self" | "super" | "in")
    )
}

/// The tokens of an item that its users can see, from its `pub`.
fn signature(item: &[TokenTree]) -> impl Iterator<Item = TokenTree> {
    let words = item.iter().skip(1).filter_map(|it| ident(Some(it)));
    let keyword = words.into_iter().find(|it| !matches!(it.as_str(), "unsafe" | "async")).unwrap_or_default();
    // The body of these is public as well; it ends the item.
    let body_is_public = matches!(keyword.as_str(), "enum" | "trait" | "use");
    let mut angles = 0_usize;
    let mut end = item.len();
    for (index, token) in item.iter().enumerate() {
        let arrow = index > 0 && is_punct(item.get(index - 1), '-');
        if is_punct(Some(token), '<') {
            angles += 1;
        } else if is_punct(Some(token), '>') && !arrow {
            angles = angles.saturating_sub(1);
        }
        // The fields of a tuple struct have a visibility each.
        let fields = keyword == "struct" && group(Some(token), Delimiter::Parenthesis).is_some();
        let ends = is_punct(Some(token), ';') || is_punct(Some(token), ',') && angles == 0;
        let body = group(Some(token), Delimiter::Brace).is_some();
        if ends || body || fields {
            end = if body && body_is_public { index + 1 } else { index };
            break;
        }
    }
    every(&item[..end].iter().cloned().collect()).into_iter()
}

#[cfg(test)]
mod tests {
    use super::mentions;
    use crate::rust::tokens;

    #[test]
    fn public_signatures_fields_and_variants_count() {
        for public in [
            "pub fn client() -> reqwest::Client { todo() }",
            "pub struct A { pub inner: reqwest::Client }",
            "pub struct B(u8, pub reqwest::Client);",
            "pub enum E { Http(reqwest::Error), Other }",
            "pub trait T { fn x(&self) -> reqwest::Error; }",
            "pub use reqwest::Client;",
            "impl A { pub async fn f(&self, client: &reqwest::Client) {} }",
            "pub unsafe trait T { fn x(&self) -> reqwest::Error; }",
            "pub type R = std::result::Result<(), reqwest::Error>;",
        ] {
            assert_eq!(mentions(&tokens(public), "reqwest"), [1], "{public}");
        }
    }

    #[test]
    fn bodies_private_items_and_the_next_item_do_not() {
        for private in [
            "pub fn f() -> u8 { reqwest::get() }",
            "pub(crate) fn client() -> reqwest::Client { x() }",
            "fn client() -> reqwest::Client { x() }",
            "struct A { inner: reqwest::Client }",
            "pub struct A { inner: reqwest::Client }",
            "pub struct A(u8, reqwest::Client);",
            "pub enum E { A }\nuse reqwest::Client;",
            "#[cfg(feature = \"reqwest\")] pub fn f() {}",
        ] {
            assert!(mentions(&tokens(private), "reqwest").is_empty(), "{private}");
        }
    }
}
