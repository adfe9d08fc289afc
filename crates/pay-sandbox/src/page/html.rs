use std::fmt::{self, Write as _};

use axum::response::{Html, IntoResponse, Response};
use http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use pay_core::Untrusted;

/// Text from a code, shown: escaped, and what could hide or reorder the line replaced.
pub(super) struct Shown<'a>(pub(super) &'a str);

/// Text from a code, carried on unchanged in an attribute or a field: escaped only.
pub(super) struct Carried<'a>(pub(super) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| {
            if Untrusted::is_unprintable(character) {
                f.write_char(char::REPLACEMENT_CHARACTER)
            } else {
                escape(character, f)
            }
        })
    }
}

impl fmt::Display for Carried<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| escape(character, f))
    }
}

fn escape(character: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match character {
        '&' => f.write_str("&amp;"),
        '<' => f.write_str("&lt;"),
        '>' => f.write_str("&gt;"),
        '"' => f.write_str("&quot;"),
        '\'' => f.write_str("&#39;"),
        other => f.write_char(other),
    }
}

/// A whole page around a body that is HTML already.
pub(super) fn page(title: &str, body: &str) -> Response {
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n",
    );
    let headers = [
        // Should a text slip through unescaped, it still finds nothing that runs it.
        (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(page)).into_response()
}

const STYLE: &str = "body{font-family:sans-serif;max-width:46em;margin:2em auto;padding:0 1em;line-height:1.5}\
    textarea{width:100%;font-family:monospace}table{border-collapse:collapse}\
    td,th{border:1px solid #999;padding:.2em .6em;text-align:left;overflow-wrap:anywhere}\
    .no{color:#a00}.yes{color:#060}button{font-size:1em;padding:.3em 1em}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shown_or_carried_is_markup() {
        let text = "<script>alert('1')</script>&\"";
        let safe = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;";
        assert_eq!(Shown(text).to_string(), safe);
        assert_eq!(Carried(text).to_string(), safe);
    }

    #[test]
    fn d30_what_is_shown_cannot_hide_and_what_is_carried_is_unchanged() {
        assert_eq!(Shown("a\u{202e}b\u{200b}c\n").to_string(), "a\u{fffd}b\u{fffd}c\u{fffd}");
        assert_eq!(Carried("a\u{202e}b").to_string(), "a\u{202e}b");
    }
}
