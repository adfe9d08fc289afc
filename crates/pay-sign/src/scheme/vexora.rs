//! Vexora: section 2 of its specification.

use super::{Keying, Order, Reading, Scheme, Seam};
use crate::algorithm::{Algorithm, Encoding};
use crate::number::NumberText;
use crate::rule::Rule;

impl Scheme {
    /// Vexora. Sorted `name=text` with nothing between the pairs, then the secret, under MD5.
    ///
    /// The vendor document says "salt" and not where it goes; that it is appended is from the vendor's
    /// public pages. [`keyed`](Scheme::keyed) moves it.
    pub const VEXORA: Self = Self {
        name: "Vexora",
        pair: "=",
        item: "",
        path: None,
        booleans: ["false", "true"],
        drops_empty_text: true,
        drops: &["sign"],
        strips_ends: false,
        reading: READING,
        also: &[
            READING.numbers(NumberText::JavaDouble),
            READING.numbers(NumberText::WithoutTrailingZeros),
            READING.null(Some("null")),
        ],
        keying: Keying::Suffix(""),
        algorithm: Algorithm::Md5,
        encoding: Encoding::Hex,
        declares: None,
        places: &[&["sign"]],
        unsignable: &[Rule::NoNesting, Rule::AsciiNames],
        outbound: &[
            Rule::NoNull,
            Rule::TextOnly,
            Rule::NoEmptyText,
            Rule::CleanText,
            Rule::NamesWithout("="),
            Rule::NoItemInText(REQUEST_MEMBERS),
        ],
        seam: Seam::Item,
    };
}

const READING: Reading = Reading::new(Order::PathBytes, NumberText::Raw, None);

/// The members of the requests: sections 3 and 4 of the specification.
const REQUEST_MEMBERS: &[&str] = &[
    "amount",
    "bankCode",
    "bankNumber",
    "channelCode",
    "email",
    "firstname",
    "lastname",
    "mobile",
    "notifyUrl",
    "remark",
    "returnUrl",
    "sign",
    "timestamp",
    "tradeNo",
    "wayCode",
];
