//! Where the fields of a payload stand.

use core::ops::Range;

use crate::tag::{Tag, TagSet, sub};

/// The bytes of the objects whose tags KHQR defines, at the root and in its templates, and which other tags are
/// there at the root. Whoever asks for one of the others walks the objects.
#[derive(Clone)]
pub(crate) struct Index {
    spans: [Span; SLOTS],
    others: TagSet,
}

/// The bytes of an object. They fit, for [`MAX_UNITS`](crate::MAX_UNITS) units take at most three bytes each.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Span {
    start: u16,
    /// Zero where there is no object.
    end: u16,
}

const ABSENT: Span = Span { start: 0, end: 0 };
/// There, but its value cannot be read.
const BROKEN: Span = Span { start: u16::MAX, end: u16::MAX };

/// The place of a field in the index.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot(u8);

impl Slot {
    /// Whether KHQR does not define the tag.
    #[inline]
    pub(crate) const fn is_other(self) -> bool {
        self.0 == OTHER
    }

    /// Whether KHQR defines the value of the root tag as data objects.
    #[inline]
    pub(crate) const fn is_template(self) -> bool {
        self.0 <= TEMPLATES
    }
}

/// The slots of the tags in one template.
#[derive(Clone, Copy)]
pub(crate) struct NestedSlots(&'static [u8; SUB_TAGS]);

impl NestedSlots {
    #[inline]
    pub(crate) fn of(self, tag: Tag) -> Slot {
        Slot(self.0.get(usize::from(tag.number())).copied().unwrap_or(OTHER))
    }
}

impl Index {
    pub(crate) const EMPTY: Self = Self { spans: [ABSENT; SLOTS], others: TagSet::EMPTY };

    /// The slot of a root tag.
    #[inline]
    pub(crate) const fn slot(tag: Tag) -> Slot {
        Slot(ROOT[tag.number() as usize])
    }

    /// The slots of the tags in a template.
    #[inline]
    pub(crate) const fn slots_in(template: Tag) -> NestedSlots {
        match ROOT[template.number() as usize] {
            slot @ 1..=TEMPLATES => NestedSlots(&NESTED[slot as usize - 1]),
            _ => NestedSlots(&[OTHER; SUB_TAGS]),
        }
    }

    /// Whether a root tag is there.
    pub(crate) const fn has(&self, tag: Tag) -> bool {
        let slot = Self::slot(tag);
        if slot.is_other() { self.others.has(tag) } else { self.span(slot).end != ABSENT.end }
    }

    /// Notes where an object stands, unless there was one before.
    #[inline]
    pub(crate) fn insert_new(&mut self, slot: Slot, start: usize, end: usize) -> Option<()> {
        let place = &mut self.spans[usize::from(slot.0) % SLOTS];
        if *place != ABSENT {
            return None;
        }
        *place = Span { start: short(start), end: short(end) };
        Some(())
    }

    /// Notes where the object of a root tag stands; whether there was none before. Without a place, it is there
    /// and cannot be read.
    pub(crate) fn see(&mut self, tag: Tag, bytes: Option<Range<usize>>) -> bool {
        let slot = Self::slot(tag);
        match bytes {
            _ if slot.is_other() => self.others.insert_new(tag).is_some(),
            Some(bytes) => self.insert_new(slot, bytes.start, bytes.end).is_some(),
            None if self.span(slot) == ABSENT => {
                self.spans[usize::from(slot.0) % SLOTS] = BROKEN;
                true
            }
            None => false,
        }
    }

    /// Notes root tags that KHQR does not define.
    pub(crate) const fn add_others(&mut self, others: TagSet) {
        self.others = others;
    }

    /// Where the object of a root tag stands that KHQR defines.
    #[inline]
    pub(crate) fn place(&self, tag: Tag) -> Option<Range<usize>> {
        self.bytes(Self::slot(tag))
    }

    /// Where an object stands.
    #[inline]
    pub(crate) fn bytes(&self, slot: Slot) -> Option<Range<usize>> {
        let span = self.span(slot);
        (span != ABSENT && span != BROKEN).then_some(usize::from(span.start)..usize::from(span.end))
    }

    #[inline]
    const fn span(&self, slot: Slot) -> Span {
        self.spans[slot.0 as usize % SLOTS]
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a text has at most three times MAX_UNITS bytes")]
const fn short(offset: usize) -> u16 {
    offset as u16
}

/// What a tag has that is none of KHQR's.
const OTHER: u8 = u8::MAX;
const SLOTS: usize = 32;
/// The templates have the slots from 1 to this one.
const TEMPLATES: u8 = 5;

const ROOT_TAGS: [Tag; 15] = [
    Tag::INDIVIDUAL,
    Tag::MERCHANT,
    Tag::ADDITIONAL,
    Tag::LANGUAGE,
    Tag::TIMESTAMPS,
    Tag::PAYLOAD_FORMAT,
    Tag::INITIATION,
    Tag::UNION_PAY,
    Tag::CATEGORY,
    Tag::CURRENCY,
    Tag::AMOUNT,
    Tag::COUNTRY,
    Tag::NAME,
    Tag::CITY,
    Tag::CRC,
];

/// The tags of each template, in the order of [`ROOT_TAGS`].
const NESTED_TAGS: [&[Tag]; TEMPLATES as usize] = [
    &[sub::ACCOUNT_ID, sub::ACCOUNT_INFORMATION, sub::BANK],
    &[sub::ACCOUNT_ID, sub::MERCHANT_ID, sub::BANK],
    &[sub::BILL_NUMBER, sub::MOBILE_NUMBER, sub::STORE_LABEL, sub::TERMINAL_LABEL, sub::PURPOSE],
    &[sub::PREFERENCE, sub::ALTERNATE_NAME, sub::ALTERNATE_CITY],
    &[sub::CREATION, sub::EXPIRATION],
];

/// The slot of each root tag, from 1.
const ROOT: [u8; 100] = {
    let mut slots = [OTHER; 100];
    let mut slot = 0;
    while (slot as usize) < ROOT_TAGS.len() {
        slots[ROOT_TAGS[slot as usize].number() as usize] = slot + 1;
        slot += 1;
    }
    slots
};

/// No template defines a tag from here on.
const SUB_TAGS: usize = 16;

/// The slot of each tag of each template, behind those of the root.
const NESTED: [[u8; SUB_TAGS]; TEMPLATES as usize] = {
    let mut slots = [[OTHER; SUB_TAGS]; TEMPLATES as usize];
    let mut row = 0;
    let mut slot = 16;
    while row < NESTED_TAGS.len() {
        let mut next = 0;
        while next < NESTED_TAGS[row].len() {
            slots[row][NESTED_TAGS[row][next].number() as usize] = slot;
            slot += 1;
            next += 1;
        }
        row += 1;
    }
    assert!(slot as usize <= SLOTS, "every tag has a slot of its own");
    slots
};
