//! The orders of the items. Each is stable: what compares equal stays in the order of the document.

use std::cmp::Ordering;

use super::item::Item;
use super::natural;
use crate::number::Decimal;
use crate::scheme::Order;

pub(super) fn sort(items: &mut Vec<Item<'_>>, order: Order, pair: &str) {
    match order {
        Order::PathBytes => items.sort_by(|a, b| a.path.cmp(&b.path)),
        // Numbers are few; other names stand in the order of their bytes.
        Order::PhpNames if items.iter().any(|item| php_takes_for_number(&item.path)) => {
            items.sort_by_cached_key(|item| PhpName::of(&item.path));
        }
        Order::PhpNames => items.sort_by(|a, b| a.path.cmp(&b.path)),
        Order::Natural => natural::sort_by_path(items),
        Order::ItemBytes => items.sort_by_cached_key(|item| [&*item.path, pair, &item.text].concat()),
        Order::PerLevel => items.sort_by(per_level),
    }
}

/// Whether PHP compares a name as a number: digits with an optional sign, point and exponent, and white
/// space around them.
pub(crate) fn php_takes_for_number(name: &str) -> bool {
    php_number(name).is_some()
}

/// Numbers first, by value, then the other names by byte. That is PHP's order wherever a number-like name
/// begins with something below the letters, which leaves out what PHP itself sorts by no fixed rule: its
/// comparison of `10`, `9` and `9a` goes round in a circle. Such names are never signed.
#[derive(PartialEq, Eq)]
enum PhpName {
    Number(Decimal),
    Text(String),
}

impl PhpName {
    fn of(name: &str) -> Self {
        php_number(name).map_or_else(|| Self::Text(name.to_owned()), Self::Number)
    }
}

impl Ord for PhpName {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.compare(b),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
        }
    }
}

impl PartialOrd for PhpName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn php_number(name: &str) -> Option<Decimal> {
    if !name.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = name.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
    let text = text.strip_prefix('+').unwrap_or(text);
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (unsigned, "0"),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits(whole)
        && digits(decimals)
        && digits(exponent)
        && !exponent.is_empty()
        && !(whole.is_empty() && decimals.is_empty());
    number.then(|| Decimal::of(text))
}

fn per_level(a: &Item<'_>, b: &Item<'_>) -> Ordering {
    let levels = a.leaf.names().zip(b.leaf.names());
    levels.map(|(a, b)| by_index_then_utf16(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn by_index_then_utf16(a: &str, b: &str) -> Ordering {
    match (array_index(a), array_index(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.encode_utf16().cmp(b.encode_utf16()),
    }
}

/// An integer below 2^32 - 1 in its shortest form, which a JavaScript object puts before its other names.
fn array_index(name: &str) -> Option<u32> {
    let index = name.parse().ok().filter(|index| *index != u32::MAX)?;
    (!name.starts_with('+') && (name == "0" || !name.starts_with('0'))).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn php_takes_these_names_for_numbers() {
        for name in ["0", "10", "08", "1e1", "-5", "+5", " 7", "7 ", ".5", "5.", "1.5E-3"] {
            assert!(php_takes_for_number(name), "{name:?}");
        }
        for name in ["", " ", ".", "-", "e1", "1e", "1e+", "0x1A", "1 2", "--1", "1.2.3", "1a", "\u{661}"] {
            assert!(!php_takes_for_number(name), "{name:?}");
        }
    }

    #[test]
    fn a_javascript_index_is_a_short_integer() {
        assert_eq!(array_index("0"), Some(0));
        assert_eq!(array_index("4294967294"), Some(4_294_967_294));
        for name in ["4294967295", "01", "+1", "-1", "1.0", ""] {
            assert_eq!(array_index(name), None, "{name:?}");
        }
    }
}
