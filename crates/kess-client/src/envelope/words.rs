//! What a failure says, for a person: short, and without what may be a token or a card's number.

use std::collections::BTreeMap;

use pay_core::Untrusted;
use pay_http::excerpt;
use pay_http::json::{Members, RawValue, Value};

use super::text;

/// The sentence, by the first of its names that says something.
pub(super) fn message(members: &Members<'_>) -> Option<Untrusted> {
    let names = ["message", "error_description", "msg", "detail", "error"];
    let said = names.into_iter().find_map(|name| text(members, name).filter(|text| !text.trim().is_empty()));
    said.map(|text| readable(&text))
}

/// The map `errors`: member by member, one sentence or a list of them. Whatever else stands there says nothing.
pub(super) fn errors(members: &Members<'_>) -> Vec<(Untrusted, Vec<Untrusted>)> {
    let map = members.value("errors").and_then(|raw| serde_json::from_str(raw.get()).ok());
    let map: BTreeMap<String, &RawValue> = map.unwrap_or_default();
    map.into_iter().take(MEMBERS).map(|(name, raw)| (readable(&name), sentences(raw))).collect()
}

/// Bounds on what is kept of `errors`.
const MEMBERS: usize = 16;
const SENTENCES: usize = 4;

fn sentences(raw: &RawValue) -> Vec<Untrusted> {
    let list = serde_json::from_str(raw.get()).unwrap_or_else(|_| vec![raw]);
    let texts = list.into_iter().filter_map(|raw| <Untrusted as Value>::read(raw).ok().flatten());
    texts.take(SENTENCES).map(|text| readable(text.as_raw())).collect()
}

fn readable(text: &str) -> Untrusted {
    Untrusted::new(without_long_digits(excerpt(text.as_bytes()).as_raw()))
}

/// A message may repeat a card's number, which has 12 digits at least and may be grouped.
fn without_long_digits(text: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-');
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, digits) = rest.split_at(start);
        let end = digits.find(|c| !is_digit(c)).unwrap_or(digits.len());
        let run = digits[..end].trim_end_matches([' ', '-']);
        let is_long = run.bytes().filter(u8::is_ascii_digit).count() >= CARD_DIGITS;
        kept.push_str(before);
        kept.push_str(if is_long { "[redacted]" } else { run });
        rest = &digits[run.len()..];
    }
    kept + rest
}

const CARD_DIGITS: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d16_a_cards_number_in_a_message_is_not_repeated() {
        let kept = without_long_digits("card 5473500160001018 and 5473 5001-6000 1018, order 12345 at 10:44");
        assert_eq!(kept, "card [redacted] and [redacted], order 12345 at 10:44");
        assert_eq!(without_long_digits("no digits"), "no digits");
    }
}
