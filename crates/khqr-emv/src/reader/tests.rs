extern crate std;
use std::string::ToString;
use std::vec::Vec;

use super::*;

fn read(text: &str) -> Objects<'_> {
    Objects(Reader::root(text, text.is_ascii()))
}

fn fault(text: &str) -> ParseError {
    let mut reader = read(text).0;
    while reader.advance().is_some() {}
    reader.fault().unwrap()
}

#[test]
fn objects_come_in_order_with_their_bytes() {
    let objects: Vec<_> = read("5902កខ6000").collect();
    assert_eq!(objects[0].value(), "កខ");
    assert_eq!(objects[0].value_bytes(), 4..10);
    assert_eq!(objects[1].value(), "");
    assert_eq!(objects[1].bytes(), 10..14);
}

#[test]
fn d28_a_header_that_is_not_four_ascii_digits() {
    for (text, message) in [
        ("590Abc", r#"expected two digits of length, found "0A" (59 at 2..4)"#),
        ("59+1a", r#"expected two digits of length, found "+1" (59 at 2..4)"#),
        ("59０５abcde", r#"expected two digits of length, found "０５" (59 at 2..8)"#),
        ("59 3abc", r#"expected two digits of length, found " 3" (59 at 2..4)"#),
        ("កខគឃ", r#"expected two digits of tag, found "កខ" (payload at 0..6)"#),
        ("\u{202e}\u{0}05", r#"expected two digits of tag, found "\u{202e}\0" (payload at 0..4)"#),
        ("5", "expected two digits of tag and two of length, found the end (payload at 0..1)"),
        ("59é", "expected two digits of tag and two of length, found the end (payload at 0..4)"),
    ] {
        assert_eq!(fault(text).to_string(), message, "{text}");
    }
}

#[test]
fn d28_length_past_the_end_says_how_much_is_there() {
    assert_eq!(fault("5999").to_string(), "expected a value of 99 units, found 0 (59 at 4..4)");
    assert_eq!(fault("0000590៩ក").to_string(), r#"expected two digits of length, found "0៩" (59 at 6..10)"#);
    assert_eq!(fault("5907ភ្នំពេ").kind(), ParseErrorKind::ValueCutShort { declared: 7, available: 6 });
    assert_eq!(fault("5901😀").to_string(), "the value ends inside a character (59 at 4..8)");
}

#[test]
fn an_error_in_a_template_has_its_path_and_offset() {
    assert_eq!(fault("00020162060102x").location().path(), TagPath::root(Tag::ADDITIONAL));
    let mut template = read("000201620501020").last().unwrap().reader();
    assert_eq!(template.advance(), None);
    let error = template.fault().unwrap();
    assert_eq!(error.to_string(), "expected a value of 2 units, found 1 (62/01 at 14..15)");
}

#[test]
fn four_digits_are_told_from_their_neighbours() {
    assert_eq!(two_numbers(*b"0099"), Some([0, 99]));
    for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
        for place in 0..4 {
            let mut digits = *b"9999";
            digits[place] = byte;
            assert_eq!(two_numbers(digits), None, "{byte} in place {place}");
        }
    }
}
