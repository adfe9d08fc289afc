//! Characters that make a text look like another one.

use core::ops::ControlFlow;

use pay_core::Untrusted;

use super::{Lint, at};
use crate::finding::Finding;
use crate::reader::Object;
use crate::rules::Flow;
use crate::tag::TagPath;

/// The first of each kind in each value.
pub(super) fn check(object: &Object<'_>, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    if !object.tag().is_template() {
        return value(TagPath::root(object.tag()), object, found);
    }
    for nested in object.objects() {
        value(TagPath::nested(object.tag(), nested.tag()), &nested, found)?;
    }
    ControlFlow::Continue(())
}

fn value(path: TagPath, object: &Object<'_>, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    let mut first = |lint, is: fn(char) -> bool| {
        let Some((offset, character)) = object.value().char_indices().find(|(_, character)| is(*character))
        else {
            return ControlFlow::Continue(());
        };
        let start = object.value_bytes().start + offset;
        found(at(lint, path, start..start + character.len_utf8()))
    };
    first(Lint::HiddenCharacter, Untrusted::is_unprintable)?;
    if object.value().is_ascii() {
        return ControlFlow::Continue(());
    }
    first(Lint::CombiningMark, |character| matches!(character, '\u{300}'..='\u{36f}'))?;
    let mixed = |word: &str| word.contains(is_latin) && word.contains(is_cyrillic_or_greek);
    if object.value().split(|character: char| !character.is_alphabetic()).any(mixed) {
        found(at(Lint::MixedScripts, path, object.value_bytes()))?;
    }
    ControlFlow::Continue(())
}

fn is_latin(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '\u{c0}'..='\u{24f}')
}

fn is_cyrillic_or_greek(character: char) -> bool {
    matches!(character, '\u{370}'..='\u{52f}')
}
