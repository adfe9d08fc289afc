//! PHP's natural order: runs of digits compare as numbers. Section 2.2 of the Monetix specification.

use std::cmp::Ordering;

use super::item::Item;

/// Sorts by path, keeping the order of paths that compare equal.
///
/// A merge sort of our own, because [`compare`] is no total order (leading zeros make circles such as
/// `k00`, `k001`, `k01`), for which the library's sort may panic.
pub(super) fn sort_by_path(items: &mut Vec<Item<'_>>) {
    if items.iter().all(|item| is_plain(&item.path)) {
        items.sort_by(|a, b| a.path.cmp(&b.path));
    } else {
        merge_sort(items);
    }
}

/// Whether a text has neither digits nor white space: among such texts the order is that of bytes.
fn is_plain(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_digit() || is_space(byte))
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

fn merge_sort(items: &mut Vec<Item<'_>>) {
    if items.len() < 2 {
        return;
    }
    let mut right = items.split_off(items.len() / 2);
    merge_sort(items);
    merge_sort(&mut right);
    let mut merged = Vec::with_capacity(items.len() + right.len());
    let mut right = right.into_iter().peekable();
    for left in items.drain(..) {
        while let Some(smaller) = right.next_if(|right| compare(&right.path, &left.path).is_lt()) {
            merged.push(smaller);
        }
        merged.push(left);
    }
    merged.extend(right);
    *items = merged;
}

/// Whether natural order puts neither of two paths first.
pub(crate) fn stand_together(a: &str, b: &str) -> bool {
    compare(a, b).is_eq()
}

/// Compares two texts by byte, runs of digits by the number they write, white space skipped.
fn compare(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (Scan::new(a), Scan::new(b));
    if a.is_at_end() || b.is_at_end() {
        return a.rest.len().cmp(&b.rest.len());
    }
    loop {
        a.skip_space();
        b.skip_space();
        if a.is_at_digit() && b.is_at_digit() {
            match compare_runs(&mut a, &mut b) {
                Ordering::Equal if a.is_at_end() || b.is_at_end() => {
                    return b.is_at_end().cmp(&a.is_at_end());
                }
                Ordering::Equal => {}
                unequal => return unequal,
            }
        }
        // Past the end, after white space, stands a zero byte.
        match a.peek().cmp(&b.peek()) {
            Ordering::Equal => {}
            unequal => return unequal,
        }
        a.step();
        b.step();
        if a.is_at_end() || b.is_at_end() {
            return b.is_at_end().cmp(&a.is_at_end());
        }
    }
}

/// Both stand on a digit. A run that begins with a zero compares like decimals, from the left; other runs
/// by length first. Steps over what was equal.
fn compare_runs(a: &mut Scan<'_>, b: &mut Scan<'_>) -> Ordering {
    let fractional = a.peek() == b'0' || b.peek() == b'0';
    let (left, right) = (a.take_digits(), b.take_digits());
    if fractional { left.cmp(right) } else { left.len().cmp(&right.len()).then_with(|| left.cmp(right)) }
}

struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    /// Leading zeros of the whole text do not count while another digit follows.
    fn new(text: &'a str) -> Self {
        let mut rest = text.as_bytes();
        while let [b'0', digit, ..] = rest
            && digit.is_ascii_digit()
        {
            rest = &rest[1..];
        }
        Self { rest }
    }

    fn peek(&self) -> u8 {
        self.rest.first().copied().unwrap_or(0)
    }

    fn step(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    fn is_at_digit(&self) -> bool {
        self.peek().is_ascii_digit()
    }

    fn skip_space(&mut self) {
        while is_space(self.peek()) {
            self.step();
        }
    }

    fn take_digits(&mut self) -> &'a [u8] {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        digits
    }
}
